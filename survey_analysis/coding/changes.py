"""The changes that a codebook can undergo, as they stand in the log of migrations."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from survey_analysis.coding.codebook import Category, Code, Grouping
from survey_analysis.study.forms import Slug, StudyModel, Text


class Add(StudyModel):
    """A new code, with everything said of it."""

    add: Code


class Rename(StudyModel):
    """Another id for a code; all else stays."""

    rename: Slug
    to: Slug


class Merge(StudyModel):
    """Codes that become one: an existing code, or the new one given under ``as``."""

    merge: list[Slug] = Field(min_length=1)
    into: Slug
    new: Code | None = Field(None, alias="as")


class Split(StudyModel):
    """A code that becomes several, which exist: by unit, and `otherwise` for the rest."""

    split: Slug
    into: list[Slug] = Field(min_length=2)
    units: dict[Text, Slug] = Field({})
    otherwise: Slug | None = None


class Drop(StudyModel):
    """A code that goes; its units stay seen, with a memo."""

    drop: Slug
    reason: Text


class Move(StudyModel):
    """Another default category for a code."""

    move: Slug
    to: Slug


class CodeRevision(StudyModel):
    """What is said anew of a code; null takes an optional part away."""

    label: Text = ""
    definition: Text = ""
    include: Text | None = None
    exclude: Text | None = None
    example: Text | None = None
    parent: Slug | None = None


class Revise(StudyModel):
    """Other words for a code, or another parent."""

    revise: Slug
    to: CodeRevision = Field(alias="set")


class AddCategory(StudyModel):
    """A new category."""

    add_category: Category


class RenameCategory(StudyModel):
    """Another id for a category; all else stays."""

    rename_category: Slug
    to: Slug


class MergeCategories(StudyModel):
    """Categories whose codes go to one that exists."""

    merge_categories: list[Slug] = Field(min_length=1)
    into: Slug


class DropCategory(StudyModel):
    """A category that goes; no code may be left in it."""

    drop_category: Slug
    reason: Text


class CategoryRevision(StudyModel):
    """What is said anew of a category."""

    label: Text = ""
    definition: Text = ""


class ReviseCategory(StudyModel):
    """Other words for a category."""

    revise_category: Slug
    to: CategoryRevision = Field(alias="set")


class SetGroupings(StudyModel):
    """All declared unions, anew."""

    set_groupings: list[Grouping]


class SetTitle(StudyModel):
    """Another title of the codebook."""

    set_title: Text


_VERBS = (
    "add", "rename", "merge", "split", "drop", "move", "revise", "add_category",
    "rename_category", "merge_categories", "drop_category", "revise_category",
    "set_groupings", "set_title",
)  # fmt: skip


def _name_change(change: Any) -> str | None:
    """Tell by its verb which kind of change a block is."""
    if isinstance(change, StudyModel):
        return f"to {next(iter(type(change).model_fields))}"
    found = [verb for verb in _VERBS if isinstance(change, dict) and verb in change]
    return f"to {found[0]}" if len(found) == 1 else None


Change = Annotated[
    Annotated[Add, Tag("to add")]
    | Annotated[Rename, Tag("to rename")]
    | Annotated[Merge, Tag("to merge")]
    | Annotated[Split, Tag("to split")]
    | Annotated[Drop, Tag("to drop")]
    | Annotated[Move, Tag("to move")]
    | Annotated[Revise, Tag("to revise")]
    | Annotated[AddCategory, Tag("to add_category")]
    | Annotated[RenameCategory, Tag("to rename_category")]
    | Annotated[MergeCategories, Tag("to merge_categories")]
    | Annotated[DropCategory, Tag("to drop_category")]
    | Annotated[ReviseCategory, Tag("to revise_category")]
    | Annotated[SetGroupings, Tag("to set_groupings")]
    | Annotated[SetTitle, Tag("to set_title")],
    Discriminator(
        _name_change,
        custom_error_type="change",
        custom_error_message=f"a change has exactly one of: {', '.join(_VERBS)}",
    ),
]
