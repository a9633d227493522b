"""Comparisons of options, items and segments: difference, interval, test, effect."""

from survey_analysis.contrasts.table import COLUMNS, FAMILY, ContrastSettings, contrast

__all__ = ["COLUMNS", "FAMILY", "ContrastSettings", "contrast"]
