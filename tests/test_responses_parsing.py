from __future__ import annotations

import pytest

from survey_analysis.responses.parsing import plain_number


@pytest.mark.parametrize(
    ("text", "decimal", "unit", "plain"),
    [
        ("1.200,50", ",", "", "1200.50"),
        ("-2,5", ",", "", "-2.5"),
        ("1'200.5", ".", "", "1200.5"),
        ("1 200", ",", "", "1200"),
        ("12,34,5", ",", "", ""),
        ("1,2", ".", "", ""),  # no mark of thousands
        ("35 %", "", "%", "35"),
        ("7 Years", "", "years", "7"),
        ("1 year", "", "years", "1"),
        ("1 y", "", "years", ""),
        ("years", "", "years", ""),
        ("1e3", "", "", "1e3"),
        ("1_000", "", "", ""),
        ("٣", "", "", ""),
    ],
)
def test_numbers_are_written_plainly_or_refused(
    text: str, decimal: str, unit: str, plain: str
) -> None:
    assert plain_number(text, decimal=decimal, unit=unit) == plain
