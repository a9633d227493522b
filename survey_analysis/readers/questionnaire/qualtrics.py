"""Qualtrics' survey file (.qsf): JSON with blocks, their flow, and a payload a question."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from survey_analysis.errors import DataError
from survey_analysis.readers.questionnaire.qualtrics_filters import read_filter
from survey_analysis.readers.questionnaire.shapes import (
    AskedItem,
    AskedOption,
    AskedPage,
    AskedQuestion,
    Kind,
    Questionnaire,
)
from survey_analysis.readers.wording import plain_text

Payload = Mapping[str, Any]

_MULTIPLE = ("MAVR", "MAHR", "MACOL", "MSB")
_KINDS: dict[str, Kind] = {
    "MC": "single", "Matrix": "scale", "TE": "text", "RO": "ranking", "CS": "allocation",
    "Slider": "numeric", "DB": "display",
}  # fmt: skip
_DAMAGE = (AttributeError, KeyError, TypeError, IndexError)
"""What a payload of another shape raises where it is read."""


def parse_qsf(content: bytes, *, file: str) -> Questionnaire:
    """Read a survey file as Qualtrics exports it.

    Question types without a kind here (side by side, heat maps, drill-down, …) come as
    ``unknown`` with a warning. A matrix with several answers a row becomes one
    multiple-choice question a row.

    Parameters
    ----------
    content
        The file's bytes.
    file
        Its name, for messages.

    Raises
    ------
    DataError
        If it is damaged, or no such file.
    """
    try:
        survey = json.loads(content.decode("utf-8-sig"))
        entry, elements = survey["SurveyEntry"], survey["SurveyElements"]
        return _read_survey(entry, elements, file)
    except (ValueError, RecursionError, *_DAMAGE) as error:
        what = f"damaged, or no Qualtrics survey (.qsf): {type(error).__name__}"
        msg = f"{file}: {what}"
        raise DataError(msg) from None


def _read_survey(entry: Payload, elements: list[Payload], file: str) -> Questionnaire:
    payloads = {e["PrimaryAttribute"]: e["Payload"] for e in elements if e["Element"] == "SQ"}
    pages = list(_read_pages(elements, payloads))
    questions: list[AskedQuestion] = []
    placed: list[AskedPage] = []
    for page in pages:
        asked = [q for qid in page.questions for q in _read_question(payloads[qid], payloads)]
        questions += asked
        if asked:
            placed.append(AskedPage(page.id, page.title, tuple(q.id for q in asked), page.asked_if))
    unknown = [q for q in questions if q.kind == "unknown"]
    return Questionnaire(
        file=file,
        format="qualtrics",
        title=plain_text(entry.get("SurveyName") or ""),
        language=(entry.get("SurveyLanguage") or "").lower(),
        questions=tuple(questions),
        pages=tuple(placed),
        warnings=tuple(f"{q.id}: questions of type {q.source_type} have no kind" for q in unknown),
    )


def _read_pages(elements: list[Payload], payloads: Payload) -> Iterator[AskedPage]:
    """Yield pages with Qualtrics' question ids, in the order of the survey's flow."""
    blocks = {block["ID"]: block for e in elements if e["Element"] == "BL" for block in _listed(e)}
    used = {key: block for key, block in blocks.items() if block.get("Type") != "Trash"}
    flows = [e["Payload"].get("Flow", []) for e in elements if e["Element"] == "FL"]
    order = [(key, asked_if) for flow in flows for key, asked_if in _follow(flow, "", payloads)]
    number = 0
    for key, asked_if in order or [(key, "") for key in used]:
        for ids in _split_pages(used.pop(key, {})):
            number += 1
            title = plain_text(blocks[key].get("Description") or "")
            known = tuple(question for question in ids if question in payloads)
            yield AskedPage(f"p{number}", title, known, asked_if)


def _listed(element: Payload) -> list[Payload]:
    payload = element["Payload"] or []
    return list(payload.values()) if isinstance(payload, dict) else list(payload)


def _follow(flow: list[Payload], asked_if: str, payloads: Payload) -> Iterator[tuple[str, str]]:
    """Yield the blocks of a flow, each with the conditions of the branches around it."""
    for step in flow:
        if step.get("Type") in ("Block", "Standard") and "ID" in step:
            yield step["ID"], asked_if
        own = read_filter(step.get("BranchLogic"), payloads)
        joined = " and ".join(part for part in (asked_if, own) if part)
        yield from _follow(step.get("Flow") or [], joined, payloads)


def _split_pages(block: Payload) -> list[list[str]]:
    pages: list[list[str]] = [[]]
    for element in block.get("BlockElements") or []:
        if element.get("Type") == "Page Break":
            pages.append([])
        elif element.get("Type") == "Question":
            pages[-1].append(element["QuestionID"])
    return [page for page in pages if page]


def _read_question(payload: Payload, payloads: Payload) -> list[AskedQuestion]:
    kind, selector = payload["QuestionType"], payload.get("Selector") or ""
    several = payload.get("SubSelector") == "MultipleAnswer"
    settings = (payload.get("Validation") or {}).get("Settings") or {}
    question = AskedQuestion(
        id=payload["DataExportTag"],
        text=plain_text(payload.get("QuestionText") or ""),
        kind=_read_kind(kind, selector, settings),
        options=tuple(_read_options(payload, "Answers" if kind == "Matrix" else "Choices")),
        items=tuple(_read_items(payload)),
        asked_if=read_filter(payload.get("DisplayLogic"), payloads),
        is_required=settings.get("ForceResponse") == "ON",
        source_type="/".join(filter(None, (kind, selector, payload.get("SubSelector")))),
        total=_number(settings.get("ChoiceTotal")) if kind == "CS" else None,
    )
    if kind == "Matrix" and several:
        return [_ask_row(question, item) for item in question.items]
    if question.kind in ("single", "multiple"):
        return [replace(question, items=())]
    return [question if kind == "Matrix" else replace(question, options=())]


def _ask_row(question: AskedQuestion, item: AskedItem) -> AskedQuestion:
    text = f"{question.text} – {item.text}"
    name = f"{question.id}_{item.code}"
    return replace(question, id=name, text=text, kind="multiple", items=())


def _read_kind(kind: str, selector: str, settings: Payload) -> Kind:
    if kind == "MC" and selector in _MULTIPLE:
        return "multiple"
    if kind == "TE" and settings.get("ContentType") == "ValidNumber":
        return "numeric"
    if kind == "Matrix" and selector not in ("Likert", "Bipolar"):
        return "text" if selector == "TE" else "unknown"
    return _KINDS.get(kind, "unknown")


def _in_order(payload: Payload, name: str) -> list[tuple[str, Payload]]:
    """List choices or answers with their ids, in the order shown."""
    held = payload.get(name) or {}
    known = dict(enumerate(held)) if isinstance(held, list) else held
    by_id = {str(key): choice for key, choice in known.items()}
    order = [str(key) for key in payload.get(name.removesuffix("s") + "Order") or by_id]
    return [(key, by_id[key]) for key in order if key in by_id]


def _read_options(payload: Payload, name: str) -> Iterator[AskedOption]:
    recoded = payload.get("RecodeValues") or {}
    for key, choice in _in_order(payload, name):
        yield AskedOption(
            code=str(recoded.get(key, key)),
            text=plain_text(choice.get("Display") or ""),
            other=str(choice.get("TextEntry", "")).lower() in ("true", "1", "on"),
            exclusive=bool(choice.get("ExclusiveAnswer")),
        )


def _read_items(payload: Payload) -> Iterator[AskedItem]:
    tags = payload.get("ChoiceDataExportTags") or {}
    for key, choice in _in_order(payload, "Choices"):
        yield AskedItem(str(tags.get(key) or key), plain_text(choice.get("Display") or ""))


def _number(text: object) -> float | None:
    try:
        return float(str(text))
    except ValueError:
        return None
