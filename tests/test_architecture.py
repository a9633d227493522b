"""The direction of the house: nothing imports anything to its right."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import survey_analysis

PACKAGE = Path(survey_analysis.__file__).parent

# From left to right. A room may import what stands to its left, and nothing else.
ORDER = [
    "exit_codes", "errors", "progress", "whole_files", "xml_file",
    "yaml_loader", "yaml_file", "conditions", "study", "readers", "responses", "drafting",
    "loading",
    "bootstrap", "agreement", "permutation", "significance", "effect_sizes",
    "populations", "distributions", "measures", "tallies", "intervals", "resampled_intervals",
    "estimates",
    "sensitivity", "findings", "coding", "documents", "effects", "quality",
    "contrasts", "ranks", "correlations", "bands", "resampling", "planning",
    "coded", "conversations",
    "claims", "verdicts", "triangulation", "publish", "suppression", "record", "results",
    "triangulated", "withholding",
    "fetch", "replica", "exchange", "leaving",
    "analysis", "qualitative", "scale", "exploring",
    "tables", "drawing_pool", "figures", "display", "quoting", "viewing", "values", "site", "pages",
    "study_report", "report",
    "printing", "summaries", "commands", "call_options", "code_parser", "command_parser",
    "cli", "__main__",
]  # fmt: skip


def rooms() -> list[str]:
    """List modules and packages of the package's top level."""
    found = [path.stem for path in PACKAGE.iterdir() if path.suffix == ".py"]
    found += [path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()]
    return sorted(set(found) - {"__init__"})


def files(room: str) -> list[Path]:
    folder = PACKAGE / room
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [PACKAGE / f"{room}.py"]


def imported_modules(path: Path) -> Iterator[str]:
    """Yield the full names of what a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imported_rooms(room: str) -> set[str]:
    names = [name.split(".") for path in files(room) for name in imported_modules(path)]
    own = {parts[1] for parts in names if parts[0] == "survey_analysis" and len(parts) > 1}
    return own - {room}


def imported_libraries(room: str) -> set[str]:
    return {name.split(".")[0] for path in files(room) for name in imported_modules(path)}


def test_every_room_has_a_place_in_the_order() -> None:
    assert sorted(ORDER) == rooms()


@pytest.mark.parametrize("room", ORDER)
def test_no_room_imports_anything_to_its_right(room: str) -> None:
    left = set(ORDER[: ORDER.index(room)])
    assert imported_rooms(room) <= left


def test_statistics_on_arrays_know_no_tables_and_no_questions() -> None:
    assert "pandas" not in imported_libraries("bootstrap")
    assert imported_rooms("bootstrap") == {"errors"}
    assert imported_libraries("agreement") <= {"survey_analysis", "numpy", *sys.stdlib_module_names}
    assert imported_rooms("agreement") == {"bootstrap", "errors"}


def test_coding_knows_no_estimates() -> None:
    statistics = {"bootstrap", "tallies", "intervals", "estimates", "contrasts", "coded"}
    assert not imported_rooms("coding") & statistics


@pytest.mark.parametrize("room", ["figures", "tables"])
def test_what_shows_results_computes_nothing(room: str) -> None:
    computing = {
        "bootstrap", "measures", "tallies", "intervals", "resampled_intervals", "estimates",
        "sensitivity", "contrasts", "ranks", "distributions", "verdicts", "analysis",
    }  # fmt: skip
    assert not imported_rooms(room) & computing


@pytest.mark.parametrize(
    "room", ["measures", "tallies", "intervals", "estimates", "claims", "verdicts"]
)
def test_what_computes_draws_nothing(room: str) -> None:
    assert not imported_libraries(room) & {"matplotlib", "seaborn"}


def test_estimates_and_claims_touch_no_results_on_disk() -> None:
    for room in ("measures", "tallies", "intervals", "estimates", "sensitivity", "findings"):
        assert "pathlib" not in imported_libraries(room)


def test_importing_the_package_is_cheap() -> None:
    code = (
        "import sys, survey_analysis\n"
        "heavy = {'numpy', 'pandas', 'scipy', 'matplotlib', 'seaborn', 'pydantic'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_estimating_needs_neither_scipy_nor_a_plotting_library() -> None:
    code = (
        "import sys\n"
        "from survey_analysis.estimates import estimate\n"
        "from survey_analysis.loading import load_responses\n"
        "estimate(load_responses('ml-deployment-monitoring'))\n"
        "heavy = {'scipy', 'matplotlib', 'seaborn'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_public_name_can_be_imported() -> None:
    for name in survey_analysis.__all__:
        assert getattr(survey_analysis, name).__doc__
    assert dir(survey_analysis) == survey_analysis.__all__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'estimat'"):
        _ = survey_analysis.estimat


def test_no_function_shares_its_name_with_a_module() -> None:
    assert not set(survey_analysis.__all__) & set(rooms())
