from __future__ import annotations

import pytest

from survey_analysis.readers.rows import Rows
from survey_analysis.readers.unipark import find_mark

HEADER = (1, ["a", "b"])


@pytest.mark.parametrize("mark", ["-77", "not quoted", "nicht genannt"])
def test_an_export_is_known_by_its_codes_wherever_they_stand(mark: str) -> None:
    records: Rows = [(i, ["1", "x"]) for i in range(2, 500)]
    assert mark in find_mark([HEADER, *records, (500, ["1", mark])])
    assert mark in find_mark([HEADER, (500, [mark, "x"]), *records])


def test_an_export_with_codes_of_its_own_is_known_by_the_tool_s_columns() -> None:
    rows = [(1, ["lfdn", "Dispcode", "lastpage", "v_1"]), (2, ["1", "31", "5", "x"])]
    assert find_mark(rows) == "the header has dispcode, lastpage, lfdn"


def test_an_export_without_any_of_these_is_another_kind() -> None:
    assert find_mark([HEADER, (2, ["Yes", "-99"]), (3, ["77", "quoted-ish"])]) == ""
    assert find_mark([(1, ["duration", "lastpage", "id"]), (2, ["1", "2", "3"])]) == ""
