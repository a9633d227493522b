"""The commands `run` and `report`."""

from __future__ import annotations

import argparse
import tempfile
import webbrowser
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from survey_analysis.analysis import RunSettings, analyse, describe_run, load_responses
from survey_analysis.claims import changed_verdicts
from survey_analysis.commands.call import (
    DEFAULT_OUT,
    load_for_command,
    named_studies,
    output_folder,
    run_settings,
    write_command,
)
from survey_analysis.commands.conversing import refuse_for_documents, run_conversations
from survey_analysis.commands.triangulating import triangulate_results
from survey_analysis.errors import InvalidCallError
from survey_analysis.exit_codes import CHANGED_VERDICT, OK
from survey_analysis.printing import format_json
from survey_analysis.progress import say, step
from survey_analysis.publish import read_manifest, write_results
from survey_analysis.record import compare_with_record, make_record
from survey_analysis.responses import Responses
from survey_analysis.study import (
    Study,
    bundled_studies,
    find_study_folder,
    load_study,
    load_survey,
)
from survey_analysis.summaries import ConversationsSummary, Summary, summarise_run
from survey_analysis.withholding import withhold_dependents

Run = tuple[Summary | ConversationsSummary, dict[str, pd.DataFrame]]
"""What was found in one study: in short, and the tables."""


def run(options: argparse.Namespace) -> int:
    """Analyse studies and write their results."""
    status, done = _run(options)
    _print_summaries([summary for summary, _ in done], as_json=options.json)
    shown = {
        study: _recorded(study, summary) or summary.results
        for study, (summary, _) in zip(named_studies(options), done, strict=True)
    }
    triangulate_results(shown, options.out or DEFAULT_OUT)
    return status


def report(options: argparse.Namespace) -> int:
    """Analyse studies, then build the site; replicas show the record in the chapters.

    The project's own site is about all bundled studies: those not named are analysed too.
    """
    own = _find_own_study(options)
    status, done = _run(options)
    with tempfile.TemporaryDirectory() as work:
        if own is None:
            found, others = _run_others(options, done, Path(work))
            status = max(status, found)
            page = _build_bundled(options, [*done, *others], Path(work))
        else:
            page = _build_own(options, done, Path(work))
    summaries = [replace(summary, site=page) for summary, _ in done]
    _print_summaries(summaries, as_json=options.json)
    if options.open:
        webbrowser.open(page.resolve().as_uri())
    return status


def _find_own_study(options: argparse.Namespace) -> str | None:
    """Return the study that is not bundled, which has a site of its own; None if all are."""
    studies, bundled = named_studies(options), set(bundled_studies().values())
    own = [study for study in studies if find_study_folder(study).resolve() not in bundled]
    if own and len(studies) > 1:
        msg = f"a study of your own has a site of its own; name {own[0]!r} alone"
        raise InvalidCallError(msg)
    if own:
        load_survey(own[0])
    return own[0] if own else None


def _run_others(options: argparse.Namespace, done: list[Run], work: Path) -> tuple[int, list[Run]]:
    """Analyse the bundled studies that were not named; apart, where somebody chose a folder."""
    named = {summary.study.study for summary, _ in done}
    others = [study for study in bundled_studies() if study not in named]
    if not others:
        return OK, []
    out = work / "others" if options.out else None
    changed = {"studies": others, "data": None, "out": out}
    return _run(argparse.Namespace(**{**vars(options), **changed}))


def _build_bundled(options: argparse.Namespace, done: list[Run], work: Path) -> Path:
    from survey_analysis.report import build_report

    shown = {
        summary.study.study: _recorded(summary.study.study, summary)
        or _publishable(summary, make_record(tables), work)
        for summary, tables in done
    }
    has_own_folder = options.out and len(named_studies(options)) == 1  # of one study's results
    made = triangulate_results(shown, work if has_own_folder else options.out or DEFAULT_OUT)
    with step("building the site"):
        return build_report(shown, site=options.site, data=options.data, triangulated=made)


def _recorded(study: str, summary: Summary | ConversationsSummary) -> Path | None:
    """Return the folder of the record, which is shown instead of a replica's results."""
    record = find_study_folder(study) / "record"
    return record if summary.data == "replica" and record.is_dir() else None


def _build_own(options: argparse.Namespace, done: list[Run], work: Path) -> Path:
    from survey_analysis.report import BOOK
    from survey_analysis.study_report import build_study_report

    [study], [(summary, tables)] = named_studies(options), done
    with step("building the site"):
        return build_study_report(
            load_responses(study, options.data),
            study=study,
            shown=_publishable(summary, withhold_dependents(make_record(tables)), work),
            site=options.site,
            theme=BOOK,
        )


def _publishable(
    summary: Summary | ConversationsSummary, tables: dict[str, pd.DataFrame], work: Path
) -> Path:
    """Write results for the site, where groups with a base below ten are suppressed.

    Tables of documents have counts alone below ten participants, so they go as they are.
    """
    if isinstance(summary, ConversationsSummary):
        return summary.results
    manifest = read_manifest(summary.results)
    return write_results(tables, work / summary.study.study, manifest=manifest)


def _run(options: argparse.Namespace) -> tuple[int, list[Run]]:
    status, done = OK, []
    refuse_for_documents(options)
    for study in named_studies(options):
        if isinstance(load_study(study), Study):
            found, run_of_one = _run_survey(options, study)
            status = max(status, found)
        else:
            run_of_one = run_conversations(options, study)
        done.append(run_of_one)
    return status, done


def _run_survey(options: argparse.Namespace, study: str) -> tuple[int, Run]:
    folder, settings = find_study_folder(study), run_settings(options)
    responses = load_for_command(study, options.data)
    with step(f"{folder.name}: estimating"):
        tables = analyse(responses, folder, settings=settings)
    _hold_against_record(responses, tables, folder, settings=settings)
    command = write_command(options, study)
    manifest = describe_run(responses, folder, settings=settings, command=command)
    out = write_results(tables, output_folder(options, responses.study.study), manifest=manifest)
    summary = summarise_run(responses, tables, settings=settings, results=out)
    return _report_verdicts(tables, responses, settings=settings), (summary, tables)


def _print_summaries(summaries: Sequence[Summary | ConversationsSummary], *, as_json: bool) -> None:
    if as_json:
        print(format_json([summary.as_json() for summary in summaries]))
    else:
        print("\n\n".join(summary.as_text() for summary in summaries))


def _hold_against_record(
    responses: Responses, tables: dict[str, pd.DataFrame], folder: Path, *, settings: RunSettings
) -> None:
    """Hold a run on the replica against the record, if it has the record's settings."""
    record = folder / "record"
    comparable = replace(settings, by=(), seed=0) == RunSettings()
    if responses.source.kind == "replica" and comparable and record.is_dir():
        compared = compare_with_record(tables, record, study=responses.study)
        say(f"{folder.name}: {compared:,} one-question figures equal the record")


def _report_verdicts(
    tables: dict[str, pd.DataFrame], responses: Responses, *, settings: RunSettings
) -> int:
    """Say which verdicts are not the declared ones, which are about the default population."""
    changed = changed_verdicts(tables["claims.csv"]) if "claims.csv" in tables else pd.DataFrame()
    default = responses.study.default_population
    if len(changed) and (settings.where or settings.population not in (None, default)):
        say(
            f"{len(changed)} verdicts are not the declared ones, which are about the population "
            f"{default!r} as a whole: see claims.csv"
        )
        return OK
    for row in changed.to_dict("records"):
        found = f"{row['ci_low']:.4g} to {row['ci_high']:.4g}"
        interval = "no interval" if pd.isna(row["ci_low"]) else found
        say(
            f"claim {row['claim']!r}, {row['sentence']!r}: the check {row['check']} is declared as "
            f"{row['expected']!r} and computed as {row['verdict']!r} ({row['value']:.4g}, "
            f"{interval})"
        )
    return CHANGED_VERDICT if len(changed) else OK
