from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest

from survey_analysis.errors import StudyFileError
from survey_analysis.study import load_study
from survey_analysis.study.segment_rules import band_limits

BANDS = '"0-4", "5+"'
OTHERS = "Others: [other]"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("from: B1}", "from: B9}", "segments.role.from: 'B9' is not a question; allowed"),
        ("from: P2}", "from: P3}", "segments.pipeline.from: a scale question makes no segments"),
        ("from: P2}", "from: P4}", "segments.pipeline.from: an allocation question makes no seg"),
        ("from: B2, bands", "from: B4, bands", "B4 holds several numbers; a segment is made from"),
        (f", bands: [{BANDS}]", "", "segments.experience: B2 holds numbers: the segment needs 'b"),
        ("from: P2}", "from: P2, bands: ['1+']}", "bands divide numbers, and P2 is a choice"),
        (BANDS, '"0-4", "4+"', "the band '4+' begins before '0-4' ends; bands ascend and do not"),
        (BANDS, '"5+", "0-4"', "the band '0-4' begins before '5+' ends"),
        (BANDS, '"4-0"', "the band '4-0' ends before it begins"),
        (BANDS, '"0 to 4"', "bands[1]: must be a band of whole numbers, such as '2-4' or '10+'"),
        (OTHERS, "Others: [othr]", "segments.makers.groups: 'othr' is not an option of B1; neare"),
        (f", {OTHERS}", "", "no group holds other; put each in a group or under 'without'"),
        (OTHERS, "Others: [other, developer]", "the option 'developer' has 2 places; it may have"),
        ("without: [other]", "without: [others]", "named-role.without: 'others' is not an option"),
        (", reason: Other is no role", "", "named-role: 'groups' and 'without' need a 'reason'"),
    ],
)
def test_a_segment_that_does_not_divide_is_refused(
    edited_study: Callable[..., Path], old: str, new: str, said: str
) -> None:
    folder = edited_study((old, new))
    with pytest.raises(StudyFileError, match=r"study\.yaml") as raised:
        load_study(folder)
    assert said in str(raised.value)


def test_an_option_is_either_in_a_group_or_left_out(edited_study: Callable[..., Path]) -> None:
    folder = edited_study(
        (f"{{Makers: [developer, data-scientist], {OTHERS}}}", "{M: [developer]}")
    )
    text = (folder / "study.yaml").read_text(encoding="utf-8")
    left_out = "groups: {M: [developer]}\n    without: [data-scientist, other]"
    text = text.replace("groups: {M: [developer]}", left_out)
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    assert load_study(folder).segments["makers"].without == ["data-scientist", "other"]


def test_a_band_includes_both_ends() -> None:
    assert band_limits("2-4") == (2, 4)
    assert band_limits("10+") == (10, math.inf)
