"""Agreement between coders as a table."""

from __future__ import annotations

import math
from typing import NamedTuple

import pandas as pd

from survey_analysis.errors import InvalidCallError
from survey_analysis.tables.codes import require_labels
from survey_analysis.tables.questions import write_count

COEFFICIENTS = {
    "percent": "Percent agreement",
    "cohen": "Cohen's kappa",
    "fleiss": "Fleiss' kappa",
    "alpha": "Krippendorff's alpha",
    "ac": "Gwet's AC1",
    "pabak": "PABAK",
    "prevalence": "Prevalence index",
    "bias": "Bias index",
}
"""Coefficients by their names in `agreement.csv`."""

SETS = "Sets of codes"
_SET_WEIGHTS = {"masi": f"{SETS} (MASI)", "jaccard": f"{SETS} (Jaccard)"}
_NEEDED = [
    "question_id", "code", "code_label", "coders", "coefficient", "weights", "n_units",
    "n_excluded", "estimate", "ci_low", "ci_high", "note",
]  # fmt: skip


class Agreed(NamedTuple):
    """One row of `agreement.csv`: what was compared, and how far coders agree."""

    name: str
    code: str
    coefficient: str
    n_units: int
    estimate: float
    low: float
    high: float
    note: str


def read_agreement(result: pd.DataFrame) -> list[Agreed]:
    """Read the rows of one question, or of all pooled.

    Raises
    ------
    InvalidCallError
        If columns are missing, or the rows are of several questions.

    Examples
    --------
    >>> row = {"question_id": "", "code": "", "code_label": "", "coders": "a, b",
    ...        "coefficient": "alpha", "weights": "masi", "n_units": 40, "n_excluded": 60,
    ...        "estimate": 0.7, "ci_low": 0.6, "ci_high": 0.8, "note": ""}
    >>> read_agreement(pd.DataFrame([row]))[0].name
    'Sets of codes (MASI)'
    """
    require_labels(result, _NEEDED)
    questions = list(dict.fromkeys(result["question_id"]))
    if len(questions) != 1:
        found = ", ".join(repr(one) for one in questions) or "none"
        msg = f"agreement in one question is shown at a time, found {len(questions)}: {found}"
        raise InvalidCallError(msg)
    return [
        Agreed(
            name=row["code_label"] or _SET_WEIGHTS[row["weights"]],
            code=row["code"],
            coefficient=row["coefficient"],
            n_units=int(row["n_units"]),
            estimate=float(row["estimate"]),
            low=float(row["ci_low"]),
            high=float(row["ci_high"]),
            note=row["note"],
        )
        for row in result.to_dict("records")
    ]


def agreement_table(agreement: pd.DataFrame) -> pd.DataFrame:
    """Tabulate agreement: a row a code, a column a coefficient with its interval.

    Parameters
    ----------
    agreement
        Rows of one question (or of all pooled) from `agreement.csv`, with labels
        (`survey_analysis.tables.label_codes`).

    Returns
    -------
    DataFrame
        Text: `Code` (or what sets of codes are weighted by), `Units` compared, the
        coefficients, `Note`.

    Raises
    ------
    InvalidCallError
        If columns are missing, or the rows are of several questions.

    Examples
    --------
    >>> row = {"question_id": "", "code": "drift", "code_label": "Data drift", "coders": "a, b",
    ...        "coefficient": "alpha", "weights": "nominal", "n_units": 40, "n_excluded": 60,
    ...        "estimate": 0.7, "ci_low": 0.6, "ci_high": 0.8, "note": ""}
    >>> agreement_table(pd.DataFrame([row])).iloc[0].tolist()
    ['Data drift', '40', '0.70 (0.60–0.80)', '']
    """
    rows = read_agreement(agreement)
    names = list(dict.fromkeys(row.name for row in rows))
    used = [name for name in COEFFICIENTS if any(row.coefficient == name for row in rows)]
    found = {(row.name, row.coefficient): row for row in rows}
    columns: dict[str, list[str]] = {
        "Code": names,
        "Units": [
            write_count(max(row.n_units for row in rows if row.name == name)) for name in names
        ],
    }
    for coefficient in used:
        cells = [found.get((name, coefficient)) for name in names]
        columns[COEFFICIENTS[coefficient]] = ["" if c is None else write_agreed(c) for c in cells]
    columns["Note"] = [
        "; ".join(
            dict.fromkeys(
                part for row in rows if row.name == name for part in row.note.split("; ") if part
            )
        )
        for name in names
    ]
    return pd.DataFrame(columns)


def write_agreed(row: Agreed) -> str:
    """Write a coefficient with its interval, if it has one.

    Examples
    --------
    >>> write_agreed(Agreed("Data drift", "drift", "alpha", 40, 0.7, 0.6, 0.8, ""))
    '0.70 (0.60–0.80)'
    >>> write_agreed(Agreed("Cost", "cost", "alpha", 40, math.nan, math.nan, math.nan, "x"))
    'undefined'
    """
    if math.isnan(row.estimate):
        return "undefined"
    if math.isnan(row.low):
        return f"{_number(row.estimate)}"
    between = "–" if row.low >= 0 else " to "
    return f"{_number(row.estimate)} ({_number(row.low)}{between}{_number(row.high)})"


def _number(value: float) -> str:
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "−")
