"""Whether each question of a study file is complete and without contradiction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from survey_analysis.errors import unknown_name
from survey_analysis.study.model import Study
from survey_analysis.study.questions import (
    AllocationQuestion,
    MultipleQuestion,
    NumericQuestion,
    PlainOption,
    Question,
    RankingQuestion,
    ScaleQuestion,
    SingleQuestion,
    TextQuestion,
    question_items,
    question_options,
)

Found = Iterator[tuple[tuple[str | int, ...], str]]

_EVERY_OPTION = {"id", "label"}
_OPTION_KEYS = {
    "single": {"value", "aliases", "text", "other"},
    "spread single": {"column", "text", "value", "aliases"},
    "spread multiple": {"column", "text", "exclusive", "value", "aliases", "other"},
    "multiple": {"value", "aliases", "exclusive", "other", "text"},
    "spread ranking": {"column"},
    "ranking": {"value", "aliases"},
    "scale": {"value", "aliases"},
    "text": set[str](),
}


def find_question_problems(study: Study) -> Found:
    """Yield what is wrong with single questions, each with its place in the file."""
    for i, question in enumerate(study.questions):
        for search in (_columns, _option_keys, _labels, _parts, _bounds, _places):
            for place, message in search(question):
                yield ("questions", i, *place), message
        for message in _hidden_answers(study, question):
            yield ("questions", i), message


def _columns(question: Question) -> Found:
    spread = [bool(o.column) for o in question_options(question)]
    if isinstance(question, MultipleQuestion):
        in_one = question.column is not None
        if in_one == any(spread) or (not in_one and not all(spread)):
            yield (), f"{question.id} needs either 'column', or a 'column' on every option"
        if in_one != (question.separator is not None):
            yield (), f"{question.id}: 'column' and 'separator' go together"
    if isinstance(question, RankingQuestion) and (
        any(spread) if question.ranks else not all(spread)
    ):
        yield (), f"{question.id} needs either 'ranks', or a 'column' on every option"
    if isinstance(question, NumericQuestion) and bool(question.column) == bool(question.items):
        yield (), f"{question.id} needs either 'column' or 'items'"
    if isinstance(question, SingleQuestion):
        in_one = question.column is not None
        if in_one == any(spread) or (not in_one and not all(spread)):
            yield (), f"{question.id} needs either 'column', or a 'column' on every option"


def _option_keys(question: Question) -> Found:
    """Find keys of options that mean nothing for this kind of question."""
    kind = f"spread {question.kind}" if is_spread(question) else question.kind
    allowed = _EVERY_OPTION | _OPTION_KEYS.get(kind, set())
    for key, options in _option_lists(question):
        for j, option in enumerate(options):
            for name in sorted(option.model_fields_set - allowed):
                known = ", ".join(sorted(allowed))
                yield (key, j, name), f"{name!r} has no meaning here; allowed: {known}"


def is_spread(question: Question) -> bool:
    """Tell whether a choice or a ranking has a column per option, not one for all."""
    if isinstance(question, RankingQuestion):
        return not question.ranks
    return isinstance(question, SingleQuestion | MultipleQuestion) and question.column is None


def _option_lists(question: Question) -> list[tuple[str, list[PlainOption]]]:
    if isinstance(question, SingleQuestion | MultipleQuestion | RankingQuestion):
        return [("options", question.options)]
    if isinstance(question, ScaleQuestion):
        return [("points", question.points), ("off_scale", question.off_scale)]
    return [("groups", question.groups)] if isinstance(question, TextQuestion) else []


def _labels(question: Question) -> Found:
    options = question_options(question)
    for label in _repeated(o.label for o in options):
        yield (), f"{question.id}: the label {label!r} belongs to several options"
    if not is_spread(question):
        for value in _repeated(text for o in options for text in o.labels):
            yield (), f"{question.id}: the export's label {value!r} belongs to several options"
    if isinstance(question, SingleQuestion) and question.untouched_default is not None:
        known = [o.label for o in options]
        if question.untouched_default not in known:
            yield ("untouched_default",), unknown_name("label", question.untouched_default, known)
    if sum(o.other for o in options) > 1:
        yield (), f"{question.id}: 'other: true' stands on several options"


def _parts(question: Question) -> Found:
    """Find repeated ids of options and items, and items of a group that is not declared."""
    ids = {key: [option.id for option in options] for key, options in _option_lists(question)}
    ids["items"] = [item.id for item in question_items(question)]
    for key, names in ids.items():
        for name in _repeated(names):
            yield (key,), f"the id {name!r} is declared several times"
    if isinstance(question, ScaleQuestion):
        for part_id in {o.id for o in question.points} & {o.id for o in question.off_scale}:
            yield ("off_scale",), f"the id {part_id!r} is also a point of the scale"
    groups = [g.id for g in question.groups] if isinstance(question, TextQuestion) else []
    for j, item in enumerate(question_items(question)):
        if item.group is not None and item.group not in groups:
            yield ("items", j, "group"), unknown_name("group", item.group, groups)


def _bounds(question: Question) -> Found:
    low, high = _range(question)
    if low > high:
        yield ("minimum",), f"{question.id}: the minimum {low:g} is above the maximum {high:g}"


def _places(question: Question) -> Found:
    if isinstance(question, RankingQuestion):
        options, columns = len(question.options), len(question.ranks)
        if question.depth is not None and question.depth > (columns or options):
            yield ("depth",), f"{question.id} has {columns or options} places to give"
        if question.top is not None and question.top > question.places:
            yield ("top",), f"{question.id} has {question.places} places to give"


def _range(question: Question) -> tuple[float, float]:
    if isinstance(question, AllocationQuestion):
        return 0.0, question.total
    low = getattr(question, "minimum", None)
    high = getattr(question, "maximum", None)
    return (float("-inf") if low is None else low, float("inf") if high is None else high)


def _hidden_answers(study: Study, question: Question) -> Iterator[str]:
    """Find missing codes that are answers too, so that answers would vanish."""
    own, everybodys = question.missing, study.export.missing
    inherits = own is None or "not_answered" not in own.model_fields_set
    declared = everybodys if inherits else own
    codes = declared.not_answered if declared is not None else []
    if isinstance(question, SingleQuestion | ScaleQuestion):
        labels = {text for o in question_options(question) for text in o.labels}
        for code in sorted(labels.intersection(codes)):
            yield f"{question.id}: {code!r} is an answer and a code for 'not answered'"
    if isinstance(question, NumericQuestion | AllocationQuestion) and inherits:
        low, high = _range(question)
        for code in filter(_is_number, codes):
            if low <= float(code) <= high:
                yield (
                    f"{question.id}: {code!r} is a number that the question allows and, for the "
                    "whole export, a code for 'not answered'; give the question its own 'missing'"
                )


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdecimal()


def _repeated(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]
