"""Comparisons of options, items and segments: difference, interval, test, effect."""

from survey_analysis.contrasts.calls import ContrastSettings, contrast, contrast_declared
from survey_analysis.contrasts.table import COLUMNS, FAMILY

__all__ = ["COLUMNS", "FAMILY", "ContrastSettings", "contrast", "contrast_declared"]
