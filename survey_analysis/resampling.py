"""Intervals of a user's own statistic, by resampling respondents."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey_analysis.bootstrap.limits import FloatArray, IntArray, IntervalSettings
from survey_analysis.bootstrap.montecarlo import replicate_limits
from survey_analysis.bootstrap.weights import resample_weights
from survey_analysis.errors import InvalidCallError
from survey_analysis.responses import Responses, answers_frame, population_mask

Statistic = Callable[[Any], Any]

COLUMNS = [
    "component", "estimate", "bca_low", "bca_high", "percentile_low", "percentile_high",
    "confidence_level", "n_resamples",
]  # fmt: skip

_FORMS = ("frame", "weights")
_RAISED = (
    ArithmeticError, AssertionError, AttributeError, ImportError, LookupError, NameError,
    RuntimeError, TypeError, ValueError,
)  # fmt: skip


def resample(
    responses: Responses | pd.DataFrame,
    statistic: Statistic,
    *,
    rng: np.random.Generator,
    n_resamples: int = 10_000,
    level: float = 0.95,
) -> pd.DataFrame:
    """Bootstrap any statistic: draw respondents with replacement, compute it every time.

    Parameters
    ----------
    responses
        The responses, of which the default population is resampled; or any table, such as
        a part of `answers_frame` or coded problem reports. Rows of a table with the same
        index label are one unit and are drawn together: index reports by respondent.
    statistic
        A function of one parameter that returns a number, or always the same number of
        numbers (a Series names them). Called ``frame``, the parameter receives the
        resample as a table, for responses that of `answers_frame`, its index the
        respondent. Called ``weights``, it receives how often each row was drawn, shape
        (n,), in the order of `responses`, 0 outside the population: much faster.
    rng
        Random numbers.
    n_resamples
        Number of resamples.
    level
        Confidence level.

    Returns
    -------
    DataFrame
        One row per number: `component` (a Series' label, else the position; empty for a
        single number), `estimate`, `bca_low`, `bca_high`, `percentile_low`,
        `percentile_high`, `confidence_level`, `n_resamples`. Limits are missing where all
        resamples agree, and those of BCa where no respondent has any influence. The
        acceleration comes from leaving out one unit at a time.

    Raises
    ------
    InvalidCallError
        If the statistic's parameter has another name; it raises an error, or returns
        something else than finite numbers, or another number of them than on the whole
        sample; fewer than two units; or `n_resamples` or `level` is out of range.

    References
    ----------
    Efron (1987), Better bootstrap confidence intervals, Journal of the American
    Statistical Association 82, 171-185.

    Examples
    --------
    >>> import numpy as np
    >>> from survey_analysis import load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> effort = answers_frame(responses, ["Q3"])[population_mask(responses, "complete")]
    >>> def ratio(frame):
    ...     return frame["Q3.model-deployment"].mean() / frame["Q3.model-monitoring"].mean()
    >>> result = resample(effort, ratio, rng=np.random.default_rng(1), n_resamples=500)
    >>> result[["bca_low", "estimate", "bca_high"]].round(1).to_numpy().tolist()
    [[1.2, 1.4, 1.6]]
    """
    settings = [IntervalSettings(level, kind) for kind in ("bca", "percentile")]
    data = _arrange(responses)
    compute = _Computing(statistic, _parameter(statistic), data)
    blocks = resample_weights(data.n, n_resamples, rng=rng)
    names, estimate = compute.on_sample()
    drawn = (weights for block in blocks for weights in block)
    replicates = [
        compute(weights, where=f"resample {i}", size=len(estimate))
        for i, weights in enumerate(drawn, start=1)
    ]
    influence = _leave_one_out(compute, size=len(estimate))
    bca, percentile = (
        replicate_limits(estimate, np.array(replicates).T, influence=influence, settings=one)
        for one in settings
    )
    limits = [bca.low, bca.high, percentile.low, percentile.high]
    row = [names, estimate, *limits, level, n_resamples]
    return pd.DataFrame(dict(zip(COLUMNS, row, strict=True)))


def _parameter(statistic: Statistic) -> str:
    """Return what a statistic wants, ``frame`` or ``weights``."""
    if not callable(statistic):
        message = (
            f"statistic is a {type(statistic).__name__}; pass a function of 'frame' or 'weights'"
        )
        raise InvalidCallError(message)
    parameters = inspect.signature(statistic).parameters.values()
    needed = [p.name for p in parameters if p.default is p.empty and p.kind is not p.VAR_KEYWORD]
    if len(needed) != 1 or needed[0] not in _FORMS:
        found = ", ".join(needed) or "none"
        message = (
            f"the statistic's parameters are {found}; it needs one, called 'frame' (to receive "
            "each resample as a table) or 'weights' (how often each row was drawn)"
        )
        raise InvalidCallError(message)
    return needed[0]


@dataclass(frozen=True, eq=False)
class _Data:
    """Rows to resample.

    Attributes
    ----------
    frame
        The rows of the population.
    unit
        Which unit each row belongs to, shape (r,).
    n
        Number of units.
    everybody
        Which rows of what the caller passed these are.
    """

    frame: pd.DataFrame
    unit: IntArray
    n: int
    everybody: npt.NDArray[np.bool_]

    def weigh(self, weights: IntArray) -> IntArray:
        """Say how often each row that the caller passed was drawn."""
        rows = np.zeros(len(self.everybody), dtype=np.int64)
        rows[self.everybody] = weights[self.unit]
        return rows

    def draw(self, weights: IntArray) -> pd.DataFrame:
        """Return the drawn rows; every copy of a unit has an index label of its own."""
        times = weights[self.unit]
        place = np.repeat(np.arange(len(self.unit)), times)
        copy = np.arange(len(place)) - np.repeat(np.cumsum(times) - times, times)
        first = np.cumsum(weights) - weights
        drawn = self.frame.take(place)
        drawn.index = pd.Index(first[self.unit[place]] + copy, name=self.frame.index.name)
        return drawn


def _arrange(responses: Responses | pd.DataFrame) -> _Data:
    if isinstance(responses, Responses):
        everybody = population_mask(responses, responses.study.default_population)
        closed = [question.id for question in responses.study.questions if question.kind != "text"]
        frame = answers_frame(responses, closed)[everybody]
    elif isinstance(responses, pd.DataFrame):
        frame, everybody = responses, np.ones(len(responses), dtype=np.bool_)
    else:
        message = f"resampling needs responses or a DataFrame, not a {type(responses).__name__}"
        raise InvalidCallError(message)
    unit, units = pd.factorize(frame.index)
    if len(units) < 2:
        message = f"{len(units)} units (distinct index labels) to resample; at least 2 are needed"
        raise InvalidCallError(message)
    return _Data(frame, unit.astype(np.int64), len(units), everybody)


@dataclass(frozen=True, eq=False)
class _Computing:
    """A statistic, what it wants, and the data."""

    statistic: Statistic
    wants: str
    data: _Data

    def on_sample(self) -> tuple[list[str], FloatArray]:
        """Return the names of the statistic's numbers, and their values in the sample."""
        found = self._call(np.ones(self.data.n, dtype=np.int64), where="the sample")
        values = _numbers(found, where="the sample")
        if isinstance(found, pd.Series):
            return [str(label) for label in found.index], values
        scalar = np.ndim(found) == 0
        return ["" if scalar else str(i) for i in range(len(values))], values

    def __call__(self, weights: npt.NDArray[Any], *, where: str, size: int) -> FloatArray:
        """Return the statistic's numbers in a resample."""
        values = _numbers(self._call(weights.astype(np.int64), where=where), where=where)
        if len(values) != size:
            message = (
                f"the statistic returned {len(values)} numbers in {where} and {size} on the "
                "sample; it must always return as many: name every category, also absent ones"
            )
            raise InvalidCallError(message)
        return values

    def _call(self, weights: IntArray, *, where: str) -> Any:
        given = self.data.draw if self.wants == "frame" else self.data.weigh
        try:
            return self.statistic(given(weights))
        except _RAISED as error:
            message = (
                f"the statistic raised {type(error).__name__} in {where}; it must work on any "
                f"{self.wants} of resampled respondents, also when some answers are missing"
            )
            raise InvalidCallError(message) from error


def _numbers(found: Any, *, where: str) -> FloatArray:
    """Return what a statistic returned as finite numbers, shape (k,)."""
    try:
        values = np.asarray(found, dtype=np.float64)
    except (TypeError, ValueError):
        message = (
            f"the statistic returned a {type(found).__name__} in {where} that is no number; "
            "return a number or one-dimensional numbers"
        )
        raise InvalidCallError(message) from None
    if values.ndim > 1 or not values.size:
        message = (
            f"the statistic returned shape {values.shape} in {where}; "
            "return a number or one-dimensional numbers, at least one"
        )
        raise InvalidCallError(message)
    if not np.isfinite(values).all():
        bad = values[~np.isfinite(values)] if values.ndim else values
        message = (
            f"the statistic returned {np.ravel(bad)[0]} in {where}; say what it is where a "
            "base or divisor is empty, or choose one that is defined in every resample"
        )
        raise InvalidCallError(message)
    return np.atleast_1d(values)


def _leave_one_out(compute: _Computing, *, size: int) -> FloatArray:
    """Return the jackknife's mean - leave-one-out for every unit, shape (n, k)."""
    weights = np.ones(compute.data.n, dtype=np.int64)
    without = np.empty((len(weights), size))
    for i in range(len(weights)):
        weights[i] = 0
        without[i] = compute(weights, where=f"the sample without unit {i + 1}", size=size)
        weights[i] = 1
    return np.asarray(without.mean(axis=0) - without)
