"""Transcripts: who said what, turn by turn, whatever format it was written in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from survey_analysis.errors import Problem

TURN_COLUMNS = [
    "document_id", "turn", "speaker", "is_moderator", "start_seconds", "end_seconds", "text",
]  # fmt: skip


class Cue(NamedTuple):
    """One stretch of speech as a file has it; `speaker` is empty where none is named.

    Attributes
    ----------
    line
        Where it begins in the file, from 1; in Word files, which paragraph or table row.
    speaker
        The name as written.
    start, end
        Seconds from the start of the recording, None where the file has no times.
    text
        What was said.
    """

    line: int
    speaker: str
    start: float | None
    end: float | None
    text: str


@dataclass(frozen=True, eq=False)
class Parsed:
    """What a parser found in one file.

    Attributes
    ----------
    cues
        The stretches of speech, in the file's order.
    front_matter
        The YAML text before the first turn; empty if there is none.
    problems
        What could not be read, with lines.
    place
        What `Cue.line` counts: ``line`` or ``paragraph``.
    """

    cues: Sequence[Cue]
    front_matter: str = ""
    problems: Sequence[Problem] = ()
    place: str = "line"


@dataclass(frozen=True, eq=False)
class Transcript:
    """One document, read and checked.

    Attributes
    ----------
    document_id
        The front matter's `document`, or the file's name without its ending.
    file
        The file's name.
    participants
        Who takes part: as the front matter declares, or else who speaks.
    turns
        One row a turn: `document_id`, `turn` (from 1), `speaker`, `is_moderator`,
        `start_seconds` and `end_seconds` (missing where the file has no times), `text`.
    """

    document_id: str
    file: str
    participants: tuple[str, ...]
    turns: pd.DataFrame


def merge_cues(cues: Sequence[Cue]) -> list[Cue]:
    """Join consecutive cues of one speaker into turns, as captions need it.

    A cue without a speaker belongs to the one before.

    Examples
    --------
    >>> cues = [Cue(3, "P07", 1.0, 2.0, "We"), Cue(6, "", 2.0, 3.5, "wait.")]
    >>> merge_cues(cues)
    [Cue(line=3, speaker='P07', start=1.0, end=3.5, text='We wait.')]
    """
    merged: list[Cue] = []
    for cue in cues:
        if merged and cue.speaker in ("", merged[-1].speaker):
            last = merged[-1]
            merged[-1] = last._replace(end=cue.end, text=f"{last.text} {cue.text}")
        else:
            merged.append(cue)
    return merged


def tabulate_turns(
    cues: Sequence[Cue], *, document_id: str, moderators: Sequence[str]
) -> pd.DataFrame:
    """Lay cues out as turns, numbered from 1.

    Parameters
    ----------
    cues
        The turns of one document.
    document_id
        Its id.
    moderators
        Whose turns are never coded.

    Returns
    -------
    DataFrame
        Columns `TURN_COLUMNS`.

    Examples
    --------
    >>> cues = [Cue(1, "Interviewer", None, None, "Why?"), Cue(3, "P07", None, None, "Because.")]
    >>> turns = tabulate_turns(cues, document_id="P07", moderators=["Interviewer"])
    >>> turns["is_moderator"].tolist()
    [True, False]
    """
    table = pd.DataFrame(
        {
            "document_id": document_id,
            "turn": np.arange(1, len(cues) + 1),
            "speaker": [cue.speaker for cue in cues],
            "is_moderator": [cue.speaker in moderators for cue in cues],
            "start_seconds": np.array([cue.start for cue in cues], dtype=float),
            "end_seconds": np.array([cue.end for cue in cues], dtype=float),
            "text": [cue.text for cue in cues],
        }
    )
    return table[TURN_COLUMNS]
