"""The chapters as they are stored: thin, without outputs, without a typed result."""

from __future__ import annotations

import ast
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from survey_analysis.pages.sections import OPEN, OVERVIEW, section_name
from survey_analysis.results import Results, load_results
from survey_analysis.site import stage_site
from survey_analysis.study import load_study, load_survey, question_options
from survey_analysis.triangulated import Triangulated
from survey_analysis.values import name_conversations, name_triangulation, name_values

ROOT = Path(__file__).parents[1]
BOOK, NOTEBOOKS = ROOT / "book", ROOT / "notebooks"
FLAGSHIP = "ml-deployment-monitoring"
RECORD = ROOT / "data" / FLAGSHIP / "record"
CHAPTERS = sorted(NOTEBOOKS.glob("*.ipynb"))
# About anybody's study: they hold no results of ours, and tests of their own.
GUIDES = ("exports.md", "study-file.md", "your-own-survey.md")
OWN_PROSE = sorted((ROOT / "data" / FLAGSHIP / "pages").glob("*.md"))
OWN_PAGES = sorted(path for path in BOOK.glob("*.md") if path.name not in GUIDES)
PAGES = [*CHAPTERS, *OWN_PAGES, *OWN_PROSE]
CLEANING = {"read_csv", "read_excel", "dropna", "fillna", "replace", "astype", "to_numeric"}
OWN_FUNCTIONS = "14-own-statistic.ipynb"  # its subject: functions that readers write
TO_PLAY_WITH = ("09-explore.ipynb", "18-explore-codes.ipynb", "23-themes.ipynb", OWN_FUNCTIONS)

# What may hold a digit and is no result: keys, code, maths, links, footnotes, names of
# questions and research questions, SHA-256, years of publications.
HARMLESS = [
    re.compile(pattern, re.DOTALL)
    for pattern in (
        r"(?m)^\[\^\w+\]:.*(?:\n +.*)*",
        r"\{\{.*?\}\}", r"```.*?```", r"`[^`]*`", r"\$\$.*?\$\$", r"\$[^$]*\$", r"\]\([^)]*\)",
        r"<[^>]*>", r"\[\^\w+\]", r"\b(?:RQ|Q|D)\d+\b", r"SHA-256", r"\b19\d\d\b|\b20[012]\d\b",
        r"(?m)^\s*\d+\. ",
    )
]  # fmt: skip


@pytest.fixture(params=CHAPTERS, ids=lambda path: path.stem)
def chapter(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture(params=PAGES, ids=lambda path: path.name)
def page(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def read_cells(path: Path, kind: str | None = None) -> list[dict[str, Any]]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if kind in (None, cell["cell_type"])]


def read_prose(path: Path) -> str:
    if path.suffix == ".md":
        return path.read_text(encoding="utf-8")
    return "\n\n".join("".join(cell["source"]) for cell in read_cells(path, "markdown"))


def read_code(path: Path) -> ast.Module:
    return ast.parse("\n".join("".join(cell["source"]) for cell in read_cells(path, "code")))


def find_calls(path: Path, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(read_code(path)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name:
            yield node


def test_chapters_are_numbered_without_gaps() -> None:
    assert [path.name[:3] for path in CHAPTERS] == [f"{n:02}-" for n in range(1, len(CHAPTERS) + 1)]


def test_every_page_is_in_the_table_of_contents_once() -> None:
    toc = YAML(typ="safe").load((BOOK / "_toc.yml").read_text(encoding="utf-8"))
    listed = [toc["root"], *(c["file"] for part in toc["parts"] for c in part["chapters"])]
    pages = [f"notebooks/{path.stem}" for path in CHAPTERS]
    pages += [path.stem for path in BOOK.glob("*.md")]
    generated = [OVERVIEW, *map(section_name, load_survey(FLAGSHIP).pages), OPEN]
    assert sorted(listed) == sorted([*pages, *generated])


def test_a_chapter_is_a_valid_notebook(chapter: Path) -> None:
    nbformat = pytest.importorskip("nbformat", reason="the extra `book` is not installed")
    nbformat.validate(nbformat.read(chapter, as_version=nbformat.NO_CONVERT))


def test_a_chapter_is_stored_without_outputs(chapter: Path) -> None:
    for cell in read_cells(chapter, "code"):
        assert cell["outputs"] == []
        assert cell["execution_count"] is None


def test_the_cells_of_a_chapter_have_names_of_their_own(chapter: Path) -> None:
    ids = [cell["id"] for cell in read_cells(chapter)]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", cell_id) for cell_id in ids), ids


def test_a_chapter_opens_with_its_only_title_and_a_lead(chapter: Path) -> None:
    assert re.match(r"# .+\n\n\{\.sa-lead\}\n\S", read_prose(chapter))
    without_code = re.sub(r"```.*?```", "", read_prose(chapter), flags=re.DOTALL)
    assert len(re.findall(r"(?m)^# ", without_code)) == 1


def test_a_chapter_defines_nothing_and_cleans_nothing(chapter: Path) -> None:
    forbidden = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    nodes = list(ast.walk(read_code(chapter)))
    if chapter.name != OWN_FUNCTIONS:
        assert not [node.lineno for node in nodes if isinstance(node, forbidden)]
    called = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    assert not called & CLEANING


def test_the_code_of_a_chapter_is_folded_except_where_one_plays_with_it(chapter: Path) -> None:
    tags = [cell["metadata"].get("tags", []) for cell in read_cells(chapter, "code")]
    if chapter.name in TO_PLAY_WITH:
        assert tags[0] == []
    else:
        assert all({"hide-input", "hide-cell"} & set(tag) for tag in tags)


def test_a_chapter_says_where_its_figures_come_from(chapter: Path) -> None:
    assert list(find_calls(chapter, "provenance"))


def test_every_figure_has_a_caption_a_text_and_a_file(chapter: Path) -> None:
    for call in find_calls(chapter, "show_figure"):
        given = {keyword.arg for keyword in call.keywords}
        assert {"caption", "alt"} <= given, ast.unparse(call)


def test_every_table_has_a_caption(chapter: Path) -> None:
    for call in find_calls(chapter, "show_table"):
        assert "caption" in {keyword.arg for keyword in call.keywords}, ast.unparse(call)


def name_numbers() -> set[str]:
    """List the numbers that the study file's own labels hold: ``2,000`` employees."""
    study = load_study(FLAGSHIP)
    labels = [option.label for question in study.questions for option in question_options(question)]
    return {number for label in labels for number in re.findall(r"\d[\d,.]*\d|\d", label)}


def test_no_result_is_typed(page: Path) -> None:
    text = read_prose(page)
    for pattern in HARMLESS:
        text = pattern.sub(" ", text)
    typed = set(re.findall(r"\d[\d,.]*\s?%|\d[\d,.]*\d|\d", text)) - name_numbers()
    assert not typed


def test_every_number_that_the_pages_name_is_known(
    tmp_path: Path, bundled_results: dict[str, Results], triangulated: Triangulated
) -> None:
    survey, *documents = bundled_results.values()
    values = name_values(survey) | name_triangulation(triangulated)
    for results in documents:
        values |= name_conversations(results)
    stage = stage_site(
        BOOK, folders={"notebooks": NOTEBOOKS}, values=values, stage=tmp_path / "stage"
    )
    for path in stage.rglob("*.md"):
        assert "{{" not in path.read_text(encoding="utf-8")


def test_every_theme_of_the_triangulation_shows_its_evidence(triangulated: Triangulated) -> None:
    calls = find_calls(NOTEBOOKS / "22-three-views.ipynb", "show_evidence")
    shown = [ast.literal_eval(k.value) for call in calls for k in call.keywords if k.arg == "theme"]
    assert shown == list(dict.fromkeys(triangulated.views["theme"]))


def test_a_chapter_finds_the_results_of_a_run_beside_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not RECORD.is_dir():
        pytest.skip(f"there is no record in {RECORD}")
    shutil.copytree(RECORD, tmp_path / "results" / FLAGSHIP)
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    monkeypatch.delenv("SURVEY_ANALYSIS_RESULTS", raising=False)
    assert load_results(FLAGSHIP).kind == "original"
