"""One function out and one in: what a file is, its ending and its columns tell."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from survey_analysis.coding.project import Coding
from survey_analysis.errors import DataError, InvalidCallError, quote
from survey_analysis.exchange.documents import lay_out
from survey_analysis.exchange.from_coding import to_project
from survey_analysis.exchange.losses import Loss
from survey_analysis.exchange.refi_qda_reading import read_refi_qda
from survey_analysis.exchange.refi_qda_writing import write_refi_qda
from survey_analysis.exchange.spreadsheets import (
    applications_csv,
    applications_workbook,
    is_application_table,
    read_application_table,
    read_table,
)
from survey_analysis.exchange.taguette import (
    is_codebook,
    is_highlights,
    read_taguette_codebook,
    read_taguette_highlights,
)
from survey_analysis.exchange.taguette_writing import write_taguette
from survey_analysis.exchange.to_applications import ImportedCoding, to_applications
from survey_analysis.whole_files import write_files

EXPORTS = {
    ".qdpx": "REFI-QDA project",
    ".qdc": "REFI-QDA codebook",
    ".csv": "table of applications",
    ".xlsx": "workbook of applications",
    "": "folder for Taguette",
}
"""What an export is, by the ending of its name."""


def export_coding(
    coding: Coding, path: str | Path, *, attributes: pd.DataFrame | None = None
) -> tuple[Loss, ...]:
    """Write a coding in the format that the file's ending names.

    The file holds the units' texts (but for ``.qdc``): it is for the coders, not for the public.

    Parameters
    ----------
    coding
        The codebook, the units with their texts, and all coders' applications.
    path
        ``.qdpx``, ``.qdc``, ``.csv``, ``.xlsx``, or no ending: a folder for Taguette.
    attributes
        Attributes of respondents for their cases, in ``.qdpx``: the index is the respondent.

    Returns
    -------
    tuple of Loss
        What the format could not carry.

    Raises
    ------
    InvalidCallError
        If the ending names no format.
    PublishError
        If the file cannot be written.
    """
    path = Path(path)
    project, losses = to_project(coding, attributes=attributes)
    match path.suffix.lower():
        case ".qdpx":
            write_refi_qda(project, path)
            return losses
        case ".qdc":
            write_refi_qda(project, path)
            return ()
        case ".csv":
            write_files({path: applications_csv(coding)})
        case ".xlsx":
            write_files({path: applications_workbook(coding)})
        case "":
            return (*losses, *write_taguette(project, path))
        case _:
            known = ", ".join(f"{key or 'no ending'} ({what})" for key, what in EXPORTS.items())
            msg = f"{path}: the ending names no format; allowed: {known}"
            raise InvalidCallError(msg)
    return ()


def import_coding(path: str | Path, coding: Coding, *, coder: str | None = None) -> ImportedCoding:
    """Read applications and codes from a file of another tool, or from one of our own exports.

    Parameters
    ----------
    path
        ``.qdpx``, ``.qdc``, or a CSV file or workbook: our table of applications, or
        Taguette's codebook or highlights, told by their columns.
    coding
        The units and the codebook that the file is matched with.
    coder
        Who coded, where the file does not say.

    Returns
    -------
    ImportedCoding
        Applications, what the codebook lacks, and what was dropped. Nothing is written.

    Raises
    ------
    DataError
        If the file is damaged, harmful, or does not fit the units and codes.
    InvalidCallError
        If the ending names no format, or nobody says who coded.
    """
    path = Path(path)
    if path.suffix.lower() in {".qdpx", ".qdc"}:
        return to_applications(read_refi_qda(path), coding, coder=coder)
    if path.suffix.lower() not in {".csv", ".xlsx"}:
        msg = f"{path}: the ending names no format; allowed: .qdpx, .qdc, .csv, .xlsx"
        raise InvalidCallError(msg)
    table = read_table(path)
    if is_application_table(table.columns):
        return read_application_table(table, coding, where=str(path))
    if is_highlights(table.columns):
        if not coder:
            msg = f"{path}: Taguette's highlights do not say who coded; name the coder"
            raise InvalidCallError(msg)
        documents, _ = lay_out(coding.units, title=coding.codebook.title)
        found = read_taguette_highlights(table, documents, name=path.stem, coder=coder)
        return to_applications(found, coding)
    if is_codebook(table.columns):
        return to_applications(read_taguette_codebook(table, name=path.stem), coding)
    columns = ", ".join(map(quote, table.columns[:12]))
    msg = (
        f"{path}: neither a table of applications (coder, unit_id, code) nor of Taguette "
        f"(tag; document, tag, content); its columns: {columns}"
    )
    raise DataError(msg)
