"""What notebooks call to show results: tables, figures, key figures, and what they are made of."""

from survey_analysis.display.key_figures import show_key_figures
from survey_analysis.display.notices import data_note, name_download, provenance, write_notice
from survey_analysis.display.showing import show_entries, show_figure, show_table
from survey_analysis.display.shown import Shown

__all__ = [
    "Shown",
    "data_note",
    "name_download",
    "provenance",
    "show_entries",
    "show_figure",
    "show_key_figures",
    "show_table",
    "write_notice",
]
