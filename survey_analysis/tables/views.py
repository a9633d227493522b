"""What studies say on the same themes: judgements as badges, evidence as tables."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import pandas as pd

from survey_analysis.results import ILLUSTRATION_LABEL
from survey_analysis.tables.reports import VERDICT, claims_table
from survey_analysis.tables.rows import require_columns

JUDGEMENTS = {
    "converges": ("✓", "sa-holds"),
    "complements": ("+", "sa-complements"),
    "contradicts": ("✗", "sa-fails"),
    "silent": ("–", "sa-silent"),
}
"""Sign and class of each judgement: with the word they say what the colour says."""

_FIGURES = ["Figure", "Value", "Interval", "Base", VERDICT]
_NEEDED = [
    "kind", "counts", "says", "check", "value", "ci_low", "ci_high", "verdict",
]  # fmt: skip


def judgement_badge(judgement: str) -> str:
    """Write a judgement as a badge: sign, word and colour.

    Examples
    --------
    >>> judgement_badge("converges")
    '<span class="sa-verdict sa-holds">✓ converges</span>'
    """
    if judgement not in JUDGEMENTS:
        return escape(judgement)
    sign, kind = JUDGEMENTS[judgement]
    return f'<span class="sa-verdict {kind}">{sign} {judgement}</span>'


def evidence_table(
    evidence: pd.DataFrame,
    *,
    reference: str,
    tables: Mapping[str, pd.DataFrame],
    units: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    r"""Tabulate the evidence of one study on one theme.

    Parameters
    ----------
    evidence
        Rows of `evidence.csv`, in order.
    reference
        The study's publication in short, for what was published.
    tables
        Of a survey: ``estimates`` with labels, and ``codes`` with labels if there are any.
    units
        The unit of each numeric question, by its id.

    Returns
    -------
    DataFrame
        Text: `Evidence` (what it says), for figures `Figure` (the check), `Value`,
        `Interval`, `Base` and `Verdict`; where not all are figures `Counts`; and `Source`.

    Raises
    ------
    InvalidCallError
        If columns are missing.

    Examples
    --------
    >>> row = {"kind": "published", "counts": True, "says": "It helps.", "check": "Section 4",
    ...        "value": None, "ci_low": None, "ci_high": None, "verdict": ""}
    >>> evidence_table(pd.DataFrame([row]), reference="Ada (2022)", tables={}).iloc[0].tolist()
    ['It helps.', 'yes', 'Ada (2022): Section 4']
    """
    require_columns(evidence, _NEEDED)
    table = pd.DataFrame({"Evidence": evidence["says"].tolist()}, index=evidence.index)
    is_figure = evidence["kind"] == "figure"
    if is_figure.any():
        figures = claims_table(
            evidence[is_figure].rename(columns={"says": "sentence"}),
            estimates=tables["estimates"],
            codes=tables.get("codes"),
            units=units,
        ).rename(columns={"Check": "Figure"})
        figures.index = evidence.index[is_figure]
        table = table.join(figures[_FIGURES]).fillna("")
    if not is_figure.all():
        table["Counts"] = ["yes" if counts else "no" for counts in evidence["counts"]]
    table["Source"] = [
        _source(str(row.kind), str(row.check), reference=reference, tables=tables)
        for row in evidence.itertuples()
    ]
    return table


def _source(kind: str, check: str, *, reference: str, tables: Mapping[str, pd.DataFrame]) -> str:
    if kind == "published":
        return f"{reference}: {check}"
    if kind == "illustration":
        return ILLUSTRATION_LABEL
    name = check.rsplit(" ", 3)[0]
    codes = tables.get("codes", pd.DataFrame({"question_id": []}))
    is_coded = any(name.startswith(f"{question}.") for question in codes["question_id"].unique())
    return f"{'codes' if is_coded else 'estimates'}.csv"
