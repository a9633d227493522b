"""Options that several commands share, from the standard library."""

from __future__ import annotations

import argparse
from pathlib import Path

STUDY_HELP = "a bundled study's name, or the path of a study folder"


def add_study(parser: argparse.ArgumentParser) -> None:
    """Add the one study of a command."""
    parser.add_argument("study", metavar="STUDY", help=STUDY_HELP)


def add_studies(parser: argparse.ArgumentParser) -> None:
    """Add the studies, all bundled ones by default, and their export."""
    parser.add_argument(
        "studies", nargs="*", metavar="STUDY", help=f"{STUDY_HELP} (default: all bundled studies)"
    )
    add_data(parser)


def add_data(parser: argparse.ArgumentParser, *format_names: str) -> None:
    """Add the export and its format; `format_names` instead of that option's own."""
    parser.add_argument(
        "--data", type=Path, metavar="FILE",
        help="the export (default: the study file's export.file, else the study folder's "
        "responses.csv, for bundled studies a synthetic replica)",
    )  # fmt: skip
    add_format(parser, *format_names)


def add_format(parser: argparse.ArgumentParser, *names: str) -> None:
    """Add the option that overrules the format of the export; `names` instead of its own.

    Examples
    --------
    >>> parser = argparse.ArgumentParser()
    >>> add_format(parser)
    >>> parser.parse_args(["--format", "limesurvey"]).data_format
    'limesurvey'
    """
    parser.add_argument(
        *(names or ("--format", "--data-format")), dest="data_format", metavar="F",
        help="the export's format, such as qualtrics or limesurvey "
        "(default: the study file's export.format, else told by the export's content)",
    )  # fmt: skip


def add_out(parser: argparse.ArgumentParser) -> None:
    """Add the folder of the results."""
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="where results go (default: results/STUDY)"
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add output for machines."""
    parser.add_argument("--json", action="store_true", help="print JSON to standard output")


def add_selection(parser: argparse.ArgumentParser) -> None:
    """Add who is counted: breakdowns, a condition, a population."""
    parser.add_argument(
        "--by", action="append", default=[], metavar="SEGMENT",
        help="break down by a segment; repeat for more, join by * to cross (role*country)",
    )  # fmt: skip
    parser.add_argument(
        "--where",
        metavar="CONDITION",
        help="only respondents for whom it holds: \"D2 = 'Brazil' and D6 >= 2\"",
    )
    parser.add_argument("--population", metavar="P", help="the population (default: the study's)")


def add_intervals(parser: argparse.ArgumentParser) -> None:
    """Add how intervals are computed."""
    add_level(parser)
    parser.add_argument(
        "--interval",
        choices=["bca", "percentile"],
        default="bca",
        help="kind of bootstrap interval (default: bca)",
    )
    parser.add_argument(
        "--resamples", type=int, metavar="N",
        help="resample N times instead of using the exact bootstrap",
    )  # fmt: skip
    add_seed(parser)


def add_seed(parser: argparse.ArgumentParser) -> None:
    """Add the seed."""
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help="seed of the random numbers (default: 0)"
    )


def add_level(parser: argparse.ArgumentParser) -> None:
    """Add the confidence level."""
    parser.add_argument(
        "--level", type=float, default=0.95, metavar="L", help="confidence level (default: 0.95)"
    )
