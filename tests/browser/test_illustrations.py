"""Illustrations on the built site: always labelled, with the numbers of their results files."""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from survey_analysis.qualitative import load_conversations

LABEL = "Illustration: transcripts written for this project"
STUDIES = ("operationalizing-ml", "mlops-focus-groups")
SUFFIXES = {".html", ".js", ".csv", ".json", ".svg", ".txt"}

INTERVIEWS, GROUPS = "notebooks/20-interviews", "notebooks/21-focus-groups"
PAGES = dict(zip(STUDIES, (INTERVIEWS, GROUPS), strict=True))
THEMES = [
    ("operationalizing-ml", "blind-spots", "failures that nobody sees with"),
    ("operationalizing-ml", "rollback", "falling back to a simpler one, is raised by"),
    ("operationalizing-ml", "slow-release", "How long it takes to reach production is raised by"),
    (
        "operationalizing-ml",
        "tribal-knowledge",
        "Knowledge that is written down nowhere is raised by",
    ),
    ("mlops-focus-groups", "restorable-state", "an earlier state that can be restored by"),
    ("mlops-focus-groups", "later-first-version", "a larger and later first version by"),
    ("mlops-focus-groups", "existing-platform", "a platform that is already there with"),
]


@pytest.fixture
def window(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


@pytest.fixture
def read_table(site: Path) -> Callable[[str, str], list[dict[str, str]]]:
    """Read a table of the site's downloads."""

    def read(study: str, table: str) -> list[dict[str, str]]:
        path = site / "results" / study / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    return read


def read_text(page: Path) -> str:
    text = html.unescape(re.sub(r"<[^>]*>", " ", page.read_text(encoding="utf-8")))
    return re.sub(r"\s+", " ", text)


def read_rows(page: Path, caption: str) -> list[list[str]]:
    """Read the cells of the table with a caption."""
    text = page.read_text(encoding="utf-8")
    (table,) = re.findall(rf"<caption>{re.escape(caption)}</caption>(.*?)</table>", text, re.DOTALL)
    rows = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    cells = (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows)
    return [[html.unescape(re.sub(r"<[^>]*>", "", cell)) for cell in row] for row in cells]


def find_unlabelled(page: Path) -> Iterator[str]:
    """Find quotes, figures and tables of illustrations on a page that lack their label."""
    text = page.read_text(encoding="utf-8")
    article = text.partition("<article")[2].partition("</article>")[0]
    marks = r'class="sa-quote"|results/(?:operationalizing-ml|mlops-focus-groups)/'
    found = list(re.finditer(marks, article))
    badge = article.find(f"<strong>{LABEL}</strong>")
    if found and not 0 <= badge < found[0].start():
        yield "no badge above the first illustration"
    for quote in re.findall(r'<blockquote class="sa-quote">.*?</blockquote>', article, re.DOTALL):
        if LABEL not in quote:
            yield f"quote without label: {quote[:80]}"
    for link in re.findall(
        r'<a href="[^"]*results/(?:op|mlops)[^"]*" download[^>]*>.*?</a>', article
    ):
        if "(illustration)" not in link:
            yield f"download without label: {link}"


def test_no_page_shows_an_illustration_without_its_label(site: Path) -> None:
    pages = [page for page in site.rglob("*.html") if "_static" not in page.parts]
    assert len(pages) > 25
    problems = [f"{page.name}: {problem}" for page in pages for problem in find_unlabelled(page)]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("name", [INTERVIEWS, GROUPS, "notebooks/23-themes"])
def test_every_figure_and_table_of_a_study_is_labelled(site: Path, name: str) -> None:
    text = (site / f"{name}.html").read_text(encoding="utf-8")
    captions = re.findall(r"<figcaption>(.*?)</figcaption>", text, re.DOTALL)
    after_tables = re.findall(
        r"</table>\s*</div>\s*<p class=\"sa-note\">(.*?)</p>", text, re.DOTALL
    )
    assert captions
    assert len(after_tables) == text.count("</table>")
    assert all(LABEL in words for words in (*captions, *after_tables))


@pytest.mark.parametrize("name", [INTERVIEWS, GROUPS, "notebooks/22-three-views", "quotes"])
def test_the_badge_stands_at_the_top_of_the_page(window: Page, site: Path, name: str) -> None:
    window.goto((site / f"{name}.html").as_uri())
    badge = window.get_by_role("complementary", name="Illustration").get_by_text(LABEL)
    expect(badge).to_be_visible()
    expect(badge).to_be_in_viewport()


@pytest.mark.parametrize("study", STUDIES)
def test_every_file_of_an_illustration_says_so(
    site: Path, study: str, read_table: Callable[[str, str], list[dict[str, str]]]
) -> None:
    folder = site / "results" / study
    assert '"kind": "illustration"' in (folder / "manifest.json").read_text(encoding="utf-8")
    tables = {path.stem for path in folder.glob("*.csv")} - {"relations"}  # fixed columns
    assert len(tables) >= 10
    for table in tables:
        last = (list(row.values())[-1] for row in read_table(study, table))  # flag, label or note
        assert all("illustration" in said.replace(" ", "").split(";") for said in last), table
    figures = read_table(study, "figures/figures")
    assert figures
    assert all(LABEL in figure["caption"] and LABEL in figure["alt"] for figure in figures)


@pytest.mark.parametrize(("study", "code", "words"), THEMES)
def test_a_theme_in_the_text_has_the_count_of_its_results_file(
    site: Path,
    study: str,
    code: str,
    words: str,
    read_table: Callable[[str, str], list[dict[str, str]]],
) -> None:
    (row,) = (row for row in read_table(study, "codes") if row["code"] == code)
    count = f"{row['respondents']} of {row['answered']} participants"
    assert f"{words} {count}" in read_text(site / f"{PAGES[study]}.html")


@pytest.mark.parametrize("study", STUDIES)
def test_every_row_of_the_themes_equals_the_results_file(
    site: Path, study: str, read_table: Callable[[str, str], list[dict[str, str]]]
) -> None:
    caption = "How many participants raise each theme, and in how many turns."
    shown = {tuple(row[1:]) for row in read_rows(site / f"{PAGES[study]}.html", caption)[1:]}
    codes = [row for row in read_table(study, "codes") if row["code"]]
    expected = {
        (f"{row['respondents']} of {row['answered']}", row["applications"]) for row in codes
    }
    assert expected
    assert expected <= shown


def test_every_stance_on_the_page_equals_the_results_file(
    site: Path, read_table: Callable[[str, str], list[dict[str, str]]]
) -> None:
    rows = read_rows(site / f"{GROUPS}.html", "Stances on each statement, both sessions together.")
    shown = {row[0]: row[1:] for row in rows[1:]}
    overall = [row for row in read_table("mlops-focus-groups", "consensus") if not row["session"]]
    columns = ("agree", "mixed", "disagree", "silent", "participants", "outcome")
    assert shown == {row["text"]: [row[name] for name in columns] for row in overall}


@pytest.mark.parametrize("study", STUDIES)
def test_agreement_and_conflicts_are_those_of_the_results_files(
    site: Path, study: str, read_table: Callable[[str, str], list[dict[str, str]]]
) -> None:
    text = read_text(site / f"{PAGES[study]}.html").replace("\u2060", "")
    (masi,) = (row for row in read_table(study, "agreement") if row["weights"] == "masi")
    value, low, high = (f"{float(masi[name]):.2f}" for name in ("estimate", "ci_low", "ci_high"))
    assert f"{value} ({masi['n_units']} units, 95 % CI {low}–{high})" in text
    (units,) = read_table(study, "coded_units")
    assert f"The passes differed in {units['resolved']} turns" in text
    assert "The reconciled codes count in every figure of this page" in text
    assert units["open_conflicts"] == "0"


def test_the_matrix_and_every_figure_equal_the_triangulation(
    site: Path, read_table: Callable[[str, str], list[dict[str, str]]]
) -> None:
    page = site / "notebooks" / "22-three-views.html"
    views = read_table("triangulation", "triangulation")
    shown = [row[1:] for row in read_rows(page, "What the studies say on each theme.")[1:]]
    judged = [cell.split()[-1] for row in shown for cell in row]
    assert judged == [view["judgement"] for view in views]
    figures = [row for row in read_table("triangulation", "evidence") if row["kind"] == "figure"]
    text = page.read_text(encoding="utf-8")
    badges = re.findall(r"sa-\w+\">. (holds|fails|undecided)</span>", text)
    assert badges == [figure["verdict"] for figure in figures]
    for figure in figures:
        is_share = " mean " not in figure["check"]
        value = (
            f"{100 * float(figure['value']):.0f}" if is_share else f"{float(figure['value']):.1f}"
        )
        assert f">{value}\u00a0%</td>" in text


def list_refused_turns(study: str) -> list[str]:
    conversations = load_conversations(study)
    assert conversations.coding is not None
    people = conversations.documents.study.participants
    refusing = {one.id for one in people if not one.consent_to_quote}
    units = conversations.coding.units
    return [str(t) for t in units.loc[units["respondent"].isin(refusing), "text"] if len(t) > 50]


@pytest.mark.parametrize("study", STUDIES)
def test_who_did_not_consent_is_quoted_nowhere(site: Path, study: str) -> None:
    starts = [turn[:50] for turn in list_refused_turns(study)]
    assert starts
    files = [path for path in site.rglob("*") if path.suffix in SUFFIXES]
    assert len(files) > 50
    for path in files:
        text = html.unescape(path.read_text(encoding="utf-8")).replace('""', '"')  # of CSV
        found = [start for start in starts if start in text]
        assert not found, f"{path.name} quotes {len(found)} turns of somebody who did not consent"


def test_the_search_finds_a_quote_and_leads_to_the_quotes(window: Page, site: Path) -> None:
    window.goto(f"{(site / 'search.html').as_uri()}?q=holiday")
    expect(window.locator("#search-results a[href*='quotes.html']").first).to_be_visible()


def test_the_filter_shows_only_quotes_with_a_word(window: Page, site: Path) -> None:
    window.goto((site / "quotes.html").as_uri())
    assert window.locator(".sa-quote:visible").count() == 0  # folded
    window.get_by_label("Show only quotes with").fill("holiday")
    shown = window.locator(".sa-quote:visible")
    assert shown.count() > 0
    assert all("holiday" in text.lower() for text in shown.all_text_contents())
    expect(window.locator(".sa-filter output")).to_have_text(f"{shown.count()} shown")


def test_a_link_to_a_theme_unfolds_its_quotes(window: Page, site: Path) -> None:
    window.goto(f"{(site / 'quotes.html').as_uri()}#interviews-rollback")
    assert window.locator(".sa-quote:visible").count() > 5
