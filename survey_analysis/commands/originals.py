"""The commands about originals and what stands for them: `fetch`, `record`, `replica`, `schema`."""

from __future__ import annotations

import argparse
import shlex
import sys
from pathlib import Path

from survey_analysis.analysis import RunSettings, analyse, describe_run
from survey_analysis.commands.call import load_for_command
from survey_analysis.errors import DataError
from survey_analysis.exit_codes import OK
from survey_analysis.printing import format_json
from survey_analysis.progress import say, step
from survey_analysis.publish import write_results
from survey_analysis.record import make_record
from survey_analysis.responses import Responses
from survey_analysis.study import find_study_folder, load_survey, study_schema


def fetch(options: argparse.Namespace) -> int:
    """Download the original export."""
    from survey_analysis.fetch import fetch_original

    study = load_survey(options.study)
    path = fetch_original(study, progress=sys.stderr.isatty())
    print(path)
    if study.original is not None:
        say(f"{study.original.attribution}. Licence: {study.original.licence}")
    return OK


def record(options: argparse.Namespace) -> int:
    """Write the record of the original, and the counts that the replica is made of."""
    from survey_analysis.replica import extract_margins, write_margins

    settings, folder = RunSettings(), find_study_folder(options.study)
    responses = load_for_command(options, options.study)
    _refuse_other_file(responses, options.data)
    with step(f"{folder.name}: estimating"):
        tables = make_record(analyse(responses, folder, settings=settings))
        margins = extract_margins(responses.study, options.data)
    words = ["survey-analysis", "record", folder.name, "--data", options.data.name]
    command = shlex.join(words + (["--format", options.data_format] if options.data_format else []))
    manifest = describe_run(responses, folder, settings=settings, command=command)
    print(write_results(tables, folder / "record", manifest=manifest))
    for path in write_margins(margins, folder):
        print(path)
    return OK


def _refuse_other_file(responses: Responses, data: Path) -> None:
    """Stop if the responses are not those of the declared original."""
    study, found = responses.study, responses.source.sha256
    if study.original is None:
        msg = (
            f"{study.study}: study.yaml declares no 'original', so no file can be proved to be "
            "it; declare its url, sha256, bytes, licence and attribution"
        )
        raise DataError(msg)
    if found != study.original.sha256:
        msg = f"{data.name}: not the original: SHA-256 {found}, declared: {study.original.sha256}"
        raise DataError(msg)


def replica(options: argparse.Namespace) -> int:
    """Write the synthetic replica."""
    from survey_analysis.replica import build_replica

    with step("making the replica"):
        print(build_replica(find_study_folder(options.study)))
    return OK


def schema(_: argparse.Namespace) -> int:
    """Print the JSON Schema of study files."""
    print(format_json(study_schema()))
    return OK
