"""The command line as somebody calls it: exit codes, and what is said where."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from survey_analysis.cli import main
from survey_analysis.command_parser import build_parser
from survey_analysis.study import bundled_studies

NAME = "ml-deployment-monitoring"
Edit = Callable[[str], str]


@pytest.fixture
def tiny(tiny_folder: Path) -> str:
    return str(tiny_folder)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def refuse(constant: str) -> float:
    pytest.fail(f"{constant} is not JSON")


def test_help_needs_neither_numpy_nor_pandas() -> None:
    code = (
        "import sys\n"
        "from survey_analysis.cli import main\n"
        "for call in ([], ['--version'], ['--help'], ['run', '--help']):\n"
        "    try:\n"
        "        main(call)\n"
        "    except SystemExit as stop:\n"
        "        assert stop.code == 0\n"
        "heavy = {'numpy', 'pandas', 'pydantic', 'matplotlib', 'scipy', 'ruamel'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0
    assert "usage: survey-analysis" in done.stdout


def test_the_installed_command_answers() -> None:
    command = Path(sys.executable).with_name("survey-analysis")
    done = subprocess.run([command, "--version"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip() == "0.1.0"


def test_nobody_is_bothered_when_the_reader_of_the_output_stops(tiny: str) -> None:
    call = f"{sys.executable} -m survey_analysis estimate {tiny} --json | head -1"
    done = subprocess.run(call, shell=True, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[\n", "")


def test_no_command_prints_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    printed = capsys.readouterr().out
    for command in ("run", "report", "estimate", "validate", "fetch", "record", "replica"):
        assert f"\n    {command} " in printed
    assert "3 a\nclaim's verdict differs" in printed


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (["frobnicate"], "invalid choice: 'frobnicate'"),
        (["estimate"], "the following arguments are required: STUDY"),
        (["run", "--interval", "wald"], "argument --interval: invalid choice: 'wald'"),
        (["run", "--level", "high"], "argument --level: invalid float value: 'high'"),
    ],
)
def test_a_call_that_cannot_be_parsed_has_exit_code_2(
    capsys: pytest.CaptureFixture[str], call: list[str], message: str
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(call)
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (["run", "nothing"], f"'nothing' is neither a bundled study ({NAME}"),
        (["run", "TINY", "--level", "1.5"], "level is 1.5; it must lie between 0 and 1"),
        (["run", "TINY", "--resamples", "0"], "the number of resamples must be at least 1"),
        (["run", "TINY", "--resamples", "9", "--seed", "-1"], "seed must not be negative"),
        (["run", "TINY", "--population", "al"], "'al' is not a population; allowed: 'started'"),
        (["run", "TINY", "--where", "B1 > 'x'"], "B1 is a choice, its options have no order"),
        (["estimate", "TINY", "--by", "rolle"], "'rolle' is not a segment; nearest is 'role'"),
        (["estimate", "TINY", "--by", "role*role"], "'role*role' crosses a segment with itself"),
        (["estimate", "TINY", "--scheduler", "tcp://a:1"], "--scheduler goes with --engine dask"),
        (["estimate", "TINY", "--question", "P11"], "'P11' is not a question of tiny; nearest is"),
        (["validate", "TINY", "--population", "x"], "'x' is not a population"),
        (["report", "nothing"], "'nothing' is neither a bundled study"),
        (["run", NAME, "TINY", "--data", "x.csv"], "--data FILE goes with one study, found 2: "),
    ],
)
def test_a_wrong_call_has_exit_code_2_and_writes_nothing(
    capsys: pytest.CaptureFixture[str],
    tiny: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([tiny if word == "TINY" else word for word in call]) == 2
    printed, said = capsys.readouterr()
    assert said.startswith("survey-analysis: ")
    assert message in said
    assert printed == ""
    assert list(tmp_path.iterdir()) == []


def swap(old: str, new: str) -> Edit:
    """Make an edit that replaces a text, which must be there."""

    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return edit


def drop_column(text: str) -> str:
    return "\n".join(line.rpartition(",")[0] for line in text.splitlines())


BAD_INPUTS: dict[str, tuple[Edit, str]] = {
    "empty file": (lambda _: "", "export.csv: the file is empty"),
    "header only": (lambda text: text.splitlines()[0], "and no record below it"),
    "truncated row": (
        lambda text: text.rstrip()[:-30],
        "export.csv: rows are cut or split (1 problem):\n  row 9: ",
    ),
    "wrong separator": (swap(",", ":"), "the header is a single cell; columns are separated by"),
    "wrong study": (lambda _: "id,age\n1,30\n", "export.csv does not fit the study tiny"),
    "unknown column": (
        swap("P2_No,", "P2_Noo,"),
        "column P2_Noo: study.yaml does not declare it; nearest is 'P2_No'",
    ),
    "missing column": (drop_column, "column T1_Second: is missing from the header"),
    "undeclared label": (
        swap("300,s-11,\"Other, which one?\"", "300,s-11,Manager"),
        "row 6, column B1_Role: found 'Manager', which study.yaml does not declare",
    ),
    "duplicate id": (swap("\n30,Susp", "\n3,Susp"), "rows 3, 4, column ID: the same id"),
    "non-number": (
        swap("600,s-3,Developer,-99,2,", "600,s-3,Developer,-99,two,"),
        "row 3, column B2_Years: found 'two', which is not a number",
    ),
    "out of range": (
        swap("600,s-3,Developer,-99,2,", "600,s-3,Developer,-99,200,"),
        "row 3, column B2_Years: found '200', which is out of range; allowed: from 0 to 60",
    ),
    "allocation that does not sum": (
        swap("High,Middle,50,30,20", "High,Middle,50,30,10"),
        "row 3, column P4_Build … P4_Watch: the shares sum to 90; P4 allows a total of 100",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        *[("run", kind) for kind in BAD_INPUTS],
        ("estimate", "truncated row"),
        ("estimate", "undeclared label"),
        ("validate", "missing column"),
        ("validate", "duplicate id"),
    ],
)
def test_a_bad_export_has_exit_code_1_and_writes_nothing(
    capsys: pytest.CaptureFixture[str], tiny: str, tmp_path: Path, kind: str, command: str
) -> None:
    edit, message = BAD_INPUTS[kind]
    good = (Path(tiny) / "responses.csv").read_text(encoding="utf-8")
    bad = tmp_path / "export.csv"
    bad.write_text(edit(good), encoding="utf-8")
    where = [] if command == "validate" else ["--out", str(tmp_path / "out")]
    assert main([command, tiny, "--data", str(bad), *where]) == 1
    printed, said = capsys.readouterr()
    assert said.startswith("survey-analysis: ")
    assert message in said
    assert "Traceback" not in said
    assert printed == ""
    assert [path.name for path in tmp_path.iterdir()] == ["export.csv"]


def test_a_missing_export_has_exit_code_1(
    capsys: pytest.CaptureFixture[str], tiny: str, out: Path
) -> None:
    assert main(["run", tiny, "--data", "nowhere.csv", "--out", str(out)]) == 1
    assert capsys.readouterr().err == "survey-analysis: nowhere.csv: there is no such file\n"
    assert not out.exists()


def test_every_problem_of_an_export_is_said_at_once(
    capsys: pytest.CaptureFixture[str], tiny: str, tmp_path: Path
) -> None:
    text = (Path(tiny) / "responses.csv").read_text(encoding="utf-8")
    for kind in ("undeclared label", "non-number", "allocation that does not sum"):
        text = BAD_INPUTS[kind][0](text)
    (tmp_path / "export.csv").write_text(text, encoding="utf-8")
    assert main(["validate", tiny, "--data", str(tmp_path / "export.csv")]) == 1
    said = capsys.readouterr().err
    assert "export.csv does not fit the study tiny (3 problems):" in said


def test_a_wrong_study_file_has_exit_code_1_and_names_the_line(
    capsys: pytest.CaptureFixture[str], tiny: str, tmp_path: Path
) -> None:
    study = (Path(tiny) / "study.yaml").read_text(encoding="utf-8")
    (tmp_path / "study.yaml").write_text(study.replace("about:", "abuot:"), encoding="utf-8")
    assert main(["validate", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "line 6, abuot: unknown key 'abuot'; nearest is 'about'" in said


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (["run", "--out", "OUT"], "OUT: holds files that are not results (thesis.tex); choose"),
        (["run", "--out", "OUT/thesis.tex"], "thesis.tex: is a file, not a folder; choose another"),
        (["run", "--out", "OUT/thesis.tex/a"], "OUT/thesis.tex: is a file, not a folder; choose"),
        (["report", "--site", "OUT"], "OUT: is there, and no earlier run wrote it"),
    ],
)
def test_a_folder_with_other_files_has_exit_code_2_and_keeps_them(
    capsys: pytest.CaptureFixture[str], tiny: str, out: Path, call: list[str], message: str
) -> None:
    out.mkdir()
    (out / "thesis.tex").write_text("mine")
    assert main([call[0], tiny, *(word.replace("OUT", str(out)) for word in call[1:])]) == 2
    printed, said = capsys.readouterr()
    assert message.replace("OUT", str(out)) in said
    assert printed == ""
    assert [path.name for path in out.iterdir()] == ["thesis.tex"]


def test_run_writes_results_prints_a_summary_and_is_silent_otherwise(
    capsys: pytest.CaptureFixture[str], tiny: str, out: Path
) -> None:
    assert main(["run", tiny, "--out", str(out)]) == 0
    printed, said = capsys.readouterr()
    assert said == ""
    assert printed.startswith("tiny: original, 7 of 8 records (complete)\n")
    assert printed.endswith(f"Results: {out}\n")
    assert (out / "estimates.csv").is_file()


def test_results_go_below_the_folder_results_by_default(
    tiny: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["run", tiny]) == 0
    assert (tmp_path / "results" / "tiny" / "manifest.json").is_file()


def test_the_manifest_names_the_command_without_folders(tiny: str, out: Path) -> None:
    data = str(Path(tiny) / "responses.csv")
    call = ["run", tiny, "--data", data, "--out", str(out), "--by", "role*experience"]
    call += ["--where", "B1 = 'Developer'", "--resamples", "20", "--seed", "5", "--level", "0.9"]
    assert main([*call, "--interval", "percentile"]) == 0
    text = (out / "manifest.json").read_text(encoding="utf-8")
    assert json.loads(text)["command"] == (
        "survey-analysis run tiny --data responses.csv --by 'role*experience' "
        "--where 'B1 = '\"'\"'Developer'\"'\"'' --level 0.9 --interval percentile "
        "--resamples 20 --seed 5"
    )
    assert str(out.parent) not in text
    table = pd.read_csv(out / "estimates.csv")
    assert set(table["method"].dropna()) == {"percentile-20-respondents"}
    assert set(table["segment_by"].dropna()) == {"role*experience"}


def test_the_same_call_twice_writes_the_same_bytes(tiny: str, tmp_path: Path) -> None:
    contents = []
    for folder in (tmp_path / "one", tmp_path / "two"):
        assert main(["run", tiny, "--out", str(folder), "--resamples", "30"]) == 0
        contents.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert contents[0] == contents[1]


def test_json_of_a_run_is_json(capsys: pytest.CaptureFixture[str], tiny: str, out: Path) -> None:
    assert main(["run", tiny, "--out", str(out), "--where", "B2 = 3", "--json"]) == 0
    (summary,) = json.loads(capsys.readouterr().out, parse_constant=refuse)
    assert summary["study"] == "tiny"
    assert summary["results"] == str(out)
    assert summary["headlines"][2]["estimate"] is None


def test_several_studies_have_a_folder_each(
    capsys: pytest.CaptureFixture[str], tiny: str, out: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    study = (Path(tiny) / "study.yaml").read_text(encoding="utf-8")
    (other / "study.yaml").write_text(study.replace("study: tiny", "study: other"))
    (other / "responses.csv").write_bytes((Path(tiny) / "responses.csv").read_bytes())
    assert main(["run", tiny, str(other), tiny, "--out", str(out)]) == 0
    assert sorted(path.name for path in out.iterdir()) == ["other", "tiny"]
    assert capsys.readouterr().out.count("Results: ") == 2


@pytest.fixture
def claiming(tiny: str, tmp_path: Path) -> str:
    """The survey of eight with a claim that does not hold, and one that does."""
    folder = tmp_path / "claiming"
    folder.mkdir()
    for name in ("study.yaml", "responses.csv"):
        (folder / name).write_bytes((Path(tiny) / name).read_bytes())
    (folder / "claims.yaml").write_text(
        "claims:\n"
        "  - id: by-hand\n"
        "    sentence: Models are released by hand.\n"
        "    research_question: RQ1\n"
        "    checks:\n"
        "      - {question: P1, option: manual, above: 0.5, expected: holds}\n"
        "      - {question: P5, statistic: mean, below: 50, expected: holds}\n"
    )
    return str(folder)


def test_a_changed_verdict_has_exit_code_3_and_says_the_sentence(
    capsys: pytest.CaptureFixture[str], claiming: str, out: Path
) -> None:
    assert main(["run", claiming, "--out", str(out)]) == 3
    printed, said = capsys.readouterr()
    assert said == (
        "claim 'by-hand', 'Models are released by hand.': the check P1.manual proportion > 0.5 is "
        "declared as 'holds' and computed as 'undecided' (0.4, 0 to 0.8)\n"
    )
    assert "  undecided  Models are released by hand.\n" in printed
    assert (out / "claims.csv").is_file()


@pytest.mark.parametrize("narrower", [["--where", "B2 >= 0"], ["--population", "substantive"]])
def test_declared_verdicts_do_not_bind_a_narrower_population(
    capsys: pytest.CaptureFixture[str], claiming: str, out: Path, narrower: list[str]
) -> None:
    assert main(["run", claiming, "--out", str(out), *narrower]) == 0
    assert "not the declared ones, which are about the population 'complete'" in (
        capsys.readouterr().err
    )


def test_a_run_on_the_replica_is_held_against_the_record_and_says_what_it_is(
    capsys: pytest.CaptureFixture[str], out: Path
) -> None:
    assert NAME in bundled_studies()
    assert main(["run", NAME, "--out", str(out)]) == 0
    printed, said = capsys.readouterr()
    assert f"{NAME}: this is the synthetic replica." in said
    assert "one-question figures equal the record\n" in said
    assert "holds      Models are typically deployed as separate services." in printed


def test_estimate_prints_a_table_of_the_questions_asked_for(
    capsys: pytest.CaptureFixture[str], tiny: str
) -> None:
    call = ["estimate", tiny, "--question", "P2", "--question", "B1", "--by", "experience"]
    assert main(call) == 0
    printed, said = capsys.readouterr()
    assert said == ""
    lines = printed.replace("\u00a0", " ").splitlines()
    assert lines[0].split() == [
        "Question", "Option", "Segment", "Statistic", "Estimate", "Interval", "Count", "Base",
        "Take", "care",
    ]  # fmt: skip
    assert [line.split()[0] for line in lines[1:]] == ["B1"] * 9 + ["P2"] * 6
    assert lines[10].split() == [
        "P2",
        "Yes",
        "proportion",
        "60",
        "%",
        "20–100",
        "%",
        "3",
        "5",
        "few",
    ]


def test_estimate_as_json_has_full_precision_and_null(
    capsys: pytest.CaptureFixture[str], tiny: str
) -> None:
    assert main(["estimate", tiny, "--question", "P3", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out, parse_constant=refuse)
    nobody = next(row for row in rows if row["option_id"] == "dont-know")
    assert nobody["estimate"] == 0
    assert nobody["ci_low"] is None
    assert nobody["n_resamples"] is None
    assert nobody["wilson_high"] == pytest.approx(0.4344824648, abs=1e-10)


def test_estimate_may_write_its_table_too(tiny: str, out: Path) -> None:
    assert main(["estimate", tiny, "--question", "P2", "--out", str(out)]) == 0
    assert pd.read_csv(out / "estimates.csv")["question_id"].tolist() == ["P2", "P2"]
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["command"] == "survey-analysis estimate tiny --question P2"


def test_estimates_of_the_replica_say_that_breakdowns_mean_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["estimate", NAME, "--question", "Q14", "--by", "role"]) == 0
    said = capsys.readouterr().err
    assert "breakdowns and whatever else crosses two questions mean nothing" in said


def test_validate_says_what_was_read_and_whom_findings_concern(
    capsys: pytest.CaptureFixture[str], tiny: str
) -> None:
    assert main(["validate", tiny]) == 0
    printed = capsys.readouterr().out
    lines = printed.splitlines()
    assert lines[0] == "responses.csv: 8 records, unipark, utf-8"
    assert lines[1].startswith("Cells: ")
    assert lines[2] == "Pages reached: background 8, practice 7, problems 7"
    assert (
        "warning: exclusive-with-others P1: 1 (14%). 'None' ticked with other options. "
        "Without them P1.none goes from 40.0% to 25.0%.\n    records 11\n"
    ) in printed
    assert "note: ambiguous P1: 2 (29%). " in printed
    assert "    records 12, 20\n" in printed


def test_validate_as_json_names_the_records(capsys: pytest.CaptureFixture[str], tiny: str) -> None:
    assert main(["validate", tiny, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out, parse_constant=refuse)
    found = {row["check"]: row for row in rows}
    assert found["ambiguous"]["ids"] == [12, 20]
    assert found["junk-text"]["effect"] is None


def test_validate_shortens_long_lists_of_records(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", NAME]) == 0
    printed = capsys.readouterr().out
    block = printed[printed.index("ambiguous Q16: 35 ") :]
    listed = block.splitlines()[1]
    assert listed.endswith(" and 5 more (--json lists all)")
    assert listed.count(",") == 29


def test_validate_checks_the_claims_file_too(
    capsys: pytest.CaptureFixture[str], tiny: str, tmp_path: Path
) -> None:
    for name in ("study.yaml", "responses.csv"):
        (tmp_path / name).write_bytes((Path(tiny) / name).read_bytes())
    (tmp_path / "claims.yaml").write_text("claims: []\n")
    assert main(["validate", str(tmp_path)]) == 1
    assert "claims.yaml" in capsys.readouterr().err


def test_an_export_in_a_legacy_encoding_is_read_with_a_warning(
    capsys: pytest.CaptureFixture[str], tiny: str, tmp_path: Path
) -> None:
    text = (Path(tiny) / "responses.csv").read_text(encoding="utf-8")
    export = tmp_path / "export.csv"
    export.write_bytes(text.replace("By courier", "Täglich").encode("cp1252"))
    assert main(["validate", tiny, "--data", str(export)]) == 0
    assert "warning: export.csv: not UTF-8" in capsys.readouterr().err


def test_a_record_of_another_file_than_the_original_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = {p.name: p.read_bytes() for p in (bundled_studies()[NAME] / "record").iterdir()}
    replica = str(bundled_studies()[NAME] / "responses.csv")
    assert main(["record", NAME, "--data", replica]) == 1
    assert "responses.csv: not the original: SHA-256 " in capsys.readouterr().err
    after = {p.name: p.read_bytes() for p in (bundled_studies()[NAME] / "record").iterdir()}
    assert after == before


def test_a_study_without_a_declared_original_has_no_record(
    capsys: pytest.CaptureFixture[str], tiny: str
) -> None:
    data = str(Path(tiny) / "responses.csv")
    assert main(["record", tiny, "--data", data]) == 1
    assert "tiny: study.yaml declares no 'original'" in capsys.readouterr().err
    assert not (Path(tiny) / "record").exists()


def test_replica_makes_the_committed_replica_again(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    committed, copy = bundled_studies()[NAME], tmp_path / NAME
    shutil.copytree(committed, copy, ignore=shutil.ignore_patterns("responses.csv"))
    assert main(["replica", str(copy)]) == 0
    assert capsys.readouterr().out == f"{copy / 'responses.csv'}\n"
    made, known = ((folder / "responses.csv").read_bytes() for folder in (copy, committed))
    assert made == known


def test_fetch_of_a_study_without_an_original_is_refused(
    capsys: pytest.CaptureFixture[str], tiny: str
) -> None:
    assert main(["fetch", tiny]) == 1
    assert "study.yaml declares no `original`" in capsys.readouterr().err


def test_schema_prints_the_schema_of_study_files(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    keys = {
        name: set(schema["$defs"][name]["properties"]) for name in ("Study", "QualitativeStudy")
    }
    assert {"study", "questions", "populations"} <= keys["Study"]
    assert {"study", "documents", "participants"} <= keys["QualitativeStudy"]


def test_an_interruption_is_said_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tiny: str
) -> None:
    def interrupt(*_: object, **__: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "read_bytes", interrupt)
    assert main(["validate", tiny]) == 130
    assert capsys.readouterr().err == "survey-analysis: interrupted\n"


def test_every_command_has_a_description() -> None:
    parser = build_parser()
    for line in parser.format_help().splitlines():
        assert len(line) <= 80
