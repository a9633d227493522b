"""How `survey-analysis` is called: its commands and their options, from the standard library."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from survey_analysis.call_options import (
    add_data,
    add_format,
    add_intervals,
    add_json,
    add_level,
    add_out,
    add_selection,
    add_studies,
    add_study,
)
from survey_analysis.code_parser import add_code


def build_parser() -> argparse.ArgumentParser:
    """Build the parser; it needs nothing but the standard library, so `--help` is fast."""
    parser = argparse.ArgumentParser(
        prog="survey-analysis",
        description="From the raw export of a practitioner study to a published report.",
        epilog="Exit codes: 0 fine, 1 the data or the study is wrong, 2 the call is wrong, "
        "3 a claim's verdict differs from the declared one, or the figures of a judgement of the "
        "triangulation no longer support it.",
    )
    parser.add_argument("--version", action="store_true", help="print the version and stop")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    parser.set_defaults(action=None)
    _add_run(commands)
    _add_report(commands)
    _add_estimate(commands)
    _add_contrast(commands)
    _add_plan(commands)
    _add_validate(commands)
    _add_new(commands)
    _add_originals(commands)
    _add_export(commands)
    add_code(commands)
    return parser


if TYPE_CHECKING:
    _Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def _add(commands: _Commands, name: str, text: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text)
    parser.set_defaults(action=name)
    return parser


def _add_run(commands: _Commands) -> None:
    text = "validate, estimate and check the claims; write the results"
    parser = _add(commands, "run", text)
    add_studies(parser)
    add_out(parser)
    add_selection(parser)
    add_intervals(parser)
    _add_engine(parser)
    add_json(parser)


def _add_report(commands: _Commands) -> None:
    text = "run, then make figures, notebooks and the site"
    parser = _add(commands, "report", text)
    add_studies(parser)
    add_out(parser)
    parser.add_argument(
        "--site",
        type=Path,
        default=Path("_site"),
        metavar="DIR",
        help="where the site goes (default: _site)",
    )
    parser.add_argument("--open", action="store_true", help="open the site in the browser")
    parser.set_defaults(by=[], where=None, population=None, engine="memory")
    add_intervals(parser)
    add_json(parser)


def _add_estimate(commands: _Commands) -> None:
    parser = _add(commands, "estimate", "print the estimates of one study")
    add_study(parser)
    add_data(parser)
    parser.add_argument(
        "--question",
        action="append",
        default=[],
        metavar="ID",
        help="only this question; may be repeated",
    )
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="also write estimates.csv and its manifest there"
    )
    add_selection(parser)
    add_intervals(parser)
    _add_engine(parser)
    add_json(parser)


def _add_engine(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--engine",
        choices=["memory", "stream", "dask"],
        default="memory",
        help="how to count: in memory; 'stream': CSV or Parquet of any size, in chunks; "
        "'dask': a folder of such files on several processes or machines (default: memory)",
    )
    parser.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="with --engine dask: a running scheduler, such as tcp://10.0.0.5:8786 "
        "(default: two workers on this machine)",
    )


def _add_contrast(commands: _Commands) -> None:
    text = "compare options and items of one study, or with --by its segments"
    parser = _add(commands, "contrast", text)
    add_study(parser)
    add_data(parser)
    parser.add_argument(
        "--question", action="append", default=[], metavar="ID",
        help="only this question; may be repeated "
        "(default: those with a research question or a headline)",
    )  # fmt: skip
    parser.add_argument(
        "--segment", action="append", default=[], metavar="LABEL",
        help="only this segment of the breakdown; repeat for more (default: every pair)",
    )  # fmt: skip
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="also write contrasts.csv and its manifest there"
    )
    add_selection(parser)
    add_intervals(parser)
    add_json(parser)


def _add_plan(commands: _Commands) -> None:
    text = "plan a survey: coverage and width of intervals, respondents needed, power"
    parser = _add(commands, "plan", text)
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument(
        "--base", type=int, nargs="+", metavar="N",
        help="how wide intervals are with N answers, and how often they hold the truth",
    )  # fmt: skip
    asked.add_argument(
        "--width", type=float, nargs="+", metavar="W",
        help="how many answers an interval of width W needs (0.1: plus or minus 5 points)",
    )  # fmt: skip
    asked.add_argument(
        "--power", type=int, nargs=2, metavar=("M", "N"),
        help="how probably segments of M and N answers are found to differ; "
        "with --proportion P Q",
    )  # fmt: skip
    parser.add_argument(
        "--proportion", type=float, nargs="+", default=[0.5], metavar="P",
        help="true proportions (default: 0.5, the worst case for widths)",
    )  # fmt: skip
    add_level(parser)
    add_json(parser)


def _add_validate(commands: _Commands) -> None:
    parser = _add(commands, "validate", "check a study file and an export")
    add_study(parser)
    add_data(parser)
    parser.add_argument("--population", metavar="P", help="the population (default: the study's)")
    add_json(parser)


def _add_new(commands: _Commands) -> None:
    parser = _add(commands, "new", "draft a study file from an export; every guess says why")
    parser.add_argument("folder", type=Path, metavar="DIR", help="the new study's folder")
    parser.add_argument(
        "--from", dest="export", type=Path, metavar="EXPORT", required=True,
        help="the export; the study file says where it lies",
    )  # fmt: skip
    parser.add_argument(
        "--questionnaire", type=Path, metavar="FILE",
        help="the questionnaire as the survey tool keeps it: Qualtrics .qsf, LimeSurvey .lss",
    )  # fmt: skip
    parser.add_argument(
        "--format", metavar="F", help="the export's format (default: told by its content)"
    )
    parser.add_argument("--yes", action="store_true", help="take every guess without asking")


def _add_originals(commands: _Commands) -> None:
    parser = _add(commands, "fetch", "download the original export, check it and keep it")
    add_study(parser)
    parser = _add(commands, "record", "write the record: aggregates computed from the original")
    add_study(parser)
    parser.add_argument(
        "--data", type=Path, metavar="FILE", required=True, help="the original export"
    )
    add_format(parser)
    parser = _add(commands, "replica", "write the synthetic replica from the committed counts")
    add_study(parser)
    parser = _add(commands, "schema", "print the JSON Schema of study files, for editors")


def _add_export(commands: _Commands) -> None:
    text = "write the answers for other programs, a row a respondent"
    parser = _add(commands, "export", text)
    add_study(parser)
    add_data(parser, "--data-format")
    parser.add_argument(
        "--format", choices=["datapackage", "csv", "parquet"], default="datapackage",
        help="a Data Package with labels and reasons for gaps, a labelled CSV, or Parquet "
        "(default: datapackage)",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, metavar="DIR", required=True, help="where the files go")
    parser.add_argument(
        "--texts", action="store_true",
        help="also open answers, but for columns that look like personal data",
    )  # fmt: skip
