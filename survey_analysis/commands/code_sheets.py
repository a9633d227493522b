"""The verbs of `code` that a coder's day consists of: `assign`, `sheet`, `collect`, `progress`."""

from __future__ import annotations

import argparse
from pathlib import Path

from survey_analysis.coding.applications import coder_file, write_applications
from survey_analysis.coding.assigning import (
    assign,
    assigned_units,
    draw_units,
    read_assignment,
    write_assignment,
)
from survey_analysis.coding.collecting import Collected, collect_sheets
from survey_analysis.coding.progress import count_progress
from survey_analysis.coding.sheet_files import write_sheet
from survey_analysis.coding.sheets import prepare_sheet
from survey_analysis.commands.code_call import open_for_command, print_table
from survey_analysis.exit_codes import OK
from survey_analysis.progress import say

_SHEETS = Path("build", "sheets")
_NAMED = 8


def run_assign(options: argparse.Namespace) -> int:
    """Assign units to a coder, once."""
    opened = open_for_command(options)
    coder = coder_file(opened.folder, options.coder).stem
    units = opened.coding.units
    drawn = draw_units(units, share=options.share, seed=options.seed, by=options.by)
    earlier = read_assignment(opened.folder, units)
    assigned = assign(earlier, units, coder=coder, drawn=drawn)
    if assigned.is_new:
        print(write_assignment(assigned.assignment, opened.folder))
    respondents = units[units["unit_id"].isin(drawn)]["respondent"].nunique()
    said = "assigned" if assigned.is_new else "were assigned already; nothing changed"
    say(f"{coder}: {len(drawn)} of {len(units)} units, of {respondents} respondents, {said}")
    return OK


def run_sheet(options: argparse.Namespace) -> int:
    """Write a coder's sheet."""
    opened = open_for_command(options, texts=True)
    coding, coder = opened.coding, coder_file(opened.folder, options.coder).stem
    only = None
    if options.assigned:
        only = assigned_units(read_assignment(opened.folder, coding.units), coder)
    sheet = prepare_sheet(coding, coder=coder, only=only, labels=opened.labels, blind=options.blind)
    path = options.out or _SHEETS / f"{opened.study}-{coder}.xlsx"
    write_sheet(opened.add_context(sheet), path, codebook=coding.codebook)
    print(path)
    done = (sheet["code_1"] != "").sum()
    say(f"{coder}: {len(sheet)} units, {done} of them coded. It holds respondents' own words")
    return OK


def run_collect(options: argparse.Namespace) -> int:
    """Read filled-in sheets into the coder's file."""
    opened = open_for_command(options)
    path = coder_file(opened.folder, options.coder)
    found = collect_sheets(
        opened.coding, options.sheets, coder=path.stem, replace=options.replace, kind=opened.kind
    )
    if found.new or found.changed or (found.emptied and options.replace):
        write_applications(found.applications, path, units=opened.coding.units)
        print(path)
    _say_collected(found, path.stem, replace=options.replace)
    return OK


def _say_collected(found: Collected, coder: str, *, replace: bool) -> None:
    say(
        f"{coder}: {len(found.new)} units newly coded, {len(found.changed)} changed, "
        f"{len(found.unchanged)} as before"
    )
    if found.emptied:
        named = ", ".join(found.emptied[:_NAMED])
        more = f" and {len(found.emptied) - _NAMED} more" if len(found.emptied) > _NAMED else ""
        done = "lost their codes" if replace else "kept their codes (--replace takes them away)"
        say(f"{coder}: {len(found.emptied)} units without codes in the sheet {done}: {named}{more}")


def run_progress(options: argparse.Namespace) -> int:
    """Print how far the coding is."""
    opened = open_for_command(options)
    assignment = read_assignment(opened.folder, opened.coding.units)
    table = count_progress(opened.coding, assignment)
    if not options.json:
        table = table.replace({"group": {"": "all"}, "coder": {"": "any"}})
    print_table(table, as_json=options.json)
    return OK
