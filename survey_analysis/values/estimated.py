"""Names of estimates: of the whole sample, of segments, of other populations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from survey_analysis.results import Results
from survey_analysis.study import question_options
from survey_analysis.study.forms import slug
from survey_analysis.study.model import Segment
from survey_analysis.tables.rounding import (
    UNDEFINED,
    format_bases,
    format_share,
    format_share_interval,
    is_share,
)
from survey_analysis.tables.rows import Row, write_estimate, write_interval

Named = Iterator[tuple[str, str]]
_SUFFIX = {"proportion": "", "top_share": ".top"}


def read_table(results: Results, table: str) -> Iterator[Any]:
    """Yield the rows of a table; none where the results do not have it."""
    yield from results.tables.get(table, pd.DataFrame()).itertuples()


def _whole(results: Results) -> pd.DataFrame:
    table = results.table("estimates")
    return table[table["segment_by"] == ""]


def name_estimates(results: Results) -> Named:
    """Name every estimate of the whole sample: ``Q13.service``."""
    for row in _whole(results).itertuples():
        yield from _figure(_name(row), row, results)


def name_breakdowns(results: Results) -> Named:
    """Name every estimate of a segment: ``Q13.service.by.region.brazil``."""
    for row in read_table(results, "breakdowns"):
        name = f"{_name(row)}.by.{row.segment_by}.{slug(row.segment)}"
        yield from _figure(name, row, results)


def name_sensitivity(results: Results) -> Named:
    """Name headlines in other populations and readings, and the populations' sizes."""
    for row in read_table(results, "sensitivity"):
        yield f"population.{row.population}", str(int(row.eligible))
        yield from _figure(f"sensitivity.{row.variation}.{_name(row)}", row, results)


def _name(row: Any) -> str:
    name = ".".join(part for part in (row.question_id, row.item_id, row.option_id) if part)
    return name + _SUFFIX.get(row.statistic, f".{row.statistic}")


def _figure(name: str, record: Any, results: Results) -> Named:
    unit = getattr(results.survey.question(record.question_id), "unit", "")
    yield from name_figure(name, record, level=record.confidence_level, unit=unit)


def name_figure(name: str, record: Any, *, level: float, unit: str = "") -> Named:
    """Name everything about one row of `estimates.csv`, unless its base is too small.

    Parameters
    ----------
    name
        The key of the estimate.
    record
        The row, with labels and statistic.
    level
        The level of the interval.
    unit
        The unit of a mean.
    """
    row = Row(*(getattr(record, field) for field in Row._fields))
    if record.segment and row.is_small:
        return
    base, interval = int(row.answered), keep_together(write_interval(row, unit=unit))
    kind = "Wilson " if row.is_wilson else ""
    limits = f", {kind}{format_share(level, base=1)} CI {interval}" if interval != UNDEFINED else ""
    certainty = f"{format_bases([base])}{limits}".replace(" = ", "\u00a0=\u00a0")
    yield name, write_estimate(row, unit=unit)
    yield f"{name}.interval", interval
    yield f"{name}.base", str(base)
    yield f"{name}.count", str(int(record.count))
    yield f"{name}.full", f"{write_estimate(row, unit=unit)} ({certainty})"
    yield f"{name}.listed", f"{write_estimate(row, unit=unit)}; {certainty}"
    if is_share(row.statistic):
        wilson = format_share_interval(row.wilson_low, row.wilson_high, base=base)
        yield f"{name}.wilson", keep_together(wilson)


def keep_together(interval: str) -> str:
    """Keep an interval on one line of a page."""
    if interval == UNDEFINED:
        return interval
    return interval.replace(" – ", "\u00a0–\u00a0").replace("–", "–\u2060")


def name_questions(results: Results) -> Named:
    """Name the base of every question, and how many of its options anybody chose."""
    for question, rows in _whole(results).groupby("question_id", sort=False):
        yield f"{question}.base", str(int(rows["answered"].iloc[0]))
        if (rows["item_id"] == "").all() and (rows["statistic"] == "proportion").all():
            yield f"{question}.chosen", str(int((rows["count"] > 0).sum()))


def name_segments(results: Results) -> Named:
    """Count the segments of each breakdown by a single choice that hold anybody."""
    whole = _whole(results)
    chosen = whole[(whole["item_id"] == "") & (whole["count"] > 0)]
    found = set(zip(chosen["question_id"], chosen["option_id"], strict=True))
    for name, segment in results.survey.segments.items():
        options = _options(segment, results)
        if options:
            number = sum((segment.question, option) in found for option in options)
            yield f"segment.{name}.chosen", str(number)


def _options(segment: Segment, results: Results) -> list[str]:
    """List the options that each make one segment; none for bands and groups."""
    if segment.bands or segment.groups:
        return []
    options = question_options(results.survey.question(segment.question))
    return [option.id for option in options if option.id not in segment.without]


def name_distributions(results: Results) -> Named:
    """Name how often each number was given: ``Q15.at.0``."""
    for row in read_table(results, "distributions"):
        name = f"{row.question_id}.{row.item_id}" if row.item_id else row.question_id
        yield f"{name}.at.{row.value:g}", str(row.count)
