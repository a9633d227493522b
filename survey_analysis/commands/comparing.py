"""The commands `contrast` and `plan`."""

from __future__ import annotations

import argparse
from dataclasses import replace

import numpy as np
import pandas as pd

from survey_analysis.analysis import describe_run
from survey_analysis.commands.call import load_for_command, run_settings, write_command
from survey_analysis.contrasts import contrast as compare
from survey_analysis.errors import InvalidCallError
from survey_analysis.exit_codes import OK
from survey_analysis.planning import coverage_table, plan_base, plan_power
from survey_analysis.printing import format_json, format_table
from survey_analysis.progress import step
from survey_analysis.publish import write_results
from survey_analysis.study import find_study_folder, load_survey

_SHOWN = [
    "question_id", "item_id", "option_id", "segment", "versus_question_id", "versus_item_id",
    "versus_option_id", "versus_segment", "n", "estimate", "ci_low", "ci_high", "p_value",
    "p_holm", "effect", "effect_name", "flag",
]  # fmt: skip


def contrast(options: argparse.Namespace) -> int:
    """Print contrasts of one study."""
    settings, study = run_settings(options), load_survey(options.study)
    for question in options.question:
        study.question(question)
    responses = load_for_command(options, options.study)
    with step("comparing"):
        table = compare(
            responses,
            rng=np.random.default_rng(settings.seed),
            questions=options.question,
            by=settings.by,
            settings=replace(settings.for_contrasts(), segments=tuple(options.segment)),
        )
    if options.out is not None:
        folder, command = find_study_folder(options.study), write_command(options, options.study)
        manifest = describe_run(responses, folder, settings=settings, command=command)
        write_results({"contrasts.csv": table}, options.out, manifest=manifest)
    _print(table, _SHOWN, as_json=options.json)
    return OK


def plan(options: argparse.Namespace) -> int:
    """Print coverage and width of intervals, respondents needed, or the power of a contrast."""
    proportions, level = options.proportion, options.level
    if options.base:
        table = coverage_table(options.base, proportions, level=level)
    elif options.width:
        table = plan_base(options.width, proportions, level=level)
    else:
        if len(proportions) != 2:
            found = " ".join(f"{proportion:g}" for proportion in proportions)
            message = f"--power needs two proportions, --proportion P Q; found {found}"
            raise InvalidCallError(message)
        first, second = proportions
        table = plan_power([tuple(options.power)], [(first, second)], level=level)
    _print(table, [str(name) for name in table], as_json=options.json)
    return OK


def _print(table: pd.DataFrame, columns: list[str], *, as_json: bool) -> None:
    if as_json:
        print(format_json(table))
        return
    rows = [[_write(value) for value in row] for row in table[columns].itertuples(index=False)]
    right = "".join("r" if pd.api.types.is_numeric_dtype(table[name]) else "l" for name in columns)
    print(format_table(rows, right=right, heading=columns))


def _write(value: object) -> str:
    """Write numbers with four digits; undefined is empty."""
    if isinstance(value, float | np.floating):
        return "" if np.isnan(value) else f"{value:.4g}"
    return str(value)
