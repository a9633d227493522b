"""The whole analysis of one survey: typed responses in, tables of results out."""

from __future__ import annotations

import platform
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from survey_analysis.bootstrap import Interval
from survey_analysis.claims import check_claims, load_claims
from survey_analysis.errors import DataError
from survey_analysis.estimates import EstimateSettings, estimate
from survey_analysis.findings import find_issues
from survey_analysis.publish import file_sha256
from survey_analysis.quality import count_dropout, tabulate_quality
from survey_analysis.responses import Responses, population_mask, read_responses
from survey_analysis.sensitivity import bound_ambiguous, estimate_sensitivity
from survey_analysis.study import NumericQuestion, find_study_folder, load_study
from survey_analysis.study.model import Breakdowns

_LIBRARIES = ("survey-analysis", "numpy", "pandas", "scipy")


@dataclass(frozen=True)
class RunSettings:
    """How a study is analysed.

    Attributes
    ----------
    level, interval, n_resamples
        As in `EstimateSettings`.
    seed
        Seed of the random numbers; used only with `n_resamples`.
    by
        Breakdowns of `estimates.csv`, such as ``role`` or ``role*country``.
    where
        A condition that narrows the population.
    population
        The population; the study's default if None.
    """

    level: float = 0.95
    interval: Interval = "bca"
    n_resamples: int | None = None
    seed: int = 0
    by: tuple[str, ...] = ()
    where: str | None = None
    population: str | None = None

    def for_estimates(self) -> EstimateSettings:
        """Return the settings of the intervals, with fresh random numbers from the seed."""
        rng = None if self.n_resamples is None else np.random.default_rng(self.seed)
        return EstimateSettings(self.level, self.interval, self.n_resamples, rng)


DEFAULT_RUN = RunSettings()


def load_responses(study: str | Path, data: str | Path | None = None) -> Responses:
    """Read a study and its responses.

    Parameters
    ----------
    study
        The name of a bundled study, or the path of a study folder.
    data
        The export; if None, the ``responses.csv`` of the study's folder (for the bundled
        studies a synthetic replica).

    Raises
    ------
    InvalidCallError, StudyFileError, DataError
        If the study is not known, its file is wrong, or the export does not fit.

    Examples
    --------
    >>> len(load_responses("ml-deployment-monitoring"))
    276
    """
    folder = find_study_folder(study)
    loaded = load_study(study)
    path = Path(data) if data is not None else folder / "responses.csv"
    if data is None and not path.is_file():
        msg = f"{path}: there is no such file; name the export with --data FILE"
        raise DataError(msg)
    return read_responses(loaded, path)


def analyse(
    responses: Responses, folder: Path, *, settings: RunSettings = DEFAULT_RUN
) -> dict[str, pd.DataFrame]:
    """Compute every table of a study's results.

    Parameters
    ----------
    responses
        The responses.
    folder
        The study's folder, for its ``claims.yaml``.
    settings
        How to analyse.

    Returns
    -------
    dict
        Tables by file name: ``estimates.csv`` and those that belong to it.
    """
    tables = {"estimates.csv": estimate_with(responses, settings)}
    declared = responses.study.breakdowns
    if declared is not None:
        tables["breakdowns.csv"] = _breakdowns(responses, declared, settings)
    if responses.study.sensitivity:
        tables["sensitivity.csv"] = estimate_sensitivity(
            responses, settings=settings.for_estimates()
        )
    population = settings.population
    findings = find_issues(responses, population=population)
    tables["bounds.csv"] = bound_ambiguous(responses, population=population)
    tables["distributions.csv"] = count_values(responses, population=population)
    tables["quality.csv"] = tabulate_quality(responses, findings, population=population)
    tables["dropout.csv"] = count_dropout(responses)
    if (folder / "claims.yaml").is_file():
        claims = load_claims(folder / "claims.yaml")
        tables["claims.csv"] = check_claims(claims, tables["estimates.csv"])
    return tables


def estimate_with(responses: Responses, settings: RunSettings) -> pd.DataFrame:
    """Estimate with the settings of a run."""
    return estimate(
        responses,
        by=settings.by,
        where=settings.where,
        population=settings.population,
        settings=settings.for_estimates(),
    )


def _breakdowns(responses: Responses, declared: Breakdowns, settings: RunSettings) -> pd.DataFrame:
    """Estimate the report's questions by its segments: the columns of `estimates.csv`."""
    table = estimate_with(responses, replace(settings, by=tuple(declared.by)))
    kept = table["question_id"].isin(declared.questions) & (table["segment_by"] != "")
    return table[kept].reset_index(drop=True)


def count_values(responses: Responses, *, population: str | None = None) -> pd.DataFrame:
    """Count each value of every numeric question.

    Returns
    -------
    DataFrame
        `distributions.csv`: `question_id`, `item_id`, `population`, `value`, `count`.
    """
    name = population or responses.study.default_population
    everybody = population_mask(responses, name)
    rows: list[tuple[object, ...]] = []
    for question in responses.study.questions:
        if isinstance(question, NumericQuestion):
            ids = [item.id for item in question.items] or [""]
            for item_id, cells in zip(ids, responses.values[question.id].T, strict=True):
                values, counts = np.unique(
                    cells[everybody & np.isfinite(cells)], return_counts=True
                )
                pairs = zip(values.tolist(), counts.tolist(), strict=True)
                rows += [(question.id, item_id, name, value, count) for value, count in pairs]
    return pd.DataFrame(rows, columns=["question_id", "item_id", "population", "value", "count"])


def describe_run(
    responses: Responses, folder: Path, *, settings: RunSettings, command: str
) -> dict[str, Any]:
    """Describe what results were made of: inputs with SHA-256, settings, versions.

    Parameters
    ----------
    command
        The command as somebody else would type it; no path of this machine.
    """
    source, study = responses.source, responses.study
    inputs = {
        path.name: file_sha256(path)
        for path in (folder / "study.yaml", folder / "claims.yaml")
        if path.is_file()
    }
    population = settings.population or study.default_population
    return {
        "study": study.study,
        "data": {
            "kind": source.kind,
            "file": source.file,
            "sha256": source.sha256,
            "format": source.format,
            "encoding": source.encoding,
            "separator": source.separator,
            "records": len(responses),
            "population": population,
            "respondents": int(population_mask(responses, population).sum()),
        },
        "inputs": inputs,
        "settings": asdict(settings),
        "command": command,
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in _LIBRARIES},
        },
    }
