"""Tables about the study: claims and the quality of the data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from survey_analysis.tables.coded import codes_as_options
from survey_analysis.tables.questions import GROUP, write_count
from survey_analysis.tables.rounding import (
    NO_BREAK,
    UNDEFINED,
    format_share,
    is_share,
)
from survey_analysis.tables.rows import (
    Row,
    read_rows,
    require_columns,
    write_estimate,
    write_interval,
)

VERDICT = "Verdict"
"""A column of this name holds verdicts."""

_STATISTICS = {
    "top_share": "top two points",
    "mean": "mean",
    "median": "median",
    "first_share": "first place",
    "top_k_share": "among the top",
    "mean_rank": "mean place",
}


def claims_table(
    claims: pd.DataFrame,
    *,
    estimates: pd.DataFrame,
    codes: pd.DataFrame | None = None,
    units: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    r"""Tabulate claims: each check with its figure, its base and its verdict.

    Parameters
    ----------
    claims
        The table `claims.csv`.
    estimates
        The table `estimates.csv` with labels, for names and bases.
    codes
        The table `codes.csv` with labels (`survey_analysis.tables.label_codes`), for checks
        on problem reports that were coded.
    units
        The unit of each numeric question, by its id.

    Returns
    -------
    DataFrame
        Text, a row a check: `Group` (the claim's sentence), `Check`, `Value`, `Interval`,
        `Base`, `Verdict`.

    Raises
    ------
    InvalidCallError
        If columns are missing.

    Examples
    --------
    >>> from survey_analysis import add_labels, estimate, load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> estimates = add_labels(estimate(responses), responses.study)
    >>> claim = {"sentence": "A minority follows a pipeline.", "check": "Q14.yes proportion < 0.5",
    ...          "value": 49 / 168, "ci_low": 0.22, "ci_high": 0.36, "verdict": "holds"}
    >>> claims_table(pd.DataFrame([claim]), estimates=estimates)["Check"].tolist()
    ['MLOps pipeline followed for deployment: Yes below 50\xa0%']
    """
    require_columns(claims, ["sentence", "check", "value", "ci_low", "ci_high", "verdict"])
    tables = [estimates] if codes is None else [estimates, codes_as_options(codes)]
    figures = {name: row for table in tables for name, row in _name_figures(table).items()}
    checks = [_check(check, figures, units or {}) for _, check in claims.iterrows()]
    return pd.DataFrame(checks)


def _name_figures(table: pd.DataFrame) -> dict[str, Row]:
    """Find each figure of the whole sample by the name that checks give it."""
    whole = table[table["segment_by"] == ""]
    keys = zip(*(whole[name] for name in ("question_id", "item_id", "option_id")), strict=True)
    names = [".".join(part for part in key if part) for key in keys]
    statistics, rows = whole["statistic"], read_rows(whole)
    return {f"{n} {s}": row for n, s, row in zip(names, statistics, rows, strict=True)}


def _check(
    check: pd.Series[Any], figures: Mapping[str, Row], units: Mapping[str, str]
) -> dict[str, str]:
    """Write one check: ``Q13.service proportion > 0.5`` with names instead of ids."""
    text = str(check["check"])
    cells = {GROUP: str(check["sentence"]), "Check": text[:1].upper() + text[1:]}
    cells |= dict.fromkeys(("Value", "Interval", "Base"), UNDEFINED)
    cells[VERDICT] = str(check["verdict"])
    parts = re.fullmatch(r"(.+) ([<>]) (\S+)", text)
    if parts is None or parts[1] not in figures:
        return cells
    row, threshold = figures[parts[1]], float(parts[3])
    side = "above" if parts[2] == ">" else "below"
    unit = units.get(re.split(r"[. ]", parts[1])[0], "")
    limit = f"{100 * threshold:g}{NO_BREAK}%" if is_share(row.statistic) else f"{threshold:g}"
    shown = row._replace(
        estimate=float(check["value"]),
        ci_low=float(check["ci_low"]),
        ci_high=float(check["ci_high"]),
    )
    return cells | {
        "Check": f"{_name(row)} {side} {limit}{NO_BREAK + unit if unit else ''}",
        "Value": write_estimate(shown, unit=unit),
        "Interval": write_interval(shown, unit=unit),
        "Base": write_count(row.answered),
    }


def _name(row: Row) -> str:
    """Name a figure in full: ``Relevance of each phase: Model deployment, top two points``."""
    parts = [part for part in (row.item, row.option) if part not in ("", row.question)]
    name = f"{row.question}: {', '.join(parts)}" if parts else row.question
    statistic = _STATISTICS.get(row.statistic, "")
    return f"{name}, {statistic}" if statistic else name


def quality_table(quality: pd.DataFrame) -> pd.DataFrame:
    r"""Tabulate findings about the data, the gravest first.

    Parameters
    ----------
    quality
        The table `quality.csv`.

    Returns
    -------
    DataFrame
        Text, a row a finding: `Finding`, `Questions`, `Severity`, `Respondents`, `Share`,
        `Note`.

    Raises
    ------
    InvalidCallError
        If columns are missing.

    Examples
    --------
    >>> finding = {"check": "untouched-default", "question_id": "D11|Q6", "severity": "warning",
    ...            "respondents": 9, "share": 9 / 188, "note": "Presets."}
    >>> quality_table(pd.DataFrame([finding])).iloc[0].tolist()
    ['Untouched default', 'D11, Q6', 'warning', '9', '5\xa0%', 'Presets.']
    """
    require_columns(quality, ["check", "question_id", "severity", "respondents", "share", "note"])
    order = {"error": 0, "warning": 1, "note": 2}
    ranked = quality.sort_values("severity", key=lambda s: s.map(order), kind="stable")
    bases = ranked["respondents"] / ranked["share"]
    shares = zip(ranked["share"], bases, strict=True)
    return pd.DataFrame(
        {
            "Finding": [check.replace("-", " ").capitalize() for check in ranked["check"]],
            "Questions": [names.replace("|", ", ") or "all" for names in ranked["question_id"]],
            "Severity": ranked["severity"].tolist(),
            "Respondents": [write_count(count) for count in ranked["respondents"]],
            "Share": [format_share(share, base=base) for share, base in shares],
            "Note": ranked["note"].tolist(),
        }
    )
