"""Whatever the file: a study that is read and estimated to the end, or a message that names it."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from make_exports import FOLDER

from survey_analysis.cli import main

EXPORTS = sorted(path for path in FOLDER.iterdir() if path.suffix != ".md")
CELLS = st.sampled_from(
    ["", "", "1", "2", "3", "4", "0", "10", "100", "-99", "-77", "1,5", "1,200", "1.200", "35%",
     "5 years", "1e5", "nan", "None", "N/A", "I don't know", "Yes", "No", "quoted", "Agree",
     "Disagree", "Git, Jira", "Git", "Jira;Git;", "Git;Jira;", "1st", "2nd", "Rank 1", "x", "Other",
     "-oth-", "=1+1", "½", "٣", "2024-01-01", "Completed (31)", "a\nb", '"', "\ufeff", "\xa0"]
)  # fmt: skip
NAMES = st.sampled_from(
    ["ID", "Q1_a", "Q1_b", "Q1_c", "Q1_other", "Q1[1]", "Q1[2]", "Q1[SQ001]", "Status", "Finished",
     "submitdate", "duration", "IP", "Country", "Tools: a", "Tools: b", "v_1", "v_2", "v_3", "v_4",
     "lfdn", "", "x", "x", " _", "e-mail", "Q2 [a]", "Q2 [b]", "Timestamp", "نص", "null", "- x"]
)  # fmt: skip


def as_csv(rows: list[list[str]], separator: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode()


@st.composite
def tables(draw: st.DrawFn) -> tuple[bytes, str]:
    """Draw a table of cells as exports have them, under names as exports have them."""
    names = draw(st.lists(NAMES, min_size=1, max_size=8))
    pool = draw(st.lists(CELLS, min_size=1, max_size=6))
    row = st.lists(st.sampled_from(pool), min_size=len(names), max_size=len(names))
    rows = draw(st.lists(row, min_size=1, max_size=12))
    numbered = [[*cells, str(i)] for i, cells in enumerate(rows)]
    return as_csv([[*names, "last"], *numbered], draw(st.sampled_from(",;\t"))), ".csv"


@st.composite
def changed(draw: st.DrawFn) -> tuple[bytes, str]:
    """Draw an export of some tool, with bytes cut or written over."""
    path = draw(st.sampled_from(EXPORTS))
    content = bytearray(path.read_bytes())
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(content)))
        put = draw(st.sampled_from([b"", b"1", b"x", b'"', b"\n", b",", b"\xff", b"\xef\xbb\xbf"]))
        content[start : start + draw(st.integers(0, 20))] = put
    return bytes(content), "".join(path.suffixes)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(export=st.one_of(tables(), changed()))
def test_an_export_goes_through_to_estimates_or_is_refused_by_name(
    export: tuple[bytes, str],
) -> None:
    pytest.importorskip("pyreadstat")
    folder = Path(tempfile.mkdtemp())
    path = folder / f"export{export[1]}"
    path.write_bytes(export[0])
    said = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stderr", said)
        drafted = main(["new", str(folder / "mine"), "--from", str(path), "--yes"])
        if drafted == 0:
            assert main(["validate", str(folder / "mine")]) == 0
            assert main(["estimate", str(folder / "mine")]) == 0
        else:
            assert drafted == 1
            assert path.name in said.getvalue()
            assert not (folder / "mine").exists()
    shutil.rmtree(folder)
