"""A built site, and one browser for all tests of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from invented_study import write_study
from playwright.sync_api import Browser, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def site(bundled_site: Path) -> Path:
    """The folder of the site that a test looks at; modules may look at more."""
    return bundled_site


@pytest.fixture(scope="session")
def bundled_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a built site: the one in SURVEY_ANALYSIS_SITE, or one built now."""
    if given := os.environ.get("SURVEY_ANALYSIS_SITE"):
        return Path(given).resolve()
    return _build(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def generated_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site of an invented study, all of whose pages are generated."""
    folder = tmp_path_factory.mktemp("generated")
    return _build(folder, write_study(folder / "own"))


def _build(folder: Path, *studies: Path) -> Path:
    """Build the site as `make report` does, on the bundled data, or on a study folder's."""
    command = [sys.executable, "-m", "survey_analysis", "report", *map(str, studies)]
    places = ["--out", str(folder / "results"), "--site", str(folder / "site")]
    done = subprocess.run([*command, *places], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "site"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        pytest.skip(f"the browser tests need one of {', '.join(BROWSERS)} on the path")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def page_names(site: Path) -> list[str]:
    """Every page; the theme leaves templates in `_static`, and `index.html` only leads on."""
    names = sorted(page.relative_to(site).as_posix() for page in site.rglob("*.html"))
    return [name for name in names if not name.startswith("_static/") and name != "index.html"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of the site in one process, so that it is built once."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("site"))
