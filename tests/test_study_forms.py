from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from survey_analysis.study.forms import Band, QuestionId, Sha256, Slug, slug


@pytest.mark.parametrize(
    ("label", "made"),
    [
        ("Brazil", "brazil"),
        ("I don't know", "i-dont-know"),
        ("More than 2,000 employees", "more-than-2-000-employees"),
        ("  CRISP-DM / other ", "crisp-dm-other"),
    ],
)
def test_a_label_becomes_an_id(label: str, made: str) -> None:
    assert slug(label) == made
    assert TypeAdapter(Slug).validate_python(made) == made


@pytest.mark.parametrize(
    ("form", "good", "bad"),
    [
        (Slug, "team-size", ["Team", "-a", "a_b", "a b", "", "é"]),
        (QuestionId, "Q13", ["1Q", "Q-1", "Q 1", ""]),
        (Band, "10+", ["10-", "-5", "1.5-2", "5", ""]),
        (Sha256, "0a" * 32, ["0A" * 32, "0a" * 31]),
    ],
)
def test_a_form_takes_what_it_describes_and_nothing_else(
    form: object, good: str, bad: list[str]
) -> None:
    adapter = TypeAdapter(form)
    assert adapter.validate_python(good) == good
    for text in bad:
        with pytest.raises(ValidationError, match="must be"):
            adapter.validate_python(text)


def test_the_pattern_reaches_the_schema() -> None:
    assert TypeAdapter(Slug).json_schema()["pattern"] == "^[a-z0-9][a-z0-9-]*$"
