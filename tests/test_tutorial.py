"""The tutorial, followed to the letter: its commands, edits and expected output."""

from __future__ import annotations

import html
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

PAGE = Path(__file__).parents[1] / "book" / "your-own-survey.md"
EXPORT = Path(__file__).parent / "data" / "tutorial" / "export.csv"
_BLOCK = re.compile(
    r"^```(?P<kind>\w+)\n(?P<body>.*?)^```$"
    r'|^<pre data-file="(?P<file>[^"]+)">\n(?P<text>.*?)^</pre>$',
    re.MULTILINE | re.DOTALL,
)

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("jupyter_book") is None, reason="the extra `book` is not installed"
)


def run(commands: str, folder: Path) -> str:
    """Run shell commands as a reader would; they must succeed."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-e", "-c", commands],
        cwd=folder,
        env={**os.environ, "PATH": path, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{commands}{done.stderr}"
    return done.stdout


def edit(study_file: Path, change: str) -> None:
    """Make the change of a diff block."""
    lines = change.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line[0] != "+")
    after = "".join(line[1:] for line in lines if line[0] != "-")
    text = study_file.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{before!r} stands {text.count(before)} times in the file"
    study_file.write_text(text.replace(before, after), encoding="utf-8")


def follow(folder: Path) -> Iterator[tuple[str, str]]:
    """Do what the page says, and yield each text that it shows with what there really was."""
    study_file, printed = folder / "mine" / "study.yaml", ""
    for block in _BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        if block["file"]:
            target = folder / block["file"]
            target.parent.mkdir(exist_ok=True)
            target.write_text(html.unescape(block["text"]), encoding="utf-8")
        elif block["kind"] == "sh":
            printed = run(block["body"], folder)
        elif block["kind"] == "diff":
            edit(study_file, block["body"])
        elif block["kind"] == "yaml":
            yield block["body"], study_file.read_text(encoding="utf-8")
        else:
            yield block["body"], printed


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[str, str]]]:
    """The folder of a newcomer after the last step, and what was shown on the way."""
    folder = tmp_path_factory.mktemp("newcomer")
    shutil.copy(EXPORT, folder / "export.csv")
    return folder, list(follow(folder))


def test_every_text_on_the_page_is_what_the_commands_give(
    followed: tuple[Path, list[tuple[str, str]]],
) -> None:
    shown = followed[1]
    assert len(shown) == 6
    for expected, real in shown:
        for line in expected.splitlines():
            assert " ".join(line.split()) in " ".join(real.split()), line


def test_the_site_has_every_page_that_the_tutorial_names(
    followed: tuple[Path, list[tuple[str, str]]],
) -> None:
    site = followed[0] / "_site"
    pages = {page.stem for page in site.glob("*.html")}
    assert pages >= {
        "intro", "sample", "section-all", "team", "open-answers", "quality", "method", "codebook",
        "reproduce",
    }  # fmt: skip
    assert "How our teams work" in (site / "intro.html").read_text(encoding="utf-8")


def test_numbers_in_own_prose_are_those_of_the_export(
    followed: tuple[Path, list[tuple[str, str]]],
) -> None:
    page = (followed[0] / "_site" / "team.html").read_text(encoding="utf-8")
    answers = pd.read_csv(EXPORT)
    developers = int((answers["What is your role?"] == "Developer").sum())
    assert developers == 30
    said = " ".join(page.replace("\u2060", "").split())
    assert f"Developers are {developers / 48 * 100:.0f} % (n = 48" in said
    assert f"Experience: {answers['Years of experience'].mean():.1f}" in said


def test_the_breakdown_that_was_asked_for_is_computed(
    followed: tuple[Path, list[tuple[str, str]]],
) -> None:
    table = pd.read_csv(followed[0] / "results" / "mine" / "breakdowns.csv")
    assert set(table["question_id"]) == {"Q2"}
    assert set(table["segment"]) >= {"Developer", "Tester"}


def test_nobody_is_identified_in_what_leaves_the_study(
    followed: tuple[Path, list[tuple[str, str]]],
) -> None:
    folder = followed[0]
    export = pd.read_csv(EXPORT)
    secrets = [*export["Email address"], *export["What is the main problem?"].dropna()]
    written = [*(folder / "_site").glob("*.html"), *(folder / "answers").iterdir()]
    assert len(written) > 10
    for file in written:
        text = file.read_text(encoding="utf-8")
        assert not [secret for secret in secrets if secret in text], file.name
