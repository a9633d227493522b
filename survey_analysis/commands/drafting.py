"""The command `new`: a study file drafted from an export."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from survey_analysis.drafting import (
    Draft,
    Settings,
    draft_study,
    replace_complete,
    replace_drop,
    replace_id,
    replace_segments,
    suggest_settings,
    write_study_file,
)
from survey_analysis.errors import InvalidCallError, NotInChunksError
from survey_analysis.exit_codes import OK
from survey_analysis.progress import say, step
from survey_analysis.readers import RawTable, read_table
from survey_analysis.readers.questionnaire import read_questionnaire
from survey_analysis.responses import read_responses
from survey_analysis.study import Study, load_survey
from survey_analysis.whole_files import write_files

_STUDY_FILE = "study.yaml"
_NOTHING = "-"
_SMALL = 2**20  # bytes; no file of this size is large

Answered = TypeVar("Answered")


def new(options: argparse.Namespace) -> int:
    """Draft a study file from an export, and check that every record reads under it."""
    folder: Path = options.folder
    if (folder / _STUDY_FILE).exists():
        msg = f"{folder / _STUDY_FILE}: is there already; choose another folder, or remove it"
        raise InvalidCallError(msg)
    table, is_whole = _read(options.export, options.format)
    for warning in table.warnings:
        say(f"warning: {warning}")
    asked = read_questionnaire(options.questionnaire) if options.questionnaire else None
    is_asking = not options.yes and sys.stdin.isatty() and sys.stderr.isatty()
    settings = suggest_settings(table)
    settings = ask_settings(settings, table) if is_asking else settings
    with nullcontext() if is_asking else step("drafting"):
        draft = draft_study(
            table,
            name=folder.resolve().name,
            settings=settings,
            questionnaire=asked,
            file=Path(os.path.relpath(options.export, folder)).as_posix(),
        )
    draft = ask_segments(draft) if is_asking else draft
    write_files({folder / _STUDY_FILE: write_study_file(draft)})
    study = load_survey(folder)
    print(folder / _STUDY_FILE)
    with step("reading every record"):
        records = _count_records(study, options.export, is_whole=is_whole)
    engine = "" if is_whole else " --engine stream"
    say(
        f"{len(study.questions)} questions, {records} records, all of them read. What to decide "
        f"stands on top of the file; next: survey-analysis estimate {folder}{engine}"
    )
    return OK


def _read(path: Path, format: str | None) -> tuple[RawTable, bool]:
    """Read an export, or some records of a large one; says which, and whether it is whole."""
    table = _sample(path, format) if path.is_file() and path.stat().st_size > _SMALL else None
    if table is None:
        return read_table(path, format=format), True
    say(
        f"drafted from {len(table.cells):,} records: the first of the file, and those with a text "
        "that is new to its column"
    )
    return table, False


def _sample(path: Path, format: str | None) -> RawTable | None:
    """Read some records of a file that is large, and can be read in chunks."""
    try:
        from survey_analysis.scale.sampling import is_large, sample_records
    except ImportError:  # without polars every file is read as a whole
        return None
    if not is_large(path):
        return None
    try:
        with step("looking through a large file"):
            return sample_records(path, format=format)
    except NotInChunksError:
        return None


def _count_records(study: Study, path: Path, *, is_whole: bool) -> int:
    """Read every record under the draft; in chunks where it was drafted from some."""
    if is_whole:
        return len(read_responses(study, path))
    from survey_analysis.scale import count_file

    return count_file(study, path).records


def ask_settings(settings: Settings, table: RawTable) -> Settings:
    """Ask on the terminal for ids, the rule of complete records, and what to drop.

    Parameters
    ----------
    settings
        What is taken where the answer is empty.
    table
        The export.
    """
    settings = ask(
        f"Column of ids ({settings.id.reason}; {_NOTHING} for row numbers)",
        settings.id.value or _NOTHING,
        lambda answer: replace_id(settings, table, _or_nothing(answer)),
    )
    settings = ask(
        f"Which records are complete ({settings.complete.reason}; {_NOTHING} for all)",
        settings.complete.value or _NOTHING,
        lambda answer: replace_complete(settings, table, _or_nothing(answer)),
    )
    return ask(
        f"Columns that identify people, parted by commas ({_NOTHING} for none)",
        ", ".join(settings.drop) or _NOTHING,
        lambda answer: replace_drop(settings, table, _listed(answer)),
    )


def ask_segments(draft: Draft) -> Draft:
    """Ask on the terminal which questions divide the respondents."""
    choices = [str(q.keys["id"]) for q in draft.questions if q.keys["kind"] == "single"]
    return ask(
        f"Segments, from {', '.join(choices) or 'no question'} ({_NOTHING} for none)",
        ", ".join(question for _, question, _ in draft.segments) or _NOTHING,
        lambda answer: replace(draft, segments=replace_segments(draft, _listed(answer))),
    )


def ask(question: str, preset: str, take: Callable[[str], Answered]) -> Answered:
    """Ask until the answer can be taken; an empty answer, or none at all, takes the preset.

    Parameters
    ----------
    question
        What is asked, on standard error.
    preset
        The answer that an empty line stands for.
    take
        Makes of the answer what is returned; its `InvalidCallError` is shown.
    """
    while True:
        print(f"{question} [{preset}]: ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        try:
            return take(line.strip() or preset)
        except InvalidCallError as error:
            if not line:  # the input has ended; asking again would never end
                raise
            say(str(error))


def _or_nothing(answer: str) -> str:
    return "" if answer == _NOTHING else answer


def _listed(answer: str) -> list[str]:
    return [name.strip() for name in _or_nothing(answer).split(",") if name.strip()]
