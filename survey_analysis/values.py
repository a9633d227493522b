"""The numbers that pages may name: ``{{ survey.Q13.service }}`` becomes ``60 %``."""

from __future__ import annotations

from typing import Any

import pandas as pd

from survey_analysis.claims import summarise_claims
from survey_analysis.results import Results
from survey_analysis.tables.rounding import (
    format_number,
    format_number_interval,
    format_share,
    format_share_interval,
    is_share,
)

_SUFFIX = {"proportion": "", "top_share": ".top"}


def name_values(results: Results) -> dict[str, str]:
    """Name every number of a study's results, as text for pages.

    Every key starts with the study's kind (``survey``). Of each estimate of the whole
    sample, named ``Q13.service``, ``Q1.model-deployment.top``, ``Q15.mean``: the estimate,
    ``.interval``, ``.wilson``, ``.count`` and ``.base``. ``Q13.base`` is the base of the whole
    question. Of each claim ``claim.ID`` its verdict, and of each row of the sensitivity table
    ``sensitivity.VARIATION.Q13.service``. Also ``records``, ``complete``, ``countries``,
    ``data.sha256`` and the like.

    Parameters
    ----------
    results
        The results of one study.

    Returns
    -------
    dict
        Key to text.
    """
    estimates = results.table("estimates")
    values = _estimates(estimates[estimates["segment_by"] == ""], results)
    values |= _about_data(results)
    if "claims" in results.tables:
        for claim in summarise_claims(results.table("claims")).itertuples():
            values[f"claim.{claim.claim}"] = str(claim.verdict)
    if "sensitivity" in results.tables:
        table = results.table("sensitivity")
        for variation, rows in table.groupby("variation", sort=False):
            named = _estimates(rows, results)
            values |= {f"sensitivity.{variation}.{key}": text for key, text in named.items()}
    if "dropout" in results.tables:
        for page in results.table("dropout").itertuples():
            values[f"page.{page.page}.reached"] = str(page.reached)
    return {f"{results.study.kind}.{key}": text for key, text in values.items()}


def _estimates(rows: pd.DataFrame, results: Results) -> dict[str, str]:
    units = {q.id: getattr(q, "unit", "") for q in results.study.questions}
    values: dict[str, str] = {}
    for row in rows.itertuples():
        name = ".".join(p for p in (row.question_id, row.item_id, row.option_id) if p)
        name += _SUFFIX.get(row.statistic, f".{row.statistic}")
        values.setdefault(f"{row.question_id}.base", str(int(row.answered)))
        values[f"{name}.base"] = str(int(row.answered))
        values[f"{name}.count"] = str(int(row.count))
        if is_share(row.statistic):
            base = row.answered
            values[name] = format_share(row.estimate, base=base)
            values[f"{name}.interval"] = format_share_interval(row.ci_low, row.ci_high, base=base)
            limits = (row.wilson_low, row.wilson_high)
            values[f"{name}.wilson"] = format_share_interval(*limits, base=base)
        else:
            unit = units[row.question_id]
            values[name] = format_number(row.estimate, unit=unit)
            limits = (row.ci_low, row.ci_high)
            values[f"{name}.interval"] = format_number_interval(*limits, unit=unit)
    return values


def _about_data(results: Results) -> dict[str, str]:
    data: dict[str, Any] = results.manifest["data"]
    values = {f"data.{key}": str(value) for key, value in data.items()}
    values["records"] = str(data["records"])
    values["complete"] = str(data["respondents"])
    values["completion"] = format_share(data["respondents"] / data["records"], base=data["records"])
    values["command"] = str(results.manifest["command"])
    values |= {f"version.{k}": str(v) for k, v in results.manifest["versions"].items()}
    return values
