"""What is counted in which files: their headers are looked at before any row is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from survey_analysis.errors import DataError, describe_problems
from survey_analysis.readers import drop_personal
from survey_analysis.readers.unipark import CELL_MARKS
from survey_analysis.responses.columns import find_column_problems, find_other_study
from survey_analysis.scale.chunks import holds_text
from survey_analysis.scale.files import DataFile, list_files, open_file
from survey_analysis.scale.layout import Layout, Selection, plan_layout
from survey_analysis.study import Study, account_for_columns


@dataclass(frozen=True)
class CountPlan:
    """What is counted, and how; the same for every file of a study's export.

    Attributes
    ----------
    study
        The study file.
    selection
        Who is counted.
    files
        The files.
    file_format
        The files' format, one of `survey_analysis.readers.FORMATS`.
    warnings
        For the person who runs the analysis, from the files' first rows.
    is_run
        Whether what a whole run needs is counted beside the estimates.
    """

    study: Study
    selection: Selection
    files: tuple[DataFile, ...]
    file_format: str
    warnings: tuple[str, ...] = ()
    is_run: bool = False

    @property
    def layout(self) -> Layout:
        """The columns that are read."""
        return plan_layout(self.study, self.selection, file_format=self.file_format)


def plan_count(study: Study, path: str | Path, *, selection: Selection) -> CountPlan:
    """Look at the headers of all files, before any row is counted.

    Raises
    ------
    DataError
        If a file cannot be read, or its columns are not the study's.
    """
    declared = study.export.format
    files = tuple(open_file(file, format=declared) for file in list_files(path))
    account = account_for_columns(study)
    warnings: list[str] = []
    for file in files:
        about = drop_personal(file.header.about, keep=account)
        names = list(about.cells.columns)
        found = find_other_study(study, names, separator=file.separator)
        found = found or find_column_problems(study, [name for name in names if name.strip()])
        if found:
            heading = f"{file.path.name} does not fit the study {study.study}"
            raise DataError(describe_problems(found, heading=heading))
        warnings += about.warnings
    file_format = declared or _detect_format(files)
    return CountPlan(study, selection, files, file_format, tuple(warnings))


def _detect_format(files: Sequence[DataFile]) -> str:
    """Tell the format of files as in memory: Unipark's up to its first code, in any row.

    Raises
    ------
    DataError
        If files of a folder have different formats.
    """
    formats = {file.header.about.format for file in files}
    if formats == {"delimited"}:
        return "unipark" if any(holds_text(file, CELL_MARKS) for file in files) else "delimited"
    if formats == {"delimited", "unipark"}:
        return "unipark"
    if len(formats) > 1:
        msg = f"files of one export have one format, found {', '.join(sorted(formats))}"
        raise DataError(msg)
    return formats.pop()
