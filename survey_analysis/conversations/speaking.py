"""Who took part, and who spoke how much: `participants.csv`, `speaking.csv`."""

from __future__ import annotations

import pandas as pd

from survey_analysis.documents import Documents, name_groups

PARTICIPANTS_COLUMNS = [
    "participant", "role", "domain", "company_size", "organisation", "experience_years",
    "session", "consent_to_quote", "documents", "turns", "words",
]  # fmt: skip
SPEAKING_COLUMNS = [
    "document_id", "group", "speaker", "is_moderator", "turns", "turn_share", "words",
    "word_share", "words_per_turn",
]  # fmt: skip


def tabulate_participants(documents: Documents) -> pd.DataFrame:
    """List the participants as the study file declares them, with what they said in all.

    Parameters
    ----------
    documents
        The documents.

    Returns
    -------
    DataFrame
        The table `participants.csv`, in the study file's order: `participant` and what is
        declared of them; `documents` in which they speak, their `turns` and `words`.

    Examples
    --------
    >>> from survey_analysis.documents import read_documents
    >>> from survey_analysis.study import find_study_folder, load_qualitative_study
    >>> name = "mlops-focus-groups"
    >>> documents = read_documents(find_study_folder(name), load_qualitative_study(name))
    >>> tabulate_participants(documents)["participant"].tolist()
    ['D1', 'D2', 'D3', 'D4', 'D5', 'D6']
    """
    declared = [one.model_dump() for one in documents.study.participants]
    table = pd.DataFrame(declared).rename(columns={"id": "participant"})
    said = _count(documents, by=["speaker"]).set_index("speaker")
    totals = said.reindex(table["participant"]).fillna(0).astype(int).reset_index(drop=True)
    table["experience_years"] = table["experience_years"].astype(float)
    return table.join(totals)[PARTICIPANTS_COLUMNS]


def tabulate_speaking(documents: Documents) -> pd.DataFrame:
    """Count how much each speaker says in each document, moderators too.

    Parameters
    ----------
    documents
        The documents.

    Returns
    -------
    DataFrame
        The table `speaking.csv`, by document, then in the order in which they first speak:
        `group` (the session, or ``interviews``), `turns` and `words` with their shares of
        the document's, fractions; `words_per_turn`. A word is what stands between spaces.
    """
    table = _count(documents, by=["document_id", "speaker", "is_moderator"])
    totals = table.groupby("document_id")[["turns", "words"]].transform("sum")
    return table.assign(
        group=table["document_id"].map(name_groups(documents)),
        turn_share=table["turns"] / totals["turns"],
        word_share=table["words"] / totals["words"],
        words_per_turn=table["words"] / table["turns"],
    )[SPEAKING_COLUMNS]


def _count(documents: Documents, *, by: list[str]) -> pd.DataFrame:
    """Count documents, turns and words, in the order of the first turn of each group."""
    turns = documents.turns
    turns["words"] = [len(text.split()) for text in turns["text"]]
    parts = turns.groupby(by, sort=False)
    counts = parts.agg(
        documents=("document_id", "nunique"), turns=("turn", "size"), words=("words", "sum")
    )
    return counts.drop(columns=[name for name in by if name in counts]).reset_index()
