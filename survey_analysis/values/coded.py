"""Names of what was coded: shares of codes, agreement, saturation, what became of the units."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from survey_analysis.results import Results
from survey_analysis.study.forms import slug
from survey_analysis.tables.agreement import read_agreement, write_agreed
from survey_analysis.tables.coded import codes_as_options, read_code_contrasts, read_coded
from survey_analysis.tables.rounding import NO_BREAK, format_share
from survey_analysis.values.compared import name_counts
from survey_analysis.values.estimated import Named, keep_together, name_figure

_STATES = (
    "units", "not_coded", "not_codable", "nothing_applies", "coded", "double_coded",
    "resolved", "open_conflicts", "respondents", "answered",
)  # fmt: skip
_SUMMED = _STATES[:-2]  # a respondent may be in several questions


def name_coded(results: Results) -> Named:
    """Name everything about codings, if anything was coded and analysed.

    With the group of the question, such as ``model-deployment``:

    - ``code.model-deployment.legacy-integration``, ``category.model-deployment.integration``
      and ``grouping.model-deployment.means`` with what an estimate has (``.full``,
      ``.interval``, ``.count``, ``.base``), and the same ``.by.pipeline.yes``;
    - ``coded.model-deployment.units``, ``.not-codable``, ``.double-coded`` ... and
      ``.answered``, the base; ``coded.units`` ... of all questions together, and
      ``coded.double-share``; ``coded.model-deployment.codes``, how many codes anybody
      reported, and ``.most``, respondents of the most frequent one;
    - ``agreement.masi``, ``agreement.jaccard``, ``agreement.code.drift`` (alpha) over all
      questions, ``agreement.model-deployment.masi`` in one; ``.full`` with units, interval;
    - ``saturation.model-deployment.run-2``, ``.respondents`` and ``.codes``;
      ``relations.model-deployment``, how many were noted;
    - ``code-contrasts.model-deployment.tested`` and ``.standing``;
    - ``codebook.version``, ``codebook.codes``, ``codebook.categories``.
    """
    if results.codebook is None or "codes" not in results.tables:
        return
    for part in (_shares, _states, _agreement, _saturation, _relations, _contrasts, _codebook):
        yield from part(results)


def _group(question_id: str) -> str:
    """Return how keys name what was coded: ``Q4.model-deployment`` is ``model-deployment``."""
    return question_id.partition(".")[2] or question_id


def _shares(results: Results) -> Named:
    groupings = {one.id for one in results.codebook.groupings} if results.codebook else set()
    level = results.manifest["settings"]["level"]
    rows: Iterator[Any] = codes_as_options(read_coded(results, "codes")).itertuples()
    for row in rows:
        kind = "code" if row.code else "grouping" if row.category in groupings else "category"
        name = ".".join([kind, _group(row.question_id), row.option_id])
        segment = f".by.{row.segment_by}.{slug(row.segment)}" if row.segment_by else ""
        yield from name_figure(name + segment, row, level=level)


def _states(results: Results) -> Named:
    table = results.table("coded_units")
    for row in table.to_dict("records"):
        for state in _STATES:
            yield f"coded.{_group(row['question_id'])}.{state.replace('_', '-')}", str(row[state])
    totals = table[list(_SUMMED)].sum()
    for state in _SUMMED:
        yield f"coded.{state.replace('_', '-')}", str(totals[state])
    share = totals["double_coded"] / totals["units"]
    yield "coded.double-share", format_share(share, base=1)
    codes = results.table("codes")
    whole = codes[(codes["segment_by"] == "") & (codes["code"] != "")]
    for question, rows in whole.groupby("question_id", sort=False):
        yield f"coded.{_group(str(question))}.codes", str(rows["code"].nunique())
        yield f"coded.{_group(str(question))}.most", str(int(rows["respondents"].max()))


def _agreement(results: Results) -> Named:
    table = read_coded(results, "agreement")
    for question, rows in table.groupby("question_id", sort=False):
        group = f"{_group(str(question))}." if question else ""
        weights = rows["weights"].tolist()
        for row, weighted in zip(read_agreement(rows), weights, strict=True):
            if row.coefficient != "alpha":
                continue
            name = f"agreement.{group}" + (f"code.{row.code}" if row.code else weighted)
            units = f"{row.n_units} units".replace(" ", NO_BREAK)
            written = write_agreed(row._replace(low=math.nan))
            yield name, written
            yield f"{name}.units", str(row.n_units)
            level = format_share(results.manifest["settings"]["level"], base=1)
            limits = write_agreed(row).partition("(")[2].rstrip(")")
            interval = f", {level} CI {keep_together(limits)}" if limits else ""
            yield f"{name}.full", f"{written} ({units}{interval})"


def _saturation(results: Results) -> Named:
    for row in results.table("saturation_points").to_dict("records"):
        if math.isnan(row["respondents"]):
            continue
        name = f"saturation.{_group(row['question_id'])}.run-{row['run_length']}"
        yield f"{name}.respondents", f"{row['respondents']:.0f}"
        yield f"{name}.codes", f"{row['codes']:.0f}"
        for limit in ("median", "low", "high"):
            yield f"{name}.order-{limit}", f"{row[f'order_{limit}']:g}"


def _relations(results: Results) -> Named:
    for question, rows in results.table("relations").groupby("question_id", sort=False):
        yield f"relations.{_group(str(question))}", str(len(rows))


def _contrasts(results: Results) -> Named:
    if "code_contrasts" not in results.tables:
        return
    level = results.manifest["settings"]["level"]
    table = read_coded(results, "code_contrasts")
    contrasts = read_code_contrasts(table, study=results.survey)
    yield from name_counts("code-contrasts", contrasts, level)
    for question in dict.fromkeys(table["question_id"]):
        own = [c for c, asked in zip(contrasts, table["question_id"], strict=True)
               if asked == question]  # fmt: skip
        yield from name_counts(f"code-contrasts.{_group(question)}", own, level)


def _codebook(results: Results) -> Named:
    book: Any = results.codebook
    yield "codebook.version", str(book.version)
    yield "codebook.codes", str(len(book.codes))
    yield "codebook.categories", str(len(book.categories))
    for grouping in book.groupings:
        yield f"grouping.{grouping.id}.label", grouping.label
