"""Verdicts on claims: what the results say of the sentences that are tied to them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from survey_analysis.claims import Check, Claim, Figure, Verdict, name_figure
from survey_analysis.errors import Problem, StudyFileError, describe_problems, nearest

COLUMNS = [
    "claim", "sentence", "research_question", "check", "value", "ci_low", "ci_high",
    "threshold", "verdict", "expected",
]  # fmt: skip
PENDING = "pending"

_FIGURE = ("question_id", "item_id", "option_id", "statistic")
_WORST = ["fails", "undecided", PENDING, "holds"]
_NOBODY = dict.fromkeys(("estimate", "ci_low", "ci_high"), float("nan"))


def check_claims(
    claims: list[Claim],
    estimates: pd.DataFrame,
    *,
    codes: pd.DataFrame | None = None,
    narrowed: bool = False,
) -> pd.DataFrame:
    """Compute the verdict of every check.

    A check *holds* when the whole interval lies on the claimed side of the threshold,
    *fails* when it lies on the other, and is *undecided* when the interval touches or
    crosses it or is undefined.

    Parameters
    ----------
    claims
        The claims.
    estimates
        The table of `survey_analysis.estimate`; rows of the whole sample are used.
    codes
        The table `codes.csv`, for checks on problem reports that were coded.
    narrowed
        Whether a condition or another population narrowed who is counted. A check on what
        nobody of these reported is then undecided; otherwise it is a mistake in the file.

    Returns
    -------
    DataFrame
        `claims.csv`: `claim`, `sentence`, `research_question`, `check` in words, `value`
        and its interval `ci_low` to `ci_high`, `threshold`, `verdict`, `expected`. One row
        a check, in the file's order; a claim that waits has one row with the verdict
        ``pending``.

    Raises
    ------
    StudyFileError
        If a check names a figure that is not among the estimates; lists all of them.

    Examples
    --------
    >>> from survey_analysis import estimate, load_responses
    >>> claim = Claim.model_validate({
    ...     "id": "minority", "sentence": "A minority has a pipeline.", "research_question": "RQ1",
    ...     "checks": [{"question": "Q14", "option": "yes", "below": 0.5, "expected": "holds"}]})
    >>> table = estimate(load_responses("ml-deployment-monitoring"))
    >>> check_claims([claim], table)[["check", "verdict"]].to_numpy().tolist()
    [['Q14.yes proportion < 0.5', 'holds']]
    """
    figures = find_figures(estimates, codes)
    known = [name_figure(*figure) for figure in figures]
    problems = (
        []
        if narrowed
        else [
            Problem(f"claim {claim.id!r}: there is no figure {name!r}{nearest(name, known)}")
            for claim in claims
            for name in [name_figure(*check.figure) for check in claim.checks]
            if name not in known
        ]
    )
    if problems:
        raise StudyFileError(describe_problems(problems, heading="claims.yaml"))
    rows = []
    for claim in claims:
        rows += [_judge(claim, check, figures.get(check.figure, _NOBODY)) for check in claim.checks]
        rows += [_pending(claim)] if claim.awaits else []
    return pd.DataFrame(rows, columns=COLUMNS)


def find_figures(
    estimates: pd.DataFrame, codes: pd.DataFrame | None = None
) -> dict[Figure, dict[Any, Any]]:
    """Index the figures of the whole sample by what a check names.

    Parameters
    ----------
    estimates
        The table `estimates.csv`.
    codes
        The table `codes.csv`, if problem reports were coded.

    Returns
    -------
    dict
        Rows by question, item (or category), option (or code) and statistic.
    """
    tables = [estimates]
    if codes is not None:
        is_code = codes["code"] != ""
        tables.append(
            codes.assign(
                item_id=codes["category"].mask(is_code, ""),
                option_id=codes["code"],
                statistic="proportion",
            )
        )
    return {
        tuple(row[column] for column in _FIGURE): row
        for table in tables
        for row in table[table["segment_by"] == ""].to_dict("records")
    }


def _judge(claim: Claim, check: Check, figure: dict[Any, Any]) -> dict[str, object]:
    low, high = figure["ci_low"], figure["ci_high"]
    return {
        "claim": claim.id,
        "sentence": claim.sentence,
        "research_question": claim.research_question,
        "check": str(check),
        "value": figure["estimate"],
        "ci_low": low,
        "ci_high": high,
        "threshold": check.threshold,
        "verdict": _verdict(check, low, high),
        "expected": check.expected,
    }


def _verdict(check: Check, low: float, high: float) -> Verdict:
    above, below = low > check.threshold, high < check.threshold
    if check.below is not None:
        above, below = below, above
    return "holds" if above else "fails" if below else "undecided"


def _pending(claim: Claim) -> dict[str, object]:
    undefined = dict.fromkeys(("value", "ci_low", "ci_high", "threshold"), float("nan"))
    return {
        "claim": claim.id,
        "sentence": claim.sentence,
        "research_question": claim.research_question,
        "check": f"awaits {claim.awaits}",
        **undefined,
        "verdict": PENDING,
        "expected": PENDING,
    }


def summarise_claims(checked: pd.DataFrame) -> pd.DataFrame:
    """Join the verdicts of each claim's checks.

    Parameters
    ----------
    checked
        The table of `check_claims`.

    Returns
    -------
    DataFrame
        One row a claim: `claim`, `sentence`, `research_question`, `verdict`, `expected`. A
        claim fails if any of its checks fails, is undecided if any other is undecided,
        and holds only if all of them hold.

    Examples
    --------
    >>> checked = pd.DataFrame({
    ...     "claim": "a", "sentence": "It is so.", "research_question": "RQ1",
    ...     "verdict": ["holds", "undecided"], "expected": "holds"})
    >>> summarise_claims(checked)["verdict"].tolist()
    ['undecided']
    """
    grouped = checked.groupby("claim", sort=False)
    joined = grouped[["sentence", "research_question"]].first()
    for column in ("verdict", "expected"):
        joined[column] = grouped[column].agg(lambda verdicts: min(verdicts, key=_WORST.index))
    return joined.reset_index()


def changed_verdicts(checked: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `check_claims` whose verdict is not the declared one."""
    return checked[checked["verdict"] != checked["expected"]]
