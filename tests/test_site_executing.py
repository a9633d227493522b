"""Executing notebooks in parallel, and keeping what they put out."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pytest
from test_site import write_notebook

from survey_analysis.errors import SiteError
from survey_analysis.site.executing import CACHE, execute_notebooks, fingerprint, keep_outputs

needs_book = pytest.mark.skipif(
    importlib.util.find_spec("jupyter_book") is None, reason="the extra `book` is not installed"
)
COUNTING = """from pathlib import Path

with Path('runs.txt').open('a') as file:
    file.write('run\\n')"""


def execute(stage: Path, *, kept: Path, sources: dict[str, str], prose: str = "# Title") -> None:
    stage.mkdir(exist_ok=True)
    notebooks = [stage / f"{name}.ipynb" for name in sources]
    for notebook, source in zip(notebooks, sources.values(), strict=True):
        write_notebook(notebook, [("markdown", prose), ("code", source)])
    execute_notebooks(notebooks, stage=stage, kept=kept, environment=os.environ)


def runs(stage: Path) -> int:
    file = stage / "runs.txt"
    return file.read_text().count("run") if file.exists() else 0


@needs_book
def test_kept_outputs_spare_the_notebooks_whose_code_is_the_same(tmp_path: Path) -> None:
    kept, first, second = (tmp_path / name for name in ("kept/a", "first", "second"))
    execute(first, kept=kept, sources={"one": COUNTING, "two": f"{COUNTING}\n2"})
    keep_outputs(first, kept=kept)

    execute(second, kept=kept, sources={"one": COUNTING, "two": f"{COUNTING}\n3"}, prose="# New")

    assert (runs(first), runs(second)) == (2, 1)


@needs_book
def test_a_failing_notebook_is_not_kept(tmp_path: Path) -> None:
    kept, first, second = (tmp_path / name for name in ("kept/a", "first", "second"))
    failing = f"{COUNTING}\nraise ValueError('no base')"
    execute(first, kept=kept, sources={"one": failing})
    keep_outputs(first, kept=kept)

    execute(second, kept=kept, sources={"one": failing})

    assert (runs(first), runs(second)) == (1, 1)


@needs_book
def test_a_breakdown_of_the_execution_itself_is_an_error(tmp_path: Path) -> None:
    missing = tmp_path / "no.ipynb"

    with pytest.raises(SiteError, match=r"(?s)could not be executed.*no\.ipynb"):
        execute_notebooks([missing], stage=tmp_path, kept=None, environment=os.environ)


def test_the_fingerprint_changes_with_contents_names_and_files(tmp_path: Path) -> None:
    folder = tmp_path / "results"
    folder.mkdir()
    table = folder / "estimates.csv"
    seen = [fingerprint([folder])]
    table.write_text("a\n1\n")
    seen += [fingerprint([folder]), fingerprint([folder])]
    table.write_text("a\n2\n")
    seen.append(fingerprint([folder]))
    table.rename(folder / "breakdowns.csv")
    seen.append(fingerprint([folder]))

    assert seen[1] == seen[2]
    assert len(set(seen)) == 4


def test_only_the_newest_few_fingerprints_are_kept(tmp_path: Path) -> None:
    stage, kept = tmp_path / "stage", tmp_path / "kept"
    (stage / CACHE).mkdir(parents=True)
    for age, name in enumerate(("d", "c", "b", "a")):
        keep_outputs(stage, kept=kept / name)
        os.utime(kept / name, (1e9 - age, 1e9 - age))
    keep_outputs(stage, kept=kept / "e")

    assert sorted(folder.name for folder in kept.iterdir()) == ["c", "d", "e"]
