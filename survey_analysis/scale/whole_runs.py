"""The tables of a whole run that counts alone give, and why the others are not among them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from survey_analysis.analysis import RunSettings
from survey_analysis.claims import Claim, load_claims
from survey_analysis.distributions import COLUMNS as DISTRIBUTIONS_COLUMNS
from survey_analysis.estimates import form_groups, tabulate_counts
from survey_analysis.findings import NOT_COUNTABLE, Severity, list_countable_issues
from survey_analysis.intervals import exact_intervals
from survey_analysis.measures import IntArray, measure_questions
from survey_analysis.quality import COLUMNS as QUALITY_COLUMNS
from survey_analysis.quality import count_reached, tabulate_dropout
from survey_analysis.responses import Responses
from survey_analysis.scale.groups import Counted, count_in_groups
from survey_analysis.scale.layout import Selection
from survey_analysis.scale.merging import merge_tallies, restore_placeholders
from survey_analysis.sensitivity import (
    arrange_bounds,
    arrange_sensitivity,
    list_variations,
    tabulate_bounds,
)
from survey_analysis.study import MultipleQuestion, NumericQuestion, Study
from survey_analysis.verdicts import check_claims

_NO_EFFECT = "What it does to estimates is not computed from counts"


@dataclass(frozen=True, eq=False)
class IssueCount:
    """How many a finding about the data concerns; attributes as of a `Finding`."""

    check: str
    questions: tuple[str, ...]
    severity: Severity
    respondents: int
    note: str


@dataclass(frozen=True, eq=False)
class RunCount:
    """What a whole run counts beside the estimates, of some of the respondents.

    Attributes
    ----------
    breakdowns
        The report's breakdowns; None if the study declares none.
    variations
        Those of the sensitivity list.
    reached
        Who reached each page, and at last who is in the default population.
    issues
        Findings about the data, those that concern nobody among them.
    """

    breakdowns: Counted | None
    variations: tuple[Counted, ...]
    reached: IntArray
    issues: tuple[IssueCount, ...]

    def add(self, other: RunCount) -> RunCount:
        """Add the counts of other respondents."""
        pairs = zip(self.variations, other.variations, strict=True)
        issues = zip(self.issues, other.issues, strict=True)
        has_both = self.breakdowns is not None and other.breakdowns is not None
        return RunCount(
            _add(self.breakdowns, other.breakdowns) if has_both else None,  # type: ignore[arg-type]
            tuple(_add(*pair) for pair in pairs),
            self.reached + other.reached,
            tuple(replace(a, respondents=a.respondents + b.respondents) for a, b in issues),
        )


def _add(first: Counted, second: Counted) -> Counted:
    return replace(first, tally=merge_tallies([first.tally, second.tally]))


def count_run(responses: Responses, selection: Selection) -> RunCount:
    """Count what a whole run needs beside the estimates.

    Parameters
    ----------
    responses
        Some of the respondents; their texts need not be there.
    selection
        Who is counted.
    """
    who = {"where": selection.where, "population": selection.population}
    declared, breakdowns = responses.study.breakdowns, None
    if declared is not None:
        groups = form_groups(responses, by=declared.by, **who)
        breakdowns = count_in_groups(measure_questions(responses, declared.questions), groups)
    asked = bool(responses.study.sensitivity)
    variations = list_variations(responses, where=selection.where) if asked else []
    return RunCount(
        breakdowns,
        tuple(
            replace(count_in_groups(one.measures, one.groups), name=one.name, label=one.label)
            for one in variations
        ),
        np.array(count_reached(responses), dtype=np.int64),
        tuple(
            IssueCount(f.check, f.questions, f.severity, int(f.mask.sum()), f.note)
            for f in list_countable_issues(responses, **who)
        ),
    )


def tabulate_run(
    study: Study, estimated: Counted, counted: RunCount, *, records: int, settings: RunSettings
) -> dict[str, pd.DataFrame]:
    """Make every table that counts give, beside `estimates.csv`.

    Parameters
    ----------
    study
        The study file.
    estimated
        What `estimates.csv` is made of.
    counted
        What else was counted.
    records
        How many records there are.
    settings
        Settings of the run.
    """
    tables = {}
    if counted.breakdowns is not None:
        table = _estimate(counted.breakdowns, settings)
        tables["breakdowns.csv"] = table[table["segment_by"] != ""].reset_index(drop=True)
    if study.sensitivity:
        parts = [
            _estimate(one, settings).assign(variation=one.name, label=one.label)
            for one in counted.variations
        ]
        tables["sensitivity.csv"] = arrange_sensitivity(study, parts)
    tables["bounds.csv"] = _tabulate_bounds(study, estimated)
    tables["distributions.csv"] = _tabulate_distributions(study, estimated)
    size = int(estimated.tally.eligible[0])
    rows = [
        (i.check, "|".join(i.questions), i.severity, i.respondents, i.respondents / size, np.nan,
         f"{i.note}. {_NO_EFFECT}")
        for i in counted.issues if i.respondents
    ]  # fmt: skip
    tables["quality.csv"] = pd.DataFrame(rows, columns=QUALITY_COLUMNS)
    tables["dropout.csv"] = tabulate_dropout(study, counted.reached.tolist(), records)
    return tables


def _estimate(counted: Counted, settings: RunSettings) -> pd.DataFrame:
    wanted, whole = settings.for_estimates(), restore_placeholders(counted.tally)
    intervals = exact_intervals(whole, settings=wanted.limits)
    return tabulate_counts(whole, counted.groups, intervals, level=wanted.level)


def _tabulate_bounds(study: Study, estimated: Counted) -> pd.DataFrame:
    counts, tables = estimated.tally, {}
    for question in study.questions:
        if isinstance(question, MultipleQuestion):
            columns = [i for i, key in enumerate(counts.keys) if key.question_id == question.id]
            first = columns[0]
            tables[question.id] = tabulate_bounds(
                question,
                shown=int(counts.shown[0, first]),
                answered=int(counts.answered[0, first]),
                ambiguous=int(counts.ambiguous[0, first]),
                count=counts.count[0, columns],
            )
    return arrange_bounds(tables, estimated.groups.populations[0])


def _tabulate_distributions(study: Study, estimated: Counted) -> pd.DataFrame:
    """List how often each value of numeric questions occurs in the whole population."""
    rows = []
    for numbers in estimated.tally.numbers:
        key = estimated.tally.keys[numbers.columns[0]]
        if isinstance(study.question(key.question_id), NumericQuestion):
            pairs = zip(numbers.distinct.tolist(), numbers.times[0].tolist(), strict=True)
            about = (key.question_id, key.item_id, estimated.groups.populations[0])
            rows += [(*about, value, times) for value, times in pairs if times]
    return pd.DataFrame(rows, columns=DISTRIBUTIONS_COLUMNS)


def check_claims_on_counts(folder: Path, estimates: pd.DataFrame) -> pd.DataFrame | None:
    """Check the claims of a study that are about estimates; None if there are none.

    Parameters
    ----------
    folder
        The study's folder.
    estimates
        The table `estimates.csv`.
    """
    countable, _ = _part_claims(folder)
    return check_claims(countable, estimates) if countable else None


def _part_claims(folder: Path) -> tuple[list[Claim], list[Claim]]:
    """Part a study's claims in those about estimates and those about codes."""
    path = folder / "claims.yaml"
    claims = load_claims(path) if path.is_file() else []
    on_codes = [c for c in claims if any(check.code or check.category for check in c.checks)]
    return [claim for claim in claims if claim not in on_codes], on_codes


def list_not_written(folder: Path) -> dict[str, str]:
    """Say which results of a run in memory counts do not give, and why.

    Parameters
    ----------
    folder
        The study's folder.
    """
    _, on_codes = _part_claims(folder)
    missing = {
        "contrasts.csv": "tests permute respondents, and differences within a question need who "
        "chose both options",
        "ranks.csv": "ranks come from resampled respondents",
        f"quality.csv: {', '.join(NOT_COUNTABLE)}": "these compare whole records, or read texts",
        "quality.csv: effect": "it takes every estimate without the records concerned",
    }
    if on_codes:
        named = ", ".join(claim.id for claim in on_codes)
        missing[f"claims.csv: {named}"] = "these are about codes of texts"
    if (folder / "coding").is_dir():
        missing["tables of the coding"] = "texts are not read"
    return missing
