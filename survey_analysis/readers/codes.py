"""The texts with which each format says that there is no answer, and what a tick looks like.

Where a survey lets them be set at export, these are what the tool offers; the study file's
`export.missing`, `export.ticked` and `export.not_ticked` overrule them.
"""

from __future__ import annotations

from dataclasses import dataclass

_YES = ("Yes", "Ja", "Sim", "Sí", "Oui")
_NO = ("No", "Nein", "Não", "Non")


@dataclass(frozen=True)
class FormatCodes:
    """The codes of a format.

    Attributes
    ----------
    not_answered, number_not_answered
        Seen and left out, in closed questions and where numbers are typed.
    not_shown
        Not seen.
    empty
        An empty text.
    ticked, not_ticked
        What stands in an option's own column. The option's own text is a tick as well.
    in_words
        Whether options are exported as respondents saw them, so that numbers are numbers.
    """

    not_answered: tuple[str, ...] = ("",)
    number_not_answered: tuple[str, ...] = ("",)
    not_shown: tuple[str, ...] = ()
    empty: tuple[str, ...] = ("",)
    ticked: tuple[str, ...] = ("1", "Yes")
    not_ticked: tuple[str, ...] = ("0", "No", "")
    in_words: bool = False


_PLAIN = FormatCodes()
_SEEN = ("", "-99")
_CODES = {
    "unipark": FormatCodes(
        not_answered=("0",),
        number_not_answered=("-99",),  # typed into text fields; there 0 is a number
        not_shown=("-77", "-66"),
        empty=("-99",),
        ticked=("quoted", "genannt"),
        not_ticked=("not quoted", "nicht genannt"),
    ),
    "qualtrics": FormatCodes(
        not_answered=_SEEN,
        number_not_answered=_SEEN,
        empty=_SEEN,
        ticked=("1", *_YES),
        not_ticked=("0", *_SEEN),
        in_words=True,  # where codes were exported, the reader says so of the column
    ),
    "limesurvey": FormatCodes(
        not_shown=("N/A",),
        ticked=("Y", "1", *_YES),
        not_ticked=("", "N", "0", *_NO),
    ),
    "spss": FormatCodes(
        ticked=("1", "quoted", "Selected", "Checked", *_YES),
        not_ticked=("", "0", "not quoted", "Not selected", "Unchecked", *_NO),
        in_words=True,  # what has no value label is a number
    ),
    "google-forms": FormatCodes(in_words=True),
    "microsoft-forms": FormatCodes(in_words=True),
    "surveymonkey": FormatCodes(in_words=True),
}


def format_codes(format: str) -> FormatCodes:
    """Return the codes of a format.

    Parameters
    ----------
    format
        One of `survey_analysis.readers.FORMATS`.

    Examples
    --------
    >>> format_codes("unipark").not_shown
    ('-77', '-66')
    >>> format_codes("limesurvey").ticked[0]
    'Y'
    """
    return _CODES.get(format, _PLAIN)
