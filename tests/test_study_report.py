"""The site of somebody's own study, built from generated pages."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pandas as pd
import pytest
from invented_study import write_study

from survey_analysis.cli import main
from survey_analysis.publish import file_sha256

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("jupyter_book") is None, reason="the extra `book` is not installed"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the study in `own` and its site in `site`."""
    folder = tmp_path_factory.mktemp("report")
    study = write_study(folder / "own")
    places = ["--out", str(folder / "results"), "--site", str(folder / "site")]
    assert main(["report", str(study), *places]) == 0
    return folder


def read(page: Path) -> str:
    """Read what a page says, with plain spaces."""
    text = re.sub(r"<[^>]*>", "", page.read_text(encoding="utf-8"))
    return re.sub(r"\s+", " ", text.replace("\u2060", ""))


def test_own_prose_and_generated_text_share_the_first_page(built: Path) -> None:
    text = read(built / "site" / "intro.html")
    assert "Automatic release: 40 % (n = 40, 95 % CI 25–55 %)." in text
    assert "Pipeline: most often Yes, 60 % (n = 40, 95 % CI" in text
    assert "How {{ models }} get into *production*" in text


def test_own_pages_stand_in_the_navigation(built: Path) -> None:
    page = (built / "site" / "intro.html").read_text(encoding="utf-8")
    assert 'href="team.html"' in page
    assert "<title>Findings at a glance &#8212; Getting models out</title>" in page
    assert "56 answers" in read(built / "site" / "team.html")


def test_the_checksums_of_own_pages_are_told(built: Path) -> None:
    text = read(built / "site" / "reproduce.html")
    sha256 = file_sha256(built / "own" / "pages" / "team.md")
    assert f"SHA-256 of pages/team.md {sha256}" in text


def test_every_question_is_offered_as_a_table_of_its_own(built: Path) -> None:
    folder = built / "site" / "results" / "own"
    rows = pd.read_csv(folder / "questions" / "P2.csv")
    assert rows[["option", "answered", "count"]].to_numpy().tolist() == [
        ["Yes", 40, 24],
        ["No", 40, 16],
    ]
    missing = pd.read_csv(folder / "missing.csv").set_index("question_id")
    assert missing.loc["P5", ["answered", "not shown", "not answered"]].tolist() == [16, 32, 8]


def test_no_published_table_holds_a_base_below_ten(built: Path) -> None:
    folder = built / "site" / "results" / "own"
    for name in ("estimates", "breakdowns", "sensitivity"):
        table = pd.read_csv(folder / f"{name}.csv")
        assert not (table["answered"] < 10).any(), name
    breakdowns = pd.read_csv(folder / "breakdowns.csv")
    assert (breakdowns["flag"] == "suppressed").any()


def test_neither_free_text_nor_origins_nor_ids_reach_the_site(built: Path) -> None:
    export = pd.read_csv(built / "own" / "responses.csv", dtype=str, keep_default_na=False)
    texts = {text for text in export["T1_First"] if len(text) > 3}
    secrets = {*texts, *export["Origin"], "By courier"}
    assert len(secrets) > 8
    pages = [
        path
        for path in (built / "site").rglob("*")
        if path.suffix in {".html", ".csv"} or path.stem == "searchindex"
    ]
    for page in pages:
        found = [s for s in secrets if s in page.read_text(encoding="utf-8", errors="replace")]
        assert not found, page.name


def test_a_study_of_ones_own_has_a_site_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = str(write_study(tmp_path / "own"))
    assert main(["report", "ml-deployment-monitoring", study]) == 2
    assert "a study of your own has a site of its own" in capsys.readouterr().err


def test_an_unknown_key_on_an_own_page_stops_the_report_before_the_build(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = write_study(tmp_path / "own")
    (study / "pages" / "team.md").write_text("# Team\n\n{{ survey.P1.automtic }}\n")
    places = ["--out", str(tmp_path / "results"), "--site", str(tmp_path / "site")]
    assert main(["report", str(study), *places]) == 1
    said = capsys.readouterr().err
    assert "pages/team.md, line 3: unknown key 'survey.P1.automtic'; nearest is" in said
    assert not (tmp_path / "site").exists()
