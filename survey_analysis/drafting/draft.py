"""A whole draft: settings, questions, pages and segments of a study, each with its reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from survey_analysis.drafting.asked import guess_asked
from survey_analysis.drafting.blocks import NOT_TICKED, TICKED, is_tick
from survey_analysis.drafting.consent import find_consent
from survey_analysis.drafting.groups import Group, group_columns
from survey_analysis.drafting.guesses import Part, guess_parts, guess_texts
from survey_analysis.drafting.naming import make_label, make_question_id
from survey_analysis.drafting.pages import (
    NOT_SHOWN,
    divide_as_asked,
    divide_pages,
    find_columns,
    has_no_mark,
)
from survey_analysis.drafting.profiles import Profile, profile_columns
from survey_analysis.drafting.settings import suggest_settings
from survey_analysis.drafting.shapes import Draft, DraftedQuestion, Guess, Settings
from survey_analysis.drafting.trial import is_readable
from survey_analysis.drafting.writing import draft_document
from survey_analysis.errors import DataError
from survey_analysis.readers import RawTable, format_codes
from survey_analysis.readers.questionnaire import Questionnaire
from survey_analysis.study import Study
from survey_analysis.study.condition_rules import condition_problems
from survey_analysis.study.forms import slug

_SEGMENT = re.compile(
    r"role|position|job|countr|region|size|employees|industry|sector|domain|experience|years"
    r"|gender|age\b|education|degree|level|rolle|land|gr[öo](ß|ss)e|branche|erfahrung|geschlecht"
    r"|alter|cargo|pa[íi]s|tamanho|tama[ñn]o|setor|sexo|fun[çc]|pays|taille|secteur|poste",
    re.IGNORECASE,
)
_MOST_SEGMENTS, _MOST_OPTIONS = 5, 12


def draft_study(
    table: RawTable,
    *,
    name: str,
    settings: Settings | None = None,
    questionnaire: Questionnaire | None = None,
    file: str | None = None,
) -> Draft:
    """Draft a study file from an export: every record of it reads without error.

    Each question is what its columns look like; a guess under which some record cannot be
    read gives way to the next, and at last to open text, which reads everything.

    Parameters
    ----------
    table
        The export.
    name
        The study's name.
    settings
        What is known of the export as a whole; guessed if None.
    questionnaire
        What the survey tool says of the questions; goes before every guess that fits less.
    file
        Where the export lies, seen from the study's folder.

    Raises
    ------
    DataError
        If no column is left for questions.

    Examples
    --------
    >>> from survey_analysis.readers import read_table
    >>> from survey_analysis.study import find_study_folder
    >>> table = read_table(find_study_folder("ml-deployment-monitoring") / "responses.csv")
    >>> draft = draft_study(table, name="mine")
    >>> {q.keys["id"]: q.keys["kind"] for q in draft.questions}["Q13"]
    'multiple'
    """
    settings = settings or suggest_settings(table)
    profiles = profile_columns(table, skip=sorted(settings.columns))
    groups = group_columns(profiles)
    export = _export_keys(table, groups)
    questions: list[DraftedQuestion] = []
    taken = {make_question_id(group.name, 0, []) for group in groups}  # by those to come, too
    used: set[str] = set()
    for group in groups:
        for part in _parts(group, table, questionnaire):
            taken -= {make_question_id(part.name, 0, [])} - used
            question_id = make_question_id(part.name, len(questions) + 1, taken)
            taken.add(question_id)
            used.add(question_id)
            head = {
                "id": question_id,
                "label": make_label(part.name, part.text),
                **({"text": part.text} if part.columns[0].about.text or part.asked else {}),
            }
            questions.append(_choose(head, part, table, export))
            questions += _leftovers(part, questions)
    if not questions:
        raise DataError(_explain_no_question(table, settings))
    complete = settings.complete.value
    pages, pages_reason = divide_pages(questions, table, complete=complete)
    finished = {"finished": complete} if has_no_mark(table, complete) else {}
    if questionnaire is not None:
        pages = divide_as_asked(questions, questionnaire)
        pages_reason = f"the pages of {questionnaire.file}" + (f"; {NOT_SHOWN}" if finished else "")
    consent = find_consent(questions, table, complete=complete)
    if consent is not None:
        questions[0] = replace(questions[0], keys={**questions[0].keys, "hidden": True})
    draft = Draft(
        name=slug(name) or "study",
        title=name,
        export={**({"file": file} if file else {}), **export, **finished},
        settings=settings,
        questions=tuple(questions),
        pages=pages,
        pages_reason=pages_reason,
        segments=tuple(suggest_segments(questions)),
        consent=consent,
        source=(f"Read as {table.format}: {table.reason}", *table.warnings),
    )
    return draft if questionnaire is None else add_filters(draft, questionnaire)


def _explain_no_question(table: RawTable, settings: Settings) -> str:
    """Say where every column went, and what to do."""
    known = zip(table.columns["column"], table.columns["role"], strict=True)
    tool = [name for name, role in known if role == "metadata" and name in settings.metadata]
    gone = {
        "of the record, as the file says": tool,
        "of the record, by name": [name for name in settings.metadata if name not in tool],
        "identify people": list(settings.drop),
        "ids and durations": [n for n in (settings.id.value, settings.duration) if n],
    }
    lines = [f"  {why}: {', '.join(names)}" for why, names in gone.items() if names]
    head = f"{table.file}: no column is left that may hold answers. Read as {table.format}"
    cure = (
        "If some of them hold answers, their header rows do not say so: overrule the format with "
        "--format (such as delimited, with one header row), or correct names and header rows"
    )
    return "\n".join([f"{head} ({table.reason}), its columns are", *lines, cure])


def _parts(group: Group, table: RawTable, questionnaire: Questionnaire | None) -> list[Part]:
    """Part a group into questions; the questionnaire's guess goes first, for all of the group."""
    codes = format_codes(table.format)
    parts = list(guess_parts(group, codes))
    asked = questionnaire.find(group.name) if questionnaire is not None else None
    if asked is None:
        return parts
    columns = [*group.columns, *group.beside]
    known = list(guess_asked(asked, group, codes))
    others = parts[0].guesses if len(parts) == 1 else [guess_texts(columns)]
    if not known and len(parts) > 1:
        return parts
    return [Part(group.name, asked.text or group.text, columns, [*known, *others], asked=True)]


def add_filters(draft: Draft, questionnaire: Questionnaire) -> Draft:
    """Add the questionnaire's filters as `asked_if`, where they can be said in a study file.

    A filter that cannot be said becomes something to decide.
    """
    study = Study.model_validate(draft_document(draft))
    questions = []
    for question in draft.questions:
        asked = questionnaire.find(str(question.keys["id"]))
        if asked is None or not asked.asked_if:
            questions.append(question)
        elif condition_problems(study, asked.asked_if):
            decide = f"its filter, which the questionnaire puts as {asked.asked_if}"
            both = "; ".join(part for part in (question.decide, decide) if part)
            questions.append(replace(question, decide=both))
        else:
            keys = {**question.keys, "asked_if": asked.asked_if}
            questions.append(replace(question, keys=keys))
    warnings = (*draft.source, *questionnaire.warnings)
    return replace(draft, questions=tuple(questions), source=warnings)


def _export_keys(table: RawTable, groups: Sequence[Group]) -> dict[str, Any]:
    """Say how cells are read: the format, and marks of ticks that it does not know."""
    codes = format_codes(table.format)
    ticks = [g for g in groups if len(g.columns) > 1 and all(map(is_tick, g.columns))]
    found = {text for group in ticks for p in group.columns for text in p.counts}
    keys: dict[str, Any] = {"format": table.format}
    for key, marks, known in (
        ("ticked", TICKED, codes.ticked),
        ("not_ticked", NOT_TICKED, codes.not_ticked),
    ):
        more = [mark for mark in marks if mark in found and mark not in known]
        more = [mark for mark in more if mark not in (*codes.ticked, *codes.not_ticked)]
        if more:
            keys[key] = [*known, *more]
    return keys


def _choose(
    head: dict[str, Any], part: Part, table: RawTable, export: dict[str, Any]
) -> DraftedQuestion:
    """Take the first guess under which every record can be read."""
    tried = [
        (guess, {**head, **guess.question, **_missing(guess, part.columns, table)})
        for guess in part.guesses
    ]
    chosen = next(
        (
            i
            for i, (_, keys) in enumerate(tried[:-1])
            if is_readable(keys, find_columns(keys), table, export)
        ),
        len(tried) - 1,  # open text reads everything
    )
    guess, keys = tried[chosen]
    first = part.guesses[0].question["kind"]
    doubt = f"; looks like {first}, which some record does not fit" if chosen else ""
    return DraftedQuestion(keys, guess.reason + doubt, guess.decide)


def _leftovers(part: Part, questions: Sequence[DraftedQuestion]) -> list[DraftedQuestion]:
    """Draft open text of the columns that a part's question has no place for."""
    used = set(find_columns(questions[-1].keys))
    left = [profile for profile in part.columns if profile.name not in used]
    if not left:
        return []
    taken = [str(q.keys["id"]) for q in questions]
    question_id = make_question_id(f"{taken[-1]}_text", len(taken) + 1, taken)
    head = {"id": question_id, "label": f"{questions[-1].keys['label']}: own words"}
    guess = guess_texts(left)
    return [DraftedQuestion({**head, **guess.question}, guess.reason, guess.decide)]


def _missing(guess: Guess, columns: Sequence[Profile], table: RawTable) -> dict[str, Any]:
    """Declare the texts that are no answer, where there are others than the format's."""
    kind = guess.question["kind"]
    codes = sorted({*guess.missing, *(code for p in columns for code in p.codes)})
    if not codes or kind == "text":
        return {}
    known = format_codes(table.format)
    is_typed = kind in ("numeric", "allocation")
    preset = known.number_not_answered if is_typed else known.not_answered
    return {"missing": {"not_answered": [*preset, *(c for c in codes if c not in preset)]}}


def suggest_segments(questions: Sequence[DraftedQuestion]) -> list[tuple[str, str, str]]:
    """Suggest segments: choices about who answered, else the first choices with few options.

    Returns
    -------
    list of tuple
        Segment id, question id and reason.
    """
    singles = [
        q
        for q in questions
        if q.keys["kind"] == "single" and 2 <= len(q.keys["options"]) <= _MOST_OPTIONS
    ]
    about = [q for q in singles if _SEGMENT.search(str(q.keys["label"]))]
    reason = "a choice about who answered, by its wording" if about else "a choice with few options"
    found = []
    for question in (about or singles[:2])[:_MOST_SEGMENTS]:
        question_id = str(question.keys["id"])
        found.append((slug(question_id), question_id, reason))
    return found
