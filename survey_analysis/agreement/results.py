"""What a measurement of agreement returns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Agreement:
    """One coefficient of agreement, with its interval and its base.

    Attributes
    ----------
    coefficient
        Which coefficient, such as ``cohen``.
    weights
        How disagreements were weighted, such as ``nominal`` or ``masi``.
    estimate
        The coefficient, at most 1; None where undefined.
    low, high
        Limits of the interval; None where there is none.
    n_units
        Units that at least two coders coded.
    n_excluded
        The other units.
    method
        How the interval was made, such as ``bca-10000-respondents``; empty without one.
    note
        Why something is undefined, and what a reader should know; often empty.

    Examples
    --------
    >>> Agreement("percent", "nominal", 0.9, None, None, 10, 2, "", "").estimate
    0.9
    """

    coefficient: str
    weights: str
    estimate: float | None
    low: float | None
    high: float | None
    n_units: int
    n_excluded: int
    method: str
    note: str
