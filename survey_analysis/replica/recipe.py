"""What is invented: the traits that answers follow, and the texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pydantic import Field, RootModel

from survey_analysis.errors import Problem, StudyFileError, describe_problems, nearest
from survey_analysis.study import Study, question_items, question_options
from survey_analysis.study.model import Slug, StudyModel, Text
from survey_analysis.yaml_file import read_model

ENGAGEMENT = "engagement"
DEFAULT = "default"


class Traits(StudyModel):
    """Invented traits of respondents, and how strongly answers follow them.

    `answers`: by question (``Q15``) or part of one (``Q13.service``), the weight of each
    trait; high scores get the last options and the largest numbers, tick more, or tick
    this option. `skipping`: by question or ``default``; high scores skip it.
    """

    traits: list[Slug]
    answers: dict[Text, dict[Slug, float]] = Field({})
    skipping: dict[Text, dict[Slug, float]] = Field({})


class Statements(RootModel[dict[Text, list[Text]]]):
    """Invented texts by question, or by item, group or option of one (``Q4.model-deployment``)."""


class Reports(RootModel[dict[Text, Text]]):
    """Invented problem reports by the unit whose codes they carry (``29:Q4.other-1``)."""


@dataclass(frozen=True)
class Recipe:
    """Everything that a replica holds beyond the counts.

    Attributes
    ----------
    traits
        The invented traits.
    statements
        What is dealt out where a text stands, by question or part of one.
    reports
        What one respondent's slot holds instead, by unit.
    """

    traits: Traits
    statements: dict[str, list[str]]
    reports: dict[str, str] = field(default_factory=dict)


def read_recipe(folder: Path, study: Study) -> Recipe:
    """Read ``traits.yaml``, ``statements.yaml`` and, where reports were coded, ``reports.yaml``.

    Raises
    ------
    StudyFileError
        If one of the first two is missing, or one is wrong or names what the study does
        not have. (`make_replica` checks the units of the reports: it knows the slots.)

    Examples
    --------
    >>> from survey_analysis.study import bundled_studies, load_study
    >>> name = "ml-deployment-monitoring"
    >>> recipe = read_recipe(bundled_studies()[name] / "replica", load_study(name))
    >>> "maturity" in recipe.traits.traits
    True
    """
    traits = read_model(folder / "traits.yaml", Traits)
    statements = read_model(folder / "statements.yaml", Statements).root
    known = _known_parts(study)
    problems = [
        *_unknown("traits.yaml", [*traits.answers], known),
        *_unknown("traits.yaml", [*traits.skipping], {DEFAULT, *known}),
        *_unknown("statements.yaml", [*statements], known),
        *_unknown("traits.yaml", _named_traits(traits), {ENGAGEMENT, *traits.traits}),
    ]
    if problems:
        raise StudyFileError(describe_problems(problems, heading=str(folder)))
    written = folder / "reports.yaml"
    reports = read_model(written, Reports).root if written.exists() else {}
    return Recipe(traits, statements, reports)


def _named_traits(traits: Traits) -> list[str]:
    weights = [*traits.answers.values(), *traits.skipping.values()]
    return list(dict.fromkeys(name for weight in weights for name in weight))


def _known_parts(study: Study) -> set[str]:
    known = set()
    for question in study.questions:
        items = question_items(question)
        parts = [item.id for item in items] + [o.id for o in question_options(question)]
        groups = [item.group for item in items if item.group]
        known |= {question.id, *(f"{question.id}.{part}" for part in [*parts, *groups] if part)}
    return known


def _unknown(file: str, names: list[str], known: set[str]) -> list[Problem]:
    return [
        Problem(f"{name!r} is not a trait or a part of the study{nearest(name, known)}", file)
        for name in names
        if name not in known
    ]
