"""A coding of five reports that can be followed by hand, for the tests of exchange.

Anna gives "legacy-server" to the excerpt "servidor" of the first report and "drift" to all of
it; to the third that nothing applies; and "drift" to "lines" of the fourth, whose lines end in
CRLF. Ben gives "legacy" to the first report and sets the fifth aside as not codable. The second
report is not yet coded, and its text is that of the third.
"""

from __future__ import annotations

import hashlib

import pandas as pd

from survey_analysis.coding.applications import APPLICATIONS, RESOLVED_COLUMNS
from survey_analysis.coding.codebook import Category, Code, Codebook, CodedUnits, Grouping
from survey_analysis.coding.project import Coding
from survey_analysis.coding.relations import RELATION_COLUMNS

TEXTS = {
    "7:Q4.model-deployment-1": "Velho servidor: ninguém sabe 🙂 como funciona",
    "7:Q4.model-deployment-2": "Old thing",
    "9:Q4.model-deployment-1": "Old thing",
    "9:Q4.model-monitoring-1": "=two\r\nlines & <more>\r\nend",
    "12:Q4.model-monitoring-1": "[note] the inputs drift",
}

CODEBOOK = Codebook(
    title="Problems",
    version=2,
    units=CodedUnits(question="Q4", groups=["model-deployment", "model-monitoring"]),
    categories=[
        Category(id="infrastructure", label="Infrastructure", definition="Where models run."),
        Category(id="watching", label="Watching", definition="Who looks, and at what."),
    ],
    codes=[
        Code(
            id="legacy-server",
            label="Old server",
            category="infrastructure",
            since=1,
            parent="legacy",
            definition="A machine that is old.",
        ),
        Code(
            id="legacy",
            label="Legacy, e.g. old",
            category="infrastructure",
            since=1,
            definition="What was there before.",
            include="Old protocols",
            example="“The depot’s système speaks no HTTP.”",
        ),
        Code(id="drift", label="Drift", category="watching", definition="Inputs change.", since=2),
    ],
    groupings=[Grouping(id="either", label="Either", any_of=["infrastructure", "drift"])],
)


def units() -> pd.DataFrame:
    rows = [
        {
            "unit_id": unit_id,
            "respondent": unit_id.split(":")[0],
            "question_id": "Q4",
            "item_id": unit_id.split(".")[1],
            "group": unit_id.split(".")[1][:-2],
            "text": text,
            "text_sha256": sha256(text),
        }
        for unit_id, text in TEXTS.items()
    ]
    return pd.DataFrame(rows)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def applications() -> pd.DataFrame:
    rows = [
        ("coder-anna", "7:Q4.model-deployment-1", "drift", "", None, None, ""),
        ("coder-anna", "7:Q4.model-deployment-1", "legacy-server", "", 6, 14, "dois\nservidores"),
        ("coder-anna", "9:Q4.model-deployment-1", "", "", None, None, ""),
        ("coder-anna", "9:Q4.model-monitoring-1", "drift", "", 6, 11, "=1+1"),
        ("coder-ben", "7:Q4.model-deployment-1", "legacy", "", None, None, ""),
        ("coder-ben", "12:Q4.model-monitoring-1", "NOT-CODABLE", "", None, None, "a fragment"),
    ]
    columns = ["coder", "unit_id", "code", "category", "start", "end", "memo"]
    table = pd.DataFrame(rows, columns=columns).astype({"start": "Int64", "end": "Int64"})
    table["text_sha256"] = [sha256(TEXTS[unit]) for unit in table["unit_id"]]
    return table[APPLICATIONS]


def make_coding(given: pd.DataFrame | None = None) -> Coding:
    return Coding(
        folder=None,
        codebook=CODEBOOK,
        units=units(),
        applications=applications() if given is None else given,
        resolved=pd.DataFrame(columns=RESOLVED_COLUMNS),
        relations=pd.DataFrame(columns=RELATION_COLUMNS),
    )


def attributes() -> pd.DataFrame:
    return pd.DataFrame({"role": ["Developer", None]}, index=["7", "9"])
