"""When a survey ran, and how long it took, as far as its export says."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from survey_analysis.populations import name_population
from survey_analysis.responses import BoolArray, Responses
from survey_analysis.suppression import SMALLEST_BASE
from survey_analysis.tables.rounding import format_number

_STARTED = re.compile(r"start[ _]?(date|time)|date_created|datetime|timestamp", re.IGNORECASE)


def describe_timing(responses: Responses) -> str:
    """Say in which months respondents began, and how long they took.

    Parameters
    ----------
    responses
        The responses; those of the default population count.

    Returns
    -------
    str
        Sentences. Empty where the study file declares neither a date of the start among its
        metadata nor a duration, or fewer than ten respondents have one. Days are not told,
        since a day may be one person's.

    Examples
    --------
    >>> from survey_analysis import load_responses
    >>> describe_timing(load_responses("ml-deployment-monitoring"))[:31]
    'Half of them took no longer tha'
    """
    _, everybody = name_population(responses)
    period, length = _describe_period(responses, everybody), _describe_length(responses, everybody)
    return f"{period} {length}".strip()


def _describe_period(responses: Responses, everybody: BoolArray) -> str:
    for name in responses.metadata.columns:
        texts = responses.metadata.loc[everybody, name].replace("", np.nan).dropna()
        if _STARTED.fullmatch(str(name)) and len(texts) >= SMALLEST_BASE:
            dates = pd.to_datetime(texts, format="ISO8601", errors="coerce", utc=True)
            if dates.notna().all():
                first, last = f"{dates.min():%B %Y}", f"{dates.max():%B %Y}"
                return (
                    f"They answered from {first} to {last}."
                    if first != last
                    else (f"They answered in {first}.")
                )
    return ""


def _describe_length(responses: Responses, everybody: BoolArray) -> str:
    if "duration" not in responses.metadata:
        return ""
    seconds = responses.metadata.loc[everybody, "duration"].dropna()
    if len(seconds) < SMALLEST_BASE:
        return ""
    minutes = format_number(seconds.median() / 60, unit="minutes")
    return f"Half of them took no longer than {minutes}."
