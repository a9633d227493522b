"""The command `estimate`."""

from __future__ import annotations

import argparse

from survey_analysis.analysis import describe_run, estimate_with
from survey_analysis.commands.call import load_for_command, run_settings, write_command
from survey_analysis.exit_codes import OK
from survey_analysis.printing import format_estimates, format_json
from survey_analysis.progress import step
from survey_analysis.publish import write_results
from survey_analysis.results import add_labels
from survey_analysis.study import find_study_folder, load_study


def estimate(options: argparse.Namespace) -> int:
    """Print the estimates of one study."""
    settings, study = run_settings(options), load_study(options.study)
    for question in options.question:
        study.question(question)
    responses = load_for_command(options.study, options.data)
    with step("estimating"):
        table = estimate_with(responses, settings)
    if options.question:
        table = table[table["question_id"].isin(options.question)].reset_index(drop=True)
    if options.out is not None:
        folder, command = find_study_folder(options.study), write_command(options, options.study)
        manifest = describe_run(responses, folder, settings=settings, command=command)
        write_results({"estimates.csv": table}, options.out, manifest=manifest)
    text = format_json(table) if options.json else format_estimates(add_labels(table, study), study)
    print(text)
    return OK
