"""From a project of another tool to applications of our own codebook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pandas as pd

from survey_analysis.coding.applications import APPLICATIONS, sort_by_unit
from survey_analysis.coding.codebook import NOT_CODABLE, NOTHING_APPLIES, Category, Code
from survey_analysis.coding.project import Coding
from survey_analysis.errors import DataError, InvalidCallError
from survey_analysis.exchange.documents import find_units
from survey_analysis.exchange.losses import Imported, Loss, count_losses
from survey_analysis.exchange.matching import CodeMatch, match_codes
from survey_analysis.exchange.project import Document, Project, Selection, Span
from survey_analysis.exchange.texts import position_in_original
from survey_analysis.study.forms import slug

_KEY = ["coder", "unit_id", "code", "start", "end"]


@dataclass(frozen=True)
class ImportedCoding:
    """Applications from another tool, in terms of our codebook.

    Attributes
    ----------
    applications
        Columns `survey_analysis.coding.applications.APPLICATIONS`; sorted by coder, then as
        units are, then by start and code.
    categories, codes
        What the codebook does not have and the file does; to be added by a migration.
    losses
        What was dropped or changed.
    remarks
        Departures from the formats that were accepted.
    """

    applications: pd.DataFrame
    categories: tuple[Category, ...] = ()
    codes: tuple[Code, ...] = ()
    losses: tuple[Loss, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass
class _Rows:
    """Applications on their way into a table, and what could not become one."""

    units: pd.DataFrame
    codes: CodeMatch
    rows: list[dict[str, object]] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)


def to_applications(
    imported: Imported, coding: Coding, *, coder: str | None = None
) -> ImportedCoding:
    """Turn the selections of a project into applications.

    A selection that covers a unit, white space aside, becomes an application of the whole
    unit; one over several units becomes an application of each.

    Parameters
    ----------
    imported
        The project, its losses and remarks.
    coding
        The units and the codebook; codes are matched by GUID, name, label and id.
    coder
        Who coded, where the file does not say.

    Raises
    ------
    InvalidCallError
        If the file does not say who coded and no `coder` is given.
    DataError
        If two names of coders give the same id.
    """
    project = imported.project
    coders = _coder_ids(project, coder)
    found = _Rows(coding.units, match_codes(project.codes, coding.codebook))
    selections = defaultdict(list)
    for selection in project.selections:
        selections[selection.document].append(selection)
    for document in project.documents:
        _read_document(found, document, selections[document.guid], coders)
    table = _table(found)
    return ImportedCoding(
        table,
        found.codes.new_categories,
        found.codes.new_codes,
        (*imported.losses, *count_losses(found.losses)),
        imported.remarks,
    )


def _coder_ids(project: Project, coder: str | None) -> dict[str, str]:
    """Return coders' ids by their names in the file."""
    names = dict.fromkeys(selection.coder for selection in project.selections)
    if "" in names and not coder:
        msg = "the file does not say who coded; name the coder"
        raise InvalidCallError(msg)
    slugs = {name: slug(name or str(coder)).removeprefix("coder-") for name in names}
    ids = {name: f"coder-{found or 'unnamed'}" for name, found in slugs.items()}
    alike = [name for name in ids if list(ids.values()).count(ids[name]) > 1]
    if alike:
        msg = f"coders whose ids would be the same: {', '.join(map(repr, alike))}; rename one"
        raise DataError(msg)
    return ids


def _read_document(
    found: _Rows, document: Document, selections: Iterable[Selection], coders: dict[str, str]
) -> None:
    units = list(find_units(document, found.units))
    found.losses += ["unit whose text in the file is another"] * sum(not s for _, s in units)
    spans = [span for _, span in units if span]
    for selection in selections:
        code = found.codes.ids.get(selection.code)
        hits = list(_hits(document, selection, spans))
        if code is None:
            found.losses.append("application of a category, which is not a code")
        elif not hits:
            found.losses.append("selection outside the units of this study")
        else:
            found.rows += [
                {"coder": coders[selection.coder], "code": code, "memo": selection.memo, **hit}
                for hit in hits
            ]
            if len(hits) > 1:
                found.losses.append("selection over several units (now an application of each)")


def _hits(
    document: Document, selection: Selection, spans: Iterable[Span]
) -> Iterator[dict[str, object]]:
    """Yield the units that a selection touches; where it does not cover one, with places in it."""
    for span in spans:
        start, end = max(selection.start, span.start), min(selection.end, span.end)
        excerpt = document.text[start:end].strip()
        if excerpt:
            is_whole = excerpt == document.text[span.start : span.end].strip()
            inside = (start - span.start, end - span.start)
            start_end = (pd.NA, pd.NA) if is_whole else inside
            yield {"unit_id": span.label} | dict(zip(("start", "end"), start_end, strict=True))


def _table(found: _Rows) -> pd.DataFrame:
    """Make the table of applications: places in the texts as read, no row twice."""
    table = pd.DataFrame(found.rows, columns=APPLICATIONS)
    is_mark = table["code"].isin([NOTHING_APPLIES, NOT_CODABLE])  # said of the whole unit
    table.loc[is_mark, ["start", "end"]] = pd.NA
    units = found.units.set_index("unit_id")
    texts = table["unit_id"].map(units["text"])
    for name in ("start", "end"):
        pairs = zip(texts, table[name], strict=True)
        places = [pd.NA if pd.isna(p) else position_in_original(text, p) for text, p in pairs]
        table[name] = pd.array(places, dtype="Int64")
    table = table.assign(category="", text_sha256=table["unit_id"].map(units["text_sha256"]))
    once = table.drop_duplicates(_KEY)
    found.losses += ["application that occurs twice"] * (len(table) - len(once))
    return sort_applications(_without_idle_marks(once, found), found.units)


def _without_idle_marks(table: pd.DataFrame, found: _Rows) -> pd.DataFrame:
    """Drop "nothing applies", then "not codable", where the same coder gave the unit more."""
    for code, name in ((NOTHING_APPLIES, "nothing applies"), (NOT_CODABLE, "not codable")):
        is_other = table["code"] != code
        has_other = is_other.groupby([table["coder"], table["unit_id"]]).transform("any")
        idle = ~is_other & has_other.astype(bool)
        found.losses += [f"mark {name!r} beside a code"] * int(idle.sum())
        table = table[~idle]
    return table


def sort_applications(table: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Sort applications by coder, then as units are, then by start and code.

    Parameters
    ----------
    table
        Applications, with their column `coder`.
    units
        The units in their order; column `unit_id`.
    """
    ordered = sort_by_unit(table, units).sort_values("coder", kind="stable")
    return ordered.reset_index(drop=True)
