from __future__ import annotations

import pandas as pd

from survey_analysis.tables.quotes import on_theme, quotes_html


def quotes(**cells: str) -> pd.DataFrame:
    row = {
        "unit_id": "P01:002", "participant": "P01", "role": "Developer", "codes": "pace",
        "text": "Slowly.", "label": "illustration",
    }  # fmt: skip
    return pd.DataFrame([row | cells])


def test_a_quote_of_an_illustration_says_so_beside_pseudonym_and_role() -> None:
    (quote,) = quotes_html(quotes(), labels={"pace": "Pace"})
    footer = "P01, Developer (P01:002). Pace. Illustration: transcripts written for this project."
    assert f"<footer>{footer}</footer>" in quote


def test_a_quote_of_a_person_is_no_illustration() -> None:
    (quote,) = quotes_html(quotes(label="", role=""), labels={})
    assert "<footer>P01 (P01:002). pace.</footer>" in quote


def test_a_quote_is_text_and_has_no_empty_line_that_markdown_would_end_it_at() -> None:
    (quote,) = quotes_html(quotes(text="a < b\n\n*c*"), labels={})
    assert "<p>a &lt; b *c*</p>" in quote
    assert "\n\n" not in quote


def test_a_theme_is_a_whole_code() -> None:
    rows = pd.concat([quotes(codes="slow-pace"), quotes(codes="watch;pace")])
    assert on_theme(rows, "pace")["codes"].tolist() == ["watch;pace"]
