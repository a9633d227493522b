"""A bundled transcript in every form in which it may come: the turns are the same."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest
from make_talks import FOLDER, LAYOUTS, PERSON, STUDY

from survey_analysis.documents import read_documents
from survey_analysis.study import find_study_folder, load_qualitative_study

TURNS = ["document_id", "turn", "speaker", "is_moderator", "start_seconds", "text"]


def read(folder: Path) -> pd.DataFrame:
    study = load_qualitative_study(STUDY)
    alone = [person for person in study.participants if person.id == PERSON]
    turns = read_documents(folder, study.model_copy(update={"participants": alone})).turns
    return turns[TURNS]


@pytest.fixture(scope="module")
def markdown(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """The turns as the bundled Markdown file has them."""
    place = tmp_path_factory.mktemp("markdown") / "documents"
    place.mkdir()
    shutil.copy(find_study_folder(STUDY) / "documents" / f"{PERSON}.md", place)
    return read(place.parent)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_file_that_libreoffice_wrote_has_the_turns_of_the_markdown(
    tmp_path: Path, markdown: pd.DataFrame, layout: str
) -> None:
    shutil.copytree(FOLDER / layout, tmp_path / "documents")
    pd.testing.assert_frame_equal(read(tmp_path), markdown)


def write_vtt(turns: pd.DataFrame) -> str:
    """Write a caption a turn, each up to the beginning of the next."""
    starts = [*turns["start_seconds"], turns["start_seconds"].iloc[-1] + 60]
    times = [f"{int(one) // 60:02d}:{int(one) % 60:02d}.000" for one in starts]
    blocks = [
        f"{begin} --> {end}\n<v {turn.speaker}>{turn.text.replace('&', '&amp;')}</v>"
        for turn, begin, end in zip(turns.itertuples(), times, times[1:], strict=False)
    ]
    return "\n\n".join(["WEBVTT", *blocks, ""])


def test_captions_have_the_turns_of_the_markdown(tmp_path: Path, markdown: pd.DataFrame) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / f"{PERSON}.vtt").write_text(write_vtt(markdown), encoding="utf-8")
    pd.testing.assert_frame_equal(read(tmp_path), markdown)
