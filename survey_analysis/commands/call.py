"""What was asked for on the command line: studies, settings, where results go."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from survey_analysis.analysis import RunSettings
from survey_analysis.errors import InvalidCallError
from survey_analysis.loading import load_responses
from survey_analysis.progress import say, step
from survey_analysis.responses import Responses
from survey_analysis.study import bundled_studies

DEFAULT_OUT = Path("results")


def named_studies(options: argparse.Namespace) -> list[str]:
    """List the studies asked for, each once; all bundled ones if none is named.

    Raises
    ------
    InvalidCallError
        If there is none, or one export is given for several.
    """
    studies = list(dict.fromkeys(options.studies)) or list(bundled_studies())
    if options.data is not None and len(studies) > 1:
        msg = f"--data FILE goes with one study, found {len(studies)}: {', '.join(studies)}"
        raise InvalidCallError(msg)
    if not studies:
        msg = "there is no bundled study here; name the path of a study folder"
        raise InvalidCallError(msg)
    return studies


def output_folder(options: argparse.Namespace, study: str) -> Path:
    """Return the folder for the results of a study, which has a part of `--out` among several."""
    if options.out is None:
        return DEFAULT_OUT / study
    out: Path = options.out
    return out / study if len(named_studies(options)) > 1 else out


def run_settings(options: argparse.Namespace) -> RunSettings:
    """Gather the settings of a run.

    Raises
    ------
    InvalidCallError
        If one is out of range, or two do not go together.
    """
    if getattr(options, "scheduler", None) and options.engine != "dask":
        msg = f"--scheduler goes with --engine dask, found --engine {options.engine}"
        raise InvalidCallError(msg)
    return RunSettings(
        level=options.level,
        interval=options.interval,
        n_resamples=options.resamples,
        seed=options.seed,
        by=tuple(options.by),
        where=options.where,
        population=options.population,
    )


def write_command(options: argparse.Namespace, study: str) -> str:
    """Write the command as somebody else would type it: file names without folders."""
    words = ["survey-analysis", options.action, Path(study).name]
    words += ["--data", options.data.name] if options.data else []
    words += ["--format", options.data_format] if options.data_format else []
    for name in ("question", "by", "segment"):
        words += [word for value in getattr(options, name, []) for word in (f"--{name}", value)]
    if getattr(options, "engine", "memory") != "memory":
        words += ["--engine", options.engine]
    for name, default in (("where", None), ("population", None), ("level", 0.95)):
        value = getattr(options, name)
        words += [f"--{name}", str(value)] if value != default else []
    words += ["--interval", options.interval] if options.interval != "bca" else []
    if options.resamples is not None:
        words += ["--resamples", str(options.resamples), "--seed", str(options.seed)]
    return shlex.join(words)


def load_for_command(options: argparse.Namespace, study: str) -> Responses:
    """Read a study's responses, and say what the person who runs this should know of them."""
    with step(f"{Path(study).name}: reading"):
        responses = load_responses(study, options.data, format=options.data_format)
    for warning in responses.source.warnings:
        say(f"warning: {warning}")
    if responses.source.kind == "replica":
        say_what_a_replica_is(responses.study.study)
    return responses


def say_what_a_replica_is(study: str) -> None:
    """Say which figures of a synthetic replica mean something."""
    say(
        f"{study}: this is the synthetic replica. The figures of single questions are the real "
        "ones; breakdowns and whatever else crosses two questions mean nothing"
    )
