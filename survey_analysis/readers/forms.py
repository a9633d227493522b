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
_FEWEST = 3  # rankings tell that cells are such
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
    if is_microsoft(rows[0][1]):
        rows = _part_rankings(rows)
    header = rows[0][1]
    columns = [_describe(*pair) for pair in zip(tell_apart(header), header, strict=True)]
    return Layout(columns, rows[1:], warn_of_shared_names(header, file))


def _part_rankings(rows: Rows) -> Rows:
    """Give each place of a ranking a column; Microsoft Forms joins them: ``Speed;Cost;``."""
    places = [_count_places([row[i] for _, row in rows[1:]]) for i in range(len(rows[0][1]))]
    if not any(places):
        return rows
    parted = [
        (number, [cell for k, text in zip(places, row, strict=True) for cell in _part(text, k)])
        for number, row in rows[1:]
    ]
    names = zip(places, rows[0][1], strict=True)
    header = [f"{n} [Rank {i}]" if k else n for k, n in names for i in range(1, max(k, 1) + 1)]
    return [(rows[0][0], header), *parted]


def _part(text: str, places: int) -> list[str]:
    return [*_pieces(text), *[""] * places][:places] if places else [text]


def _pieces(text: str) -> list[str]:
    return [piece.strip() for piece in text.split(";") if piece.strip()]


def _count_places(cells: list[str]) -> int:
    """Count the places of a ranking: all cells hold the same pieces, in several orders."""
    found = [tuple(_pieces(cell)) for cell in cells if cell.strip()]
    sets = {frozenset(pieces) for pieces in found}
    is_ranking = len(sets) == 1 and len(set(found)) >= 3 and len(found) >= _FEWEST
    width = len(found[0]) if is_ranking else 0
    return width if width > 1 and all(len(pieces) == width for pieces in found) else 0


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
