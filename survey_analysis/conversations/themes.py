"""Which theme each participant raises, and in how many turns: `themes.csv`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from survey_analysis.bootstrap.limits import IntArray
from survey_analysis.coded.cohort import Cohort
from survey_analysis.coded.reports import Reports
from survey_analysis.coding.codebook import Codebook

COLUMNS = [
    "category", "code", "parent", "label", "participant", "session", "is_present", "units",
    "own_units",
]  # fmt: skip


def tabulate_themes(
    reports: Reports, cohort: Cohort, *, codebook: Codebook, sessions: dict[str, str]
) -> pd.DataFrame:
    """Cross themes with participants.

    Parameters
    ----------
    reports
        The coded turns, from `survey_analysis.coded.reports.count_reports`.
    cohort
        The participants.
    codebook
        Labels, and which code stands below which.
    sessions
        The session of each participant, in the order of the study file.

    Returns
    -------
    DataFrame
        The table `themes.csv`, one row a theme and participant who has a coded turn: first
        a category (`code` empty), then its codes, then groupings. `units` is the number of
        turns with the theme or one below it, `own_units` of those with the code itself;
        `is_present` says whether there are any. Themes that nobody raises are left out.
    """
    rolled = reports.by_respondent((reports.applications > 0).astype(np.int64))
    own = reports.by_respondent((reports.own > 0).astype(np.int64))
    direct = {code.id: own[:, i].tolist() for i, code in enumerate(codebook.codes)}
    labels = {one.id: one.label for one in codebook.groupings}
    labels |= {one.id: one.label for one in codebook.categories}
    codes = {one.id: one for one in codebook.codes}
    order = {name: i for i, name in enumerate(sessions)}
    taking_part = sorted(np.flatnonzero(reports.base), key=lambda i: order[cohort.ids[i]])
    rows = []
    for (category, code), counts in zip(reports.figures, rolled.T.tolist(), strict=True):
        found = codes.get(code)
        label = found.label if found else labels[category]
        parent = (found.parent or "") if found else ""
        theme = (category, code, parent, label)
        for i in taking_part:
            name, alone = cohort.ids[i], direct[code][i] if code else 0
            rows.append((*theme, name, sessions[name], counts[i] > 0, counts[i], alone))
    return pd.DataFrame(rows, columns=COLUMNS)


def widen(reports: Reports, *, turns: int) -> Reports:
    """Give every coded unit the codes of those around it, for co-occurrence in a window.

    Parameters
    ----------
    reports
        The coded units of documents; their ids tell document and turn (``P07:012``).
    turns
        How many turns before and after belong to the window.

    Examples
    --------
    >>> marks = np.array([[1, 0], [0, 1], [0, 0]])
    >>> owners = np.zeros(3, dtype=np.int64)
    >>> units = ["P07:002", "P07:004", "P07:009"]
    >>> widen(Reports("documents", units, owners, [], marks, marks, 1), turns=2).own.tolist()
    [[1, 1], [1, 1], [0, 0]]
    """
    documents, numbers = _locate(reports.units)
    near = np.abs(numbers[:, None] - numbers) <= turns
    window = (near & (documents[:, None] == documents)).astype(np.int64)
    return replace(reports, own=window @ reports.own)


def _locate(units: Sequence[str]) -> tuple[np.ndarray[tuple[int], np.dtype[np.str_]], IntArray]:
    parts = [unit.rpartition(":") for unit in units]
    documents = np.array([document for document, _, _ in parts])
    return documents, np.array([int(place.split(".")[0]) for *_, place in parts], dtype=np.int64)
