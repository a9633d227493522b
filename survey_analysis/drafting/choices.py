"""A person's choices in place of what was guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from survey_analysis.conditions import parse_condition
from survey_analysis.drafting.profiles import profile_columns
from survey_analysis.drafting.settings import is_unique
from survey_analysis.drafting.shapes import Draft, Setting, Settings
from survey_analysis.errors import InvalidCallError, unknown_name
from survey_analysis.readers import RawTable
from survey_analysis.study.forms import slug

_CHOSEN = "chosen when the draft was made"


def replace_id(settings: Settings, table: RawTable, column: str) -> Settings:
    """Take another column as that of the ids; an empty one for the rows' numbers.

    Raises
    ------
    InvalidCallError
        If there is no such column, or records share a text in it, or have none.
    """
    if column == settings.id.value:
        return settings
    if column:
        _require([column], table)
        (profile,) = [p for p in profile_columns(table) if p.name == column]
        if not is_unique(profile):
            msg = f"{column} does not tell records apart: every record needs its own text in it"
            raise InvalidCallError(msg)
    former = [settings.id.value] if settings.id.value else []
    metadata = [name for name in (*settings.metadata, *former) if name != column]
    drop = {name: why for name, why in settings.drop.items() if name != column}
    duration = "" if column == settings.duration else settings.duration
    changed = replace(settings, metadata=tuple(metadata), drop=drop, duration=duration)
    return replace(changed, id=Setting(column, _CHOSEN))


def replace_complete(settings: Settings, table: RawTable, condition: str) -> Settings:
    """Take another rule of complete records, about columns of the export; empty for all.

    Raises
    ------
    InvalidCallError
        If the rule cannot be read, or compares anything but a column with a text.
    """
    if condition == settings.complete.value:
        return settings
    compared = parse_condition(condition) if condition else []
    for comparison in compared:
        if comparison.operator not in ("=", "!=", "starts") or not isinstance(
            comparison.right, str
        ):
            msg = f"{condition!r}: allowed are = != starts and a text in quotes"
            raise InvalidCallError(msg)
    names = [comparison.left.question for comparison in compared]
    _require(names, table)
    taken = {settings.id.value, settings.duration, *settings.drop}
    if wrong := sorted(taken.intersection(names)):
        msg = f"{wrong[0]} is the id, a duration or dropped; the rule needs another column"
        raise InvalidCallError(msg)
    metadata = dict.fromkeys([*settings.metadata, *names])
    return replace(settings, metadata=tuple(metadata), complete=Setting(condition, _CHOSEN))


def replace_drop(settings: Settings, table: RawTable, columns: Sequence[str]) -> Settings:
    """Take other columns as identifying; those that no longer are become metadata.

    Raises
    ------
    InvalidCallError
        If there is no such column, or it is the ids' or the rule's.
    """
    _require(columns, table)
    rule = parse_condition(settings.complete.value) if settings.complete.value else []
    needed = {settings.id.value, *(comparison.left.question for comparison in rule)}
    if wrong := [name for name in columns if name in needed]:
        msg = f"{wrong[0]} is the column of ids, or the rule of complete records needs it"
        raise InvalidCallError(msg)
    drop = {name: settings.drop.get(name, _CHOSEN) for name in columns}
    kept = [name for name in settings.drop if name not in drop]
    metadata = [name for name in (*settings.metadata, *kept) if name not in drop]
    duration = "" if settings.duration in drop else settings.duration
    return replace(settings, drop=drop, metadata=tuple(metadata), duration=duration)


def replace_segments(draft: Draft, questions: Sequence[str]) -> tuple[tuple[str, str, str], ...]:
    """Return segments from these questions of a draft: id, question and reason of each.

    Raises
    ------
    InvalidCallError
        If a question is not a single choice of the draft; names the nearest.
    """
    known = [str(q.keys["id"]) for q in draft.questions if q.keys["kind"] == "single"]
    for name in questions:
        if name not in known:
            raise InvalidCallError(unknown_name("single choice of the draft", name, known))
    guessed = {question: reason for _, question, reason in draft.segments}
    return tuple(
        (f"by-{slug(name)}", name, guessed.get(name, _CHOSEN)) for name in dict.fromkeys(questions)
    )


def _require(columns: Sequence[str], table: RawTable) -> None:
    known = [str(name) for name in table.cells.columns]
    for name in columns:
        if name not in known:
            raise InvalidCallError(unknown_name("column of the export", name, known))
