"""Who reached which page, who stayed silent on it, and who answered which question."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from survey_analysis.replica.cells import JUNK, TEXT, codes_of
from survey_analysis.replica.cohort import Cohort, choose
from survey_analysis.replica.recipe import ENGAGEMENT
from survey_analysis.responses import BoolArray
from survey_analysis.study import Question
from survey_analysis.study.model import Page


@dataclass(frozen=True)
class Presence:
    """What respondents did on a page, or with one of its questions, each of shape (n,).

    `silent`: reached the page and gave nothing on it but untouched defaults. `answering`:
    gave something to the question.
    """

    reached: BoolArray
    silent: BoolArray
    answering: BoolArray


def draw_presences(cohort: Cohort) -> dict[str, Presence]:
    """Draw for each question who saw and who answered it; pages are reached in their order."""
    everybody = np.ones(len(cohort), dtype=bool)
    page_before = Presence(everybody, cohort.untouched_only, everybody)
    presences = {}
    for page in cohort.study.pages:
        page_before = _reach_page(cohort, page, page_before)
        presences.update(_draw_answering(cohort, page, page_before))
    return presences


def _reach_page(cohort: Cohort, page: Page, before: Presence) -> Presence:
    engagement = cohort.traits[ENGAGEMENT]
    candidates, wrote = _told_by_slots(cohort, page)
    if candidates is None:
        candidates = before.reached
    number = cohort.count("silent", "", page.id)
    quiet = [cohort.untouched_only, before.silent, -engagement]
    silent = choose(candidates & ~wrote, number, scores=quiet)
    active = choose(
        candidates & ~silent & ~cohort.untouched_only,
        cohort.count("reached", "", page.id) - number,
        scores=[~before.silent, engagement],
    )
    return Presence(silent | active, silent, active)


def _told_by_slots(cohort: Cohort, page: Page) -> tuple[BoolArray | None, BoolArray]:
    """Read off the slots who reached a page (None if it has no slots) and who wrote on it."""
    reached, wrote = None, np.zeros(len(cohort), dtype=bool)
    for question in map(cohort.study.question, page.questions):
        kinds = cohort.slot_kinds(question)
        if kinds is not None:
            unseen = sorted(codes_of(cohort.study, question).not_shown)
            seen = ~kinds.isin(unseen).all(axis=1).to_numpy()
            reached = seen if reached is None else reached | seen
            wrote |= kinds.isin([TEXT, JUNK]).any(axis=1).to_numpy()
    return reached, wrote


def _draw_answering(cohort: Cohort, page: Page, presence: Presence) -> dict[str, Presence]:
    active, page_noise = presence.answering, cohort.noise()
    answering, movable = {}, []
    for question in map(cohort.study.question, page.questions):
        kinds = cohort.slot_kinds(question)
        if kinds is not None:
            answering[question.id] = kinds.isin([TEXT, JUNK]).any(axis=1).to_numpy()
            continue
        # One noise for the page: whoever skips a question tends to skip its neighbours.
        scores = -cohort.skip_scores(question.id) - page_noise
        given = cohort.count("given", question.id)
        answering[question.id] = choose(active, given, scores=[scores])
        if not _has_default(question):
            movable.append(question.id)
    # A default alone does not tell that anybody answered.
    telling = {q: m for q, m in answering.items() if not _has_default(cohort.study.question(q))}
    _give_everyone_answers(cohort, telling, movable=movable, active=active)
    return {q: replace(presence, answering=mask) for q, mask in answering.items()}


def _has_default(question: Question) -> bool:
    return question.kind == "single" and question.untouched_default is not None


def _give_everyone_answers(
    cohort: Cohort, telling: dict[str, BoolArray], *, movable: list[str], active: BoolArray
) -> None:
    """Move answers, in place, to active respondents with few of them.

    Everybody who is not silent gets at least one, and a third of what can be moved: a row
    with hardly an answer could be a real one by chance.
    """
    least = max(1, len(movable) // 3) if movable else 0
    while len(poor := np.flatnonzero(active & (_count_answers(telling) < least))):
        row = poor[0]
        scarcest = min(
            (q for q in movable if not telling[q][row]), key=lambda q: int(telling[q].sum())
        )
        rich = telling[scarcest] & (_count_answers(telling) > least)
        donor = choose(rich, 1, scores=[cohort.noise()])
        telling[scarcest][donor] = False
        telling[scarcest][row] = True


def _count_answers(telling: dict[str, BoolArray]) -> npt.NDArray[np.int64]:
    """Count the questions that each respondent answers, shape (n,)."""
    counts: npt.NDArray[np.int64] = np.sum(list(telling.values()), axis=0, dtype=np.int64)
    return counts
