"""Whether the columns of a file are those that the study file declares."""

from __future__ import annotations

from collections.abc import Collection

from survey_analysis.errors import Problem, nearest
from survey_analysis.study import Study, account_for_columns


def find_column_problems(study: Study, found: Collection[str]) -> list[Problem]:
    """List columns that are missing or not known, each with the nearest name.

    Parameters
    ----------
    study
        The study file; columns that it drops may be missing.
    found
        The columns of the file.

    Examples
    --------
    >>> from survey_analysis.study import load_study
    >>> study = load_study("ml-deployment-monitoring")
    >>> [str(p) for p in find_column_problems(study, [*account_for_columns(study), "9"])]
    ['column 9: study.yaml does not declare it']
    """
    declared = account_for_columns(study)
    missing = [n for n, c in declared.items() if n not in found and c.role != "dropped"]
    unknown = [n for n in found if n not in declared]
    return [
        *(
            Problem(f"is missing from the header{nearest(name, unknown)}", column=name)
            for name in missing
        ),
        *(
            Problem(
                f"study.yaml does not declare it{nearest(name, missing or declared)}", column=name
            )
            for name in unknown
        ),
    ]


def find_other_study(study: Study, found: Collection[str], *, separator: str) -> list[Problem]:
    """Say that a file is not this study's export at all, or nothing.

    Parameters
    ----------
    study
        The study file.
    found
        The columns of the file.
    separator
        What separates them; empty where nothing does.
    """
    declared = account_for_columns(study)
    known = sum(name in declared for name in found)
    if known > len(declared) / 2:
        return []
    separated = f", separated by {separator!r}" if separator else ""
    message = (
        f"has {known} of the {len(declared)} columns that the study declares and "
        f"{len(found) - known} others{separated}: it is another study's export, "
        "or its separator is none of , ; tab |"
    )
    return [Problem(message)]
