"""Tables about the study: claims and the quality of the data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from survey_analysis.study import Study, question_items, question_options
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


def quality_table(quality: pd.DataFrame, *, study: Study) -> pd.DataFrame:
    r"""Tabulate findings about the data, the gravest first.

    Parameters
    ----------
    quality
        The table `quality.csv`.
    study
        The study, for the labels of its checks and of the figures that notes name.

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
    >>> from survey_analysis import load_study
    >>> study = load_study("ml-deployment-monitoring")
    >>> finding = {"check": "untouched-default", "question_id": "D11|Q6", "severity": "warning",
    ...            "respondents": 9, "share": 9 / 188, "note": "Q6.never goes from 10% to 5%"}
    >>> table = quality_table(pd.DataFrame([finding]), study=study)
    >>> table.loc[0, ["Finding", "Questions", "Share"]].tolist()
    ['Untouched default', 'D11, Q6', '5\xa0%']
    >>> table.loc[0, "Note"]
    '“Optimality of ML solutions: Never” goes from 10\xa0% to 5\xa0%'
    """
    require_columns(quality, ["check", "question_id", "severity", "respondents", "share", "note"])
    order = {"error": 0, "warning": 1, "note": 2}
    ranked = quality.sort_values("severity", key=lambda s: s.map(order), kind="stable")
    bases = ranked["respondents"] / ranked["share"]
    shares = zip(ranked["share"], bases, strict=True)
    labels = {check.id: check.label for check in study.checks}
    notes = zip(ranked["check"], ranked["note"], strict=True)
    return pd.DataFrame(
        {
            "Finding": [_name_check(check, labels) for check in ranked["check"]],
            "Questions": [names.replace("|", ", ") or "all" for names in ranked["question_id"]],
            "Severity": ranked["severity"].tolist(),
            "Respondents": [write_count(count) for count in ranked["respondents"]],
            "Share": [format_share(share, base=base) for share, base in shares],
            "Note": [
                _name_figures_in(note.removeprefix(f"{labels.get(check)}. "), study)
                for check, note in notes
            ],
        }
    )


def _name_check(check: str, labels: Mapping[str, str]) -> str:
    """Name a check: by its label in the study file, or by its id as words."""
    return labels.get(check, check.replace("-", " ").capitalize())


def _name_figures_in(note: str, study: Study) -> str:
    """Write labels for the ids of figures in a note: ``Q6.never goes from 10.1% to 5.6%``."""
    ids = "|".join(re.escape(question.id) for question in study.questions)
    figure = rf"\b({ids})((?:\.[\w-]+)*)(?: ([a-z ]+?))?(?= (?:goes|lies|would) )"
    named = re.sub(figure, lambda match: _label_figure(match, study), note)
    return re.sub(r"(?<=\d)%", f"{NO_BREAK}%", named)


def _label_figure(match: re.Match[str], study: Study) -> str:
    question = study.question(match[1])
    items, options = question_items(question), question_options(question)
    parts = {i.id: i.label for i in items} | {o.id: o.label for o in options}
    named = [parts.get(part, part) for part in match[2].split(".") if part]
    what = [_STATISTICS.get(match[3].replace(" ", "_"), match[3])] if match[3] else []
    detail = f": {', '.join([*named, *what])}" if named or what else ""
    return f"“{question.label}{detail}”"
