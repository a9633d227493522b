"""Reading a study's documents: every transcript of the folder, checked against the study file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from survey_analysis.coding.files import describe_merge_marks
from survey_analysis.documents.captions import parse_captions
from survey_analysis.documents.checks import find_turn_problems
from survey_analysis.documents.front_matter import find_disagreements, read_front_matter
from survey_analysis.documents.transcript import (
    TURN_COLUMNS,
    Parsed,
    Transcript,
    tabulate_turns,
)
from survey_analysis.documents.word import read_word_lines
from survey_analysis.documents.written import parse_markdown, parse_plain
from survey_analysis.errors import DataError, Problem, describe_problems
from survey_analysis.study import QualitativeStudy

_READERS: Mapping[str, Callable[[Path], Parsed]] = {
    ".md": lambda path: parse_markdown(_read_text(path)),
    ".txt": lambda path: parse_plain(_read_text(path).splitlines()),
    ".docx": lambda path: parse_plain(read_word_lines(path), place="paragraph"),
    ".vtt": lambda path: parse_captions(_read_text(path)),
    ".srt": lambda path: parse_captions(_read_text(path)),
}
FORMATS = tuple(_READERS)
"""Endings of the files that are transcripts."""


@dataclass(frozen=True, eq=False)
class Documents:
    """The documents of a study.

    Attributes
    ----------
    study
        The study file.
    transcripts
        In the order of their ids.
    files
        The files, in the same order.
    warnings
        What is odd and not wrong, such as a participant who says nothing.
    """

    study: QualitativeStudy
    transcripts: tuple[Transcript, ...]
    files: tuple[Path, ...]
    warnings: tuple[str, ...]

    @property
    def turns(self) -> pd.DataFrame:
        """The turns of all documents, below each other; columns `TURN_COLUMNS`."""
        tables = [transcript.turns for transcript in self.transcripts]
        return pd.concat(tables, ignore_index=True)[TURN_COLUMNS]


def read_documents(folder: str | Path, study: QualitativeStudy) -> Documents:
    """Read every transcript of a study.

    Parameters
    ----------
    folder
        The study's folder; `documents.folder` of the study file lies in it.
    study
        The study file.

    Returns
    -------
    Documents
        Files whose ending is not one of `FORMATS`, and hidden ones, are not read.

    Raises
    ------
    DataError
        If there is no transcript, or transcripts do not fit: every problem of every file,
        with file and line.

    Examples
    --------
    >>> from survey_analysis.study import find_study_folder, load_qualitative_study
    >>> name = "mlops-focus-groups"
    >>> found = read_documents(find_study_folder(name), load_qualitative_study(name))
    >>> [transcript.document_id for transcript in found.transcripts]
    ['session-1', 'session-2']
    """
    place = Path(folder) / study.documents.folder
    paths = _list_files(place)
    read = [(path, *_read(path, study)) for path in paths]
    transcripts = [transcript for _, transcript, _ in read if transcript is not None]
    problems = [
        Problem(problem.message, file=path.name) for path, _, found in read for problem in found
    ]
    problems += _find_same_ids(transcripts)
    if problems:
        raise DataError(describe_problems(problems, heading=str(place)))
    order = sorted(range(len(transcripts)), key=lambda i: transcripts[i].document_id)
    ordered = tuple(transcripts[i] for i in order)
    files = tuple(paths[i] for i in order)
    return Documents(study, ordered, files, tuple(_find_silent(ordered, study)))


def _list_files(place: Path) -> list[Path]:
    known = place.iterdir() if place.is_dir() else iter(())
    paths = sorted(
        path
        for path in known
        if path.suffix.lower() in FORMATS and not path.name.startswith((".", "~"))
    )
    if not paths:
        msg = f"{place}: there is no transcript; transcripts end in {', '.join(FORMATS)}"
        raise DataError(msg)
    return paths


def _read(path: Path, study: QualitativeStudy) -> tuple[Transcript | None, list[Problem]]:
    """Read one file; what is wrong with it comes back as problems."""
    try:
        parsed = _READERS[path.suffix.lower()](path)
    except DataError as error:
        return None, [Problem(str(error).removeprefix(f"{path}: "))]
    front = read_front_matter(parsed.front_matter)
    named = front.matter.named
    moderators = study.documents.moderators
    known = [*(one.id for one in study.participants), *moderators]
    allowed = [*named, *moderators] if named else []
    problems = [*front.problems, *parsed.problems, *find_disagreements(front, study)]
    problems += find_turn_problems(parsed, known=known, allowed=allowed)
    document_id = front.matter.document or path.stem
    speakers = dict.fromkeys(c.speaker for c in parsed.cues if c.speaker not in moderators)
    if parsed.cues and not speakers and not named:
        problems.append(Problem("no participant speaks, and the front matter declares none"))
    transcript = Transcript(
        document_id=document_id,
        file=path.name,
        participants=named or tuple(speakers),
        turns=tabulate_turns(parsed.cues, document_id=document_id, moderators=moderators),
    )
    return transcript, problems


def _read_text(path: Path) -> str:
    """Read a text file: UTF-8, or UTF-16 with its byte-order mark."""
    try:
        content = path.read_bytes()
    except OSError as error:
        msg = f"{path}: cannot be read: {error.strerror}"
        raise DataError(msg) from None
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        likely = "broken UTF-16" if utf16 else _guess_encoding(content)
        msg = f"{path}: is not UTF-8 (byte {error.start}) but {likely}; save it as UTF-8"
        raise DataError(msg) from None
    if "\0" in text:
        msg = f"{path}: is not UTF-8 but probably UTF-16; save it as UTF-8"
        raise DataError(msg)
    if not text.strip():
        msg = f"{path}: the file is empty"
        raise DataError(msg)
    if "\n<<<<<<< " in f"\n{text}":  # a line of = alone may be part of a transcript
        msg = f"{path}: {describe_merge_marks(text)}"
        raise DataError(msg)
    return text


def _guess_encoding(content: bytes) -> str:
    """Name the likely encoding: Windows-1252 leaves five bytes undefined."""
    undefined = set(b"\x81\x8d\x8f\x90\x9d")
    return "no text" if undefined & set(content) else "probably Windows-1252"


def _find_same_ids(transcripts: Sequence[Transcript]) -> Iterable[Problem]:
    files: dict[str, list[str]] = {}
    for transcript in transcripts:
        files.setdefault(transcript.document_id, []).append(transcript.file)
    for name, found in files.items():
        if len(found) > 1:
            yield Problem(f"the id {name!r} stands for several documents: {', '.join(found)}")


def _find_silent(transcripts: Sequence[Transcript], study: QualitativeStudy) -> Iterable[str]:
    heard: set[str] = set()
    for transcript in transcripts:
        speakers = set(transcript.turns["speaker"])
        heard |= speakers
        for name in transcript.participants:
            if name not in speakers:
                yield f"{transcript.file}: {name} is declared and says nothing"
    for participant in study.participants:
        declared = any(participant.id in one.participants for one in transcripts)
        if participant.id not in heard and not declared:
            yield f"study.yaml: {participant.id} takes part in no document"
