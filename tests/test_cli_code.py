"""The command `code` as coders call it: a whole day, exit codes, and what is said where."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from coding_day import (
    edit_csv,
    fill_csv,
    fill_workbook,
    make_study,
    open_study,
    read_coder,
    texts,
    write_coder,
)

from survey_analysis.cli import main
from survey_analysis.coding.sheet_files import read_sheet
from survey_analysis.command_parser import build_parser
from survey_analysis.exchange import import_coding, read_refi_qda
from survey_analysis.qualitative import load_conversations
from survey_analysis.study import load_qualitative_study

NAME, INTERVIEWS = "ml-deployment-monitoring", "operationalizing-ml"

VERBS = [
    "assign", "sheet", "collect", "progress", "lint", "migrate", "agree", "reconcile", "report",
    "import", "export",
]  # fmt: skip
UNITS = ["3:T1.first", "5:T1.second", "11:T1.first", "11:T1.second", "21:T1.first"]
STEP = """\
- version: 2
  date: 2026-11-21
  by: coder-a
  note: Clearer
  changes:
  - {rename: speed, to: slowness}
"""


@dataclass(frozen=True)
class Said:
    """What a command returned, printed, and said to the person."""

    code: int
    out: str
    err: str


Call = Callable[..., Said]


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return make_study(tmp_path)


@pytest.fixture
def double_coded(study: Path) -> Path:
    """Two coders on all units: at odds on the last two."""
    for coder, codes in (("coder-a", "sbabs"), ("coder-b", "sbass")):
        names = {"s": "speed", "b": "blame", "a": "attention"}
        rows = [f"{unit},{names[x]},,,," for unit, x in zip(UNITS, codes, strict=True)]
        write_coder(study, coder, *rows)
    return study


@pytest.fixture
def code(capsys: pytest.CaptureFixture[str]) -> Call:
    """Call `survey-analysis code`."""

    def call(*words: object) -> Said:
        capsys.readouterr()
        status = main(["code", *map(str, words)])
        printed = capsys.readouterr()
        return Said(status, printed.out, printed.err)

    return call


@pytest.mark.parametrize("words", [[], ["--help"]])
def test_help_lists_every_verb_on_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit, match=r"^0$"):
        raise SystemExit(main(["code", *words]))
    listed = capsys.readouterr().out.split("VERB STUDY ...\n")[1].split("\n\n")[0]
    assert [line.split()[0] for line in listed.splitlines()] == VERBS


@pytest.mark.parametrize("verb", VERBS)
def test_the_help_of_every_verb_has_an_example_that_parses(
    capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    with pytest.raises(SystemExit):
        main(["code", verb, "--help"])
    examples = capsys.readouterr().out.split("example:\n")[1].strip().splitlines()
    for example in examples:
        words = shlex.split(example)
        assert words[:3] == ["survey-analysis", "code", verb]
        assert build_parser().parse_args(words[1:]).verb == verb


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_whole_day(study: Path, code: Call, ending: str) -> None:
    """Assign, sheet, fill in, collect, agree, reconcile, report: as two coders do it."""
    fill_in = fill_csv if ending == "csv" else fill_workbook
    choices = {"coder-a": ["speed"] * 5, "coder-b": ["speed", "blame", "speed", "speed", ""]}
    for coder, chosen in choices.items():
        share = "1" if coder == "coder-a" else "0.8"
        assert code("assign", study, "--coder", coder, "--share", share, "--seed", 3).code == 0
        sheet = study.parent / f"{coder}.{ending}"
        made = code("sheet", study, "--coder", coder, "--assigned", "--out", sheet)
        assert (made.code, made.out) == (0, f"{sheet}\n")
        listed = read_sheet(sheet)["unit_id"]
        fill_in(sheet, {(u, "code_1"): c for u, c in zip(listed, chosen, strict=False)})
        done = code("collect", study, sheet, "--coder", coder)
        assert done.out == f"{study / 'coding' / f'{coder}.csv'}\n"
        assert f"{coder}: {len(listed)} units newly coded, 0 changed" in done.err
    progress = json.loads(code("progress", study, "--json").out)
    assert progress[0] == {
        "group": "", "coder": "", "units": 5, "coded": 5, "double_coded": 4, "in_conflict": 1,
    }  # fmt: skip
    agreed = json.loads(code("agree", study, "--json", "--resamples", 50).out)
    percent = [row["estimate"] for row in agreed if row["coefficient"] == "percent"]
    assert percent[0] == 0.75
    decide = study.parent / f"decide.{ending}"
    assert code("reconcile", study, "--out", decide).out == f"{decide}\n"
    conflict = read_sheet(decide)["unit_id"].item()
    fill_in(decide, {(conflict, "code_1"): "blame", (conflict, "reason"): "Read again."})
    decided = code("reconcile", study, "--collect", decide, "--by", "both")
    assert "1 units newly decided" in decided.err
    queue = json.loads(code("reconcile", study, "--json").out)
    assert [row["state"] for row in queue].count("agreed") == 3
    assert code("report", study, "--out", study.parent / "results").code == 0
    codes = pd.read_csv(study.parent / "results" / "codes.csv", keep_default_na=False)
    blame = codes[(codes["code"] == "blame") & (codes["segment_by"] == "")]
    assert blame[["respondents", "answered"]].to_numpy().tolist() == [[1, 4]]


def test_no_command_writes_a_text_of_a_respondent(double_coded: Path, code: Call) -> None:
    said = [
        code("progress", double_coded), code("lint", double_coded), code("reconcile", double_coded),
        code("agree", double_coded, "--resamples", 20),
        code("assign", double_coded, "--coder", "coder-a"),
        code("report", double_coded, "--out", double_coded.parent / "results", "--resamples", 20),
    ]  # fmt: skip
    written = "".join(one.out + one.err for one in said)
    for path in [
        *(double_coded / "coding").iterdir(),
        *(double_coded.parent / "results").iterdir(),
    ]:
        written += path.read_text(encoding="utf-8")
    for text in texts(open_study(double_coded)).values():
        assert text not in written


def test_assigning_twice_changes_nothing_and_differently_is_a_wrong_call(
    study: Path, code: Call
) -> None:
    call = ("assign", study, "--coder", "coder-b", "--share", 0.4)
    assert code(*call).out == f"{study / 'coding' / 'assignment.csv'}\n"
    again = code(*call)
    assert (again.code, again.out) == (0, "")
    assert "were assigned already; nothing changed" in again.err
    other = code("assign", study, "--coder", "coder-b", "--share", 0.9)
    assert other.code == 2
    assert "The sample is drawn once" in other.err


def test_without_out_a_sheet_goes_where_git_does_not_look(study: Path, code: Call) -> None:
    made = code("sheet", study, "--coder", "coder-b")
    assert made.out == f"{Path('build', 'sheets', 'tiny-coder-b.xlsx')}\n"
    assert code("sheet", study, "--coder", "coder-b").code == 2


def test_an_emptied_row_is_said_and_kept_unless_replaced(double_coded: Path, code: Call) -> None:
    sheet = double_coded.parent / "a.csv"
    code("sheet", double_coded, "--coder", "coder-a", "--blind", "--out", sheet)
    before = read_coder(double_coded, "coder-a")
    kept = code("collect", double_coded, sheet, "--coder", "coder-a")
    assert (kept.code, kept.out) == (0, "")
    assert "5 units without codes in the sheet kept their codes (--replace takes" in kept.err
    assert read_coder(double_coded, "coder-a") == before
    gone = code("collect", double_coded, sheet, "--coder", "coder-a", "--replace")
    assert "5 units without codes in the sheet lost their codes: 3:T1.first, 5:T1.sec" in gone.err
    assert read_coder(double_coded, "coder-a") == []


def test_a_sheet_of_another_coder_has_exit_code_1(double_coded: Path, code: Call) -> None:
    sheet = double_coded.parent / "a.csv"
    code("sheet", double_coded, "--coder", "coder-a", "--out", sheet)
    refused = code("collect", double_coded, sheet, "--coder", "coder-b")
    assert (refused.code, refused.out) == (1, "")
    assert "rows 2, 3, 4, 5, 6, column coder: 'coder-a', not coder-b, is whose" in refused.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sheet", "STUDY", "--coder", "Bob"], "'Bob' is not a coder's id"),
        (["sheet", "STUDY", "--coder", "coder-c", "--assigned"], "no unit is assigned to coder-c"),
        (["assign", "STUDY", "--coder", "coder-c", "--share", "2"], "the share must be above 0"),
        (["reconcile", "STUDY", "--by", "me"], "--by and --replace go with --collect FILE"),
        (["reconcile", "STUDY", "--collect", "x.csv"], "name who decided"),
        (["report", "STUDY", "--level", "2"], "level"),
        (["export", "STUDY", "x.foo"], "the ending names no format"),
        (["progress", "nowhere"], "'nowhere' is neither a bundled study"),
        (["sheet", NAME, "--coder", "coder-b"], "'code sheet' needs the texts, and the replica"),
        (["sheet", INTERVIEWS, "--coder", "coder-b", "--data", "x.csv"], "leave out --data"),
    ],
)
def test_a_wrong_call_has_exit_code_2(
    double_coded: Path, code: Call, words: list[str], said: str
) -> None:
    refused = code(*[double_coded if word == "STUDY" else word for word in words])
    assert (refused.code, refused.out) == (2, "")
    assert said in refused.err


def test_agreement_needs_two_coders(study: Path, code: Call) -> None:
    write_coder(study, "coder-a", "3:T1.first,speed,,,,")
    refused = code("agree", study)
    assert refused.code == 1
    assert "no unit is coded by two coders" in refused.err


def test_a_study_without_a_codebook_says_so(study: Path, code: Call) -> None:
    (study / "coding" / "codebook.yaml").unlink()
    refused = code("progress", study)
    assert refused.code == 1
    assert "codebook.yaml: there is no such file" in refused.err


def test_lint_names_what_is_weak_and_fails_on_undefined_codes(
    double_coded: Path, code: Call
) -> None:
    fine = code("lint", double_coded)
    assert fine.code == 0
    write_coder(double_coded, "coder-a", "3:T1.first,sped,,,,")
    bad = code("lint", double_coded, "--json")
    assert bad.code == 1
    undefined = [row for row in json.loads(bad.out) if row["check"] == "undefined"]
    assert [(row["code"], row["other"]) for row in undefined] == [("sped", "speed")]


def test_a_migration_is_shown_then_applied_to_every_coder(double_coded: Path, code: Call) -> None:
    step = double_coded.parent / "step.yaml"
    step.write_text(STEP, encoding="utf-8")
    before = read_coder(double_coded, "coder-b")
    shown = code("migrate", double_coded, step, "--dry-run")
    assert "+3:T1.first,slowness," in shown.out
    assert "version 1 to 2; nothing was written" in shown.err
    assert read_coder(double_coded, "coder-b") == before
    done = code("migrate", double_coded, step)
    assert str(double_coded / "coding" / "migrations.yaml") in done.out.splitlines()
    for coder in ("coder-a", "coder-b"):
        rows = read_coder(double_coded, coder)
        assert [row for row in rows if "slowness" in row]
        assert not [row for row in rows if "speed" in row]


@pytest.mark.parametrize("name", ["out.qdpx", "out.csv", "out.xlsx"])
def test_what_is_exported_can_be_imported_by_somebody_else(
    double_coded: Path, code: Call, name: str
) -> None:
    path = double_coded.parent / name
    assert code("export", double_coded, path).out == f"{path}\n"
    codes = [row.split(",")[:2] for row in read_coder(double_coded, "coder-b")]
    again = code("import", double_coded, path)
    assert "0 units newly coded, 0 changed, 10 as before" in again.err
    (double_coded / "coding" / "coder-b.csv").unlink()
    tried = code("import", double_coded, path, "--dry-run")
    assert "5 units newly coded, 0 changed, 5 as before (nothing was written)" in tried.err
    assert not (double_coded / "coding" / "coder-b.csv").exists()
    done = code("import", double_coded, path)
    assert str(double_coded / "coding" / "coder-b.csv") in done.out.splitlines()
    assert [row.split(",")[:2] for row in read_coder(double_coded, "coder-b")] == codes


def test_an_import_never_replaces_codes_silently(double_coded: Path, code: Call) -> None:
    path = double_coded.parent / "out.csv"
    code("export", double_coded, path)
    edit_csv(path, lambda table: table.replace({"code": {"blame": "attention"}}))
    before = read_coder(double_coded, "coder-b")
    refused = code("import", double_coded, path)
    assert refused.code == 1
    assert "coder-b: 5:T1.second; --replace takes the file's codes" in refused.err
    assert read_coder(double_coded, "coder-b") == before
    assert code("import", double_coded, path, "--replace").code == 0
    assert read_coder(double_coded, "coder-b") != before


def test_an_import_with_new_codes_asks_for_a_migration(double_coded: Path, code: Call) -> None:
    path = double_coded.parent / "out.qdpx"
    code("export", double_coded, path)
    book = double_coded / "coding" / "codebook.yaml"
    text = book.read_text(encoding="utf-8").replace("id: blame", "id: guilt")
    for coder in ("coder-a", "coder-b"):
        write_coder(double_coded, coder, "3:T1.first,speed,,,,")
    book.write_text(text.replace("label: Blame", "label: Guilt"), encoding="utf-8")
    refused = code("import", double_coded, path)
    assert refused.code == 1
    assert "the file has 1 codes that the codebook does not have ('blame')" in refused.err
    assert read_coder(double_coded, "coder-b") == ["3:T1.first,speed,,,,"]


def test_interviews_can_be_coded_like_answers(tmp_path: Path, code: Call) -> None:
    sheet = tmp_path / "sheet.csv"
    assert code("sheet", INTERVIEWS, "--coder", "coder-z", "--out", sheet).code == 0
    rows = read_sheet(sheet)
    assert rows["unit_id"].iloc[0] == "P01:002"
    assert rows["before"].iloc[0].startswith("Interviewer: ")
    assert code("progress", INTERVIEWS, "--json").code == 0


def test_a_sheet_of_the_original_holds_every_report_once(
    original: Path, study: Path, code: Call
) -> None:
    sheet = study.parent / "sheet.xlsx"
    call = ("sheet", NAME, "--coder", "coder-z", "--data", original, "--out", sheet)
    assert code(*call).code == 0
    counts = read_sheet(sheet)["group"].value_counts().to_dict()
    assert counts == {"Model deployment": 139, "Model monitoring": 113}


def test_participants_are_cases_with_their_attributes_in_an_exported_project(
    tmp_path: Path,
) -> None:
    out = tmp_path / "interviews.qdpx"
    assert main(["code", "export", "operationalizing-ml", str(out)]) == 0
    project = read_refi_qda(out).project
    people = load_qualitative_study("operationalizing-ml").participants
    cases = {case.name: case.attributes for case in project.cases}
    assert list(cases) == [person.id for person in people]
    assert {name: case["role"] for name, case in cases.items()} == {
        person.id: person.role for person in people
    }
    coding = load_conversations("operationalizing-ml").coding
    assert coding is not None
    back = import_coding(out, coding).applications
    key = ["coder", "unit_id", "code"]
    written = coding.applications[key].sort_values(key).to_numpy().tolist()
    assert back[key].sort_values(key).to_numpy().tolist() == written
