"""The command `code` as coders call it: a whole day, exit codes, and what is said where."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from coding_day import (
    edit_csv,
    fill_csv,
    fill_workbook,
    make_study,
    open_study,
    read_coder,
    write_coder,
)

from survey_analysis.cli import main

VERBS = [
    "assign", "sheet", "collect", "progress", "lint", "migrate", "agree", "reconcile", "report",
    "import", "export",
]  # fmt: skip
UNITS = ["3:T1.first", "5:T1.second", "11:T1.first", "11:T1.second", "21:T1.first"]
STEP = """\
- version: 2
  date: 2026-11-21
  by: coder-a
  note: Clearer
  changes:
  - {rename: speed, to: slowness}
"""


class Said:
    """What a command printed, and what it said to the person."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return make_study(tmp_path)


@pytest.fixture
def double_coded(study: Path) -> Path:
    """Two coders on all units: at odds on the last two."""
    for coder, codes in (("coder-a", "sbabs"), ("coder-b", "sbass")):
        names = {"s": "speed", "b": "blame", "a": "attention"}
        rows = [f"{unit},{names[x]},,,," for unit, x in zip(UNITS, codes, strict=True)]
        write_coder(study, coder, *rows)
    return study


@pytest.fixture
def code(capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Call `survey-analysis code`."""

    def call(*words: object) -> Said:
        capsys.readouterr()
        status = main(["code", *map(str, words)])
        return Said(status, *capsys.readouterr())

    return call
