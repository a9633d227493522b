"""Codes with their labels, and the table of how many respondents reported them."""

from __future__ import annotations

import pandas as pd

from survey_analysis.coding.codebook import NOT_CODABLE, Codebook
from survey_analysis.errors import InvalidCallError
from survey_analysis.study import Study, TextQuestion
from survey_analysis.tables.questions import GROUP, write_count
from survey_analysis.tables.rounding import format_share_interval
from survey_analysis.tables.rows import Row, read_rows, require_columns, write_estimate


def label_codes(
    table: pd.DataFrame, codebook: Codebook, *, study: Study | None = None
) -> pd.DataFrame:
    """Add labels to a table with ids of codes.

    Parameters
    ----------
    table
        A table of `survey_analysis.coded`.
    codebook
        Declares codes, categories and groupings.
    study
        Declares the question and its groups; None for documents.

    Returns
    -------
    DataFrame
        The same rows, and `question`; for `category`, `code`, `with_code`, `from_code` and
        `to_code`, as far as the table has them, `category_label`, `code_label` and so on.
        An id that is not declared is its own label.

    Examples
    --------
    >>> book = Codebook.model_validate({
    ...     "title": "T", "version": 1, "units": {"question": "Q4", "groups": []},
    ...     "categories": [{"id": "data", "label": "Data", "definition": "About data."}],
    ...     "codes": [{"id": "drift", "label": "Data drift", "category": "data",
    ...                "definition": "Data change.", "since": 1}]})
    >>> table = pd.DataFrame({"question_id": ["Q4"], "category": ["data"], "code": ["drift"]})
    >>> label_codes(table, book)[["category_label", "code_label"]].to_numpy().tolist()
    [['Data', 'Data drift']]
    """
    labels = {grouping.id: grouping.label for grouping in codebook.groupings}
    labels |= {category.id: category.label for category in codebook.categories}
    labels |= {code.id: code.label for code in codebook.codes}
    labels[NOT_CODABLE] = "Not codable"
    labelled = table.copy()
    if "question_id" in table:
        labelled["question"] = [name_question(one, study) for one in table["question_id"]]
    for column in ("category", "code", "with_code", "from_code", "to_code"):
        if column in table:
            labelled[f"{column}_label"] = [labels.get(one, one) for one in table[column]]
    return labelled


def name_question(question_id: str, study: Study | None) -> str:
    """Name what was coded: the group of a question, the question, or the id in words.

    Examples
    --------
    >>> from survey_analysis import load_study
    >>> name_question("Q4.model-deployment", load_study("ml-deployment-monitoring"))
    'Model deployment'
    """
    asked, _, group = question_id.partition(".")
    found = [q for q in (study.questions if study else []) if q.id == asked]
    if not found:
        return question_id[:1].upper() + question_id[1:]
    labels = {}
    if isinstance(found[0], TextQuestion):
        labels = {item.id: item.label for item in found[0].items}
        labels |= {one.id: one.label for one in found[0].groups}
    return labels.get(group, found[0].label)


def pick_codes(result: pd.DataFrame) -> pd.DataFrame:
    """Pick the rows of the whole sample of one question.

    Raises
    ------
    InvalidCallError
        If columns are missing, no row is left, or the rows are of several questions.

    Examples
    --------
    >>> row = {"question_id": "Q4", "question": "Problems", "category": "data", "code": "drift",
    ...        "category_label": "Data", "code_label": "Data drift", "segment_by": ""}
    >>> len(pick_codes(pd.DataFrame([row, {**row, "segment_by": "role"}])))
    1
    """
    needed = ["question_id", "question", "category", "code", "category_label", "code_label"]
    require_labels(result, needed)
    rows = result[result["segment_by"] == ""] if "segment_by" in result else result
    asked = list(dict.fromkeys(rows["question_id"]))
    if len(asked) != 1:
        found = ", ".join(map(str, asked)) or "none"
        msg = f"codes of one question are shown at a time, found {len(asked)}: {found}"
        raise InvalidCallError(msg)
    return rows.reset_index(drop=True)


def require_labels(table: pd.DataFrame, columns: list[str]) -> None:
    """Stop when a table lacks columns; say what adds labels.

    Raises
    ------
    InvalidCallError
        Names the missing columns.

    Examples
    --------
    >>> require_labels(pd.DataFrame({"code_label": ["Data drift"]}), ["code_label"])
    """
    missing = [column for column in columns if column not in table]
    if any(column.endswith("_label") or column == "question" for column in missing):
        msg = (
            f"the table lacks the columns {', '.join(missing)}; "
            "survey_analysis.tables.label_codes adds labels"
        )
        raise InvalidCallError(msg)
    require_columns(table, columns)


def read_codes(table: pd.DataFrame) -> list[Row]:
    """Read rows of `codes.csv` with labels: `item` is the category, `option` the code.

    Raises
    ------
    InvalidCallError
        If columns are missing.

    Examples
    --------
    >>> row = {"question_id": "Q4", "question": "Problems", "category_label": "Data",
    ...        "code_label": "Data drift", "segment": "", "answered": 90, "estimate": 0.3,
    ...        "ci_low": 0.2, "ci_high": 0.4, "wilson_low": 0.2, "wilson_high": 0.4}
    >>> read_codes(pd.DataFrame([row]))[0].name
    'Data drift'
    """
    require_labels(table, ["question", "category_label", "code_label"])
    named = {"category_label": "item", "code_label": "option"}
    return read_rows(table.rename(columns=named).assign(statistic="proportion"))


def codes_table(codes: pd.DataFrame) -> pd.DataFrame:
    r"""Tabulate how many respondents reported each code, the most frequent of a category first.

    Parameters
    ----------
    codes
        Rows of `codes.csv` with labels (`label_codes`); those of the whole sample of one
        question are shown.

    Returns
    -------
    DataFrame
        Text: `Group` (the category with its own share and interval), `Code`, `Respondents`,
        `Base`, `Share`, `Interval`, `Wilson interval`, `Applications`. Groupings stand in
        the group "Joined".

    Raises
    ------
    InvalidCallError
        If columns are missing, or the rows are of several questions.

    Examples
    --------
    >>> row = {"question_id": "Q4", "question": "Problems", "category": "data", "code": "drift",
    ...        "category_label": "Data", "code_label": "Data drift", "segment_by": "",
    ...        "segment": "", "respondents": 27, "answered": 90, "estimate": 0.3, "ci_low": 0.2,
    ...        "ci_high": 0.4, "wilson_low": 0.2, "wilson_high": 0.4, "applications": 31}
    >>> codes_table(pd.DataFrame([row])).iloc[0, :5].tolist()
    ['Data', 'Data drift', '27', '90', '30\xa0%']
    """
    table = order_codes(pick_codes(codes))
    require_columns(table, ["respondents", "applications"])
    rows = read_codes(table)
    with_codes = set(table.loc[table["code"] != "", "category"])
    is_joined = ~table["category"].isin(with_codes)
    return pd.DataFrame(
        {
            GROUP: table["category_label"].mask(is_joined, "Joined").tolist(),
            "Code": [
                row.option or (row.item if joined else "All of it")
                for row, joined in zip(rows, is_joined, strict=True)
            ],
            "Respondents": [write_count(count) for count in table["respondents"]],
            "Base": [write_count(row.answered) for row in rows],
            "Share": [write_estimate(row) for row in rows],
            "Interval": [
                format_share_interval(row.ci_low, row.ci_high, base=row.answered) for row in rows
            ],
            "Wilson interval": [
                format_share_interval(row.wilson_low, row.wilson_high, base=row.answered)
                for row in rows
            ],
            "Applications": [write_count(count) for count in table["applications"]],
        }
    )


def order_codes(table: pd.DataFrame) -> pd.DataFrame:
    """Sort codes of a question: the most frequent category first, in it the most frequent code.

    The row of a category stands before its codes; groupings, which have none, stand last.

    Examples
    --------
    >>> table = pd.DataFrame({"category": ["a", "a", "b", "b"], "code": ["", "x", "", "y"],
    ...                       "estimate": [0.2, 0.2, 0.4, 0.4]})
    >>> order_codes(table)["category"].tolist()
    ['b', 'b', 'a', 'a']
    """
    whole = table[table["code"] == ""].set_index("category")["estimate"]
    with_codes = set(table.loc[table["code"] != "", "category"])
    ranked = table.assign(
        alone=~table["category"].isin(with_codes),
        size=-table["category"].map(whole).fillna(0),
        is_code=table["code"] != "",
        share=-table["estimate"].fillna(0),
    ).sort_values(["alone", "size", "category", "is_code", "share"], kind="stable")
    return ranked[table.columns].reset_index(drop=True)
