"""A study and its export, read."""

from __future__ import annotations

from pathlib import Path

from survey_analysis.errors import DataError
from survey_analysis.readers.detection import overrule
from survey_analysis.responses import Responses, read_responses
from survey_analysis.study import Study, find_study_folder, load_survey


def load_responses(
    study: str | Path, data: str | Path | None = None, *, format: str | None = None
) -> Responses:
    """Read a study and its responses.

    Parameters
    ----------
    study
        The name of a bundled study, or the path of a study folder.
    data
        The export; if None, what `find_export` finds (for the bundled studies a synthetic
        replica).
    format
        The export's format, one of `survey_analysis.readers.FORMATS`. If None, the study
        file's `export.format`; if it has none, the format is detected by content.

    Raises
    ------
    InvalidCallError, StudyFileError, DataError
        If the study or the format is not known, the study file is wrong, or the export does
        not fit.

    Examples
    --------
    >>> len(load_responses("ml-deployment-monitoring"))
    276
    """
    loaded = declare_format(load_survey(study), format)
    path = Path(data) if data is not None else find_export(study)
    return read_responses(loaded, path)


def declare_format(study: Study, format: str | None) -> Study:
    """Let a survey's export have another format than its study file says.

    Parameters
    ----------
    study
        The study file.
    format
        One of `survey_analysis.readers.FORMATS`; the study as it is if None.

    Raises
    ------
    InvalidCallError
        If there is no such format; names the nearest.

    Examples
    --------
    >>> declare_format(load_survey("ml-deployment-monitoring"), "delimited").export.format
    'delimited'
    """
    if format is None:
        return study
    export = study.export.model_copy(update={"format": overrule(format).format})
    return study.model_copy(update={"export": export})


def find_export(study: str | Path) -> Path:
    """Return where a survey's export lies: its `export.file`, else ``responses.csv``.

    Both are seen from the study's folder.

    Parameters
    ----------
    study
        The name of a bundled study, or the path of a study folder.

    Raises
    ------
    InvalidCallError, StudyFileError
        If the study is not known, or its file is wrong.
    DataError
        If there is no such file.

    Examples
    --------
    >>> find_export("ml-deployment-monitoring").name
    'responses.csv'
    """
    path = find_study_folder(study) / (load_survey(study).export.file or "responses.csv")
    if not path.is_file():
        msg = f"{path}: there is no such file; name the export with --data FILE"
        raise DataError(msg)
    return path
