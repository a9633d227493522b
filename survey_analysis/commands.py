"""What each command does, between the parsed call and the exit code."""

from __future__ import annotations

import argparse
import json
import sys
import webbrowser
from pathlib import Path
from typing import Any

import pandas as pd

from survey_analysis.analysis import (
    RunSettings,
    analyse,
    describe_run,
    estimate_with,
    load_responses,
)
from survey_analysis.claims import changed_verdicts, summarise_claims
from survey_analysis.cli import CHANGED_VERDICT, OK
from survey_analysis.errors import InvalidCallError
from survey_analysis.findings import find_issues
from survey_analysis.progress import say, step
from survey_analysis.publish import write_results
from survey_analysis.quality import tabulate_quality
from survey_analysis.record import compare_with_record, make_record
from survey_analysis.responses import Responses, count_states
from survey_analysis.results import add_labels
from survey_analysis.study import bundled_studies, find_study_folder, load_study, study_schema

DEFAULT_OUT = Path("results")


def show_help(options: argparse.Namespace) -> int:
    """Print the version, or what commands there are."""
    if options.version:
        from importlib.metadata import version

        print(version("survey-analysis"))
        return OK
    options.parser.print_help()
    return OK


def run(options: argparse.Namespace) -> int:
    """Analyse studies and write their results."""
    status, summaries = _run(options)
    _print_summaries(summaries, as_json=options.json)
    return status


def report(options: argparse.Namespace) -> int:
    """Analyse studies, then build the site; replicas show the record in the chapters."""
    from survey_analysis.report import build_report

    status, summaries = _run(options)
    shown = {}
    for study, summary in zip(_studies(options), summaries, strict=True):
        record = find_study_folder(study) / "record"
        shown[study] = record if summary["data"] == "replica" else Path(summary["results"])
    with step("building the site"):
        page = build_report(shown, site=options.site, data=options.data)
    for summary in summaries:
        summary["site"] = str(page)
    _print_summaries(summaries, as_json=options.json)
    if not options.json:
        print(f"Site: {page.resolve()}")
    if options.open:
        webbrowser.open(page.resolve().as_uri())
    return status


def _run(options: argparse.Namespace) -> tuple[int, list[dict[str, Any]]]:
    status = OK
    summaries = []
    for study in _studies(options):
        responses, tables, folder = _analyse(options, study)
        out = write_results(
            tables,
            _out(options, responses.study.study),
            manifest=describe_run(
                responses, folder, settings=_settings(options), command=_command(options, study)
            ),
        )
        summaries.append(_summary(responses, tables, out))
        status = max(status, _report_verdicts(tables))
    return status, summaries


def _studies(options: argparse.Namespace) -> list[str]:
    studies = options.studies or list(bundled_studies())
    if options.data is not None and len(studies) > 1:
        msg = f"--data FILE goes with one study, found {len(studies)}: {', '.join(studies)}"
        raise InvalidCallError(msg)
    if not studies:
        msg = "there is no bundled study here; name the path of a study folder"
        raise InvalidCallError(msg)
    return list(studies)


def _out(options: argparse.Namespace, study: str) -> Path:
    if options.out is None:
        return DEFAULT_OUT / study
    out: Path = options.out
    return out / study if len(_studies(options)) > 1 else out


def _settings(options: argparse.Namespace) -> RunSettings:
    return RunSettings(
        level=options.level,
        interval=options.interval,
        n_resamples=options.resamples,
        seed=options.seed,
        by=tuple(options.by),
        where=options.where,
        population=options.population,
    )


def _command(options: argparse.Namespace, study: str) -> str:
    """Write the command as somebody else would type it: file names without folders."""
    given = [f"--by {by!r}" for by in options.by]
    given += [f"--data {options.data.name}"] if options.data else []
    for name in ("where", "population"):
        value = getattr(options, name)
        given += [f"--{name} {value!r}"] if value else []
    given += [f"--resamples {options.resamples} --seed {options.seed}"] if options.resamples else []
    given += [f"--level {options.level}"] if options.level != 0.95 else []
    given += [f"--interval {options.interval}"] if options.interval != "bca" else []
    return " ".join(["survey-analysis", options.action, Path(study).name, *given])


def _analyse(
    options: argparse.Namespace, study: str
) -> tuple[Responses, dict[str, pd.DataFrame], Path]:
    """Read and analyse one study; a run on the replica is held against the record."""
    folder = find_study_folder(study)
    with step(f"{folder.name}: reading"):
        responses = load_responses(study, options.data)
    for warning in responses.source.warnings:
        say(f"warning: {warning}")
    settings = _settings(options)
    with step(f"{folder.name}: estimating"):
        tables = analyse(responses, folder, settings=settings)
    record = folder / "record"
    if responses.source.kind == "replica":
        say(
            f"{folder.name}: synthetic replica; no figure that crosses two questions means anything"
        )
        if settings == RunSettings(by=settings.by) and record.is_dir():
            compared = compare_with_record(tables, record, study=responses.study)
            say(f"{folder.name}: {compared:,} one-question figures equal the record")
    return responses, tables, folder


def _summary(responses: Responses, tables: dict[str, pd.DataFrame], out: Path) -> dict[str, Any]:
    study = responses.study
    estimates = add_labels(tables["estimates.csv"], study)
    whole = {
        (row["question_id"], row["item_id"], row["option_id"], row["statistic"]): row
        for row in estimates[estimates["segment_by"] == ""].to_dict("records")
    }
    headlines = []
    for headline in study.headlines:
        key = (headline.question, headline.item or "", headline.option or "", headline.statistic)
        row = whole[key]
        headlines.append(
            {
                "headline": headline.label,
                "answered": int(row["answered"]),
                "estimate": float(row["estimate"]),
                "ci_low": float(row["ci_low"]),
                "ci_high": float(row["ci_high"]),
            }
        )
    claims = summarise_claims(tables["claims.csv"]) if "claims.csv" in tables else None
    return {
        "study": study.study,
        "data": responses.source.kind,
        "records": len(responses),
        "results": str(out),
        "tables": {name: len(table) for name, table in tables.items()},
        "headlines": headlines,
        "claims": [] if claims is None else claims.to_dict("records"),
    }


def _print_summaries(summaries: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(summaries, indent=2, ensure_ascii=False))
        return
    for summary in summaries:
        print(f"{summary['study']} ({summary['data']}, {summary['records']} records)")
        if summary["headlines"]:
            print(_written(pd.DataFrame(summary["headlines"])))
        for claim in summary["claims"]:
            print(f"  {claim['verdict']:<10} {claim['sentence']}")
        print(f"Results: {summary['results']}")


def _written(table: pd.DataFrame) -> str:
    return str(table.to_string(index=False, na_rep="", float_format=lambda x: f"{x:.4g}"))


def _report_verdicts(tables: dict[str, pd.DataFrame]) -> int:
    if "claims.csv" not in tables:
        return OK
    changed = changed_verdicts(tables["claims.csv"])
    for row in changed.to_dict("records"):
        say(
            f"claim {row['claim']!r}: {row['check']} {row['verdict']} ({row['value']:.4g}, "
            f"{row['ci_low']:.4g} to {row['ci_high']:.4g}), declared: {row['expected']}"
        )
    return CHANGED_VERDICT if len(changed) else OK


def estimate(options: argparse.Namespace) -> int:
    """Print the estimates of one study."""
    with step("estimating"):
        responses = load_responses(options.study, options.data)
        table = estimate_with(responses, _settings(options))
    for question in options.question:
        responses.study.question(question)
    if options.question:
        table = table[table["question_id"].isin(options.question)]
    if options.out is not None:
        folder = find_study_folder(options.study)
        manifest = describe_run(
            responses, folder, settings=_settings(options), command=_command(options, options.study)
        )
        write_results({"estimates.csv": table}, options.out, manifest=manifest)
    if options.json:
        print(table.to_json(orient="records", indent=2, force_ascii=False))
    else:
        print(_written(_display(table, responses)))
    return OK


def _display(table: pd.DataFrame, responses: Responses) -> pd.DataFrame:
    labelled = add_labels(table, responses.study)
    columns = ["question_id", "item", "option", "segment", "statistic", "answered", "count",
               "estimate", "ci_low", "ci_high", "flag"]  # fmt: skip
    return labelled[[c for c in columns if c not in ("item", "segment") or labelled[c].any()]]


def validate(options: argparse.Namespace) -> int:
    """Check a study file and an export; name the records that each finding concerns."""
    responses = load_responses(options.study, options.data)
    findings = find_issues(responses, population=options.population)
    table = tabulate_quality(responses, findings, population=options.population)
    concerned = [responses.ids[finding.mask].tolist() for finding in findings]
    if options.json:
        rows = [
            {**row, "ids": ids}
            for row, ids in zip(table.to_dict("records"), concerned, strict=True)
        ]
        print(json.dumps(rows, indent=2, ensure_ascii=False, default=str))
        return OK
    source = responses.source
    print(f"{source.file}: {len(responses)} records, {source.format}, {source.encoding or 'Excel'}")
    states = count_states(responses).drop(columns=["question_id", "cell"]).sum()
    print("Cells: " + ", ".join(f"{count:,} {state}" for state, count in states.items() if count))
    for row, ids in zip(table.to_dict("records"), concerned, strict=True):
        question = f" {row['question_id']}" if row["question_id"] else ""
        print(
            f"{row['severity']:<8}{row['check']}{question}: "
            f"{row['respondents']} ({row['share']:.0%}). {row['note']}."
        )
        if len(ids) <= 30:
            print(f"        records {', '.join(map(str, ids))}")
    return OK


def fetch(options: argparse.Namespace) -> int:
    """Download the original export."""
    from survey_analysis.fetch import fetch_original

    study = load_study(options.study)
    path = fetch_original(study, progress=sys.stderr.isatty())
    print(path)
    if study.original is not None:
        say(f"{study.original.attribution}. Licence: {study.original.licence}")
    return OK


def record(options: argparse.Namespace) -> int:
    """Write the record of the original, and the counts that the replica is made of."""
    from survey_analysis.replica import extract_margins, write_margins

    settings = RunSettings()
    folder = find_study_folder(options.study)
    responses = load_responses(options.study, options.data)
    original = responses.study.original
    if original is None or responses.source.sha256 != original.sha256:
        expected = original.sha256 if original else "none"
        found = responses.source.sha256
        msg = f"{options.data}: not the original (SHA-256 {found}, declared: {expected})"
        raise InvalidCallError(msg)
    tables = make_record(analyse(responses, folder, settings=settings))
    command = f"survey-analysis record {folder.name} --data {options.data.name}"
    manifest = describe_run(responses, folder, settings=settings, command=command)
    print(write_results(tables, folder / "record", manifest=manifest))
    write_margins(extract_margins(responses.study, options.data), folder)
    return OK


def replica(options: argparse.Namespace) -> int:
    """Write the synthetic replica."""
    from survey_analysis.replica import build_replica

    with step("making the replica"):
        print(build_replica(find_study_folder(options.study)))
    return OK


def schema(_: argparse.Namespace) -> int:
    """Print the JSON Schema of study files."""
    print(json.dumps(study_schema(), indent=2, ensure_ascii=False))
    return OK
