"""The command line: parse, call one public function, write."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence

from survey_analysis.command_parser import build_parser
from survey_analysis.exit_codes import (
    CHANGED_VERDICT,
    INTERRUPTED,
    OK,
    WRONG_CALL,
    WRONG_DATA,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments
        What follows the program's name; that of this process if None.

    Returns
    -------
    int
        0 fine; 1 the data or the study is wrong; 2 the call is wrong; 3 a claim's verdict
        differs from the declared one, or a judgement's figures no longer support it;
        130 interrupted.

    Examples
    --------
    >>> main(["--version"])
    0.1.0
    0
    """
    parser = build_parser()
    options = parser.parse_args(arguments)
    try:
        if options.version:
            from importlib.metadata import version

            print(version("survey-analysis"))
            return OK
        if options.action is None:
            parser.print_help()
            return OK
        return _run(options)
    except KeyboardInterrupt:
        print("survey-analysis: interrupted", file=sys.stderr)
        return INTERRUPTED


def _run(options: argparse.Namespace) -> int:
    """Run a command; problems become a message and an exit code."""
    from survey_analysis import commands
    from survey_analysis.errors import (
        InvalidCallError,
        SurveyAnalysisError,
        TriangulationError,
    )

    gc.freeze()  # what is imported lives to the end: no collection need look at it, nor the exit
    try:
        status: int = getattr(commands, options.action)(options)
        sys.stdout.flush()
    except SurveyAnalysisError as error:
        print(f"survey-analysis: {error}", file=sys.stderr)
        codes = {InvalidCallError: WRONG_CALL, TriangulationError: CHANGED_VERDICT}
        return next((code for kind, code in codes.items() if isinstance(error, kind)), WRONG_DATA)
    except BrokenPipeError:
        # Whoever read the output has stopped, as `head` does. Python would complain once
        # more when it empties the buffer at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    return status
