"""Write answers for other programs: whole or not at all, the same bytes from the same answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal, get_args

import pandas as pd

from survey_analysis.coding.formulas import neutralise
from survey_analysis.errors import InvalidCallError
from survey_analysis.leaving.columns import OutColumn, list_out_columns
from survey_analysis.leaving.descriptor import RESPONDENT, describe_package, missing_code
from survey_analysis.publish import replaced_folder, write_csv, write_manifest
from survey_analysis.responses import CellState, Responses

Format = Literal["datapackage", "csv", "parquet"]
FORMATS: tuple[Format, ...] = get_args(Format)


def write_answers(
    responses: Responses, out: str | Path, *, form: Format, texts: bool = False
) -> list[str]:
    """Write the answers of a survey into a folder, a row a record.

    Records are numbered; their ids, metadata and dropped columns stay. A text that a
    spreadsheet would run as a formula gets an apostrophe in front of it.

    Parameters
    ----------
    responses
        The responses.
    out
        The folder; what an earlier call wrote there is replaced.
    form
        ``datapackage``: ``answers.csv`` with ids of options, ``states.csv`` with what is
        known of each cell, and their descriptor ``datapackage.json``. ``csv``:
        ``answers.csv`` with labels, and ``columns.csv`` that explains its columns.
        ``parquet``: ``answers.parquet`` with types and labels, and ``states.parquet``.
    texts
        Whether open answers leave, too.

    Returns
    -------
    list of str
        The columns of the export that hold answers and stay.

    Raises
    ------
    PublishError
        If the folder holds anything else, or cannot be written.
    InvalidCallError
        If Parquet is asked for and polars is not installed.

    Examples
    --------
    >>> import tempfile
    >>> from survey_analysis import load_responses
    >>> responses = load_responses("ml-deployment-monitoring")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     stays = write_answers(responses, f"{folder}/out", form="datapackage")
    ...     sorted(path.name for path in Path(folder, "out").iterdir())
    ['answers.csv', 'datapackage.json', 'manifest.json', 'states.csv']
    """
    columns, stays = list_out_columns(responses, texts=texts)
    manifest = {
        "study": responses.study.study,
        "data": {"kind": responses.source.kind, "sha256": responses.source.sha256},
        "format": form,
    }
    with replaced_folder(Path(out)) as fresh:
        _WRITERS[form](fresh, responses, columns)
        write_manifest(fresh, manifest)
    return stays


def _write_package(folder: Path, responses: Responses, columns: Sequence[OutColumn]) -> None:
    files = {name: folder / f"{name}.csv" for name in ("answers", "states")}
    answers = {column.name: _write_cells(column, labels={}) for column in columns}
    write_csv(_number(answers, responses), files["answers"])
    write_csv(_number(_states(columns), responses), files["states"])
    described = describe_package(responses, columns, files)
    text = json.dumps(described, indent=2, ensure_ascii=False) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8", newline="\n")


def _write_labelled(folder: Path, responses: Responses, columns: Sequence[OutColumn]) -> None:
    answers = {c.name: _write_cells(c, labels=dict(c.options)) for c in columns}
    write_csv(_number(answers, responses), folder / "answers.csv")
    rows = [(c.name, c.title, c.kind, c.unit, " | ".join(label for _, label in c.options))
            for c in columns]  # fmt: skip
    headings = ["column", "title", "kind", "unit", "options"]
    explained = pd.DataFrame(rows, columns=headings).map(neutralise)
    write_csv(explained, folder / "columns.csv")


def _write_cells(column: OutColumn, *, labels: dict[str, str]) -> list[str]:
    """Write each cell as text: its value, or the reason why there is none."""
    cells = zip(column.values, column.states.tolist(), strict=True)
    return [
        missing_code(CellState(state)) if value is None else _write(value, labels)
        for value, state in cells
    ]


def _write(value: Any, labels: dict[str, str]) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return neutralise(labels.get(value, value))
    return repr(value).removesuffix(".0")


def _states(columns: Sequence[OutColumn]) -> dict[str, list[str]]:
    return {c.name: [CellState(state).label for state in c.states.tolist()] for c in columns}


def _number(cells: dict[str, list[str]], responses: Responses) -> pd.DataFrame:
    return pd.DataFrame({RESPONDENT: range(1, len(responses) + 1), **cells})


def _write_parquet(folder: Path, responses: Responses, columns: Sequence[OutColumn]) -> None:
    try:
        import polars as pl
    except ImportError:
        msg = 'Parquet files need polars: pip install "survey-analysis[scale]"'
        raise InvalidCallError(msg) from None
    types = {"boolean": pl.Boolean(), "number": pl.Float64(), "text": pl.String()}
    numbers = pl.Series(RESPONDENT, range(1, len(responses) + 1), dtype=pl.Int64())
    answers = [numbers]
    for column in columns:
        labels = dict(column.options)
        kind = pl.Enum(list(dict.fromkeys(labels.values()))) if labels else types[column.kind]
        cells = [labels.get(value, value) if labels else value for value in column.values]
        answers.append(pl.Series(column.name, cells, dtype=kind))
    known = pl.Enum([state.label for state in CellState])
    states = [pl.Series(name, cells, dtype=known) for name, cells in _states(columns).items()]
    pl.DataFrame(answers).write_parquet(folder / "answers.parquet")
    pl.DataFrame([numbers, *states]).write_parquet(folder / "states.parquet")


_WRITERS: dict[Format, Callable[[Path, Responses, Sequence[OutColumn]], None]] = {
    "datapackage": _write_package,
    "csv": _write_labelled,
    "parquet": _write_parquet,
}
