from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pandas as pd
import pytest

from survey_analysis import publish
from survey_analysis.errors import OutputFolderError, PublishError
from survey_analysis.publish import (
    file_sha256,
    read_manifest,
    replaced_folder,
    write_csv,
    write_results,
)

TABLE = pd.DataFrame({"name": ["ä", ""], "value": [0.1 + 0.2, None], "count": [1, 2]})


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_table_is_utf8_with_line_feeds_and_full_precision(tmp_path: Path) -> None:
    write_csv(TABLE, tmp_path / "a.csv")
    expected = "name,value,count\nä,0.30000000000000004,1\n,,2\n"
    assert (tmp_path / "a.csv").read_bytes() == expected.encode("utf-8")


def test_the_manifest_holds_the_right_sums_of_the_other_files(tmp_path: Path) -> None:
    out = write_results({"b.csv": TABLE, "a.csv": TABLE}, tmp_path / "out", manifest={"seed": 1})
    manifest = read_manifest(out)
    assert manifest["seed"] == 1
    assert list(manifest["files"]) == ["a.csv", "b.csv"]
    for name, found in manifest["files"].items():
        assert found == hashlib.sha256((out / name).read_bytes()).hexdigest()
        assert found == file_sha256(out / name)


def test_the_manifest_is_readable_json(tmp_path: Path) -> None:
    out = write_results({"a.csv": TABLE}, tmp_path / "out", manifest={"title": "Ä"})
    text = (out / "manifest.json").read_text(encoding="utf-8")
    assert json.loads(text)["title"] == "Ä"
    assert '"title": "Ä"' in text
    assert text.endswith("}\n")


def test_missing_folders_are_made(tmp_path: Path) -> None:
    out = write_results({"a.csv": TABLE}, tmp_path / "some" / "where", manifest={})
    assert sorted(contents(out)) == ["a.csv", "manifest.json"]


def test_earlier_results_are_replaced_as_a_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_results({"old.csv": TABLE, "a.csv": TABLE}, out, manifest={})
    write_results({"a.csv": TABLE}, out, manifest={"second": True})
    assert sorted(contents(out)) == ["a.csv", "manifest.json"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_error_in_the_middle_leaves_the_old_results(tmp_path: Path) -> None:
    out = write_results({"a.csv": TABLE}, tmp_path / "out", manifest={"first": True})
    before = contents(out)

    class Broken(pd.DataFrame):
        def to_csv(self, *_: object, **__: object) -> str:
            msg = "in the middle"
            raise RuntimeError(msg)

    with pytest.raises(RuntimeError, match="in the middle"):
        write_results({"a.csv": TABLE, "b.csv": Broken()}, out, manifest={})
    assert contents(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_error_in_the_middle_leaves_nothing_where_nothing_was(tmp_path: Path) -> None:
    def fail() -> None:
        with replaced_folder(tmp_path / "out") as fresh:
            (fresh / "half.csv").write_text("half")
            msg = "in the middle"
            raise RuntimeError(msg)

    with pytest.raises(RuntimeError, match="in the middle"):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_a_failed_swap_puts_the_old_results_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = write_results({"a.csv": TABLE}, tmp_path / "out", manifest={"first": True})
    before, rename = contents(out), Path.rename

    def failing(self: Path, target: Path) -> Path:
        if target == out and self.parent == out.parent:  # the fresh folder, not the old one
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(PublishError, match="cannot be written: No space left on device"):
        write_results({"b.csv": TABLE}, out, manifest={})
    assert contents(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_with_other_files_is_refused_and_left_alone(tmp_path: Path) -> None:
    for name in ("thesis.tex", "notes.txt"):
        (tmp_path / name).write_text("mine")
    with pytest.raises(PublishError) as caught:
        write_results({"a.csv": TABLE}, tmp_path, manifest={})
    assert str(caught.value) == (
        f"{tmp_path}: holds files that are not results (notes.txt, thesis.tex); "
        "choose another --out"
    )
    assert sorted(contents(tmp_path)) == ["notes.txt", "thesis.tex"]


def test_a_file_put_beside_the_results_is_not_lost(tmp_path: Path) -> None:
    out = write_results({"a.csv": TABLE}, tmp_path / "out", manifest={})
    (out / "figures").mkdir()
    (out / "figures" / "mine.svg").write_text("mine")
    with pytest.raises(PublishError, match=r"not results \(figures/mine.svg\)"):
        write_results({"a.csv": TABLE}, out, manifest={})
    assert (out / "figures" / "mine.svg").read_text() == "mine"


def test_many_other_files_are_not_all_named(tmp_path: Path) -> None:
    for number in range(9):
        (tmp_path / f"{number}.txt").touch()
    with pytest.raises(PublishError, match=r"\(0.txt, 1.txt, 2.txt, 3.txt, 4.txt and more\)"):
        write_results({}, tmp_path, manifest={})


def test_a_folder_with_somebody_elses_manifest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"name": "a web page"}')
    with pytest.raises(PublishError, match=r"not results \(manifest.json\)"):
        write_results({}, tmp_path, manifest={})


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    for out in (tmp_path / "out", tmp_path / "out" / "below"):
        with pytest.raises(OutputFolderError, match="out: is a file, not a folder; choose another"):
            write_results({}, out, manifest={})
    assert (tmp_path / "out").read_text() == "mine"


def test_the_current_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PublishError, match="is the current folder, or holds it"):
        write_results({}, ".", manifest={})


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "place").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "place")
    write_results({"a.csv": TABLE}, tmp_path / "link", manifest={})
    assert (tmp_path / "link").is_symlink()
    assert sorted(contents(tmp_path / "place")) == ["a.csv", "manifest.json"]


def test_a_folder_without_results_says_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match=r"holds no results \(no manifest.json\); 'survey-a"):
        read_manifest(tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [("{", "is damaged .*; remove .* and run 'survey-analysis run' again"), ("[]", "no 'files'")],
)
def test_a_damaged_manifest_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / publish.MANIFEST).write_text(text)
    with pytest.raises(PublishError, match=message):
        read_manifest(tmp_path)


def test_whole_numbers_among_suppressed_ones_are_written_as_such(tmp_path: Path) -> None:
    table = pd.DataFrame({"answered": pd.Series([30, None], dtype=object), "flag": ["", "=few"]})
    out = write_results({"estimates.csv": table}, tmp_path / "out", manifest={})
    assert (out / "estimates.csv").read_text() == "answered,flag\n30,\n,'=few\n"
