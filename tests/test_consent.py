"""Who withdraws consent is quoted nowhere: no page, no search index, no download."""

from __future__ import annotations

import html
import importlib.util
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from bundled_results import GROUPS, INTERVIEWS, run_documents

from survey_analysis.figures.gallery import write_figures
from survey_analysis.results import RESULTS_VARIABLE, Results
from survey_analysis.site import build_site, stage_site
from survey_analysis.study import find_study_folder
from survey_analysis.values import name_conversations

ROOT = Path(__file__).parents[1]
CHAPTERS = ("20-interviews", "21-focus-groups", "23-themes")
TOC = """\
format: jb-book
root: quotes
chapters: [{file: notebooks/20-interviews}, {file: notebooks/21-focus-groups}, \
{file: notebooks/22-three-views}, {file: notebooks/23-themes}]
"""
LINKED = {
    "nbformat": 4, "nbformat_minor": 5, "metadata": {},
    "cells": [{"cell_type": "markdown", "id": "title", "metadata": {}, "source": "# Linked"}],
}  # fmt: skip
"""Stands for a page that the others link to and that quotes nobody."""

WITHDRAWN, OTHER = "P14", "P15"


def withdraw(folder: Path, participant: str) -> Path:
    """Copy the interviews; the copy has one consent less."""
    copy = folder / INTERVIEWS
    shutil.copytree(find_study_folder(INTERVIEWS), copy)
    file = copy / "study.yaml"
    pattern = rf"(- id: {participant}\n(?:    .*\n)*?    consent_to_quote: )true"
    text, found = re.subn(pattern, r"\1false", file.read_text(encoding="utf-8"))
    assert found == 1
    file.write_text(text, encoding="utf-8")
    document = copy / "documents" / f"{participant}.md"
    said = document.read_text(encoding="utf-8")
    assert said.count("consent_to_quote: true") == 1
    document.write_text(said.replace("quote: true", "quote: false", 1), encoding="utf-8")
    return copy


def build(folder: Path, interviews: Results, groups: Results) -> Path:
    """Build a site of the pages that quote, with its downloads."""
    book, notebooks, results = (folder / name for name in ("book", "notebooks", "results"))
    shutil.copytree(ROOT / "book", book, ignore=shutil.ignore_patterns("*.md", "_toc.yml"))
    shutil.copy(ROOT / "book" / "quotes.md", book)
    (book / "_toc.yml").write_text(TOC, encoding="utf-8")
    notebooks.mkdir()
    for name in CHAPTERS:
        shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", notebooks)
    (notebooks / "22-three-views.ipynb").write_text(json.dumps(LINKED), encoding="utf-8")
    for one in (interviews, groups):
        shutil.copytree(one.folder, results / one.study.study)
        write_figures(one, results / one.study.study / "figures")
    stage = stage_site(
        book,
        folders={"notebooks": notebooks, "_public/results": results},
        values=name_conversations(interviews) | name_conversations(groups),
        stage=folder / "stage",
    )
    environment = {RESULTS_VARIABLE: str(results)}
    return build_site(stage, destination=folder / "site", environment=environment).parent


def find_turns(site: Path, turns: list[str]) -> dict[str, int]:
    """Count in every file of the site how many of some turns it holds."""
    found = {}
    for path in site.rglob("*"):
        if path.is_file() and path.suffix in {".html", ".js", ".csv", ".json", ".svg", ".txt"}:
            text = html.unescape(path.read_text(encoding="utf-8")).replace('""', '"')  # of CSV
            found[path.relative_to(site).as_posix()] = sum(turn[:50] in text for turn in turns)
    return {name: count for name, count in found.items() if count}


def read_index(site: Path) -> dict[str, Any]:
    """Read the search index, a call with one object."""
    text = (site / "searchindex.js").read_text(encoding="utf-8")
    index: dict[str, Any] = json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))
    return index


def rare_words(quotes: dict[str, list[str]], participant: str) -> set[str]:
    """List words that one participant alone uses in quotes; plain ones, which the index keeps."""
    words = {one: set(re.findall(r"[a-z]{4,}", " ".join(q).lower())) for one, q in quotes.items()}
    others = set().union(*(said for one, said in words.items() if one != participant))
    return {word for word in words[participant] - others if not word.endswith(("s", "ed", "ing"))}


@pytest.mark.skipif(
    importlib.util.find_spec("jupyter_book") is None, reason="the extra `book` is not installed"
)
def test_withdrawn_consent_removes_the_quotes_from_pages_search_and_downloads(
    tmp_path: Path, bundled_results: dict[str, Results]
) -> None:
    before = bundled_results[INTERVIEWS].table("quotes")
    quotes = {str(one): texts.tolist() for one, texts in before.groupby("participant")["text"]}
    assert len(quotes[WITHDRAWN]) > 10
    after = run_documents(withdraw(tmp_path, WITHDRAWN), tmp_path / "run")
    site = build(tmp_path, after, bundled_results[GROUPS])

    assert not find_turns(site, quotes[WITHDRAWN])
    kept = find_turns(site, quotes[OTHER])
    assert kept["quotes.html"] == kept[f"results/{INTERVIEWS}/quotes.csv"] == len(quotes[OTHER])

    quotes["of groups"] = bundled_results[GROUPS].table("quotes")["text"].tolist()
    terms = set(read_index(site)["terms"])
    gone, present = rare_words(quotes, WITHDRAWN), rare_words(quotes, OTHER)
    assert len(present & terms) > 20
    assert len(gone & terms) < 5  # words of other pages
