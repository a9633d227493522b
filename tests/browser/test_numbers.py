"""The numbers on the built pages are those of the record."""

from __future__ import annotations

import csv
import html
import re
from pathlib import Path

import pytest

FLAGSHIP = "ml-deployment-monitoring"
RECORD = Path(__file__).parents[2] / "data" / FLAGSHIP / "record"

# Page, question, item, option, statistic.
HEADLINES = [
    ("intro", "Q13", "", "service", "proportion"),
    ("intro", "Q13", "", "embedded", "proportion"),
    ("intro", "Q14", "", "yes", "proportion"),
    ("intro", "Q15", "", "", "mean"),
    ("intro", "Q16", "", "inputs-outputs", "proportion"),
    ("intro", "Q16", "", "outputs-decisions", "proportion"),
    ("intro", "Q16", "", "fairness", "proportion"),
    ("intro", "Q1", "model-deployment", "", "top_share"),
    ("intro", "Q1", "model-monitoring", "", "top_share"),
    ("intro", "Q2", "model-deployment", "", "top_share"),
    ("intro", "Q2", "model-monitoring", "", "top_share"),
    ("intro", "Q3", "model-monitoring", "", "mean"),
    ("notebooks/02-deployment", "Q13", "", "paas", "proportion"),
    ("notebooks/02-deployment", "Q17", "", "yes", "proportion"),
    ("notebooks/03-monitoring", "Q16", "", "interpretability", "proportion"),
    ("notebooks/04-life-cycle", "Q1", "problem-understanding", "", "top_share"),
]
CARDS = {
    "Deploy models as a separate service": ("Q13", "", "service", "proportion"),
    "Follow an MLOps pipeline": ("Q14", "", "yes", "proportion"),
    "Production models monitored, mean": ("Q15", "", "", "mean"),
    "Monitor inputs and outputs": ("Q16", "", "inputs-outputs", "proportion"),
    "Call monitoring relevant": ("Q1", "model-monitoring", "", "top_share"),
    "Call deployment difficult": ("Q2", "model-deployment", "", "top_share"),
    "Call monitoring difficult": ("Q2", "model-monitoring", "", "top_share"),
}


@pytest.fixture(scope="module")
def recorded() -> dict[tuple[str, ...], dict[str, str]]:
    """The whole sample's rows of the record by question, item, option and statistic."""
    if not RECORD.is_dir():
        pytest.skip(f"there is no record in {RECORD}")
    with (RECORD / "estimates.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if not row["segment_by"]]
    keys = ("question_id", "item_id", "option_id", "statistic")
    return {tuple(row[key] for key in keys): row for row in rows}


def read_text(page: Path) -> str:
    """Read what a page says, with plain spaces."""
    text = html.unescape(re.sub(r"<[^>]*>", "", page.read_text(encoding="utf-8")))
    return re.sub(r"\s+", " ", text.replace("\u2060", ""))


def write(row: dict[str, str]) -> tuple[str, str]:
    """Write estimate and interval by hand: whole per cent, numbers with one decimal."""
    is_share = row["statistic"] in ("proportion", "top_share")
    factor, decimals = (100, 0) if is_share else (1, 1)
    values = (factor * float(row[name]) for name in ("estimate", "ci_low", "ci_high"))
    estimate, low, high = (f"{value:.{decimals}f}" for value in values)
    return f"{estimate} %", f"n = {row['answered']}, 95 % CI {low}–{high} %"


@pytest.mark.parametrize(("page", "question", "item", "option", "statistic"), HEADLINES)
def test_a_headline_stands_on_its_page_with_base_and_interval(
    site: Path,
    recorded: dict[tuple[str, ...], dict[str, str]],
    page: str,
    question: str,
    item: str,
    option: str,
    statistic: str,
) -> None:
    estimate, certainty = write(recorded[question, item, option, statistic])
    assert f"{estimate} ({certainty})" in read_text(site / f"{page}.html")


@pytest.mark.parametrize("label", CARDS)
def test_a_card_shows_the_record(
    site: Path, recorded: dict[tuple[str, ...], dict[str, str]], label: str
) -> None:
    page = (site / "intro.html").read_text(encoding="utf-8")
    card = re.search(rf"<div><dt>{label}</dt>(.*?)</div>", page)
    assert card is not None
    shown = html.unescape(re.sub(r"<[^>]*>", " ", card[1])).replace("\u2060", "").split()
    assert shown == " ".join(write(recorded[CARDS[label]])).split()


def test_the_estimates_for_download_are_the_record(site: Path) -> None:
    downloaded = (site / "results" / FLAGSHIP / "estimates.csv").read_bytes()
    assert downloaded == (RECORD / "estimates.csv").read_bytes()


def test_every_figure_for_download_is_there_in_both_formats(site: Path) -> None:
    folder = site / "results" / FLAGSHIP / "figures"
    with (folder / "figures.csv").open(encoding="utf-8", newline="") as lines:
        names = [row["name"] for row in csv.DictReader(lines)]
    assert names
    missing = [
        f"{name}.{suffix}"
        for name in names
        for suffix in ("svg", "png")
        if not (folder / f"{name}.{suffix}").is_file()
    ]
    assert not missing
