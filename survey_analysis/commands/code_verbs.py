"""The command `code`: one module for each part of a coder's work, loaded when it is called."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable

from survey_analysis.exit_codes import OK

_PLACES = {
    "assign": "code_sheets", "sheet": "code_sheets", "collect": "code_sheets",
    "progress": "code_sheets",
    "lint": "code_codebook", "migrate": "code_codebook",
    "agree": "code_results", "report": "code_results",
    "reconcile": "code_reconciling",
    "import": "code_exchange", "export": "code_exchange",
}  # fmt: skip


def code(options: argparse.Namespace) -> int:
    """Run a verb of `code`; without one, print which there are."""
    if options.verb is None:
        print(options.code_help(), end="")
        return OK
    place = importlib.import_module(f"survey_analysis.commands.{_PLACES[options.verb]}")
    run: Callable[[argparse.Namespace], int] = getattr(place, f"run_{options.verb}")
    return run(options)
