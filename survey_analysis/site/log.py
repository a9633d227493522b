"""Read what went wrong out of the log of a build."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from survey_analysis.errors import Problem

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_PROBLEM = re.compile(
    r"(?:(?P<file>[^:]+):(?P<line>\d*):? )?(?:WARNING|ERROR|CRITICAL): (?P<text>.*)"
)
_FAILED_CELL = "Executing notebook failed"
_FAILED_CELL_END = "[mystnb.exec]"
_CELL_SOURCE = re.compile(r"^-{10,}\n(.*?)\n-{10,}$", re.MULTILINE | re.DOTALL)
# The last traceback's error, to its end: it may have several lines.
_CELL_ERROR = re.compile(
    r".*^(\S+) +Traceback \(most recent call last\)$.*?^(?P<text>\1: .*)",
    re.MULTILINE | re.DOTALL,
)
_BREAKDOWN = re.compile(r"^[\w.]*(?:Error|Exception): .+", re.MULTILINE)
_LINES_PER_CELL = 10_000  # myst-nb numbers line 3 of cell 2 as 20003
_TAIL = 15


def strip_colours(line: str) -> str:
    r"""Remove the codes that colour a terminal.

    Parameters
    ----------
    line
        A line of text.

    Returns
    -------
    str
        The line without them.

    Examples
    --------
    >>> strip_colours("\x1b[91mred\x1b[39m")
    'red'
    """
    return _COLOUR.sub("", line)


def read_build_problems(log: str, *, stage: Path) -> list[Problem]:
    """Read every warning and error out of the log of Jupyter Book.

    Parameters
    ----------
    log
        What Jupyter Book printed, without colours.
    stage
        The folder it built: files are named as seen from there.

    Returns
    -------
    list of Problem
        One for each warning or error, with its file and line, or its notebook and cell. When
        the build broke down without either: one, with the first exception, or the last lines.

    Examples
    --------
    >>> log = "/stage/method.md:12: WARNING: undefined label: 'bca'"
    >>> [problem] = read_build_problems(log, stage=Path("/stage"))
    >>> str(problem)
    "method.md, line 12: undefined label: 'bca'"
    """
    lines = iter(log.splitlines())
    problems = []
    for line in lines:
        match = _PROBLEM.match(line)
        if match and match["text"].startswith(_FAILED_CELL):
            problems.append(_read_failed_cell(match, lines, stage=stage))
        elif match and not match["text"].startswith("Notebook exception traceback saved"):
            problems.append(Problem(match["text"], file=_name_place(match, stage=stage)))
    return problems or [_describe_breakdown(log)]


def _describe_breakdown(log: str) -> Problem:
    first = _BREAKDOWN.search(log)
    return Problem(first[0] if first else "\n".join(log.splitlines()[-_TAIL:]))


def _name_place(match: re.Match[str], *, stage: Path) -> str:
    if match["file"] is None:
        return ""
    name = _name_file(match["file"], stage=stage)
    if not match["line"]:
        return name
    if name.endswith(".ipynb"):
        return f"{name}, cell {int(match['line']) // _LINES_PER_CELL}"
    return f"{name}, line {match['line']}"


def _name_file(file: str, *, stage: Path) -> str:
    path = Path(file)
    return path.relative_to(stage).as_posix() if path.is_relative_to(stage) else file


def _read_failed_cell(match: re.Match[str], lines: Iterator[str], *, stage: Path) -> Problem:
    report = [match["text"]]
    for line in lines:
        report.append(line)
        if line.endswith(_FAILED_CELL_END):
            break
    text = "\n".join(report).removesuffix(_FAILED_CELL_END)
    error = _CELL_ERROR.match(text)
    cell = _find_cell(text, notebook=Path(match["file"]))
    place = f"{_name_file(match['file'], stage=stage)}, {cell}"
    return Problem(error["text"].strip() if error else text.strip(), file=place)


def _find_cell(report: str, *, notebook: Path) -> str:
    """Find the cell whose source the report quotes."""
    quoted = _CELL_SOURCE.search(report)
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    for number, cell in enumerate(cells, start=1):
        if quoted and "".join(cell["source"]).strip() == quoted[1].strip():
            return f"cell {number}"
    return "a cell"
