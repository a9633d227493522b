"""Sessions of focus groups side by side: `sessions.csv`."""

from __future__ import annotations

import pandas as pd

from survey_analysis.documents import Documents, name_groups

COLUMNS = [
    "session", "documents", "participants", "minutes", "turns", "words", "moderator_share",
    "largest_share", "smallest_share", "codes", "codes_only_here",
]  # fmt: skip


def compare_sessions(
    documents: Documents, speaking: pd.DataFrame, themes: pd.DataFrame
) -> pd.DataFrame:
    """Say how the sessions of focus groups compare.

    Parameters
    ----------
    documents
        The documents.
    speaking
        The table `speaking.csv`.
    themes
        The table `themes.csv`; without rows if nothing is coded.

    Returns
    -------
    DataFrame
        The table `sessions.csv`, one row a session: `minutes` from the first to the last
        time of each document, missing without times; `moderator_share` of the words;
        `largest_share` and `smallest_share` of a participant in what participants say;
        `codes` raised, and how many of them in no other session.
    """
    groups = name_groups(documents)
    turns = documents.turns.assign(group=lambda table: table["document_id"].map(groups))
    raised = themes[(themes["code"] != "") & (themes["own_units"] > 0)]
    codes = {str(name): set(part) for name, part in raised.groupby("session")["code"]}
    rows = []
    for session, part in speaking.groupby("group", sort=False):
        talking = part[~part["is_moderator"]]
        said = talking.groupby("speaker")["words"].sum() / talking["words"].sum()
        here = codes.get(str(session), set())
        elsewhere = [other for name, other in codes.items() if name != session]
        rows.append(
            (
                session, part["document_id"].nunique(), len(said),
                _minutes(turns[turns["group"] == session]), part["turns"].sum(),
                part["words"].sum(), 1 - talking["words"].sum() / part["words"].sum(),
                said.max(), said.min(), len(here), len(here.difference(*elsewhere)),
            )
        )  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def _minutes(turns: pd.DataFrame) -> float:
    times = turns.groupby("document_id")["start_seconds"].agg(["min", "max"])
    return float((times["max"] - times["min"]).sum(skipna=False) / 60)
