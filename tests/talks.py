"""Two small studies that can be counted by hand: interviews, and focus groups with a board."""

from __future__ import annotations

from pathlib import Path

INTERVIEWS = """\
study: talks
title: Two talks
kind: interviews
about: Two invented talks.
documents: {moderators: [Interviewer], illustration: true, note: Invented.}
participants:
  - {id: P01, role: Developer, session: one, consent_to_quote: true}
  - {id: P02, role: Lead, session: one, consent_to_quote: false}
employers: [Example Works]
"""

P01 = """\
---
participant: P01
role: Developer
illustration: true
---
**Interviewer** [00:00:05] How do you retrain?

**P01** [00:00:20] Every Monday. Unless the data are late.

**Interviewer** [00:01:00] And then?

**P01** [00:01:10] Then we wait.
"""

P02 = """\
**Interviewer** [00:00:05] How do you retrain?

**P02** [00:00:20] Never, we look at the alarms.
"""

CODEBOOK = """\
title: Talks
version: 1
units: {documents: all}
categories:
  - {id: pace, label: Pace, definition: How fast.}
  - {id: watch, label: Watching, definition: What is seen.}
codes:
  - {id: rhythm, label: Rhythm, category: pace, definition: A fixed day., since: 1}
  - {id: waiting, label: Waiting, category: pace, parent: rhythm, definition: Wait., since: 1}
  - {id: alarms, label: Alarms, category: watch, definition: Alarms., since: 1}
"""

GROUPS = """\
study: boards
title: Two sessions
kind: focus-groups
about: Two invented sessions.
documents: {moderators: [Moderator]}
participants:
  - {id: D1, session: first, consent_to_quote: true}
  - {id: D2, session: first, consent_to_quote: true}
  - {id: D3, session: second, consent_to_quote: true}
statements:
  - {id: S1, text: It helps., kind: benefit}
  - {id: S2, text: It costs., kind: limitation}
  - {id: S3, text: It depends., kind: when}
"""

FIRST = """\
**Moderator** [00:00:00] Does it help you?

**D1** [00:01:00] It does.

**D2** [00:02:00] It does not, and it costs.

**D1** [00:04:00] Well, a little.
"""

SECOND = """\
**Moderator** [00:00:00] Does it?

**D3** [00:03:00] Yes it does.
"""


def write_study(folder: Path, study: str, documents: dict[str, str]) -> Path:
    """Write a study file and its documents; returns the folder."""
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    (folder / "study.yaml").write_text(study, encoding="utf-8")
    for name, text in documents.items():
        (folder / "documents" / name).write_text(text, encoding="utf-8")
    return folder


def write_interviews(folder: Path) -> Path:
    return write_study(folder, INTERVIEWS, {"P01.md": P01, "P02.md": P02})


def write_groups(folder: Path) -> Path:
    return write_study(folder, GROUPS, {"first.md": FIRST, "second.md": SECOND})


def write_coding(folder: Path, rows: list[tuple[str, str]], hashes: dict[str, str]) -> None:
    """Write a codebook and one coder's applications, (unit, code) each."""
    coding = folder / "coding"
    coding.mkdir(exist_ok=True)
    (coding / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    lines = ["unit_id,code,category,start,end,text_sha256,memo"]
    lines += [f"{unit},{code},,,,{hashes[unit]}," for unit, code in rows]
    (coding / "coder-a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_stances(folder: Path, rows: list[str], coder: str = "a") -> Path:
    (folder / "coding").mkdir(exist_ok=True)
    path = folder / "coding" / f"stances-{coder}.csv"
    header = "statement,participant,stance,unit_id,memo"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path
