"""Which columns of a file are needed to count it, and as what each is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from survey_analysis.conditions import Reference, parse_condition
from survey_analysis.responses.answers import raw_columns
from survey_analysis.responses.codes import question_codes
from survey_analysis.study import (
    MultipleQuestion,
    Question,
    RankingQuestion,
    Study,
    TextQuestion,
    question_options,
)
from survey_analysis.study.model import UNTOUCHED_ONLY


@dataclass(frozen=True)
class Selection:
    """Who is counted; as for `survey_analysis.estimate`.

    Attributes
    ----------
    by
        Breakdowns beside the whole.
    where
        A condition that narrows the population.
    population
        A population of the study; its default if None.
    """

    by: tuple[str, ...] = ()
    where: str | None = None
    population: str | None = None


EVERYBODY = Selection()
"""The study's default population, without breakdowns."""


@dataclass(frozen=True)
class Layout:
    """The columns that are read; all others are skipped.

    Attributes
    ----------
    id
        The column of ids; empty where row numbers are the ids.
    labels
        Columns in which only some texts may stand (ticks, labels and codes), with these.
    choices
        How many answers can be given in each of these columns; ticks have 2.
    texts
        Other columns with few distinct texts: numbers, labels that may be others, and
        metadata that a condition names.
    open_texts
        Columns of free text, with the codes that may stand in them; only whether there is
        a text matters.
    duration
        The column of durations; empty if none.
    dropped
        Identifying columns; read only to know a replica by its mark.
    """

    id: str
    labels: dict[str, frozenset[str]]
    choices: dict[str, int]
    texts: tuple[str, ...]
    open_texts: dict[str, frozenset[str]]
    duration: str
    dropped: tuple[str, ...]


def plan_layout(study: Study, selection: Selection, *, file_format: str) -> Layout:
    """Say which columns are needed to count a file of a study.

    Parameters
    ----------
    study
        The study file.
    selection
        Who is counted.
    file_format
        The export's format; decides which codes stand in open texts.

    Examples
    --------
    >>> from survey_analysis.study import load_study
    >>> layout = plan_layout(
    ...     load_study("ml-deployment-monitoring"), Selection(), file_format="unipark"
    ... )
    >>> layout.id, layout.texts[:2], "D2_Country" in layout.labels
    ('ID', ('Status', 'D5_Software_Experience'), True)
    """
    named = set(_named_in_conditions(study, selection))
    texts = [name for name in study.export.metadata if name in named]
    labels: dict[str, frozenset[str]] = {}
    choices: dict[str, int] = {}
    open_texts: dict[str, frozenset[str]] = {}
    for question in study.questions:
        codes = question_codes(study, question, detected=file_format)
        missing = codes.not_answered | codes.not_shown | codes.empty
        known = [label for option in question_options(question) for label in option.labels]
        if isinstance(question, TextQuestion):
            open_texts.update(dict.fromkeys(raw_columns(question), missing))
        elif not known or not _has_known_texts(question):
            texts.extend(raw_columns(question))
        else:
            known_texts = missing.union(known, codes.ticked, codes.not_ticked)
            labels.update(dict.fromkeys(raw_columns(question), known_texts))
            number = 2 if isinstance(question, MultipleQuestion) else len(known)
            choices.update(dict.fromkeys(raw_columns(question), number))
    return Layout(
        id=study.export.id or "",
        labels=labels,
        choices=choices,
        texts=tuple(texts),
        open_texts=open_texts,
        duration=study.export.duration or "",
        dropped=tuple(study.export.drop),
    )


def _has_known_texts(question: Question) -> bool:
    """Tell whether only declared labels, ticks and codes may stand in a question's columns."""
    if isinstance(question, MultipleQuestion) and question.column is not None:
        return False
    if isinstance(question, RankingQuestion):
        return bool(question.ranks)
    return not any(option.other for option in question_options(question))


def _named_in_conditions(study: Study, selection: Selection) -> Iterator[str]:
    """Name what the conditions of a count compare."""
    conditions = [selection.where, study.export.finished]
    conditions += [question.asked_if for question in study.questions]
    conditions += [check.contradiction or check.rule for check in study.checks]
    for population in study.populations.values():
        conditions += [population.where, population.without]
    for condition in conditions:
        if condition is None or condition == UNTOUCHED_ONLY:
            continue
        for comparison in parse_condition(condition):
            yield comparison.left.question
            if isinstance(comparison.right, Reference):
                yield comparison.right.question
