import pandas as pd
import pytest
from result_rows import load_record

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures import describe_dropout, plot_dropout

PAGES = pd.DataFrame(
    {
        "page": ["background", "own-practice"],
        "questions": ["B1 B2", "P1"],
        "reached": [80, 60],
        "left_here": [20, 5],
        "share_of_started": [1.0, 0.75],
    }
)


def test_the_curve_passes_through_the_shares_of_the_table() -> None:
    ax = plot_dropout(PAGES)
    assert list(ax.lines[0].get_xdata()) == [1.0, 0.75]
    assert [bar.get_width() for bar in ax.patches] == [1.0, 0.75]


def test_pages_are_named_in_words_the_first_on_top() -> None:
    ax = plot_dropout(PAGES)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Background", "Own practice"]
    bottom, top = ax.get_ylim()
    assert bottom > top


def test_each_page_says_who_reached_it_and_who_left_there() -> None:
    texts = [text.get_text() for text in plot_dropout(PAGES).texts]
    assert texts == ["80 (100\u00a0%)\n20 left here", "60 (75\u00a0%)\n5 left here"]


def test_the_base_stands_in_the_label() -> None:
    assert plot_dropout(PAGES).get_xlabel() == "Share of the 80 who started that reached each page"


def test_a_table_that_is_no_dropout_is_refused() -> None:
    with pytest.raises(InvalidCallError, match="lacks the columns left_here"):
        plot_dropout(PAGES.drop(columns="left_here"))


def test_the_alternative_text_has_the_numbers_of_the_table() -> None:
    assert describe_dropout(PAGES) == (
        "Chart of the respondents who reached each page, of 80 who started: Background 80 "
        "(100\u00a0%), 20 left there, Own practice 60 (75\u00a0%), 5 left there."
    )


def test_the_original_began_with_276() -> None:
    assert "of the 276 who started" in plot_dropout(load_record().table("dropout")).get_xlabel()
