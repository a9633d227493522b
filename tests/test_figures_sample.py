import pandas as pd
import pytest
from result_rows import load_record, make_rows, mean_row

from survey_analysis.errors import InvalidCallError
from survey_analysis.figures import describe_sample, plot_sample

ROLE = {"question_id": "B1", "question": "Role"}
CHOICES = make_rows(
    {**ROLE, "option_id": "dev", "option": "Developer", "count": 30, "estimate": 0.3},
    {**ROLE, "option_id": "other", "option": "Other role", "count": 50, "estimate": 0.5},
    {**ROLE, "option_id": "data", "option": "Data scientist", "count": 20, "estimate": 0.2},
)
YEARS = {"question_id": "B2", "question": "Years", "item": "Years"}
QUARTILES = {"quantile_25": 2.0, "median": 3.5, "quantile_75": 6.0}
NUMBERS = make_rows(
    *(YEARS | mean_row(value, 0, 9, statistic=name) for name, value in QUARTILES.items())
)
BOTH = pd.concat([CHOICES, NUMBERS])


def test_each_question_has_a_panel_with_its_base() -> None:
    panels = plot_sample(BOTH).child_axes
    assert [panel.get_title(loc="left") for panel in panels] == ["Role, n = 100", "Years, n = 100"]


def test_bars_have_the_shares_and_texts_the_counts() -> None:
    panel = plot_sample(CHOICES).child_axes[0]
    assert [bar.get_width() for bar in panel.patches] == [0.3, 0.2, 0.5]
    texts = [text.get_text() for text in panel.texts]
    assert texts == ["30 (30\u00a0%)", "20 (20\u00a0%)", "50 (50\u00a0%)"]


def test_ordered_questions_keep_their_order() -> None:
    panel = plot_sample(CHOICES, ordered=["B1"]).child_axes[0]
    labels = [label.get_text() for label in panel.get_yticklabels()]
    assert labels == ["Developer", "Other role", "Data scientist"]


def test_a_number_shows_its_median_and_quartiles() -> None:
    panel = plot_sample(NUMBERS).child_axes[0]
    assert panel.collections[0].get_segments()[0][:, 0].tolist() == [2.0, 6.0]
    assert list(panel.lines[0].get_xdata()) == [3.5]
    assert panel.texts[0].get_text() == "half are 2–6"


def test_many_options_are_cut_to_eight_rows_and_no_respondent_is_lost() -> None:
    rows = [
        {**ROLE, "option_id": f"r{i}", "option": f"Role {i}", "count": 10, "estimate": 0.1}
        for i in range(10)
    ]
    panel = plot_sample(make_rows(*rows)).child_axes[0]
    assert [label.get_text() for label in panel.get_yticklabels()][-1] == "3 others"
    assert len(panel.patches) == 8
    assert sum(bar.get_width() for bar in panel.patches) == pytest.approx(1.0)


def test_a_table_without_shares_or_numbers_is_refused() -> None:
    with pytest.raises(InvalidCallError, match="found: top_share"):
        plot_sample(make_rows({"statistic": "top_share"}))


def test_the_alternative_text_has_the_most_frequent_options_and_the_quartiles() -> None:
    assert describe_sample(BOTH) == (
        "Charts of who answered. Role, n = 100: Other role 50 (50\u00a0%), Developer 30 "
        "(30\u00a0%), Data scientist 20 (20\u00a0%); Years, n = 100: median 3.5, half are 2–6."
    )


def test_the_countries_of_the_original() -> None:
    panel = plot_sample(load_record().question("D2")).child_axes[0]
    assert panel.get_yticklabels()[0].get_text() == "Brazil"
    assert panel.texts[0].get_text() == "72 (41\u00a0%)"
    assert panel.get_yticklabels()[-1].get_text() == "19 others"
