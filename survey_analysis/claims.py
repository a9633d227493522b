"""Claims: sentences of the findings, each tied to result rows that may prove it wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pandas as pd
from pydantic import Field

from survey_analysis.errors import Problem, StudyFileError, describe_problems, nearest
from survey_analysis.measures import SHARES
from survey_analysis.study.forms import CodedQuestion
from survey_analysis.study.model import Slug, StudyModel, Text
from survey_analysis.yaml_file import located_error, read_model

Verdict = Literal["holds", "fails", "undecided"]

COLUMNS = [
    "claim", "sentence", "research_question", "check", "value", "ci_low", "ci_high",
    "threshold", "verdict", "expected",
]  # fmt: skip
PENDING = "pending"

Figure = tuple[str, str, str, str]
"""What a check names: question, item (or category), option (or code), statistic."""

_FIGURE = ("question_id", "item_id", "option_id", "statistic")
_WORST = ["fails", "undecided", PENDING, "holds"]


class Check(StudyModel):
    """A figure that should lie above, or below, a threshold.

    The figure is one of `estimates.csv`; with `code` or `category` it is one of `codes.csv`,
    and `question` names a group of problem reports, such as ``Q4.model-deployment``.
    `expected` is the declared verdict: what the study's authors stand for until the data
    say otherwise.
    """

    question: CodedQuestion
    item: Slug | None = None
    option: Slug | None = None
    code: Slug | None = None
    category: Slug | None = None
    statistic: Literal[
        "proportion", "top_share", "mean", "median", "first_share", "mean_rank", "top_k_share"
    ] = "proportion"
    above: float | None = None
    below: float | None = None
    expected: Verdict

    @property
    def threshold(self) -> float:
        """The threshold, whichever side it bounds."""
        threshold = self.below if self.above is None else self.above
        return float("nan") if threshold is None else threshold

    @property
    def figure(self) -> tuple[str, str, str, str]:
        """The figure's question, item or category, option or code, and statistic."""
        item, option = self.item or self.category or "", self.option or self.code or ""
        return self.question, item, option, self.statistic

    def __str__(self) -> str:
        """Write the check: ``Q13.service proportion > 0.5``."""
        side = ">" if self.below is None else "<"
        return f"{_figure_name(*self.figure)} {side} {self.threshold:g}"


class Claim(StudyModel):
    """A sentence, and the checks that all must hold for it to hold.

    `awaits` says what a claim waits for that cannot be checked yet.
    """

    id: Slug
    sentence: Text
    research_question: Text
    source: Text | None = None
    checks: list[Check] = Field([])
    awaits: Text | None = None


class ClaimsFile(StudyModel):
    """The file `claims.yaml` of a study."""

    claims: list[Claim] = Field(min_length=1)


def load_claims(path: str | Path) -> list[Claim]:
    """Read the claims of a study.

    Parameters
    ----------
    path
        The file ``claims.yaml``.

    Raises
    ------
    StudyFileError
        If the file does not fit; lists every problem with its line. A claim has checks or
        says what it awaits; a check has one of ``above`` and ``below``, a fraction for a
        share.

    Examples
    --------
    >>> from survey_analysis.study import find_study_folder
    >>> folder = find_study_folder("ml-deployment-monitoring")
    >>> [str(check) for check in load_claims(folder / "claims.yaml")[1].checks]
    ['Q13.service proportion > 0.5']
    """
    claims = read_model(Path(path), ClaimsFile).claims
    problems = list(_find_problems(claims))
    if problems:
        raise located_error(Path(path), problems)
    return claims


def _find_problems(claims: list[Claim]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield what does not fit together, each with its place in the file."""
    ids = [claim.id for claim in claims]
    for i, claim in enumerate(claims):
        if claim.id in ids[:i]:
            yield ("claims", i, "id"), f"the id {claim.id!r} is declared twice"
        if bool(claim.checks) == bool(claim.awaits):
            yield ("claims", i), "a claim has either 'checks' or 'awaits'"
        for j, check in enumerate(claim.checks):
            place = ("claims", i, "checks", j)
            if (check.above is None) == (check.below is None):
                yield place, "a check has either 'above' or 'below'"
            elif check.statistic in SHARES and not 0 <= check.threshold <= 1:
                side = "below" if check.above is None else "above"
                message = f"a share lies between 0 and 1, found {check.threshold:g}"
                yield (*place, side), message
            if (check.item or check.option) and (check.code or check.category):
                yield place, "a check is about an item or option, or about a code or category"
            if check.code and check.category:
                yield place, "a check has either 'code' or 'category'"


def check_claims(
    claims: list[Claim], estimates: pd.DataFrame, *, codes: pd.DataFrame | None = None
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
    """
    figures = find_figures(estimates, codes)
    known = [_figure_name(*figure) for figure in figures]
    problems = [
        Problem(f"claim {claim.id!r}: there is no figure {name!r}{nearest(name, known)}")
        for claim in claims
        for name in [_figure_name(*check.figure) for check in claim.checks]
        if name not in known
    ]
    if problems:
        raise StudyFileError(describe_problems(problems, heading="claims.yaml"))
    rows = []
    for claim in claims:
        rows += [_judge(claim, check, figures[check.figure]) for check in claim.checks]
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


def _figure_name(question: str, item: str, option: str, statistic: str) -> str:
    return f"{'.'.join(part for part in (question, item, option) if part)} {statistic}"


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
    """
    grouped = checked.groupby("claim", sort=False)
    joined = grouped[["sentence", "research_question"]].first()
    for column in ("verdict", "expected"):
        joined[column] = grouped[column].agg(lambda verdicts: min(verdicts, key=_WORST.index))
    return joined.reset_index()


def changed_verdicts(checked: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `check_claims` whose verdict is not the declared one."""
    return checked[checked["verdict"] != checked["expected"]]
