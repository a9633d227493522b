"""A site for any survey: pages written from its results, beside the prose of its authors."""

from survey_analysis.pages.book import (
    generate_pages,
    generate_question_pages,
    write_book,
    write_pages,
)
from survey_analysis.pages.markdown import Page
from survey_analysis.pages.material import Material, count_missing, list_figures, tabulate_missing
from survey_analysis.pages.own import merge_pages, read_own_pages

__all__ = [
    "Material",
    "Page",
    "count_missing",
    "generate_pages",
    "generate_question_pages",
    "list_figures",
    "merge_pages",
    "read_own_pages",
    "tabulate_missing",
    "write_book",
    "write_pages",
]
