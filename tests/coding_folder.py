"""A coding folder that can be checked by hand: five units of the survey of eight, two coders.

Units (text lengths): 3:T1.first (28), 5:T1.second, 11:T1.first (5), 11:T1.second (10),
21:T1.first. Codes: drift and slow-release (both of ``operation``), blind (of ``watching``).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from survey_analysis.coding.units import text_sha256

CODEBOOK = """\
title: Problems

version: 1

units:
  question: T1

categories:
  - id: operation
    label: Operation
    definition: The model in use.
  - id: watching
    label: Watching
    definition: Looking at it.

codes:
  - id: drift
    label: Drift
    category: operation
    definition: Data change.
    exclude: Nobody looks (blind).
    since: 1
  - id: slow-release
    label: Slow releases
    category: operation
    definition: Releases take long.
    since: 1
  - id: blind
    label: Nobody looks
    category: watching
    parent: drift
    definition: There is no monitoring.
    since: 1

groupings:
  - id: trouble
    label: Any trouble
    any_of:
      - drift
      - watching
"""

HEADER = "unit_id,code,category,start,end,text_sha256,memo"
CODER_A = [
    "3:T1.first,slow-release,,0,13,,",
    "5:T1.second,blind,,,,,",
    "11:T1.first,drift,,,,,",
    "11:T1.second,drift,watching,,,,old",
    "21:T1.first,blind,,,,,",
]
CODER_B = [
    "3:T1.first,slow-release,,,,,",
    "5:T1.second,NOT-CODABLE,,,,,unclear",
    "11:T1.first,,,,,,",
    "11:T1.second,drift,watching,,,,",
]
RESOLVED_HEADER = "unit_id,code,category,start,end,resolved_by,reason"
RELATION_HEADER = "from_code,relation,to_code,unit_id,coder,memo"
SLOW_SHA256 = text_sha256("Slow releases, often blocked")


def write_rows(path: Path, rows: Sequence[str], *, header: str = HEADER) -> Path:
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8", newline="")
    return path


def write_folder(folder: Path, *, codebook: str = CODEBOOK) -> Path:
    """Write the codebook, its first version and both coders' files."""
    folder.mkdir(exist_ok=True)
    (folder / "codebook.yaml").write_text(codebook, encoding="utf-8", newline="")
    (folder / "codebook-v1.yaml").write_text(codebook, encoding="utf-8", newline="")
    write_rows(folder / "coder-a.csv", CODER_A)
    write_rows(folder / "coder-b.csv", CODER_B)
    return folder


def write_steps(path: Path, *changes: str, version: int = 2) -> Path:
    """Write a step; each change is YAML in flow style."""
    head = f"- version: {version}\n  date: 2026-11-21\n  by: coder-a\n  note: Better\n  changes:\n"
    path.write_text(head + "".join(f"    - {change}\n" for change in changes), encoding="utf-8")
    return path


def read_folder(folder: Path) -> dict[str, bytes]:
    """Read every file of a folder, hidden ones too."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def applied(table: pd.DataFrame) -> list[str]:
    """Write applications as ``a 3:T1.first slow-release``."""
    return [
        f"{coder[-1]} {unit} {code}".strip()
        for coder, unit, code in zip(table["coder"], table["unit_id"], table["code"], strict=True)
    ]
