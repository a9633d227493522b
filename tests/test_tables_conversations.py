from __future__ import annotations

import pandas as pd
import pytest

from survey_analysis.errors import InvalidCallError
from survey_analysis.tables import consensus_table, themes_table

CODE = {"segment_by": "", "answered": 18}


def code(category: str, label: str, respondents: int, applications: int) -> dict[str, object]:
    counts = {"respondents": respondents, "applications": applications}
    return {"category_label": category, "code_label": label, **counts, **CODE}


def statement(text: str, kind: str, session: str = "") -> dict[str, object]:
    counts = {"participants": 6, "agree": 3, "mixed": 1, "disagree": 0, "silent": 2}
    return {"kind": kind, "text": text, "session": session, **counts, "outcome": "leaning for"}


def test_themes_are_counted_out_of_participants_and_never_in_per_cent() -> None:
    rows = [code("Pace", "", 15, 33), code("Pace", "Rhythm", 13, 1015)]
    assert themes_table(pd.DataFrame(rows)).to_numpy().tolist() == [
        ["Pace", "Rhythm", "13 of 18", "1,015"]
    ]


def test_a_union_of_themes_is_a_row_of_its_own() -> None:
    rows = [code("Pace", "Rhythm", 13, 15), code("Pain points", "", 18, 179)]
    assert themes_table(pd.DataFrame(rows)).iloc[1].tolist() == [
        "Together", "Pain points", "18 of 18", "179",
    ]  # fmt: skip


def test_themes_without_labels_say_what_adds_them() -> None:
    rows = pd.DataFrame([code("Pace", "Rhythm", 1, 1)]).drop(columns="code_label")
    with pytest.raises(InvalidCallError, match="label_codes"):
        themes_table(rows)


def test_statements_stand_by_kind_and_in_their_own_order() -> None:
    rows = [
        statement("S01", "benefit"), statement("S02", "limitation"),
        statement("S02", "limitation", "one"), statement("S03", "benefit"),
    ]  # fmt: skip
    table = consensus_table(pd.DataFrame(rows))
    assert table[["Group", "Statement"]].to_numpy().tolist() == [
        ["Benefits", "S01"], ["Benefits", "S03"], ["Limitations", "S02"],
    ]  # fmt: skip
    assert table.iloc[0, 2:].tolist() == ["3", "1", "0", "2", "6", "leaning for"]
