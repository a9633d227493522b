"""What participants of focus groups think of the board's statements: `stances-<coder>.csv`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from survey_analysis.coding.files import read_rows
from survey_analysis.errors import Problem, StudyFileError, describe_problems, quote, unknown_name
from survey_analysis.study import QualitativeStudy
from survey_analysis.study.qualitative import STANCES

STANCE_COLUMNS = ["statement", "participant", "stance", "unit_id", "memo"]
COLUMNS = [
    "statement", "kind", "participant", "session", "stance", "unit_id", "noted_by", "is_disputed",
]  # fmt: skip
CONSENSUS_COLUMNS = [
    "statement", "kind", "session", "participants", *STANCES, "not_coded", "outcome", "text",
]  # fmt: skip


def read_stances(folder: Path, study: QualitativeStudy, units: pd.DataFrame) -> pd.DataFrame:
    """Read what every coder noted of the participants' stances.

    Parameters
    ----------
    folder
        The folder ``coding`` of the study.
    study
        Declares statements and participants.
    units
        The turns, columns `survey_analysis.coding.units.UNIT_COLUMNS`.

    Returns
    -------
    DataFrame
        `coder` (from the file's name), `statement`, `participant`, `stance` (agree,
        disagree, mixed or silent), `unit_id` (the turn that shows it, may be empty),
        `memo`; without rows if there is no such file.

    Raises
    ------
    StudyFileError
        If files do not fit: every problem of every file, with its line. A stance is noted
        once by each coder; its turn is one of the participant's; who is silent has none.
    """
    speakers = dict(zip(units["unit_id"], units["respondent"], strict=True))
    tables, problems = [], []
    for path in sorted(folder.glob("stances-*.csv")):
        table = read_rows(path, STANCE_COLUMNS)
        for line, text in _find_problems(table, study, speakers):
            problems.append(Problem(f"line {line}: {text}", file=path.name))
        tables.append(table.assign(coder=path.stem.removeprefix("stances-")))
    if problems:
        raise StudyFileError(describe_problems(problems, heading=str(folder)))
    columns = ["coder", *STANCE_COLUMNS]
    return pd.concat(tables)[columns] if tables else pd.DataFrame(columns=columns)


def _find_problems(
    table: pd.DataFrame, study: QualitativeStudy, speakers: dict[str, str]
) -> Iterator[tuple[int, str]]:
    known = {
        "statement": [one.id for one in study.statements],
        "participant": [one.id for one in study.participants],
        "stance": list(STANCES),
    }
    seen: set[tuple[str, str]] = set()
    for line, *cells in table[["line", *STANCE_COLUMNS]].itertuples(index=False):
        row = dict(zip(STANCE_COLUMNS, cells, strict=True))
        unknown = [column for column, names in known.items() if row[column] not in names]
        yield from ((line, unknown_name(name, row[name], known[name])) for name in unknown)
        if unknown:
            continue
        pair = (row["statement"], row["participant"])
        if pair in seen:
            yield line, f"{pair[1]} has a stance on {pair[0]} already"
        seen.add(pair)
        yield from ((line, text) for text in _find_unit_problems(row, speakers))


def _find_unit_problems(row: dict[str, str], speakers: dict[str, str]) -> Iterator[str]:
    unit = row["unit_id"]
    if unit and unit not in speakers:
        yield f"there is no unit {quote(unit)}"
    elif unit and speakers[unit] != row["participant"]:
        yield f"in {unit} {speakers[unit]} speaks, not {row['participant']}"
    if unit and row["stance"] == "silent":
        yield f"{row['participant']} is silent on {row['statement']}, so no unit shows it"


def tabulate_stances(stances: pd.DataFrame, study: QualitativeStudy) -> pd.DataFrame:
    """Cross statements with participants.

    Parameters
    ----------
    stances
        From `read_stances`.
    study
        Declares statements and participants.

    Returns
    -------
    DataFrame
        The table `stances.csv`, one row a statement and participant, in the study file's
        order: the first coder's `stance` and the turn that shows it. Who has none on a
        statement that was coded is ``silent``; it is empty where the statement was not
        coded at all. By how many coders a stance was noted (`noted_by`), and whether they differ
        (`is_disputed`).
    """
    rows = []
    coded = set(stances["statement"])
    noted = dict(list(stances.groupby(["statement", "participant"])))
    for statement in study.statements:
        for one in study.participants:
            part = noted.get((statement.id, one.id))
            first = ["silent" if statement.id in coded else "", ""]
            if part is not None:
                first = part.iloc[0][["stance", "unit_id"]].tolist()
            coders = 0 if part is None else len(part)
            disputed = part is not None and len(set(part["stance"])) > 1
            key = (statement.id, statement.kind, one.id, one.session or "")
            rows.append((*key, *first, coders, disputed))
    return pd.DataFrame(rows, columns=COLUMNS)


def tabulate_consensus(stances: pd.DataFrame, study: QualitativeStudy) -> pd.DataFrame:
    """Count the stances on each statement, in each session and in all.

    Parameters
    ----------
    stances
        The table of `tabulate_stances`.
    study
        Declares the statements.

    Returns
    -------
    DataFrame
        The table `consensus.csv`: counts of `participants`, who ``agree``, ``disagree``, are
        ``mixed``, ``silent``, or `not_coded`; `session` is empty for all together. `outcome`
        of those who took a stance: ``dissent`` if some agree and some disagree;
        ``consensus for`` or ``against`` if all take the same side, ``leaning for`` or
        ``against`` if some of them are mixed; ``mixed`` if all are; ``too few`` if fewer
        than two took one.
    """
    texts = {one.id: one.text for one in study.statements}
    rows = []
    sessions = ["", *dict.fromkeys(stances["session"])]
    for statement, part in stances.groupby("statement", sort=False):
        for session in sessions:
            inside = part if session == "" else part[part["session"] == session]
            found = inside["stance"].value_counts()
            counts = [int(found.get(stance, 0)) for stance in STANCES]
            key = (statement, part["kind"].iloc[0], session, len(inside))
            outcome = judge_consensus(*counts[:3])
            rows.append((*key, *counts, int(found.get("", 0)), outcome, texts[str(statement)]))
    return pd.DataFrame(rows, columns=CONSENSUS_COLUMNS)


def judge_consensus(agree: int, disagree: int, mixed: int) -> str:
    """Say what became of a statement, by those who took a stance.

    Examples
    --------
    >>> judge_consensus(6, 0, 0), judge_consensus(5, 0, 1), judge_consensus(3, 1, 0)
    ('consensus for', 'leaning for', 'dissent')
    >>> judge_consensus(0, 0, 2), judge_consensus(1, 0, 0)
    ('mixed', 'too few')
    """
    voices = agree + disagree + mixed
    if voices < 2:
        return "too few"
    if agree and disagree:
        return "dissent"
    if not agree and not disagree:
        return "mixed"
    return f"{'leaning' if mixed else 'consensus'} {'for' if agree else 'against'}"
