"""Generated pages: what they say, and how authors add their own prose."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from invented_study import write_study
from result_rows import load_record
from ruamel.yaml import YAML

from survey_analysis.analysis import RunSettings, analyse, describe_run
from survey_analysis.errors import SiteError
from survey_analysis.figures import plot_adoption
from survey_analysis.loading import load_responses
from survey_analysis.pages import (
    Material,
    Page,
    count_missing,
    generate_pages,
    merge_pages,
    read_own_pages,
    tabulate_missing,
    write_book,
)
from survey_analysis.pages.markdown import as_block, escape, fold
from survey_analysis.pages.questions import tabulate_question
from survey_analysis.pages.timing import describe_timing
from survey_analysis.publish import write_results
from survey_analysis.record import make_record
from survey_analysis.responses import CellState
from survey_analysis.results import load_results
from survey_analysis.study import Study
from survey_analysis.tables.ordering import is_ordered, sort_options
from survey_analysis.values import name_values
from survey_analysis.withholding import drop_hidden, drop_suppressed, withhold_dependents

BOOK = Path(__file__).parents[1] / "book"
NAMES = ["intro", "sample", "section-background", "section-practice", "open-answers", "quality",
         "method", "codebook", "reproduce"]  # fmt: skip


@pytest.fixture(scope="module")
def own_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_study(tmp_path_factory.mktemp("study") / "own")


@pytest.fixture(scope="module")
def material(own_study: Path, tmp_path_factory: pytest.TempPathFactory) -> Material:
    return make_material(own_study, tmp_path_factory.mktemp("results"))


def make_material(folder: Path, place: Path) -> Material:
    responses = load_responses(folder)
    manifest = describe_run(responses, folder, settings=RunSettings(), command="run own")
    tables = withhold_dependents(make_record(analyse(responses, folder)))
    out = write_results(tables, place / "results", manifest=manifest)
    return Material(
        results=drop_suppressed(load_results(folder, out)),
        study=responses.study,
        figures={"P1": ("Ways.", "Bars of P1."), "P1-by-experience": ("By years.", "Panels.")},
        states=count_missing(responses),
    )


@pytest.fixture(scope="module")
def pages(material: Material) -> dict[str, Page]:
    return {page.name: page for page in generate_pages(material)}


def section(page: Page, heading: str) -> str:
    return next(part for part in page.body.split("\n## ") if part.startswith(heading))


def test_a_survey_has_a_page_for_each_of_its_parts(pages: dict[str, Page]) -> None:
    assert list(pages) == NAMES


def test_the_first_page_sums_up_each_question_by_reference(pages: dict[str, Page]) -> None:
    body = pages["intro"].body
    assert "[Pipeline](#question-6): most often *Yes*, {{ survey.P2.yes.full }}" in body
    assert "highest for *Deployment*, share of the top two points, {{ survey.P3.d" in body
    assert "most often first *Tools*, {{ survey.P6.tools.first_share.full }}" in body
    assert "[Years of work](#question-2): mean {{ survey.B2.mean.full }}" in body
    assert "A minority releases automatically." in body
    assert "No figure rests on fewer than ten respondents" in body


def test_every_key_on_the_generated_pages_is_named(
    material: Material, pages: dict[str, Page], tmp_path: Path
) -> None:
    (tmp_path / "pages").mkdir()
    for page in pages.values():
        (tmp_path / "pages" / f"{page.name}.md").write_text(page.body)
    values = name_values(material.results)
    assert list(read_own_pages(tmp_path, values=values)) == sorted(NAMES)


def test_a_question_has_missingness_figure_table_and_downloads(pages: dict[str, Page]) -> None:
    text = section(pages["section-practice"], "Ways to release")
    assert "Of 56 respondents\\: 40 answered, 16 ambiguous\\." in text
    assert '<img src="results/own/figures/P1.svg" alt="Bars of P1.">' in text
    assert '<th scope="row">By hand</th><td class="num">16</td><td class="num base">40</td>' in text
    assert '<a href="results/own/questions/P1.csv" download>CSV</a>' in text


def test_segments_are_folded_away_and_suppressed(pages: dict[str, Page]) -> None:
    text = section(pages["section-practice"], "Ways to release")
    role = text[text.index("<summary>Ways to release by role</summary>") :].split("</details>")[0]
    cells = [
        re.sub(r"<[^>]+>", "", row)
        for row in re.findall(r'<th scope="row">Developer</th>(.*?)</tr>', role)
    ]
    assert cells == ["not published"] * 4
    assert '<tr class="sa-group"><th scope="rowgroup" colspan="4">By hand</th></tr>' in role
    assert 'src="results/own/figures/P1-by-experience.svg"' in text


def test_scales_and_rankings_have_one_share_an_item_and_segment(pages: dict[str, Page]) -> None:
    body = pages["section-practice"].body
    assert "<caption>Importance by role: share of the top two points.</caption>" in body
    assert "by years of work: share of those who rank it first.</caption>" in body


def test_a_breakdown_without_any_figure_says_so(pages: dict[str, Page]) -> None:
    text = section(pages["section-practice"], "Share of models monitored")
    assert "by years of work\\: every group has too few answers to be shown" in text


def test_labels_of_a_study_are_shown_as_they_are(pages: dict[str, Page]) -> None:
    heading = "Needs, \\*most urgent\\* \\{\\{ first \\}\\} \\<b\\>"
    text = section(pages["section-practice"], heading)
    assert "Needs, *most urgent* &#123;&#123; first }} &lt;b&gt;" in text
    assert "{{ first" not in "".join(page.body for page in pages.values())


def test_each_research_question_leads_to_what_was_asked_for_it(pages: dict[str, Page]) -> None:
    text = section(pages["intro"], "Research questions")
    assert "- **RQ1** How are models released? [Ways to release](#question-5), [Pipeline]" in text
    assert "- **RQ2** How are models watched? [Importance](#question-7)," in text
    asked = section(pages["section-practice"], "Pipeline")
    assert "\n\nResearch question RQ1\\: How are models released?\n\n" in asked


@pytest.mark.parametrize("name", ["Q13", "Q14", "D3", "D4"])
def test_a_table_has_the_order_of_its_figure(name: str) -> None:
    results = load_record()
    rows, question = results.question(name), results.survey.question(name)
    axes = plot_adoption(rows, is_ordered=is_ordered(question))
    drawn = [label.get_text().replace("\n", " ") for label in axes.get_yticklabels()]
    assert tabulate_question(rows, question=question)["Option"].tolist() == drawn


def test_other_and_dont_know_stand_last_however_frequent() -> None:
    rows = pd.DataFrame(
        {"option_id": ["dont-know", "rare", "often"], "statistic": "proportion",
         "estimate": [0.7, 0.1, 0.2]}
    )  # fmt: skip
    assert sort_options(rows)["option_id"].tolist() == ["often", "rare", "dont-know"]


def test_the_real_export_is_named_once_a_page(pages: dict[str, Page]) -> None:
    for name in ("intro", "sample", "section-practice", "quality", "codebook"):
        assert pages[name].body.count("Computed from the survey's real export") == 1, name
    assert "Real export, aggregates" not in "".join(page.body for page in pages.values())


def test_a_replica_is_marked_under_every_figure_and_table(material: Material) -> None:
    data = {**material.results.manifest["data"], "kind": "replica"}
    results = replace(material.results, manifest={**material.results.manifest, "data": data})
    body = next(p.body for p in generate_pages(replace(material, results=results))
                if p.name == "section-practice")  # fmt: skip
    assert body.count("Synthetic replica:") == body.count("sa-figure") + body.count("<table")
    assert "Computed from the survey's real export" not in body


def test_a_ranking_says_how_many_places_are_the_top(pages: dict[str, Page]) -> None:
    assert ">Top 2</th>" in pages["section-practice"].body


def hide(study: Study, hidden: str) -> Study:
    questions = [q.model_copy(update={"hidden": q.id == hidden}) for q in study.questions]
    return study.model_copy(update={"questions": questions})


def test_a_hidden_question_has_no_figure_and_no_table(material: Material) -> None:
    study = hide(material.study, "P2")
    tables = drop_hidden(material.results.tables, study)
    assert "P2" in set(material.results.table("estimates")["question_id"])
    assert "P2" not in set(tables["estimates"]["question_id"])
    results = replace(material.results, study=study, tables=tables)
    states = {name: counts for name, counts in material.states.items() if name != "P2"}
    pages = generate_pages(replace(material, results=results, study=study, states=states))
    assert not [page.name for page in pages if "## Pipeline" in page.body]
    intro = next(page.body for page in pages if page.name == "intro")
    assert "[Pipeline]" not in intro
    assert "[Importance]" in intro


def test_what_all_answered_alike_is_not_among_what_stands_out(material: Material) -> None:
    estimates = material.results.table("estimates").copy()
    is_yes = (estimates["question_id"] == "P2") & (estimates["option_id"] == "yes")
    estimates.loc[is_yes, "estimate"] = 1.0
    tables = {**material.results.tables, "estimates": estimates}
    agreed = replace(material, results=replace(material.results, tables=tables))
    (
        intro,
        *_,
    ) = generate_pages(agreed)
    assert "- [Pipeline]" not in intro.body
    assert "- [Importance]" in intro.body


def test_the_sample_page_says_when_and_how_long(own_study: Path) -> None:
    responses = load_responses(own_study)
    days = [f"2026-0{4 + i % 2}-1{i % 9} 08:00:00" for i in range(len(responses))]
    metadata = responses.metadata.assign(StartDate=days, duration=372.0)
    said = describe_timing(replace(responses, metadata=metadata))
    assert said == (
        "They answered from April 2026 to May 2026. Half of them took no longer than "
        "6.2\u00a0minutes."
    )
    odd = replace(
        responses, metadata=metadata.assign(StartDate="04/05/26").drop(columns="duration")
    )
    assert describe_timing(odd) == ""


def test_fewer_than_ten_say_nothing_of_when_they_answered(tiny_folder: Path) -> None:
    assert describe_timing(load_responses(tiny_folder)) == ""


def test_the_codebook_says_how_many_wrote_something(pages: dict[str, Page]) -> None:
    rows = re.findall(r'<th scope="row">T1</th>(.*?)</tr>', pages["codebook"].body)
    assert '<td class="num base">32</td>' in rows[0]
    assert "<td>T1_First, T1_Second</td>" in rows[0]


def test_free_text_reaches_no_page(pages: dict[str, Page]) -> None:
    body = "".join(page.body for page in pages.values())
    assert "naïve" not in body
    assert "courier" not in body
    assert "32 respondents wrote something" in body


def test_seven_respondents_are_nowhere_counted(tiny_folder: Path, tmp_path: Path) -> None:
    pages = generate_pages(make_material(tiny_folder, tmp_path))
    practice = next(page for page in pages if page.name == "section-practice")
    assert practice.body.count("so the answers are not shown") == 5
    assert "<table" not in practice.body
    intro = next(page for page in pages if page.name == "intro")
    assert ": fewer than ten answers" in intro.body
    assert ".full }}" not in intro.body


def test_skipped_items_of_a_grid_are_told_item_by_item(
    own_study: Path, pages: dict[str, Page]
) -> None:
    counts = count_missing(load_responses(own_study))
    items = [counts[f"P3.{item}"][CellState.ANSWERED] for item in ("deployment", "monitoring")]
    assert items == [40, 40]
    projects = [counts[f"B4.{item}"][CellState.ANSWERED] for item in ("begun", "deployed")]
    assert counts["B4"][CellState.ANSWERED] >= max(projects)
    said = section(pages["section-practice"], "Importance")
    assert "48 answered at least one item" in said
    assert "Of 112 cells of its 2 items\\: 80 answered" in said
    table = tabulate_missing(counts).set_index(["question_id", "item_id"])
    assert table.loc[("P3", "monitoring"), "answered"] == 40
    assert "– Monitoring</th><td>P3</td>" in pages["quality"].body


def test_the_quality_page_says_which_records_were_left_out(
    material: Material, pages: dict[str, Page]
) -> None:
    assert "none was repaired, and none was left out at reading." in pages["quality"].body
    left = {"what": "preview record", "why": "Status = Survey Preview", "records": 3}
    manifest = dict(material.results.manifest)
    manifest["data"] = {**manifest["data"], "left_out": [left]}
    changed = replace(material, results=replace(material.results, manifest=manifest))
    quality = {page.name: page for page in generate_pages(changed)}["quality"]
    assert "and 3 preview records were left out\\: Status = Survey Preview." in quality.body


def test_missing_answers_are_counted_by_their_reason(own_study: Path) -> None:
    counts = count_missing(load_responses(own_study))
    assert counts["P5"] == {
        CellState.ANSWERED: 16,
        CellState.NOT_SHOWN: 32,
        CellState.NOT_ANSWERED: 8,
    }
    assert counts["B2"][CellState.SENTINEL] == 8
    assert counts["B3"][CellState.UNTOUCHED_DEFAULT] == 8


# The authors' own prose


def write_own(folder: Path, **pages: str) -> Path:
    (folder / "pages").mkdir()
    for name, text in pages.items():
        (folder / "pages" / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


def test_own_prose_comes_first_and_its_heading_replaces_the_title() -> None:
    generated = [Page("intro", "Findings", "Generated."), Page("quality", "Quality", "Checks.")]
    own = {"intro": "Ours.", "quality": "# How good?\n\nGood.", "team": "# Team\n\nWe."}
    merged = merge_pages(generated, own)
    assert [(p.name, p.title, p.body) for p in merged] == [
        ("intro", "Findings", "Ours.\n\nGenerated."),
        ("team", "Team", "We."),
        ("quality", "How good?", "Good.\n\nChecks."),
    ]


def test_own_prose_stands_below_the_lead_unless_it_has_one() -> None:
    generated = [Page("intro", "Findings", "{.sa-lead}\nWhat it is.\n\nFigures.")]
    below, above = "Ours.\n\nMore.", "{.sa-lead}\nOurs."
    texts = [merge_pages(generated, {"intro": own})[0].body for own in (below, above)]
    assert texts == [
        "{.sa-lead}\nWhat it is.\n\nOurs.\n\nMore.\n\nFigures.",
        "{.sa-lead}\nOurs.\n\n{.sa-lead}\nWhat it is.\n\nFigures.",
    ]


def test_a_further_page_needs_a_heading() -> None:
    with pytest.raises(SiteError, match=r"pages/team\.md: needs a heading"):
        merge_pages([Page("intro", "Findings", "")], {"team": "We."})


def test_unknown_keys_of_own_pages_are_named_with_line_and_nearest(tmp_path: Path) -> None:
    folder = write_own(tmp_path, intro="Ours:\n{{ survey.P1.manaul }}", team="# T\n{{ x }}")
    with pytest.raises(SiteError, match=r"own pages \(2 problems\)") as caught:
        read_own_pages(folder, values={"survey.P1.manual": "40 %"})
    assert "pages/intro.md, line 2: unknown key 'survey.P1.manaul'; nearest is" in str(caught.value)


@pytest.mark.parametrize("name", ["search", "Team", "our team"])
def test_a_name_that_no_page_can_have_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SiteError, match="name has lower-case letters, digits and hyphens"):
        read_own_pages(write_own(tmp_path, **{name: "# T"}), values={})


def test_a_page_in_a_folder_of_its_own_is_refused(tmp_path: Path) -> None:
    folder = write_own(tmp_path)
    (folder / "pages" / "more").mkdir()
    (folder / "pages" / "more" / "team.md").write_text("# T")
    with pytest.raises(SiteError, match=r"pages/more/team\.md: pages stand in pages itself"):
        read_own_pages(folder, values={})


def test_a_book_takes_the_look_of_another_and_a_title_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "study").mkdir()
    own = write_own(tmp_path / "study")
    (own / "pages" / "diagram.svg").write_text("<svg/>")
    pages = [Page("intro", "Findings", "A."), Page("method", "Method", "B.", "How")]
    folder = write_book(pages, title="Ours", theme=BOOK, own=own, folder=tmp_path / "book")
    yaml = YAML(typ="safe", pure=True)
    assert yaml.load(folder / "_config.yml")["title"] == "Ours"
    assert yaml.load(folder / "_toc.yml") == {
        "format": "jb-book",
        "root": "intro",
        "parts": [{"caption": "How", "chapters": [{"file": "method"}]}],
    }
    assert (folder / "intro.md").read_text() == "# Findings\n\nA.\n"
    assert sorted(path.name for path in folder.glob("*.md")) == ["intro.md", "method.md"]
    assert (folder / "diagram.svg").is_file()
    assert (folder / "_static" / "custom.css").is_file()


# Pieces


def test_escaped_texts_hold_no_key_no_markup_and_no_line_break() -> None:
    assert escape("a\n\n# {{ b }} [c](d)") == r"a \# \{\{ b \}\} \[c\]\(d\)"


def test_a_block_of_html_has_no_empty_line_and_no_key() -> None:
    assert as_block("<p>\n \n{{ a }}</p>") == "<p>\n&#123;&#123; a }}</p>"
    assert fold("A < B", "").splitlines()[1] == "<summary>A &lt; B</summary>"
