"""SPSS files (.sav, .zsav): value labels as answers, declared missing values by name.

Needs pyreadstat: ``pip install "survey-analysis[spss]"``.
"""

from __future__ import annotations

import io
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import starmap
from typing import Any

import pandas as pd

from survey_analysis.errors import DataError
from survey_analysis.readers.cell_text import write_cell
from survey_analysis.readers.headers import Layout, common_start
from survey_analysis.readers.shapes import Column

MAGIC = (b"$FL2", b"$FL3")
_STEM = re.compile(r"(?P<stem>.+?)[_.]?(?P<number>[0-9]+|[a-z])")
_LAST_POINT = 10.0
_PARTS = re.compile(r"\s*(?: - |: )\s*")


def lay_out(content: bytes, *, file: str) -> Layout:
    """Read an SPSS file: a label where the value has one, else the value.

    A scale of numbers with labels at its ends alone stays one of numbers; its wording names them.
    Labels that two values of a column share, and labels that read like another value, are
    followed by their value: ``Other (5)``. System-missing cells are empty.

    Parameters
    ----------
    content
        The file's bytes.
    file
        Its name, for messages.

    Raises
    ------
    DataError
        If the file is damaged, or pyreadstat is not installed.
    """
    table, meta = _read(content, file)
    variables = [_variable(str(name), table[name], meta) for name in table]
    columns = _group([variable.column for variable in variables])
    cells = zip(*(variable.cells for variable in variables), strict=True)
    return Layout(columns, [(i, list(row)) for i, row in enumerate(cells, start=1)])


def _read(content: bytes, file: str) -> tuple[pd.DataFrame, Any]:
    try:
        import pyreadstat
    except ImportError:
        msg = f'{file}: SPSS files need pyreadstat: pip install "survey-analysis[spss]"'
        raise DataError(msg) from None
    damage = (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, ValueError, OverflowError)
    try:
        return pyreadstat.read_sav(io.BytesIO(content), user_missing=True)
    except damage as error:
        msg = f"{file}: damaged, or no SPSS file: {error}"
        raise DataError(msg) from None


@dataclass(frozen=True)
class _Variable:
    column: Column
    cells: list[str]


def _variable(name: str, values: pd.Series[Any], meta: Any) -> _Variable:
    values = values.astype(object)  # moments as Python knows them
    labels = meta.variable_value_labels.get(name, {})
    found = list(pd.unique(values.dropna()))
    ranges = [(r["lo"], r["hi"]) for r in meta.missing_ranges.get(name, [])]
    text = " ".join((meta.column_names_to_labels.get(name) or "").split())
    if labels and _labels_ends([v for v in found if not _is_missing(v, ranges)], labels):
        ends = ", ".join(f"{write_cell(value)} = {label}" for value, label in labels.items())
        text, labels = f"{text} ({ends})".strip(), {}
    texts = _label_texts(labels, [write_cell(value) for value in found if value not in labels])
    written = {value: texts.get(value, write_cell(value)) for value in [*labels, *found]}
    missing = {v for v in written if _is_missing(v, ranges)}
    column = Column(
        name,
        name,
        text=text,
        labels=tuple(text for value, text in texts.items() if value not in missing),
        missing=tuple(text for value, text in written.items() if value in missing),
        import_id=name,
    )
    return _Variable(column, ["" if pd.isna(value) else written[value] for value in values])


def _labels_ends(found: Sequence[Any], labels: Mapping[Any, str]) -> bool:
    """Tell a scale of whole numbers up to ten with a label at both ends, maybe in the middle."""
    bare = [value for value in found if value not in labels]
    values = [*bare, *labels]
    if not bare or not all(isinstance(v, float) and v % 1 == 0 for v in values):
        return False
    low, high = min(labels), max(labels)
    is_between = 0 <= low < min(bare) and max(bare) < high <= _LAST_POINT
    return is_between and set(labels) <= {low, (low + high) / 2, high}


def _is_missing(value: Any, ranges: Sequence[tuple[Any, Any]]) -> bool:
    return any(_is_between(value, low, high) for low, high in ranges)


def _is_between(value: Any, low: Any, high: Any) -> bool:
    is_text = isinstance(value, str)
    return isinstance(low, str) == is_text and bool(low <= value <= high)


def _label_texts(labels: Mapping[Any, str], unlabelled: Sequence[str]) -> dict[Any, str]:
    """Write labels so that no two values of a column read alike."""
    shared = Counter(label.strip() for label in labels.values())
    shared.update(set(unlabelled))
    return {
        value: f"{label.strip()} ({write_cell(value)})"
        if shared[label.strip()] > 1
        else label.strip()
        for value, label in labels.items()
    }


def _group(columns: list[Column]) -> list[Column]:
    """Join columns such as ``Q5_1``, ``Q5_2`` with the same value labels into one question.

    Multiple-response sets are often absent from the file; the names tell. Columns without
    value labels are joined where their wordings begin alike, too.
    """
    groups: dict[tuple[Any, ...], list[Column]] = defaultdict(list)
    for column in columns:
        found = _STEM.fullmatch(column.column)
        wording = () if column.labels else tuple(_PARTS.split(column.text)[:-1])
        if found and (column.labels or wording):
            groups[found["stem"], column.labels, wording].append(column)
    joined = {c.column: c for key, g in groups.items() if len(g) > 1 for c in _join(key[0], g)}
    return [joined.get(column.column, column) for column in columns]


def _join(stem: str, group: list[Column]) -> list[Column]:
    parts = [_PARTS.split(column.text) for column in group]
    shared = common_start(parts)
    options = [part[len(shared) :] for part in parts]

    def describe(column: Column, own: list[str]) -> Column:
        return replace(column, question=stem, text=" - ".join(shared), option=" - ".join(own))

    return list(starmap(describe, zip(group, options, strict=True)))
