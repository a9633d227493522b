"""Names of contrasts: differences within respondents, and between segments."""

from __future__ import annotations

from survey_analysis.results import Results
from survey_analysis.study.forms import slug
from survey_analysis.tables.contrasts import (
    Difference,
    read_differences,
    write_difference,
    write_difference_interval,
    write_p,
)
from survey_analysis.tables.rounding import NO_BREAK, UNDEFINED, format_share
from survey_analysis.values.estimated import Named


def name_contrasts(results: Results) -> Named:
    """Name every contrast, and count those between segments.

    ``contrast.Q13.service.over.Q13.paas`` and, between segments,
    ``contrast.Q14.yes.by.experience.0-1.over.5-9``: the difference, ``.full`` with base,
    interval and adjusted p-value, and ``.p``. ``contrasts.Q13.tested`` and ``.apart``: how
    many differences between segments have a p-value, and how many of these stay below one
    minus the level after adjustment; ``contrasts.tested`` and ``.apart`` of all questions.
    """
    if "contrasts" not in results.tables:
        return
    alpha = 1 - results.manifest["settings"]["level"]
    level = format_share(results.manifest["settings"]["level"], base=1)
    differences = read_differences(results.table("contrasts"), results.study)
    for difference in differences:
        if not difference.is_hidden:
            yield from _difference(difference, level)
    between = [difference for difference in differences if difference.segment_by]
    for question in dict.fromkeys(difference.first[0] for difference in between):
        own = [difference for difference in between if difference.first[0] == question]
        yield from _counts(f"contrasts.{question}", own, alpha)
    yield from _counts("contrasts", between, alpha)


def _difference(difference: Difference, level: str) -> Named:
    name = _name(difference)
    written, interval = write_difference(difference), write_difference_interval(difference)
    limits = f", {level} CI {interval}" if interval != UNDEFINED else ""
    adjusted = write_p(difference.p_holm).replace("<", "&lt;")
    p_value = f", adjusted p {'' if '<' in write_p(difference.p_holm) else '= '}{adjusted}"
    yield name, written
    yield f"{name}.p", write_p(difference.p_value).replace("<", "&lt;")
    base = f"n = {difference.n:.0f}".replace(" ", NO_BREAK)
    yield (
        f"{name}.full",
        f"{written} ({base}{limits.replace(' to ', f'{NO_BREAK}to{NO_BREAK}')}{p_value})",
    )


def _name(difference: Difference) -> str:
    first, second = (_side(side) for side in (difference.first, difference.second))
    if not difference.segment_by:
        return f"contrast.{first}.over.{second}"
    segments = f"{slug(difference.first[3])}.over.{slug(difference.second[3])}"
    return f"contrast.{first}.by.{difference.segment_by}.{segments}"


def _side(side: tuple[str, ...]) -> str:
    return ".".join(part for part in side[:3] if part)


def _counts(name: str, differences: list[Difference], alpha: float) -> Named:
    tested = [d for d in differences if d.p_holm == d.p_holm]
    yield f"{name}.tested", f"{len(tested):,}"
    yield f"{name}.apart", f"{sum(d.p_holm < alpha for d in tested):,}"
