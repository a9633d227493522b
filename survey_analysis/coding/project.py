"""The coding of a study: everything in its folder, read and checked together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from survey_analysis.coding.applications import APPLICATIONS, RESOLVED_COLUMNS, sort_by_unit
from survey_analysis.coding.codebook import Codebook
from survey_analysis.coding.reading import FolderFiles, check_folder, no_rows, read_folder
from survey_analysis.coding.relations import RELATION_COLUMNS
from survey_analysis.coding.settling import (
    CONFLICT_COLUMNS,
    fill_categories,
    find_differing,
    settle_applications,
)
from survey_analysis.coding.units import list_units
from survey_analysis.errors import InvalidCallError, unknown_name
from survey_analysis.responses import Responses


@dataclass(frozen=True, eq=False)
class Coding:
    """The coding of a study.

    Attributes
    ----------
    folder
        Where it was read from; None if it was made in memory.
    codebook
        The current codebook.
    units
        What is coded; see `list_units`.
    applications
        Of all coders: `coder`, then the columns of `read_applications`; by coder and unit.
    resolved
        See `read_resolved`; no rows if nothing was resolved.
    relations
        See `read_relations`; no rows if there are none.
    """

    folder: Path | None
    codebook: Codebook
    units: pd.DataFrame
    applications: pd.DataFrame
    resolved: pd.DataFrame
    relations: pd.DataFrame


def open_coding(folder: str | Path, responses: Responses, *, strict: bool = True) -> Coding:
    """Read and check the coding of a survey.

    Parameters
    ----------
    folder
        The study's coding folder.
    responses
        The responses whose texts were coded, or their replica: it has the same units but
        other texts, so that neither changed texts nor the ends of spans can be checked.
    strict
        As for `load_coding`.

    Raises
    ------
    StudyFileError
        As `load_coding`.
    InvalidCallError
        If the codebook's units name a question or group that the study does not have.
    """
    folder = Path(folder)
    files = read_folder(folder)
    units = list_units(responses, files.codebook.units)
    is_original = responses.source.kind == "original"
    check_folder(files, folder, units, are_coded_texts=is_original, strict=strict)
    return _assemble(files, folder, units)


def load_coding(
    folder: str | Path, units: pd.DataFrame, *, kind: str = "original", strict: bool = True
) -> Coding:
    """Read and check everything in a coding folder.

    Parameters
    ----------
    folder
        The folder: ``codebook.yaml``, ``coder-<id>.csv``, and, where they exist,
        ``migrations.yaml``, ``resolved.csv`` and ``relations.csv``.
    units
        What was coded; see `list_units`.
    kind
        ``original`` if `units` holds the texts that were coded; ``replica`` if its texts
        stand in for them (`Source.kind` of the responses).
    strict
        Whether codes that are not in the codebook are refused; `lint` wants to see them.

    Raises
    ------
    InvalidCallError
        If the kind is neither.
    StudyFileError
        If files are damaged or do not fit together; lists all problems of all files with
        their lines, and never quotes a unit's text.
    """
    if kind not in ("original", "replica"):
        raise InvalidCallError(unknown_name("kind of data", kind, ["original", "replica"]))
    folder = Path(folder)
    files = read_folder(folder)
    check_folder(files, folder, units, are_coded_texts=kind == "original", strict=strict)
    return _assemble(files, folder, units)


def _assemble(files: FolderFiles, folder: Path, units: pd.DataFrame) -> Coding:
    return Coding(
        folder=folder,
        codebook=files.codebook,
        units=units,
        applications=_join(files.applied, units),
        resolved=sort_by_unit(files.resolved, units)[RESOLVED_COLUMNS],
        relations=files.relations[RELATION_COLUMNS],
    )


def _join(applied: Mapping[Path, pd.DataFrame], units: pd.DataFrame) -> pd.DataFrame:
    """Put the applications of all coders below each other, in the order of the units."""
    named = [table.assign(coder=path.stem) for path, table in applied.items()]
    tables = [sort_by_unit(table, units)[APPLICATIONS] for table in named]
    return pd.concat([no_rows(APPLICATIONS), *tables], ignore_index=True)


def coders(coding: Coding) -> list[str]:
    """List who coded, by id."""
    return sorted(set(coding.applications["coder"]))


def settle(coding: Coding) -> pd.DataFrame:
    """Choose the codings that count.

    Where a unit was resolved, the resolution counts; where one coder coded it, that
    coder's codings; where several agree in codes and categories, theirs. Where they
    differ and nothing is resolved, those of the first coder by id stand in:
    `open_conflicts` lists these units.

    Returns
    -------
    DataFrame
        By unit: `unit_id`, `code`, `category` (the code's default filled in; empty where
        no code applies), `start`, `end`, and `decided`: ``resolved``, ``one coder``,
        ``agreed`` or ``open``. Units that nobody has coded are not there.
    """
    defaults = coding.codebook.default_categories
    settled = settle_applications(
        fill_categories(coding.applications, defaults), fill_categories(coding.resolved, defaults)
    )
    return sort_by_unit(settled, coding.units)


def open_conflicts(coding: Coding) -> pd.DataFrame:
    """List the units on which coders differ and nothing is resolved.

    Returns
    -------
    DataFrame
        One row a unit and coder, by unit and coder: `unit_id`, `coder` and `codes`, joined
        by ``;``, with the category after a slash where it is not the code's default.
    """
    defaults = coding.codebook.default_categories
    filled = fill_categories(coding.applications, defaults)
    differing = find_differing(filled) - set(coding.resolved["unit_id"])
    rows = filled[filled["unit_id"].isin(differing)]
    names = [
        code if category == defaults.get(code, "") else f"{code}/{category}"
        for code, category in zip(rows["code"], rows["category"], strict=True)
    ]
    by = rows.assign(codes=names).groupby(["unit_id", "coder"], sort=False)["codes"]
    table = by.agg(lambda codes: ";".join(sorted(set(codes)))).reset_index()
    order = {unit: i for i, unit in enumerate(coding.units["unit_id"])}
    ordered = table.sort_values(
        ["unit_id", "coder"], key=lambda c: c.map(order) if c.name == "unit_id" else c
    )
    return ordered.reset_index(drop=True)[CONFLICT_COLUMNS]
