"""What may be quoted: coded turns of those who consented, without personal data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from survey_analysis.coding.codebook import NOT_CODABLE, NOTHING_APPLIES
from survey_analysis.conversations.personal_data import find_personal_data
from survey_analysis.study import QualitativeStudy

COLUMNS = ["document_id", "unit_id", "participant", "role", "codes", "text", "label"]

ILLUSTRATION = "illustration"
"""The label of everything that is made from transcripts written for the project."""


@dataclass(frozen=True, eq=False)
class Quotes:
    """What may be quoted, and how much may not.

    Attributes
    ----------
    table
        The table `quotes.csv`: `document_id`, `unit_id`, `participant` (the pseudonym),
        `role`, `codes` joined by ``;``, `text`, `label` (``illustration``, or empty).
    withheld
        How many coded excerpts are withheld for each reason; one may have several.
    """

    table: pd.DataFrame
    withheld: Mapping[str, int]


def select_quotes(settled: pd.DataFrame, units: pd.DataFrame, study: QualitativeStudy) -> Quotes:
    """Select the coded excerpts that may be published.

    Parameters
    ----------
    settled
        The codings that count, from `survey_analysis.coding.project.settle`.
    units
        The units with their texts, columns `survey_analysis.coding.units.UNIT_COLUMNS`.
    study
        Consent, names and employers.

    Returns
    -------
    Quotes
        Whole units, or the spans that were coded, in the units' order.
    """
    rows, withheld = [], Counter[str]()
    people = {one.id: one for one in study.participants}
    label = ILLUSTRATION if study.documents.illustration else ""
    for excerpt in _list_excerpts(settled, units).to_dict("records"):
        person = people[str(excerpt["respondent"])]
        found = find_personal_data(excerpt["text"], names=study.names, employers=study.employers)
        reasons = [] if person.consent_to_quote else ["no consent to be quoted"]
        reasons += [f"seems to hold {kind}" for kind in found]
        withheld.update(reasons)
        if not reasons:
            rows.append(
                (excerpt["question_id"], excerpt["unit_id"], person.id, person.role or "",
                 excerpt["code"], excerpt["text"], label)
            )  # fmt: skip
    return Quotes(pd.DataFrame(rows, columns=COLUMNS), dict(withheld))


def _list_excerpts(settled: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """List every coded excerpt once, with all of its codes."""
    applied = settled[~settled["code"].isin([NOTHING_APPLIES, NOT_CODABLE])]
    rows = units.merge(applied[["unit_id", "code", "start", "end"]], on="unit_id")
    bounds = zip(rows["text"], rows["start"], rows["end"], strict=True)
    rows["text"] = [text if pd.isna(start) else text[start:end] for text, start, end in bounds]
    excerpts = rows.groupby(
        ["unit_id", "respondent", "question_id", "start", "end", "text"], sort=False, dropna=False
    )
    return excerpts["code"].agg(lambda codes: ";".join(dict.fromkeys(codes))).reset_index()
