"""Reading results back: tables with labels, for notebooks, figures and pages."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from survey_analysis.coding.codebook import CODEBOOK, Codebook, load_codebook
from survey_analysis.coding.formulas import restore
from survey_analysis.errors import InvalidCallError, PublishError, unknown_name
from survey_analysis.publish import read_manifest
from survey_analysis.study import (
    AnyStudy,
    Study,
    find_study_folder,
    load_study,
    question_items,
    question_options,
)

RESULTS_VARIABLE = "SURVEY_ANALYSIS_RESULTS"
"""Environment variable: the folder whose subfolders hold the results of each study."""

ILLUSTRATION_LABEL = "Illustration: transcripts written for this project"
"""Stands on whatever is made from such transcripts."""

# Columns in which nothing is an empty text; everywhere else nothing is an unknown number.
_TEXT = {
    "question_id", "item_id", "option_id", "source", "population", "segment_by", "segment",
    "statistic", "method", "flag", "check", "note", "severity", "page", "questions",
    "claim", "sentence", "research_question", "verdict", "expected", "variation", "label",
    "versus_question_id", "versus_item_id", "versus_option_id", "versus_segment", "test",
    "effect_name", "category", "code", "coefficient", "weights", "from_code", "relation", "to_code",
    "coders", "within", "with_code",
    "participant", "role", "domain", "company_size", "organisation", "session", "document_id",
    "unit_id", "group", "speaker", "parent", "statement", "kind", "stance", "outcome", "text",
}  # fmt: skip
_NUMBERS = {"saturation": {"expected"}}  # of claims it is a verdict


@dataclass(frozen=True, eq=False)
class Results:
    """The results of one study.

    Attributes
    ----------
    study
        The study file.
    tables
        The tables by name without ending: ``estimates``, ``claims``, ``quality`` ...
        Tables with a `question_id` carry labels: `question`, `item`, `option`; those of
        segments `breakdown`, too.
    manifest
        What the results were made of.
    folder
        Where they lie.
    codebook
        Declares the codes that tables of codings name; None if nothing was coded.
    """

    study: AnyStudy
    tables: Mapping[str, pd.DataFrame]
    manifest: Mapping[str, Any]
    folder: Path
    codebook: Codebook | None = None

    @property
    def kind(self) -> str:
        """What was analysed: ``original``, ``replica``, or ``illustration``."""
        return str(self.manifest["data"]["kind"])

    @property
    def survey(self) -> Study:
        """The study file of a survey.

        Raises
        ------
        InvalidCallError
            If the study is one of interviews or focus groups.
        """
        if isinstance(self.study, Study):
            return self.study
        msg = f"{self.study.study} is no survey, so it has no questions"
        raise InvalidCallError(msg)

    def table(self, name: str) -> pd.DataFrame:
        """Return a table by name.

        Raises
        ------
        InvalidCallError
            If there is none; names the nearest.
        """
        if name not in self.tables:
            raise InvalidCallError(unknown_name("table", name, self.tables))
        return self.tables[name]

    def question(self, question_id: str, table: str = "estimates") -> pd.DataFrame:
        """Return the rows of one question, in the table's order.

        Raises
        ------
        InvalidCallError
            If the study has no such question, or there is no such table: names the
            nearest; or if the table is not about questions.
        """
        self.survey.question(question_id)
        rows = self.table(table)
        if "question_id" not in rows:
            msg = f"the table {table!r} is not about questions: it has no column 'question_id'"
            raise InvalidCallError(msg)
        return rows[rows["question_id"] == question_id].reset_index(drop=True)


def load_results(study: str | Path, folder: str | Path | None = None) -> Results:
    """Read the results of a study.

    Parameters
    ----------
    study
        The name of a bundled study, or the path of a study folder.
    folder
        The results folder. If None: the study's folder below the environment variable
        SURVEY_ANALYSIS_RESULTS, or below ``results`` here or one folder up (where a
        notebook finds it).

    Raises
    ------
    PublishError
        If there are no results there, or another study's; says how to make them.

    Examples
    --------
    >>> from survey_analysis.study import find_study_folder
    >>> name = "ml-deployment-monitoring"
    >>> results = load_results(name, find_study_folder(name) / "record")
    >>> results.question("Q14")["option"].tolist()
    ['Yes', 'No']
    """
    loaded = load_study(study)
    place = Path(folder) if folder is not None else results_root() / loaded.study
    manifest = read_manifest(place)
    if manifest.get("study") != loaded.study:
        found = manifest.get("study")
        msg = f"{place}: holds the results of {found!r}, not of {loaded.study!r}"
        raise PublishError(msg)
    tables = {path.stem: _read(path) for path in sorted(place.glob("*.csv"))}
    if isinstance(loaded, Study):
        tables = {name: add_labels(table, loaded) for name, table in tables.items()}
    codebook = find_study_folder(study) / "coding" / CODEBOOK
    return Results(
        study=loaded,
        tables=tables,
        manifest=manifest,
        folder=place,
        codebook=load_codebook(codebook) if codebook.is_file() else None,
    )


def results_root() -> Path:
    """Return the folder that holds the results of every study."""
    if RESULTS_VARIABLE in os.environ:
        return Path(os.environ[RESULTS_VARIABLE])
    here, above = Path("results"), Path("../results")
    return above if above.is_dir() and not here.is_dir() else here


def _read(path: Path) -> pd.DataFrame:
    """Read a table: empty is no text in texts, and NaN elsewhere; "None" stays a text."""
    header = pd.read_csv(path, nrows=0).columns
    texts = [name for name in header if name in _TEXT - _NUMBERS.get(path.stem, set())]
    table = pd.read_csv(
        path,
        dtype=dict.fromkeys(texts, "str"),
        keep_default_na=False,
        na_values={name: [""] for name in header if name not in texts},
    )
    return table.assign(**{name: table[name].map(restore) for name in texts})


def add_labels(table: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Add `question`, `item` and `option` labels to a table with ids; others come back as is.

    A table of segments gets `breakdown` as well: what divides the respondents.

    Parameters
    ----------
    table
        A table with `question_id`, and perhaps `item_id` and `option_id`.
    study
        The study that declares the labels.

    Examples
    --------
    >>> table = pd.DataFrame({"question_id": ["Q13"], "option_id": ["paas"]})
    >>> add_labels(table, load_study("ml-deployment-monitoring"))["option"].tolist()
    ['Platform as a service']
    """
    if "question_id" not in table:
        return table
    labelled = table.copy()
    questions = {question.id: question for question in study.questions}
    labelled["question"] = [
        questions[q].label if q in questions else "" for q in table["question_id"]
    ]
    parts = {
        "item_id": {q.id: {i.id: i.label for i in question_items(q)} for q in study.questions},
        "option_id": {q.id: {o.id: o.label for o in question_options(q)} for q in study.questions},
    }
    for column, labels in parts.items():
        if column in table:
            ids = zip(table["question_id"], table[column], strict=True)
            labelled[column.removesuffix("_id")] = [labels.get(q, {}).get(i, "") for q, i in ids]
    if "segment_by" in table and (table["segment_by"] != "").any():
        names = {by: _name_breakdown(by, study) for by in table["segment_by"].unique()}
        labelled["breakdown"] = table["segment_by"].map(names)
    return labelled


def _name_breakdown(by: str, study: Study) -> str:
    parts = [study.segments[name].label for name in by.split("*") if name in study.segments]
    return " × ".join(parts)
