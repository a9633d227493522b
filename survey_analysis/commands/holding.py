"""What a run is held against: the record of the original, and the declared verdicts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from survey_analysis.analysis import RunSettings
from survey_analysis.exit_codes import CHANGED_VERDICT, OK
from survey_analysis.progress import say
from survey_analysis.record import ONE_QUESTION_TABLES, compare_with_record
from survey_analysis.study import Study
from survey_analysis.verdicts import changed_verdicts


def hold_against_record(
    tables: Mapping[str, pd.DataFrame],
    folder: Path,
    *,
    study: Study,
    settings: RunSettings,
    names: Collection[str] = ONE_QUESTION_TABLES,
) -> None:
    """Hold a run on the replica against the record, if it has the record's settings.

    Parameters
    ----------
    tables
        The tables of the run.
    folder
        The study's folder.
    study
        The study file.
    settings
        Settings of the run.
    names
        The tables that are compared.

    Raises
    ------
    RecordError
        If a figure differs.
    """
    record = folder / "record"
    comparable = replace(settings, by=(), seed=0) == RunSettings()
    if comparable and record.is_dir():
        compared = compare_with_record(tables, record, study=study, names=names)
        say(f"{folder.name}: {compared:,} one-question figures equal the record")


def report_verdicts(
    tables: Mapping[str, pd.DataFrame], study: Study, *, settings: RunSettings
) -> int:
    """Say which verdicts are not the declared ones, which are about the default population.

    Parameters
    ----------
    tables
        The tables of a run.
    study
        The study file.
    settings
        Settings of the run.

    Returns
    -------
    int
        The exit code.
    """
    changed = changed_verdicts(tables["claims.csv"]) if "claims.csv" in tables else pd.DataFrame()
    if len(changed) and settings.is_narrowed(study):
        say(
            f"{len(changed)} verdicts are not the declared ones, which are about the population "
            f"{study.default_population!r} as a whole: see claims.csv"
        )
        return OK
    for row in changed.to_dict("records"):
        found = f"{row['ci_low']:.4g} to {row['ci_high']:.4g}"
        interval = "no interval" if pd.isna(row["ci_low"]) else found
        say(
            f"claim {row['claim']!r}, {row['sentence']!r}: the check {row['check']} is declared as "
            f"{row['expected']!r} and computed as {row['verdict']!r} ({row['value']:.4g}, "
            f"{interval})"
        )
    return CHANGED_VERDICT if len(changed) else OK
