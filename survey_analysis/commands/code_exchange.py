"""The verbs `import` and `export` of `code`: other tools' files in and out."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from survey_analysis.coding.applications import coder_file, format_applications
from survey_analysis.coding.merging import merge_applications
from survey_analysis.commands.code_call import Opened, open_for_command
from survey_analysis.errors import DataError
from survey_analysis.exchange import (
    ImportedCoding,
    describe_losses,
    export_coding,
    import_coding,
)
from survey_analysis.exit_codes import OK
from survey_analysis.progress import say
from survey_analysis.whole_files import write_files


def run_import(options: argparse.Namespace) -> int:
    """Merge the codings of another tool's file into the coders' files."""
    opened = open_for_command(options, texts=_holds_texts(options))
    coder = options.coder and coder_file(opened.folder, options.coder).stem
    found = import_coding(options.file, opened.coding, coder=coder)
    for remark in found.remarks:
        say(f"note: {remark}")
    say(describe_losses(found.losses))
    if found.codes:
        raise DataError(_describe_new(found))
    _merge(opened, found, options)
    return OK


def _describe_new(found: ImportedCoding) -> str:
    """Say which codes a migration must add first."""
    categories = _list_ids(category.id for category in found.categories)
    also = f", and {len(found.categories)} categories ({categories})" if categories else ""
    return (
        f"the file has {len(found.codes)} codes that the codebook does not have "
        f"({_list_ids(code.id for code in found.codes)}){also}. Add them with "
        "'survey-analysis code migrate', then import again; nothing was written"
    )


def _list_ids(ids: Iterable[str]) -> str:
    return ", ".join(map(repr, ids))


def _merge(opened: Opened, found: ImportedCoding, options: argparse.Namespace) -> None:
    units = opened.coding.units
    merged = merge_applications(opened.coding, found.applications, replace=options.replace)
    texts = {
        coder_file(opened.folder, str(coder)): format_applications(rows, units)
        for coder, rows in merged.applications.groupby("coder")
    }
    if not options.dry_run and (merged.new or merged.changed):
        write_files(texts)
        print(*texts, sep="\n")
    said = " (nothing was written)" if options.dry_run else ""
    say(
        f"{merged.new} units newly coded, {merged.changed} changed, "
        f"{merged.unchanged} as before{said}"
    )


def run_export(options: argparse.Namespace) -> int:
    """Write the codings in another tool's format."""
    opened = open_for_command(options, texts=_holds_texts(options))
    losses = export_coding(opened.coding, options.file, attributes=opened.attributes)
    print(options.file)
    say(describe_losses(losses))
    if _holds_texts(options):
        say("It holds respondents' own words")
    return OK


def _holds_texts(options: argparse.Namespace) -> bool:
    """Tell whether the file has texts; a codebook alone has none."""
    return str(options.file.suffix).lower() != ".qdc"
