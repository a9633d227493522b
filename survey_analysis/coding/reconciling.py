"""Where coders differ: the queue of double-coded units, and the sheet to decide on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from survey_analysis.coding.choices import (
    CODE_SLOTS,
    Choice,
    list_choices,
    list_codes,
    write_codes,
)
from survey_analysis.coding.project import Coding, coders, open_conflicts

RESOLVED, ACCEPTED = "resolved", "accepted difference"
OUTCOMES = (RESOLVED, ACCEPTED)
"""What coders decide: on the right codes; or that both readings hold, and which counts."""

QUEUE_COLUMNS = ["unit_id", "group", "state", "codings", "decision", "resolved_by", "reason"]
ACCEPTED_MARK = f"{ACCEPTED}: "
"""How the reason of an accepted difference begins in `resolved.csv`."""


def list_queue(coding: Coding) -> pd.DataFrame:
    """List the units that two or more coders coded, and how they stand.

    Returns
    -------
    DataFrame
        In the units' order: `unit_id`, `group`, `state` (``agreed``, ``conflict``,
        ``resolved``, ``accepted difference``), `codings` (who gave which codes: ``coder-a:
        drift; coder-b: drift, skills``), and of what was decided `decision` (codes),
        `resolved_by` and `reason`.
    """
    chosen = _chosen_by_coder(coding)
    open_ones = set(open_conflicts(coding)["unit_id"])
    decisions = list_decisions(coding.resolved)
    rows = []
    for unit, group in zip(coding.units["unit_id"], coding.units["group"], strict=True):
        codings = {coder: found[unit].codes for coder, found in chosen.items() if unit in found}
        if len(codings) > 1:
            codes, by, reason = decisions.get(unit, ((), "", ""))
            decided = ACCEPTED if reason.startswith(ACCEPTED_MARK) else RESOLVED
            state = "conflict" if unit in open_ones else decided if codes else "agreed"
            said = "; ".join(f"{coder}: {_write(codes)}" for coder, codes in codings.items())
            reason = reason.removeprefix(ACCEPTED_MARK)
            rows.append((unit, group, state, said, _write(codes), by, reason))
    return pd.DataFrame(rows, columns=QUEUE_COLUMNS)


def _chosen_by_coder(coding: Coding) -> dict[str, dict[str, Choice]]:
    applied = coding.applications
    return {coder: list_choices(applied[applied["coder"] == coder]) for coder in coders(coding)}


def _write(codes: Sequence[str]) -> str:
    return ", ".join(write_codes(codes))


def list_decisions(resolved: pd.DataFrame) -> dict[str, tuple[tuple[str, ...], str, str]]:
    """Give codes, who decided, and why, by unit; the reason as it stands in the file."""
    return {
        str(unit): (
            tuple(list_codes(rows)),
            str(rows["resolved_by"].iloc[0]),
            rows["reason"].iloc[0],
        )
        for unit, rows in resolved.groupby("unit_id", sort=False)
    }


def prepare_reconciliation(coding: Coding) -> pd.DataFrame:
    """Make the sheet on which coders decide about open conflicts.

    Returns
    -------
    DataFrame
        Texts; one row a unit in conflict: `unit_id`, `group`, `text`, a column for each
        coder's codes and memo, `code_1` … for the decision, `outcome` (one of `OUTCOMES`;
        empty counts as resolved), `reason`, `text_sha256`.
    """
    open_ones = open_conflicts(coding)["unit_id"]
    units = coding.units[coding.units["unit_id"].isin(open_ones)]
    codings = describe_codings(coding, units["unit_id"])
    slots = {f"code_{i + 1}": "" for i in range(CODE_SLOTS)}
    sheet = units[["unit_id", "group", "text"]].reset_index(drop=True).join(codings)
    hashes = units["text_sha256"].to_numpy()
    return sheet.assign(**slots, outcome="", reason="", text_sha256=hashes).astype(str)


def describe_codings(coding: Coding, units: Iterable[str]) -> pd.DataFrame:
    """Write what each coder gave the units: a column a coder, such as ``drift, skills (memo)``."""
    chosen = _chosen_by_coder(coding)
    rows = [[_describe(found.get(unit, Choice())) for found in chosen.values()] for unit in units]
    return pd.DataFrame(rows, columns=list(chosen), dtype="str")


def _describe(choice: Choice) -> str:
    codes = _write(choice.codes)
    return f"{codes} ({choice.memo})" if choice.memo else codes
