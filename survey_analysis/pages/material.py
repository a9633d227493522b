"""What pages are made of: results, their figures, and why answers are missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from survey_analysis.display import data_note
from survey_analysis.pages.markdown import write_figure, write_table
from survey_analysis.populations import name_population
from survey_analysis.record import SMALLEST_BASE
from survey_analysis.responses import CellState, Responses
from survey_analysis.results import Results
from survey_analysis.study import Question, Study

SUPPRESSION = (
    "Groups with fewer than ten answers are not shown, and neither are those from which such a "
    "group could be worked out."
)


@dataclass(frozen=True)
class Material:
    """Everything that the pages of one survey show.

    Attributes
    ----------
    results
        The results, suppressed figures left out.
    study
        The whole study file, with the questions that have no figure, too.
    figures
        Caption and alternative text of each figure by its name, from
        `survey_analysis.figures.gallery.write_figures`.
    states
        For each question how many respondents answered, or why they did not.
    """

    results: Results
    study: Study
    figures: Mapping[str, tuple[str, str]]
    states: Mapping[str, Mapping[CellState, int]]

    @property
    def place(self) -> str:
        """The address of the results, as seen from a page."""
        return f"results/{self.study.study}"

    @property
    def respondents(self) -> int:
        """How many respondents count."""
        return int(self.results.manifest["data"]["respondents"])

    @property
    def units(self) -> dict[str, str]:
        """The unit of each question, empty for those without."""
        return {question.id: getattr(question, "unit", "") for question in self.study.questions}

    def figure(self, name: str) -> str:
        """Write a figure as a block; nothing if the results do not allow it."""
        if name not in self.figures:
            return ""
        caption, alt = self.figures[name]
        note = data_note(self.results)
        return write_figure(f"{self.place}/figures/{name}", caption=f"{caption} {note}", alt=alt)

    def table(self, table: pd.DataFrame, *, caption: str, csv: str = "", note: str = "") -> str:
        """Write a display table as a block that offers one of the results' CSV files, if any."""
        notes = f"{note} {data_note(self.results)}".strip()
        download = {"CSV": f"{self.place}/{csv}.csv"} if csv else {}
        return write_table(table, caption=caption, note=notes, download=download)

    def rows(self, question: Question) -> pd.DataFrame:
        """Return a question's estimates of the whole sample."""
        table = self.results.table("estimates")
        is_it = (table["question_id"] == question.id) & (table["segment_by"] == "")
        return table[is_it].reset_index(drop=True)

    def missing(self, question: Question) -> str:
        """Say how many answered a question, and why the others did not."""
        if self.respondents < SMALLEST_BASE:
            return f"Fewer than {SMALLEST_BASE} respondents."
        counts = self.states[question.id]
        parts = [f"{counts[state]:,} {state.label}" for state in CellState if counts[state]]
        return f"Of {self.respondents:,} respondents: {', '.join(parts)}."


def count_missing(responses: Responses) -> dict[str, Counter[CellState]]:
    """Count for each question who answered anything of it, and why the others did not.

    Parameters
    ----------
    responses
        The responses; those of the default population count.

    Returns
    -------
    dict
        By question id. Somebody without any answer counts under the last in the order of
        `CellState` of the reasons that the question's cells give.

    Examples
    --------
    >>> from survey_analysis import load_responses
    >>> counts = count_missing(load_responses("ml-deployment-monitoring"))["Q13"]
    >>> counts[CellState.ANSWERED], counts[CellState.AMBIGUOUS]
    (168, 20)
    """
    _, everybody = name_population(responses)
    counts = {}
    for question in responses.study.questions:
        states = responses.states[question.id][everybody]
        has_answer = (states == CellState.ANSWERED).any(axis=1)
        found = np.where(has_answer, CellState.ANSWERED, states.max(axis=1, initial=0))
        counts[question.id] = Counter(map(CellState, found.tolist()))
    return counts


def tabulate_missing(states: Mapping[str, Mapping[CellState, int]]) -> pd.DataFrame:
    """Lay out the counts of `count_missing`: `question_id`, and a column for each state.

    Examples
    --------
    >>> tabulate_missing({"Q1": Counter({CellState.ANSWERED: 8})})["answered"].tolist()
    [8]
    """
    rows = [
        {"question_id": name} | {state.label: counts[state] for state in CellState}
        for name, counts in states.items()
    ]
    return pd.DataFrame(rows)


def list_figures(index: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Index captions and alternative texts by the figures' names.

    Examples
    --------
    >>> list_figures(pd.DataFrame({"name": ["Q1"], "caption": ["A."], "alt": ["Bars."]}))
    {'Q1': ('A.', 'Bars.')}
    """
    texts = zip(index["caption"], index["alt"], strict=True)
    return dict(zip(index["name"], texts, strict=True))


def list_missing(labels: Collection[str]) -> str:
    """Say which items or options have too few answers; nothing if none has.

    Examples
    --------
    >>> list_missing(["Retirement"])
    'Fewer than ten answers, and so not shown: Retirement.'
    """
    return f"Fewer than ten answers, and so not shown: {', '.join(labels)}." if labels else ""
