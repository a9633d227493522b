"""The commands `run` and `report`."""

from __future__ import annotations

import argparse
import tempfile
import webbrowser
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from survey_analysis.analysis import analyse, describe_run
from survey_analysis.commands.call import (
    DEFAULT_OUT,
    load_for_command,
    named_studies,
    output_folder,
    run_settings,
    write_command,
)
from survey_analysis.commands.conversing import refuse_for_documents, run_conversations
from survey_analysis.commands.holding import hold_against_record, report_verdicts
from survey_analysis.commands.streaming import run_in_chunks
from survey_analysis.commands.triangulating import triangulate_results
from survey_analysis.drawing_pool import prepare_drawing
from survey_analysis.errors import InvalidCallError
from survey_analysis.exit_codes import OK
from survey_analysis.loading import load_responses
from survey_analysis.printing import format_json
from survey_analysis.progress import step
from survey_analysis.publish import check_output_folder, read_manifest, write_results
from survey_analysis.record import make_record
from survey_analysis.site.building import SITE_MARK
from survey_analysis.site.folders import require_own_folder
from survey_analysis.study import (
    Study,
    bundled_studies,
    find_study_folder,
    load_study,
)
from survey_analysis.summaries import ConversationsSummary, Summary, summarise_run
from survey_analysis.withholding import drop_hidden, withhold_dependents

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
    require_own_folder(options.site, mark=SITE_MARK)
    prepare_drawing()
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
    if own and not isinstance(load_study(own[0]), Study):
        msg = (
            f"{own[0]}: no site is generated yet for interviews or focus groups of your own; "
            f"'survey-analysis run {own[0]}' writes their tables, 'survey-analysis code' codes them"
        )
        raise InvalidCallError(msg)
    return own[0] if own else None


def _run_others(options: argparse.Namespace, done: list[Run], work: Path) -> tuple[int, list[Run]]:
    """Analyse the bundled studies that were not named; apart, where somebody chose a folder."""
    named = {summary.study.study for summary, _ in done}
    others = [study for study in bundled_studies() if study not in named]
    if not others:
        return OK, []
    out = work / "others" if options.out else None
    changed = {"studies": others, "data": None, "data_format": None, "out": out}
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
    responses = load_responses(study, options.data, format=options.data_format)
    published = drop_hidden(withhold_dependents(make_record(tables)), responses.study)
    with step("building the site"):
        return build_study_report(
            responses,
            study=study,
            shown=_publishable(summary, published, work),
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
        check_output_folder(output_folder(options, load_study(study).study))
    for study in named_studies(options):
        if isinstance(load_study(study), Study):
            found, run_of_one = _run_survey(options, study)
            status = max(status, found)
        else:
            run_of_one = run_conversations(options, study)
        done.append(run_of_one)
    return status, done


def _run_survey(options: argparse.Namespace, study: str) -> tuple[int, Run]:
    if options.engine != "memory":
        return run_in_chunks(options, study)
    folder, settings = find_study_folder(study), run_settings(options)
    responses = load_for_command(options, study)
    with step(f"{folder.name}: estimating"):
        tables = analyse(responses, folder, settings=settings)
    if responses.source.kind == "replica":
        hold_against_record(tables, folder, study=responses.study, settings=settings)
    command = write_command(options, study)
    manifest = describe_run(responses, folder, settings=settings, command=command)
    out = write_results(tables, output_folder(options, responses.study.study), manifest=manifest)
    summary = summarise_run(responses, tables, settings=settings, results=out)
    return report_verdicts(tables, responses.study, settings=settings), (summary, tables)


def _print_summaries(summaries: Sequence[Summary | ConversationsSummary], *, as_json: bool) -> None:
    if as_json:
        print(format_json([summary.as_json() for summary in summaries]))
    else:
        print("\n\n".join(summary.as_text() for summary in summaries))
