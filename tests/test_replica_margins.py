from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from survey_analysis.replica import Margins, extract_margins, read_margins, write_margins
from survey_analysis.study import Study

Key = tuple[str, str, str]


@pytest.fixture(scope="module")
def margins(tiny_study: Study, tiny_folder: Path) -> Margins:
    return extract_margins(tiny_study, tiny_folder / "responses.csv")


def counted(margins: Margins, measure: str, **where: str) -> dict[str, int]:
    """The counts of one measure by value, of the complete unless said."""
    rows = margins.counts[margins.counts["measure"] == measure]
    for name, value in {"status": "complete", **where}.items():
        rows = rows[rows[name] == value]
    return dict(zip(rows["value"], rows["count"].tolist(), strict=True))


def test_closed_cells_are_counted_as_they_stand(margins: Margins) -> None:
    assert counted(margins, "cells", column="B1_Role") == {
        "0": 1, "Data Analyst": 1, "Data Scientist": 1, "Developer": 3, "Other, which one?": 1,
    }  # fmt: skip
    assert counted(margins, "cells", column="B1_Role", status="suspended") == {"Developer": 1}


def test_sentinels_and_missing_codes_keep_their_counts(margins: Margins) -> None:
    years = counted(margins, "cells", column="B2_Years")
    assert years == {"-99": 1, "0": 1, "10": 1, "2": 1, "3": 1, "5": 1, "999": 1}
    assert counted(margins, "given", question_id="B2") == {"": 6}


def test_free_text_is_counted_by_kind_and_junk_by_its_text(margins: Margins) -> None:
    assert counted(margins, "cells", column="T1_First") == {"-99": 3, "junk": 1, "text": 3}
    assert counted(margins, "cells", column="T1_Second") == {"-99": 4, "empty": 1, "text": 2}
    assert counted(margins, "junk", column="T1_First") == {"-": 1}


def test_ticks_are_counted_by_row_with_exclusive_options_beside_others(margins: Margins) -> None:
    assert counted(margins, "ticks", question_id="P1") == {"0": 2, "1": 3, "2": 2}
    assert counted(margins, "with-others", option_id="none") == {"": 1}


def test_allocations_are_counted_by_zeros_and_points_never_by_share(margins: Margins) -> None:
    points = [counted(margins, "points", item_id=item)[""] for item in ("build", "deploy", "watch")]
    assert points == [250, 140, 110]
    assert counted(margins, "zeros", item_id="watch") == {"": 0}
    assert counted(margins, "cells", column="P4_Watch") == {"share": 7}
    assert counted(margins, "cells", column="P4_Watch", status="suspended") == {"-66": 1}


def test_pages_count_who_reached_them_and_who_gave_nothing(margins: Margins) -> None:
    assert counted(margins, "reached") == {"background": 7, "practice": 7, "problems": 7}
    assert counted(margins, "silent") == {"background": 1, "practice": 1, "problems": 3}
    assert counted(margins, "reached", status="suspended") == {
        "background": 1, "practice": 0, "problems": 0,
    }  # fmt: skip


def test_untouched_defaults_are_counted_apart(margins: Margins) -> None:
    assert counted(margins, "untouched", question_id="B3") == {"": 1}
    assert counted(margins, "given", question_id="B3") == {"": 6}


def test_durations_are_counted_in_classes(margins: Margins) -> None:
    durations = counted(margins, "cells", column="Duration")
    assert durations == {"-1": 1, "0-299": 2, "300-599": 3, "600-899": 1}


def test_ids_and_dropped_columns_are_counted_without_a_value(margins: Margins) -> None:
    assert counted(margins, "cells", column="ID") == {"id": 7}
    assert counted(margins, "cells", column="Origin") == {"synthetic replica": 7}


def test_slots_tell_what_kind_of_text_each_respondent_left(margins: Margins) -> None:
    slots = margins.slots.set_index("respondent")
    assert slots.loc["5"].tolist() == ["complete", "", "junk", "text"]
    assert slots.loc["21"].tolist() == ["complete", "", "text", "empty"]
    assert slots.loc["20"].tolist() == ["complete", "yes", "-99", "-99"]
    assert slots.loc["30"].tolist() == ["suspended", "", "-66", "-66"]


def test_margins_hold_no_free_text(margins: Margins, tiny_folder: Path) -> None:
    raw = pd.read_csv(tiny_folder / "responses.csv", dtype=str, keep_default_na=False)
    texts = set(raw[["T1_First", "T1_Second", "P2_Yes_Free", "P1_Other_Free"]].to_numpy().ravel())
    texts -= {"-", "", "-99", "-66"}
    held = set(margins.counts.astype(str).to_numpy().ravel())
    assert len(texts) == 8
    assert not texts & (held | set(margins.slots.to_numpy().ravel()))


def test_margins_survive_their_files(margins: Margins, tiny_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "study.yaml").write_bytes((tiny_folder / "study.yaml").read_bytes())
    write_margins(margins, tmp_path)
    again = read_margins(tmp_path)
    pd.testing.assert_frame_equal(again.counts, margins.counts, check_dtype=False)
    pd.testing.assert_frame_equal(again.slots, margins.slots, check_dtype=False)


def test_the_order_of_rows_does_not_show(
    margins: Margins, tiny_study: Study, tiny_folder: Path, tmp_path: Path
) -> None:
    raw = pd.read_csv(tiny_folder / "responses.csv", dtype=str, keep_default_na=False)
    turned = tmp_path / "turned.csv"
    raw[::-1].to_csv(turned, index=False)
    again = extract_margins(tiny_study, turned)
    pd.testing.assert_frame_equal(again.counts, margins.counts)
    pd.testing.assert_frame_equal(again.slots, margins.slots)
