from __future__ import annotations

from pathlib import Path

import pytest
from bundled_results import INTERVIEWS, run_documents
from talks import write_interviews

from survey_analysis.errors import InvalidCallError
from survey_analysis.quoting import show_quotes, write_quotes
from survey_analysis.results import Results


@pytest.fixture
def interviews(bundled_results: dict[str, Results]) -> Results:
    return bundled_results[INTERVIEWS]


def test_a_chapter_quotes_several_people_and_leads_to_the_others(interviews: Results) -> None:
    shown = show_quotes(interviews, theme="rollback", most=3)
    speakers = [line.split(",")[0] for line in shown.html.split("<footer>")[1:]]
    assert len(set(speakers)) == 3
    assert '<a href="../quotes.html#interviews-rollback">' in shown.html


def test_an_unknown_theme_names_the_nearest(interviews: Results) -> None:
    with pytest.raises(InvalidCallError, match=r"'rolback'.*'rollback'"):
        show_quotes(interviews, theme="rolback")


def test_the_page_has_every_theme_and_every_quote_under_each_of_its_themes(
    interviews: Results,
) -> None:
    page, quotes = write_quotes(interviews), interviews.table("quotes")
    assert interviews.codebook is not None
    for code in interviews.codebook.codes:
        assert f"(interviews-{code.id})=\n\n#### {code.label}\n" in page
    assert page.count("<blockquote") == sum(len(codes.split(";")) for codes in quotes["codes"])


def test_a_theme_that_only_others_raised_has_no_quote(interviews: Results) -> None:
    others = {**interviews.tables, "quotes": interviews.table("quotes").head(0)}
    page = write_quotes(
        Results(interviews.study, others, interviews.manifest, interviews.folder,
                interviews.codebook)
    )  # fmt: skip
    assert "<blockquote" not in page
    assert page.count("No quote on this theme may be shown.") == page.count("\n#### ")


def test_documents_that_nobody_coded_have_no_quotes(tmp_path: Path) -> None:
    results = run_documents(write_interviews(tmp_path / "talks"), tmp_path / "out")
    with pytest.raises(InvalidCallError, match="nothing was coded in talks"):
        write_quotes(results)
    with pytest.raises(InvalidCallError, match="nothing was coded in talks"):
        show_quotes(results, theme="rhythm")
