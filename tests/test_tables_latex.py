import pandas as pd
from result_rows import load_record

from survey_analysis.tables import adoption_table, to_latex
from survey_analysis.tables.latex import escape_latex

TABLE = pd.DataFrame({"Group": ["A_1", "B"], "Option": ["R&D", "50 %"], "Base": ["168", "9"]})


def test_everything_special_is_escaped() -> None:
    assert escape_latex("\\ & % $ # _ { } ~ ^") == (
        r"\textbackslash{} \& \% \$ \# \_ \{ \} \textasciitilde{} \textasciicircum{}"
    )
    assert escape_latex("52–67\u00a0% × <1 …") == r"52--67~\% $\times$ \textless{}1 \ldots{}"


def test_the_table_has_the_rules_of_booktabs_in_order() -> None:
    lines = to_latex(TABLE, caption="A & B", label="tab:a").split("\n")
    kept = [r"\toprule", r"\midrule", r"\bottomrule"]
    assert [line for line in lines if line in kept] == kept
    assert lines[2:4] == [r"\caption{A \& B}", r"\label{tab:a}"]


def test_every_environment_that_begins_ends() -> None:
    lines = to_latex(TABLE, caption="A", label="tab:a").split("\n")
    begun = [line[7:].split("}")[0] for line in lines if line.startswith(r"\begin{")]
    ended = [line[5:].split("}")[0] for line in lines if line.startswith(r"\end{")]
    assert begun == ended[::-1] == ["table", "tabular"]


def test_numbers_are_aligned_right_and_texts_left() -> None:
    assert r"\begin{tabular}{lr}" in to_latex(TABLE, caption="A", label="tab:a")


def test_groups_span_all_columns() -> None:
    lines = to_latex(TABLE, caption="A", label="tab:a").split("\n")
    assert lines[lines.index(r"\midrule") + 1 :][:5] == [
        r"\multicolumn{2}{l}{\textit{A\_1}} \\",
        r"R\&D & 168 \\",
        r"\addlinespace",
        r"\multicolumn{2}{l}{\textit{B}} \\",
        r"50 \% & 9 \\",
    ]


def test_every_row_has_as_many_cells_as_columns() -> None:
    table = adoption_table(load_record().question("Q11"))
    latex = to_latex(table, caption="Requirements", label="tab:q11")
    rows = latex.split("\\midrule\n")[1].split("\n\\bottomrule")[0].split("\n")
    assert len(rows) == len(table)
    assert {row.count(" & ") for row in rows} == {len(table.columns) - 1}
