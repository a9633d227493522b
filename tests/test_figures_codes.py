import pandas as pd
import pytest
from code_rows import CATEGORIES, make_codes
from legible import overlapping
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures import (
    describe_cause_effect,
    describe_codes,
    plot_cause_effect,
    plot_codes,
)
from survey_analysis.figures.cause_effect import Layout
from survey_analysis.figures.style import SMALL_TYPE
from survey_analysis.tables import codes_table
from survey_analysis.tables.codes import read_codes
from survey_analysis.tables.rows import write_both

THIRTY = make_codes()


def words(ax: Axes) -> list[str]:
    return [" ".join(text.get_text().split()) for text in ax.texts]


def test_categories_are_sorted_by_frequency_and_stand_before_their_codes() -> None:
    labels = [" ".join(x.get_text().split()) for x in plot_codes(THIRTY).get_yticklabels()]
    assert [label for label in labels if label in CATEGORIES] == CATEGORIES[::-1]
    assert labels[0] == CATEGORIES[5]
    assert labels[6] == CATEGORIES[4]


def test_points_and_intervals_lie_where_the_table_says() -> None:
    ax = plot_codes(THIRTY)
    largest = THIRTY.loc[THIRTY["estimate"].idxmax()]
    assert ax.lines[0].get_xdata()[0] == largest["estimate"]
    segment = ax.collections[0].get_segments()[0]
    assert segment[:, 0].tolist() == [largest["ci_low"], largest["ci_high"]]


def test_the_base_stands_in_every_figure() -> None:
    assert "n = 96" in plot_codes(THIRTY).get_xlabel()
    for layout in ("tall", "wide"):
        assert any("n = 96" in text for text in words(plot_cause_effect(THIRTY, layout=layout)))


@pytest.mark.parametrize("layout", ["tall", "wide"])
def test_thirty_codes_with_long_names_are_legible(layout: Layout) -> None:
    ax = plot_cause_effect(THIRTY, layout=layout)
    assert overlapping(ax) == []
    assert min(text.get_fontsize() for text in ax.texts if text.get_text()) >= SMALL_TYPE


def test_thirty_codes_stand_clear_of_each_other_in_the_list() -> None:
    assert overlapping(plot_codes(THIRTY)) == []


@pytest.mark.parametrize("layout", ["tall", "wide"])
def test_every_code_and_category_has_its_share_with_interval(layout: Layout) -> None:
    text = " ".join(words(plot_cause_effect(THIRTY, layout=layout))).replace("\u00a0", " ")
    for row in read_codes(THIRTY):
        assert row.name in text
        assert write_both(row).replace("\u00a0", " ") in text


def test_a_twig_is_as_thick_as_its_share_is_large() -> None:
    ax = plot_cause_effect(THIRTY)
    widths = sorted(line.get_linewidth() for line in ax.lines if line.get_zorder() == 1)
    assert len(widths) == 30
    assert widths[0] < widths[-1]


@pytest.mark.parametrize("layout", ["tall", "wide"])
def test_twigs_begin_on_their_bone(layout: Layout) -> None:
    ax = plot_cause_effect(THIRTY, layout=layout)
    bones = [line.get_xydata() for line in ax.lines if line.get_zorder() == 2]
    twigs = [line.get_xydata() for line in ax.lines if line.get_zorder() == 1]
    assert len(bones) == 6
    for (x, y), _ in twigs:
        distances = []
        for (x0, y0), (x1, y1) in bones:
            if min(y0, y1) - 1e-9 <= y <= max(y0, y1) + 1e-9:
                distances.append(abs(x - (x0 + (x1 - x0) * (y - y0) / (y1 - y0))))
        assert min(distances) < 1e-9


def test_the_effect_can_be_named() -> None:
    assert "Models are late" in words(plot_cause_effect(THIRTY, effect="Models are late"))
    assert "leads to Models are late" in describe_cause_effect(THIRTY, effect="Models are late")


def test_codes_that_nobody_reported_and_groupings_are_left_out_of_the_fishbone() -> None:
    nobody = THIRTY.iloc[[1]].assign(estimate=0.0, code="none", code_label="Never reported")
    grouping = THIRTY.iloc[[0]].assign(category="joined", category_label="Joined codes")
    text = " ".join(words(plot_cause_effect(pd.concat([THIRTY, nobody, grouping]))))
    assert "Never reported" not in text
    assert "Joined codes" not in text


def test_given_axes_are_drawn_on() -> None:
    for plot in (plot_codes, plot_cause_effect):
        ax = Figure().add_subplot()
        assert plot(THIRTY, ax=ax) is ax


def test_an_unknown_layout_is_named_with_the_nearest() -> None:
    with pytest.raises(InvalidCallError, match="'tal' is not a layout; nearest is 'tall'"):
        plot_cause_effect(THIRTY, layout="tal")  # type: ignore[arg-type]


def test_without_any_code_there_is_no_fishbone() -> None:
    with pytest.raises(InvalidCallError, match="no category with a code that anybody reported"):
        plot_cause_effect(THIRTY[THIRTY["code"] == ""])


def test_several_questions_are_refused() -> None:
    both = pd.concat([THIRTY, THIRTY.assign(question_id="Q4.watch")])
    with pytest.raises(InvalidCallError, match="one question are shown at a time, found 2: Q4"):
        plot_codes(both)


def test_a_table_without_labels_says_what_adds_them() -> None:
    with pytest.raises(InvalidCallError, match=r"lacks the columns code_label; .*label_codes"):
        plot_codes(THIRTY.drop(columns="code_label"))


def test_words_name_every_category_and_the_most_frequent_codes() -> None:
    text = describe_codes(THIRTY)
    assert all(category in text for category in CATEGORIES)
    assert "30 codes in all" in text
    assert all(category in describe_cause_effect(THIRTY) for category in CATEGORIES)


def test_the_table_has_a_heading_a_category_and_a_row_a_code() -> None:
    table = codes_table(THIRTY)
    assert list(dict.fromkeys(table["Group"])) == CATEGORIES[::-1]
    assert table["Code"].tolist().count("All of it") == 6
    assert table.loc[0, ["Respondents", "Base", "Applications"]].tolist() == ["35", "96", "36"]


def test_groupings_stand_last_in_the_table_under_a_heading_of_their_own() -> None:
    grouping = THIRTY.iloc[[0]].assign(category="any", category_label="Any of these", estimate=0.9)
    last = codes_table(pd.concat([grouping, THIRTY])).iloc[-1]
    assert last[["Group", "Code"]].tolist() == ["Joined", "Any of these"]
