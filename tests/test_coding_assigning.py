"""Who codes what: a seeded sample of respondents in each stratum, drawn once."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from survey_analysis.coding.assigning import (
    ASSIGNMENT_COLUMNS,
    assign,
    assigned_units,
    draw_units,
    read_assignment,
    write_assignment,
)
from survey_analysis.errors import InvalidCallError, StudyFileError

NOBODY = pd.DataFrame(columns=ASSIGNMENT_COLUMNS, dtype="str")


def make_units(respondents: int) -> pd.DataFrame:
    """Two reports on each of two phases from every respondent."""
    rows = [
        (f"{respondent}:Q.{group}-{slot}", respondent, group)
        for respondent in range(respondents)
        for group in ("build", "watch")
        for slot in (1, 2)
    ]
    return pd.DataFrame(rows, columns=["unit_id", "respondent", "group"])


UNITS = make_units(20)


@pytest.mark.parametrize("share", [0.05, 0.3, 0.5, 0.99])
def test_each_group_reaches_its_share_and_exceeds_it_by_less_than_one_respondent(
    share: float,
) -> None:
    drawn = UNITS[UNITS["unit_id"].isin(draw_units(UNITS, share=share, seed=1))]
    for _, part in drawn.groupby("group"):
        assert share * 40 <= len(part) < share * 40 + 2


def test_a_respondents_reports_of_a_group_are_drawn_together() -> None:
    drawn = UNITS[UNITS["unit_id"].isin(draw_units(UNITS, share=0.3, seed=1))]
    assert set(drawn.groupby(["respondent", "group"]).size()) == {2}


def test_the_same_seed_draws_the_same_units_and_another_seed_others() -> None:
    first = draw_units(UNITS, share=0.3, seed=1)
    assert draw_units(UNITS.iloc[::-1], share=0.3, seed=1)[::-1] == first
    assert draw_units(UNITS, share=0.3, seed=2) != first


def test_groups_are_drawn_independently() -> None:
    drawn = draw_units(UNITS, share=0.3, seed=1)
    build = {unit.split(":")[0] for unit in drawn if "build" in unit}
    assert build != {unit.split(":")[0] for unit in drawn if "watch" in unit}


def test_reports_of_new_respondents_leave_the_order_of_the_others() -> None:
    few, more = draw_units(UNITS, share=0.5, seed=1), draw_units(make_units(22), share=0.5, seed=1)
    kept = {unit for unit in more if int(unit.split(":")[0]) < 20}
    assert kept <= set(few) or set(few) <= kept


def test_without_strata_all_units_are_one() -> None:
    drawn = draw_units(UNITS, share=0.25, seed=1, by="none")
    assert 20 <= len(drawn) < 24


def test_the_sample_of_the_first_seed_stays_what_it_is() -> None:
    drawn = draw_units(UNITS, share=0.1, seed=1)
    assert drawn == (
        "7:Q.build-1", "7:Q.build-2", "9:Q.watch-1", "9:Q.watch-2",
        "13:Q.watch-1", "13:Q.watch-2", "14:Q.build-1", "14:Q.build-2",
    )  # fmt: skip


@pytest.mark.parametrize("share", [0.0, -0.1, 1.01])
def test_a_share_out_of_range_is_a_wrong_call(share: float) -> None:
    with pytest.raises(InvalidCallError, match="the share must be above 0 and up to 1, found"):
        draw_units(UNITS, share=share, seed=1)


def test_a_negative_seed_is_a_wrong_call() -> None:
    with pytest.raises(InvalidCallError, match="the seed must not be negative, found -1"):
        draw_units(UNITS, share=0.5, seed=-1)


def test_all_units_are_for_coding_and_a_part_is_for_double_coding() -> None:
    everything = draw_units(UNITS, share=1, seed=0)
    first = assign(NOBODY, UNITS, coder="coder-b", drawn=everything[:4])
    both = assign(first.assignment, UNITS, coder="coder-a", drawn=everything)
    purposes = both.assignment.groupby("coder")["purpose"].agg(["first", "nunique", "size"])
    assert purposes.to_numpy().tolist() == [["all", 1, 80], ["double", 1, 4]]


def test_assigning_again_changes_nothing() -> None:
    drawn = draw_units(UNITS, share=0.3, seed=1)
    first = assign(NOBODY, UNITS, coder="coder-b", drawn=drawn)
    again = assign(first.assignment, UNITS, coder="coder-b", drawn=drawn)
    assert (first.is_new, again.is_new) == (True, False)
    pd.testing.assert_frame_equal(again.assignment, first.assignment)


def test_another_sample_is_never_drawn_silently() -> None:
    first = assign(NOBODY, UNITS, coder="coder-b", drawn=tuple(UNITS["unit_id"][:4]))
    with pytest.raises(InvalidCallError, match="has 4 units assigned, and this call draws 3, 2 of"):
        assign(first.assignment, UNITS, coder="coder-b", drawn=tuple(UNITS["unit_id"][2:5]))


def test_an_assignment_comes_back_from_its_file(tmp_path: Path) -> None:
    made = assign(NOBODY, UNITS, coder="coder-b", drawn=tuple(UNITS["unit_id"][:2])).assignment
    path = write_assignment(made, tmp_path)
    assert path.read_text(encoding="utf-8").splitlines() == [
        "unit_id,coder,purpose",
        "0:Q.build-1,coder-b,double",
        "0:Q.build-2,coder-b,double",
    ]
    pd.testing.assert_frame_equal(read_assignment(tmp_path, UNITS), made)
    assert assigned_units(made, "coder-b") == ("0:Q.build-1", "0:Q.build-2")


def test_without_a_file_nothing_is_assigned(tmp_path: Path) -> None:
    assert read_assignment(tmp_path, UNITS).empty


def test_a_coder_without_units_is_a_wrong_call() -> None:
    with pytest.raises(InvalidCallError, match="assigned to coder-b; nothing is assigned yet"):
        assigned_units(NOBODY, "coder-b")
    made = assign(NOBODY, UNITS, coder="coder-a", drawn=("0:Q.build-1",)).assignment
    with pytest.raises(InvalidCallError, match="to coder-b; assigned to: coder-a"):
        assigned_units(made, "coder-b")


def test_every_wrong_line_of_the_file_is_named(tmp_path: Path) -> None:
    text = (
        "unit_id,coder,purpose\n0:Q.build-11,coder-b,double\n0:Q.build-1,bob,half\n"
        "0:Q.build-2,coder-b,all\n0:Q.build-2,coder-b,all\n"
    )
    (tmp_path / "assignment.csv").write_text(text, encoding="utf-8")
    with pytest.raises(StudyFileError) as raised:
        read_assignment(tmp_path, UNITS)
    said = str(raised.value)
    assert "line 2: '0:Q.build-11' is not a unit; nearest is '0:Q.build-1'" in said
    assert "line 3: 'bob' is not a coder's id" in said
    assert "line 3: 'half' is not a purpose; allowed: all, double" in said
    assert "line 5: the unit 0:Q.build-2 is assigned to its coder twice" in said
