"""The first page: what was found, in one line a question."""

from __future__ import annotations

from survey_analysis.display import provenance, show_key_figures
from survey_analysis.pages.markdown import Page, as_block, escape, join
from survey_analysis.pages.material import ORIGIN, SUPPRESSION, Material
from survey_analysis.pages.questions import anchor
from survey_analysis.pages.sections import list_sections
from survey_analysis.study.model import Headline
from survey_analysis.tables import display_table
from survey_analysis.verdicts import summarise_claims

_READING = """## How to read the numbers

Behind a figure stands its base, the number of respondents it was computed from, and its
{{ survey.level }} confidence interval. Bases differ, because people skip questions. Where an
interval is wide, the figure is a rough one, however exact it looks. Intervals describe how figures
would vary from sample to sample if respondents had been drawn at random; they do not say who chose
to take part. [](method.md) has the details."""


def write_glance(material: Material) -> Page:
    """Write the findings at a glance."""
    results = material.results
    body = join(
        "{.sa-lead}\n" + escape(material.study.about),
        as_block(provenance(results).html)
        if material.mark
        else as_block(f'<p class="sa-note">{material.respondents:,} respondents. {ORIGIN}</p>'),
        _key_figures(material),
        _claims(material),
        _research_questions(material),
        "## Question by question",
        *list_sections(material, heading="###"),
        _READING,
        SUPPRESSION,
        _cite(material),
    )
    return Page("intro", "Findings at a glance", body)


def _research_questions(material: Material) -> str:
    """List the research questions, each with the questions that were asked for it."""
    lines = []
    for asked in material.study.research_questions:
        links = [
            f"[{escape(question.label)}](#{anchor(material, question)})"
            for question in material.questions
            if question.research_question == asked.id
        ]
        lines.append(f"- **{escape(asked.id)}** {escape(asked.text)} {', '.join(links)}".rstrip())
    return join("## Research questions", "\n".join(lines)) if lines else ""


def _key_figures(material: Material) -> str:
    labels = [h.label for h in material.study.headlines if _has_figure(material, h)]
    if not labels:
        return ""
    return as_block(show_key_figures(material.results, labels=labels, note=material.mark).html)


def _has_figure(material: Material, headline: Headline) -> bool:
    rows = material.rows(material.study.question(headline.question))
    is_it = (
        (rows["item_id"] == (headline.item or ""))
        & (rows["option_id"] == (headline.option or ""))
        & (rows["statistic"] == headline.statistic)
    )
    return bool(is_it.any())


def _claims(material: Material) -> str:
    if "claims" not in material.results.tables:
        return ""
    columns = {
        "sentence": "Conclusion",
        "research_question": "Research question",
        "verdict": "Verdict",
    }
    claims = summarise_claims(material.results.table("claims"))
    return join(
        "## Conclusions and their verdicts",
        "A conclusion **holds** if every figure it rests on lies on the claimed side with its "
        "whole interval, **fails** if one lies on the other side, and is **undecided** otherwise.",
        material.table(
            display_table(claims, columns=columns),
            caption="Conclusions and their verdicts.",
            csv="claims",
        ),
    )


def _cite(material: Material) -> str:
    cited = "{{ survey.citation }}" if material.study.citation else ""
    return join("## How to cite", cited) if cited else ""
