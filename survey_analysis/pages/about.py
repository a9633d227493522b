"""The pages about the figures: quality of the data, method, codebook, reproduction."""

from __future__ import annotations

from dataclasses import asdict

import pandas as pd

from survey_analysis.pages.markdown import Page, escape, join
from survey_analysis.pages.material import (
    SUPPRESSION,
    Material,
    count_written,
    tabulate_missing,
)
from survey_analysis.pages.prose import (
    BASES,
    DRAWN,
    EXACT,
    INTERVALS,
    LIMITS,
    REACHED,
    REASONS,
    REPRODUCE,
    TABLES,
)
from survey_analysis.readers import LeftOut
from survey_analysis.responses import CellState
from survey_analysis.results import Results, add_labels
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
    lead = f"{{.sa-lead}}\nEvery record was checked; none was repaired, {_left_out(results)}."
    quality, nothing = results.table("quality"), "No check found anything."
    found = material.table(
        quality_table(quality.assign(note=quality["note"].fillna("")), study=material.study),
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
        REACHED if material.study.export.finished else "",
        _bounds(material),
        _sensitivity(material),
    )
    return Page("quality", "How good are the data?", body, PART)


def _left_out(results: Results) -> str:
    """Say which records were left out at reading."""
    left_out = results.manifest["data"].get("left_out", [])
    said = [str(LeftOut(**left)) for left in left_out]
    return f"and {escape('; '.join(said))}" if said else "and none was left out at reading"


def _missing(material: Material) -> str:
    table = add_labels(tabulate_missing(material.states), material.study)
    is_grid, is_item = table["question_id"].duplicated(keep=False), table["item_id"] != ""
    names = table["question"].mask(is_grid, table["question"] + ", any item")
    table["question"] = names.mask(is_item, "– " + table["item"])
    found = [state.label for state in CellState if table[state.label].any()]
    headings = {"question": "Question", "question_id": "Id"}
    headings |= {label: label.capitalize() for label in found}
    return material.table(
        display_table(table, columns=headings),
        caption="Respondents by what is known of their answer, of a grid item by item.",
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
    settings = material.results.manifest["settings"]
    kind = INTERVALS[settings["interval"]]
    level = f"The intervals are {kind} bootstrap intervals at the level {{{{ survey.level }}}}."
    how = EXACT if settings["n_resamples"] is None else DRAWN
    body = join(BASES, f"{level} {how}", LIMITS, SUPPRESSION)
    return Page("method", "How the figures are made", body, PART)


def write_codebook(material: Material) -> Page:
    """Write every question with its base, and every column of the export."""
    study = material.study
    columns = add_labels(
        pd.DataFrame([asdict(c) for c in account_for_columns(study).values()]), study
    )
    named = columns["item"].where(columns["item_id"] != "", "")
    columns["label"] = columns["option"].where(columns["option"] != "", named)
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
            _list_questions(material), caption="Every question, and who answered.", csv="missing"
        ),
        "## Columns",
        material.table(
            display_table(columns, columns=headings),
            caption="Every column of the export.",
        ),
        _source(material),
    )
    return Page("codebook", "Data and codebook", body, PART)


def _list_questions(material: Material) -> pd.DataFrame:
    """Make the codebook; the base of open answers is how many respondents wrote something."""
    shown = material.study.model_copy(update={"questions": material.questions})
    table = codebook_table(shown, material.results.table("estimates"))
    written = [
        count_written(material, question) if question.kind == "text" else base
        for question, base in zip(material.questions, table["Base"], strict=True)
    ]
    return table.assign(Base=written)


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
    inputs += [f"| SHA-256 of `{file}` | `{sha256}` |" for file, sha256 in material.prose.items()]
    is_exact = manifest["settings"]["n_resamples"] is None
    resamples = "none, computed exactly" if is_exact else "{{ survey.setting.n_resamples }}"
    versions = [f"| {name} | {{{{ survey.version.{name} }}}} |" for name in manifest["versions"]]
    made = "\n".join([REPRODUCE, f"| Resamples | {resamples} |", *inputs, *versions])
    tables = [
        f'| <a href="{material.place}/{file}" download>{file}</a> | {TABLES.get(file, "")} |'
        for file in [*manifest["files"], "missing.csv"]
    ]
    listed = "\n".join(["| Table | Holds |", "|---|---|", *tables])
    link = f'<a href="{material.place}/manifest.json" download>manifest.json</a>'
    closing = f"The same, with the checksum of every table, is in {link}."
    return Page("reproduce", "Reproduce it", join(made, closing, "## All tables", listed), PART)
