"""What must go with a suppressed figure: every other table from which it could be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from survey_analysis.results import Results
from survey_analysis.study import Study
from survey_analysis.suppression import SMALLEST_BASE, SUPPRESSED, suppress_rows

_COPIES = {
    "claims.csv": (["check"], ["value", "ci_low", "ci_high"]),
    "quality.csv": (["question_id", "note"], ["effect", "note"]),
}
"""Tables that repeat figures: the columns that name questions, the columns to blank."""

_CODED = (
    "coded_units.csv", "relations.csv", "cooccurrence.csv", "saturation.csv",
    "saturation_points.csv", "agreement.csv",
)  # fmt: skip
"""Tables about the same answers as `codes.csv`."""


def withhold_dependents(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Leave out what tables beside the estimates tell of suppressed figures.

    Values of numbers, bounds and ranks go with a question or item whose base is below ten;
    checks of claims and effects of findings lose their figures. So do other populations
    from which a group of fewer than ten could be worked out.

    Parameters
    ----------
    tables
        Tables by file name, small bases suppressed (`survey_analysis.record.make_record`).

    Returns
    -------
    dict
        The same tables, fewer rows and figures in some.

    Examples
    --------
    >>> estimates = pd.DataFrame({"question_id": ["Q1"], "item_id": [""], "segment_by": [""],
    ...                           "flag": ["suppressed"]})
    >>> ranks = pd.DataFrame({"question_id": ["Q1", "Q2"], "share_first": [1.0, 0.5]})
    >>> tables = withhold_dependents({"estimates.csv": estimates, "ranks.csv": ranks})
    >>> tables["ranks.csv"]["question_id"].tolist()
    ['Q2']
    """
    hidden = _hidden(tables["estimates.csv"])
    questions = {question for question, _ in hidden}
    published = dict(tables)
    for name in ("distributions.csv", "bounds.csv", "ranks.csv"):
        if name in published:
            published[name] = _without(published[name], hidden)
    for name, (naming, figures) in _COPIES.items():
        if name in published:
            published[name] = _blank(published[name], questions, naming=naming, figures=figures)
    if "sensitivity.csv" in published:
        published["sensitivity.csv"] = _hide_neighbours(
            published["sensitivity.csv"], tables["estimates.csv"]
        )
    if "codes.csv" in published:
        uncoded = {question for question, _ in _hidden(published["codes.csv"])}
        for name in _CODED:
            table = published[name]
            published[name] = table[~table["question_id"].isin(uncoded)].reset_index(drop=True)
    return published


def _hidden(table: pd.DataFrame) -> set[tuple[str, str]]:
    """List questions with item whose figures of the whole sample are suppressed."""
    rows = table[(table["flag"] == SUPPRESSED) & (table["segment_by"] == "")]
    items = rows["item_id"] if "item_id" in rows else [""] * len(rows)
    return set(zip(rows["question_id"], items, strict=True))


def _without(table: pd.DataFrame, hidden: set[tuple[str, str]]) -> pd.DataFrame:
    items = table["item_id"] if "item_id" in table else [""] * len(table)
    keys = zip(table["question_id"], items, strict=True)
    kept = pd.Series([key not in hidden for key in keys], table.index, dtype=bool)
    if "shown" in table:
        kept &= table["shown"] >= SMALLEST_BASE
    return table[kept].reset_index(drop=True)


def _blank(
    table: pd.DataFrame, questions: set[str], *, naming: list[str], figures: list[str]
) -> pd.DataFrame:
    """Blank figures of rows that name one of some questions."""
    words = [
        set(re.findall(r"\w+", " ".join(map(str, row))))
        for row in table[naming].itertuples(index=False)
    ]
    named = pd.Series([bool(questions & found) for found in words], table.index, dtype=bool)
    blanked = table.copy()
    blanked[figures] = table[figures].astype(object).mask(named, other=None)
    return blanked


def _hide_neighbours(sensitivity: pd.DataFrame, estimates: pd.DataFrame) -> pd.DataFrame:
    """Suppress figures of populations that differ from the whole by fewer than ten answers."""
    keys = ["question_id", "item_id", "option_id", "statistic"]
    whole = estimates[estimates["segment_by"] == ""].set_index(keys)["answered"]
    of_whole = whole.reindex(pd.MultiIndex.from_frame(sensitivity[keys])).to_numpy()
    apart = (pd.Series(of_whole, sensitivity.index) - sensitivity["answered"]).astype(float)
    is_population = sensitivity["variation"] == sensitivity["population"]
    return suppress_rows(sensitivity, is_population & (apart > 0) & (apart < SMALLEST_BASE))


def drop_hidden(tables: Mapping[str, pd.DataFrame], study: Study) -> dict[str, pd.DataFrame]:
    """Leave out the questions that the study file hides from the site.

    Parameters
    ----------
    tables
        Tables by file name.
    study
        The study file.

    Returns
    -------
    dict
        The same tables, fewer rows in those with a `question_id`.

    Examples
    --------
    >>> from survey_analysis import load_study
    >>> tables = {"ranks.csv": pd.DataFrame({"question_id": ["Q1"]})}
    >>> len(drop_hidden(tables, load_study("ml-deployment-monitoring"))["ranks.csv"])
    1
    """
    hidden = {question.id for question in study.questions if question.hidden}
    shown = dict(tables)
    for name, table in tables.items():
        for column in ("question_id", "versus_question_id"):
            if hidden and column in table:
                shown[name] = shown[name][~shown[name][column].isin(hidden)].reset_index(drop=True)
    return shown


def drop_suppressed(results: Results) -> Results:
    """Leave out suppressed figures of whole samples, so that nothing shows an empty row.

    Segments keep their rows: tables and figures say of each why it is empty.

    Parameters
    ----------
    results
        Results with small bases suppressed.
    """
    tables = dict(results.tables)
    for name in ("estimates", "sensitivity", "codes"):
        if name in tables:
            table = tables[name]
            kept = (table["flag"] != SUPPRESSED) | (table["segment_by"] != "")
            tables[name] = table[kept].reset_index(drop=True)
            if tables[name].empty and name != "estimates":
                del tables[name]
    return replace(results, tables=tables)


def drop_unanswered(results: Results) -> Results:
    """Leave out the closed questions that have no figure, so that none is drawn.

    Parameters
    ----------
    results
        Results without suppressed figures (`drop_suppressed`).
    """
    tables = dict(results.tables)
    answered = set(tables["estimates"]["question_id"])
    if "breakdowns" in tables:
        table = tables["breakdowns"]
        keys = ["question_id", "segment_by"]
        has_figure = table["estimate"].notna().groupby([table[key] for key in keys])
        tables["breakdowns"] = table[has_figure.transform("any")].reset_index(drop=True)
    shown = [q for q in results.survey.questions if q.id in answered or q.kind == "text"]
    study = results.survey.model_copy(update={"questions": shown})
    return replace(results, study=study, tables=tables)
