from __future__ import annotations

from pathlib import Path

import pytest
from coding_folder import CODEBOOK
from hypothesis import example, given, settings
from hypothesis import strategies as st

from survey_analysis.coding.codebook import (
    Category,
    Code,
    Codebook,
    CodedUnits,
    format_codebook,
    load_codebook,
    write_codebook,
)
from survey_analysis.errors import InvalidCallError, PublishError, StudyFileError


def write(folder: Path, text: str) -> Path:
    path = folder / "codebook.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_codebook_is_read_with_defaults(tmp_path: Path) -> None:
    codebook = load_codebook(write(tmp_path, CODEBOOK))
    assert codebook.code_ids == ["drift", "slow-release", "blind"]
    assert codebook.category_ids == ["operation", "watching"]
    assert codebook.default_categories["blind"] == "watching"
    assert codebook.code("blind").parent == "drift"
    assert codebook.code("drift").include is None


def test_the_canonical_form_is_written_byte_for_byte(tmp_path: Path) -> None:
    path = write(tmp_path, CODEBOOK)
    write_codebook(load_codebook(path), path)
    assert path.read_text(encoding="utf-8") == CODEBOOK


def test_comments_and_flow_style_say_the_same_in_another_form(tmp_path: Path) -> None:
    other = CODEBOOK.replace("units:\n  question: T1", "units: {question: T1}  # all slots")
    assert format_codebook(load_codebook(write(tmp_path, other))) == CODEBOOK


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200).filter(
    lambda text: text.strip() != ""
)


@settings(max_examples=60, deadline=None)
@given(definition=TEXTS, exclude=TEXTS)
@example(definition="odd\x85ends\u2028of lines", exclude="a\x85b")
def test_any_text_comes_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, definition: str, exclude: str
) -> None:
    code = Code(id="a", label="No", category="c", definition=definition, exclude=exclude, since=1)
    category = Category(id="c", label="1.0", definition="- x: # y")
    codebook = Codebook(
        title="yes", version=1, units=CodedUnits(question="T1"), categories=[category], codes=[code]
    )
    path = tmp_path_factory.mktemp("book") / "codebook.yaml"
    write_codebook(codebook, path)
    text = path.read_text(encoding="utf-8")
    assert load_codebook(path) == codebook
    assert not any(line != line.rstrip(" ") for line in text.split("\n"))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("exclude: Nobody", "exlude: Nobody", "line 21, .*unknown key 'exlude'; nearest is 'excl"),
        ("id: slow-release", "id: drift", r"line 23, codes\[drift\].id: the id 'drift' is decl"),
        ("id: slow-release", "id: watching", "the id 'watching' is declared already, in cat"),
        ("category: watching", "category: watchin", "'watchin' is not a category; nearest is 'wat"),
        ("parent: drift", "parent: drft", "'drft' is not a code; nearest is 'drift'"),
        (
            "      - watching",
            "      - waching",
            "line 40, .*neither a code nor a category; nearest",
        ),
        ("since: 1", "since: 2", "is later than the codebook's version, 1"),
        (
            "  question: T1",
            "  question: T1\n  documents: all",
            "either a 'question' or 'documents'",
        ),
        ("Data change.", "Data: change.", "line 20: not valid YAML: .*needs quotes"),
        ("id: slow-release", "id: Slow Release", "lower-case letters, digits and hyphens"),
    ],
)
def test_what_does_not_fit_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(StudyFileError, match=message):
        load_codebook(write(tmp_path, CODEBOOK.replace(old, new, 1)))


def test_a_circle_of_parents_is_named_once(tmp_path: Path) -> None:
    circle = CODEBOOK.replace("    exclude: Nobody", "    parent: blind\n    exclude: Nobody")
    with pytest.raises(StudyFileError, match="1 problem") as caught:
        load_codebook(write(tmp_path, circle))
    assert "the parents go in a circle: drift > blind > drift" in str(caught.value)


def test_a_code_that_is_its_own_parent_is_a_circle(tmp_path: Path) -> None:
    own = CODEBOOK.replace("parent: drift", "parent: blind")
    with pytest.raises(StudyFileError, match="circle: blind > blind"):
        load_codebook(write(tmp_path, own))


def test_all_problems_are_named_at_once(tmp_path: Path) -> None:
    broken = CODEBOOK.replace("parent: drift", "parent: x").replace("- drift\n", "- y\n")
    with pytest.raises(StudyFileError, match="2 problems"):
        load_codebook(write(tmp_path, broken))


def test_marks_of_an_unfinished_merge_are_named(tmp_path: Path) -> None:
    merge = "<<<<<<< HEAD\ntitle: Problems\n=======\ntitle: Troubles\n>>>>>>> other\n"
    with pytest.raises(StudyFileError, match="line 1, 3, 5: marks of an unfinished merge"):
        load_codebook(write(tmp_path, CODEBOOK.replace("title: Problems\n", merge)))


def test_a_missing_codebook_is_named(tmp_path: Path) -> None:
    with pytest.raises(StudyFileError, match=r"codebook.yaml: there is no such file"):
        load_codebook(tmp_path / "codebook.yaml")


def test_an_unknown_code_is_refused_with_the_nearest(tmp_path: Path) -> None:
    codebook = load_codebook(write(tmp_path, CODEBOOK))
    with pytest.raises(InvalidCallError, match="'drit' is not a code; nearest is 'drift'"):
        codebook.code("drit")


def test_a_codebook_that_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "codebook.yaml").mkdir()
    codebook = load_codebook(write(tmp_path / "codebook.yaml", CODEBOOK))
    with pytest.raises(PublishError, match=r"cannot be written: .*nothing was changed"):
        write_codebook(codebook, tmp_path / "codebook.yaml")
    assert [path.name for path in tmp_path.iterdir()] == ["codebook.yaml"]
