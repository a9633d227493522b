from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from survey_analysis.claims import Check, Claim, load_claims
from survey_analysis.errors import StudyFileError
from survey_analysis.study import find_study_folder
from survey_analysis.verdicts import COLUMNS, changed_verdicts, check_claims, summarise_claims


def figures(*rows: tuple[str, float, float, float], statistic: str = "proportion") -> pd.DataFrame:
    """Make estimates of options of P1: option, estimate and its interval."""
    return pd.DataFrame([
        {
            "question_id": "P1", "item_id": "", "option_id": option, "statistic": statistic,
            "segment_by": "", "estimate": estimate, "ci_low": low, "ci_high": high,
        }
        for option, estimate, low, high in rows
    ])  # fmt: skip


def claim(*checks: Check, identity: str = "a-claim") -> Claim:
    return Claim(id=identity, sentence="It is so.", research_question="RQ1", checks=list(checks))


def check(expected: str = "holds", **rest: Any) -> Check:
    return Check(question="P1", **{"option": "manual", **rest}, expected=expected)  # type: ignore[arg-type]


def claims_file(folder: Path, text: str) -> Path:
    path = folder / "claims.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("side", "low", "high", "verdict"),
    [
        ({"above": 0.5}, 0.51, 0.7, "holds"),
        ({"above": 0.5}, 0.3, 0.49, "fails"),
        ({"above": 0.5}, 0.4, 0.6, "undecided"),
        ({"above": 0.5}, 0.5, 0.6, "undecided"),
        ({"above": 0.5}, 0.4, 0.5, "undecided"),
        ({"above": 0.5}, np.nan, np.nan, "undecided"),
        ({"below": 0.5}, 0.3, 0.49, "holds"),
        ({"below": 0.5}, 0.51, 0.7, "fails"),
        ({"below": 0.5}, 0.4, 0.6, "undecided"),
        ({"below": 0.5}, 0.3, 0.5, "undecided"),
        ({"below": 0.5}, np.nan, np.nan, "undecided"),
        ({"above": 0}, 0.1, 0.2, "holds"),
    ],
)
def test_the_whole_interval_decides(
    side: dict[str, float], low: float, high: float, verdict: str
) -> None:
    table = check_claims([claim(check(**side))], figures(("manual", 0.5, low, high)))
    assert table["verdict"].tolist() == [verdict]


def coded(*rows: tuple[str, str, float, float, float]) -> pd.DataFrame:
    """Make rows of codes.csv: category, code, estimate and its interval."""
    return pd.DataFrame([
        {
            "question_id": "Q4.model-deployment", "category": category, "code": code,
            "segment_by": "", "estimate": estimate, "ci_low": low, "ci_high": high,
        }
        for category, code, estimate, low, high in rows
    ])  # fmt: skip


CODED = coded(("delivery", "", 0.6, 0.52, 0.7), ("delivery", "updates", 0.2, 0.1, 0.3))


@pytest.mark.parametrize(
    ("named", "words", "verdict"),
    [
        ({"category": "delivery"}, "Q4.model-deployment.delivery proportion > 0.5", "holds"),
        ({"code": "updates"}, "Q4.model-deployment.updates proportion > 0.5", "fails"),
    ],
)
def test_problem_reports_are_checked_by_code_and_by_category(
    named: dict[str, str], words: str, verdict: str
) -> None:
    about = Check(question="Q4.model-deployment", above=0.5, expected="holds", **named)
    table = check_claims([claim(about)], figures(("manual", 0.5, 0.4, 0.6)), codes=CODED)
    assert table[["check", "verdict"]].iloc[0].tolist() == [words, verdict]


def test_a_code_that_nobody_counted_is_an_error() -> None:
    about = Check(question="Q4.model-deployment", code="update", above=0.5, expected="holds")
    with pytest.raises(StudyFileError, match=r"no figure.*nearest is .*updates"):
        check_claims([claim(about)], figures(("manual", 0.5, 0.4, 0.6)), codes=CODED)


def test_what_nobody_of_fewer_reported_is_undecided() -> None:
    about = Check(question="Q4.model-deployment", code="update", above=0.5, expected="holds")
    table = check_claims(
        [claim(about)], figures(("manual", 0.5, 0.4, 0.6)), codes=CODED, narrowed=True
    )
    assert table["verdict"].tolist() == ["undecided"]
    assert table[["value", "ci_low", "ci_high"]].isna().all(axis=None)


def test_a_row_holds_the_figure_the_check_and_both_verdicts() -> None:
    table = check_claims([claim(check("fails", below=0.25))], figures(("manual", 0.4, 0.3, 0.5)))
    assert list(table.columns) == COLUMNS
    assert table.iloc[0].tolist() == [
        "a-claim", "It is so.", "RQ1", "P1.manual proportion < 0.25", 0.4, 0.3, 0.5, 0.25,
        "fails", "fails",
    ]  # fmt: skip


def test_rows_come_in_the_files_order_and_waiting_claims_are_pending() -> None:
    waiting = Claim(
        id="b-waits", sentence="Soon.", research_question="RQ2", awaits="the coding of texts"
    )
    last = claim(check(above=0.1), check(option="none", above=0.1), identity="a-last")
    table = check_claims(
        [waiting, last], figures(("none", 0.4, 0.3, 0.5), ("manual", 0.4, 0.3, 0.5))
    )
    assert table["claim"].tolist() == ["b-waits", "a-last", "a-last"]
    assert table["check"].tolist() == [
        "awaits the coding of texts", "P1.manual proportion > 0.1", "P1.none proportion > 0.1",
    ]  # fmt: skip
    first = table.iloc[0]
    assert (first["verdict"], first["expected"]) == ("pending", "pending")
    assert first[["value", "ci_low", "ci_high", "threshold"]].isna().all()


def test_only_figures_of_the_whole_sample_are_checked() -> None:
    whole = figures(("manual", 0.6, 0.55, 0.65))
    segment = figures(("manual", 0.1, 0.05, 0.15)).assign(segment_by="role")
    table = check_claims([claim(check(above=0.5))], pd.concat([segment, whole]))
    assert table["value"].tolist() == [0.6]


def test_every_unknown_figure_is_named_with_the_nearest() -> None:
    wrong = claim(check(option="manuel", above=0.5), check(statistic="mean", above=50))
    with pytest.raises(StudyFileError) as caught:
        check_claims([wrong], figures(("manual", 0.5, 0.4, 0.6)))
    assert str(caught.value).splitlines() == [
        "claims.yaml (2 problems):",
        "  claim 'a-claim': there is no figure 'P1.manuel proportion'; nearest is "
        "'P1.manual proportion'",
        "  claim 'a-claim': there is no figure 'P1.manual mean'; nearest is 'P1.manual proportion'",
    ]


@pytest.mark.parametrize(
    ("verdicts", "joined"),
    [
        (["holds", "holds"], "holds"),
        (["holds", "undecided"], "undecided"),
        (["undecided", "fails", "holds"], "fails"),
        (["pending"], "pending"),
    ],
)
def test_a_claim_is_as_good_as_its_worst_check(verdicts: list[str], joined: str) -> None:
    table = pd.DataFrame({
        "claim": "a", "sentence": "It is so.", "research_question": "RQ1", "verdict": verdicts,
        "expected": "holds",
    })  # fmt: skip
    summary = summarise_claims(table)
    assert list(summary.columns) == [
        "claim", "sentence", "research_question", "verdict", "expected",
    ]  # fmt: skip
    assert summary[["verdict", "expected"]].to_numpy().tolist() == [[joined, "holds"]]


def test_claims_are_summarised_in_the_files_order() -> None:
    both = [claim(check(above=0.1), identity=name) for name in ("z-first", "a-second")]
    table = check_claims(both, figures(("manual", 0.4, 0.3, 0.5)))
    assert summarise_claims(table)["claim"].tolist() == ["z-first", "a-second"]


def test_verdicts_that_are_not_the_declared_ones_are_found() -> None:
    both = claim(check("holds", above=0.1), check("holds", above=0.9))
    table = check_claims([both], figures(("manual", 0.4, 0.3, 0.5)))
    assert changed_verdicts(table)["check"].tolist() == ["P1.manual proportion > 0.9"]


def test_a_file_is_read_into_claims(tmp_path: Path) -> None:
    path = claims_file(
        tmp_path,
        """
claims:
  - id: by-hand
    sentence: Models are released by hand.
    research_question: RQ1
    checks:
      - {question: P1, option: manual, above: 0.5, expected: undecided}
      - {question: P3, item: monitoring, statistic: top_share, below: 0.9, expected: holds}
""",
    )
    (found,) = load_claims(path)
    assert [str(one) for one in found.checks] == [
        "P1.manual proportion > 0.5", "P3.monitoring top_share < 0.9",
    ]  # fmt: skip


def test_everything_wrong_with_a_file_is_named_with_its_line(tmp_path: Path) -> None:
    path = claims_file(
        tmp_path,
        """
claims:
  - id: twice
    sentence: Neither checks nor what is awaited.
    research_question: RQ1
  - id: twice
    sentence: Two sides, no side, and per cent for a fraction.
    research_question: RQ1
    checks:
      - {question: P1, option: manual, above: 0.5, below: 0.7, expected: holds}
      - {question: P1, option: manual, expected: holds}
      - question: P1
        option: manual
        above: 50
        expected: holds
""",
    )
    with pytest.raises(StudyFileError) as caught:
        load_claims(path)
    assert str(caught.value).splitlines() == [
        f"{path} (5 problems):",
        "  line 3, claims[twice]: a claim has either 'checks' or 'awaits'",
        "  line 6, claims[twice].id: the id 'twice' is declared twice",
        "  line 10, claims[twice].checks[1]: a check has either 'above' or 'below'",
        "  line 11, claims[twice].checks[2]: a check has either 'above' or 'below'",
        "  line 14, claims[twice].checks[3].above: a share lies between 0 and 1, found 50",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("claims: []\n", "claims"),
        (
            "claims:\n  - {id: a, sentence: S., research_question: RQ1, cheks: []}\n",
            "line 2, .*unknown key 'cheks'; nearest is 'checks'",
        ),
        (
            "claims:\n  - id: a\n    sentence: S.\n    research_question: RQ1\n    checks:\n"
            "      - {question: P1, above: 0.5, expected: hold}\n",
            "line 6, .*must be 'holds', 'fails' or 'undecided', found 'hold'",
        ),
        ("claims:\n  - id: [\n", "line 3: not valid YAML"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(StudyFileError, match=message):
        load_claims(claims_file(tmp_path, text))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StudyFileError, match=r"claims\.yaml: there is no such file"):
        load_claims(tmp_path / "claims.yaml")


def test_the_bundled_claims_have_the_declared_verdicts_on_the_replica(
    replica_tables: dict[str, pd.DataFrame],
) -> None:
    claims = load_claims(find_study_folder("ml-deployment-monitoring") / "claims.yaml")
    table = replica_tables["claims.csv"]
    assert changed_verdicts(table).empty
    assert set(table["claim"]) == {claim.id for claim in claims}


def test_the_publications_sentences_have_these_verdicts_on_the_original(
    original_tables: dict[str, pd.DataFrame],
) -> None:
    table = original_tables["claims.csv"]
    assert changed_verdicts(table).empty
    assert summarise_claims(table).set_index("claim")["verdict"].to_dict() == {
        "relevant-and-difficult": "fails",
        "separate-services": "holds",
        "mlops-minority": "holds",
        "deployment-problems": "undecided",
        "many-not-monitored": "holds",
        "inputs-outputs-decisions": "holds",
        "monitoring-problems": "undecided",
    }
