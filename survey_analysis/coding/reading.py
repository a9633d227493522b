"""Reading and checking all files of a coding folder, with the problems of all together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from survey_analysis.coding.applications import (
    APPLICATION_COLUMNS,
    RESOLVED,
    RESOLVED_COLUMNS,
    coder_file,
    read_typed,
)
from survey_analysis.coding.checks import check_applications, check_relations, gather_known
from survey_analysis.coding.codebook import CODEBOOK, Codebook, load_codebook
from survey_analysis.coding.files import read_rows
from survey_analysis.coding.migrations import MIGRATIONS, Step, load_migrations, trace_ids
from survey_analysis.coding.relations import RELATION_COLUMNS, RELATIONS
from survey_analysis.errors import InvalidCallError, StudyFileError


@dataclass(frozen=True, eq=False)
class FolderFiles:
    """What stands in the files of a coding folder.

    Attributes
    ----------
    codebook, steps
        The codebook, and the log of its migrations.
    applied
        By coder's file, by coder: its rows with their lines.
    resolved, relations
        Rows with their lines; none where there is no file.
    """

    codebook: Codebook
    steps: Sequence[Step]
    applied: Mapping[Path, pd.DataFrame]
    resolved: pd.DataFrame
    relations: pd.DataFrame


def read_folder(folder: Path) -> FolderFiles:
    """Read all files of a coding folder.

    Raises
    ------
    StudyFileError
        If files are missing or damaged; lists the problems of all files.
    """
    paths = find_coder_files(folder)
    codebook, steps, resolved, relations, *applied = gather(
        [
            partial(load_codebook, folder / CODEBOOK),
            partial(load_migrations, folder / MIGRATIONS),
            partial(_read_resolved, folder / RESOLVED),
            partial(_read_relations, folder / RELATIONS),
            *(partial(read_typed, path, APPLICATION_COLUMNS) for path in paths),
        ]
    )
    return FolderFiles(codebook, steps, dict(zip(paths, applied, strict=True)), resolved, relations)


def check_folder(
    files: FolderFiles, folder: Path, units: pd.DataFrame, *, are_coded_texts: bool, strict: bool
) -> None:
    """Check the rows of all files.

    Parameters
    ----------
    files
        What was read from `folder`.
    folder
        The coding folder.
    units
        The units.
    are_coded_texts
        Whether the units' texts are those that were coded.
    strict
        Whether codes that are not in the codebook are refused.

    Raises
    ------
    StudyFileError
        If rows do not fit; lists the problems of all files.
    """
    known = gather_known(
        files.codebook, units, former=trace_ids(files.steps), are_coded_texts=are_coded_texts
    )
    if not strict:
        known = replace(known, codes={*known.codes, *_used_codes(files)})
    gather(
        [
            *(
                partial(check_applications, path, rows, known)
                for path, rows in files.applied.items()
            ),
            partial(check_applications, folder / RESOLVED, files.resolved, known),
            partial(check_relations, folder / RELATIONS, files.relations, known),
        ]
    )


def _used_codes(files: FolderFiles) -> set[str]:
    tables = [*files.applied.values(), files.resolved]
    ends = [files.relations["from_code"], files.relations["to_code"]]
    return {code for codes in [*(table["code"] for table in tables), *ends] for code in codes}


def find_coder_files(folder: Path) -> list[Path]:
    """List the coders' files of a coding folder, by coder.

    Raises
    ------
    StudyFileError
        If a file's name does not hold a coder's id.
    """
    paths = sorted(folder.glob("coder-*.csv"))
    try:
        return [coder_file(folder, path.stem) for path in paths]
    except InvalidCallError as error:
        msg = f"{folder}: {error}"
        raise StudyFileError(msg) from None


def gather(jobs: Iterable[Callable[[], Any]]) -> list[Any]:
    """Do all jobs, and raise the errors of all together.

    Raises
    ------
    StudyFileError
        If a job raises one; holds the messages of all that did.

    Examples
    --------
    >>> gather([lambda: 1, lambda: 2])
    [1, 2]
    """
    done, failed = [], []
    for job in jobs:
        try:
            done.append(job())
        except StudyFileError as error:
            failed.append(str(error))
    if failed:
        raise StudyFileError("\n".join(failed))
    return done


def _read_resolved(path: Path) -> pd.DataFrame:
    columns = ["line", *RESOLVED_COLUMNS]
    return read_typed(path, RESOLVED_COLUMNS) if path.is_file() else no_rows(columns)


def _read_relations(path: Path) -> pd.DataFrame:
    columns = ["line", *RELATION_COLUMNS]
    return read_rows(path, RELATION_COLUMNS) if path.is_file() else no_rows(columns)


def no_rows(columns: Sequence[str]) -> pd.DataFrame:
    """Return a table without rows, its columns typed as those of the files.

    Examples
    --------
    >>> no_rows(["unit_id", "start"])["start"].dtype
    Int64Dtype()
    """
    types = {"line": "int64", "start": "Int64", "end": "Int64"}
    table = pd.DataFrame(columns=list(columns), dtype="str")
    return table.astype({name: types[name] for name in columns if name in types})
