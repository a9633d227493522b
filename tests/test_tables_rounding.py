import pytest

from survey_analysis.suppression import SMALLEST_BASE
from survey_analysis.tables.rounding import (
    SMALL,
    format_bases,
    format_number,
    format_number_interval,
    format_share,
    format_share_interval,
    is_share,
)

UNDEFINED = float("nan")


@pytest.mark.parametrize(
    ("base", "expected"),
    [(199, "60\u00a0%"), (200, "59.5\u00a0%"), (1200, "59.5\u00a0%")],
)
def test_shares_have_a_decimal_from_a_base_of_200_on(base: int, expected: str) -> None:
    assert format_share(0.595238, base=base) == expected


def test_an_interval_has_the_decimals_of_its_base() -> None:
    assert format_share_interval(0.0, 0.0371, base=100) == "0–4\u00a0%"
    assert format_share_interval(0.0, 0.0371, base=300) == "0.0–3.7\u00a0%"


def test_what_is_undefined_is_a_dash() -> None:
    assert format_share(UNDEFINED, base=0) == "–"
    assert format_share_interval(0.1, UNDEFINED, base=20) == "–"
    assert format_number(UNDEFINED) == "–"
    assert format_number_interval(UNDEFINED, UNDEFINED, unit="%") == "–"


def test_numbers_have_a_unit_on_the_same_line() -> None:
    assert format_number(38.739, unit="%") == "38.7\u00a0%"
    assert format_number_interval(1000, 2345.67, unit="years") == "1,000.0–2,345.7\u00a0years"
    assert format_number(30, decimals=0) == "30"


def test_several_bases_are_written_as_a_range_without_the_unknown() -> None:
    assert format_bases([168.0, UNDEFINED, 159.0]) == "n = 159–168"
    assert format_bases([1200]) == "n = 1,200"


def test_only_fractions_of_respondents_are_shares() -> None:
    assert [is_share(name) for name in ("proportion", "top_share", "mean", "mean_rank")] == [
        True,
        True,
        False,
        False,
    ]


def test_what_is_suppressed_names_the_smallest_base() -> None:
    assert f"base below {SMALLEST_BASE}" == SMALL
