"""The numbers that pages may name: ``{{ survey.Q13.service }}`` becomes ``60 %``."""

from __future__ import annotations

from typing import Any

from survey_analysis.results import Results
from survey_analysis.study.model import Citation
from survey_analysis.tables.html import verdict_badge
from survey_analysis.tables.rounding import format_share
from survey_analysis.values.coded import name_coded
from survey_analysis.values.compared import name_contrasts
from survey_analysis.values.estimated import (
    Named,
    name_breakdowns,
    name_distributions,
    name_estimates,
    name_questions,
    name_segments,
    name_sensitivity,
    read_table,
)
from survey_analysis.verdicts import summarise_claims


def name_values(results: Results) -> dict[str, str]:
    r"""Name the numbers of a study's results, as text for pages.

    Every key starts with the study's kind: ``survey.``. Then

    - of each estimate of the whole sample, ``Q13.service``, ``Q1.model-deployment.top``,
      ``Q15.mean``: the estimate, ``.interval``, ``.wilson``, ``.count``, ``.base``, and
      all of it: ``.full``, "60 % (n = 168, 95 % CI 52–67 %)", or to stand in parentheses
      ``.listed``, "60 %; n = 168, 95 % CI 52–67 %";
    - the same of a segment with a base of ten or more, ``Q13.service.by.region.brazil``, of
      another population, ``sensitivity.brazil.Q13.service``, and of another reading of a
      base, ``sensitivity.shown.Q16.fairness``;
    - of a question ``Q13.base`` (of its first figure), ``D2.chosen`` (options that anybody
      chose), ``Q15.at.0`` (who answered 0);
    - of a contrast ``contrast.Q13.service.over.Q13.paas`` or, between segments,
      ``contrast.Q14.yes.by.experience.0-1.over.5-9``, see `name_contrasts`;
    - of what was coded ``code.model-deployment.legacy-integration`` and more, see
      `name_coded`;
    - ``bounds.Q16.fairness.lowest`` and ``.highest``, ``bounds.Q16.ambiguous``;
    - ``quality.ambiguous.Q16`` and ``quality.untouched-only``: whom a check concerns;
    - ``page.requirements.reached`` and ``.left``, ``population.brazil``,
      ``segment.country.chosen``;
    - ``claim.ID`` (the verdict), ``claim.ID.badge``, ``claim.ID.sentence``, ``rq.RQ1``;
    - ``records``, ``complete``, ``completion``, ``level``, ``data.sha256``,
      ``original.licence``, ``citation``, ``input.study.yaml`` (SHA-256), ``setting.interval``,
      ``version.numpy``, ``command``, ``finished`` (the condition of `export.finished`).

    Parameters
    ----------
    results
        The results of one study.

    Returns
    -------
    dict
        Key to text.

    Examples
    --------
    >>> from survey_analysis import load_results
    >>> from survey_analysis.study import find_study_folder
    >>> name = "ml-deployment-monitoring"
    >>> values = name_values(load_results(name, find_study_folder(name) / "record"))
    >>> values["survey.Q13.service.full"]
    '60\xa0% (n\xa0=\xa0168, 95\xa0% CI 52–\u206067\xa0%)'
    """
    parts = (
        name_estimates, name_breakdowns, name_sensitivity, name_questions, name_segments,
        name_distributions, name_contrasts, name_coded, _bounds, _quality, _dropout, _claims,
        _study, _data,
    )  # fmt: skip
    kind = results.survey.kind
    return {f"{kind}.{key}": text for part in parts for key, text in part(results)}


def _bounds(results: Results) -> Named:
    for row in read_table(results, "bounds"):
        name = f"bounds.{row.question_id}"
        yield f"{name}.ambiguous", str(row.ambiguous)
        yield f"{name}.shown", str(row.shown)
        for limit in ("lowest", "highest"):
            share = format_share(getattr(row, limit), base=row.shown)
            yield f"{name}.{row.option_id}.{limit}", share


def _quality(results: Results) -> Named:
    """Name findings by check and question; a check of the study file has a name of its own."""
    declared = {check.id for check in results.survey.checks}
    for row in read_table(results, "quality"):
        is_general = row.check in declared or not row.question_id
        name = row.check if is_general else f"{row.check}.{row.question_id}"
        yield f"quality.{name}", str(row.respondents)


def _dropout(results: Results) -> Named:
    for row in read_table(results, "dropout"):
        yield f"page.{row.page}.reached", str(row.reached)
        yield f"page.{row.page}.left", str(row.left_here)


def _claims(results: Results) -> Named:
    if "claims" in results.tables:
        for row in summarise_claims(results.table("claims")).itertuples():
            yield f"claim.{row.claim}", str(row.verdict)
            yield f"claim.{row.claim}.sentence", str(row.sentence)
            yield f"claim.{row.claim}.badge", verdict_badge(str(row.verdict))


def _study(results: Results) -> Named:
    study = results.survey
    yield "title", study.title
    if study.export.finished is not None:
        yield "finished", study.export.finished
    for question in study.research_questions:
        yield f"rq.{question.id}", question.text
    if study.citation is not None:
        yield "citation", cite(study.citation)
    if study.original is not None:
        for name, value in study.original.model_dump().items():
            yield f"original.{name}", f"{value:,}" if isinstance(value, int) else str(value)


def cite(citation: Citation) -> str:
    """Write a citation as Markdown, with links to where it can be read."""
    parts = [", ".join(citation.authors), f"*{citation.title}*"]
    parts += [f"{citation.venue} {citation.year}" if citation.venue else str(citation.year)]
    if citation.arxiv:
        parts.append(f"[arXiv {citation.arxiv}](https://arxiv.org/abs/{citation.arxiv})")
    if citation.doi:
        parts.append(f"[{citation.doi}](https://doi.org/{citation.doi})")
    return ". ".join(parts)


def _data(results: Results) -> Named:
    data: dict[str, Any] = results.manifest["data"]
    settings: dict[str, Any] = results.manifest["settings"]
    for key, value in data.items():
        yield f"data.{key}", str(value)
    yield "records", str(data["records"])
    yield "complete", str(data["respondents"])
    yield "suspended", str(data["records"] - data["respondents"])
    yield "completion", format_share(data["respondents"] / data["records"], base=data["records"])
    yield "level", format_share(settings["level"], base=1)
    yield "command", str(results.manifest["command"])
    for file, checksum in results.manifest["inputs"].items():
        yield f"input.{file}", str(checksum)
    for name, value in settings.items():
        yield f"setting.{name}", "none" if value in (None, []) else str(value)
    for library, version in results.manifest["versions"].items():
        yield f"version.{library}", str(version)
