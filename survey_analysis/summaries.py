"""What a run found, in short: for people and for programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

import pandas as pd

from survey_analysis.analysis import RunSettings
from survey_analysis.conversations import Conversations
from survey_analysis.populations import name_population
from survey_analysis.printing import format_headlines
from survey_analysis.responses import Responses
from survey_analysis.results import add_labels
from survey_analysis.sensitivity import find_headline
from survey_analysis.study import QualitativeStudy, Study
from survey_analysis.verdicts import summarise_claims

_HEADLINE_COLUMNS = ["headline", "answered", "estimate", "ci_low", "ci_high"]


@dataclass(frozen=True, eq=False)
class Summary:
    """What a run found.

    Attributes
    ----------
    study
        The study file.
    data
        ``original`` or ``replica``.
    population, respondents, records
        Who was counted, how many, and of how many records.
    headlines
        Labelled rows of `estimates.csv`, each with its `headline`.
    claims
        The table of `summarise_claims`; without rows if the study has none.
    rows
        Number of rows of each table, by file name.
    results, site
        Where the results are, and the site's first page if one was built.
    """

    study: Study
    data: str
    population: str
    respondents: int
    records: int
    headlines: pd.DataFrame
    claims: pd.DataFrame
    rows: Mapping[str, int]
    results: Path
    site: Path | None = None

    def as_json(self) -> dict[str, object]:
        """Return plain values and tables, unrounded."""
        return {
            "study": self.study.study,
            "data": self.data,
            "population": self.population,
            "respondents": self.respondents,
            "records": self.records,
            "headlines": self.headlines[_HEADLINE_COLUMNS],
            "claims": self.claims,
            "tables": self.rows,
            "results": str(self.results),
            **({"site": str(self.site)} if self.site else {}),
        }

    def as_text(self) -> str:
        """Write headlines, verdicts and where the results are."""
        counted = f"{self.respondents} of {self.records} records ({self.population})"
        lines = [f"{self.study.study}: {self.data}, {counted}"]
        if len(self.headlines):
            lines += ["", format_headlines(self.headlines, self.study)]
        if len(self.claims):
            verdicts = zip(self.claims["verdict"], self.claims["sentence"], strict=True)
            lines += ["", *(f"  {verdict:<9}  {sentence}" for verdict, sentence in verdicts)]
        lines += ["", f"Results: {self.results}"]
        return "\n".join(lines + ([f"Site: {self.site.resolve()}"] if self.site else []))


def summarise_run(
    responses: Responses,
    tables: Mapping[str, pd.DataFrame],
    *,
    settings: RunSettings,
    results: Path,
) -> Summary:
    """Summarise a run.

    Parameters
    ----------
    responses
        The responses.
    tables
        The tables of `survey_analysis.analysis.analyse`.
    settings
        How they were made.
    results
        Where they were written.
    """
    study = responses.study
    population, everybody = name_population(responses, **settings.counted)
    return Summary(
        study=study,
        data=responses.source.kind,
        population=population,
        respondents=int(everybody.sum()),
        records=len(responses),
        results=results,
        **describe_tables(tables, study),
    )


class Described(TypedDict):
    """What tables say in short: parts of a `Summary`."""

    headlines: pd.DataFrame
    claims: pd.DataFrame
    rows: Mapping[str, int]


def describe_tables(tables: Mapping[str, pd.DataFrame], study: Study) -> Described:
    """Pick headlines and verdicts from the tables of a run, and count their rows.

    Parameters
    ----------
    tables
        The tables; `estimates.csv` among them.
    study
        The study file.
    """
    estimates = add_labels(tables["estimates.csv"], study)
    headlines = [
        estimates[find_headline(estimates, headline)].assign(headline=headline.label)
        for headline in study.headlines
    ]
    claims = tables.get("claims.csv")
    return Described(
        headlines=pd.concat([estimates.iloc[:0].assign(headline=""), *headlines]),
        claims=pd.DataFrame() if claims is None else summarise_claims(claims),
        rows={name: len(table) for name, table in tables.items()},
    )


@dataclass(frozen=True, eq=False)
class ConversationsSummary:
    """What a run on interviews or focus groups found.

    Attributes
    ----------
    study
        The study file.
    data
        ``illustration`` or ``original``.
    documents, participants, turns, coded
        How many there are; `coded` turns have at least one code.
    rows
        Number of rows of each table, by file name.
    results, site
        Where the results are, and the site's first page if one was built.
    """

    study: QualitativeStudy
    data: str
    documents: int
    participants: int
    turns: int
    coded: int
    rows: Mapping[str, int]
    results: Path
    site: Path | None = None

    def as_json(self) -> dict[str, object]:
        """Return plain values."""
        return {
            "study": self.study.study,
            "data": self.data,
            "documents": self.documents,
            "participants": self.participants,
            "turns": self.turns,
            "coded": self.coded,
            "tables": self.rows,
            "results": str(self.results),
            **({"site": str(self.site)} if self.site else {}),
        }

    def as_text(self) -> str:
        """Write how much there is, and where the results are."""
        counted = f"{self.documents} documents, {self.participants} participants"
        lines = [
            f"{self.study.study}: {self.data}, {counted}, {self.turns} turns, {self.coded} of "
            "them with codes",
            "",
            f"Results: {self.results}",
        ]
        return "\n".join(lines + ([f"Site: {self.site.resolve()}"] if self.site else []))


def summarise_conversations(
    conversations: Conversations,
    tables: Mapping[str, pd.DataFrame],
    *,
    results: Path,
) -> ConversationsSummary:
    """Summarise a run on interviews or focus groups.

    Parameters
    ----------
    conversations
        What was analysed.
    tables
        The tables of `survey_analysis.qualitative.analyse_conversations`.
    results
        Where they were written.
    """
    documents = conversations.documents
    status = tables.get("coded_units.csv", pd.DataFrame({"coded": []}))
    return ConversationsSummary(
        study=documents.study,
        data="illustration" if documents.study.documents.illustration else "original",
        documents=len(documents.transcripts),
        participants=len(documents.study.participants),
        turns=int((~documents.turns["is_moderator"]).sum()),
        coded=int(status["coded"].sum()),
        rows={name: len(table) for name, table in tables.items()},
        results=results,
    )
