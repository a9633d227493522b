"""Staging, building, checking and publishing the site."""

from __future__ import annotations

import filecmp
import importlib.util
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from survey_analysis.errors import OutputFolderError, SiteError
from survey_analysis.site import build_site, find_site_problems, stage_site

BOOK = Path(__file__).parents[1] / "book"
PAGES = shutil.ignore_patterns("*.md")
VALUES = {"adoption": "49 of 168", "table": '<p><a href="{{ root }}downloads/a.csv">CSV</a></p>'}
NOTEBOOK = [
    ("markdown", "# Explore\n\nAdopted by {{ adoption }}, or $p = {{ share }}$.\n\n{{ table }}"),
    ("code", "import os\n\nprint('results in', os.environ['SURVEY_ANALYSIS_RESULTS'])"),
]
FAILING_CELL = "base = 168\n\nraise ValueError(f'the base is\\n{base}')"

needs_book = pytest.mark.skipif(
    importlib.util.find_spec("jupyter_book") is None, reason="the extra `book` is not installed"
)


def write_notebook(path: Path, cells: list[tuple[str, str]]) -> None:
    outputs = {"outputs": [], "execution_count": None}
    notebook = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        "cells": [
            {"id": f"cell-{number}", "cell_type": kind, "metadata": {}, "source": source}
            | (outputs if kind == "code" else {})
            for number, (kind, source) in enumerate(cells)
        ],
    }
    path.write_text(json.dumps(notebook), encoding="utf-8")


def write_pages(folder: Path, pages: Mapping[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def stage_small_book(folder: Path) -> Path:
    """Stage the report's own configuration, templates and style, with two small pages."""
    book = folder / "book"
    shutil.copytree(BOOK, book, ignore=PAGES)
    toc = "format: jb-book\nroot: intro\nchapters: [{file: notebooks/explore}]\n"
    write_pages(book, {"_toc.yml": toc, "intro.md": "# Start\n\nMore: $p = {{ share }}$."})
    (folder / "notebooks").mkdir()
    write_notebook(folder / "notebooks" / "explore.ipynb", NOTEBOOK)
    write_pages(folder / "results", {"a.csv": "a\n1\n"})
    folders = {"notebooks": folder / "notebooks", "_public/downloads": folder / "results"}
    values = VALUES | {"share": "0.29"}
    return stage_site(book, folders=folders, values=values, stage=folder / "stage")


# Staging


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_pages(tmp_path / "book", {"_config.yml": "title: A\n"})


def test_keys_are_filled_in_in_prose_alternative_text_maths_and_code(
    book: Path, tmp_path: Path
) -> None:
    text = "{{ adoption }} ![{{adoption}}](a.svg) $x = {{ adoption }}$ `{{ adoption }}`"
    write_pages(book, {"intro.md": text})
    stage = stage_site(book, folders={}, values=VALUES, stage=tmp_path / "stage")
    expected = "49 of 168 ![49 of 168](a.svg) $x = 49 of 168$ `49 of 168`"
    assert (stage / "intro.md").read_text() == expected


def test_keys_are_filled_in_in_markdown_cells_and_nowhere_else(book: Path, tmp_path: Path) -> None:
    (tmp_path / "notebooks").mkdir()
    cells = [("markdown", "# {{ adoption }}"), ("code", "f'{{ adoption }}'")]
    write_notebook(tmp_path / "notebooks" / "a.ipynb", cells)
    folders = {"notebooks": tmp_path / "notebooks"}
    stage = stage_site(book, folders=folders, values=VALUES, stage=tmp_path / "stage")
    filled = json.loads((stage / "notebooks" / "a.ipynb").read_text())["cells"]
    assert [cell["source"] for cell in filled] == ["# 49 of 168", "f'{{ adoption }}'"]


def test_a_value_links_to_the_top_of_the_site_from_any_page(book: Path, tmp_path: Path) -> None:
    write_pages(book, {"intro.md": "{{ table }}"})
    write_pages(book / "parts", {"deep.md": "{{ table }}"})
    stage = stage_site(book, folders={}, values=VALUES, stage=tmp_path / "stage")
    assert 'href="downloads/a.csv"' in (stage / "intro.md").read_text()
    assert 'href="../downloads/a.csv"' in (stage / "parts" / "deep.md").read_text()


def test_public_files_are_left_as_they_are(book: Path, tmp_path: Path) -> None:
    public = write_pages(tmp_path / "public", {"template.md": "{{ unknown }}"})
    folders = {"_public/files": public}
    stage = stage_site(book, folders=folders, values={}, stage=tmp_path / "stage")
    assert (stage / "_public" / "files" / "template.md").read_text() == "{{ unknown }}"


def test_unknown_keys_are_reported_together_with_the_nearest(book: Path, tmp_path: Path) -> None:
    write_pages(book, {"intro.md": "# A\n\n{{ adoptoin }} {{ adoption }}\n{{ table"})
    cells = [("markdown", "# A"), ("markdown", "A\n{{ xyz }}")]
    write_notebook(book / "a.ipynb", cells)
    with pytest.raises(SiteError, match=r"cannot be filled in \(3 problems\)") as caught:
        stage_site(book, folders={}, values=VALUES, stage=tmp_path / "stage")
    assert [line.strip() for line in str(caught.value).splitlines()[1:]] == [
        "a.ipynb, cell 2, line 2: unknown key 'xyz'",
        "intro.md, line 3: unknown key 'adoptoin'; nearest is 'adoption'",
        "intro.md, line 4: '{{' is not closed on its line",
    ]


def test_missing_folders_are_named_together(book: Path, tmp_path: Path) -> None:
    folders = {"notebooks": tmp_path / "no-notebooks", "results": tmp_path / "no-results"}
    with pytest.raises(SiteError, match=r"no-notebooks, .*no-results"):
        stage_site(book, folders=folders, values={}, stage=tmp_path / "stage")


def test_a_stage_is_fresh_each_time(book: Path, tmp_path: Path) -> None:
    stage = stage_site(book, folders={}, values={}, stage=tmp_path / "stage")
    write_pages(stage, {"left-over.md": "# Old"})
    stage_site(book, folders={}, values={}, stage=stage)
    assert not (stage / "left-over.md").exists()


def test_a_folder_of_someone_else_is_never_replaced(book: Path, tmp_path: Path) -> None:
    thesis = write_pages(tmp_path / "thesis", {"thesis.txt": "years of work"})
    with pytest.raises(OutputFolderError, match="no earlier run wrote it"):
        stage_site(book, folders={}, values={}, stage=thesis)
    with pytest.raises(OutputFolderError, match="no earlier run wrote it"):
        build_site(book, destination=thesis, environment={})
    assert (thesis / "thesis.txt").read_text() == "years of work"


# Building


def test_without_jupyter_book_the_error_names_the_extra(
    monkeypatch: pytest.MonkeyPatch, book: Path, tmp_path: Path
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(SiteError, match=r"survey-analysis\[book\]"):
        build_site(book, destination=tmp_path / "site", environment={})


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site, built once."""
    folder = tmp_path_factory.mktemp("first")
    stage = stage_small_book(folder)
    environment = {"SURVEY_ANALYSIS_RESULTS": "a folder"}
    return build_site(stage, destination=folder / "site", environment=environment).parent


@needs_book
def test_notebooks_run_with_their_environment_and_their_numbers(site: Path) -> None:
    page = (site / "notebooks" / "explore.html").read_text()
    assert "results in a folder" in page
    assert "Adopted by 49 of 168" in page
    assert '<a href="../downloads/a.csv">' in page
    assert (site / "downloads" / "a.csv").read_text() == "a\n1\n"


@needs_book
def test_maths_is_written_at_build_time(site: Path) -> None:
    page = (site / "intro.html").read_text()
    assert "<mn>0.29</mn></mrow></math>.</span>" in page


@needs_book
def test_a_second_build_elsewhere_replaces_an_old_site_with_the_same_bytes(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    stage = stage_small_book(tmp_path)
    old = write_pages(tmp_path / "site", {".survey-analysis-site": "", "old.html": "old"})
    lines: list[str] = []
    environment = {"SURVEY_ANALYSIS_RESULTS": "a folder"}
    build_site(stage, destination=old, environment=environment, progress=lines.append)
    assert any("notebooks/explore" in line for line in lines)
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "book",
        "notebooks",
        "results",
        "site",
        "stage",
    ]
    files = [{p.relative_to(s) for p in s.rglob("*") if p.is_file()} for s in (site, old)]
    assert files[0] == files[1]
    _, different, failed = filecmp.cmpfiles(site, old, files[0], shallow=False)
    assert (different, failed) == ([], [])


@needs_book
def test_a_failing_build_names_every_problem_and_keeps_the_old_site(tmp_path: Path) -> None:
    stage = stage_small_book(tmp_path)
    write_pages(stage, {"intro.md": "# Start\n\n[gone](gone.md)\n\n$\\foo & b$\n"})
    write_notebook(stage / "notebooks" / "explore.ipynb", [*NOTEBOOK, ("code", FAILING_CELL)])
    old = write_pages(tmp_path / "site", {".survey-analysis-site": "", "old.html": "old"})
    environment = {"SURVEY_ANALYSIS_RESULTS": "a folder"}
    with pytest.raises(SiteError, match="The site was not built") as caught:
        build_site(stage, destination=old, environment=environment)
    message = str(caught.value)
    assert "notebooks/explore.ipynb, cell 3: ValueError: the base is\n168\n" in message
    assert "intro.md, line 3: 'myst' cross-reference target not found: 'gone.md'" in message
    assert "intro.md, line 5: maths" in message
    assert "unknown command '\\\\foo'; '&' outside an alignment" in message
    assert f"Full log: {stage / 'build.log'}" in message
    assert (old / "old.html").read_text() == "old"


@needs_book
def test_a_site_that_fails_its_checks_is_not_published(tmp_path: Path) -> None:
    book = tmp_path / "book"
    shutil.copytree(BOOK, book, ignore=PAGES)
    script = '<script src="https://example.org/a.js"></script>'
    write_pages(
        book, {"_toc.yml": "format: jb-book\nroot: intro\n", "intro.md": f"# A\n\n{script}"}
    )
    stage = stage_site(book, folders={}, values={}, stage=tmp_path / "stage")
    with pytest.raises(SiteError, match=r"must not be published.*\n.*<script> fetches"):
        build_site(stage, destination=tmp_path / "site", environment={})
    assert not (tmp_path / "site").exists()


# Checks


def check(tmp_path: Path, pages: Mapping[str, str]) -> list[str]:
    return [str(problem) for problem in find_site_problems(write_pages(tmp_path, pages))]


def test_a_sound_site_has_no_problem(tmp_path: Path) -> None:
    page = (
        '<link rel="canonical" href="https://example.org/a.html"><img src="a.svg" alt="A bar">'
        '<h1 id="top">A</h1><a href="#top">top</a><a href="b.html?x=1#über">B</a>'
        '<a href="https://example.org">elsewhere</a><a href="mailto:a@example.org">mail</a>'
        '<img src="data:image/gif;base64,AA" alt="A dot"><a href="#">here</a>'
    )
    pages = {
        "a.html": page,
        "b.html": '<p id="über">',
        "a.svg": "<svg/>",
        "a.css": "a{b:url(a.svg)}",
    }
    assert check(tmp_path, pages) == []


@pytest.mark.parametrize(
    "element",
    [
        '<script src="https://example.org/a.js"></script>',
        '<script src="//example.org/a.js"></script>',
        '<link rel="stylesheet" href="https://example.org/a.css">',
        '<link rel="preconnect" href="https://example.org">',
        '<img alt="A" src="http://example.org/a.png">',
        '<img alt="A" srcset="https://example.org/a.png 2x">',
        '<iframe src="https://example.org"></iframe>',
        '<video poster="https://example.org/a.png"></video>',
        '<object data="https://example.org/a.svg"></object>',
        '<svg><use href="https://example.org/a.svg#b"></use></svg>',
        '<svg><image xlink:href="https://example.org/a.png"/></svg>',
        '<p style="background: url(https://example.org/a.png)">',
        "<style>@import 'https://example.org/a.css';</style>",
    ],
)
def test_whatever_a_page_would_fetch_elsewhere_is_found(tmp_path: Path, element: str) -> None:
    [problem] = check(tmp_path, {"a.html": f"<h1>A</h1>\n{element}"})
    assert problem.startswith("a.html, line 2: <")
    assert "fetches" in problem
    assert "example.org" in problem


def test_whatever_a_style_sheet_would_fetch_elsewhere_is_found(tmp_path: Path) -> None:
    css = '@font-face { src: url("https://example.org/a.woff2") } a { b: url(gone.png) }'
    [remote, missing] = check(tmp_path, {"a.css": css})
    assert remote.startswith("a.css: <style sheet> fetches 'https://example.org/a.woff2'")
    assert missing == "a.css: link to 'gone.png', which is not in the site"


@pytest.mark.parametrize("alt", ["", 'alt=""', 'alt="adoption.svg"', 'alt="_images/a.PNG"'])
def test_an_image_without_a_text_of_its_own_is_found(tmp_path: Path, alt: str) -> None:
    pages = {"a.html": f'<img src="a.svg" {alt}>', "a.svg": "<svg/>"}
    [problem] = check(tmp_path, pages)
    assert problem.startswith("a.html, line 1: image 'a.svg' needs a text")


def test_a_link_that_leaves_the_site_for_the_disk_is_found(tmp_path: Path) -> None:
    write_pages(tmp_path, {"secret.html": "<p>"})
    page = f'<a href="../secret.html"></a><a href="{tmp_path}/secret.html"></a>'
    outside = check(tmp_path / "site", {"a.html": page})
    assert len(outside) == 2
    assert all("secret.html', which is not in the site" in problem for problem in outside)


def test_broken_links_and_anchors_are_found_together(tmp_path: Path) -> None:
    write_pages(tmp_path / "parts", {"c.html": '<a href="../a.html#B"></a><a href="a.html"></a>'})
    page = '<p id="base"></p><a href="#bas"></a>\n<a href="b.html"></a><a href="xyz/"></a>'
    assert check(tmp_path, {"a.html": page}) == [
        "a.html, line 1: link to '#bas', but a.html has no anchor 'bas'; nearest is 'base'",
        "a.html, line 2: link to 'b.html', which is not in the site; nearest is 'a.html'",
        "a.html, line 2: link to 'xyz/', which is not in the site",
        "parts/c.html, line 1: link to '../a.html#B', but a.html has no anchor 'B'",
        "parts/c.html, line 1: link to 'a.html', which is not in the site; nearest is "
        "'parts/c.html'",
    ]
