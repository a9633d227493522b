"""Synthetic replicas: exact counts of each question, invented associations and texts."""

from survey_analysis.replica.files import (
    SEED,
    build_replica,
    read_margins,
    render_replica,
    write_margins,
)
from survey_analysis.replica.generate import make_replica
from survey_analysis.replica.margins import Margins, extract_margins
from survey_analysis.replica.recipe import Recipe, read_recipe

__all__ = [
    "SEED",
    "Margins",
    "Recipe",
    "build_replica",
    "extract_margins",
    "make_replica",
    "read_margins",
    "read_recipe",
    "render_replica",
    "write_margins",
]
