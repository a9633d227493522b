"""Names of contrasts: differences within respondents, and between segments."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from survey_analysis.results import Results
from survey_analysis.study.forms import slug
from survey_analysis.tables.differences import (
    Contrast,
    format_p_value,
    read_contrasts,
    write_difference,
    write_difference_interval,
)
from survey_analysis.tables.rounding import NO_BREAK, UNDEFINED, format_share
from survey_analysis.values.estimated import Named, keep_together, read_table


def name_contrasts(results: Results) -> Named:
    """Name every contrast that is published, and count those between segments.

    ``contrast.Q13.embedded.over.Q13.service`` and, between segments,
    ``contrast.Q14.yes.by.experience.0-1.over.5-9``, in the order of the table: the size of
    the difference without its sign, and ``.full`` with base, interval and p-value (Holm).
    ``contrasts.Q13.tested`` counts the differences between segments that have a p-value,
    ``contrasts.Q13.standing`` those whose interval and p-value exclude zero;
    ``contrasts.tested`` and ``contrasts.standing`` those of all questions.
    """
    table = results.tables.get("contrasts", pd.DataFrame())
    if table.empty:
        return
    level = results.manifest["settings"]["level"]
    contrasts = read_contrasts(table, study=results.survey)
    rows = list(read_table(results, "contrasts"))
    for row, contrast in zip(rows, contrasts, strict=True):
        if not contrast.is_suppressed:
            yield from _difference(_name(row), contrast, level)
    between = [(r.question_id, c) for r, c in zip(rows, contrasts, strict=True) if r.segment_by]
    yield from name_counts("contrasts", [contrast for _, contrast in between], level)
    for question in dict.fromkeys(question for question, _ in between):
        own = [contrast for asked, contrast in between if asked == question]
        yield from name_counts(f"contrasts.{question}", own, level)


def _name(row: Any) -> str:
    first = _join(row.question_id, row.item_id, row.option_id)
    if row.segment_by:
        segments = f"{slug(row.segment)}.over.{slug(row.versus_segment)}"
        return f"contrast.{first}.by.{row.segment_by}.{segments}"
    second = _join(row.versus_question_id, row.versus_item_id, row.versus_option_id)
    return f"contrast.{first}.over.{second}"


def _join(*parts: str) -> str:
    return ".".join(part for part in parts if part)


def _difference(name: str, contrast: Contrast, level: float) -> Named:
    written, interval = write_difference(contrast), write_difference_interval(contrast)
    certainty = [f"n = {contrast.n:.0f}".replace(" ", NO_BREAK)]
    if interval != UNDEFINED:
        certainty.append(f"{format_share(level, base=1)} CI {keep_together(interval)}")
    if not math.isnan(contrast.p_holm):
        p_value = format_p_value(contrast.p_holm).replace("<", "below ")
        certainty.append(f"adjusted p {p_value}".replace(" ", NO_BREAK))
    yield name, written
    yield f"{name}.full", f"{written} ({', '.join(certainty)})"


def name_counts(name: str, contrasts: list[Contrast], level: float) -> Named:
    """Count contrasts that were tested, and those that stand at a level."""
    tested = [contrast for contrast in contrasts if not math.isnan(contrast.p_holm)]
    yield f"{name}.tested", f"{len(tested):,}"
    yield f"{name}.standing", f"{sum(contrast.is_standing(level) for contrast in tested):,}"
