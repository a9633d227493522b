"""The verbs of `code` that mend a codebook: `lint`, `migrate`."""

from __future__ import annotations

import argparse

from survey_analysis.coding.lint import lint_coding
from survey_analysis.coding.migrating import (
    diff_migration,
    plan_migration,
    summarise_migration,
    write_migration,
)
from survey_analysis.commands.code_call import open_for_command, print_table
from survey_analysis.exit_codes import OK, WRONG_DATA
from survey_analysis.progress import say

_SHOWN = ["check", "code", "other", "units", "alpha", "change", "note"]


def run_lint(options: argparse.Namespace) -> int:
    """Print what is weak in the codebook; codes that it does not have are wrong data."""
    opened = open_for_command(options, strict=False)
    table = lint_coding(opened.coding)
    if len(table) or options.json:
        print_table(table, as_json=options.json, columns=_SHOWN)
    counts = table["check"].value_counts(sort=False)
    said = ", ".join(f"{count} {check}" for check, count in counts.items())
    say(f"{opened.study}: {said or 'nothing found'}")
    return WRONG_DATA if (table["check"] == "undefined").any() else OK


def run_migrate(options: argparse.Namespace) -> int:
    """Apply steps to the codebook and to every coder's file, or show what they would do."""
    opened = open_for_command(options)
    plan = plan_migration(opened.coding, options.step)
    if options.dry_run:
        print(diff_migration(plan), end="")
    else:
        print(*write_migration(plan), sep="\n")
    before, after = plan.before.codebook.version, plan.after.codebook.version
    counts = summarise_migration(plan)
    for row in counts.to_dict("records"):
        say(f"{row['file']}: {row['removed']} lines removed, {row['added']} added")
    done = "; nothing was written" if options.dry_run else ""
    say(f"{opened.study}: version {before} to {after}{done}")
    return OK
