"""Tables of comparisons: which differences stand, and which stay open."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import pandas as pd

from survey_analysis.contrasts import FAMILY
from survey_analysis.errors import InvalidCallError
from survey_analysis.record import SUPPRESSED as SUPPRESSED_FLAG
from survey_analysis.study import Question, Study, question_items, question_options
from survey_analysis.tables.questions import GROUP, write_count
from survey_analysis.tables.rounding import (
    LARGE_BASE,
    NO_BREAK,
    SUPPRESSED,
    UNDEFINED,
)
from survey_analysis.tables.rows import require_columns

_NEEDED = (
    "question_id", "item_id", "option_id", "versus_question_id", "versus_item_id",
    "versus_option_id", "segment_by", "segment", "versus_segment", "n", "estimate", "ci_low",
    "ci_high", "p_value", "p_holm", "p_by", "flag",
)  # fmt: skip
_ROUNDING = 1e-12
NOTES = {
    "few": "few answers",
    "degenerate": "no interval",
    "test-interval-disagree": "test and interval disagree",
}


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
        return self.p_holm <= 1 - level + _ROUNDING and not self.low <= 0 <= self.high


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
        return f"{what}, by {_name_breakdown(row.segment_by, study)}"
    return question.label if row.question_id == row.versus_question_id else part


def contrasts_table(contrasts: pd.DataFrame, *, study: Study, level: float = 0.95) -> pd.DataFrame:
    r"""Tabulate differences with their intervals and adjusted p-values.

    Parameters
    ----------
    contrasts
        Rows of the table `contrasts.csv`.
    study
        The study, for labels and units.
    level
        The level of the intervals. A difference stands if interval and test (Holm) exclude
        zero at it.

    Returns
    -------
    DataFrame
        Text, a row a contrast: `Comparison` (the larger side first), `Base`, `Difference`
        (of shares in percentage points), its interval, `p`, `Holm`, `BY` (Benjamini and
        Yekutieli), `Finding` (``differs`` or ``open``), `Note`; before them `Group`, what is
        compared, if there is more than one such.

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
    >>> shown = contrasts_table(table, study=responses.study)
    >>> shown.loc[0, ["Comparison", "Difference", "Finding"]].tolist()
    ['No over Yes', '42\xa0points', 'differs']
    """
    rows = read_contrasts(contrasts, study=study)
    table = pd.DataFrame(
        {
            GROUP: [row.family for row in rows],
            "Comparison": [row.name for row in rows],
            "Base": [write_count(row.n) for row in rows],
            "Difference": [
                SUPPRESSED if row.is_suppressed else write_difference(row) for row in rows
            ],
            f"{100 * level:g}{NO_BREAK}% interval": [write_difference_interval(r) for r in rows],
            "p": [format_p_value(row.p_value) for row in rows],
            "Holm": [format_p_value(row.p_holm) for row in rows],
            "BY": [format_p_value(row.p_by) for row in rows],
            "Finding": [_write_finding(row, level) for row in rows],
            "Note": [_write_note(row) for row in rows],
        }
    )
    return table if len(set(table[GROUP])) > 1 else table.drop(columns=GROUP)


def families_table(contrasts: pd.DataFrame, *, study: Study, level: float = 0.95) -> pd.DataFrame:
    """Count for each family of comparisons how many differ, before and after adjusting.

    Parameters
    ----------
    contrasts
        Rows of the table `contrasts.csv`.
    study
        The study, for labels.
    level
        One less the level of the tests.

    Returns
    -------
    DataFrame
        Text, a row a family (a question or two like scales, and a breakdown): `Group` (the
        question), `Compared`, `Comparisons` (those with a figure), `Flagged few`,
        `Unadjusted`, `Holm` and `BY`, the numbers of p-values that are not above 1 - level.

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
    >>> families_table(table, study=responses.study).iloc[0].tolist()
    ['MLOps pipeline followed for deployment', 'within respondents', '1', '0', '1', '1', '1']
    """
    rows = pd.DataFrame(read_contrasts(contrasts, study=study))
    for column in FAMILY:
        rows[column] = contrasts[column].tolist()
    shown = rows[rows["estimate"].notna()]
    parts = shown.groupby(FAMILY, sort=False)
    alpha = 1 - level + _ROUNDING
    return pd.DataFrame(
        [
            {
                GROUP: study.question(part["question_id"].iloc[0]).label,
                "Compared": _name_kind(part.iloc[0], study),
                "Comparisons": write_count(len(part)),
                "Flagged few": write_count(part["flag"].str.contains(r"\bfew\b").sum()),
                "Unadjusted": write_count((part["p_value"] <= alpha).sum()),
                "Holm": write_count((part["p_holm"] <= alpha).sum()),
                "BY": write_count((part["p_by"] <= alpha).sum()),
            }
            for _, part in parts
        ]
    )


def _name_kind(row: Any, study: Study) -> str:
    if row["segment_by"]:
        return "by " + _name_breakdown(row["segment_by"], study)
    if row["question_id"] == row["versus_question_id"]:
        return "within respondents"
    return f"with {_lower(study.question(row['versus_question_id']).label)}"


def _name_breakdown(by: str, study: Study) -> str:
    return " × ".join(_lower(study.segments[name].label) for name in by.split("*"))


def _lower(label: str) -> str:
    """Write a label within a sentence; an abbreviation at its start stays."""
    return label if label[1:2].isupper() else label[0].lower() + label[1:]


def _write_finding(row: Contrast, level: float) -> str:
    if row.is_suppressed:
        return UNDEFINED
    return "differs" if row.is_standing(level) else "open"


def _write_note(row: Contrast) -> str:
    flags = [flag for flag in row.flag.split(";") if flag and flag != SUPPRESSED_FLAG]
    return ", ".join(NOTES.get(flag, flag) for flag in flags)


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
