"""Free text: kinds as they were counted, words that were written for this project."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from survey_analysis.errors import Problem, StudyFileError, describe_problems, nearest
from survey_analysis.replica.cells import JUNK, TEXT, UNWRITTEN
from survey_analysis.replica.cohort import Cohort, Texts, choose
from survey_analysis.replica.presence import Presence
from survey_analysis.replica.values import deal, place_codes, repeat_values
from survey_analysis.responses import BoolArray
from survey_analysis.study import PlainOption, Question, TextQuestion


def deal_open_texts(cohort: Cohort, question: TextQuestion, presence: Presence) -> dict[str, Texts]:
    """Fill the slots of an open question; those of a problem question as `slots` says."""
    slots = cohort.slot_kinds(question)
    covered = np.zeros(len(cohort), dtype=bool)
    kinds = {}
    for i, item in enumerate(question.items):
        if slots is None:
            kinds[item.column] = _draw_kinds(cohort, item.column, presence, covered=covered)
            covered |= kinds[item.column] == TEXT
        else:
            kinds[item.column] = slots.iloc[:, i].to_numpy(dtype=object)
    by_key: dict[str, list[str]] = {}
    for item in question.items:
        by_key.setdefault(_key(cohort, question, item.id, item.group or ""), []).append(item.column)
    filled = {}
    for key, columns in by_key.items():
        filled.update(_write(cohort, {c: kinds[c] for c in columns}, key=key))
    for item in question.items:
        slot = f"{question.id}.{item.id}"
        filled[item.column] = _put_reports(cohort, slot, filled[item.column])
    return filled


def check_reports(units: Iterable[str], slots: pd.DataFrame) -> None:
    """Check that every report stands for a slot that holds a text.

    Parameters
    ----------
    units
        Ids of units, such as ``29:Q4.model-deployment-1``.
    slots
        As in `Margins.slots`.

    Raises
    ------
    StudyFileError
        If one does not; names each with the nearest slot that does.

    Examples
    --------
    >>> slots = pd.DataFrame({"respondent": ["29"], "Q4.other-1": ["text"]})
    >>> check_reports(["29:Q4.other-1"], slots)
    """
    cells = slots.melt("respondent", var_name="slot", value_name="kind")
    written = cells[cells["kind"] == TEXT]
    known = dict.fromkeys(written["respondent"] + ":" + written["slot"])
    problems = [
        Problem(f"{unit!r} is no slot that holds a text{nearest(unit, known)}")
        for unit in units
        if unit not in known
    ]
    if problems:
        raise StudyFileError(describe_problems(problems, heading="reports.yaml"))


def _put_reports(cohort: Cohort, slot: str, cells: Texts) -> Texts:
    """Put the reports written for single units in the place of what was dealt."""
    units = [f"{respondent}:{slot}" for respondent in cohort.slots["respondent"]]
    reports = cohort.recipe.reports
    put = [reports.get(unit, cell) for unit, cell in zip(units, cells, strict=True)]
    return np.array(put, dtype=object)


def _draw_kinds(cohort: Cohort, column: str, presence: Presence, *, covered: BoolArray) -> Texts:
    """Draw who writes in a slot; who wrote in none before goes first."""
    number = cohort.count("cells", column, TEXT)
    writers = choose(presence.answering, number, scores=[~covered, cohort.noise()])
    there = replace(presence, answering=writers)
    kinds = place_codes(cohort, column, there, scores=cohort.noise())
    kinds[writers] = TEXT
    return kinds


def deal_option_text(
    cohort: Cohort, question: Question, option: PlainOption, presence: Presence
) -> dict[str, Texts]:
    """Fill the text beside an option. `presence.answering`: who chose the option."""
    column = str(option.text)
    chose = presence.answering
    number = cohort.count("cells", column, TEXT)
    writers = choose(presence.reached, number, scores=[chose, cohort.noise()])
    # What is empty (and not coded as such) stands where the option was chosen.
    scores = 10 * chose + cohort.noise()
    kinds = place_codes(cohort, column, replace(presence, answering=writers), scores=scores)
    kinds[writers] = TEXT
    return _write(cohort, {column: kinds}, key=_key(cohort, question, option.id, ""))


def _key(cohort: Cohort, question: Question, part: str, group: str) -> str:
    """Find the list of statements for a part of a question: its own, its group's, or all's."""
    keys = [f"{question.id}.{part}", f"{question.id}.{group}", question.id]
    for key in keys:
        if key in cohort.recipe.statements:
            return key
    msg = f"statements.yaml: nothing to write for {keys[0]}; give it, or {question.id}, a list"
    raise StudyFileError(msg)


def _write(cohort: Cohort, kinds: dict[str, Texts], *, key: str) -> dict[str, Texts]:
    """Turn kinds of text into text: codes stay, junk is dealt, the rest are statements."""
    wanted = np.column_stack([column == TEXT for column in kinds.values()])
    statements = deal_statements(cohort.recipe.statements[key], wanted, rng=cohort.rng)
    filled = {}
    for i, (column, found) in enumerate(kinds.items()):
        cells = np.array([UNWRITTEN.get(kind, kind) for kind in found], dtype=object)
        counts = cohort.column_counts(column, "junk")
        junk = found == JUNK
        texts = repeat_values(counts, sorted(counts))
        cells[junk] = deal(texts, cohort.noise()[junk], what=f"{cohort.status}, {column}")
        cells[wanted[:, i]] = statements[wanted[:, i], i]
        filled[column] = cells
    return filled


def deal_statements(statements: list[str], wanted: BoolArray, *, rng: np.random.Generator) -> Texts:
    """Give each row different statements, and use all about equally often.

    Parameters
    ----------
    statements
        What may be written.
    wanted
        Which cells want a statement, shape (n, k).
    rng
        The source of chance.

    Raises
    ------
    StudyFileError
        If a row wants more than there are.

    Examples
    --------
    >>> wanted = np.array([[True, True], [False, True]])
    >>> dealt = deal_statements(["slow", "dear"], wanted, rng=np.random.default_rng(1))
    >>> sorted(dealt[0].tolist())
    ['dear', 'slow']
    """
    if wanted.sum(axis=1).max(initial=0) > len(statements):
        msg = f"statements.yaml: a respondent wants more than {len(statements)} statements"
        raise StudyFileError(msg)
    texts = np.full(wanted.shape, "", dtype=object)
    used = np.zeros(len(statements), dtype=np.int64)
    for row in np.flatnonzero(wanted.any(axis=1)):
        chosen = np.lexsort([rng.random(len(used)), used])[: wanted[row].sum()]
        texts[row, wanted[row]] = [statements[i] for i in chosen]
        used[chosen] += 1
    return texts
