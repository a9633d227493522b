"""A coding of the survey of eight that can be counted by hand.

============ ============================ ============================
respondent   deploy                       watch
============ ============================ ============================
3 (dev)      a, b in one report; a again  a
5 (data)     b                            a
8 (dev)      nothing applies
11 (other)   not codable
12 (dev)     not coded yet
21 (data)    c, put under "people"
30 (dev)     a (left the survey early)
============ ============================ ============================

`c` stands below `b`; `a`, `b`, `c` belong to "tech" by default; nobody has `d`. The grouping
"any" is `a` or "people". Expected of deploy, base 4 (3, 5, 8, 21): tech 2 respondents and 4
applications; a 1 and 2; b 3 and 3; c 1 and 1; people 1 and 1; any 2 and 3.
"""

from __future__ import annotations

import pandas as pd

from survey_analysis.coding.applications import APPLICATIONS, RESOLVED_COLUMNS
from survey_analysis.coding.codebook import Codebook
from survey_analysis.coding.project import Coding
from survey_analysis.coding.relations import RELATION_COLUMNS
from survey_analysis.coding.units import UNIT_COLUMNS

CODES = [("a", None), ("b", None), ("c", "b"), ("d", None)]

CODEBOOK = Codebook.model_validate(
    {
        "title": "Problems",
        "version": 1,
        "units": {"question": "T1", "groups": ["deploy", "watch"]},
        "categories": [
            {"id": "tech", "label": "Technology", "definition": "Of machines."},
            {"id": "people", "label": "People", "definition": "Of people."},
        ],
        "codes": [
            {
                "id": code, "label": f"Code {code.upper()}", "category": "tech",
                "parent": parent, "definition": f"About {code}.", "since": 1,
            }
            for code, parent in CODES
        ],
        "groupings": [{"id": "any", "label": "A or people", "any_of": ["a", "people"]}],
    }
)  # fmt: skip

UNITS = ["3:1", "3:2", "3:watch", "5:1", "5:watch", "8:1", "11:1", "12:1", "21:1", "30:1"]

CODINGS = [
    ("3:1", "a", ""), ("3:1", "b", ""), ("3:2", "a", ""), ("3:watch", "a", ""),
    ("5:1", "b", ""), ("5:watch", "a", ""), ("8:1", "", ""), ("11:1", "NOT-CODABLE", ""),
    ("21:1", "c", "people"), ("30:1", "a", ""),
]  # fmt: skip


def make_units(ids: list[str], question_id: str = "T1") -> pd.DataFrame:
    """Make units from ids such as ``3:1`` (deploy) and ``3:watch``."""
    rows = [
        (one, one.split(":")[0], question_id, one.split(":")[1],
         "watch" if one.endswith("watch") else "deploy", f"text of {one}", "0" * 64)
        for one in ids
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=UNIT_COLUMNS)


def make_applications(coder: str, codings: list[tuple[str, str, str]]) -> pd.DataFrame:
    """Make a coder's applications from unit, code and category."""
    rows = [(coder, unit, code, category, None, None, "0" * 64, "")
            for unit, code, category in codings]  # fmt: skip
    frame = pd.DataFrame(rows, columns=APPLICATIONS)
    return frame.astype({"start": "Int64", "end": "Int64"})


def make_resolved(codings: list[tuple[str, str, str]]) -> pd.DataFrame:
    """Make resolutions from unit, code and category."""
    rows = [(unit, code, category, None, None, "coder-a", "discussed")
            for unit, code, category in codings]  # fmt: skip
    frame = pd.DataFrame(rows, columns=RESOLVED_COLUMNS)
    return frame.astype({"start": "Int64", "end": "Int64"})


def make_relations(*given: tuple[str, str, str, str]) -> pd.DataFrame:
    """Make relations from code, relation, code and unit, noted by the coder `a`."""
    rows = [(*one, "coder-a", "") for one in given]
    return pd.DataFrame(rows, columns=RELATION_COLUMNS)


def make_coding(
    applications: pd.DataFrame | None = None,
    *,
    units: pd.DataFrame | None = None,
    resolved: pd.DataFrame | None = None,
    relations: pd.DataFrame | None = None,
    codebook: Codebook = CODEBOOK,
) -> Coding:
    """Make a coding in memory; what is not given is as in the table above."""
    return Coding(
        folder=None,
        codebook=codebook,
        units=make_units(UNITS) if units is None else units,
        applications=(
            make_applications("coder-a", CODINGS) if applications is None else applications
        ),
        resolved=make_resolved([]) if resolved is None else resolved,
        relations=make_relations() if relations is None else relations,
    )
