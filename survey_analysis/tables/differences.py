"""Differences in words: the rows of `contrasts.csv`, the larger side first."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import pandas as pd

from survey_analysis.errors import InvalidCallError
from survey_analysis.study import Question, Study, question_items, question_options
from survey_analysis.tables.rounding import LARGE_BASE, NO_BREAK, UNDEFINED
from survey_analysis.tables.rows import require_columns

_NEEDED = (
    "question_id", "item_id", "option_id", "versus_question_id", "versus_item_id",
    "versus_option_id", "segment_by", "segment", "versus_segment", "n", "estimate", "ci_low",
    "ci_high", "p_value", "p_holm", "p_by", "flag",
)  # fmt: skip
ROUNDING = 1e-12


class Contrast(NamedTuple):
    """One row of `contrasts.csv` in words, turned so that the difference is not negative.

    Shares are fractions; numbers have their `unit`.
    """

    family: str
    first: str
    second: str
    unit: str
    n: float
    estimate: float
    low: float
    high: float
    p_value: float
    p_holm: float
    p_by: float
    flag: str

    @property
    def name(self) -> str:
        """Both sides, the larger first."""
        return f"{self.first} over {self.second}"

    @property
    def is_suppressed(self) -> bool:
        """Whether there is no figure: a group is too small to be published."""
        return math.isnan(self.estimate)

    def is_standing(self, level: float) -> bool:
        """Tell whether interval and adjusted test (Holm) both exclude zero at a level."""
        return self.p_holm <= 1 - level + ROUNDING and (self.low > 0 or self.high < 0)


def read_contrasts(contrasts: pd.DataFrame, *, study: Study) -> list[Contrast]:
    """Read rows of `contrasts.csv`, each turned so that the larger side comes first.

    Parameters
    ----------
    contrasts
        Rows of the table `contrasts.csv`.
    study
        The study, for labels and units.

    Raises
    ------
    InvalidCallError
        If columns are missing, or there is no row.

    Examples
    --------
    >>> import numpy as np
    >>> from survey_analysis import contrast, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> table = contrast(responses, questions="Q14", rng=np.random.default_rng(1))
    >>> (one,) = read_contrasts(table, study=responses.study)
    >>> one.name, one.n
    ('No over Yes', 168.0)
    """
    require_columns(contrasts, _NEEDED)
    if contrasts.empty:
        msg = "there is no contrast to show; the table has no row"
        raise InvalidCallError(msg)
    return [_read(row, study) for row in contrasts.itertuples()]


def _read(row: Any, study: Study) -> Contrast:
    question = study.question(row.question_id)
    first, second = _name_sides(row, question, study)
    numbers = (row.n, row.estimate, row.ci_low, row.ci_high, row.p_value, row.p_holm, row.p_by)
    n, estimate, low, high, *tests = (math.nan if pd.isna(x) else float(x) for x in numbers)
    p_value, p_holm, p_by = tests
    if estimate < 0:
        first, second, estimate, low, high = second, first, -estimate, -high, -low
    unit = getattr(question, "unit", "")
    family = _name_family(row, question, study)
    figures = (n, estimate, low, high, p_value, p_holm, p_by)
    return Contrast(family, first, second, unit, *figures, row.flag)


def _name_sides(row: Any, question: Question, study: Study) -> tuple[str, str]:
    if row.segment_by:
        return row.segment, row.versus_segment
    versus = study.question(row.versus_question_id)
    if versus is not question:
        return question.label, versus.label
    return (
        _name_part(question, row.item_id, row.option_id),
        _name_part(versus, row.versus_item_id, row.versus_option_id),
    )


def _name_part(question: Question, item_id: str, option_id: str) -> str:
    """Return the label of an option or item, else of the question."""
    items = {item.id: item.label for item in question_items(question) if item.id}
    options = {option.id: option.label for option in question_options(question)}
    return options.get(option_id) or items.get(item_id) or question.label


def _name_family(row: Any, question: Question, study: Study) -> str:
    """Name what is compared: the question, its option or item, and the breakdown."""
    part = _name_part(question, row.item_id, row.option_id)
    if row.segment_by:
        what = question.label if part == question.label else f"{question.label}: {part}"
        return f"{what}, by {name_breakdown(row.segment_by, study)}"
    return question.label if row.question_id == row.versus_question_id else part


def name_breakdown(by: str, study: Study) -> str:
    """Name what divides the respondents.

    Examples
    --------
    >>> from survey_analysis import load_study
    >>> name_breakdown("role*region", load_study("ml-deployment-monitoring"))
    'role × region'
    """
    return " × ".join(lower(study.segments[name].label) for name in by.split("*"))


def lower(label: str) -> str:
    """Write a label within a sentence; an abbreviation at its start stays.

    Examples
    --------
    >>> lower("Deployment approach"), lower("MLOps pipeline")
    ('deployment approach', 'MLOps pipeline')
    """
    return label if label[1:2].isupper() else label[0].lower() + label[1:]


def write_difference(row: Contrast) -> str:
    r"""Write a difference: of shares in percentage points, else in the unit.

    Examples
    --------
    >>> numbers = (168, 0.42, 0.27, 0.55, 0.001, 0.001, 0.001)
    >>> write_difference(Contrast("Pipeline", "No", "Yes", "", *numbers, ""))
    '42\xa0points'
    """
    if math.isnan(row.estimate):
        return UNDEFINED
    unit = row.unit if row.unit not in ("", "%") else "points"
    return f"{_signed(row.estimate, row)}{NO_BREAK}{unit}"


def write_difference_interval(row: Contrast) -> str:
    """Write the interval of a difference, without the unit.

    Examples
    --------
    >>> numbers = (168, 0.05, -0.01, 0.11, 0.18, 0.92, 1)
    >>> write_difference_interval(Contrast("Relevance", "a", "b", "", *numbers, ""))
    '−1 – 11'
    """
    if math.isnan(row.low):
        return UNDEFINED
    low, high = _signed(row.low, row), _signed(row.high, row)
    return f"{low} – {high}" if row.low < 0 else f"{low}–{high}"


def _signed(value: float, row: Contrast) -> str:
    """Write a number with a proper minus; shares with as many decimals as their base carries."""
    scaled = value if row.unit else 100 * value
    text = f"{scaled:,.{1 if row.unit or row.n >= LARGE_BASE else 0}f}"
    is_zero = not text.strip("-0.")
    return text.lstrip("-") if is_zero else text.replace("-", "−")


def format_p_value(p_value: float) -> str:
    """Write a p-value with three decimals; NaN is undefined.

    Examples
    --------
    >>> format_p_value(0.0309), format_p_value(1e-9), format_p_value(1.0)
    ('0.031', '<0.001', '1.000')
    """
    if math.isnan(p_value):
        return UNDEFINED
    return "<0.001" if p_value < 0.0005 else f"{p_value:.3f}"
