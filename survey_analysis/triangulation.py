"""Triangulation: what several studies say about one theme, each judgement tied to its evidence."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import pandas as pd
from pydantic import Field

from survey_analysis.claims import Check
from survey_analysis.claims import Claim as _Claim
from survey_analysis.errors import Problem, StudyFileError, TriangulationError, describe_problems
from survey_analysis.study.model import Slug, StudyModel, Text
from survey_analysis.verdicts import check_claims
from survey_analysis.yaml_file import located_error, read_model

Judgement = Literal["converges", "complements", "contradicts", "silent"]

VIEW_COLUMNS = [
    "theme", "label", "statement", "study", "judgement", "evidence", "by", "date", "reason",
]  # fmt: skip
EVIDENCE_COLUMNS = [
    "theme", "study", "kind", "counts", "says", "check", "value", "ci_low", "ci_high", "threshold",
    "verdict", "expected",
]  # fmt: skip

FIGURE, PUBLISHED, ILLUSTRATION = "figure", "published", "illustration"
_RULES = {
    "converges": "every figure behind 'converges' must hold",
    "complements": "a figure must have the verdict that was declared",
    "contradicts": "a figure behind 'contradicts' must have the verdict that was declared",
}


class Evidence(StudyModel):
    """One piece of evidence, and what it `says` on the theme.

    Exactly one of: `figure`, a check on the study's results; `published`, where the study's
    publication says so (it counts with the study's citation); `illustration`, a code of the
    study's codebook that illustrates the theme, which never counts.
    """

    says: Text
    figure: Check | None = None
    published: Text | None = None
    illustration: Slug | None = None

    @property
    def kind(self) -> str:
        """``figure``, ``published`` or ``illustration``."""
        kinds = (FIGURE, PUBLISHED, ILLUSTRATION)
        return next(kind for kind in kinds if getattr(self, kind) is not None)

    @property
    def counts(self) -> bool:
        """Whether a judgement may rest on it."""
        return self.kind != ILLUSTRATION


class View(StudyModel):
    """What one study says on a theme: a judgement, who made it and when, and its evidence."""

    judgement: Judgement
    by: Text
    date: datetime.date
    reason: Text
    evidence: list[Evidence] = Field([])


class Theme(StudyModel):
    """A statement on which the studies are held against each other, one view a study."""

    id: Slug
    label: Text
    statement: Text
    views: dict[Slug, View] = Field(min_length=2)


class TriangulationFile(StudyModel):
    """The file `triangulation.yaml` beside the folders of the studies."""

    title: Text
    themes: list[Theme] = Field(min_length=1)


def load_triangulation(path: str | Path) -> TriangulationFile:
    """Read the declared map of themes to evidence.

    Parameters
    ----------
    path
        The file ``triangulation.yaml``.

    Raises
    ------
    StudyFileError
        If the file does not fit; lists every problem with its line. Every theme has a view
        of every study; evidence is a figure, a published finding or an illustration; a study
        is silent exactly if it has no evidence that counts; the figures behind ``converges``
        are declared to hold, and one of those behind ``contradicts`` to fail.
    """
    loaded = read_model(Path(path), TriangulationFile)
    problems = list(_find_problems(loaded))
    if problems:
        raise located_error(Path(path), problems)
    return loaded


Place = tuple[str | int, ...]


def _find_problems(file: TriangulationFile) -> Iterator[tuple[Place, str]]:
    studies = list(dict.fromkeys(study for theme in file.themes for study in theme.views))
    seen: set[str] = set()
    for i, theme in enumerate(file.themes):
        place: Place = ("themes", i)
        if theme.id in seen:
            yield (*place, "id"), f"the id {theme.id!r} is declared twice"
        seen.add(theme.id)
        missing = [study for study in studies if study not in theme.views]
        if missing:
            yield (*place, "views"), f"there is no view of {', '.join(missing)}; say 'silent'"
        for study, view in theme.views.items():
            yield from _find_view_problems(view, (*place, "views", study))


def _find_view_problems(view: View, place: Place) -> Iterator[tuple[Place, str]]:
    kinds = (FIGURE, PUBLISHED, ILLUSTRATION)
    for k, evidence in enumerate(view.evidence):
        if sum(getattr(evidence, kind) is not None for kind in kinds) != 1:
            yield (
                (*place, "evidence", k),
                "evidence is one of 'figure', 'published' and 'illustration'",
            )
            return
    counting = [evidence for evidence in view.evidence if evidence.counts]
    if (view.judgement == "silent") == bool(counting):
        yield (
            (*place, "judgement"),
            f"{view.judgement!r} with {len(counting)} pieces of evidence that count "
            "(illustrations do not): a study is silent exactly if it has none",
        )
    expected = [e.figure.expected for e in counting if e.figure is not None]
    if view.judgement == "converges" and any(verdict != "holds" for verdict in expected):
        yield (*place, "judgement"), _RULES["converges"]
    if view.judgement == "contradicts" and expected and "fails" not in expected:
        yield (*place, "judgement"), "a figure behind 'contradicts' must be declared to fail"


def triangulate(
    file: TriangulationFile, results: Mapping[str, Mapping[str, pd.DataFrame]]
) -> dict[str, pd.DataFrame]:
    """Hold every figure behind a judgement against the results of its study.

    Parameters
    ----------
    file
        The declared map; see `load_triangulation`.
    results
        By study, the tables of its results by file name: ``estimates.csv``, and ``codes.csv``
        where answers were coded.

    Returns
    -------
    dict
        ``triangulation.csv``, a row a theme and study: `theme`, `label`, `statement`, `study`,
        `judgement`, `evidence` (pieces that count), `by`, `date`, `reason`; and
        ``evidence.csv``, a row a piece: `theme`, `study`, `kind` (figure, published,
        illustration), `counts`, `says`, and for figures what `claims.csv` has: `check`,
        `value`, `ci_low`, `ci_high`, `threshold`, `verdict`, `expected`. For what was
        published, `check` says where.

    Raises
    ------
    TriangulationError
        If the figures of a judgement no longer support it: each with the judgement's reason,
        the figure and the rule.
    StudyFileError
        If a study has no results, or a figure is not among them.
    """
    unknown = {s for theme in file.themes for s in theme.views} - set(results)
    if unknown:
        msg = f"triangulation.yaml names studies without results: {', '.join(sorted(unknown))}"
        raise StudyFileError(msg)
    views, pieces = [], []
    for theme in file.themes:
        for study, view in theme.views.items():
            views.append(_describe_view(theme, study, view))
            pieces += [_describe_piece(theme, study, e, results[study]) for e in view.evidence]
    evidence = pd.DataFrame(pieces, columns=EVIDENCE_COLUMNS)
    _refuse_unsupported(file, evidence)
    return {
        "triangulation.csv": pd.DataFrame(views, columns=VIEW_COLUMNS),
        "evidence.csv": evidence,
    }


def _describe_view(theme: Theme, study: str, view: View) -> tuple[Any, ...]:
    counting = sum(evidence.counts for evidence in view.evidence)
    made = (view.by, view.date.isoformat(), view.reason)
    return (theme.id, theme.label, theme.statement, study, view.judgement, counting, *made)


def _describe_piece(
    theme: Theme, study: str, evidence: Evidence, tables: Mapping[str, pd.DataFrame]
) -> tuple[Any, ...]:
    start = (theme.id, study, evidence.kind, evidence.counts, evidence.says)
    if evidence.figure is None:
        nothing = (float("nan"),) * 4
        return (*start, evidence.published or evidence.illustration, *nothing, "", "")
    claim = _Claim(
        id=theme.id, sentence=theme.statement, research_question=study, checks=[evidence.figure]
    )
    row = check_claims([claim], tables["estimates.csv"], codes=tables.get("codes.csv")).iloc[0]
    return (*start, *row[EVIDENCE_COLUMNS[5:]])


def _refuse_unsupported(file: TriangulationFile, evidence: pd.DataFrame) -> None:
    judged = {(theme.id, study): v for theme in file.themes for study, v in theme.views.items()}
    changed = evidence[evidence["verdict"] != evidence["expected"]]
    problems = []
    for row in changed.itertuples():
        view = judged[str(row.theme), str(row.study)]
        problems.append(
            Problem(
                f"theme {row.theme!r}, {row.study}: {view.judgement!r} because {view.reason} "
                f"The figure {row.check} is {row.value:.4g} ({row.ci_low:.4g} to "
                f"{row.ci_high:.4g}) and {row.verdict}, declared was {row.expected!r}. "
                f"The rule: {_RULES[view.judgement]}"
            )
        )
    if problems:
        raise TriangulationError(
            describe_problems(problems, heading="Judgements that their figures do not support")
        )
