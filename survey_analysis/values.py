"""The numbers that pages may name: ``{{ survey.Q13.service }}`` becomes ``60 %``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from survey_analysis.claims import summarise_claims
from survey_analysis.record import SMALLEST_BASE
from survey_analysis.results import Results
from survey_analysis.study import question_options
from survey_analysis.study.forms import slug
from survey_analysis.study.model import Citation, Segment
from survey_analysis.tables.html import verdict_badge
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


def name_values(results: Results) -> dict[str, str]:
    r"""Name the numbers of a study's results, as text for pages.

    Every key starts with the study's kind: ``survey.``. Then

    - of each estimate of the whole sample, ``Q13.service``, ``Q1.model-deployment.top``,
      ``Q15.mean``: the estimate, ``.interval``, ``.wilson``, ``.count``, ``.base``, and
      all of it: ``.full``, "60 % (n = 168, 95 % CI 52–67 %)", or to stand in parentheses
      ``.listed``, "60 %; n = 168, 95 % CI 52–67 %";
    - the same of a segment with a base of ten or more, ``Q13.service.by.region.brazil``, of
      another population, ``sensitivity.brazil.Q13.service``, and of another reading of a
      base, ``sensitivity.shown.Q16.fairness``;
    - of a question ``Q13.base`` (of its first figure), ``D2.chosen`` (options that anybody
      chose), ``Q15.at.0`` (who answered 0);
    - ``bounds.Q16.fairness.lowest`` and ``.highest``, ``bounds.Q16.ambiguous``;
    - ``quality.ambiguous.Q16`` and ``quality.untouched-only``: whom a check concerns;
    - ``page.requirements.reached`` and ``.left``, ``population.brazil``,
      ``segment.country.chosen``;
    - ``claim.ID`` (the verdict), ``claim.ID.badge``, ``claim.ID.sentence``, ``rq.RQ1``;
    - ``records``, ``complete``, ``completion``, ``level``, ``data.sha256``,
      ``original.licence``, ``citation``, ``input.study.yaml`` (SHA-256), ``setting.interval``,
      ``version.numpy``, ``command``.

    Parameters
    ----------
    results
        The results of one study.

    Returns
    -------
    dict
        Key to text.

    Examples
    --------
    >>> from survey_analysis import load_results
    >>> from survey_analysis.study import find_study_folder
    >>> name = "ml-deployment-monitoring"
    >>> values = name_values(load_results(name, find_study_folder(name) / "record"))
    >>> values["survey.Q13.service.full"]
    '60\xa0% (n\xa0=\xa0168, 95\xa0% CI 52–\u206067\xa0%)'
    """
    parts = (
        _estimates, _breakdowns, _sensitivity, _questions, _segments, _distributions, _bounds,
        _quality, _dropout, _claims, _study, _data,
    )  # fmt: skip
    kind = results.study.kind
    return {f"{kind}.{key}": text for part in parts for key, text in part(results)}


def _rows(results: Results, table: str) -> Iterator[Any]:
    """Yield the rows of a table; none where the results do not have it."""
    yield from results.tables.get(table, pd.DataFrame()).itertuples()


def _whole(results: Results) -> pd.DataFrame:
    table = results.table("estimates")
    return table[table["segment_by"] == ""]


def _estimates(results: Results) -> Named:
    for row in _whole(results).itertuples():
        yield from _figure(_name(row), row, results)


def _breakdowns(results: Results) -> Named:
    for row in _rows(results, "breakdowns"):
        if row.answered >= SMALLEST_BASE:
            name = f"{_name(row)}.by.{row.segment_by}.{slug(row.segment)}"
            yield from _figure(name, row, results)


def _sensitivity(results: Results) -> Named:
    for row in _rows(results, "sensitivity"):
        yield f"population.{row.population}", str(row.eligible)
        yield from _figure(f"sensitivity.{row.variation}.{_name(row)}", row, results)


def _name(row: Any) -> str:
    name = ".".join(part for part in (row.question_id, row.item_id, row.option_id) if part)
    return name + _SUFFIX.get(row.statistic, f".{row.statistic}")


def _figure(name: str, record: Any, results: Results) -> Named:
    """Name everything about one row of `estimates.csv`."""
    row = Row(*(getattr(record, field) for field in Row._fields))
    unit = getattr(results.study.question(record.question_id), "unit", "")
    base, interval = int(row.answered), _unbroken(write_interval(row, unit=unit))
    kind = "Wilson " if row.is_wilson else ""
    level = format_share(record.confidence_level, base=1)
    limits = f", {kind}{level} CI {interval}" if interval != UNDEFINED else ""
    certainty = f"{format_bases([base])}{limits}".replace(" = ", "\u00a0=\u00a0")
    yield name, write_estimate(row, unit=unit)
    yield f"{name}.interval", interval
    yield f"{name}.base", str(base)
    yield f"{name}.count", str(int(record.count))
    yield f"{name}.full", f"{write_estimate(row, unit=unit)} ({certainty})"
    yield f"{name}.listed", f"{write_estimate(row, unit=unit)}; {certainty}"
    if is_share(row.statistic):
        wilson = format_share_interval(row.wilson_low, row.wilson_high, base=base)
        yield f"{name}.wilson", _unbroken(wilson)


def _unbroken(interval: str) -> str:
    """Keep an interval on one line of a page."""
    return interval if interval == UNDEFINED else interval.replace("–", "–\u2060")


def _questions(results: Results) -> Named:
    for question, rows in _whole(results).groupby("question_id", sort=False):
        yield f"{question}.base", str(int(rows["answered"].iloc[0]))
        if (rows["item_id"] == "").all() and (rows["statistic"] == "proportion").all():
            yield f"{question}.chosen", str(int((rows["count"] > 0).sum()))


def _segments(results: Results) -> Named:
    """Count the segments of each breakdown by a single choice that hold anybody."""
    whole = _whole(results)
    chosen = whole[(whole["item_id"] == "") & (whole["count"] > 0)]
    found = set(zip(chosen["question_id"], chosen["option_id"], strict=True))
    for name, segment in results.study.segments.items():
        options = _options(segment, results)
        if options:
            number = sum((segment.question, option) in found for option in options)
            yield f"segment.{name}.chosen", str(number)


def _options(segment: Segment, results: Results) -> list[str]:
    """List the options that each make one segment; none for bands and groups."""
    if segment.bands or segment.groups:
        return []
    options = question_options(results.study.question(segment.question))
    return [option.id for option in options if option.id not in segment.without]


def _distributions(results: Results) -> Named:
    for row in _rows(results, "distributions"):
        name = f"{row.question_id}.{row.item_id}" if row.item_id else row.question_id
        yield f"{name}.at.{row.value:g}", str(row.count)


def _bounds(results: Results) -> Named:
    for row in _rows(results, "bounds"):
        name = f"bounds.{row.question_id}"
        yield f"{name}.ambiguous", str(row.ambiguous)
        yield f"{name}.shown", str(row.shown)
        for limit in ("lowest", "highest"):
            share = format_share(getattr(row, limit), base=row.shown)
            yield f"{name}.{row.option_id}.{limit}", share


def _quality(results: Results) -> Named:
    """Name findings by check and question; a check of the study file has a name of its own."""
    declared = {check.id for check in results.study.checks}
    for row in _rows(results, "quality"):
        is_general = row.check in declared or not row.question_id
        name = row.check if is_general else f"{row.check}.{row.question_id}"
        yield f"quality.{name}", str(row.respondents)


def _dropout(results: Results) -> Named:
    for row in _rows(results, "dropout"):
        yield f"page.{row.page}.reached", str(row.reached)
        yield f"page.{row.page}.left", str(row.left_here)


def _claims(results: Results) -> Named:
    if "claims" in results.tables:
        for row in summarise_claims(results.table("claims")).itertuples():
            yield f"claim.{row.claim}", str(row.verdict)
            yield f"claim.{row.claim}.sentence", str(row.sentence)
            yield f"claim.{row.claim}.badge", verdict_badge(str(row.verdict))


def _study(results: Results) -> Named:
    study = results.study
    yield "title", study.title
    for question in study.research_questions:
        yield f"rq.{question.id}", question.text
    if study.citation is not None:
        yield "citation", _cite(study.citation)
    if study.original is not None:
        for name, value in study.original.model_dump().items():
            yield f"original.{name}", f"{value:,}" if isinstance(value, int) else str(value)


def _cite(citation: Citation) -> str:
    parts = [", ".join(citation.authors), f"*{citation.title}*"]
    parts += [f"{citation.venue} {citation.year}" if citation.venue else str(citation.year)]
    if citation.arxiv:
        parts.append(f"[arXiv {citation.arxiv}](https://arxiv.org/abs/{citation.arxiv})")
    if citation.doi:
        parts.append(f"[{citation.doi}](https://doi.org/{citation.doi})")
    return ". ".join(parts)


def _data(results: Results) -> Named:
    data: dict[str, Any] = results.manifest["data"]
    settings: dict[str, Any] = results.manifest["settings"]
    for key, value in data.items():
        yield f"data.{key}", str(value)
    yield "records", str(data["records"])
    yield "complete", str(data["respondents"])
    yield "suspended", str(data["records"] - data["respondents"])
    yield "completion", format_share(data["respondents"] / data["records"], base=data["records"])
    yield "level", format_share(settings["level"], base=1)
    yield "command", str(results.manifest["command"])
    for file, checksum in results.manifest["inputs"].items():
        yield f"input.{file}", str(checksum)
    for name, value in settings.items():
        yield f"setting.{name}", "none" if value in (None, []) else str(value)
    for library, version in results.manifest["versions"].items():
        yield f"version.{library}", str(version)
