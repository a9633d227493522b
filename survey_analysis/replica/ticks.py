"""Questions with a column per option: who ticks how many options, and which."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from survey_analysis.errors import StudyFileError
from survey_analysis.replica.cohort import Cohort, Floats, Texts, choose
from survey_analysis.replica.presence import Presence
from survey_analysis.replica.values import deal
from survey_analysis.responses import BoolArray
from survey_analysis.study import MultipleQuestion, SingleQuestion

Ints = npt.NDArray[np.int64]

_TRADES = 10  # per respondent: enough to forget where the options started


def deal_ticks(
    cohort: Cohort, question: MultipleQuestion | SingleQuestion, presence: Presence
) -> dict[str, Texts]:
    """Fill the option columns of a multiple choice, or of a single choice spread over columns."""
    answering = presence.answering
    ticked = np.zeros((len(cohort), len(question.options)), dtype=bool)
    if isinstance(question, MultipleQuestion):
        ticked[answering] = _draw_ticks(cohort, question, answering)
    else:
        totals = _totals(cohort, question)
        numbers = [str(i) for i, total in enumerate(totals) for _ in range(total)]
        scores = (cohort.answer_scores(question.id) + cohort.noise())[answering]
        chosen = deal(numbers, scores, what=f"{cohort.status}, {question.id}")
        ticked[np.flatnonzero(answering), chosen.astype(int)] = True
    return {
        str(option.column): _write(cohort, str(option.column), presence.reached, ticked[:, i])
        for i, option in enumerate(question.options)
    }


def _totals(cohort: Cohort, question: MultipleQuestion | SingleQuestion) -> Ints:
    """Count the ticks of each option, shape (k,)."""
    columns = [str(option.column) for option in question.options]
    totals = [
        sum(cohort.count("cells", column, tick) for tick in cohort.codes(column).ticked)
        for column in columns
    ]
    return np.array(totals, dtype=np.int64)


def _write(cohort: Cohort, column: str, reached: BoolArray, ticked: BoolArray) -> Texts:
    counts, codes = cohort.column_counts(column), cohort.codes(column)
    cells = np.full(len(cohort), "", dtype=object)
    for mask, meant in (
        (~reached, codes.not_shown),
        (reached & ~ticked, codes.not_ticked),
        (ticked, codes.ticked),
    ):
        if mask.any():
            cells[mask] = min(meant & counts.keys())
    return cells


def _draw_ticks(cohort: Cohort, question: MultipleQuestion, answering: BoolArray) -> BoolArray:
    """Draw the ticks of those who answer a multiple choice, shape (answering, options)."""
    totals, scores = _totals(cohort, question), _option_scores(cohort, question, answering)
    sums = _ticks_each(cohort, question, answering)
    ticked = np.zeros(scores.shape, dtype=bool)
    free, closed = np.ones(len(totals), dtype=bool), np.zeros(len(sums), dtype=bool)
    for i in np.flatnonzero([option.exclusive for option in question.options]):
        both = cohort.count("with-others", str(question.options[i].column))
        noise = [cohort.rng.random(len(sums))]
        alone = choose((sums == 1) & ~closed, int(totals[i]) - both, scores=noise)
        ticked[:, i] = alone | choose((sums > 1) & ~closed, both, scores=noise)
        free[i], closed = False, closed | ticked[:, i]
    left = sums - ticked.sum(axis=1)
    drawn = spread_ticks(left, totals[free], scores=scores[:, free], rng=cohort.rng)
    ticked[:, free] = drawn
    return ticked


def _ticks_each(cohort: Cohort, question: MultipleQuestion, answering: BoolArray) -> Ints:
    """Say how many options each respondent ticks, shape (answering,)."""
    counts = cohort.column_counts(question.id, "ticks")
    every = [n for n in sorted(counts, key=int) for _ in range(counts[n])]
    given = every[len(every) - int(answering.sum()) :]
    scores = (cohort.answer_scores(question.id) + cohort.noise())[answering]
    return deal(given, scores, what=f"{cohort.status}, {question.id}").astype(np.int64)


def _option_scores(cohort: Cohort, question: MultipleQuestion, answering: BoolArray) -> Floats:
    scores = [cohort.answer_scores(question.id, option.id) for option in question.options]
    return np.column_stack(scores)[answering]


def spread_ticks(
    sums: Ints, totals: Ints, *, scores: Floats, rng: np.random.Generator
) -> BoolArray:
    """Draw ticks with given row and column sums, where scores are high rather than low.

    The first matrix is that of Gale and Ryser (each row ticks the options with most ticks
    left); then pairs of rows trade the options that only one of them has ("curveball",
    Strona and others 2014), which leaves all sums as they are.

    Parameters
    ----------
    sums
        Ticks of each respondent, shape (n,).
    totals
        Ticks of each option, shape (k,).
    scores
        Inclination of each respondent to each option, shape (n, k).
    rng
        The source of chance.

    Raises
    ------
    StudyFileError
        If no matrix has these sums.

    Examples
    --------
    >>> ticked = spread_ticks(
    ...     np.array([2, 1]), np.array([1, 2]), scores=np.zeros((2, 2)),
    ...     rng=np.random.default_rng(1),
    ... )
    >>> ticked.tolist()
    [[True, True], [False, True]]
    """
    ticked, left = np.zeros(scores.shape, dtype=bool), totals.copy()
    for row in np.argsort(-sums, kind="stable"):
        most = np.argsort(-left, kind="stable")[: sums[row]]
        ticked[row, most] = True
        left[most] -= 1
    if left.any() or (ticked.sum(axis=1) != sums).any():
        msg = f"counts.csv: no answers give {totals.tolist()} ticks an option and these a row"
        raise StudyFileError(msg)
    for _ in range(_TRADES * len(sums)):
        _trade(ticked, scores, rng)
    return ticked


def _trade(ticked: BoolArray, scores: Floats, rng: np.random.Generator) -> None:
    """Let two rows share out anew what only one of them ticks, in place."""
    one, other = (rng.random(2) * len(ticked)).astype(int)
    pool = np.flatnonzero(ticked[one] != ticked[other])
    kept = int(ticked[one, pool].sum())
    if 0 < kept < len(pool):
        pull = scores[one, pool] - scores[other, pool] + rng.logistic(size=len(pool))
        ticked[one, pool] = False
        ticked[one, pool[np.argsort(-pull, kind="stable")[:kept]]] = True
        ticked[other, pool] = ~ticked[one, pool]
