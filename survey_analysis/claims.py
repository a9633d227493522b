"""Claims: sentences of the findings, each tied to result rows that may prove it wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import Field

from survey_analysis.measures import SHARES
from survey_analysis.study.forms import CodedQuestion
from survey_analysis.study.model import Slug, StudyModel, Text
from survey_analysis.yaml_file import located_error, read_model

Verdict = Literal["holds", "fails", "undecided"]

Figure = tuple[str, str, str, str]
"""What a check names: question, item (or category), option (or code), statistic."""


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
    def figure(self) -> Figure:
        """The figure's question, item or category, option or code, and statistic."""
        item, option = self.item or self.category or "", self.option or self.code or ""
        return self.question, item, option, self.statistic

    def __str__(self) -> str:
        """Write the check: ``Q13.service proportion > 0.5``."""
        side = ">" if self.below is None else "<"
        return f"{name_figure(*self.figure)} {side} {self.threshold:g}"


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


def name_figure(question: str, item: str, option: str, statistic: str) -> str:
    """Name a figure: ``Q13.service proportion``."""
    return f"{'.'.join(part for part in (question, item, option) if part)} {statistic}"
