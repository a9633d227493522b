"""How many respondents reported that one thing causes another: the table `relations.csv`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from survey_analysis.coded.cohort import Cohort
from survey_analysis.coded.frequencies import measure_shares
from survey_analysis.coded.reports import Reports
from survey_analysis.estimates import EstimateSettings, tabulate
from survey_analysis.measures import QuestionMeasures

COLUMNS = [
    "question_id", "from_code", "relation", "to_code", "respondents", "answered", "estimate",
    "ci_low", "ci_high",
]  # fmt: skip

_KEY = ["from_code", "relation", "to_code"]


def tabulate_relations(
    counted: Sequence[Reports],
    relations: pd.DataFrame,
    cohort: Cohort,
    *,
    settings: EstimateSettings,
) -> pd.DataFrame:
    """Estimate which share of respondents reported each relation between codes.

    A respondent counts once for a relation, whichever coder noted it and in however many
    reports. The base is that of `codes.csv`: respondents with a codable, coded report.

    Parameters
    ----------
    counted
        From `survey_analysis.coded.reports.count_reports`.
    relations
        The relations of all coders: `from_code`, `relation`, `to_code`, `unit_id`.
    cohort
        The respondents.
    settings
        Level, kind of interval, and whether to resample.

    Returns
    -------
    DataFrame
        The table `relations.csv`, the most reported relation of a question first.
    """
    measures = [_measure(reports, relations) for reports in counted]
    measures = [measured for measured in measures if measured.parts]
    if not measures:
        return pd.DataFrame(columns=COLUMNS)
    table = tabulate(measures, cohort.groups, settings=settings)
    table = table[table["segment_by"] == ""].rename(
        columns={"item_id": "from_code", "option_id": "to_code", "source": "relation",
                 "count": "respondents"}
    )  # fmt: skip
    order = {question: i for i, question in enumerate(dict.fromkeys(table["question_id"]))}
    ranked = table.assign(place=table["question_id"].map(order)).sort_values(
        ["place", "respondents", *_KEY], ascending=[True, False, True, True, True]
    )
    return ranked[COLUMNS].reset_index(drop=True)


def _measure(reports: Reports, relations: pd.DataFrame) -> QuestionMeasures:
    place = pd.Index(reports.units).get_indexer(pd.Index(relations["unit_id"]))
    here = relations.assign(respondent=np.where(place >= 0, reports.respondent[place], -1))
    here = here[place >= 0]
    groups = list(here.groupby(_KEY, sort=True)["respondent"])
    hits = np.zeros((reports.size, len(groups)), dtype=bool)
    for column, (_, respondents) in enumerate(groups):
        hits[respondents.to_numpy(), column] = True
    keys = [(str(key[0]), str(key[2]), str(key[1])) for key, _ in groups]
    return measure_shares(reports, keys, hits)
