from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from coding_folder import (
    CODEBOOK,
    CODER_A,
    RELATION_HEADER,
    write_folder,
    write_rows,
    write_steps,
)

from survey_analysis.agreement import measure_set_agreement
from survey_analysis.coding.lint import LINT_COLUMNS, lint_coding
from survey_analysis.coding.project import open_coding
from survey_analysis.responses import Responses

UNITS = ["3:T1.first", "5:T1.second", "11:T1.first", "11:T1.second", "21:T1.first"]


def rows(*codes: str) -> list[str]:
    """Write one row for each unit and code; codes of a unit are joined by ``+``."""
    pairs = zip(UNITS, codes, strict=False)
    return [f"{unit},{code},,,,," for unit, given in pairs for code in given.split("+")]


def sets(*codes: str) -> list[frozenset[str] | None]:
    return [frozenset(given.split("+")) - {""} for given in codes]


@pytest.fixture
def lint(tmp_path: Path, tiny_responses: Responses) -> Callable[..., pd.DataFrame]:
    """Lint what two coders put on the units in their order."""

    def make(
        a: tuple[str, ...], b: tuple[str, ...] = (), *, codebook: str = CODEBOOK
    ) -> pd.DataFrame:
        folder = write_folder(tmp_path / "coding", codebook=codebook)
        write_rows(folder / "coder-a.csv", rows(*a))
        (folder / "coder-b.csv").unlink()
        if b:
            write_rows(folder / "coder-b.csv", rows(*b))
        return lint_coding(open_coding(folder, tiny_responses, strict=False))

    return make


def found(table: pd.DataFrame, check: str) -> pd.DataFrame:
    return table[table["check"] == check].reset_index(drop=True)


def test_a_clean_coding_has_no_weakness(lint: Callable[..., pd.DataFrame]) -> None:
    coded = ("drift", "slow-release", "blind", "drift", "blind")
    table = lint(coded, coded)
    assert list(table.columns) == LINT_COLUMNS
    assert len(table) == 0


def test_an_undefined_code_costs_what_the_nearest_would_add(
    lint: Callable[..., pd.DataFrame],
) -> None:
    a = ("drift", "slow-release", "blind", "Drift", "drift")
    b = ("drift", "slow-release", "blind", "drift", "drift")
    table = found(lint(a, b), "undefined")
    assert table[["code", "other", "units"]].values.tolist() == [["Drift", "drift", 1]]
    assert table.loc[0, "note"] == "not in the codebook; nearest is 'drift'"
    assert table.loc[0, "alpha_mended"] == 1
    assert table.loc[0, "alpha"] == measure_set_agreement([sets(*a), sets(*b)]).estimate
    assert table.loc[0, "change"] == 1 - table.loc[0, "alpha"]


def test_an_undefined_code_unlike_any_is_taken_off(lint: Callable[..., pd.DataFrame]) -> None:
    a = ("drift+zzz", "slow-release", "blind")
    b = ("drift", "slow-release", "blind")
    table = found(lint(a, b), "undefined")
    assert table[["code", "other", "alpha_mended"]].values.tolist() == [["zzz", "", 1.0]]


def test_an_unused_code_costs_nothing(lint: Callable[..., pd.DataFrame]) -> None:
    coded = ("blind", "drift", "blind")
    table = found(lint(coded, coded), "unused")
    assert table[["code", "units", "change"]].values.tolist() == [["slow-release", 0, 0.0]]


def test_a_parent_is_not_unused(lint: Callable[..., pd.DataFrame]) -> None:
    table = lint(("blind", "slow-release"))
    assert len(found(table, "unused")) == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [("label: Drift", "label: 'Slow  RELEASES'"), ("id: slow-release", "id: drifft")],
)
def test_names_that_differ_in_case_or_a_letter_are_alike(
    lint: Callable[..., pd.DataFrame], old: str, new: str
) -> None:
    second = "drifft" if "drifft" in new else "slow-release"
    a = ("drift", second, "blind")
    b = (second, second, "blind")
    table = found(lint(a, b, codebook=CODEBOOK.replace(old, new)), "near-duplicate")
    assert table[["code", "other"]].values.tolist() == [["drift", second]]
    assert table.loc[0, "alpha_mended"] == 1


def test_codes_of_a_unit_of_which_one_excludes_the_other(
    lint: Callable[..., pd.DataFrame],
) -> None:
    a = ("drift+blind", "slow-release", "blind")
    b = ("drift", "slow-release", "blind")
    table = found(lint(a, b), "contradictory")
    assert table[["code", "other", "alpha_mended"]].values.tolist() == [["drift", "blind", 1.0]]
    assert table.loc[0, "note"] == "its exclude names 'blind', and 1 unit carry both"


def test_codes_of_a_unit_that_a_relation_says_contradict(
    tmp_path: Path, tiny_responses: Responses
) -> None:
    folder = write_folder(tmp_path)
    (folder / "coder-b.csv").unlink()
    write_rows(folder / "coder-a.csv", rows("drift+slow-release", "blind"))
    write_rows(folder / "relations.csv", ["slow-release,contradicts,drift,3:T1.first,coder-a,"],
               header=RELATION_HEADER)  # fmt: skip
    table = found(lint_coding(open_coding(folder, tiny_responses)), "contradictory")
    assert table[["code", "other"]].values.tolist() == [["slow-release", "drift"]]
    assert table["alpha"].isna().all()
    assert "undefined, because" in table.loc[0, "note"]


def test_relations_that_cannot_both_hold(tmp_path: Path, tiny_responses: Responses) -> None:
    folder = write_folder(tmp_path)
    relations = [
        "drift,causes,blind,3:T1.first,coder-a,", "blind,contradicts,drift,3:T1.first,coder-a,",
        "drift,part-of,slow-release,3:T1.first,coder-a,",
        "slow-release,part-of,drift,11:T1.first,coder-b,",
    ]  # fmt: skip
    write_rows(folder / "relations.csv", relations, header=RELATION_HEADER)
    table = found(lint_coding(open_coding(folder, tiny_responses)), "contradictory")
    assert table["note"].tolist() == [
        "relations say 'causes' and 'contradicts' of the same two",
        "relations say that each is part of the other",
    ]
    assert table["change"].tolist() == [0, 0]


def test_a_code_that_two_coders_never_share(lint: Callable[..., pd.DataFrame]) -> None:
    a = ("drift", "slow-release", "blind", "drift", "slow-release")
    b = ("blind", "slow-release", "blind", "blind")
    table = found(lint(a, b), "never-agreed")
    assert table[["code", "other", "units"]].values.tolist() == [["drift", "blind", 2]]
    assert table.loc[0, "note"].startswith("on 2 of the units that two coders coded, never by two")
    assert table.loc[0, "alpha_mended"] == 1


def test_a_code_used_only_where_one_coder_coded_is_not_never_agreed(
    lint: Callable[..., pd.DataFrame],
) -> None:
    table = lint(("slow-release", "blind", "drift"), ("slow-release", "blind"))
    assert len(found(table, "never-agreed")) == 0


def test_excluded_units_have_no_part_in_agreement(lint: Callable[..., pd.DataFrame]) -> None:
    a = ("NOT-CODABLE", "slow-release", "blind", "drift")
    b = ("drift", "slow-release", "blind", "slow-release")
    table = found(lint(a, b), "never-agreed")
    assert table["note"].str.contains("on 1 of the units").tolist() == [True]
    alone = measure_set_agreement([sets(*a[1:]), sets(*b[1:])])
    assert table.loc[0, "alpha"] == alone.estimate


def test_files_in_another_form_are_named(tmp_path: Path, tiny_responses: Responses) -> None:
    folder = write_folder(tmp_path)
    (folder / "codebook.yaml").write_text(f"# by hand\n{CODEBOOK}", encoding="utf-8")
    write_rows(folder / "coder-a.csv", CODER_A[::-1])
    notes = found(lint_coding(open_coding(folder, tiny_responses)), "form")["note"]
    assert [note.split()[0] for note in notes] == ["coder-a.csv", "codebook.yaml"]


def test_a_codebook_that_its_log_does_not_make_is_named(
    tmp_path: Path, tiny_responses: Responses
) -> None:
    folder = write_folder(tmp_path)
    (folder / "codebook.yaml").write_text(CODEBOOK.replace("Data change.", "It changes."))
    notes = found(lint_coding(open_coding(folder, tiny_responses)), "form")["note"]
    assert notes.str.contains("differing: drift").tolist() == [True]


def test_a_definition_that_names_a_former_code_is_named(
    tmp_path: Path, tiny_responses: Responses
) -> None:
    folder = write_folder(tmp_path, codebook=CODEBOOK.replace("(blind)", "(unseen, blind)"))
    write_steps(folder / "migrations.yaml", "{rename: unseen, to: blind}")
    table = found(lint_coding(open_coding(folder, tiny_responses)), "former-name")
    assert table[["code", "other"]].values.tolist() == [["drift", "unseen"]]
    assert table.loc[0, "note"].startswith(
        "its exclude names 'unseen', which was renamed to 'blind' in version 2"
    )


def test_a_coding_that_nobody_began_has_unused_codes_only(
    tmp_path: Path, tiny_responses: Responses
) -> None:
    folder = write_folder(tmp_path)
    (folder / "coder-a.csv").unlink()
    (folder / "coder-b.csv").unlink()
    table = lint_coding(open_coding(folder, tiny_responses))
    assert table["check"].tolist() == ["unused", "unused"]
    assert table["alpha"].isna().all()
    assert table["note"].tolist() == ["applied by nobody (alpha: nobody has coded)"] * 2
