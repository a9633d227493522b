from html.parser import HTMLParser

import pandas as pd
from result_rows import load_record

from survey_analysis.tables import adoption_table, claims_table, to_html
from survey_analysis.tables.html import numeric_columns, to_entries, verdict_badge

TABLE = pd.DataFrame(
    {
        "Option": ["<b>Bold</b> & more", "Other"],
        "Base": ["168", "9"],
        "95\u00a0% interval": ["52–67\u00a0%", "–"],
        "Note": ["a text", "1 more"],
    }
)


class Reader(HTMLParser):
    """Collects elements with attributes, texts, and the elements that are open at the end."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def test_the_table_scrolls_in_a_focusable_box_named_by_its_caption() -> None:
    page = read(to_html(TABLE, caption='The "best" & rest'))
    box = page.all("div")[0]
    assert box == {
        "class": "table-scroll",
        "role": "region",
        "tabindex": "0",
        "aria-label": 'The "best" & rest',
    }
    assert page.all("table") == [{"class": "sa-table"}]
    assert 'The "best" & rest' in page.texts


def test_headings_have_scopes() -> None:
    page = read(to_html(TABLE, caption="Options"))
    scopes = [attributes["scope"] for attributes in page.all("th")]
    assert scopes == ["col"] * 4 + ["row"] * 2


def test_numbers_bases_and_intervals_are_marked_and_texts_are_not() -> None:
    page = read(to_html(TABLE, caption="Options"))
    cells = [attributes.get("class", "") for attributes in page.all("td")]
    assert cells == ["num base", "num interval", ""] * 2


def test_all_text_is_escaped() -> None:
    html = to_html(TABLE, caption="<script>", note="<i>", download={"<a>": 'x".csv'})
    page = read(html)
    assert not {"script", "i", "b"} & {tag for tag, _ in page.elements}
    assert "<b>Bold</b> & more" in page.texts
    assert page.all("a") == [{"href": 'x".csv', "download": ""}]


def test_note_and_download_follow_the_table_in_this_order() -> None:
    html = to_html(TABLE, caption="Options", note="A note.", download={"CSV": "a.csv", "SVG": "b"})
    after = html.split("</div>\n")[1].split("\n")
    assert after == [
        '<p class="sa-note">A note.</p>',
        '<p class="sa-download"><a href="a.csv" download>CSV</a> <a href="b" download>SVG</a></p>',
    ]


def test_without_note_and_download_there_is_neither() -> None:
    assert "<p" not in to_html(TABLE, caption="Options")


def test_no_line_is_empty_or_indented_so_that_markdown_keeps_the_html() -> None:
    lines = to_html(TABLE, caption="Options", note="Note").split("\n")
    assert all(line and not line.startswith(" ") for line in lines)


def test_groups_become_headings_within_the_rows() -> None:
    table = pd.DataFrame({"Group": ["One", "One", "Two"], "Option": list("abc"), "Base": ["1"] * 3})
    page = read(to_html(table, caption="Groups"))
    groups = [attributes for attributes in page.all("th") if attributes["scope"] == "rowgroup"]
    assert groups == [{"scope": "rowgroup", "colspan": "2"}] * 2
    assert len(page.all("tbody")) == 2
    assert "Group" not in page.texts


def test_a_heading_without_text_is_no_heading() -> None:
    page = read(to_html(TABLE.rename(columns={"Option": ""}), caption="Options"))
    assert page.elements[page.elements.index(("thead", {})) + 2][0] == "td"


def test_verdicts_carry_sign_and_word() -> None:
    assert verdict_badge("fails") == '<span class="sa-verdict sa-fails">✗ fails</span>'
    assert verdict_badge("undecided") == '<span class="sa-verdict sa-undecided">≈ undecided</span>'
    assert verdict_badge("pending") == '<span class="sa-verdict sa-pending">… pending</span>'
    assert verdict_badge("<x>") == "&lt;x&gt;"


def test_the_claims_of_the_original_have_badges() -> None:
    results = load_record()
    table = claims_table(results.table("claims"), estimates=results.table("estimates"))
    page = read(to_html(table, caption="Claims"))
    badges = [attributes["class"] for attributes in page.all("span")]
    assert len(badges) == len(table)
    assert "sa-verdict sa-fails" in badges


def test_columns_of_numbers_are_told_from_texts() -> None:
    table = pd.DataFrame(
        {
            "Option": ["12"],
            "Share": ["60\u00a0% (52–67)"],
            "Mean": ["4.1\u00a0years"],
            "Cell": ["3.0 (1.0–5.0), n = 40"],
            "Text": ["12 people"],
            "Nothing": ["–"],
        }
    )
    assert numeric_columns(table) == ["Share", "Mean", "Cell"]


def test_every_cell_of_the_original_is_on_the_page() -> None:
    table = adoption_table(load_record().question("Q13"))
    texts = read(to_html(table, caption="Deployment approach")).texts
    assert {cell for column in table for cell in table[column]} <= set(texts)


def test_long_texts_are_entries_with_a_line_for_each_filled_cell() -> None:
    table = pd.DataFrame({"Code": ["a < b", "c"], "Means": ["x & y", "z"], "Example": ["", "w"]})
    html = to_entries(table, caption="Codes", note="Written here.", download={"CSV": "c.csv"})
    assert html.count("<dt>") == 2
    assert "<dt>a &lt; b</dt>" in html
    assert html.count("Example:") == 1
    assert '<dd><span class="sa-note">Means:</span> x &amp; y</dd>' in html
    assert '<p class="sa-note">Written here.</p>' in html
    assert "\n\n" not in html


def test_a_long_heading_is_not_squeezed_to_a_word_a_line() -> None:
    table = pd.DataFrame({"Item": ["a"], "Neither agree nor disagree": ["23\u00a0%"]})
    html = to_html(table, caption="Opinions")
    assert '<th scope="col" class="num wide">Neither agree nor disagree</th>' in html
    assert '<th scope="col">Item</th>' in html
