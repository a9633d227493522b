"""The first page: what was found, in one line a question."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from survey_analysis.claims import summarise_claims
from survey_analysis.display import provenance, show_key_figures
from survey_analysis.pages.markdown import Page, as_block, escape, join
from survey_analysis.pages.material import SUPPRESSION, Material
from survey_analysis.pages.questions import anchor
from survey_analysis.pages.sections import closed_questions, section_name
from survey_analysis.study import Question
from survey_analysis.study.model import Headline
from survey_analysis.tables import display_table

_READING = """## How to read the numbers

Behind a figure stands its base, the number of respondents it was computed from, and its
{{ survey.level }} confidence interval. Bases differ, because people skip questions. Where an
interval is wide, the figure is a rough one, however exact it looks. Intervals describe how figures
would vary from sample to sample if respondents had been drawn at random; they do not say who chose
to take part. [](method.md) has the details."""

_WORDS = {
    "proportion": "most often {name}",
    "top_share": "highest for {name}, share of the top two points",
    "first_share": "most often first {name}",
    "mean": "mean of {name}",
}
_SUFFIX = {"proportion": "", "top_share": ".top", "first_share": ".first_share", "mean": ".mean"}


def write_glance(material: Material) -> Page:
    """Write the findings at a glance."""
    results = material.results
    body = join(
        "{.sa-lead}\n" + escape(material.study.about),
        as_block(provenance(results).html),
        _key_figures(material),
        _claims(material),
        "## Question by question",
        *_sections(material),
        _READING,
        SUPPRESSION,
        _cite(material),
    )
    return Page("intro", "Findings at a glance", body)


def _key_figures(material: Material) -> str:
    labels = [h.label for h in material.study.headlines if _has_figure(material, h)]
    if not labels:
        return ""
    return as_block(show_key_figures(material.results, labels=labels).html)


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


def _sections(material: Material) -> Iterator[str]:
    for section in material.study.pages:
        if questions := closed_questions(material, section):
            yield f"### [{escape(section.label)}]({section_name(section)}.md)"
            yield "\n".join(_summarise(material, question) for question in questions)


def _summarise(material: Material, question: Question) -> str:
    link = f"[{escape(question.label)}](#{anchor(material, question)})"
    rows = material.rows(question)
    if rows.empty:
        return f"- {link}: fewer than ten answers"
    row = _leading(rows).iloc[0]
    parts = [question.id, row["item_id"], row["option_id"]]
    key = ".".join(part for part in parts if part) + _SUFFIX[row["statistic"]]
    name = row["option"] or (row["item"] if row["item_id"] else "")
    words = _WORDS[row["statistic"]].format(name=f"*{escape(name)}*") + "," if name else "mean"
    return f"- {link}: {words} {{{{ survey.{key}.full }}}}"


def _leading(rows: pd.DataFrame) -> pd.DataFrame:
    """Put the row with the largest figure first; of a block of numbers the first mean."""
    found = [name for name in ("first_share", "top_share", "proportion", "mean")
             if (rows["statistic"] == name).any()]  # fmt: skip
    shown = rows[rows["statistic"] == found[0]]
    is_block = found[0] == "mean" and (rows["statistic"] == "quantile_25").any()
    return shown if is_block else shown.sort_values("estimate", ascending=False, kind="stable")


def _cite(material: Material) -> str:
    cited = "{{ survey.citation }}" if material.study.citation else ""
    return join("## How to cite", cited) if cited else ""
