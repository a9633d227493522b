"""Units of documents: what is coded, each with an id that stays."""

from __future__ import annotations

import pandas as pd

from survey_analysis.coding.units import UNIT_COLUMNS, text_sha256
from survey_analysis.documents.reading import Documents
from survey_analysis.documents.sentences import split_sentences
from survey_analysis.errors import DataError, Problem, describe_problems

INTERVIEWS = "interviews"
"""The group of every unit of interviews; in focus groups it is the session."""


def list_document_units(
    documents: Documents, *, spans: pd.DataFrame | None = None, with_moderators: bool = False
) -> pd.DataFrame:
    """List what is coded in documents: turns, or as the study file asks their sentences.

    Parameters
    ----------
    documents
        The documents.
    spans
        Excerpts to code in the place of whole turns: `document_id`, `turn`, `start` and
        `end` (code points from 0, end exclusive).
    with_moderators
        Whether a moderator's turns are coded, too.

    Returns
    -------
    DataFrame
        One row a unit, in the documents' order: `unit_id` (``P07:012``, a sentence of it
        ``P07:012.3``, an excerpt ``P07:012.4-19``), `respondent`, who speaks;
        `question_id`, the document; `item_id`, the turn; `group`, the session of a focus
        group or ``interviews``; `text`; `text_sha256`.

    Raises
    ------
    DataError
        If spans lie outside the turns; lists all of them.

    Examples
    --------
    >>> from survey_analysis.documents import read_documents
    >>> from survey_analysis.study import find_study_folder, load_qualitative_study
    >>> name = "operationalizing-ml"
    >>> documents = read_documents(find_study_folder(name), load_qualitative_study(name))
    >>> list_document_units(documents)["unit_id"].iloc[0]
    'P01:002'
    """
    turns = documents.turns
    if not with_moderators:
        turns = turns[~turns["is_moderator"]]
    if spans is not None:
        segments = _cut_spans(turns, spans)
    elif documents.study.documents.unit == "sentence":
        segments = _cut_sentences(turns)
    else:
        segments = turns.assign(part="")
    item = segments["turn"].map("{:03d}".format)
    groups = name_groups(documents)
    units = pd.DataFrame(
        {
            "unit_id": segments["document_id"] + ":" + item + segments["part"],
            "respondent": segments["speaker"],
            "question_id": segments["document_id"],
            "item_id": item,
            "group": segments["document_id"].map(groups),
            "text": segments["text"],
            "text_sha256": segments["text"].map(text_sha256),
        }
    )
    return units[UNIT_COLUMNS].reset_index(drop=True)


def name_groups(documents: Documents) -> dict[str, str]:
    """Name the group of each document: ``interviews``, or the session of a focus group.

    Parameters
    ----------
    documents
        The documents.
    """
    if documents.study.kind == "interviews":
        return {one.document_id: INTERVIEWS for one in documents.transcripts}
    sessions = {one.id: str(one.session) for one in documents.study.participants}
    return {one.document_id: sessions[one.participants[0]] for one in documents.transcripts}


def describe_before(documents: Documents, units: pd.DataFrame) -> list[str]:
    """Give what was said before each unit, and by whom: the turn before that of the unit.

    Parameters
    ----------
    documents
        The documents.
    units
        Units of them, as `list_document_units` returns them.

    Returns
    -------
    list of str
        In the order of the units, such as ``Interviewer: How so?``; empty where a unit is of
        the first turn.

    Examples
    --------
    >>> from survey_analysis.documents import read_documents
    >>> from survey_analysis.study import find_study_folder, load_qualitative_study
    >>> name = "operationalizing-ml"
    >>> documents = read_documents(find_study_folder(name), load_qualitative_study(name))
    >>> describe_before(documents, list_document_units(documents))[0][:35]
    'Interviewer: Thanks for making the '
    """
    turns = documents.turns
    said = {
        (turn.document_id, turn.turn): f"{turn.speaker}: {turn.text}" for turn in turns.itertuples()
    }
    places = zip(units["question_id"], units["item_id"], strict=True)
    return [said.get((document, int(turn) - 1), "") for document, turn in places]


def _cut_sentences(turns: pd.DataFrame) -> pd.DataFrame:
    rows = [
        {**turn, "part": f".{number}", "text": turn["text"][start:end]}
        for turn in turns.to_dict("records")
        for number, (start, end) in enumerate(split_sentences(turn["text"]), start=1)
    ]
    return pd.DataFrame(rows, columns=[*turns.columns, "part"])


def _cut_spans(turns: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    joined = spans.merge(turns, on=["document_id", "turn"], how="left").sort_values(
        ["document_id", "turn", "start", "end"], ignore_index=True
    )
    lengths = joined["text"].str.len()  # missing where there is no such turn
    fits = (joined["start"] >= 0) & (joined["start"] < joined["end"]) & (joined["end"] <= lengths)
    if not fits.all():
        problems = [
            Problem(f"{row.document_id}, turn {row.turn}: no span {row.start} to {row.end}")
            for row in joined[~fits].itertuples()
        ]
        raise DataError(describe_problems(problems, heading="spans outside coded turns"))
    bounds = zip(joined["text"], joined["start"], joined["end"], strict=True)
    return joined.assign(
        part="." + joined["start"].astype(str) + "-" + joined["end"].astype(str),
        text=[text[start:end] for text, start, end in bounds],
    )
