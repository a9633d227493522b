"""Elements that strangers wrote: what must be in them, and a record of what nobody has read."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from survey_analysis.errors import DataError

NO_DATE = "1980-01-01T00:00:00Z"
"""Written where a tool insists on a date: the same project must give the same bytes."""

_KEPT = {
    "guid", "name", "id", "origin", "isCodable", "color", "typeOfVariable", "targetGUID",
    "plainTextPath", "startPosition", "endPosition", "creatingUser", "creatingUserGUID",
}  # fmt: skip
_GUID = re.compile(r"\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?", re.IGNORECASE)


def local_name(element: ET.Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: ET.Element, name: str) -> str:
    """Return an attribute that must be there.

    Raises
    ------
    DataError
        If it is missing.
    """
    value = element.get(name)
    if value is None:
        msg = f"<{local_name(element)}> has no attribute {name!r}"
        raise DataError(msg)
    return value


def guid_of(element: ET.Element, name: str = "guid") -> str:
    """Return a GUID in lower case and without braces, whichever way it is written.

    Raises
    ------
    DataError
        If it is missing or not of the form 8-4-4-4-12.

    Examples
    --------
    >>> guid_of(ET.Element("Code", guid="{0D62985D-B147-5D01-A9B5-CAE5DCD98342}"))
    '0d62985d-b147-5d01-a9b5-cae5dcd98342'
    """
    value = attribute(element, name).strip()
    match = _GUID.fullmatch(value)
    if match is None:
        found = f"{name} is not a GUID of the form 8-4-4-4-12: {value[:60]!r}"
        msg = f"<{local_name(element)}>: {found}"
        raise DataError(msg)
    return match[1].lower()


def position_of(element: ET.Element, name: str) -> int:
    """Return a position, a whole number.

    Raises
    ------
    DataError
        If it is missing or not a whole number.
    """
    value = attribute(element, name)
    if re.fullmatch(r"\s*[+-]?\d{1,12}\s*", value) is None:
        msg = f"<{local_name(element)}>: {name} is not a whole number: {value[:60]!r}"
        raise DataError(msg)
    return int(value)


class Ledger:
    """Keeps count of what has been read of a tree, so that the rest can be reported.

    Examples
    --------
    >>> root = ET.fromstring("<Project><Users/><Graphs/></Project>")
    >>> ledger = Ledger(root)
    >>> _ = ledger.take(root, "Users")
    >>> list(ledger.leftovers())
    ['Graphs']
    """

    def __init__(self, root: ET.Element) -> None:
        self.root = root
        self.taken = {root}

    def take(self, parent: ET.Element | None, name: str) -> list[ET.Element]:
        """Return the children of that name, in order, and mark them as read."""
        children = () if parent is None else parent
        found = [child for child in children if local_name(child) == name]
        self.taken.update(found)
        return found

    def text(self, parent: ET.Element, name: str) -> str:
        """Return the text of the children of that name, or an empty text."""
        return "\n".join(child.text or "" for child in self.take(parent, name))

    def leftovers(self) -> Iterator[str]:
        """Name the elements and attributes that nobody has read; of a tree its top only."""
        for element in self.root.iter():
            if element not in self.taken:
                continue
            yield from (local_name(child) for child in element if child not in self.taken)
            yield from (
                f"{name} of {local_name(element)}"
                for name, value in element.attrib.items()
                if name not in _KEPT and "}" not in name and value != NO_DATE
            )
