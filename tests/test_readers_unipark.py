from __future__ import annotations

import pandas as pd
import pytest

from survey_analysis.readers.unipark import is_unipark


@pytest.mark.parametrize("mark", ["-77", "not quoted"])
def test_an_export_is_known_by_its_codes_wherever_they_stand(mark: str) -> None:
    cells = pd.DataFrame({"a": ["1"] * 500, "b": ["x"] * 499 + [mark]})
    assert is_unipark(cells)
    assert is_unipark(cells.iloc[::-1])


def test_an_export_without_these_codes_is_another_kind() -> None:
    assert not is_unipark(pd.DataFrame({"a": ["Yes", "-99", "77", "quoted-ish"]}))
