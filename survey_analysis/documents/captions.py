"""Transcripts as captions: WebVTT and SubRip files."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from survey_analysis.documents.clock import TIME, read_time
from survey_analysis.documents.transcript import Cue, Parsed, merge_cues
from survey_analysis.errors import Problem

_TIMING = re.compile(rf"(?P<start>{TIME})[ \t]+-->[ \t]+(?P<end>{TIME})(?:[ \t].*)?")
_VOICE = re.compile(r"<v(?:\.[\w.-]+)?[ \t]+([^>]+)>")
_TAG = re.compile(r"</?[a-z][^>]*>|<[\d:.]+>|\{\\[^}]*\}", re.IGNORECASE)
_NAMED = re.compile(r"(?P<name>[^\W\d_][\w.-]{0,20}(?: [\w.-]{1,20}){0,2}):[ \t]+(?P<text>.*)")
_COMMENTS = ("WEBVTT", "NOTE", "STYLE", "REGION")


def parse_captions(text: str) -> Parsed:
    r"""Read WebVTT or SubRip; consecutive captions of one speaker become one turn.

    The speaker stands in a voice tag (``<v P07>``) or before a colon. Captions that name
    nobody belong to the speaker before them.

    Parameters
    ----------
    text
        The whole file.

    Examples
    --------
    >>> parse_captions("WEBVTT\n\n00:01.000 --> 00:02.500\n<v P07>Every Monday.</v>\n").cues
    [Cue(line=4, speaker='P07', start=1.0, end=2.5, text='Every Monday.')]
    """
    problems: list[Problem] = []
    cues: list[Cue] = []
    for block in _blocks(text):
        cues += _read_block(block, problems)
    if cues and not cues[0].speaker:
        problems.append(Problem(f"line {cues[0].line}: a caption that names no speaker"))
    return Parsed(merge_cues(cues), problems=problems)


Block = list[tuple[int, str]]


def _blocks(text: str) -> Iterator[Block]:
    """Yield the lines between empty lines, each with its number."""
    block: Block = []
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if line.strip():
            block.append((number, line.strip()))
        elif block:
            yield block
            block = []


def _read_block(block: Block, problems: list[Problem]) -> Iterator[Cue]:
    timed = [i for i, (_, line) in enumerate(block[:2]) if "-->" in line]
    if not timed:
        if not block[0][1].startswith(_COMMENTS):
            problems.append(Problem(f"line {block[0][0]}: a caption without times"))
        return
    number, timing = block[timed[0]]
    found = _TIMING.fullmatch(timing)
    if found is None:
        said = "no times; write 00:12:30.000 --> 00:12:34.500"
        problems.append(Problem(f"line {number}: {said}"))
        return
    start, end = read_time(found["start"]), read_time(found["end"])
    for line, speaker, said in _voices(block[timed[0] + 1 :]):
        yield Cue(line, speaker, start, end, said)


def _voices(lines: Block) -> Iterator[tuple[int, str, str]]:
    """Yield who says what in one caption; several may speak."""
    for number, line in lines:
        before, *tagged = _VOICE.split(line)
        if _clean(before):
            named = _NAMED.fullmatch(_clean(before))
            yield (number, named["name"], named["text"]) if named else (number, "", _clean(before))
        for speaker, text in zip(tagged[::2], tagged[1::2], strict=True):
            yield number, speaker.strip(), _clean(text)


def _clean(text: str) -> str:
    """Take away tags, and read entities such as ``&amp;``."""
    return " ".join(html.unescape(_TAG.sub("", text)).split())
