"""The sample, a page for each section of the questionnaire, and the open answers."""

from __future__ import annotations

from collections.abc import Iterator

from survey_analysis.pages.leading import is_unanimous, summarise_question
from survey_analysis.pages.markdown import Page, escape, join
from survey_analysis.pages.material import SUPPRESSION, Material, count_written
from survey_analysis.pages.questions import anchor, write_question
from survey_analysis.study import Question, TextQuestion
from survey_analysis.study.model import Page as Section
from survey_analysis.study.model import Segment
from survey_analysis.tables import codes_table, display_table
from survey_analysis.tables.coded import read_coded
from survey_analysis.tables.differences import lower

PART = "Findings"
OPEN = "open-answers"
OVERVIEW = "questions"


def section_name(section: Section) -> str:
    """Name the page of a section of the questionnaire."""
    return f"section-{section.id}"


def closed_questions(material: Material, section: Section) -> list[Question]:
    """List the questions of a section that have figures."""
    asked = [question for question in material.questions if question.id in section.questions]
    return [question for question in asked if question.kind != "text"]


def write_sample(material: Material) -> Page:
    """Write who answered, how far they got, and how they are grouped."""
    data = material.results.manifest["data"]
    population = material.study.populations[data["population"]]
    lead = (
        f"Of {{{{ survey.records }}}} records, {{{{ survey.complete }}}} count: "
        f"{escape(lower(population.label))}. "
        "Intervals treat them as if they had been drawn at random from all who could have answered."
    )
    body = join(
        "{.sa-lead}\n" + lead,
        material.timing,
        "## Who they are\n\n" + material.figure("sample") if "sample" in material.figures else "",
        _dropout(material),
        _populations(material),
        _segments(material),
    )
    return Page("sample", "Who answered", body, PART)


def _dropout(material: Material) -> str:
    if "dropout" not in material.results.tables:
        return ""
    labels = {section.id: section.label for section in material.study.pages}
    table = material.results.table("dropout")
    columns = {
        "page": "Section",
        "questions": "Questions",
        "reached": "Reached",
        "left_here": "Left here",
        "share_of_started": "Of all",
    }
    base = material.results.manifest["data"]["records"]
    named = table.assign(page=[labels.get(page, page) for page in table["page"]])
    return join(
        "## From the first page to the last",
        material.figure("dropout"),
        material.table(
            display_table(named, columns=columns, base=base),
            caption="Respondents who reached each section, their share of all who started, and "
            "who left there.",
            csv="dropout",
        ),
    )


def _populations(material: Material) -> str:
    lines = []
    for name, population in material.study.populations.items():
        rules = [
            f"of {population.of}" if population.of else "",
            f"where {population.where}" if population.where else "",
            f"without {population.without}" if population.without else "",
        ]
        rule = ", ".join(part for part in rules if part)
        default = " The figures are about these." if population.default else ""
        means = f": {escape(rule)}." if rule else "."
        lines.append(f"- {escape(population.label)} (`{name}`){means}{default}")
    return join("## Who can be counted", "\n".join(lines))


def _segments(material: Material) -> str:
    if not material.study.segments:
        return ""
    lines = [
        f"- {escape(segment.label)} (`{name}`): {_describe_segment(segment)}"
        for name, segment in material.study.segments.items()
    ]
    return join("## How respondents are grouped", "\n".join(lines), SUPPRESSION)


def _describe_segment(segment: Segment) -> str:
    groups = list(segment.bands) or list(segment.groups)
    named = f", as {', '.join(groups)}" if groups else ""
    reason = f" Why: {segment.reason.rstrip('.')}." if segment.reason else ""
    return escape(f"from {segment.question}{named}.{reason}")


def list_sections(material: Material, *, heading: str) -> Iterator[str]:
    """List what stands out in each question, section by section, with links.

    Where all gave the same answer, such as their consent, nothing stands out.

    Parameters
    ----------
    material
        What the pages are made of.
    heading
        The sign of the sections' headings, such as ``##``.
    """
    for section in material.study.pages:
        asked = closed_questions(material, section)
        if questions := [q for q in asked if not is_unanimous(material, q)]:
            yield f"{heading} [{escape(section.label)}]({section_name(section)}.md)"
            yield _summarise(material, questions)


def _summarise(material: Material, questions: list[Question]) -> str:
    return "\n".join(summarise_question(material, question) for question in questions)


def write_overview(material: Material) -> Page:
    """Write what stands out in every closed question, where no first page does."""
    lead = (
        "{.sa-lead}\nWhat stands out in each question, in the order of the questionnaire. "
        "A question leads to all its figures."
    )
    return Page(
        OVERVIEW, "Question by question", join(lead, *list_sections(material, heading="##")), PART
    )


def write_sections(material: Material) -> Iterator[Page]:
    """Write a page for each section of the questionnaire with closed questions."""
    for section in material.study.pages:
        if questions := closed_questions(material, section):
            blocks = [write_question(material, question) for question in questions]
            body = join(_summarise(material, questions), SUPPRESSION, *blocks)
            yield Page(section_name(section), escape(section.label), body, PART)


def write_open_answers(material: Material) -> Iterator[Page]:
    """Write what became of the open answers; no page where there was no open question."""
    asked = [q for q in material.questions if isinstance(q, TextQuestion)]
    if asked:
        lead = "{.sa-lead}\nWhat respondents wrote is not shown; what was coded in it is counted."
        blocks = [_open_question(material, question) for question in asked]
        yield Page(OPEN, "Open answers", join(lead, *blocks), PART)


def _open_question(material: Material, question: TextQuestion) -> str:
    count = count_written(material, question).capitalize()
    labels = [part.label for part in question.groups or question.items]
    slots = f": {', '.join(labels)}" if labels != [question.label] else ""
    head = f"({anchor(material, question)})=\n## {escape(question.label)}"
    facts = f"{question.id}{slots}. {count} respondents wrote something."
    wording = f"“{question.text}”" if question.text not in (None, "", question.label) else ""
    return join(head, escape(wording), escape(facts), *_coded(material, question))


def _coded(material: Material, question: TextQuestion) -> Iterator[str]:
    """Show the codes of what was written, if it was coded."""
    results = material.results
    if results.codebook is None or "codes" not in results.tables:
        yield "These answers have not been coded."
        return
    codes = read_coded(results, "codes")
    if not codes["question_id"].str.partition(".")[0].eq(question.id).any():
        yield "These answers have not been coded."
    for name, rows in codes.groupby("question_id", sort=False):
        asked, _, group = str(name).partition(".")
        if asked == question.id:
            shown = rows[rows["estimate"].notna()].reset_index(drop=True)
            if not (shown["segment_by"] == "").any():
                yield "Fewer than ten respondents were coded, so nothing is shown."
                continue
            label = group or asked
            yield from (material.figure(f"{kind}-{label}") for kind in ("codes", "cause-effect"))
            caption = f"Problems in {lower(rows['question'].iloc[0])}: every code."
            yield material.table(codes_table(shown), caption=caption, csv="codes")
