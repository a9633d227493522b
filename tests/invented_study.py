"""A study of somebody's own: the survey of eight, many times over, with a ranking and prose."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

TINY = Path(__file__).parent / "data" / "tiny"

_TITLE = "title: A survey of eight\n"
_ABOUT = (
    "about: Eight invented respondents that show every kind of question and every reason for a gap."
)
_PAGE = "questions: [P1, P2, P3, P4, P5]"
_BEHIND = "  - id: T1\n    label: Problems\n"
_RANKING = """  - id: P6
    label: Needs, *most urgent* {{ first }} <b>
    kind: ranking
    options:
      - {id: tools, label: Tools, column: P6_Tools}
      - {id: people, label: People, column: P6_People}
      - {id: time, label: Time, column: P6_Time}
"""
_CLAIMS = """claims:
  - id: automatic
    sentence: A minority releases automatically.
    research_question: RQ1
    checks:
      - {question: P1, option: automatic, below: 0.5, expected: undecided}
"""
_PAGES = {
    "intro": "Automatic release: {{ survey.P1.automatic.full }}.\n",
    "section-practice": "# How they release\n\nOur view of it.\n",
    "team": "# The team\n\n{{ survey.complete }} answers, read [with care](method.md).\n",
}


def write_study(folder: Path, *, copies: int = 8) -> Path:
    """Write a study folder with `copies` times eight records; returns it."""
    folder.mkdir(parents=True)
    text = (TINY / "study.yaml").read_text(encoding="utf-8")
    changes = {
        "study: tiny\n": "study: own\n",
        _TITLE: "title: Getting models out\n",
        _ABOUT: "about: How {{ models }} get into *production*, invented.",
        _PAGE: "questions: [P1, P2, P3, P4, P5, P6]",
        "  questions: [P1, P5]\n": "  questions: [P1, P5, P3, P6]\n",
        _BEHIND: _RANKING + _BEHIND,
    }
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    (folder / "claims.yaml").write_text(_CLAIMS, encoding="utf-8")
    (folder / "pages").mkdir()
    for name, page in _PAGES.items():
        (folder / "pages" / f"{name}.md").write_text(page, encoding="utf-8")
    _export(copies).to_csv(folder / "responses.csv", index=False)
    return folder


def _export(copies: int) -> pd.DataFrame:
    once = pd.read_csv(TINY / "responses.csv", dtype=str, keep_default_na=False)
    several = [once.assign(ID=[f"{number}{i:02}" for i in once["ID"].astype(int)])
               for number in range(1, copies + 1)]  # fmt: skip
    table = pd.concat(several, ignore_index=True)
    table["Origin"] = [f"origin-{record}" for record in table["ID"]]
    seen = ~table["P1_None"].isin(["-77", "-66"])
    for option, place in {"Tools": "1", "People": "2", "Time": "3"}.items():
        table[f"P6_{option}"] = pd.Series(place, table.index).where(seen, "-77")
    return table
