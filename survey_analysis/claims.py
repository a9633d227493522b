"""Claims: sentences of the findings, each tied to result rows that may prove it wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pandas as pd
from pydantic import Field

from survey_analysis.errors import Problem, StudyFileError, describe_problems, nearest
from survey_analysis.study.model import QuestionId, Slug, StudyModel, Text
from survey_analysis.yaml_file import read_model

Verdict = Literal["holds", "fails", "undecided"]

COLUMNS = [
    "claim", "sentence", "research_question", "check", "value", "ci_low", "ci_high",
    "threshold", "verdict", "expected",
]  # fmt: skip
PENDING = "pending"


class Check(StudyModel):
    """A figure that should lie above, or below, a threshold.

    `expected` is the declared verdict: what the study's authors stand for until the data
    say otherwise.
    """

    question: QuestionId
    item: Slug | None = None
    option: Slug | None = None
    statistic: Literal["proportion", "top_share", "mean", "median"] = "proportion"
    above: float | None = None
    below: float | None = None
    expected: Verdict

    @property
    def threshold(self) -> float:
        """The threshold, whichever side it bounds."""
        threshold = self.above if self.above is not None else self.below
        return float("nan") if threshold is None else threshold

    def __str__(self) -> str:
        """Write the check: ``Q13.service proportion > 0.5``."""
        name = ".".join(part for part in (self.question, self.item, self.option) if part)
        return f"{name} {self.statistic} {'>' if self.below is None else '<'} {self.threshold:g}"


class Claim(StudyModel):
    """A sentence, and the checks that all must hold for it to hold.

    `awaits` says what a claim waits for that cannot be checked yet.
    """

    id: Slug
    sentence: Text
    research_question: Text
    source: Text | None = None
    checks: list[Check] = Field(default_factory=list)
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
        says what it awaits; a check has one of ``above`` and ``below``.
    """
    claims = read_model(Path(path), ClaimsFile).claims
    problems = []
    for claim in claims:
        if bool(claim.checks) == bool(claim.awaits):
            problems.append(Problem(f"claim {claim.id!r} needs either checks or 'awaits'"))
        for check in claim.checks:
            if (check.above is None) == (check.below is None):
                problems.append(Problem(f"claim {claim.id!r}: a check needs 'above' or 'below'"))
    if problems:
        raise StudyFileError(describe_problems(problems, heading=str(path)))
    return claims


def check_claims(claims: list[Claim], estimates: pd.DataFrame) -> pd.DataFrame:
    """Compute the verdict of every check.

    A check *holds* when the whole interval lies on the claimed side of the threshold,
    *fails* when it lies on the other, and is *undecided* when the interval crosses it or
    is undefined.

    Parameters
    ----------
    claims
        The claims.
    estimates
        The table of `survey_analysis.estimate`; rows of the whole sample are used.

    Returns
    -------
    DataFrame
        `claims.csv`: one row a check, one with the verdict ``pending`` for a claim that
        waits.

    Raises
    ------
    StudyFileError
        If a check names a figure that is not among the estimates; lists all of them.
    """
    whole = estimates[estimates["segment_by"] == ""]
    figures = {
        (row.question_id, row.item_id, row.option_id, row.statistic): row
        for row in whole.itertuples()
    }
    problems = [
        Problem(f"claim {claim.id!r}: there is no figure {check}{_hint(check, figures)}")
        for claim in claims
        for check in claim.checks
        if _key(check) not in figures
    ]
    if problems:
        raise StudyFileError(describe_problems(problems, heading="claims.yaml"))
    rows = [_row(claim, check, figures[_key(check)]) for claim in claims for check in claim.checks]
    rows += [_pending(claim) for claim in claims if claim.awaits]
    order = {claim.id: i for i, claim in enumerate(claims)}
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.sort_values("claim", key=lambda c: c.map(order), kind="stable", ignore_index=True)


def _key(check: Check) -> tuple[str, str, str, str]:
    return check.question, check.item or "", check.option or "", check.statistic


def _hint(check: Check, figures: object) -> str:
    known = [" ".join(filter(None, key)) for key in figures]  # type: ignore[attr-defined]
    return nearest(" ".join(filter(None, _key(check))), known)


def _row(claim: Claim, check: Check, figure: object) -> dict[str, object]:
    low, high = figure.ci_low, figure.ci_high  # type: ignore[attr-defined]
    return {
        "claim": claim.id,
        "sentence": claim.sentence,
        "research_question": claim.research_question,
        "check": str(check),
        "value": figure.estimate,  # type: ignore[attr-defined]
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

    def worst(verdicts: pd.Series[str]) -> str:
        ranked = ["fails", "undecided", PENDING, "holds"]
        return min(verdicts, key=ranked.index)

    grouped = checked.groupby("claim", sort=False)
    joined = grouped[["sentence", "research_question"]].first()
    joined["verdict"] = grouped["verdict"].agg(worst)
    joined["expected"] = grouped["expected"].agg(worst)
    return joined.reset_index()


def changed_verdicts(checked: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `check_claims` whose verdict is not the declared one."""
    return checked[checked["verdict"] != checked["expected"]]
