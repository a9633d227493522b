"""The verbs `agree` and `report` of `code`: what the codings come to."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from survey_analysis.analysis import RunSettings, describe_run
from survey_analysis.coded import CodedSettings, tabulate_coding
from survey_analysis.commands.call import DEFAULT_OUT
from survey_analysis.commands.code_call import Opened, open_for_command, print_table
from survey_analysis.errors import DataError
from survey_analysis.exit_codes import OK
from survey_analysis.printing import format_json
from survey_analysis.progress import say, step
from survey_analysis.publish import write_results
from survey_analysis.qualitative import analyse_conversations, describe_conversations
from survey_analysis.responses import Responses

_AGREEMENT = [
    "question_id", "code", "coefficient", "weights", "n_units", "estimate", "ci_low", "ci_high",
    "note",
]  # fmt: skip
_CODES = [
    "question_id", "category", "code", "respondents", "answered", "estimate", "ci_low", "ci_high",
    "applications", "flag",
]  # fmt: skip


def run_agree(options: argparse.Namespace) -> int:
    """Print how far coders agree."""
    opened = open_for_command(options)
    coders = opened.coding.applications.groupby("unit_id")["coder"].nunique()
    if not (coders > 1).any():
        msg = f"{opened.study}: no unit is coded by two coders, so there is nothing to compare"
        raise DataError(msg)
    table = _tabulate(opened, _settings(options))["agreement.csv"]
    print_table(table, as_json=options.json, columns=_AGREEMENT)
    return OK


def run_report(options: argparse.Namespace) -> int:
    """Write all tables of what was coded, and print the frequencies."""
    opened = open_for_command(options)
    if opened.kind == "replica":
        say("this is the synthetic replica: what crosses codes with other answers means nothing")
    tables = _tabulate(opened, _settings(options))
    out = options.out or DEFAULT_OUT / f"{opened.study}-coding"
    write_results(tables, out, manifest=_describe(opened, options))
    if options.json:
        print(format_json(tables))
    else:
        codes = tables["codes.csv"]
        print_table(codes[codes["segment_by"] == ""], as_json=False, columns=_CODES)
    say(f"{len(tables)} tables in {out}")
    return OK


def _settings(options: argparse.Namespace) -> RunSettings:
    return RunSettings(level=options.level, n_resamples=options.resamples, seed=options.seed)


def _tabulate(opened: Opened, settings: RunSettings) -> dict[str, pd.DataFrame]:
    """Compute the tables, with the numbers that `run` gives."""
    with step("analysing what was coded"):
        if not isinstance(opened.source, Responses):
            return analyse_conversations(opened.source, settings=settings)
        return tabulate_coding(
            opened.coding,
            opened.source,
            rng=np.random.default_rng(settings.seed),
            settings=CodedSettings(settings.level, settings.interval, settings.n_resamples),
        )


def _describe(opened: Opened, options: argparse.Namespace) -> dict[str, Any]:
    """Describe what the tables were made of."""
    how: dict[str, Any] = {"settings": _settings(options), "command": _write_command(options)}
    folder = opened.folder.parent
    if isinstance(opened.source, Responses):
        return describe_run(opened.source, folder, **how)
    return describe_conversations(opened.source, folder, **how)


def _write_command(options: argparse.Namespace) -> str:
    words = ["survey-analysis", "code", options.verb, Path(options.study).name]
    words += ["--data", options.data.name] if options.data else []
    words += ["--format", options.data_format] if options.data_format else []
    for name, default in (("level", 0.95), ("resamples", None), ("seed", 0)):
        value = getattr(options, name)
        words += [f"--{name}", str(value)] if value != default else []
    return shlex.join(words)
