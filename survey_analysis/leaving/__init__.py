"""Answers on their way out: as a Data Package, a labelled CSV, or Parquet, for other programs."""

from survey_analysis.leaving.columns import FieldKind, OutColumn, list_out_columns
from survey_analysis.leaving.descriptor import describe_package
from survey_analysis.leaving.writing import FORMATS, Format, write_answers

__all__ = [
    "FORMATS",
    "FieldKind",
    "Format",
    "OutColumn",
    "describe_package",
    "list_out_columns",
    "write_answers",
]
