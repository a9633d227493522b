from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from coding_folder import write_folder

from survey_analysis.coding.advancing import change_codebook
from survey_analysis.coding.changes import Change
from survey_analysis.coding.codebook import Codebook, load_codebook
from survey_analysis.coding.migrations import Step
from survey_analysis.errors import InvalidCallError

NEW = {"id": "cost", "label": "Cost", "category": "watching", "definition": "Dear.", "since": 2}


@pytest.fixture
def codebook(tmp_path: Path) -> Codebook:
    """Codes drift (blind stands under it), slow-release, blind; grouping drift or watching."""
    loaded = load_codebook(write_folder(tmp_path) / "codebook.yaml")
    return loaded.model_copy(update={"version": 2})


def make(**change: Any) -> Change:
    step = {"version": 2, "date": "2026-11-21", "by": "coder-a", "note": "n", "changes": [change]}
    return Step.model_validate(step).changes[0]


def members(codebook: Codebook) -> list[str]:
    return codebook.groupings[0].any_of


def test_a_new_code_stands_last(codebook: Codebook) -> None:
    assert change_codebook(codebook, make(add=NEW)).code_ids[-1] == "cost"
    assert "cost" not in codebook.code_ids


def test_a_renamed_code_keeps_its_place_and_what_names_it_follows(codebook: Codebook) -> None:
    changed = change_codebook(codebook, make(rename="drift", to="shift"))
    assert changed.code_ids == ["shift", "slow-release", "blind"]
    assert changed.code("blind").parent == "shift"
    assert members(changed) == ["shift", "watching"]


def test_merged_codes_go_and_what_named_them_names_the_one(codebook: Codebook) -> None:
    changed = change_codebook(codebook, make(merge=["drift"], into="slow-release"))
    assert changed.code_ids == ["slow-release", "blind"]
    assert changed.code("blind").parent == "slow-release"
    assert members(changed) == ["slow-release", "watching"]


def test_codes_may_merge_into_a_new_one(codebook: Codebook) -> None:
    merge = {"merge": ["drift", "blind"], "into": "cost", "as": NEW}
    changed = change_codebook(codebook, make(**merge))
    assert changed.code_ids == ["slow-release", "cost"]
    assert members(changed) == ["cost", "watching"]


def test_a_split_code_goes_unless_it_is_a_part(codebook: Codebook) -> None:
    split = make(split="blind", into=["drift", "slow-release"], otherwise="drift")
    assert change_codebook(codebook, split).code_ids == ["drift", "slow-release"]
    kept = make(split="drift", into=["drift", "slow-release"], otherwise="drift")
    assert change_codebook(codebook, kept).code_ids == codebook.code_ids


def test_what_stood_under_a_dropped_code_comes_under_its_parent(codebook: Codebook) -> None:
    changed = change_codebook(codebook, make(drop="drift", reason="Vague"))
    assert changed.code_ids == ["slow-release", "blind"]
    assert changed.code("blind").parent is None
    assert members(changed) == ["watching"]


def test_a_moved_code_has_another_default(codebook: Codebook) -> None:
    changed = change_codebook(codebook, make(move="drift", to="watching"))
    assert changed.default_categories["drift"] == "watching"


def test_a_revision_says_some_parts_anew_and_takes_others_away(codebook: Codebook) -> None:
    revision = {"revise": "drift", "set": {"label": "Shift", "exclude": None}}
    code = change_codebook(codebook, make(**revision)).code("drift")
    assert (code.label, code.exclude, code.definition) == ("Shift", None, "Data change.")


def test_categories_are_added_renamed_merged_dropped_and_revised(codebook: Codebook) -> None:
    category = {"id": "money", "label": "Money", "definition": "Costs."}
    added = change_codebook(codebook, make(add_category=category))
    assert added.category_ids == ["operation", "watching", "money"]
    dropped = change_codebook(added, make(drop_category="money", reason="Empty"))
    assert dropped == codebook
    renamed = change_codebook(codebook, make(rename_category="watching", to="looking"))
    assert renamed.default_categories["blind"] == "looking"
    assert members(renamed) == ["drift", "looking"]
    merged = change_codebook(codebook, make(merge_categories=["watching"], into="operation"))
    assert set(merged.default_categories.values()) == {"operation"}
    assert members(merged) == ["drift", "operation"]
    revision = {"revise_category": "watching", "set": {"label": "Looking"}}
    assert change_codebook(codebook, make(**revision)).categories[1].label == "Looking"


def test_groupings_and_title_are_set_anew(codebook: Codebook) -> None:
    assert change_codebook(codebook, make(set_groupings=[])).groupings == []
    assert change_codebook(codebook, make(set_title="Troubles")).title == "Troubles"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rename": "drit", "to": "x"}, "'drit' is not a code; nearest is 'drift'"),
        ({"rename": "drift", "to": "blind"}, "the id 'blind' is declared already, in codes"),
        ({"merge": ["drift", "blnd"], "into": "blind"}, "'blnd' is not a code; nearest"),
        ({"merge": ["drift"], "into": "cost"}, "'cost' is not a code"),
        ({"merge": ["drift"], "into": "blind"}, "the parents go in a circle: blind > blind"),
        ({"add": {**NEW, "since": 1}}, "'cost' is new in version 2, but has since: 1"),
        ({"add": {**NEW, "category": "watchin"}}, "'watchin' is not a category; nearest is"),
        ({"add": {**NEW, "id": "drift"}}, "the id 'drift' is declared already"),
        ({"split": "drift", "into": ["blind", "slow-release"]}, "is the parent of blind; revise"),
        ({"split": "blind", "into": ["drift", "cost"]}, "'cost' is not a code"),
        (
            {"split": "blind", "into": ["drift", "slow-release"], "otherwise": "blind"},
            "'blind' is not a part of the split; allowed: 'drift', 'slow-release'",
        ),
        ({"drop": "drit", "reason": "r"}, "'drit' is not a code; nearest is 'drift'"),
        ({"move": "drift", "to": "watchin"}, "'watchin' is not a category; nearest"),
        ({"revise": "drift", "set": {"parent": "blind"}}, "the parents go in a circle"),
        ({"drop_category": "watching", "reason": "r"}, "'watching' still holds blind; move them"),
        ({"merge_categories": ["watchin"], "into": "operation"}, "'watchin' is not a category"),
        (
            {"set_groupings": [{"id": "g", "label": "G", "any_of": ["drit"]}]},
            "'drit' is neither a code nor a category; nearest is 'drift'",
        ),
    ],
)
def test_a_change_that_cannot_be_made_is_refused(
    codebook: Codebook, change: dict[str, Any], message: str
) -> None:
    with pytest.raises(InvalidCallError, match=message):
        change_codebook(codebook, make(**change))


def test_neither_a_grouping_nor_the_codebook_is_left_empty(codebook: Codebook) -> None:
    groupings = [{"id": "g", "label": "G", "any_of": ["drift"]}]
    alone = change_codebook(codebook, make(set_groupings=groupings))
    with pytest.raises(InvalidCallError, match="the grouping 'g' would be left empty; set_group"):
        change_codebook(alone, make(drop="drift", reason="r"))
    single = change_codebook(
        change_codebook(codebook, make(set_groupings=[])),
        make(merge=["drift", "slow-release"], into="slow-release"),
    )
    last = change_codebook(single, make(drop="blind", reason="r"))
    with pytest.raises(InvalidCallError, match="the codebook would be left without a code"):
        change_codebook(last, make(drop="slow-release", reason="r"))
