"""What a verb of `code` works on: the coding of a survey, or of a study of documents."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from survey_analysis.coding.codebook import CODEBOOK
from survey_analysis.coding.project import Coding, open_coding
from survey_analysis.conversations import Conversations
from survey_analysis.documents import describe_before
from survey_analysis.errors import InvalidCallError, StudyFileError
from survey_analysis.loading import load_responses
from survey_analysis.printing import format_json, format_table
from survey_analysis.progress import say, step
from survey_analysis.qualitative import CODING, load_conversations
from survey_analysis.responses import Responses, segment_masks
from survey_analysis.study import Study, TextQuestion, find_study_folder, load_study


@dataclass(frozen=True)
class Opened:
    """A study's coding, opened by a command.

    Attributes
    ----------
    coding
        The coding.
    study
        The study's name.
    source
        What the units come from: the responses of a survey, or conversations.
    """

    coding: Coding
    study: str
    source: Responses | Conversations

    @property
    def folder(self) -> Path:
        """The folder of the coding's files."""
        if self.coding.folder is None:
            msg = f"{self.study}: the coding is in memory only"
            raise InvalidCallError(msg)
        return self.coding.folder

    @property
    def kind(self) -> str:
        """Whether the texts are the ``original`` ones, or a ``replica`` stands for them."""
        return self.source.source.kind if isinstance(self.source, Responses) else "original"

    @property
    def labels(self) -> Mapping[str, str]:
        """Labels of groups by id, where groups have labels."""
        question_id = self.coding.codebook.units.question
        if not isinstance(self.source, Responses) or question_id is None:
            return {}
        question = self.source.study.question(question_id)
        groups = question.groups if isinstance(question, TextQuestion) else []
        return {group.id: group.label for group in groups}

    @property
    def attributes(self) -> pd.DataFrame:
        """What is known of each respondent, by id: the study's segments, or who took part."""
        if isinstance(self.source, Responses):
            return _list_segments(self.source)
        people = self.source.documents.study.participants
        rows = [person.model_dump(exclude={"id"}, exclude_none=True) for person in people]
        return pd.DataFrame(rows, index=[person.id for person in people])

    def add_context(self, sheet: pd.DataFrame) -> pd.DataFrame:
        """Put what was said before in front of the text of each unit of a conversation.

        An answer to an open question stands by itself; the sheet of a survey stays as it is.

        Parameters
        ----------
        sheet
            A row a unit, with `unit_id` and `text`; gains the column `before`.
        """
        if isinstance(self.source, Responses):
            return sheet
        units = self.coding.units.set_index("unit_id").loc[sheet["unit_id"]]
        before = describe_before(self.source.documents, units)
        place = sheet.columns.get_loc("text")
        parts = [sheet.iloc[:, :place], pd.DataFrame({"before": before}, index=sheet.index)]
        return pd.concat([*parts, sheet.iloc[:, place:]], axis=1)


def _list_segments(responses: Responses) -> pd.DataFrame:
    """Name the segment of each respondent, a column a breakdown; missing for who is in none."""
    table = pd.DataFrame(index=responses.ids, dtype=object)
    for name in responses.study.segments:
        for segment in segment_masks(responses, name):
            table.loc[segment.mask, name] = segment.label
    return table


def open_for_command(
    options: argparse.Namespace, *, texts: bool = False, strict: bool = True
) -> Opened:
    """Open the coding of the study that was named.

    Parameters
    ----------
    options
        The parsed call.
    texts
        Whether the original texts are needed.
    strict
        Whether codes that are not in a survey's codebook are refused.

    Raises
    ------
    InvalidCallError
        If texts are needed, and this is a replica; or if an export is given for documents.
    StudyFileError
        If there is no codebook, or the files do not fit.
    """
    study = load_study(options.study)
    if not isinstance(study, Study):
        return Opened(*_open_documents(options))
    folder = find_study_folder(options.study) / CODING
    with step(f"{study.study}: reading"):
        responses = load_responses(options.study, options.data, format=options.data_format)
    for warning in responses.source.warnings:
        say(f"warning: {warning}")
    if texts and responses.source.kind == "replica":
        msg = (
            f"'code {options.verb}' needs the texts, and the replica has none; name the "
            "original with --data FILE ('survey-analysis fetch' downloads it)"
        )
        raise InvalidCallError(msg)
    return Opened(open_coding(folder, responses, strict=strict), study.study, responses)


def _open_documents(options: argparse.Namespace) -> tuple[Coding, str, Conversations]:
    if options.data is not None or options.data_format is not None:
        msg = f"{options.study} has documents and no export; leave out --data and --format"
        raise InvalidCallError(msg)
    conversations = load_conversations(options.study)
    name = conversations.documents.study.study
    if conversations.coding is None:
        path = find_study_folder(options.study) / CODING / CODEBOOK
        msg = f"{path}: there is no such file; a coding begins with a codebook"
        raise StudyFileError(msg)
    return conversations.coding, name, conversations


def print_table(table: pd.DataFrame, *, as_json: bool, columns: Sequence[str] = ()) -> None:
    """Print a table for people, or as JSON with all of its columns."""
    if as_json:
        print(format_json(table))
        return
    shown = table[list(columns)] if columns else table
    right = "".join("r" if pd.api.types.is_numeric_dtype(shown[name]) else "l" for name in shown)
    rows = [[_write(value) for value in row] for row in shown.itertuples(index=False)]
    print(format_table(rows, right=right, heading=[str(name) for name in shown]))


def _write(value: object) -> str:
    """Write numbers with three digits; undefined is empty."""
    if pd.isna(value):  # type: ignore[call-overload]
        return ""
    return f"{value:.3g}" if isinstance(value, float) else str(value)
