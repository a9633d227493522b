"""The pages about the figures: quality of the data, method, codebook, reproduction."""

from __future__ import annotations

from dataclasses import asdict

import pandas as pd

from survey_analysis.pages.markdown import Page, escape, join
from survey_analysis.pages.material import SUPPRESSION, Material, tabulate_missing
from survey_analysis.pages.prose import METHOD, REASONS, REPRODUCE, TABLES
from survey_analysis.responses import CellState
from survey_analysis.results import add_labels
from survey_analysis.study import account_for_columns
from survey_analysis.tables import (
    bounds_table,
    codebook_table,
    display_table,
    quality_table,
    sensitivity_table,
)

PART = "Method and data"


def write_quality(material: Material) -> Page:
    """Write what was found in the data, and how far it could move a figure."""
    results = material.results
    lead = "{.sa-lead}\nEvery record was checked; none was silently dropped or repaired."
    quality, nothing = results.table("quality"), "No check found anything."
    found = material.table(
        quality_table(quality.assign(note=quality["note"].fillna(""))),
        caption="Findings about the data.",
        csv="quality",
    )
    body = join(
        lead,
        "## What was found",
        found if len(quality) else nothing,
        "## Who did not answer",
        _missing(material),
        REASONS,
        _bounds(material),
        _sensitivity(material),
    )
    return Page("quality", "How good are the data?", body, PART)


def _missing(material: Material) -> str:
    table = add_labels(tabulate_missing(material.states), material.study)
    headings = {"question": "Question", "question_id": "Id"}
    headings |= {state.label: state.label.capitalize() for state in CellState}
    return material.table(
        display_table(table, columns=headings),
        caption="Respondents by what is known of their answer.",
        csv="missing",
        note=f"Of {material.respondents:,} respondents.",
    )


def _bounds(material: Material) -> str:
    bounds = material.results.tables.get("bounds", pd.DataFrame())
    if bounds.empty:
        return ""
    caption = "Shares, and their bounds under both readings of an empty answer."
    table = material.table(bounds_table(bounds), caption=caption, csv="bounds")
    return join("## What ambiguous answers could change", table)


def _sensitivity(material: Material) -> str:
    sensitivity = material.results.tables.get("sensitivity", pd.DataFrame())
    if sensitivity.empty or material.results.kind == "replica":
        return ""
    return join(
        "## Does it matter who is counted?",
        material.figure("sensitivity"),
        material.table(
            sensitivity_table(sensitivity, units=material.units),
            caption="Every headline in each population.",
            csv="sensitivity",
        ),
    )


def write_method(material: Material) -> Page:
    """Write how the figures are made."""
    return Page("method", "How the figures are made", join(METHOD, SUPPRESSION), PART)


def write_codebook(material: Material) -> Page:
    """Write every question with its base, and every column of the export."""
    study, results = material.study, material.results
    estimates = results.table("estimates")
    columns = add_labels(
        pd.DataFrame([asdict(c) for c in account_for_columns(study).values()]), study
    )
    columns["label"] = columns["option"].where(columns["option"] != "", columns["item"])
    headings = {
        "name": "Column",
        "question_id": "Question",
        "question": "Label of the question",
        "label": "Option, item or field",
        "role": "Holds",
    }
    body = join(
        "{.sa-lead}\nWhat was asked, in which column of the export each answer stands, and how "
        "many answered.",
        escape(study.wording or ""),
        "## Questions",
        material.table(
            codebook_table(study, estimates), caption="Every question.", csv="estimates"
        ),
        "## Columns",
        material.table(
            display_table(columns, columns=headings),
            caption="Every column of the export.",
        ),
        _source(material),
    )
    return Page("codebook", "Data and codebook", body, PART)


def _source(material: Material) -> str:
    if material.study.original is None:
        return ""
    return join(
        "## Where the data come from",
        "{{ survey.original.attribution }}. Licence: {{ survey.original.licence }}.",
    )


def write_reproduce(material: Material) -> Page:
    """Write what the figures were made of, and list every table to download."""
    manifest = material.results.manifest
    inputs = [
        f"| SHA-256 of `{name}` | `{{{{ survey.input.{name} }}}}` |" for name in manifest["inputs"]
    ]
    versions = [f"| {name} | {{{{ survey.version.{name} }}}} |" for name in manifest["versions"]]
    made = "\n".join([REPRODUCE, *inputs, *versions])
    tables = [
        f'| <a href="{material.place}/{file}" download>{file}</a> | {TABLES.get(file, "")} |'
        for file in [*manifest["files"], "missing.csv"]
    ]
    listed = "\n".join(["| Table | Holds |", "|---|---|", *tables])
    link = f'<a href="{material.place}/manifest.json" download>manifest.json</a>'
    closing = f"The same, with the checksum of every table, is in {link}."
    return Page("reproduce", "Reproduce it", join(made, closing, "## All tables", listed), PART)
