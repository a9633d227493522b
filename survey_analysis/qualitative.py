"""The whole analysis of one study of interviews or focus groups: documents in, tables out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from survey_analysis.analysis import RunSettings, describe_call
from survey_analysis.coded import CodedSettings
from survey_analysis.coding.codebook import CODEBOOK, load_codebook
from survey_analysis.coding.project import Coding, load_coding
from survey_analysis.conversations import Conversations, read_stances, tabulate_conversations
from survey_analysis.documents import Documents, list_document_units, read_documents
from survey_analysis.errors import InvalidCallError, StudyFileError, unknown_name
from survey_analysis.publish import file_sha256
from survey_analysis.study import find_study_folder, load_qualitative_study

CODING = "coding"


def load_documents(study: str | Path) -> Documents:
    """Read a study's transcripts.

    Parameters
    ----------
    study
        The name of a bundled study of interviews or focus groups, or the path of its folder.

    Raises
    ------
    InvalidCallError, StudyFileError, DataError
        If there is no such study, it is a survey, or its files do not fit.

    Examples
    --------
    >>> len(load_documents("operationalizing-ml").transcripts)
    18
    """
    return read_documents(find_study_folder(study), load_qualitative_study(study))


def load_conversations(study: str | Path) -> Conversations:
    """Read a study's transcripts, and what was coded in them if anything was.

    Parameters
    ----------
    study
        As for `load_documents`.

    Raises
    ------
    InvalidCallError, StudyFileError, DataError
        If there is no such study, it is a survey, or its files do not fit.

    Examples
    --------
    >>> found = load_conversations("mlops-focus-groups")
    >>> len(found.documents.transcripts), found.coding.codebook.code_ids[:2]
    (2, ['fewer-slips', 'restorable-state'])
    """
    documents = load_documents(study)
    folder = find_study_folder(study) / CODING
    units = list_document_units(documents)
    coding: Coding | None = None
    if (folder / CODEBOOK).is_file():
        coding = load_coding(folder, _select_coded(units, folder / CODEBOOK))
    stances = read_stances(folder, documents.study, units) if documents.study.statements else None
    return Conversations(documents, coding, stances)


def _select_coded(units: pd.DataFrame, codebook: Path) -> pd.DataFrame:
    """Select the units of the documents that the codebook names; of all if it names none."""
    named = load_codebook(codebook).units.documents
    if named is None:
        msg = f"{codebook}: its units are answers to a question; here they are 'documents: all'"
        raise StudyFileError(msg)
    known = units["question_id"].unique().tolist()
    for name in [] if named == "all" else named:
        if name not in known:
            msg = f"{codebook}: {unknown_name('document of the study', name, known)}"
            raise StudyFileError(msg)
    return units if named == "all" else units[units["question_id"].isin(named)]


def analyse_conversations(
    conversations: Conversations, *, settings: RunSettings
) -> dict[str, pd.DataFrame]:
    """Compute every table of a study of interviews or focus groups.

    Parameters
    ----------
    conversations
        From `load_conversations`.
    settings
        Level, kind of interval, resamples and seed.

    Returns
    -------
    dict
        Tables by file name.

    Raises
    ------
    InvalidCallError
        If segments, a condition or a population are asked for, which documents do not have.
    """
    named = [*settings.by, settings.where, settings.population]
    if any(named):
        study = conversations.documents.study.study
        listed = ", ".join(repr(name) for name in named if name)
        msg = f"{study} has no questions to select or divide participants by; found {listed}"
        raise InvalidCallError(msg)
    coded = CodedSettings(settings.level, settings.interval, settings.n_resamples)
    rng = np.random.default_rng(settings.seed)
    return tabulate_conversations(conversations, rng=rng, settings=coded)


def describe_conversations(
    conversations: Conversations, folder: Path, *, settings: RunSettings, command: str
) -> dict[str, Any]:
    """Describe what results were made of: every document and coding file with SHA-256.

    Parameters
    ----------
    conversations
        What was analysed.
    folder
        The study's folder.
    settings
        How it was analysed.
    command
        The command as somebody else would type it; no path of this machine.

    Returns
    -------
    dict
        `data` has the `kind`: ``illustration``, or ``original``.
    """
    documents = conversations.documents
    declared = documents.study.documents
    coding = sorted((folder / CODING).glob("*.*"))
    return {
        "study": documents.study.study,
        "data": {
            "kind": "illustration" if declared.illustration else "original",
            "note": declared.note or "",
            "documents": {path.name: file_sha256(path) for path in documents.files},
            "coding": {path.name: file_sha256(path) for path in coding},
            "participants": len(documents.study.participants),
            "turns": len(documents.turns),
        },
        **describe_call(folder, settings=settings, command=command),
    }
