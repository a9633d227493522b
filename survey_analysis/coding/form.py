"""Whether the files of a coding folder are as this program writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from survey_analysis.coding.applications import (
    RESOLVED,
    RESOLVED_COLUMNS,
    coder_file,
    format_applications,
    sort_by_unit,
)
from survey_analysis.coding.codebook import CODEBOOK, FIRST_CODEBOOK, format_codebook
from survey_analysis.coding.files import format_rows
from survey_analysis.coding.migrations import MIGRATIONS, load_migrations, trace_ids
from survey_analysis.coding.project import Coding, coders
from survey_analysis.coding.relations import RELATIONS, format_relations
from survey_analysis.coding.replay import check_replay
from survey_analysis.errors import StudyFileError

_IN_BRACKETS = re.compile(r"\(([^()]*)\)")


def format_coding(coding: Coding, folder: Path) -> dict[Path, str]:
    """Write a coding as the texts of its files: rows first, the codebook last.

    Parameters
    ----------
    coding
        The coding.
    folder
        Where the files stand. Resolutions and relations have none where there are no rows.
    """
    texts = {}
    for coder in coders(coding):
        rows = coding.applications[coding.applications["coder"] == coder]
        texts[coder_file(folder, coder)] = format_applications(rows, coding.units)
    if len(coding.resolved):
        ordered = sort_by_unit(coding.resolved, coding.units)
        texts[folder / RESOLVED] = format_rows(ordered, RESOLVED_COLUMNS)
    if len(coding.relations):
        texts[folder / RELATIONS] = format_relations(coding.relations, coding.units)
    texts[folder / CODEBOOK] = format_codebook(coding.codebook)
    return texts


def find_form_differences(coding: Coding) -> Iterator[str]:
    """Yield what is not as this program writes it, in words; nothing without a folder.

    Parameters
    ----------
    coding
        The coding.
    """
    if coding.folder is None:
        return
    for path, text in format_coding(coding, coding.folder).items():
        if path.read_bytes() != text.encode("utf-8"):
            yield f"{path.name} says the same in another form; the next migration writes it anew"
    if (coding.folder / FIRST_CODEBOOK).is_file() or coding.codebook.version > 1:
        try:
            check_replay(coding.folder)
        except StudyFileError as error:
            yield str(error)


def find_former_names(coding: Coding) -> Iterator[tuple[str, str, str]]:
    """Yield codes whose parts name, in brackets, a code that is no more.

    Parameters
    ----------
    coding
        The coding.

    Yields
    ------
    tuple of str
        The code, the former code, and what became of it in words.
    """
    if coding.folder is None:
        return
    former = trace_ids(load_migrations(coding.folder / MIGRATIONS))
    for code in coding.codebook.codes:
        for part in ("definition", "include", "exclude"):
            for name in names_in_brackets(getattr(code, part) or ""):
                if name in former and name not in coding.codebook.code_ids:
                    yield code.id, name, f"its {part} names {name!r}, which was {former[name]}"


def names_in_brackets(text: str) -> list[str]:
    """List the names in brackets of a text, where codes are named.

    Examples
    --------
    >>> names_in_brackets("No tool at all (missing-tools); what it costs (cost, time).")
    ['missing-tools', 'cost', 'time']
    """
    return [name.strip() for part in _IN_BRACKETS.findall(text) for name in part.split(",")]
