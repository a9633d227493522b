"""Fixtures that several tests share: a survey that can be counted by hand, and the real export.

The survey of eight (``tests/data/tiny``), sorted by id. ``·`` is a cell without a value.

== ========= ===== ===== ========= ===== =========== === ============ ========== =========
id record    B1    B2    B3        B4    P1          P2  P3           P4         P5
== ========= ===== ===== ========= ===== =========== === ============ ========== =========
3  complete  dev   2     Sometimes 4, 1  manual auto yes High, Middle 50, 30, 20 40
5  complete  data* 10    Never     12, 9 auto        yes High, High   60, 20, 20 0
8  resumed   dev   5     Often     6, 6  none        no  Middle, off  · zeros    · unasked
11 complete  other · 999 Sometimes 1, ·  none manual no  Low, Low     40, 40, 20 · unasked
12 complete  dev   0     Never     0, 0  · ambiguous ·   ·, High      70, 20, 10 · unasked
20 complete  ·     ·     Never**   ·, ·  · ambiguous ·   ·, ·         · zeros    · unasked
21 complete  data  3     Often     2, 3  other       yes High, ·      30, 30, 40 · skipped
30 suspended dev   7     Never     0, 0  · not shown ·   ·, ·         · unseen   · unseen
== ========= ===== ===== ========= ===== =========== === ============ ========== =========

``*`` written as the alias "Data Analyst". ``**`` an untouched default: record 20 holds
nothing else. In the file the records stand in the order 21, 3, 30, 8, 11, 12, 5, 20.

Expected, of the seven complete responses (all of them saw every question but P5):

- B1 (answered 6): Developer 3, Data scientist 2, Other role 1.
- B2 (5; one sentinel, one skipped): 2, 10, 5, 0, 3: mean 4, median 3.
- B3 (7, one of them an untouched default): Never 3, Sometimes 2, Often 2; substantive (6):
  Never 2.
- B4: begun (6) 4, 12, 6, 1, 0, 2: mean 25/6; deployed (5) 1, 9, 6, 0, 3: mean 3.8.
  "deployed <= begun" is broken by one record (21).
- P1 (5; two ambiguous): None 2, By hand 2, Automatic 2, Other way 1; the exclusive "None" is
  ticked with another option once (11).
- P2 (5): Yes 3, No 2.
- P3 deployment (5): Low 1, Middle 1, High 3; top share of two points 4/5, mean 12/5.
  P3 monitoring (5): Low 1, Middle 1, High 2, off the scale 1; on the scale 4: top share 3/4,
  mean 9/4.
- P4 (5 rows that sum to 100; two of zeros only): means 50, 28, 22.
- P5 (asked 3, answered 2, skipped 1): 40 and a true zero: mean 20.
- T1: first slot 4 texts, one of them junk ("-"); second slot 2; 5 usable problem reports from
  4 respondents (3, 5, 11, 21).
- Populations: started 8, complete 7, substantive 6, releasing 5, developers 3.
- Pages reached among the 8: background 8, practice 7, problems 7.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from bundled_results import GROUPS, INTERVIEWS, SURVEY, run_documents

from survey_analysis.analysis import analyse
from survey_analysis.loading import load_responses
from survey_analysis.responses import Responses, read_responses
from survey_analysis.results import Results, load_results
from survey_analysis.study import Study, find_study_folder, load_study
from survey_analysis.triangulated import Triangulated, find_triangulation, write_triangulation

TINY = Path(__file__).parent / "data" / "tiny"


@pytest.fixture(scope="session")
def tiny_folder() -> Path:
    """The folder of the survey of eight: ``study.yaml`` and ``responses.csv``."""
    return TINY


@pytest.fixture(scope="session")
def tiny_study() -> Study:
    return load_study(TINY)


@pytest.fixture
def tiny_responses(tiny_study: Study) -> Responses:
    return read_responses(tiny_study, TINY / "responses.csv")


@pytest.fixture
def tiny_table() -> pd.DataFrame:
    """The export of eight as text; the index is the row in the file, the header being 1."""
    table = pd.read_csv(TINY / "responses.csv", dtype=str, keep_default_na=False)
    return table.set_index(pd.RangeIndex(2, len(table) + 2))


@pytest.fixture
def edited_study(tmp_path: Path) -> Callable[..., Path]:
    """Write the study file of eight with texts replaced, each once; returns its folder."""

    def write(*changes: tuple[str, str]) -> Path:
        text = (TINY / "study.yaml").read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text, f"{old!r} is not in the study file"
            text = text.replace(old, new, 1)
        (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture(scope="session")
def flagship_study() -> Study:
    return load_study("ml-deployment-monitoring")


@pytest.fixture(scope="session")
def original() -> Path:
    """The real export, which is never part of the repository."""
    given = os.environ.get("SURVEY_ANALYSIS_ORIGINAL")
    if not given:
        pytest.skip("SURVEY_ANALYSIS_ORIGINAL does not name the real export")
    return Path(given)


@pytest.fixture(scope="session")
def original_responses(flagship_study: Study, original: Path) -> Responses:
    return read_responses(flagship_study, original)


@pytest.fixture(scope="session")
def replica_tables() -> dict[str, pd.DataFrame]:
    """The tables of a whole run on the replica; nobody changes them."""
    return analyse(load_responses(SURVEY), find_study_folder(SURVEY))


@pytest.fixture(scope="session")
def original_tables(original_responses: Responses) -> dict[str, pd.DataFrame]:
    """The tables of a whole run on the real export; nobody changes them."""
    return analyse(original_responses, find_study_folder(SURVEY))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a whole run in one process, so that it is run once."""
    for item in items:
        for name in ("replica_tables", "original_tables"):
            if name in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.xdist_group(name))


@pytest.fixture(scope="session")
def bundled_results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Results]:
    """What the site shows of the three studies: the record, and the illustrations."""
    out = tmp_path_factory.mktemp("results")
    documents = {study: run_documents(study, out / study) for study in (INTERVIEWS, GROUPS)}
    return {SURVEY: load_results(SURVEY, find_study_folder(SURVEY) / "record"), **documents}


@pytest.fixture(scope="session")
def triangulated(
    bundled_results: dict[str, Results], tmp_path_factory: pytest.TempPathFactory
) -> Triangulated:
    """What the three studies say on the same themes."""
    path = find_triangulation(bundled_results)
    assert path is not None
    out = tmp_path_factory.mktemp("triangulated") / "triangulation"
    return write_triangulation(path, bundled_results.values(), out)
