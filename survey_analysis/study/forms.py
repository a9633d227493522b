"""The texts of a study file: ids, labels and conditions, each of its own form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


@dataclass(frozen=True)
class _Form:
    """The form of a text: a pattern for programs, words for people."""

    pattern: str
    words: str

    def check(self, text: str) -> str:
        if re.fullmatch(self.pattern, text) is None:
            error, message = "form", "must be {words}"
            raise PydanticCustomError(error, message, {"words": self.words})
        return text

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {**handler(schema), "pattern": f"^{self.pattern}$"}


Slug = Annotated[
    str,
    _Form(r"[a-z0-9][a-z0-9-]*", "lower-case letters, digits and hyphens, such as 'team-size'"),
]
QuestionId = Annotated[
    str, _Form(r"[A-Za-z][A-Za-z0-9_]*", "a letter, then letters and digits, such as 'Q13'")
]
ParticipantId = Annotated[
    str,
    _Form(r"[A-Za-z][A-Za-z0-9_-]*", "a letter, then letters, digits, - or _, such as 'P07'"),
]
CodedQuestion = Annotated[
    str,
    _Form(
        r"[A-Za-z][A-Za-z0-9_]*(\.[a-z0-9][a-z0-9-]*)?",
        "a question such as 'Q13', or a group of an open one such as 'Q4.model-deployment'",
    ),
]
Band = Annotated[str, _Form(r"\d+(-\d+|\+)", "a band of whole numbers, such as '2-4' or '10+'")]
Sha256 = Annotated[str, _Form(r"[0-9a-f]{64}", "64 digits from 0-9 and a-f")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
ColumnName = Annotated[str, StringConstraints(min_length=1)]
"""A column of an export as its header has it: outer blanks are part of it."""
Condition = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def slug(text: str) -> str:
    """Turn a label into an id: lower case, words joined by hyphens.

    Examples
    --------
    >>> slug("More than 2,000 employees")
    'more-than-2-000-employees'
    """
    kept = "".join(c if c.isascii() and c.isalnum() else " " for c in text.lower().replace("'", ""))
    return "-".join(kept.split())


class StudyModel(BaseModel):
    """Base of every part of a study file: unknown keys are errors, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)
