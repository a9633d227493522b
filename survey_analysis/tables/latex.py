"""Tables as LaTeX, for papers: needs the package booktabs."""

from __future__ import annotations

from itertools import groupby

import pandas as pd

from survey_analysis.tables.html import numeric_columns
from survey_analysis.tables.questions import GROUP

_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "{": r"\{",
        "}": r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "\u00a0": "~",
        "–": "--",
        "−": "$-$",
        "×": r"$\times$",
        "…": r"\ldots{}",
    }
)


def to_latex(table: pd.DataFrame, *, caption: str, label: str) -> str:
    r"""Write a display table as a LaTeX table with the rules of booktabs.

    Parameters
    ----------
    table
        A table of text. A column ``Group`` becomes headings within the rows.
    caption
        What the table shows.
    label
        The label to refer to, such as ``tab:approach``.

    Returns
    -------
    str
        LaTeX; special characters of all text are escaped.

    Examples
    --------
    >>> table = pd.DataFrame({"Option": ["Yes & no"], "Share": ["29\u00a0%"]})
    >>> print(to_latex(table, caption="Pipeline", label="tab:pipeline"))
    \begin{table}
    \centering
    \caption{Pipeline}
    \label{tab:pipeline}
    \begin{tabular}{lr}
    \toprule
    Option & Share \\
    \midrule
    Yes \& no & 29~\% \\
    \bottomrule
    \end{tabular}
    \end{table}
    """
    columns = [name for name in table.columns if name != GROUP]
    numeric = numeric_columns(table)
    alignment = "".join("r" if name in numeric else "l" for name in columns)
    lines = [
        r"\begin{table}",
        r"\centering",
        rf"\caption{{{escape_latex(caption)}}}",
        rf"\label{{{label}}}",
        rf"\begin{{tabular}}{{{alignment}}}",
        r"\toprule",
        _line(columns),
        r"\midrule",
        *_body(table, columns),
        r"\bottomrule",
        r"\end{tabular}",
        r"\end{table}",
    ]
    return "\n".join(lines)


def escape_latex(text: str) -> str:
    r"""Escape what is special in LaTeX.

    Examples
    --------
    >>> print(escape_latex("R&D_1: 50\u00a0%"))
    R\&D\_1: 50~\%
    """
    return text.translate(_SPECIAL)


def _line(cells: list[str]) -> str:
    return " & ".join(map(escape_latex, cells)) + r" \\"


def _body(table: pd.DataFrame, columns: list[str]) -> list[str]:
    groups = table[GROUP] if GROUP in table else [""] * len(table)
    cells = zip(groups, *(table[name] for name in columns), strict=True)
    lines: list[str] = []
    for group, rows in groupby(cells, key=lambda row: str(row[0])):
        if group:
            lines += [r"\addlinespace"] if lines else []
            heading = rf"\textit{{{escape_latex(group)}}}"
            lines.append(rf"\multicolumn{{{len(columns)}}}{{l}}{{{heading}}} \\")
        lines += [_line(list(row[1:])) for row in rows]
    return lines
