"""The command `validate`."""

from __future__ import annotations

import argparse

from survey_analysis.claims import load_claims
from survey_analysis.commands.call import load_for_command
from survey_analysis.commands.conversing import validate_conversations
from survey_analysis.exit_codes import OK
from survey_analysis.findings import find_issues
from survey_analysis.printing import format_json
from survey_analysis.quality import count_dropout, tabulate_quality
from survey_analysis.responses import Responses, count_states
from survey_analysis.study import QualitativeStudy, find_study_folder, load_study

_LISTED_IDS = 30


def validate(options: argparse.Namespace) -> int:
    """Check a study's files and an export; name the records that each finding concerns."""
    if isinstance(load_study(options.study), QualitativeStudy):
        return validate_conversations(options)
    claims = find_study_folder(options.study) / "claims.yaml"
    if claims.is_file():
        load_claims(claims)
    responses = load_for_command(options, options.study)
    findings = find_issues(responses, population=options.population)
    table = tabulate_quality(responses, findings, population=options.population)
    rows = [
        {**row, "ids": responses.ids[finding.mask].tolist()}
        for row, finding in zip(table.to_dict("records"), findings, strict=True)
    ]
    if options.json:
        print(format_json(rows))
        return OK
    print(_describe_export(responses))
    for row in rows:
        about = f" {row['question_id'].replace('|', ' and ')}" if row["question_id"] else ""
        print(f"{row['severity']}: {row['check']}{about}: {row['respondents']}", end=" ")
        print(f"({row['share']:.0%}). {row['note']}.")
        more = f" and {len(row['ids']) - _LISTED_IDS} more (--json lists all)"
        listed = ", ".join(map(str, row["ids"][:_LISTED_IDS]))
        print(f"    records {listed}{more if len(row['ids']) > _LISTED_IDS else ''}")
    return OK


def _describe_export(responses: Responses) -> str:
    """Say what was read, what is in the cells, and how far the records got."""
    source = responses.source
    states = count_states(responses).drop(columns=["question_id", "cell"]).sum()
    counts = ", ".join(f"{count:,} {state}" for state, count in states.items() if count)
    reached = count_dropout(responses)[["page", "reached"]].to_numpy().tolist()
    return "\n".join([
        f"{source.file}: {len(responses)} records, {source.format}, {source.encoding or 'Excel'}",
        f"Cells: {counts}",
        f"Pages reached: {', '.join(f'{page} {count}' for page, count in reached)}",
    ])  # fmt: skip
