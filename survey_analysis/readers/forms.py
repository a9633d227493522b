"""Google Forms and Microsoft Forms: one header row of wordings, ticks joined in one cell."""

from __future__ import annotations

import re

from survey_analysis.readers.headers import Layout, tell_apart, warn_of_shared_names
from survey_analysis.readers.rows import Rows
from survey_analysis.readers.shapes import Column

_TIMESTAMPS = frozenset({
    "timestamp", "zeitstempel", "marca temporal", "carimbo de data/hora", "horodateur",
    "informazioni cronologiche", "tijdstempel", "tidsstämpel", "отметка времени",
})  # fmt: skip
_STARTS = frozenset({
    "start time", "startzeit", "hora de inicio", "hora de início", "heure de début",
    "ora di inizio",
})  # fmt: skip
_ENDS = frozenset({
    "completion time", "fertigstellungszeit", "hora de finalización", "hora de conclusão",
    "heure de fin", "ora di completamento",
})  # fmt: skip
_METADATA = _TIMESTAMPS | _STARTS | _ENDS | frozenset({
    "id", "email", "e-mail", "name", "username", "email address", "e-mail-adresse", "score",
    "total points", "quiz feedback", "last modified time", "language", "correo electrónico",
    "adresse de messagerie", "nom", "nombre", "nome", "total score",
})  # fmt: skip
_GRID = re.compile(r"(?P<wording>.*\S)\s*\[(?P<row>[^\[\]]*)\]", re.DOTALL)


def is_google(header: list[str]) -> bool:
    """Tell an export of Google Forms by its first column, the time stamp.

    Examples
    --------
    >>> is_google(["Zeitstempel", "Welche Werkzeuge?"])
    True
    """
    return bool(header) and _fold(header[0]) in _TIMESTAMPS


def is_microsoft(header: list[str]) -> bool:
    """Tell an export of Microsoft Forms by its first columns: id, start and completion.

    Examples
    --------
    >>> is_microsoft(["ID", "Start time", "Completion time", "Email", "Name", "Role?"])
    True
    """
    first = [_fold(name) for name in header[:3]]
    return len(first) == 3 and first[0] == "id" and first[1] in _STARTS and first[2] in _ENDS


def lay_out(rows: Rows, *, file: str) -> Layout:
    """Part the header from the records; rows of a grid become columns of one question.

    Parameters
    ----------
    rows
        All rows of the file.
    file
        Its name, for messages.
    """
    header = rows[0][1]
    columns = [_describe(*pair) for pair in zip(tell_apart(header), header, strict=True)]
    return Layout(columns, rows[1:], warn_of_shared_names(header, file))


def _describe(name: str, heading: str) -> Column:
    wording = " ".join(heading.split())
    if _fold(heading) in _METADATA:
        return Column(name, name, wording, role="metadata")
    grid = _GRID.fullmatch(heading)
    if grid is None:
        return Column(name, name, wording)
    return Column(name, grid["wording"], " ".join(grid["wording"].split()), grid["row"].strip())


def _fold(heading: str) -> str:
    return " ".join(heading.split()).casefold()
