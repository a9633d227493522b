"""Every page of the site in a real browser, opened as a file: no server, no network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, expect

AXE_OPTIONS = {"resultTypes": ["violations"], "preload": False}  # preload fetches: not for files
SETTINGS = [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]
AXE_SETTINGS = [(360, "dark"), (1280, "light")]  # both layouts, both sets of colours
MOST_TABS = 80


@pytest.fixture(scope="session", params=["bundled_site", "generated_site"])
def site(request: pytest.FixtureRequest) -> Path:
    """The folder of each site in turn: of the bundled studies, and of somebody's own."""
    folder: Path = request.getfixturevalue(request.param)
    return folder


@contextmanager
def open_window(browser: Browser, *, width: int, scheme: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    try:
        yield context.new_page()
    finally:
        context.close()


@pytest.fixture
def window(browser: Browser) -> Iterator[Page]:
    with open_window(browser, width=1280, scheme="light") as page:
        yield page


def watch(page: Page) -> list[str]:
    """Note whatever a page does that it should not."""
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url) if is_remote(request.url) else None)
    page.on("requestfailed", lambda request: seen.extend(find_failure(request)))
    page.on("console", lambda m: seen.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: seen.append(str(error)))
    return seen


def find_failure(request: Request) -> list[str]:
    """Tell of a request that failed; one that the next page cut off did not."""
    return [] if request.failure == "net::ERR_ABORTED" else [f"failed: {request.url}"]


def is_remote(url: str) -> bool:
    return not url.startswith(("file:", "data:", "blob:"))


def find_sideways_scroll(page: Page) -> list[str]:
    width, wanted = page.evaluate(
        "[document.documentElement.clientWidth, document.documentElement.scrollWidth]"
    )
    return [f"scrolls sideways: {wanted} pixels on {width}"] if wanted > width else []


FIND_CLIPPED = """
() => [...document.querySelectorAll("figure img")].flatMap(image => {
  const box = image.getBoundingClientRect();
  for (let outer = image.parentElement; outer !== document.body; outer = outer.parentElement) {
    const hides = getComputedStyle(outer).overflowX !== "visible";
    const frame = outer.getBoundingClientRect();
    if (hides && (box.left < frame.left - 1 || box.right > frame.right + 1)) {
      return [`clipped figure: ${image.alt}`];
    }
  }
  return [];
})
"""


def find_clipped_figures(page: Page) -> list[str]:
    clipped: list[str] = page.evaluate(FIND_CLIPPED)
    return clipped


def find_barriers(page: Page) -> list[str]:
    violations = Axe().run(page, options=AXE_OPTIONS).response["violations"]
    return [
        f"{violation['id']} ({violation['impact']}): {node['target']} {node['html'][:200]}"
        for violation in violations
        if violation["impact"] != "minor"
        for node in violation["nodes"]
    ]


def press_tab_until(page: Page, selector: str) -> None:
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{MOST_TABS} tabs do not reach {selector!r}")


def visit(page: Page, site: Path, names: list[str]) -> Iterator[str]:
    for name in names:
        page.goto((site / name).as_uri())
        yield name


@pytest.mark.parametrize(("width", "scheme"), SETTINGS)
def test_every_page_is_quiet_and_fits_the_screen(
    browser: Browser, site: Path, page_names: list[str], width: int, scheme: str
) -> None:
    found: list[str] = []
    with open_window(browser, width=width, scheme=scheme) as page:
        seen = watch(page)
        for name in visit(page, site, page_names):
            assert page.evaluate("document.documentElement.dataset.theme") == scheme
            problems = (*seen, *find_sideways_scroll(page), *find_clipped_figures(page))
            found += [f"{name}: {problem}" for problem in problems]
            seen.clear()
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("width", "scheme"), AXE_SETTINGS)
def test_no_page_has_a_barrier(
    browser: Browser, site: Path, page_names: list[str], width: int, scheme: str
) -> None:
    found: list[str] = []
    with open_window(browser, width=width, scheme=scheme) as page:
        for name in visit(page, site, page_names):
            found += [f"{name}: {barrier}" for barrier in find_barriers(page)]
    assert not found, "\n".join(found)


def test_the_start_page_leads_to_the_first_page(window: Page, site: Path) -> None:
    window.goto((site / "index.html").as_uri())
    window.wait_for_url(re.compile(r"/intro\.html$"))
    expect(window.locator("article h1")).to_be_visible()


def test_the_skip_link_comes_first_and_leads_to_the_content(window: Page, site: Path) -> None:
    window.goto((site / "intro.html").as_uri())
    window.keyboard.press("Tab")
    expect(window.locator("#pst-skip-link a")).to_be_focused()
    expect(window.locator("#pst-skip-link a")).to_be_in_viewport()
    window.keyboard.press("Enter")
    window.keyboard.press("Tab")
    assert window.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_navigation_is_reached_and_followed_by_keyboard(window: Page, site: Path) -> None:
    window.goto((site / "search.html").as_uri())
    window.locator("body").focus()
    press_tab_until(window, "nav.bd-links a[href]")
    window.keyboard.press("Enter")
    window.wait_for_url(re.compile(r"/intro\.html$"))


def test_the_colours_are_switched_by_keyboard(window: Page, site: Path) -> None:
    window.goto((site / "intro.html").as_uri())
    press_tab_until(window, ".theme-switch-button")
    window.keyboard.press("Enter")
    assert window.evaluate("document.documentElement.dataset.theme") == "dark"
    window.reload()
    assert window.evaluate("document.documentElement.dataset.theme") == "dark"


def test_the_search_finds_a_word_without_a_server(window: Page, site: Path) -> None:
    window.goto((site / "intro.html").as_uri())
    window.keyboard.press("Control+k")
    window.keyboard.type("production", delay=20)
    result = window.locator("#search-results a[href*='intro.html']").first
    expect(result).to_be_visible()
    result.click()
    window.wait_for_url(re.compile(r"/intro\.html"))


def test_the_search_page_answers_an_address_with_a_question(window: Page, site: Path) -> None:
    window.goto(f"{(site / 'search.html').as_uri()}?q=production")
    expect(window.locator("#search-results a[href*='intro.html']").first).to_be_visible()
