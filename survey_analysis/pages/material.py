"""What pages are made of: results, their figures, and why answers are missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from survey_analysis.display import data_note
from survey_analysis.pages.markdown import write_figure, write_table
from survey_analysis.populations import name_population
from survey_analysis.responses import CellState, Responses, cell_names
from survey_analysis.results import Results
from survey_analysis.study import NumericQuestion, Question, ScaleQuestion, Study
from survey_analysis.suppression import SMALLEST_BASE

SUPPRESSION = (
    "No figure rests on fewer than ten respondents: what a smaller group, such as a role, answered "
    "is not shown, and neither is a group from which it could be worked out. In a group of ten or "
    "more, even an option that one respondent chose is counted."
)

ORIGIN = "Computed from the survey's real export. Only aggregates are shown, nobody's own answers."
"""Once on each page whose numbers are the real ones."""


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
        For each question how many respondents answered, or why they did not; for each item
        of a grid, too (`count_missing`).
    timing
        When the survey ran, in words (`survey_analysis.pages.timing`).
    prose
        SHA-256 of each page that the study brings, by file.
    """

    results: Results
    study: Study
    figures: Mapping[str, tuple[str, str]]
    states: Mapping[str, Mapping[CellState, int]]
    timing: str = ""
    prose: Mapping[str, str] = field(default_factory=dict)

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

    @property
    def mark(self) -> str:
        """What every figure and table must say: that its numbers are not the real ones."""
        return "" if self.results.kind == "original" else data_note(self.results)

    @property
    def questions(self) -> list[Question]:
        """The questions that are not hidden."""
        return [question for question in self.study.questions if not question.hidden]

    def figure(self, name: str) -> str:
        """Write a figure as a block; nothing if the results do not allow it."""
        if name not in self.figures:
            return ""
        caption, alt = self.figures[name]
        caption = f"{caption} {self.mark}".strip()
        return write_figure(f"{self.place}/figures/{name}", caption=caption, alt=alt)

    def table(self, table: pd.DataFrame, *, caption: str, csv: str = "", note: str = "") -> str:
        """Write a display table as a block that offers one of the results' CSV files, if any."""
        notes = f"{note} {self.mark}".strip()
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
        said = f"Of {self.respondents:,} respondents: {_list_states(self.states[question.id])}."
        names = [name for name in self.states if name.startswith(f"{question.id}.")]
        if not names:
            return said
        items: Counter[CellState] = sum((Counter(self.states[n]) for n in names), Counter())
        cells = f"Of {items.total():,} cells of its {len(names)} items: {_list_states(items)}."
        return f"{said.replace(' answered', ' answered at least one item', 1)} {cells}"


def _list_states(counts: Mapping[CellState, int]) -> str:
    return ", ".join(f"{counts[state]:,} {state.label}" for state in CellState if counts[state])


def count_written(material: Material, question: Question) -> str:
    """Say how many respondents wrote something, unless they are fewer than ten."""
    written = material.states[question.id][CellState.ANSWERED]
    return f"{written:,}" if written >= SMALLEST_BASE else f"fewer than {SMALLEST_BASE}"


def count_missing(responses: Responses) -> dict[str, Counter[CellState]]:
    """Count for each question who answered anything of it, and why the others did not.

    Parameters
    ----------
    responses
        The responses; those of the default population count.

    Returns
    -------
    dict
        By question id, and for each item of a grid or block by ``Q6.item``. Somebody without
        any answer counts under the last in the order of `CellState` of the reasons that the
        question's cells give.

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
        if question.hidden:
            continue
        states = responses.states[question.id][everybody]
        has_answer = (states == CellState.ANSWERED).any(axis=1)
        found = np.where(has_answer, CellState.ANSWERED, states.max(axis=1, initial=0))
        counts[question.id] = Counter(map(CellState, found.tolist()))
        if isinstance(question, ScaleQuestion | NumericQuestion) and question.items:
            for name, cells in zip(cell_names(question), states.T, strict=True):
                counts[name] = Counter(map(CellState, cells.tolist()))
    return counts


def tabulate_missing(states: Mapping[str, Mapping[CellState, int]]) -> pd.DataFrame:
    """Lay out the counts of `count_missing`: ids of question and item, a column for each state.

    Examples
    --------
    >>> tabulate_missing({"Q1": Counter({CellState.ANSWERED: 8})})["answered"].tolist()
    [8]
    """
    rows = []
    for name, counts in states.items():
        question, _, item = name.partition(".")
        by_state = {state.label: counts[state] for state in CellState}
        rows.append({"question_id": question, "item_id": item, **by_state})
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
