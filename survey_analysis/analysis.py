"""The whole analysis of one survey: typed responses in, tables of results out."""

from __future__ import annotations

import platform
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from survey_analysis.bootstrap import Interval
from survey_analysis.claims import load_claims
from survey_analysis.coded import CodedSettings, tabulate_coding
from survey_analysis.coding.project import open_coding
from survey_analysis.contrasts import ContrastSettings, contrast_declared
from survey_analysis.distributions import count_values
from survey_analysis.errors import InvalidCallError
from survey_analysis.estimates import EstimateSettings, estimate, form_groups, tabulate
from survey_analysis.findings import find_issues
from survey_analysis.measures import measure_questions
from survey_analysis.populations import name_population
from survey_analysis.publish import file_sha256
from survey_analysis.quality import count_dropout, tabulate_left_out, tabulate_quality
from survey_analysis.ranks import COLUMNS as RANKS_COLUMNS
from survey_analysis.ranks import rank_options
from survey_analysis.responses import Responses
from survey_analysis.sensitivity import bound_ambiguous, estimate_sensitivity
from survey_analysis.study.model import Breakdowns, Study
from survey_analysis.verdicts import check_claims

_LIBRARIES = ("survey-analysis", "numpy", "pandas", "scipy")


@dataclass(frozen=True)
class RunSettings:
    """How a study is analysed.

    Attributes
    ----------
    level, interval, n_resamples
        As in `EstimateSettings`.
    seed
        Seed of the random numbers: of permutation tests and ranks, and of everything
        that is resampled with `n_resamples`.
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

    def __post_init__(self) -> None:
        """Refuse settings out of range, before anything is computed."""
        if self.seed < 0:
            msg = f"the seed must not be negative, found {self.seed}"
            raise InvalidCallError(msg)
        self.for_estimates()

    def for_estimates(self) -> EstimateSettings:
        """Return the settings of the intervals, with fresh random numbers from the seed."""
        rng = None if self.n_resamples is None else np.random.default_rng(self.seed)
        return EstimateSettings(self.level, self.interval, self.n_resamples, rng)

    def for_contrasts(self) -> ContrastSettings:
        """Return the settings of contrasts."""
        return ContrastSettings(
            self.level, self.interval, self.n_resamples, self.where, self.population
        )

    def is_narrowed(self, study: Study) -> bool:
        """Tell whether others are counted than the study's default population as a whole."""
        return bool(self.where) or self.population not in (None, study.default_population)

    @property
    def counted(self) -> dict[str, str | None]:
        """Who is counted, as keyword arguments: `where` and `population`."""
        return {"where": self.where, "population": self.population}


DEFAULT_RUN = RunSettings()


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

    Raises
    ------
    InvalidCallError, StudyFileError
        If a setting is wrong, or the claims are.
    """
    study, claims = responses.study, folder / "claims.yaml"
    declared = load_claims(claims) if claims.is_file() else []
    tables = {"estimates.csv": estimate_with(responses, settings)}
    if study.breakdowns is not None:
        tables["breakdowns.csv"] = _breakdowns(responses, study.breakdowns, settings)
    if study.sensitivity:
        tables["sensitivity.csv"] = estimate_sensitivity(
            responses, where=settings.where, settings=settings.for_estimates()
        )
    tables["contrasts.csv"] = contrast_declared(
        responses, rng=np.random.default_rng(settings.seed), settings=settings.for_contrasts()
    )
    tables["ranks.csv"] = _rank(responses, settings)
    coded = folder / "coding"
    if coded.is_dir():
        tables |= _tabulate_coding(responses, coded, settings)
    findings = find_issues(responses, **settings.counted)
    tables["bounds.csv"] = bound_ambiguous(responses, **settings.counted)
    tables["distributions.csv"] = count_values(responses, **settings.counted)
    found = tabulate_quality(responses, findings, **settings.counted)
    left_out = tabulate_left_out(responses)
    tables["quality.csv"] = pd.concat([found, left_out]) if len(left_out) else found
    tables["dropout.csv"] = count_dropout(responses)
    if declared:
        codes = tables.get("codes.csv")
        tables["claims.csv"] = check_claims(
            declared, tables["estimates.csv"], codes=codes, narrowed=settings.is_narrowed(study)
        )
    return tables


def estimate_with(responses: Responses, settings: RunSettings) -> pd.DataFrame:
    """Estimate with the settings of a run: the table `estimates.csv`."""
    return estimate(
        responses, by=settings.by, settings=settings.for_estimates(), **settings.counted
    )


def _tabulate_coding(
    responses: Responses, folder: Path, settings: RunSettings
) -> dict[str, pd.DataFrame]:
    """Analyse what was coded, with the settings of a run: no tables where nobody is counted."""
    _, everybody = name_population(responses, **settings.counted)
    if not everybody.any():
        return {}
    return tabulate_coding(
        open_coding(folder, responses),
        responses,
        rng=np.random.default_rng(settings.seed),
        settings=CodedSettings(
            settings.level,
            settings.interval,
            settings.n_resamples,
            where=settings.where,
            population=settings.population,
        ),
    )


def _rank(responses: Responses, settings: RunSettings) -> pd.DataFrame:
    """Rank options with the settings of a run: no rows where nobody is counted."""
    _, everybody = name_population(responses, **settings.counted)
    if not everybody.any():
        return pd.DataFrame(columns=RANKS_COLUMNS)
    return rank_options(
        responses,
        rng=np.random.default_rng(settings.seed),
        n_resamples=10_000 if settings.n_resamples is None else settings.n_resamples,
        everybody=everybody,
        level=settings.level,
    )


def _breakdowns(responses: Responses, declared: Breakdowns, settings: RunSettings) -> pd.DataFrame:
    """Estimate the report's questions by its segments: the columns of `estimates.csv`."""
    groups = form_groups(responses, by=declared.by, **settings.counted)
    measures = measure_questions(responses, declared.questions)
    table = tabulate(measures, groups, settings=settings.for_estimates())
    return table[table["segment_by"] != ""].reset_index(drop=True)


def describe_run(
    responses: Responses, folder: Path, *, settings: RunSettings, command: str
) -> dict[str, Any]:
    """Describe what results were made of: inputs with SHA-256, settings, versions.

    Parameters
    ----------
    responses
        The responses.
    folder
        The study's folder.
    settings
        How they were analysed.
    command
        The command as somebody else would type it; no path of this machine.
    """
    source = responses.source
    population, everybody = name_population(responses, **settings.counted)
    return {
        "study": responses.study.study,
        "data": {
            "kind": source.kind,
            "file": source.file,
            "sha256": source.sha256,
            "format": source.format,
            "encoding": source.encoding,
            "separator": source.separator,
            "records": len(responses),
            "population": population,
            "respondents": int(everybody.sum()),
            **({"left_out": [asdict(left) for left in source.left_out]} if source.left_out else {}),
        },
        **describe_call(folder, settings=settings, command=command),
    }


def describe_call(folder: Path, *, settings: RunSettings, command: str) -> dict[str, Any]:
    """Describe the study's files with SHA-256, the settings, the command and versions.

    Parameters
    ----------
    folder
        The study's folder.
    settings
        How it was analysed.
    command
        The command as somebody else would type it.
    """
    coded = sorted(path for path in (folder / "coding").glob("*") if path.is_file())
    inputs = {
        path.relative_to(folder).as_posix(): file_sha256(path)
        for path in (folder / "study.yaml", folder / "claims.yaml", *coded)
        if path.is_file()
    }
    return {
        "inputs": inputs,
        "settings": asdict(settings),
        "command": command,
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in _LIBRARIES},
        },
    }
