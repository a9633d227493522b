from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey_analysis.coding.project import open_coding
from survey_analysis.errors import StudyFileError
from survey_analysis.replica import (
    build_replica,
    extract_margins,
    read_margins,
    read_recipe,
    render_replica,
    write_margins,
)
from survey_analysis.responses import (
    Responses,
    is_untouched_only,
    population_mask,
    read_responses,
)
from survey_analysis.study import (
    AllocationQuestion,
    Study,
    TextQuestion,
    account_for_columns,
    bundled_studies,
)

NAME = "ml-deployment-monitoring"
FOLDER = bundled_studies()[NAME]
REPLICA = FOLDER / "responses.csv"
SHORTEST = 12  # a shorter statement may stand in a longer real one by chance


def raw(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def replica(flagship_study: Study) -> Responses:
    return read_responses(flagship_study, REPLICA)


@pytest.fixture(scope="module")
def statements(flagship_study: Study) -> dict[str, list[str]]:
    return read_recipe(FOLDER / "replica", flagship_study).statements


@pytest.fixture(scope="module")
def reports(flagship_study: Study) -> dict[str, str]:
    return read_recipe(FOLDER / "replica", flagship_study).reports


@pytest.fixture(scope="module")
def text_columns(flagship_study: Study) -> list[str]:
    account = account_for_columns(flagship_study)
    return [name for name, column in account.items() if column.role == "text"]


@pytest.fixture(scope="module")
def codes(flagship_study: Study) -> set[str]:
    """What may stand in a text column without being anybody's text."""
    junk = {text.casefold() for q in ("Q4", "Q5") for text in flagship_study.question(q).junk}
    return junk | {"", "-99", "-66"}


@pytest.fixture(scope="module")
def closed_columns(flagship_study: Study) -> list[str]:
    account = account_for_columns(flagship_study)
    return [n for n, c in account.items() if c.role in ("question", "item", "option")]


def test_the_committed_replica_is_what_the_generator_gives() -> None:
    assert render_replica(NAME) == REPLICA.read_bytes()


def test_the_committed_replica_has_the_committed_counts(flagship_study: Study) -> None:
    committed, counted = read_margins(NAME), extract_margins(flagship_study, REPLICA)
    pd.testing.assert_frame_equal(counted.counts, committed.counts, check_dtype=False)
    pd.testing.assert_frame_equal(counted.slots, committed.slots, check_dtype=False)


def test_another_seed_gives_other_rows_and_the_same_counts(
    flagship_study: Study, tmp_path: Path
) -> None:
    other = tmp_path / "other.csv"
    other.write_bytes(render_replica(NAME, seed=7))
    assert other.read_bytes() != REPLICA.read_bytes()
    assert extract_margins(flagship_study, other).counts.equals(read_margins(NAME).counts)


def test_the_replica_is_laid_out_like_the_export() -> None:
    content = REPLICA.read_bytes()
    assert content.count(b"\r\n") == content.count(b"\n") == 277
    header = next(csv.reader([content.decode("utf-8").splitlines()[0]]))
    assert len(header) == 202
    assert header[:3] == ["ID", "Status", "Duration"]
    assert header[-1] == "Origin"


def test_the_replica_needs_unicode_and_is_not_sorted() -> None:
    assert "İ" in REPLICA.read_text("utf-8")
    ids = raw(REPLICA)["ID"].astype(int)
    assert not ids.is_monotonic_increasing


def test_a_replica_says_that_it_is_one(replica: Responses) -> None:
    assert replica.source.kind == "replica"


def test_who_counts_is_as_in_the_original(replica: Responses) -> None:
    sizes = {"started": 276, "complete": 188, "substantive": 179, "phases-answered": 176}
    sizes |= {"brazil": 72}
    assert {p: int(population_mask(replica, p).sum()) for p in sizes} == sizes
    pages = {page: int(mask.sum()) for page, mask in replica.reached.items()}
    assert list(pages.values()) == [276, 206, 194, 190]


def test_untouched_records_are_those_of_the_original(replica: Responses) -> None:
    untouched = is_untouched_only(replica) & population_mask(replica, "complete")
    assert replica.ids[untouched].tolist() == [65, 69, 75, 161, 360, 364, 375, 404, 421]


def test_problem_reports_stand_where_the_originals_stand(replica: Responses) -> None:
    complete = population_mask(replica, "complete")
    junk = {text.casefold() for text in replica.study.question("Q4").junk}
    texts = replica.values["Q4"][complete]
    usable = np.vectorize(lambda t: bool(t.strip()) and t.casefold() not in junk)(texts)
    assert int(usable.sum()) == 1331
    assert int(usable.any(axis=1).sum()) == 141
    counts = Counter(texts.ravel().tolist())
    assert [counts[t] for t in ("-", "ok", "x")] == [20, 20, 15]
    assert sum(counts[t] for t in ("1", "2", "3")) == 33


def test_reports_are_of_many_lengths(statements: dict[str, list[str]]) -> None:
    lengths = [len(t) for key, texts in statements.items() if key.startswith("Q4.") for t in texts]
    assert 20 <= np.median(lengths) <= 30
    assert max(lengths) > 80


def test_every_phase_has_dozens_of_different_statements(
    statements: dict[str, list[str]],
) -> None:
    for key, texts in statements.items():
        assert len(set(map(str.casefold, texts))) == len(texts), key
        if key.startswith("Q4.") and key != "Q4.other":
            assert len(texts) >= 30, key


def test_every_coded_unit_has_the_report_that_was_written_for_it(
    replica: Responses, reports: dict[str, str]
) -> None:
    coding = open_coding(FOLDER / "coding", replica)
    texts = dict(zip(coding.units["unit_id"], coding.units["text"], strict=True))
    assert len(texts) == 252
    assert texts == reports
    first = coding.applications[coding.applications["coder"] == "coder-a"]
    assert set(first["unit_id"]) == set(reports)


def test_coded_reports_are_short_and_all_different(
    reports: dict[str, str], statements: dict[str, list[str]]
) -> None:
    dealt = {text.casefold() for texts in statements.values() for text in texts}
    assert len({text.casefold() for text in reports.values()} - dealt) == 252
    assert {len(text.split()) for text in reports.values()} <= set(range(3, 21))
    assert max(map(len, reports.values())) <= 160


def test_associations_are_plausible(replica: Responses) -> None:
    complete = population_mask(replica, "complete")
    numbers = [replica.values[q][complete, 0] for q in ("D5", "D6", "D7", "D8")]
    software, learning, begun, deployed = numbers
    assert 1 <= int((learning > software).sum()) <= 40
    assert 1 <= int((deployed > begun).sum()) <= 20
    monitored, pipeline = replica.values["Q15"][:, 0], replica.values["Q14"][:, 0]
    with_pipeline = np.nanmean(monitored[complete & (pipeline == 0)])
    assert with_pipeline > np.nanmean(monitored[complete & (pipeline == 1)]) + 10


def test_a_study_without_counts_is_told_how_to_get_them(tmp_path: Path) -> None:
    (tmp_path / "study.yaml").write_bytes((FOLDER / "study.yaml").read_bytes())
    (tmp_path / "replica").mkdir()
    for name in ("traits.yaml", "statements.yaml", "reports.yaml"):
        (tmp_path / "replica" / name).write_bytes((FOLDER / "replica" / name).read_bytes())
    with pytest.raises(StudyFileError, match=r"counts\.csv: there is no such file"):
        build_replica(tmp_path)
    write_margins(read_margins(NAME), tmp_path)
    assert build_replica(tmp_path).read_bytes() == REPLICA.read_bytes()


# Against the original


def test_committed_counts_are_those_of_the_original(flagship_study: Study, original: Path) -> None:
    committed, counted = read_margins(NAME), extract_margins(flagship_study, original)
    pd.testing.assert_frame_equal(counted.counts, committed.counts, check_dtype=False)
    pd.testing.assert_frame_equal(counted.slots, committed.slots, check_dtype=False)


def test_every_one_question_figure_is_that_of_the_original(
    replica: Responses, original_responses: Responses
) -> None:
    for population in (True, False):
        sides = []
        for responses in (original_responses, replica):
            mask = population_mask(responses, "complete") == population
            sides.append(figures(responses, mask))
        assert sides[0] == sides[1]


def figures(responses: Responses, mask: np.ndarray) -> dict[str, object]:
    """States and values of every question, counted cell by cell without the replica's code."""
    found: dict[str, object] = {}
    for question in responses.study.questions:
        states = responses.states[question.id][mask]
        cells = responses.values[question.id][mask]
        answered = responses.is_answered(question.id)[mask]
        for i in range(states.shape[1]):
            name = f"{question.id}[{i}]"
            found[f"{name} states"] = np.bincount(states[:, i], minlength=7).tolist()
            given = cells[answered[:, i], i]
            if isinstance(question, AllocationQuestion):
                total = float(given.sum()) if len(given) else 0.0
                found[name] = (len(given), int((given == 0).sum()), total)
            elif not isinstance(question, TextQuestion):
                found[name] = sorted(Counter(given.tolist()).items())
        found[question.id] = Counter(answered.any(axis=1).tolist())
    found["pages"] = {page: int((r & mask).sum()) for page, r in responses.reached.items()}
    return found


def test_no_record_with_an_answer_equals_a_real_one(
    replica: Responses, original: Path, closed_columns: list[str]
) -> None:
    real = set(raw(original)[closed_columns].itertuples(index=False, name=None))
    made = raw(REPLICA).set_index("ID")[closed_columns]
    equal = {
        int(i) for i, row in zip(made.index, made.to_numpy(), strict=True) if tuple(row) in real
    }
    assert equal == set(replica.ids[is_untouched_only(replica)].tolist())


def folded(path: Path, columns: list[str]) -> set[str]:
    return {text.strip().casefold() for text in raw(path)[columns].to_numpy().ravel()}


def test_no_text_of_the_original_is_in_the_replica(
    original: Path,
    text_columns: list[str],
    statements: dict[str, list[str]],
    reports: dict[str, str],
    codes: set[str],
) -> None:
    real = folded(original, text_columns) - codes
    texts = [*reports.values(), *(text for listed in statements.values() for text in listed)]
    written = {text.casefold() for text in texts}
    assert folded(REPLICA, text_columns) - codes <= written
    assert not written & real
    everything = "\n".join(real)
    assert [text for text in written if len(text) >= SHORTEST and text in everything] == []


def test_committed_counts_hold_no_text_of_the_original(
    original: Path, text_columns: list[str], codes: set[str]
) -> None:
    counts = read_margins(NAME).counts
    held = set(counts["value"][counts["column"].isin(text_columns)].str.casefold())
    assert held & folded(original, text_columns) <= codes
