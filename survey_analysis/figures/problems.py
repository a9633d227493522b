"""The figures of what was coded in a survey: problems, causes and effects, how far coders agree."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pandas as pd

from survey_analysis.figures.agreement import describe_agreement, plot_agreement
from survey_analysis.figures.cause_effect import Layout, describe_cause_effect, plot_cause_effect
from survey_analysis.figures.codes import describe_codes, plot_codes
from survey_analysis.figures.cooccurrence import describe_cooccurrence, plot_cooccurrence
from survey_analysis.figures.drawing import Drawing
from survey_analysis.figures.relations import describe_relations, plot_relations
from survey_analysis.figures.saturation import describe_saturation, plot_saturation
from survey_analysis.results import Results
from survey_analysis.tables.coded import read_coded
from survey_analysis.tables.differences import lower


def plan_problems(results: Results) -> Iterator[Drawing]:
    """Plan the figures of a survey's codings; none where nothing was coded and analysed.

    Of each coded question, such as ``Q4.model-deployment``, with its group's name:
    ``codes-…``, ``cause-effect-…`` and the same ``…-wide``, ``relations-…``,
    ``cooccurrence-…``, ``saturation-…``; of all together ``agreement``.

    Parameters
    ----------
    results
        The results of one study.
    """
    if results.codebook is None or "codes" not in results.tables:
        return
    codes = read_coded(results, "codes")
    is_union = ~codes["category"].isin(results.codebook.category_ids)
    for question, rows in codes[~is_union].groupby("question_id", sort=False):
        yield from _plan_codes(_name(question), rows)
        yield from _plan_others(str(question), results)
    yield from _plan_agreement(results)


def _name(question: object) -> str:
    return str(question).partition(".")[2] or str(question)


def _plan_codes(name: str, rows: pd.DataFrame) -> Iterator[Drawing]:
    """Plan the shares of the codes: as a chart, and as causes of an effect in two layouts."""
    if not rows.loc[rows["code"] != "", "respondents"].gt(0).any():
        return
    what = lower(rows["question"].iloc[0])
    caption = f"Problems in {what}: share of respondents who report each, by category."
    yield Drawing(f"codes-{name}", caption, describe_codes(rows), partial(plot_codes, rows))
    alt = describe_cause_effect(rows)
    caption = f"Problems in {what} as causes and effect: categories, codes, shares of respondents."
    layouts: dict[str, Layout] = {"": "tall", "-wide": "wide"}
    for end, layout in layouts.items():
        plot = partial(plot_cause_effect, rows, layout=layout)
        yield Drawing(f"cause-effect-{name}{end}", caption, alt, plot)


def _plan_others(question: str, results: Results) -> Iterator[Drawing]:
    """Plan what respondents relate, what they report together, and when few codes are new."""
    found = {
        table: rows[rows["question_id"] == question].reset_index(drop=True)
        for table in ("relations", "cooccurrence", "saturation", "saturation_points")
        for rows in [read_coded(results, table)]
    }
    relations, pairs = found["relations"], found["cooccurrence"]
    pairs = pairs[pairs["within"] == "respondent"]
    curve, points = found["saturation"], found["saturation_points"]
    name = _name(question)
    if len(relations):
        caption = "Causes and effects, as respondents put them."
        alt, plot = describe_relations(relations), partial(plot_relations, relations)
        yield Drawing(f"relations-{name}", caption, alt, plot)
    if len(pairs):
        caption = "Problems that the same respondents report."
        alt, plot = describe_cooccurrence(pairs), partial(plot_cooccurrence, pairs)
        yield Drawing(f"cooccurrence-{name}", caption, alt, plot)
    if len(curve):
        caption = "Saturation: how many different codes appear with more and more respondents."
        alt = describe_saturation(curve, points=points)
        yield Drawing(
            f"saturation-{name}", caption, alt, partial(plot_saturation, curve, points=points)
        )


def _plan_agreement(results: Results) -> Iterator[Drawing]:
    """Plan agreement over all questions; of the only one if there is no more."""
    table = read_coded(results, "agreement")
    if table.empty:
        return
    pooled = "" if (table["question_id"] == "").any() else table["question_id"].iloc[0]
    rows = table[table["question_id"] == pooled]
    caption = "How far the coders agree on each code, and over sets of codes."
    yield Drawing("agreement", caption, describe_agreement(rows), partial(plot_agreement, rows))
