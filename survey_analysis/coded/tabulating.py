"""All tables of a coding: codings in, tables of results out."""

from __future__ import annotations

import numpy as np
import pandas as pd

from survey_analysis.coded.agreements import tabulate_agreement
from survey_analysis.coded.cohort import DEFAULT_SETTINGS, CodedSettings, Cohort, form_cohort
from survey_analysis.coded.contrasts import contrast_codes
from survey_analysis.coded.cooccurrence import tabulate_cooccurrence
from survey_analysis.coded.frequencies import tabulate_codes
from survey_analysis.coded.relations import tabulate_relations
from survey_analysis.coded.reports import count_reports
from survey_analysis.coded.saturation import tabulate_accumulation, tabulate_saturation
from survey_analysis.coded.status import tabulate_status
from survey_analysis.coding.project import Coding
from survey_analysis.coding.settling import settle_relations
from survey_analysis.responses import Responses, segment_masks


def tabulate_coding(
    coding: Coding,
    responses: Responses | None = None,
    *,
    rng: np.random.Generator,
    settings: CodedSettings = DEFAULT_SETTINGS,
) -> dict[str, pd.DataFrame]:
    """Compute every table of a study's codings.

    Respondents are counted, never applications, and the base of a share is those who have
    at least one coded report in the question that is not ``NOT-CODABLE``. Where a unit
    was resolved, the resolution counts, for relations too: one that lost a code there does
    not. Where coders differ and nobody resolved it, the first coder's codings count;
    `coded_units.csv` says how often. Agreement is of the codings as each coder made them.

    Parameters
    ----------
    coding
        The codings, from `survey_analysis.coding.project.load_coding`.
    responses
        The survey's responses; None for codings of documents.
    rng
        Random numbers of resamples and of random orders.
    settings
        Level, kind of interval, population, breakdowns.

    Returns
    -------
    dict
        Tables by file name: ``codes.csv``, ``coded_units.csv``, ``agreement.csv``,
        ``relations.csv``, ``cooccurrence.csv``, ``saturation.csv``,
        ``saturation_points.csv``, and of a survey ``code_contrasts.csv``.

    Raises
    ------
    InvalidCallError
        If a segment, the population or the condition is not known.

    Examples
    --------
    >>> from survey_analysis.coding.codebook import Codebook
    >>> book = Codebook.model_validate({
    ...     "title": "Interviews", "version": 1, "units": {"documents": "all"},
    ...     "categories": [{"id": "data", "label": "Data", "definition": "About data."}],
    ...     "codes": [{"id": "drift", "label": "Data drift", "category": "data",
    ...                "definition": "Data change.", "since": 1}]})
    >>> turns = {"unit_id": ["P01:001", "P02:001"], "respondent": ["P01", "P02"],
    ...          "question_id": ["P01", "P02"], "group": "", "text_sha256": ""}
    >>> applied = {"coder": "coder-a", "unit_id": turns["unit_id"], "code": ["drift", ""],
    ...            "category": "", "start": pd.NA, "end": pd.NA}
    >>> nothing = pd.DataFrame(columns=["unit_id", "code", "category", "start", "end"])
    >>> noted = pd.DataFrame(columns=["from_code", "relation", "to_code", "unit_id"])
    >>> coding = Coding(None, book, pd.DataFrame(turns), pd.DataFrame(applied), nothing, noted)
    >>> tables = tabulate_coding(coding, rng=np.random.default_rng(1))
    >>> tables["codes.csv"][["category", "code", "respondents", "answered"]].to_numpy().tolist()
    [['data', '', 1, 2], ['data', 'drift', 1, 2]]
    """
    respondents = coding.units["respondent"].astype(str).tolist()
    by = settings.by if responses is None else _list_breakdowns(responses, settings)
    cohort = form_cohort(responses, respondents, by=by, settings=settings)
    counted = count_reports(coding, cohort)
    codes = [code.id for code in coding.codebook.codes]
    shares, pairs, agreed, orders, points, compared = rng.spawn(6)
    drawn = settings.for_estimates
    noted = settle_relations(coding.relations, coding.resolved)
    tables = {
        "codes.csv": tabulate_codes(counted, cohort, settings=drawn(shares)),
        "coded_units.csv": tabulate_status(coding, cohort),
        "agreement.csv": tabulate_agreement(coding, cohort, rng=agreed, settings=settings),
        "relations.csv": tabulate_relations(counted, noted, cohort, settings=drawn(shares)),
        "cooccurrence.csv": tabulate_cooccurrence(counted, codes, rng=pairs, settings=settings),
        "saturation.csv": tabulate_accumulation(counted, rng=orders, level=settings.level),
        "saturation_points.csv": tabulate_saturation(counted, rng=points, level=settings.level),
    }
    if responses is not None:
        divided = _divide(responses, settings)
        tables["code_contrasts.csv"] = contrast_codes(
            counted, divided, rng=compared, settings=settings
        )
    return tables


def _list_breakdowns(responses: Responses, settings: CodedSettings) -> tuple[str, ...]:
    """List the breakdowns of `codes.csv`: by default the study's, and those of the contrasts."""
    if settings.by is not None:
        return settings.by
    declared = responses.study.breakdowns
    return tuple(
        dict.fromkeys([*(declared.by if declared else ()), *_compared(responses, settings)])
    )


def _compared(responses: Responses, settings: CodedSettings) -> tuple[str, ...]:
    """List the breakdowns of contrasts: by default what divides respondents in two."""
    if settings.contrast_by is not None:
        return settings.contrast_by
    named = responses.study.segments
    return tuple(name for name in named if len(segment_masks(responses, name)) == 2)


def _divide(responses: Responses, settings: CodedSettings) -> Cohort:
    """Form the cohort of contrasts."""
    return form_cohort(responses, [], by=_compared(responses, settings), settings=settings)
