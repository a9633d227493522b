"""The generated pages of a survey as a book: what the site is built from."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from ruamel.yaml import YAML

from survey_analysis.pages.about import (
    write_codebook,
    write_method,
    write_quality,
    write_reproduce,
)
from survey_analysis.pages.glance import write_glance
from survey_analysis.pages.markdown import Page, as_block, join
from survey_analysis.pages.material import ORIGIN, Material
from survey_analysis.pages.own import FOLDER
from survey_analysis.pages.sections import (
    write_open_answers,
    write_overview,
    write_sample,
    write_sections,
)

_CONFIG, _CONTENTS = "_config.yml", "_toc.yml"


def generate_pages(material: Material) -> list[Page]:
    """Write every page of a survey's site, in their order.

    Parameters
    ----------
    material
        What the pages show.

    Returns
    -------
    list of Page
        Findings at a glance, the sample, a page for each section of the questionnaire, open
        answers, quality, method, codebook, reproduction. Numbers in prose are keys of
        `survey_analysis.values.name_values`.
    """
    pages = [
        write_glance(material),
        write_sample(material),
        *write_sections(material),
        *write_open_answers(material),
        write_quality(material),
        write_method(material),
        write_codebook(material),
        write_reproduce(material),
    ]
    return [_name_origin(page, material) for page in pages]


def _name_origin(page: Page, material: Material) -> Page:
    """Say once, at the foot of a page with figures or tables, that they are the real ones."""
    has_numbers = "sa-figure" in page.body or "sa-table" in page.body
    if material.mark or ORIGIN in page.body or not has_numbers:
        return page
    return replace(page, body=join(page.body, as_block(f'<p class="sa-note">{ORIGIN}</p>')))


def generate_question_pages(material: Material) -> list[Page]:
    """Write the pages about questions alone, for a book with chapters of its own.

    Parameters
    ----------
    material
        What the pages show.

    Returns
    -------
    list of Page
        What stands out in every question, a page for each section of the questionnaire,
        open answers: the same as among `generate_pages`.
    """
    pages = [write_overview(material), *write_sections(material), *write_open_answers(material)]
    return [_name_origin(page, material) for page in pages]


def write_book(pages: list[Page], *, title: str, theme: Path, own: Path, folder: Path) -> Path:
    """Write pages as a book in the look of another.

    Parameters
    ----------
    pages
        The pages, the first one first.
    title
        The title of the site.
    theme
        The folder of the book whose configuration, templates and style are used.
    own
        The study's folder; what lies beside its own pages, such as pictures, comes along.
    folder
        The folder to write; it must not be there.

    Returns
    -------
    Path
        `folder`.
    """
    shutil.copytree(theme, folder, ignore=shutil.ignore_patterns("*.md", "_build", _CONTENTS))
    if (own / FOLDER).is_dir():
        ignored = shutil.ignore_patterns("*.md", "_*", ".*")
        shutil.copytree(own / FOLDER, folder, ignore=ignored, dirs_exist_ok=True)
    yaml = YAML(typ="safe", pure=True)
    config = yaml.load(folder / _CONFIG)
    yaml.dump({**config, "title": title}, folder / _CONFIG)
    yaml.dump(_contents(pages), folder / _CONTENTS)
    write_pages(pages, folder)
    return folder


def write_pages(pages: list[Page], folder: Path) -> None:
    """Write each page as a Markdown file.

    Parameters
    ----------
    pages
        The pages.
    folder
        The folder of a book.
    """
    for page in pages:
        text = join(f"# {page.title}", page.body) + "\n"
        (folder / f"{page.name}.md").write_text(text, encoding="utf-8", newline="\n")


def _contents(pages: list[Page]) -> Mapping[str, object]:
    first, *others = pages
    parts = [
        {"caption": part, "chapters": [{"file": page.name} for page in group]}
        for part, group in groupby(others, key=lambda page: page.part)
    ]
    return {"format": "jb-book", "root": first.name, "parts": parts}
