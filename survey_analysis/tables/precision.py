"""Tables for planning: coverage of intervals, respondents needed, power."""

from __future__ import annotations

import pandas as pd

from survey_analysis.tables.questions import GROUP, write_count
from survey_analysis.tables.rounding import LARGE_BASE, format_share
from survey_analysis.tables.rows import require_columns

METHODS = {
    "percentile": "Percentile",
    "bca": "BCa",
    "wilson": "Wilson",
    "shown": "As shown",
}
"""How each kind of interval of `survey_analysis.coverage_table` is called."""

_FEW = "few expected"


def coverage_display(coverage: pd.DataFrame) -> pd.DataFrame:
    r"""Tabulate coverage, the methods side by side.

    Parameters
    ----------
    coverage
        From `survey_analysis.coverage_table`.

    Returns
    -------
    DataFrame
        Text, a row a true share: `Group` (the base), `True share`, the coverage of each
        method, `Without an interval` (how often BCa has none), `Note`.

    Raises
    ------
    InvalidCallError
        If columns are missing.

    Examples
    --------
    >>> from survey_analysis import coverage_table
    >>> coverage_display(coverage_table([170], [0.3])).iloc[0, 1:6].tolist()
    ['30\xa0%', '95.5\xa0%', '96.4\xa0%', '94.6\xa0%', '96.4\xa0%']
    """
    require_columns(coverage, ["base", "proportion", "method", "coverage", "undefined", "flag"])
    wide = coverage.pivot_table(values="coverage", index=["base", "proportion"], columns="method")
    bca = coverage[coverage["method"] == "bca"].set_index(["base", "proportion"]).loc[wide.index]
    columns = {
        label: [_fine(share) for share in wide[method]]
        for method, label in METHODS.items()
        if method in wide
    }
    return pd.DataFrame(
        {
            GROUP: [f"Base of {base:,}" for base, _ in wide.index],
            "True share": [_plain(proportion) for _, proportion in wide.index],
            **columns,
            "Without an interval": [_fine(share) for share in bca["undefined"]],
            "Note": [_FEW if flag == "few" else "" for flag in bca["flag"]],
        }
    )


def bases_table(plan: pd.DataFrame) -> pd.DataFrame:
    r"""Tabulate how many must answer, a row a width and a column an expected share.

    Parameters
    ----------
    plan
        From `survey_analysis.plan_base`.

    Returns
    -------
    DataFrame
        Text: `Interval` (half its width), then the number of answers for each share.

    Raises
    ------
    InvalidCallError
        If columns are missing.

    Examples
    --------
    >>> from survey_analysis import plan_base
    >>> bases_table(plan_base([0.15], [0.5])).iloc[0].tolist()
    ['±7.5\xa0points', '160']
    """
    require_columns(plan, ["width", "proportion", "base"])
    written = plan.assign(
        Interval=[f"±{50 * width:g}\u00a0points" for width in plan["width"]],
        column=[f"If the share is {_plain(share)}" for share in plan["proportion"]],
        base=[write_count(base) for base in plan["base"]],
    ).sort_values(["width", "proportion"], ascending=[False, True], kind="stable")
    return _widen(written, "Interval", cells="base")


def power_table(plan: pd.DataFrame) -> pd.DataFrame:
    r"""Tabulate the power of comparisons of two segments.

    Parameters
    ----------
    plan
        From `survey_analysis.plan_power`.

    Returns
    -------
    DataFrame
        Text, a row a pair of groups: `Groups`, then for each pair of shares how often the
        test finds the difference.

    Raises
    ------
    InvalidCallError
        If columns are missing.

    Examples
    --------
    >>> from survey_analysis import plan_power
    >>> power_table(plan_power([(100, 100)], [(0.3, 0.5)])).iloc[0].tolist()
    ['100 and 100', '79\xa0%']
    """
    names = ["first_base", "second_base", "first_proportion", "second_proportion", "power"]
    require_columns(plan, names)
    groups = zip(plan["first_base"], plan["second_base"], strict=True)
    shares = zip(plan["first_proportion"], plan["second_proportion"], strict=True)
    written = plan.assign(
        Groups=[f"{first:,} and {second:,}" for first, second in groups],
        column=[f"{_plain(first)} against {_plain(second)}" for first, second in shares],
        power=[format_share(power, base=1) for power in plan["power"]],
    )
    return _widen(written, "Groups", cells="power")


def _widen(table: pd.DataFrame, rows: str, *, cells: str) -> pd.DataFrame:
    """Put the values of `column` side by side; rows and columns stay in their order."""
    names = list(dict.fromkeys(table[rows]))
    wide = table.set_index([rows, "column"])[cells].unstack().loc[names]  # noqa: PD010
    return wide[list(dict.fromkeys(table["column"]))].reset_index().rename_axis(columns=None)


def _plain(share: float) -> str:
    """Write a share as it was asked for."""
    return f"{100 * share:g}\u00a0%"


def _fine(share: float) -> str:
    """Write an enumerated share, which carries a decimal."""
    return format_share(share, base=LARGE_BASE)
