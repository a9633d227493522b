"""Which format a file has, by what its first rows and its codes say."""

from __future__ import annotations

from survey_analysis.errors import InvalidCallError, unknown_name
from survey_analysis.readers import forms, limesurvey, qualtrics, surveymonkey, unipark
from survey_analysis.readers.rows import Rows
from survey_analysis.readers.shapes import FORMATS, Detection


def detect_format(rows: Rows) -> Detection:
    """Tell the format of an export by its content.

    Parameters
    ----------
    rows
        All rows of the file, the header first.

    Examples
    --------
    >>> detect_format([(1, ["id", "Q1"]), (2, ["7", "-77"])])
    Detection(format='unipark', reason="cells hold the code '-77' (not shown)")
    """
    header = rows[0][1]
    if qualtrics.find_import_ids(rows):
        return Detection("qualtrics", "the third row holds import ids")
    if qualtrics.is_legacy(rows):
        return Detection("qualtrics", "the second row begins with ResponseID, ResponseSet")
    if style := limesurvey.find_heading_style(header):
        return Detection("limesurvey", f"columns have LimeSurvey's names (headings: {style})")
    if surveymonkey.is_surveymonkey(rows):
        return Detection("surveymonkey", "options stand in a second header row")
    if forms.is_google(header):
        return Detection("google-forms", f"the first column is {header[0].strip()!r}")
    if forms.is_microsoft(header):
        return Detection("microsoft-forms", f"the first columns are {', '.join(header[:3])}")
    if reason := unipark.find_mark(rows):
        return Detection("unipark", reason)
    return Detection("delimited", "nothing tells a survey tool")


def overrule(format: str) -> Detection:
    """Take a format that was asked for.

    Raises
    ------
    InvalidCallError
        If there is no such format; names the nearest.

    Examples
    --------
    >>> overrule("qualtrics").reason
    'asked for'
    """
    if format not in FORMATS:
        raise InvalidCallError(unknown_name("format", format, FORMATS))
    return Detection(format, "asked for")
