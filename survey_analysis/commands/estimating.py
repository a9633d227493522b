"""The command `estimate`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd

from survey_analysis.analysis import RunSettings, describe_run, estimate_with
from survey_analysis.commands.call import load_for_command, run_settings, write_command
from survey_analysis.exit_codes import OK
from survey_analysis.loading import declare_format, find_export
from survey_analysis.printing import format_estimates, format_json
from survey_analysis.progress import say, step
from survey_analysis.publish import write_results
from survey_analysis.results import add_labels
from survey_analysis.study import find_study_folder, load_survey


def estimate(options: argparse.Namespace) -> int:
    """Print the estimates of one study."""
    settings, study = run_settings(options), load_survey(options.study)
    for question in options.question:
        study.question(question)
    table, describe = _estimate(options, settings)
    if options.question:
        table = table[table["question_id"].isin(options.question)].reset_index(drop=True)
    if options.out is not None:
        folder, command = find_study_folder(options.study), write_command(options, options.study)
        manifest = describe(folder, settings=settings, command=command)
        write_results({"estimates.csv": table}, options.out, manifest=manifest)
    text = format_json(table) if options.json else format_estimates(add_labels(table, study), study)
    print(text)
    return OK


def _estimate(
    options: argparse.Namespace, settings: RunSettings
) -> tuple[pd.DataFrame, Callable[..., dict[str, Any]]]:
    """Estimate with the engine asked for; also returns what describes the run."""
    if options.engine == "memory":
        responses = load_for_command(options, options.study)
        with step("estimating"):
            return estimate_with(responses, settings), partial(describe_run, responses)
    from survey_analysis.scale.running import describe_file_run, estimate_with_engine

    path = options.data or find_export(options.study)
    study = declare_format(load_survey(options.study), options.data_format)
    with step("estimating"):
        found = estimate_with_engine(
            study, path, settings=settings, engine=options.engine, scheduler=options.scheduler
        )
    for warning in found.counted.warnings:
        say(f"warning: {warning}")
    return found.table, partial(describe_file_run, found.counted, path)
