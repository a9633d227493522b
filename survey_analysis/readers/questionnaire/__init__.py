"""Questionnaires, from the files in which survey tools keep them."""

from __future__ import annotations

from pathlib import Path

from survey_analysis.errors import DataError
from survey_analysis.readers.questionnaire.limesurvey import parse_lss
from survey_analysis.readers.questionnaire.qualtrics import parse_qsf
from survey_analysis.readers.questionnaire.shapes import (
    AskedItem,
    AskedOption,
    AskedPage,
    AskedQuestion,
    Kind,
    Questionnaire,
)

__all__ = [
    "AskedItem",
    "AskedOption",
    "AskedPage",
    "AskedQuestion",
    "Kind",
    "Questionnaire",
    "read_questionnaire",
]

_LARGEST = 100_000_000  # bytes


def read_questionnaire(path: str | Path) -> Questionnaire:
    """Read a questionnaire: Qualtrics' .qsf or LimeSurvey's .lss, known by content.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    DataError
        If the file is missing, larger than 100 MB, damaged, or neither of the two.

    Examples
    --------
    >>> import tempfile
    >>> content = '{"SurveyEntry": {"SurveyName": "Tools"}, "SurveyElements": []}'
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "tools.qsf"
    ...     _ = file.write_text(content, encoding="utf-8")
    ...     read_questionnaire(file).title
    'Tools'
    """
    path = Path(path)
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= _LARGEST else b""
    except FileNotFoundError:
        msg = f"{path}: there is no such file"
        raise DataError(msg) from None
    except OSError as error:
        msg = f"{path}: cannot be read: {error.strerror}"
        raise DataError(msg) from None
    if size > _LARGEST:
        msg = f"{path.name}: {size:,} bytes; a questionnaire has at most {_LARGEST:,}"
        raise DataError(msg)
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start == b"{":
        return parse_qsf(content, file=path.name)
    if start == b"<":
        return parse_lss(content, file=path.name)
    msg = f"{path.name}: neither a Qualtrics .qsf (JSON) nor a LimeSurvey .lss (XML)"
    raise DataError(msg)
