"""What `run` and `validate` do with studies of interviews and focus groups."""

from __future__ import annotations

import argparse

import pandas as pd

from survey_analysis.commands.call import (
    named_studies,
    output_folder,
    run_settings,
    write_command,
)
from survey_analysis.conversations import Conversations
from survey_analysis.conversations.speaking import tabulate_speaking
from survey_analysis.errors import InvalidCallError
from survey_analysis.exit_codes import OK
from survey_analysis.printing import format_json
from survey_analysis.progress import say, step
from survey_analysis.publish import write_results
from survey_analysis.qualitative import (
    analyse_conversations,
    describe_conversations,
    load_conversations,
)
from survey_analysis.study import QualitativeStudy, find_study_folder, load_study
from survey_analysis.summaries import ConversationsSummary, summarise_conversations

_OF_SURVEYS = {
    "data": "--data",
    "data_format": "--format",
    "by": "--by",
    "where": "--where",
    "population": "--population",
}


def refuse_for_documents(options: argparse.Namespace) -> None:
    """Refuse what only a survey has, before anything is computed.

    Raises
    ------
    InvalidCallError
        If an export, segments, a condition or a population are given for a study that has
        documents.
    """
    given = _list_given(options)
    for study in named_studies(options) if given else ():
        if isinstance(load_study(study), QualitativeStudy):
            msg = f"{', '.join(given)}: for surveys; {study} has documents; name the survey"
            raise InvalidCallError(msg)


def _list_given(options: argparse.Namespace) -> list[str]:
    """List the options that only a survey has."""
    given = [flag for name, flag in _OF_SURVEYS.items() if getattr(options, name, None)]
    return given + ["--engine"] * (getattr(options, "engine", "memory") != "memory")


def load_conversations_for_command(study: str) -> Conversations:
    """Read a study's documents, and say what the person who runs this should know of them."""
    with step(f"{find_study_folder(study).name}: reading"):
        conversations = load_conversations(study)
    documents = conversations.documents
    for warning in documents.warnings:
        say(f"warning: {warning}")
    if documents.study.documents.illustration:
        say(
            f"{documents.study.study}: illustrations written for this project; nothing may be "
            "concluded from them about anybody"
        )
    if conversations.coding is None:
        say(f"{documents.study.study}: nothing is coded yet (there is no coding/codebook.yaml)")
    return conversations


def validate_conversations(options: argparse.Namespace) -> int:
    """Check a study's file, documents and codings; print how much there is."""
    given = _list_given(options)
    if given:
        msg = f"{', '.join(given)}: for surveys; {options.study} has documents"
        raise InvalidCallError(msg)
    documents = load_conversations_for_command(options.study).documents
    table = tabulate_speaking(documents)
    if options.json:
        print(format_json(table))
        return OK
    for transcript in documents.transcripts:
        here = table[table["document_id"] == transcript.document_id]
        talking = here[~here["is_moderator"]]
        print(
            f"{transcript.file}: {here['turns'].sum()} turns, {talking['turns'].sum()} by "
            f"{', '.join(talking['speaker'])}"
        )
    return OK


def run_conversations(
    options: argparse.Namespace, study: str
) -> tuple[ConversationsSummary, dict[str, pd.DataFrame]]:
    """Analyse one study of interviews or focus groups and write its results."""
    folder, settings = find_study_folder(study), run_settings(options)
    conversations = load_conversations_for_command(study)
    name = conversations.documents.study.study
    with step(f"{folder.name}: counting"):
        tables = analyse_conversations(conversations, settings=settings)
    for reason, excerpts in conversations.quotes().withheld.items():
        say(f"{name}: {excerpts} coded excerpts are not quoted: {reason}")
    manifest = describe_conversations(
        conversations, folder, settings=settings, command=write_command(options, study)
    )
    out = write_results(tables, output_folder(options, name), manifest=manifest)
    return summarise_conversations(conversations, tables, results=out), tables
