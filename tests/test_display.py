import base64
import dataclasses

import pytest
from matplotlib.figure import Figure
from result_rows import load_record

from survey_analysis.display import (
    provenance,
    show_entries,
    show_figure,
    show_key_figures,
    show_table,
)
from survey_analysis.errors import InvalidCallError
from survey_analysis.figures import describe_adoption, plot_adoption
from survey_analysis.results import Results
from survey_analysis.tables import adoption_table, code_book_table

NAME = "ml-deployment-monitoring"


@pytest.fixture
def replica() -> Results:
    """The recorded results, as if they came from the replica."""
    record = load_record()
    data = {**record.manifest["data"], "kind": "replica"}
    return dataclasses.replace(record, manifest={**record.manifest, "data": data})


def shown_table(results: Results, **given: str) -> str:
    table = adoption_table(results.question("Q13"))
    return show_table(table, caption="Approach", results=results, **given)._repr_html_()


def shown_figure(results: Results, name: str | None = None) -> str:
    rows = results.question("Q13")
    axes, alt = plot_adoption(rows), describe_adoption(rows)
    return show_figure(axes, caption="Approach.", alt=alt, results=results, name=name).html


def test_everything_from_the_replica_says_so(replica: Results) -> None:
    shown = [shown_table(replica), shown_figure(replica), show_key_figures(replica).html]
    shown.append(provenance(replica).html)
    assert all("Synthetic replica" in html for html in shown)
    assert not any("Real export" in html for html in shown)


def test_everything_from_the_original_says_so() -> None:
    record = load_record()
    shown = [shown_table(record), shown_figure(record), show_key_figures(record).html]
    shown.append(provenance(record).html)
    assert all("Real export, aggregates." in html for html in shown)
    assert not any("replica" in html for html in shown)


def test_the_page_of_a_replica_begins_with_a_labelled_notice(replica: Results) -> None:
    html = provenance(replica).html
    assert html.startswith('<aside class="sa-replica" aria-label="Synthetic replica"><p>')
    assert "188 respondents" in html


def test_a_note_stands_before_the_kind_of_the_data() -> None:
    html = shown_table(load_record(), note="Several answers.")
    assert '<p class="sa-note">Several answers. Real export, aggregates.</p>' in html


def test_a_table_offers_the_results_it_comes_from() -> None:
    html = shown_table(load_record(), download="estimates")
    assert f'<a href="../results/{NAME}/estimates.csv" download>CSV</a>' in html


def test_offering_a_table_that_is_not_there_is_refused() -> None:
    with pytest.raises(InvalidCallError, match="'estimate' is not a table; nearest is 'estimates'"):
        shown_table(load_record(), download="estimate")


def test_a_table_is_latex_and_text_too() -> None:
    results = load_record()
    table = adoption_table(results.question("Q13"))
    shown = show_table(table, caption="Deployment approach", results=results)
    assert shown._repr_latex_().startswith(r"\begin{table}")
    assert r"\caption{Deployment approach. Real export, aggregates.}" in shown._repr_latex_()
    assert r"\label{tab:ml-deployment-monitoring-deployment-approach}" in shown._repr_latex_()
    assert "Separate service" in repr(shown)


def test_a_figure_is_embedded_as_svg_with_its_alternative_text() -> None:
    html = shown_figure(load_record())
    source = html.split('src="data:image/svg+xml;base64,')[1].split('"')[0]
    assert b"<svg" in base64.b64decode(source)
    alt = html.split('alt="')[1].split('"')[0]
    assert alt.startswith("Chart of shares with intervals. Deployment approach, n = 168: Separate")
    assert "<figcaption>Approach. Real export, aggregates.</figcaption>" in html


def test_a_named_figure_offers_the_files_of_the_gallery() -> None:
    html = shown_figure(load_record(), name="Q13")
    for kind in ("svg", "png"):
        assert f'href="../results/{NAME}/figures/Q13.{kind}" download' in html


def test_a_figure_without_a_name_offers_nothing() -> None:
    assert "sa-download" not in shown_figure(load_record())


def test_a_figure_without_an_alternative_text_is_refused() -> None:
    axes = Figure().add_subplot()
    with pytest.raises(InvalidCallError, match="needs an alternative text"):
        show_figure(axes, caption="Approach", alt=" ", results=load_record())


def test_the_same_figure_is_shown_by_the_same_bytes() -> None:
    assert shown_figure(load_record()) == shown_figure(load_record())


def test_a_key_figure_has_value_base_and_interval() -> None:
    shown = show_key_figures(load_record(), labels=["MLOps pipeline followed"])
    assert shown.html.split("\n")[:3] == [
        '<dl class="sa-key-figures">',
        "<div><dt>MLOps pipeline followed</dt><dd>29\u00a0%</dd>"
        '<dd class="sa-note">n = 168, 95\u00a0% interval 23–&#8288;36\u00a0%</dd></div>',
        "</dl>",
    ]


def test_key_figures_are_all_headlines_or_those_asked_for_in_order() -> None:
    results = load_record()
    labels = [headline.label for headline in results.study.headlines]
    assert show_key_figures(results).html.count("<dt>") == len(labels)
    two = show_key_figures(results, labels=[labels[3], labels[0]]).text.split("\n")
    assert [line.split(":")[0] for line in two[:2]] == [labels[3], labels[0]]


def test_a_key_figure_with_a_unit_shows_it() -> None:
    shown = show_key_figures(load_record(), labels=["Production models monitored, mean share"])
    assert "<dd>38.7\u00a0%</dd>" in shown.html


def test_an_unknown_headline_is_refused_and_the_nearest_named() -> None:
    with pytest.raises(InvalidCallError, match="nearest is 'MLOps pipeline followed'"):
        show_key_figures(load_record(), labels=["MLOps pipelines followed"])


def test_entries_have_a_caption_a_note_on_the_data_and_latex() -> None:
    results = load_record()
    assert results.codebook is not None
    table = code_book_table(results.codebook).drop(columns="Group")
    shown = show_entries(table, caption="Codes", results=results, download="codes")
    assert shown.html.count("<dt>") == len(results.codebook.codes)
    assert "Real export, aggregates." in shown.html
    assert "codes.csv" in shown.html
    assert "legacy-integration" in shown.latex


def test_entries_of_an_unknown_table_are_refused() -> None:
    results = load_record()
    table = adoption_table(results.question("Q14"))
    with pytest.raises(InvalidCallError, match="nearest is 'codes'"):
        show_entries(table, caption="Codes", results=results, download="code")
