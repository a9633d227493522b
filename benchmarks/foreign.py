"""Exports of survey tools of any size: labels, ticks joined in a cell, numbers, open texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import polars as pl

from survey_analysis.cli import main
from survey_analysis.loading import load_responses
from survey_analysis.scale import estimate_file
from survey_analysis.study import load_survey

_ROWS = 50_000
ROLES = ["Developer", "Data scientist", "ML engineer", "Project lead", "Tester", "Other role"]
COUNTRIES = [f"Country {number}" for number in range(1, 61)]
POINTS = ["Not relevant at all", "Low relevance", "Neutral", "High relevance", "Very relevant"]
TOOLS = ["Git", "Docker, or similar", "Notebooks", "MLflow", "Airflow", "Kubeflow", "None of these"]
ASPECTS = [
    "Inputs", "Outputs", "Drift", "Latency", "Fairness", "Costs", "Uptime", "Decisions",
]  # fmt: skip
PHASES = ["Collecting data", "Labelling", "Training", "Evaluating", "Deploying", "Monitoring"]
_WORDS = [
    "models",
    "drift",
    "data",
    "nobody",
    "time",
    "team",
    "pipeline",
    "slow",
    "missing",
    "tools",
    "skills",
    "legacy",
]

Block = dict[str, pl.Series]


def _choose(
    labels: list[str], n: int, rng: np.random.Generator, *, missing: float = 0.1
) -> pl.Series:
    """Draw a label a respondent, the first ones most often; empty where it is missing."""
    weights = (
        np.linspace(2, 0.2, len(labels)) * (1 - missing) / np.linspace(2, 0.2, len(labels)).sum()
    )
    drawn = rng.choice(len(labels) + 1, size=n, p=[missing, *weights])
    return pl.Series(["", *labels]).gather(drawn)


def _join(labels: list[str], n: int, rng: np.random.Generator, *, separator: str) -> pl.Series:
    """Draw who ticks what, and join the ticks of each in a cell."""
    ticks = rng.random((n, len(labels))) < np.linspace(0.6, 0.05, len(labels))
    known = [
        separator.join(label for place, label in enumerate(labels) if number >> place & 1)
        for number in range(2 ** len(labels))
    ]
    return pl.Series(known).gather(ticks @ (1 << np.arange(len(labels))))


def _write_words(n: int, rng: np.random.Generator) -> pl.Series:
    """Write open texts: one in three respondents says something, none twice the same."""
    words = pl.Series(_WORDS)
    said = [words.gather(rng.integers(0, len(_WORDS), n)) for _ in range(5)]
    numbers = pl.Series(rng.integers(0, 10**9, n)).cast(pl.String)
    texts = pl.DataFrame([s.alias(str(i)) for i, s in enumerate([*said, numbers])])
    joined = texts.select(pl.concat_str(pl.all(), separator=" ")).to_series()
    return pl.select(
        pl.when(pl.Series(rng.random(n) < 1 / 3)).then(joined).otherwise(pl.lit(""))
    ).to_series()


def _draw_plain(first: int, n: int, rng: np.random.Generator) -> Block:
    """Draw respondents of a plain CSV: labels, and the ticks of a question in one cell."""
    numbers = pl.Series(rng.integers(0, 41, n)).cast(pl.String)
    return {
        "id": pl.Series(np.arange(first, first + n)).cast(pl.String),
        "What is your role?": _choose(ROLES, n, rng),
        "In which country do you work?": _choose(COUNTRIES, n, rng),
        "Years of experience": numbers,
        "Which tools do you use?": _join(TOOLS, n, rng, separator="; "),
        "What do you monitor?": _join(ASPECTS, n, rng, separator="; "),
        **{f"How relevant is {phase.lower()}?": _choose(POINTS, n, rng) for phase in PHASES},
        **{f"How difficult is {phase.lower()}?": _choose(POINTS, n, rng) for phase in PHASES},
        "What is the main problem?": _write_words(n, rng),
    }


def _draw_limesurvey(first: int, n: int, rng: np.random.Generator) -> Block:
    """Draw respondents of LimeSurvey's export: headings are codes, a column an option."""
    ticks = [pl.Series(["", "Y"]).gather((rng.random(n) < 0.4).astype(np.int64)) for _ in TOOLS]
    return {
        "id": pl.Series(np.arange(first, first + n)).cast(pl.String),
        "submitdate": pl.Series(["2024-05-06 07:08:09"]).gather(np.zeros(n, dtype=np.int64)),
        "lastpage": pl.Series(["4"]).gather(np.zeros(n, dtype=np.int64)),
        "startlanguage": _choose(["en", "de", "pt-BR"], n, rng, missing=0),
        "role": _choose(ROLES, n, rng),
        "country": _choose(COUNTRIES, n, rng),
        "years": pl.Series(rng.integers(0, 41, n)).cast(pl.String),
        **{f"tools[SQ{i:03}]": ticked for i, ticked in enumerate(ticks, start=1)},
        **{f"relevant[SQ{i:03}]": _choose(POINTS, n, rng) for i in range(1, 13)},
        **{f"difficult[SQ{i:03}]": _choose(POINTS, n, rng) for i in range(1, 13)},
        "problem": _write_words(n, rng),
    }


FOREIGN: Mapping[str, Callable[[int, int, np.random.Generator], Block]] = {
    "plain CSV": _draw_plain,
    "LimeSurvey": _draw_limesurvey,
}


def write_foreign(kind: str, path: Path, n: int) -> None:
    """Write the export of n respondents in the layout of a survey tool.

    Parameters
    ----------
    kind
        One of `FOREIGN`.
    path
        The file.
    n
        How many respondents.
    """
    rng = np.random.default_rng(1)
    with path.open("wb") as file:
        for first in range(1, n + 1, _ROWS):
            block = pl.DataFrame(FOREIGN[kind](first, min(_ROWS, n + 1 - first), rng))
            block.write_csv(
                file,
                include_header=first == 1,
                quote_style="always" if kind == "LimeSurvey" else "necessary",
            )


def check_foreign(folder: Path, n: int = 5_000) -> int:
    """Hold estimates of drafted studies in chunks against those in memory; return the rows.

    Raises
    ------
    RuntimeError
        If they differ.
    """
    rows = 0
    for number, kind in enumerate(FOREIGN):
        export, study = folder / f"{number}.csv", folder / f"study-{number}"
        write_foreign(kind, export, n)
        main(["new", str(study), "--from", str(export), "--yes"])
        found = estimate_file(load_survey(study), export).table
        expected = _estimate_in_memory(study)
        if found.to_csv() != expected:
            msg = f"{kind}: estimates in chunks are not those in memory"
            raise RuntimeError(msg)
        rows += len(found)
    return rows


def _estimate_in_memory(study: Path) -> str:
    from survey_analysis.estimates import estimate

    return str(estimate(load_responses(study)).to_csv())
