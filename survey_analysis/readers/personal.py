"""Columns that identify people: recognised by what they are called and by what they hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import islice

from survey_analysis.readers.table import RawTable

_SAMPLE = 100  # cells of a column that decide about what it holds

_NAMES = {
    "IP address": r"ip|ip ?addr(ess)?|ip adresse|adresse ip|direcci[óo]n ip|endere[çc]o ip",
    "e-mail address": (
        r"(recipient|respondent|your|deine?|ihre)? ?e ?mail ?(s|address|adresse|id)?"
        r"|username|correo( electr[óo]nico)?|direcci[óo]n de correo electr[óo]nico"
        r"|endere[çc]o de e ?mail|adresse (de messagerie|e ?mail)|courriel"
    ),
    "location": (
        r"(location|geo|gps)? ?(latitude|longitude|accuracy|coordinates)|geo ?location|gps"
        r"|(breiten|l[äa]ngen)grad"
    ),
    "name": (
        r"(recipient|respondent|your)? ?(first|last|full|given|family)? ?name|surname"
        r"|vor ?und nachname|vorname|nachname|nombre|apellidos?|nome( completo)?|sobrenome"
        r"|nom|pr[ée]nom"
    ),
    "phone number": r"(tele|mobile )?phone( ?number)?|telefon(nummer)?|tel[ée]fono|telefone",
    "session id": (
        r"session( ?id)?|sid|token|cookie|panel ?id|c [0-9]{4}|p [0-9]{4}|participant .*"
    ),
    "external reference": r"external (data )?reference",
    "browser or origin": r"browser|user ?agent|referr?er( url)?|refurl|ref url|origin url",
}
_NAMED = {kind: re.compile(pattern) for kind, pattern in _NAMES.items()}
_HELD = {
    "e-mail address": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]{2,}"),
    "IP address": re.compile(
        r"[0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9a-fA-F]{0,4}(:[0-9a-fA-F]{0,4}){5,7}"
    ),
}

_MARKS = "@.:"  # what is held has one of these


def recognise_personal(names: Collection[str], cells: Sequence[str]) -> str:
    """Say what personal data a column holds, or nothing.

    Parameters
    ----------
    names
        What the column is called: its name, its wording, its id in the survey tool.
    cells
        Its cells; the first hundred that hold something are looked at.

    Examples
    --------
    >>> recognise_personal(["V6", "IPAddress"], ["203.0.113.7"])
    'IP address'
    >>> recognise_personal(["Which tools?"], ["ann@example.org", "", "bob@example.org"])
    'e-mail address'
    >>> recognise_personal(["Name of your main tool"], ["MLflow"])
    ''
    """
    for name in filter(None, map(_normalise, names)):
        for kind, pattern in _NAMED.items():
            if pattern.fullmatch(name):
                return kind
    written = "".join(cells)
    if not any(mark in written for mark in _MARKS):
        return ""
    filled = list(islice((cell for cell in cells if cell and not cell.isspace()), _SAMPLE))
    for kind, pattern in _HELD.items():
        texts = Counter(filled).items()
        held = sum(times for text, times in texts if pattern.fullmatch(text.strip()))
        if held and held >= len(filled) / 2:
            return kind
    return ""


def _normalise(name: str) -> str:
    """Write ``RecipientFirstName``, ``recipient_first_name`` and the like alike."""
    if len(name) > 40:  # a question; the cells tell
        return ""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return " ".join(re.sub(r"[\W_]+", " ", parted).casefold().split())


def drop_personal(table: RawTable, *, keep: Collection[str] = ()) -> RawTable:
    """Leave out the columns in which personal data was recognised, and say which.

    Parameters
    ----------
    table
        The export.
    keep
        Columns that stay whatever they hold.

    Examples
    --------
    >>> from survey_analysis.readers import read_table
    >>> from survey_analysis.study import find_study_folder
    >>> table = read_table(find_study_folder("ml-deployment-monitoring") / "responses.csv")
    >>> len(drop_personal(table).cells) == len(table.cells)
    True
    """
    known = zip(table.columns["column"], table.columns["personal"], strict=True)
    dropped = {name: kind for name, kind in known if kind and name not in keep}
    if not dropped:
        return table
    listed = ", ".join(f"{name} ({kind})" for name, kind in dropped.items())
    warning = (
        f"{table.file}: dropped at reading, as personal data: {listed}. To keep a column, "
        "name it in study.yaml"
    )
    return replace(
        table,
        cells=table.cells.drop(columns=list(dropped)),
        columns=table.columns[~table.columns["column"].isin(dropped)].reset_index(drop=True),
        warnings=(*table.warnings, warning),
    )
