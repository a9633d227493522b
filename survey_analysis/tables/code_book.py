"""The codebook of problem reports as tables: what each code means, and what would get it."""

from __future__ import annotations

import pandas as pd

from survey_analysis.coding.codebook import Codebook
from survey_analysis.tables.codes import order_codes, pick_codes, read_codes
from survey_analysis.tables.questions import GROUP, write_count
from survey_analysis.tables.rows import require_columns, write_both

EXAMPLE = "Example, written for this project"


def code_book_table(codebook: Codebook) -> pd.DataFrame:
    """Tabulate the codes of a codebook: what each means, takes in and leaves out.

    Parameters
    ----------
    codebook
        The codebook.

    Returns
    -------
    DataFrame
        Text, a row a code in the order of categories: `Group` (the category with its
        definition), `Code`, `Id`, `Definition`, `Includes`, `Excludes`, `Example, written for this
        project`, `Since` (the version that brought it).

    Examples
    --------
    >>> book = Codebook.model_validate({
    ...     "title": "T", "version": 1, "units": {"question": "Q4", "groups": []},
    ...     "categories": [{"id": "data", "label": "Data", "definition": "About data."}],
    ...     "codes": [{"id": "drift", "label": "Data drift", "category": "data",
    ...                "definition": "Data change.", "since": 1}]})
    >>> code_book_table(book).iloc[0].tolist()[:4]
    ['Data: About data.', 'Data drift', 'drift', 'Data change.']
    """
    rows = [
        {
            GROUP: f"{category.label}: {category.definition}",
            "Code": code.label,
            "Id": code.id,
            "Definition": code.definition,
            "Includes": code.include or "",
            "Excludes": code.exclude or "",
            EXAMPLE: code.example or "",
            "Since": f"version {code.since}",
        }
        for category in codebook.categories
        for code in codebook.codes
        if code.category == category.id
    ]
    return pd.DataFrame(rows)


def illustrated_table(codes: pd.DataFrame, codebook: Codebook, *, category: str) -> pd.DataFrame:
    r"""Tabulate the codes of one category that anybody reported, each with an example.

    Parameters
    ----------
    codes
        Rows of `codes.csv` with labels (`survey_analysis.tables.label_codes`); those of the
        whole sample of one question are shown.
    codebook
        Holds definitions and examples.
    category
        The id of the category.

    Returns
    -------
    DataFrame
        Text, the most frequent first: `Problem`, `Reported by` (respondents and base, share
        with interval), `What it covers`, `Example, written for this project`.

    Raises
    ------
    InvalidCallError
        If columns are missing, the rows are of several questions, or the codebook lacks one
        of their codes.

    Examples
    --------
    >>> book = Codebook.model_validate({
    ...     "title": "T", "version": 1, "units": {"question": "Q4", "groups": []},
    ...     "categories": [{"id": "data", "label": "Data", "definition": "About data."}],
    ...     "codes": [{"id": "drift", "label": "Data drift", "category": "data",
    ...                "definition": "Data change.", "since": 1}]})
    >>> row = {"question_id": "Q4", "question": "Problems", "category": "data", "code": "drift",
    ...        "category_label": "Data", "code_label": "Data drift", "segment_by": "",
    ...        "segment": "", "respondents": 27, "answered": 90, "estimate": 0.3, "ci_low": 0.2,
    ...        "ci_high": 0.4, "wilson_low": 0.2, "wilson_high": 0.4}
    >>> table = illustrated_table(pd.DataFrame([row]), book, category="data")
    >>> table.iloc[0, :3].tolist()
    ['Data drift', '27 of 90, 30\xa0% (20–40)', 'Data change.']
    """
    table = order_codes(pick_codes(codes))
    require_columns(table, ["respondents"])
    is_own = (table["category"] == category) & (table["code"] != "") & (table["respondents"] > 0)
    own = table[is_own]
    found = [codebook.code(code) for code in own["code"]]
    return pd.DataFrame(
        {
            "Problem": own["code_label"].tolist(),
            "Reported by": [
                f"{write_count(count)} of {write_count(row.answered)}, {write_both(row)}"
                for count, row in zip(own["respondents"], read_codes(own), strict=True)
            ],
            "What it covers": [code.definition for code in found],
            EXAMPLE: [code.example or "" for code in found],
        }
    )
