"""A survey of any size: 130 options in 13 questions, in memory and as CSV."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from survey_analysis.estimates import EstimateSettings
from survey_analysis.intervals import exact_intervals, wilson_intervals
from survey_analysis.measures import Key, QuestionMeasures, Shares
from survey_analysis.responses import BoolArray
from survey_analysis.study import Study, load_study
from survey_analysis.tallies import Tally, tally

QUESTIONS, OPTIONS = 13, 10
_ROWS = 20_000


def make_study(folder: Path) -> Study:
    """Write and load the study file."""
    lines = [
        "study: millions", "title: A generated survey", "kind: survey",
        "about: 130 options in 13 questions.",
        "export:", "  format: unipark", "  id: ID", "  metadata: [Status]",
        "pages:",
        f"  - {{id: all, label: All, questions: [{', '.join(map(_question, range(QUESTIONS)))}]}}",
        "populations:",
        "  complete: {label: Complete, default: true, where: \"Status starts 'Completed'\"}",
        "questions:",
    ]  # fmt: skip
    for q in range(QUESTIONS):
        lines += [f"  - id: {_question(q)}", f"    label: Question {q}", "    kind: multiple"]
        lines += ["    options:"]
        for o in range(OPTIONS):
            option = f"{{id: o{o}, label: Option {o}, column: {_column(q, o)}}}"
            lines.append(f"      - {option}")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "study.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load_study(folder)


def _question(number: int) -> str:
    return f"M{number}"


def _column(question: int, option: int) -> str:
    return f"M{question}_Generated_Option_{option}"


def draw_ticks(n: int, *, rng: np.random.Generator) -> BoolArray:
    """Draw who ticks what, shape (n, 130): options differ in popularity, from 2 % to 60 %."""
    popularity = np.linspace(0.02, 0.6, QUESTIONS * OPTIONS)
    threshold = np.round(popularity * 2**16).astype(np.uint16)
    blocks = [
        rng.integers(0, 2**16, size=(min(_ROWS, n - start), len(threshold)), dtype=np.uint16)
        < threshold
        for start in range(0, n, _ROWS)
    ]
    return np.asfortranarray(np.concatenate(blocks))


def write_csv(path: Path, n: int) -> None:
    """Write an export of n respondents; the ticks are those of `draw_ticks`."""
    columns = [_column(q, o) for q in range(QUESTIONS) for o in range(OPTIONS)]
    texts = np.array(["not quoted", "quoted"], dtype=object)
    rng = np.random.default_rng(1)
    popularity = np.linspace(0.02, 0.6, len(columns))
    threshold = np.round(popularity * 2**16).astype(np.uint16)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(["ID", "Status", *columns]) + "\n")
        for start in range(0, n, _ROWS):
            size = (min(_ROWS, n - start), len(columns))
            ticked = rng.integers(0, 2**16, size=size, dtype=np.uint16) < threshold
            rows = texts[ticked.astype(np.int8)]
            file.writelines(
                f"{start + i + 1},Completed (31),{','.join(row)}\n" for i, row in enumerate(rows)
            )


def measure_ticks(ticks: BoolArray) -> list[QuestionMeasures]:
    """Describe ticks as measures of 13 questions, as responses in memory would be."""
    n = len(ticks)
    nobody, everybody = np.zeros(n, dtype=bool), np.ones(n, dtype=bool)
    measures = []
    for q in range(QUESTIONS):
        hits = ticks[:, q * OPTIONS : (q + 1) * OPTIONS]
        names = [(f"o{o}", _column(q, o)) for o in range(OPTIONS)]
        keys = [Key(_question(q), "", option, column, "proportion") for option, column in names]
        base = hits.any(axis=1)
        part = Shares(keys, hits, base)
        measures.append(QuestionMeasures(_question(q), [part], everybody, nobody, nobody))
    return measures


def count_and_estimate(measures: list[QuestionMeasures], n: int) -> Tally:
    """Count all options, then compute their exact and Wilson intervals."""
    counted = tally(measures, np.ones((1, n), dtype=bool))
    settings = EstimateSettings()
    exact_intervals(counted, settings=settings.limits)
    wilson_intervals(counted, level=settings.level)
    return counted
