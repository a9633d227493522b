"""How `survey-analysis code` is called: its verbs and their options, from the standard library."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from survey_analysis.call_options import add_format, add_json, add_level, add_seed, add_study

if TYPE_CHECKING:
    _Parsers = argparse._SubParsersAction[argparse.ArgumentParser]

_PROG = "survey-analysis code"


def add_code(commands: _Parsers) -> None:
    """Add the command `code` with its verbs.

    Parameters
    ----------
    commands
        The commands of the command line.

    Examples
    --------
    >>> parser = argparse.ArgumentParser()
    >>> add_code(parser.add_subparsers())
    >>> parser.parse_args(["code", "progress", "my-study"]).verb
    'progress'
    """
    text = "code open answers: sheets, agreement, reconciliation, exchange"
    parser = commands.add_parser(
        "code",
        help=text,
        description=text,
        usage="%(prog)s VERB STUDY [option ...]",
        epilog=f"'{_PROG} VERB --help' shows an example.",
    )
    parser.set_defaults(action="code", verb=None, code_help=parser.format_help)
    verbs = parser.add_subparsers(title="verbs", metavar="VERB STUDY ...", prog=_PROG)
    _add_assign(verbs)
    _add_sheet(verbs)
    _add_collect(verbs)
    _add_progress(verbs)
    _add_lint(verbs)
    _add_migrate(verbs)
    _add_agree(verbs)
    _add_reconcile(verbs)
    _add_report(verbs)
    _add_import(verbs)
    _add_export(verbs)


def _add(verbs: _Parsers, name: str, text: str, example: str) -> argparse.ArgumentParser:
    parser = verbs.add_parser(
        name,
        help=text,
        description=text,
        epilog=f"example:\n  {_PROG} {name} {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(verb=name)
    add_study(parser)
    parser.add_argument(
        "--data", type=Path, metavar="FILE", help="the export that holds the texts to code"
    )
    add_format(parser)
    return parser


def _add_coder(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    parser.add_argument("--coder", metavar="ID", required=required, help="such as coder-b")


def _add_assign(verbs: _Parsers) -> None:
    parser = _add(
        verbs,
        "assign",
        "draw the units a coder codes: all, or a double-coding sample",
        "my-study --coder coder-b --share 0.3 --seed 1",
    )
    _add_coder(parser)
    parser.add_argument(
        "--share", type=float, default=1.0, metavar="S",
        help="share of the units of each stratum; respondents are drawn, each with all of "
        "their units of the stratum (default: 1, all units)",
    )  # fmt: skip
    parser.add_argument(
        "--by", choices=["group", "none"], default="group",
        help="what is a stratum: each group of units, or all together (default: group)",
    )  # fmt: skip
    add_seed(parser)


def _add_sheet(verbs: _Parsers) -> None:
    parser = _add(
        verbs,
        "sheet",
        "write a coder's sheet; no other coder's codes are in it",
        "my-study --coder coder-b --assigned --data export.csv --out sheets/coder-b.xlsx",
    )
    _add_coder(parser)
    parser.add_argument(
        "--out", type=Path, metavar="FILE",
        help=".xlsx or .csv; holds respondents' texts "
        "(default: build/sheets/STUDY-ID.xlsx)",
    )  # fmt: skip
    parser.add_argument(
        "--assigned", action="store_true", help="only the units assigned to the coder"
    )
    parser.add_argument(
        "--blind", action="store_true", help="leave the coder's own earlier codes blank, too"
    )


def _add_collect(verbs: _Parsers) -> None:
    parser = _add(
        verbs,
        "collect",
        "read filled-in sheets into the coder's file",
        "my-study sheets/coder-b.xlsx --coder coder-b --data export.csv",
    )
    parser.add_argument("sheets", nargs="+", type=Path, metavar="SHEET", help=".xlsx or CSV")
    _add_coder(parser)
    parser.add_argument(
        "--replace", action="store_true",
        help="rows without codes take away the codes their units had (otherwise these stay)",
    )  # fmt: skip


def _add_progress(verbs: _Parsers) -> None:
    text = "count what is coded, double-coded and in conflict"
    add_json(_add(verbs, "progress", text, "my-study"))


def _add_lint(verbs: _Parsers) -> None:
    text = "find codes that are unused, alike, at odds or never agreed"
    add_json(_add(verbs, "lint", text, "my-study"))


def _add_migrate(verbs: _Parsers) -> None:
    parser = _add(
        verbs,
        "migrate",
        "apply a change of the codebook to every coder's file",
        "my-study rename-drift.yaml --dry-run",
    )
    parser.add_argument(
        "step", type=Path, metavar="FILE", help="the next step of migrations.yaml: its changes"
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would change")


def _add_agree(verbs: _Parsers) -> None:
    text = "measure how far coders agree, by code and over sets of codes"
    parser = _add(verbs, "agree", text, "my-study --json")
    _add_intervals(parser)
    add_json(parser)


def _add_intervals(parser: argparse.ArgumentParser) -> None:
    add_level(parser)
    parser.add_argument(
        "--resamples", type=int, metavar="N",
        help="resample N times (default: exact where it can be, otherwise 10,000)",
    )  # fmt: skip
    add_seed(parser)


def _add_reconcile(verbs: _Parsers) -> None:
    parser = _add(
        verbs,
        "reconcile",
        "list where coders differ, and collect what they decide",
        "my-study --out decide.xlsx --data export.csv\n"
        f"  {_PROG} reconcile my-study --collect decide.xlsx --by 'coder-a, coder-b'",
    )
    task = parser.add_mutually_exclusive_group()
    task.add_argument(
        "--out", type=Path, metavar="FILE", help="write the conflicts as a sheet, .xlsx or .csv"
    )
    task.add_argument("--collect", type=Path, metavar="FILE", help="read decisions from a sheet")
    parser.add_argument("--by", default="", metavar="WHO", help="with --collect: who decided")
    parser.add_argument(
        "--replace", action="store_true", help="with --collect: earlier decisions may be replaced"
    )
    add_json(parser)


def _add_report(verbs: _Parsers) -> None:
    text = "write the tables: frequencies, agreement and the rest"
    parser = _add(verbs, "report", text, "my-study --out results/my-study-coding")
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="where they go (default: results/STUDY-coding)"
    )
    _add_intervals(parser)
    add_json(parser)


def _add_import(verbs: _Parsers) -> None:
    parser = _add(
        verbs,
        "import",
        "read codings from REFI-QDA, Taguette, CSV or Excel",
        "my-study qualcoder.qdpx --coder coder-b --data export.csv",
    )
    parser.add_argument(
        "file", type=Path, metavar="FILE", help=".qdpx, .qdc, .csv or .xlsx; .csv also Taguette's"
    )
    _add_coder(parser, required=False)
    parser.add_argument(
        "--dry-run", action="store_true", help="only say what is in the file, and what is lost"
    )
    parser.add_argument(
        "--replace", action="store_true", help="units coded otherwise before are replaced"
    )


def _add_export(verbs: _Parsers) -> None:
    parser = _add(
        verbs,
        "export",
        "write codings for REFI-QDA tools, Taguette, CSV or Excel",
        "my-study my-study.qdpx --data export.csv",
    )
    parser.add_argument(
        "file", type=Path, metavar="FILE",
        help=".qdpx, .qdc, .csv or .xlsx; without an ending, a folder for Taguette",
    )  # fmt: skip
