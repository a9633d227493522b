"""The verb `reconcile` of `code`: the queue, the sheet to decide on, the decisions."""

from __future__ import annotations

import argparse

from survey_analysis.coding.applications import RESOLVED, write_resolved
from survey_analysis.coding.deciding import collect_decisions
from survey_analysis.coding.reconciling import OUTCOMES, list_queue, prepare_reconciliation
from survey_analysis.coding.sheet_files import write_sheet
from survey_analysis.commands.code_call import Opened, open_for_command, print_table
from survey_analysis.errors import InvalidCallError
from survey_analysis.exit_codes import OK
from survey_analysis.progress import say


def run_reconcile(options: argparse.Namespace) -> int:
    """List the queue, write the sheet of conflicts, or collect decisions."""
    if (options.by or options.replace) and options.collect is None:
        msg = "--by and --replace go with --collect FILE"
        raise InvalidCallError(msg)
    opened = open_for_command(options, texts=options.out is not None)
    if options.collect is not None:
        return _collect(opened, options)
    if options.out is not None:
        return _write(opened, options)
    queue = list_queue(opened.coding)
    print_table(queue, as_json=options.json)
    counts = queue["state"].value_counts().to_dict()
    states = ", ".join(f"{count} {state}" for state, count in counts.items())
    say(f"{len(queue)} units of two coders or more{f': {states}' if states else ''}")
    return OK


def _write(opened: Opened, options: argparse.Namespace) -> int:
    sheet = prepare_reconciliation(opened.coding)
    if sheet.empty:
        say("there is no open conflict; no sheet was written")
        return OK
    sheet["group"] = sheet["group"].replace(dict(opened.labels))
    codebook = opened.coding.codebook
    shown = opened.add_context(sheet)
    write_sheet(shown, options.out, codebook=codebook, lists={"outcome": OUTCOMES})
    print(options.out)
    say(f"{len(sheet)} units in conflict. It holds respondents' own words")
    return OK


def _collect(opened: Opened, options: argparse.Namespace) -> int:
    found = collect_decisions(
        opened.coding,
        options.collect,
        resolved_by=options.by,
        replace=options.replace,
        kind=opened.kind,
    )
    if found.new or found.changed:
        path = opened.folder / RESOLVED
        write_resolved(found.resolved, path, units=opened.coding.units)
        print(path)
    say(
        f"{len(found.new)} units newly decided, {len(found.changed)} decided otherwise, "
        f"{len(found.unchanged)} as before, {len(found.still_open)} still open"
    )
    return OK
