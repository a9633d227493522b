"""The draft as YAML: every guess with its reason, and on top what a person must decide."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from survey_analysis.drafting.shapes import Draft, DraftedQuestion

_WIDTH = 4096
_PLAIN = re.compile(r"[^\W_][\w ()/.+%'’–…-]*\??")


def write_study_file(draft: Draft) -> str:
    """Write a draft as the text of a ``study.yaml``.

    Parameters
    ----------
    draft
        The draft.

    Examples
    --------
    >>> from survey_analysis.drafting import draft_study
    >>> from survey_analysis.readers import read_table
    >>> from survey_analysis.study import find_study_folder
    >>> table = read_table(find_study_folder("ml-deployment-monitoring") / "responses.csv")
    >>> print(write_study_file(draft_study(table, name="mine")).splitlines()[0])
    # A draft, made from the export alone. Decide and correct:
    """
    document = draft_document(draft)
    document.yaml_set_start_comment("\n".join(_decisions(draft)) + "\n")
    yaml = YAML()
    yaml.width = _WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    text = io.StringIO()
    yaml.dump(document, text)
    return text.getvalue()


def draft_document(draft: Draft) -> CommentedMap:
    """Lay a draft out as the keys and comments of a study file."""
    document = CommentedMap({
        "study": draft.name,
        "title": _flow(draft.title),
        "kind": "survey",
        "about": "A draft made from an export; say here what was asked of whom.",
        "export": _export(draft),
        "pages": CommentedSeq(
            _flow({"id": page, "label": _in_words(page), "questions": list(questions)})
            for page, questions in draft.pages
        ),
        "populations": _populations(draft),
    })  # fmt: skip
    _comment(document, "pages", draft.pages_reason, indent=0)
    if draft.segments:
        document["segments"] = _segments(draft)
    document["questions"] = _questions(draft)
    return document


def _decisions(draft: Draft) -> list[str]:
    settings = draft.settings
    lines = ["A draft, made from the export alone. Decide and correct:"]
    lines += [f"- {line}" for line in (
        "title, about and citation: the export does not say them",
        _who_is_complete(draft),
        f"the ids: {settings.id.value or 'row numbers'} ({settings.id.reason})",
        "personal data: dropped are "
        f"{', '.join(settings.drop) or 'no columns'}; look for more, also in open texts",
        f"pages: {draft.pages_reason}",
        "segments, filters (asked_if) and research questions",
    )]  # fmt: skip
    for decide in dict.fromkeys(q.decide for q in draft.questions if q.decide):
        ids = ", ".join(str(q.keys["id"]) for q in draft.questions if q.decide == decide)
        lines.append(f"- {ids}: {decide}")
    return [" ".join(line.split()) for line in [*lines, *draft.source]]


def _who_is_complete(draft: Draft) -> str:
    complete, consent = draft.settings.complete, draft.consent
    rule = f"who is complete: {complete.value or 'everybody'} ({complete.reason})"
    if consent is None:
        return rule
    return (
        f"{rule}, of those with {consent.condition} (population consented): {consent.records} "
        f"records say {consent.ends!r} and answer nothing after it; the site does not show "
        f"{consent.question} (hidden)"
    )


def _export(draft: Draft) -> CommentedMap:
    settings, export = draft.settings, CommentedMap()
    for key in ("file", "format"):
        if key in draft.export:
            export[key] = _flow(draft.export[key])
    if settings.id.value:
        export["id"] = _flow(settings.id.value)
        _comment(export, "id", settings.id.reason, indent=2)
    if settings.metadata:
        export["metadata"] = _flow(list(settings.metadata))
    if settings.duration:
        export["duration"] = _flow(settings.duration)
        export["unknown_durations"] = _flow(["-1", "0"])
    if settings.drop:
        export["drop"] = _flow(list(settings.drop))
        reasons = "; ".join(f"{name}: {why}" for name, why in settings.drop.items())
        _comment(export, "drop", reasons, indent=2)
    for key in ("ticked", "not_ticked", "finished"):
        if key in draft.export:
            export[key] = _flow(draft.export[key])
    return export


def _populations(draft: Draft) -> CommentedMap:
    complete, consent, populations = draft.settings.complete, draft.consent, CommentedMap()
    if not complete.value and consent is None:
        populations["all"] = _flow({"label": "All records", "default": True})
        _comment(populations, "all", complete.reason, indent=2)
        return populations
    populations["started"] = _flow({"label": "All records"})
    if consent is not None:
        populations["consented"] = _flow({
            "label": f"{consent.question}: {consent.goes_on}", **_default(not complete.value),
            "of": "started", "where": consent.condition,
        })  # fmt: skip
        why = f"{consent.records} others answer nothing after {consent.question}"
        _comment(populations, "consented", why, indent=2)
    if complete.value:
        populations["complete"] = _flow({
            "label": "Complete responses", "default": True,
            "of": "consented" if consent is not None else "started", "where": complete.value,
        })  # fmt: skip
        _comment(populations, "complete", complete.reason, indent=2)
    return populations


def _default(is_default: bool) -> dict[str, bool]:
    return {"default": True} if is_default else {}


def _segments(draft: Draft) -> CommentedMap:
    labels = {q.keys["id"]: q.keys["label"] for q in draft.questions}
    segments = CommentedMap()
    for name, question, reason in draft.segments:
        segments[name] = _flow({"label": labels[question], "from": question})
        _comment(segments, name, reason, indent=2)
    return segments


def _questions(draft: Draft) -> CommentedSeq:
    questions = CommentedSeq(_question(question) for question in draft.questions)
    for number, question in enumerate(draft.questions):
        reason = f"{question.keys['kind']}: {question.reason}"
        if question.decide:
            reason += f". Decide {question.decide}"
        lines = " ".join(reason.split())
        questions.yaml_set_comment_before_after_key(number, before=lines, indent=2)
    return questions


def _question(question: DraftedQuestion) -> CommentedMap:
    written = CommentedMap()
    for key, value in question.keys.items():
        if key in ("options", "points", "off_scale", "items"):
            written[key] = CommentedSeq(_flow(part) for part in value)
        elif isinstance(value, list | dict):
            written[key] = _flow(value)
        else:
            written[key] = _flow(value)
    return written


def _flow(value: Any) -> Any:
    """Write a list or block on one line, and texts with unusual marks in quotes."""
    if isinstance(value, str) and not _PLAIN.fullmatch(value):
        return DoubleQuotedScalarString(value)
    if isinstance(value, Mapping):
        block = CommentedMap({key: _flow(part) for key, part in value.items()})
        block.fa.set_flow_style()
        return block
    if isinstance(value, list):
        parts = CommentedSeq(_flow(part) for part in value)
        parts.fa.set_flow_style()
        return parts
    return value


def _comment(block: CommentedMap, key: str, text: str, *, indent: int) -> None:
    line = " ".join(text.split())
    block.yaml_set_comment_before_after_key(key, before=line, indent=indent)


def _in_words(page: str) -> str:
    return page.replace("-", " ").capitalize()
