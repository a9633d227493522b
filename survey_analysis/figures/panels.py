"""Panels side by side: how the small charts of one figure are laid out."""

from __future__ import annotations

from dataclasses import dataclass

from survey_analysis.figures.adoption import round_up
from survey_analysis.figures.intervals import highest_limit
from survey_analysis.figures.style import SMALL_TYPE, WIDTH, measure, wrap
from survey_analysis.tables.rows import Row

_ROW, _ROW_LINE, _TITLE_LINE, _FOOT = 0.25, 0.12, 0.16, 0.36
_LABEL, _COLUMNS, _GAP, _CHARACTER = 23, 3, 0.1, 0.079


@dataclass(frozen=True)
class Panels:
    """The panels of a figure, and what they share; lengths in inches.

    Attributes
    ----------
    rows
        The rows of each panel, a segment each.
    titles
        The title of each panel; empty if there is only one.
    unit
        The unit of means.
    limit
        Where the horizontal axes end.
    columns
        Number of panels side by side.
    height
        Height of a panel without title and axis.
    """

    rows: list[list[Row]]
    titles: list[str]
    unit: str
    limit: float
    columns: int
    height: float

    @property
    def head(self) -> float:
        """The height of the titles above a panel."""
        return 0.1 + _TITLE_LINE * max(title.count("\n") + bool(title) for title in self.titles)

    @property
    def line(self) -> float:
        """The height of one line of panels, with titles and axis."""
        return self.head + self.height + _FOOT

    @property
    def total(self) -> float:
        """The height of all lines."""
        return self.line * -(-len(self.rows) // self.columns)

    def place(self, number: int) -> tuple[float, float, float, float]:
        """Return left, bottom, width and height of a panel as fractions of the frame."""
        line, column = divmod(number, self.columns)
        width = 1 / (self.columns + _GAP * (self.columns - 1))
        bottom = self.total - line * self.line - self.head - self.height
        left = column * width * (1 + _GAP)
        return left, bottom / self.total, width, self.height / self.total


def arrange_panels(parts: list[list[Row]], unit: str) -> Panels:
    """Put panels side by side where they share their bases, else below each other.

    Examples
    --------
    >>> row = Row("Pipeline", "", "Yes", "Brazil", "proportion", 66, 0.26, 0.17, 0.38, 0.17, 0.37)
    >>> arrange_panels([[row], [row._replace(option="No")]], "").columns
    2
    """
    labels = label_segments(parts[0])
    share_bases = all(label_segments(part) == labels for part in parts)
    lines = -(-len(parts) // (_COLUMNS if share_bases else 1))
    columns = -(-len(parts) // lines)
    room = (WIDTH - 0.4 - measure(labels, size=SMALL_TYPE)) / columns
    titles = [wrap(name_panel(part), int(room / _CHARACTER)) for part in parts]
    limit = highest_limit([row for part in parts for row in part if not row.is_small])
    row = _ROW + _ROW_LINE * max(label.count("\n") for label in labels)
    return Panels(
        rows=parts,
        titles=titles if len(parts) > 1 else [""],
        unit=unit,
        limit=round_up(limit) if parts[0][0].statistic == "proportion" else 1.05 * limit,
        columns=columns,
        height=row * len(labels),
    )


def name_panel(rows: list[Row]) -> str:
    """Name a panel: the option or item, or the statistic of a single number.

    Examples
    --------
    >>> row = Row("Pipeline", "", "Yes", "Brazil", "proportion", 66, 0.26, 0.17, 0.38, 0.17, 0.37)
    >>> name_panel([row])
    'Yes'
    """
    return rows[0].statistic if rows[0].name == rows[0].question else rows[0].name


def label_segments(rows: list[Row]) -> list[str]:
    """Label segments with their bases; those that are not shown have none.

    Examples
    --------
    >>> row = Row("Pipeline", "", "Yes", "Brazil", "proportion", 66, 0.26, 0.17, 0.38, 0.17, 0.37)
    >>> label_segments([row, row._replace(segment="Turkey", answered=3)])
    ['Brazil (n = 66)', 'Turkey']
    """
    bases = ["" if row.is_small else f" (n = {row.answered:,.0f})" for row in rows]
    return [wrap(row.segment + base, _LABEL) for row, base in zip(rows, bases, strict=True)]
