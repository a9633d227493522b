from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

import pandas as pd
import pytest
from talks import write_coding, write_groups, write_interviews, write_stances

from survey_analysis.analysis import RunSettings
from survey_analysis.cli import main
from survey_analysis.commands.call import named_studies
from survey_analysis.display import provenance
from survey_analysis.documents import list_document_units
from survey_analysis.errors import InvalidCallError, StudyFileError
from survey_analysis.qualitative import (
    analyse_conversations,
    load_conversations,
    load_documents,
)
from survey_analysis.results import load_results
from survey_analysis.study import load_study

CODINGS = [("P01:002", "rhythm"), ("P01:004", "waiting"), ("P02:002", "alarms")]
FAST = RunSettings(n_resamples=20)


def write_coded_interviews(folder: Path) -> Path:
    write_interviews(folder)
    units = list_document_units(load_documents(folder)).set_index("unit_id")
    write_coding(folder, CODINGS, units["text_sha256"].to_dict())
    return folder


@pytest.fixture
def coded(tmp_path: Path) -> Path:
    return write_coded_interviews(tmp_path / "talks")


def tables_of(folder: Path) -> dict[str, pd.DataFrame]:
    return analyse_conversations(load_conversations(folder), settings=FAST)


def test_documents_that_nobody_coded_have_tables_too(tmp_path: Path) -> None:
    assert list(tables_of(write_interviews(tmp_path))) == ["participants.csv", "speaking.csv"]


def test_a_theme_counts_for_those_above_it(coded: Path) -> None:
    themes = tables_of(coded)["themes.csv"]
    rows = themes.set_index(["category", "code", "participant"])
    assert rows.loc[("pace", "", "P01"), ["is_present", "units", "own_units"]].tolist() == [
        True, 2, 0,
    ]  # fmt: skip
    assert rows.loc[("pace", "rhythm", "P01"), ["units", "own_units"]].tolist() == [2, 1]
    assert rows.loc[("pace", "waiting", "P01"), ["units", "parent"]].tolist() == [1, "rhythm"]
    assert not rows.loc[("pace", "rhythm", "P02"), "is_present"]
    assert len(themes) == 2 * 5  # two categories and three codes, each with both participants


def test_codes_of_few_participants_are_counts_without_shares(coded: Path) -> None:
    codes = tables_of(coded)["codes.csv"].set_index("code")
    assert codes.loc["rhythm", ["respondents", "answered"]].tolist() == [1, 2]
    shares = ["estimate", "ci_low", "ci_high", "wilson_low", "wilson_high"]
    assert codes[shares].isna().all(axis=None)
    assert codes["flag"].str.contains("few").all()


def test_codes_of_turns_close_by_occur_together_in_a_window(coded: Path) -> None:
    pairs = tables_of(coded)["cooccurrence.csv"].set_index("within")
    assert pairs.loc["window", ["code", "with_code", "together", "answered"]].tolist() == [
        "rhythm", "waiting", 2, 3,
    ]  # fmt: skip
    assert "unit" not in pairs.index


def test_everything_made_from_illustrations_says_so(coded: Path, tmp_path: Path) -> None:
    assert main(["run", str(coded), "--out", str(tmp_path / "out")]) == 0
    results = load_results(coded, tmp_path / "out")
    assert results.kind == "illustration"
    columns = {"codes": "flag", "quotes": "label"}
    for name, table in results.tables.items():
        if name != "relations":
            said = table[columns.get(name, "note")]
            assert said.str.endswith("illustration").all(), name


def test_tables_of_original_documents_say_nothing_of_illustrations(tmp_path: Path) -> None:
    for name, table in tables_of(write_groups(tmp_path)).items():
        assert "illustration" not in table.to_csv(), name


def test_the_same_documents_give_the_same_bytes(coded: Path, tmp_path: Path) -> None:
    for out in ("one", "two"):
        assert main(["run", str(coded), "--out", str(tmp_path / out), "--resamples", "20"]) == 0
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert "quotes.csv" in files
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_withheld_quotes_are_counted_and_never_shown(
    coded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", str(coded), "--out", str(tmp_path / "out")]) == 0
    printed, said = capsys.readouterr()
    assert "talks: 1 coded excerpts are not quoted: no consent to be quoted" in said
    written = (tmp_path / "out" / "quotes.csv").read_text(encoding="utf-8")
    assert "Then we wait." in written
    assert "alarms." not in printed + said + written


def test_the_manifest_names_every_document_and_coding_file(coded: Path, tmp_path: Path) -> None:
    assert main(["run", str(coded), "--out", str(tmp_path / "out")]) == 0
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["data"]["kind"] == "illustration"
    assert list(manifest["data"]["documents"]) == ["P01.md", "P02.md"]
    assert list(manifest["data"]["coding"]) == ["codebook.yaml", "coder-a.csv"]
    assert str(tmp_path) not in json.dumps(manifest)


def test_focus_groups_have_sessions_stances_and_consensus(tmp_path: Path) -> None:
    folder = write_groups(tmp_path)
    write_stances(folder, ["S1,D1,agree,,"])
    assert {"sessions.csv", "stances.csv", "consensus.csv"} <= set(tables_of(folder))


@pytest.mark.parametrize("option", ["by", "where", "population"])
def test_documents_have_nothing_to_select_participants_by(tmp_path: Path, option: str) -> None:
    settings = RunSettings(**{option: ("role",) if option == "by" else "role"})
    conversations = load_conversations(write_interviews(tmp_path))
    with pytest.raises(InvalidCallError, match=r"talks has no questions .*; found 'role'"):
        analyse_conversations(conversations, settings=settings)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (["run", "TALKS", "--by", "role"], "--by: for surveys; "),
        (["run", "TALKS", "--data", "x.csv"], "--data: for surveys; "),
        (["validate", "TALKS", "--data", "x.csv"], "--data: for surveys; "),
        (["estimate", "TALKS"], "talks consists of interviews; this needs a survey"),
        (["contrast", "TALKS"], "talks consists of interviews; this needs a survey"),
        (["record", "TALKS", "--data", "x.csv"], "talks consists of interviews"),
        (["replica", "TALKS"], "talks consists of interviews"),
        (["fetch", "TALKS"], "talks consists of interviews"),
    ],
)
def test_what_only_surveys_have_is_a_wrong_call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], call: list[str], message: str
) -> None:
    folder = str(write_interviews(tmp_path))
    assert main([folder if word == "TALKS" else word for word in call]) == 2
    printed, said = capsys.readouterr()
    assert message in said
    assert printed == ""


def test_documents_are_validated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_interviews(tmp_path)
    assert main(["validate", str(folder)]) == 0
    assert "P01.md: 4 turns, 2 by P01\n" in capsys.readouterr().out
    (folder / "documents" / "P02.md").write_text("", encoding="utf-8")
    assert main(["validate", str(folder)]) == 1
    assert "P02.md: the file is empty" in capsys.readouterr().err


def test_a_codebook_may_name_the_documents_it_is_for(coded: Path) -> None:
    book = coded / "coding" / "codebook.yaml"
    text = book.read_text(encoding="utf-8")
    coder = coded / "coding" / "coder-a.csv"
    lines = coder.read_text(encoding="utf-8").splitlines()
    coder.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    book.write_text(text.replace("documents: all", "documents: [P01]"), encoding="utf-8")
    assert load_conversations(coded).coding.units["unit_id"].tolist() == ["P01:002", "P01:004"]
    book.write_text(text.replace("documents: all", "documents: [P1]"), encoding="utf-8")
    with pytest.raises(StudyFileError, match="'P1' is not a document of the study; nearest is 'P0"):
        load_conversations(coded)


def test_a_codebook_of_a_survey_does_not_fit_documents(coded: Path) -> None:
    book = coded / "coding" / "codebook.yaml"
    text = book.read_text(encoding="utf-8").replace("documents: all", "question: Q4")
    book.write_text(text, encoding="utf-8")
    with pytest.raises(StudyFileError, match="its units are answers to a question"):
        load_conversations(coded)


@pytest.mark.parametrize(
    ("study", "participants"), [("operationalizing-ml", 18), ("mlops-focus-groups", 6)]
)
def test_bundled_studies_are_coded_by_every_participant(study: str, participants: int) -> None:
    tables = analyse_conversations(load_conversations(study), settings=FAST)
    assert len(tables["participants.csv"]) == participants
    assert set(tables["codes.csv"]["answered"]) == {participants}
    quoted = set(tables["quotes.csv"]["participant"])
    assert not quoted & {"P05", "P11", "P16", "D5"}


def test_surveys_and_documents_run_in_one_call(
    coded: Path, tiny_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["run", str(tiny_folder), str(coded), "--out", str(out), "--json"]) == 0
    survey, talks = json.loads(capsys.readouterr().out)
    assert (survey["study"], survey["data"]) == ("tiny", "original")
    assert (talks["study"], talks["data"], talks["coded"]) == ("talks", "illustration", 3)
    assert sorted(path.name for path in out.iterdir()) == ["talks", "tiny"]


def test_without_a_study_all_bundled_ones_are_meant() -> None:
    named = named_studies(Namespace(studies=[], data=None))
    assert {load_study(name).kind for name in named} == {"survey", "interviews", "focus-groups"}


def test_results_of_documents_have_no_questions(coded: Path, tmp_path: Path) -> None:
    assert main(["run", str(coded), "--out", str(tmp_path / "out")]) == 0
    results = load_results(coded, tmp_path / "out")
    assert results.table("saturation")["expected"].dtype == float
    with pytest.raises(InvalidCallError, match="talks is no survey, so it has no questions"):
        results.question("Q1")
    assert provenance(results).text == (
        "Illustration: transcripts written for this project; nothing may be concluded from them "
        "about anybody. 2 participants."
    )
