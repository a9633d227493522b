import pandas as pd
import pytest
from code_rows import make_agreed, make_point
from legible import overlapping

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures import (
    describe_agreement,
    describe_saturation,
    plot_agreement,
    plot_saturation,
)
from survey_analysis.tables import agreement_table, saturation_table

NONE = float("nan")
UNDEFINED = {"estimate": NONE, "ci_low": NONE, "ci_high": NONE, "note": "undefined, because x"}
ROWS = pd.DataFrame(
    [
        make_agreed("low", estimate=0.2, ci_low=-0.1, ci_high=0.5, note="first; second"),
        make_agreed("low", "ac", estimate=0.9, ci_low=0.85, ci_high=0.95, note="second; third"),
        make_agreed("never", **UNDEFINED),
        make_agreed("high", estimate=0.95, ci_low=0.9, ci_high=1.0),
        make_agreed("sure", estimate=1.0, ci_low=NONE, ci_high=NONE),
        make_agreed("", code_label="", estimate=0.6, ci_low=0.5, ci_high=0.7),
    ]
)
CURVE = pd.DataFrame(
    {
        "question": "Release", "respondents": range(1, 31),
        "codes": [min(i, 22) for i in range(1, 31)],
        "expected": [22 * i / 30 for i in range(1, 31)],
        "order_low": [max(1, i - 9) for i in range(1, 31)],
        "order_high": [min(i + 3, 22) for i in range(1, 31)],
    }
)  # fmt: skip


def labels() -> list[str]:
    return [label.get_text() for label in plot_agreement(ROWS).get_yticklabels()]


def test_sets_stand_on_top_and_undefined_codes_last() -> None:
    assert labels() == ["Sets of codes (MASI)", "SURE", "HIGH", "LOW", "NEVER"]


def test_points_lie_at_the_estimates_and_lines_at_the_limits() -> None:
    ax = plot_agreement(ROWS)
    points = [line.get_xdata()[0] for line in ax.lines if line.get_marker() in ("o", "D")]
    assert points == [0.6, 1.0, 0.95, 0.2, 0.9]
    ends = [segment[:, 0].tolist() for part in ax.collections for segment in part.get_segments()]
    assert ends == [[0.5, 0.7], [0.9, 1.0], [-0.1, 0.5], [0.85, 0.95]]


def test_without_an_interval_the_point_is_hollow_and_a_note_says_so() -> None:
    ax = plot_agreement(ROWS)
    fills = [line.get_markerfacecolor() for line in ax.lines if line.get_marker() == "o"]
    assert fills.count("white") == 1
    assert "Hollow: no interval" in ax.get_xlabel().replace("\n", " ")


def test_what_is_undefined_says_so_and_has_no_point() -> None:
    ax = plot_agreement(ROWS)
    assert [text.get_text() for text in ax.texts][-1] == "undefined"
    assert "Undefined: all codings are the same" in ax.get_xlabel().replace("\n", " ")


def test_coders_and_units_stand_below() -> None:
    assert plot_agreement(ROWS).get_xlabel().startswith("Agreement of coder-a, coder-b: 40 units")


def test_the_axis_reaches_the_lowest_limit() -> None:
    low, high = plot_agreement(ROWS).get_xlim()
    assert low <= -0.1
    assert high == 1


def test_thirty_codes_are_legible() -> None:
    names = [f"a rather long name of a code, number {i}" for i in range(30)]
    table = pd.DataFrame([make_agreed(name, estimate=1 - i / 30) for i, name in enumerate(names)])
    assert overlapping(plot_agreement(table)) == []


def test_a_table_without_alpha_is_refused() -> None:
    with pytest.raises(InvalidCallError, match="holds no alpha to show; found ac"):
        plot_agreement(pd.DataFrame([make_agreed("low", "ac")]))


def test_several_questions_are_refused() -> None:
    both = pd.DataFrame([make_agreed("a"), make_agreed("a", question_id="Q4.release")])
    with pytest.raises(InvalidCallError, match=r"shown at a time, found 2: '', 'Q4.release'"):
        plot_agreement(both)


def test_words_say_how_far_coders_agree_and_what_is_undefined() -> None:
    text = describe_agreement(ROWS)
    assert "Sets of codes (MASI) 0.60 (0.50–0.70)" in text
    assert text.endswith("undefined for 1.")


def test_the_table_has_a_column_a_coefficient_and_each_note_once() -> None:
    table = agreement_table(ROWS).set_index("Code")
    assert table.loc["LOW"].tolist() == [
        "40", "0.20 (−0.10 to 0.50)", "0.90 (0.85–0.95)", "first; second; third",
    ]  # fmt: skip
    assert table.loc["NEVER", "Krippendorff's alpha"] == "undefined"
    assert table.loc["HIGH", "Gwet's AC1"] == ""


def test_the_curve_lies_where_the_table_says() -> None:
    ax = plot_saturation(CURVE, points=pd.DataFrame([make_point(2)]))
    mean, own = ax.lines[:2]
    assert list(mean.get_ydata()) == CURVE["expected"].tolist()
    assert list(own.get_ydata()) == CURVE["codes"].tolist()


def test_a_line_marks_each_run_length_that_is_reached() -> None:
    points = pd.DataFrame([make_point(2), make_point(3, respondents=pd.NA, codes=pd.NA)])
    ax = plot_saturation(CURVE, points=points)
    assert [line.get_xdata()[0] for line in ax.lines[2:]] == [20]
    below = ax.get_xlabel().replace("\n", " ")
    assert "Runs of 3, at most 5\u00a0% new codes: not reached" in below


def test_words_say_when_few_new_codes_come() -> None:
    text = describe_saturation(CURVE, points=pd.DataFrame([make_point(2)]))
    assert "22 codes after 30 respondents" in text
    assert "Runs of 2, at most 5\u00a0% new codes: after 20 respondents" in text


def test_the_table_says_not_reached_by_a_dash() -> None:
    unreached = make_point(3, respondents=pd.NA, codes=pd.NA, order_median=NONE)
    table = saturation_table(pd.DataFrame([make_point(2), unreached]))
    assert table["Reached after"].tolist() == ["20 of 30", "–"]
    assert table["Over random orders"].tolist() == ["18 (9–24)", "–"]
    assert table["Orders that reach it"].tolist() == ["990 of 1,000"] * 2
