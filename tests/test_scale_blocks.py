from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from survey_analysis.errors import DataError
from survey_analysis.scale import blocks
from survey_analysis.scale.blocks import cut_blocks, has_loose_quotes, map_ahead
from survey_analysis.scale.files import open_file


def test_results_keep_their_order_when_a_later_item_is_ready_first() -> None:
    later_is_ready = threading.Event()

    def work(number: int) -> int:
        if number == 1:
            assert later_is_ready.wait(timeout=30)
        else:
            later_is_ready.set()
        return number * 10

    assert list(map_ahead(work, iter([1, 2, 3, 4]))) == [10, 20, 30, 40]


def test_an_error_of_an_item_comes_after_the_results_before_it() -> None:
    def work(number: int) -> int:
        if number == 3:
            msg = "three"
            raise DataError(msg)
        return number

    results: Iterator[int] = map_ahead(work, iter([1, 2, 3, 4]))
    assert [next(results), next(results)] == [1, 2]
    with pytest.raises(DataError, match="three"):
        next(results)


@pytest.mark.parametrize("size", [1, 7, 30, 1000])
def test_blocks_end_with_records_also_where_quotes_enclose_line_feeds(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [b"1,plain\n", b'2,"two\nlines"\n', b'3,"a ""quote""\n\nand more"\n', b"4,last\n"]
    path = tmp_path / "export.csv"
    path.write_bytes(b"ID,Answer\n" + b"".join(records))
    monkeypatch.setattr(blocks, "_BLOCK", size)
    found = list(cut_blocks(open_file(path)))
    assert b"".join(found) == b"".join(records)
    ends = {len(b"".join(records[:n])) for n in range(1, 5)}
    assert {len(b"".join(found[:n])) for n in range(1, len(found) + 1)} <= ends


def test_counting_files_loads_no_module_of_a_whole_run() -> None:
    code = "import sys, survey_analysis.scale; print('survey_analysis.analysis' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "False\n"


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (b'1,"a, b"\n2,"c ""d"" e"\n', False),
        (b'"1","","a\nb"\r\n', False),
        (b'1,"a"', False),
        (b"1,a\n", False),
        (b'1,"a"b\n', True),
        (b'1,"a" ,b\n', True),
        (b'1,a"b"\n', True),
        (b'1,5" screen\n', True),
    ],
)
def test_quotes_stand_around_cells_or_doubled_in_one(block: bytes, *, expected: bool) -> None:
    assert has_loose_quotes(block, ",") is expected
