"""What must hold for the turns of a document: known speakers, times that run forwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from survey_analysis.documents.clock import write_time
from survey_analysis.documents.transcript import Cue, Parsed
from survey_analysis.errors import Problem, nearest, quote

_LISTED = 5


def find_turn_problems(
    parsed: Parsed, *, known: Sequence[str], allowed: Sequence[str]
) -> Iterator[Problem]:
    """Yield what is wrong with the turns of one document.

    Parameters
    ----------
    parsed
        What was read.
    known
        All participants and moderators of the study.
    allowed
        Those who take part in this document; empty if it does not say.

    Examples
    --------
    >>> cues = [Cue(1, "P07", 9.0, None, "Yes."), Cue(3, "P70", 4.0, None, "No.")]
    >>> for problem in find_turn_problems(Parsed(cues), known=["P07"], allowed=[]):
    ...     print(problem)
    line 3: 'P70' is no participant or moderator of the study; nearest is 'P07'
    line 3: 00:00:04 is earlier than 00:00:09 on line 1; times must run forwards
    """
    if not parsed.cues and not parsed.problems:
        yield Problem("no turn was found; a turn begins with who speaks, as in **P07** [00:12:30]")
    yield from _find_strangers(parsed, known, allowed)
    yield from _find_odd_times(parsed)
    for cue in parsed.cues:
        if not cue.text:
            yield Problem(f"{parsed.place} {cue.line}: {cue.speaker} says nothing")


def _find_strangers(
    parsed: Parsed, known: Sequence[str], allowed: Sequence[str]
) -> Iterator[Problem]:
    lines: dict[str, list[int]] = {}
    for cue in parsed.cues:
        lines.setdefault(cue.speaker, []).append(cue.line)
    for name, where in lines.items():
        if name not in known:
            text = (
                f"{quote(name)} is no participant or moderator of the study{nearest(name, known)}"
            )
            yield Problem(f"{_list_lines(where, parsed.place)}: {text}")
        elif allowed and name not in allowed:
            text = f"{name} speaks, whom the front matter does not declare"
            yield Problem(f"{_list_lines(where, parsed.place)}: {text}")


def _list_lines(lines: Sequence[int], place: str) -> str:
    named = ", ".join(map(str, lines[:_LISTED]))
    more = f" and {len(lines) - _LISTED} more" if len(lines) > _LISTED else ""
    return f"{place}{'s' * (len(lines) > 1)} {named}{more}"


def _find_odd_times(parsed: Parsed) -> Iterator[Problem]:
    before: Cue | None = None
    for cue in parsed.cues:
        if cue.start is None:
            continue
        here = f"{parsed.place} {cue.line}: {write_time(cue.start)}"
        if cue.end is not None and cue.end < cue.start:
            yield Problem(f"{here} is later than its end, {write_time(cue.end)}")
        if before is not None and before.start is not None:
            there = f"on {parsed.place} {before.line}"
            if cue.start < before.start:
                then = write_time(before.start)
                yield Problem(f"{here} is earlier than {then} {there}; times must run forwards")
            elif before.end is not None and cue.start < before.end:
                then = write_time(before.end)
                yield Problem(f"{here} overlaps what began {there} and ends at {then}")
        before = cue
