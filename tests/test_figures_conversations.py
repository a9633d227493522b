from __future__ import annotations

from pathlib import Path

import pandas as pd
from talks import write_groups, write_stances

from survey_analysis.cli import main
from survey_analysis.figures import write_figures
from survey_analysis.results import load_results


def figures_of(folder: Path, tmp_path: Path) -> pd.DataFrame:
    assert main(["run", str(folder), "--out", str(tmp_path / "out")]) == 0
    results = load_results(folder, tmp_path / "out")
    return write_figures(results, tmp_path / "figures").set_index("name")


def test_focus_groups_have_figures_of_speech_and_stances(tmp_path: Path) -> None:
    folder = write_groups(tmp_path / "boards")
    write_stances(folder, ["S1,D1,agree,,"])
    index = figures_of(folder, tmp_path)
    assert index.index.tolist() == ["speaking", "stances"]
    assert not index["caption"].str.contains("Illustration").any()


def test_figures_of_illustrations_say_so_in_caption_and_words(tmp_path: Path) -> None:
    index = figures_of(Path("mlops-focus-groups"), tmp_path)
    assert index.index.tolist() == ["speaking", "themes", "saturation", "stances"]
    for column in ("caption", "alt"):
        assert (
            index[column].str.contains("Illustration: transcripts written for this project").all()
        )
