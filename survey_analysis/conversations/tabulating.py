"""All tables of a study's documents."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from survey_analysis.coded import CodedSettings, tabulate_coding
from survey_analysis.coded.cohort import form_cohort
from survey_analysis.coded.cooccurrence import tabulate_within_units
from survey_analysis.coded.reports import Reports, count_reports
from survey_analysis.coding.project import Coding, settle
from survey_analysis.conversations.marking import count_only, mark_illustrations
from survey_analysis.conversations.quotes import Quotes, select_quotes
from survey_analysis.conversations.sessions import compare_sessions
from survey_analysis.conversations.speaking import tabulate_participants, tabulate_speaking
from survey_analysis.conversations.stances import tabulate_consensus, tabulate_stances
from survey_analysis.conversations.themes import COLUMNS as THEMES_COLUMNS
from survey_analysis.conversations.themes import tabulate_themes, widen
from survey_analysis.documents import Documents

WINDOW = 2
"""Turns before and after a turn that count as the same stretch of talk."""


@dataclass(frozen=True, eq=False)
class Conversations:
    """The documents of a study, and what was coded in them.

    Attributes
    ----------
    documents
        The transcripts.
    coding
        The codings; None if nothing is coded yet.
    stances
        From `survey_analysis.conversations.read_stances`; None without a board.
    """

    documents: Documents
    coding: Coding | None = None
    stances: pd.DataFrame | None = None

    def quotes(self) -> Quotes:
        """Return what may be quoted, and how much may not and why."""
        return self._quotes

    @cached_property
    def _quotes(self) -> Quotes:
        """Look through every excerpt once; a run asks for the table and for what is withheld."""
        study = self.documents.study
        if self.coding is None:
            return Quotes(pd.DataFrame(), {})
        return select_quotes(settle(self.coding), self.coding.units, study)


def tabulate_conversations(
    conversations: Conversations, *, rng: np.random.Generator, settings: CodedSettings
) -> dict[str, pd.DataFrame]:
    """Compute every table of a study of interviews or focus groups.

    Below ten participants there are counts and no shares. Tables made from illustrations say
    so.

    Parameters
    ----------
    conversations
        Documents, codings and stances.
    rng
        Random numbers of resamples and of random orders.
    settings
        Level, kind of interval, number of resamples.

    Returns
    -------
    dict
        Tables by file name: ``participants.csv``, ``speaking.csv``; with codings
        ``themes.csv``, ``quotes.csv`` and those of `survey_analysis.coded.tabulate_coding`,
        with co-occurrence in a window of two turns before and after; of focus groups
        ``sessions.csv``, and with a board ``stances.csv`` and ``consensus.csv``.
    """
    documents, study = conversations.documents, conversations.documents.study
    tables = {
        "participants.csv": tabulate_participants(documents),
        "speaking.csv": tabulate_speaking(documents),
    }
    themes = pd.DataFrame(columns=THEMES_COLUMNS)
    if conversations.coding is not None:
        coded, themes = _tabulate_codings(conversations.coding, documents, rng, settings)
        tables |= {"themes.csv": themes, **coded, "quotes.csv": conversations.quotes().table}
    if study.kind == "focus-groups":
        tables["sessions.csv"] = compare_sessions(documents, tables["speaking.csv"], themes)
    if conversations.stances is not None:
        tables["stances.csv"] = tabulate_stances(conversations.stances, study)
        tables["consensus.csv"] = tabulate_consensus(tables["stances.csv"], study)
    return mark_illustrations(tables) if study.documents.illustration else tables


def _tabulate_codings(
    coding: Coding, documents: Documents, rng: np.random.Generator, settings: CodedSettings
) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Compute the tables of codings, and the themes."""
    respondents = coding.units["respondent"].astype(str).tolist()
    cohort = form_cohort(None, respondents, by=None, settings=settings)
    counted = count_reports(coding, cohort)
    coded = tabulate_coding(coding, rng=rng, settings=settings)
    if not counted:
        return coded, pd.DataFrame(columns=THEMES_COLUMNS)
    reports = counted[0]
    windows = _tabulate_windows(reports, coding, rng=rng, settings=settings)
    near = [table for table in (coded["cooccurrence.csv"], windows) if len(table)]
    if near:
        coded["cooccurrence.csv"] = pd.concat(near, ignore_index=True)
    sessions = {one.id: one.session or "" for one in documents.study.participants}
    themes = tabulate_themes(reports, cohort, codebook=coding.codebook, sessions=sessions)
    return count_only(coded, participants=int(reports.base.sum())), themes


def _tabulate_windows(
    reports: Reports, coding: Coding, *, rng: np.random.Generator, settings: CodedSettings
) -> pd.DataFrame:
    codes = [code.id for code in coding.codebook.codes]
    widened = widen(reports, turns=WINDOW)
    table = tabulate_within_units(widened, codes, rng=rng, settings=settings)
    return table.assign(within="window")
