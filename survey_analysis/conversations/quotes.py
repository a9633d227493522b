"""What may be quoted: coded turns of those who consented, without personal data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

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
    for excerpt, codes in _list_excerpts(settled, units).items():
        person = people[excerpt.respondent]
        found = find_personal_data(excerpt.text, names=study.names, employers=study.employers)
        reasons = [] if person.consent_to_quote else ["no consent to be quoted"]
        reasons += [f"seems to hold {kind}" for kind in found]
        withheld.update(reasons)
        if not reasons:
            rows.append(
                (excerpt.document_id, excerpt.unit_id, person.id, person.role or "",
                 ";".join(codes), excerpt.text, label)
            )  # fmt: skip
    return Quotes(pd.DataFrame(rows, columns=COLUMNS), dict(withheld))


class _Excerpt(NamedTuple):
    """A coded unit, or the span of one."""

    document_id: str
    unit_id: str
    respondent: str
    start: int | None
    end: int | None
    text: str


def _list_excerpts(settled: pd.DataFrame, units: pd.DataFrame) -> dict[_Excerpt, dict[str, None]]:
    """List every coded excerpt once, with all of its codes, in their order."""
    applied = settled[~settled["code"].isin([NOTHING_APPLIES, NOT_CODABLE])]
    rows = units.merge(applied[["unit_id", "code", "start", "end"]], on="unit_id")
    excerpts: dict[_Excerpt, dict[str, None]] = {}
    columns = ("question_id", "unit_id", "respondent", "start", "end", "text", "code")
    for *of, start, end, text, code in zip(*(rows[c].tolist() for c in columns), strict=True):
        span = (None, None, text) if pd.isna(start) else (start, end, text[start:end])
        excerpts.setdefault(_Excerpt(*of, *span), {})[code] = None
    return excerpts
