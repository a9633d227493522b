from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from talks import write_interviews

from survey_analysis.conversations import select_quotes
from survey_analysis.conversations.personal_data import find_personal_data
from survey_analysis.study import QualitativeStudy, load_qualitative_study


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("mail ada.l@example.org", ["an e-mail address", "a web address"]),
        ("ping @ada_l", ["an e-mail address"]),
        ("see https://x.y/z", ["a web address"]),
        ("on example.com we", ["a web address"]),
        ("call +49 30 1234567", ["a phone number"]),
        ("call 030 1234567", ["a phone number"]),
        ("call (555) 123-4567 x", ["a phone number"]),
        ("at 10.0.0.17", ["an IP address"]),
        ("with Dr. Lovelace", ["a name"]),
        ("ask Maria", ["a name"]),
        ("my name is unusual", ["a name"]),
        ("at Acme GmbH", ["an employer"]),
        ("at example works we", ["an employer"]),
        ("what Ada said", ["a name"]),
    ],
)
def test_personal_data_is_found(text: str, kinds: list[str]) -> None:
    found = find_personal_data(text, names=["Ada"], employers=["Example Works"])
    assert [kind for kind in kinds if kind not in found] == []


@pytest.mark.parametrize(
    "text",
    [
        "In 2021-2022 we had 1,500 models, 99.95 % of them at 12:30.",
        "Version 2.10.3 of the model, e.g. in Python. Then we wait.",
        "P07 and D1 marked the bill with a rose and will grace the mark.",
        "The exampleworks are unlike example work.",
    ],
)
def test_ordinary_talk_passes(text: str) -> None:
    assert find_personal_data(text, employers=["Example Works"]) == []


@pytest.fixture
def study(tmp_path: Path) -> QualitativeStudy:
    return load_qualitative_study(write_interviews(tmp_path))


def rows(*codings: tuple[str, str, int | None, int | None]) -> pd.DataFrame:
    table = pd.DataFrame(codings, columns=["unit_id", "code", "start", "end"])
    return table.astype({"start": "Int64", "end": "Int64"})


UNITS = pd.DataFrame(
    {
        "unit_id": ["P01:002", "P01:004", "P01:006", "P02:002", "P02:004"],
        "respondent": ["P01", "P01", "P01", "P02", "P02"],
        "question_id": ["P01", "P01", "P01", "P02", "P02"],
        "text": ["Every Monday.", "At Example Works.", "Never.", "Alarms.", "Ask Maria."],
    }
)


def test_only_coded_excerpts_with_consent_and_without_personal_data_are_quoted(
    study: QualitativeStudy,
) -> None:
    settled = rows(
        ("P01:002", "rhythm", None, None), ("P01:002", "waiting", None, None),
        ("P01:004", "alarms", None, None), ("P01:006", "", None, None),
        ("P02:002", "alarms", None, None), ("P02:004", "alarms", None, None),
    )  # fmt: skip
    quotes = select_quotes(settled, UNITS, study)
    assert quotes.table.to_dict("records") == [
        {
            "document_id": "P01",
            "unit_id": "P01:002",
            "participant": "P01",
            "role": "Developer",
            "codes": "rhythm;waiting",
            "text": "Every Monday.",
            "label": "illustration",
        }
    ]
    assert quotes.withheld == {
        "seems to hold an employer": 1,
        "no consent to be quoted": 2,
        "seems to hold a name": 1,
    }


def test_a_coded_span_is_quoted_alone(study: QualitativeStudy) -> None:
    settled = rows(("P01:002", "rhythm", 6, 12), ("P01:002", "alarms", 0, 5))
    assert select_quotes(settled, UNITS, study).table["text"].tolist() == ["Monday", "Every"]


def test_what_is_not_codable_is_not_quoted(study: QualitativeStudy) -> None:
    settled = rows(("P01:002", "NOT-CODABLE", None, None))
    assert select_quotes(settled, UNITS, study).table.empty
