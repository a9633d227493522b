"""Transcripts as text: Markdown with front matter, and plain text or Word with names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from survey_analysis.documents.clock import TIME, read_time
from survey_analysis.documents.transcript import Cue, Parsed
from survey_analysis.errors import Problem

_TIME = r"(?:[\[(](?P<time>[^\])\n]*)[\])])"
_MARKDOWN = re.compile(rf"\*\*(?P<speaker>[^*\n]+?):?\*\*:?[ \t]*{_TIME}?:?[ \t]*(?P<text>.*)")
_NAME = r"(?P<speaker>[^\W\d_][\w.-]{0,20}(?: [\w.-]{1,20}){0,2})"
_SPACE = r"[ \t\xa0\u202f]"  # Writer puts a space that does not break before a French colon
_PLAIN = re.compile(
    rf"(?:[\[(](?P<before>{TIME})[\])][ \t]*)?{_NAME}{_SPACE}*?"
    rf"(?:{_TIME}?(?:{_SPACE}*:(?!//|\d)|\t(?:(?P<cell>{TIME})\t)?)|[\[(](?P<bare>{TIME})[\])])"
    r"[ \t]*(?P<text>.*)"
)

Matcher = Callable[[str], re.Match[str] | None]


def parse_markdown(text: str) -> Parsed:
    r"""Read a transcript in Markdown: front matter, then ``**P07** [00:12:30] text``.

    A paragraph without a name continues the turn before it.

    Parameters
    ----------
    text
        The whole file.

    Examples
    --------
    >>> parse_markdown("---\nparticipant: P07\n---\n**P07** [00:12:30] Every Monday.\n").cues
    [Cue(line=4, speaker='P07', start=750.0, end=None, text='Every Monday.')]
    """
    lines = text.splitlines()
    front, begin = "", 0
    if lines and lines[0].rstrip() == "---":
        ends = [i for i, line in enumerate(lines[1:], start=1) if line.rstrip() == "---"]
        if not ends:
            problem = Problem("line 1: the front matter has no end; close it with a line ---")
            return Parsed([], problems=[problem])
        front, begin = "\n".join(lines[1 : ends[0]]), ends[0] + 1
    numbered = enumerate(lines[begin:], start=begin + 1)
    cues, problems = _gather(numbered, _MARKDOWN.match, "line")
    return Parsed(cues, front, problems)


def parse_plain(lines: Iterable[str], *, place: str = "line") -> Parsed:
    r"""Read a transcript with names: ``P07: text``, perhaps with times.

    ``P07 [00:12:30]: text``, ``P07 [00:12:30] text`` and ``[00:12:30] P07: text`` have times; in
    tables of Word files a tab stands for the colon. A line without a name, or an indented one,
    continues the turn before it.

    Parameters
    ----------
    lines
        The lines or paragraphs.
    place
        What they are, for messages: ``line`` or ``paragraph``.

    Examples
    --------
    >>> parse_plain(["P07 [00:12:30]: Every Monday.", "  Or so."]).cues
    [Cue(line=1, speaker='P07', start=750.0, end=None, text='Every Monday. Or so.')]
    """
    cues, problems = _gather(enumerate(lines, start=1), _PLAIN.match, place)
    return Parsed(cues, problems=problems, place=place)


def begins_turn(line: str) -> bool:
    """Tell whether a line of plain text names who speaks.

    Examples
    --------
    >>> begins_turn("P07 [00:12:30] Every Monday."), begins_turn("Second half")
    (True, False)
    """
    return _PLAIN.match(line) is not None


def _gather(
    numbered: Iterable[tuple[int, str]], match: Matcher, place: str
) -> tuple[list[Cue], list[Problem]]:
    """Gather lines into turns; a line without a name continues the turn before it."""
    cues: list[Cue] = []
    problems: list[Problem] = []
    for number, line in numbered:
        found = match(line)
        if found is not None:
            cue, wrong = _read_turn(number, found)
            cues.append(cue)
            problems += [Problem(f"{place} {number}: {wrong}")] if wrong else []
        elif line.strip() and cues:
            last = cues[-1]
            cues[-1] = last._replace(text=f"{last.text} {line.strip()}".strip())
        elif line.strip():
            problems.append(Problem(f"{place} {number}: text before the first name"))
    return cues, problems


def _read_turn(number: int, found: re.Match[str]) -> tuple[Cue, str]:
    parts = found.groupdict()
    written = parts.get("before") or parts.get("cell") or parts.get("bare") or parts["time"]
    time = read_time(written.strip()) if written else None
    wrong = ""
    if written and time is None:
        wrong = f"{written[:20]!r} is no time; write hours, minutes and seconds as 00:12:30"
    return Cue(number, parts["speaker"].strip(), time, None, parts["text"].strip()), wrong
