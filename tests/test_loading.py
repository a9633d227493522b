from __future__ import annotations

from pathlib import Path

import pytest

from survey_analysis.errors import DataError, InvalidCallError
from survey_analysis.loading import find_export, load_responses

NAME = "ml-deployment-monitoring"


def test_a_bundled_study_has_its_replica() -> None:
    responses = load_responses(NAME)
    assert responses.source.kind == "replica"
    assert responses.source.file == find_export(NAME).name


def test_the_file_that_is_named_is_read(tmp_path: Path) -> None:
    lines = find_export(NAME).read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "few.csv").write_text("".join(lines[:3]), encoding="utf-8")
    responses = load_responses(NAME, tmp_path / "few.csv")
    assert (len(responses), responses.source.file) == (2, "few.csv")


def test_a_missing_export_is_named() -> None:
    with pytest.raises(DataError, match=r"nowhere\.csv: there is no such file"):
        load_responses(NAME, "nowhere.csv")


def test_an_unknown_study_is_refused() -> None:
    with pytest.raises(InvalidCallError, match="'no-such' is neither a bundled study"):
        load_responses("no-such")
