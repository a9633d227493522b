"""LimeSurvey's survey file (.lss): XML with a table of rows for each kind of thing.

Since version 4 the wordings stand in tables of their own (`question_l10ns`, …); before, in the
rows of questions themselves, once a language.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from survey_analysis.errors import DataError
from survey_analysis.readers.questionnaire.limesurvey_types import (
    KINDS,
    SHARES,
    fixed_options,
    read_relevance,
)
from survey_analysis.readers.questionnaire.shapes import (
    AskedItem,
    AskedOption,
    AskedPage,
    AskedQuestion,
    Questionnaire,
)
from survey_analysis.readers.wording import plain_text
from survey_analysis.xml_file import parse_xml

Row = dict[str, str]


def parse_lss(content: bytes, *, file: str) -> Questionnaire:
    """Read a survey file as LimeSurvey exports it, in the survey's base language.

    Question types without a kind here (file upload, equation, …) come as ``unknown`` with a
    warning. An array with several texts or numbers a row becomes a question a row.

    Parameters
    ----------
    content
        The file's bytes.
    file
        Its name, for messages.

    Raises
    ------
    DataError
        If it is damaged, or no such file.
    """
    root = parse_xml(content, where=file)
    try:
        if root.findtext("LimeSurveyDocType") != "Survey":
            msg = f"{file}: no LimeSurvey survey (.lss): its document type is none"
            raise DataError(msg)
        return _Survey(file, {table.tag: _rows(table) for table in root}).read()
    except (ValueError, KeyError, RecursionError) as error:
        msg = f"{file}: damaged, or no LimeSurvey survey (.lss): {type(error).__name__}"
        raise DataError(msg) from None


def _rows(table: ET.Element) -> list[Row]:
    return [{cell.tag: cell.text or "" for cell in row} for row in table.iterfind("rows/row")]


def _number(row: Row, name: str) -> int:
    return int(row.get(name) or 0)


@dataclass(frozen=True)
class _Survey:
    """The tables of a survey file, by name."""

    file: str
    tables: dict[str, list[Row]]

    def read(self) -> Questionnaire:
        settings = self._table("surveys_languagesettings")
        titles = [row for row in settings if row.get("surveyls_language") == self.language]
        asked = [self._read_question(row) for row in self._questions()]
        unknown = [question for _, question in asked if question.kind == "unknown"]
        return Questionnaire(
            file=self.file,
            format="limesurvey",
            title=plain_text(titles[0].get("surveyls_title", "") if titles else ""),
            language=self.language,
            questions=tuple(question for _, question in asked),
            pages=tuple(self._read_pages(asked)),
            warnings=tuple(f"{q.id}: type {q.source_type} has no kind" for q in unknown),
        )

    def _table(self, name: str) -> list[Row]:
        return self.tables.get(name, [])

    @property
    def language(self) -> str:
        surveys = self._table("surveys")
        return surveys[0].get("language", "") if surveys else ""

    def _localised(self, table: str, key: str) -> list[Row]:
        """Join rows with their wordings in the base language, whichever table holds these."""
        texts = {
            row[key]: row
            for row in self._table(f"{table}_l10ns")
            if row.get("language") == self.language
        }
        plural = f"{table}s"
        if texts:
            return [{**texts.get(row[key], {}), **row} for row in self._table(plural)]
        rows = self._table(plural)
        return [row for row in rows if row.get("language", self.language) == self.language]

    def _groups(self) -> list[Row]:
        return sorted(self._localised("group", "gid"), key=lambda row: _number(row, "group_order"))

    def _questions(self) -> list[Row]:
        place = {row["gid"]: i for i, row in enumerate(self._groups())}
        rows = [q for q in self._localised("question", "qid") if not _number(q, "parent_qid")]
        return sorted(rows, key=lambda q: (place.get(q["gid"], 0), _number(q, "question_order")))

    def _subquestions(self, question: Row, scale: int = 0) -> list[AskedItem]:
        wordings = {
            row["qid"]: row.get("question", "")
            for row in self._table("question_l10ns")
            if row.get("language") == self.language
        }
        rows = [
            row
            for row in self._table("subquestions") + self._table("questions")
            if row.get("parent_qid") == question["qid"]
            and _number(row, "scale_id") == scale
            and row.get("language", self.language) == self.language
        ]
        rows.sort(key=lambda row: _number(row, "question_order"))
        texts = {row["title"]: row.get("question") or wordings.get(row["qid"], "") for row in rows}
        return [AskedItem(code, plain_text(text)) for code, text in texts.items()]

    def _answers(self, question: Row) -> list[AskedOption]:
        rows = [
            row
            for row in self._localised("answer", "aid" if self._has_ids else "code")
            if row["qid"] == question["qid"] and not _number(row, "scale_id")
        ]
        rows.sort(key=lambda row: _number(row, "sortorder"))
        return [AskedOption(row["code"], plain_text(row.get("answer", ""))) for row in rows]

    @property
    def _has_ids(self) -> bool:
        return all("aid" in row for row in self._table("answers"))

    def _attributes(self, question: Row) -> dict[str, str]:
        rows = self._table("question_attributes")
        own = [row for row in rows if row.get("qid") == question["qid"]]
        return {row["attribute"]: row.get("value", "") for row in own if "attribute" in row}

    def _read_question(self, row: Row) -> tuple[str, AskedQuestion]:
        kind = KINDS.get(row["type"], "unknown")
        attributes = self._attributes(row)
        total = attributes.get("equals_num_value", "")
        options, items = self._answers(row) or fixed_options(row["type"]), self._subquestions(row)
        if kind == "multiple":
            options, items = [AskedOption(item.code, item.text) for item in items], []
        if kind == "ranking":
            items, options = [AskedItem(option.code, option.text) for option in options], []
        excluding = attributes.get("exclude_all_others", "").split(";")
        options = [replace(option, exclusive=option.code in excluding) for option in options]
        if row.get("other") == "Y":
            other = attributes.get("other_replace_text") or "Other"
            code = "other" if kind == "multiple" else "-oth-"
            options.append(AskedOption(code, plain_text(other), other=True))
        if row["type"] in SHARES:
            columns = self._subquestions(row, scale=1)
            pairs = [(down, across) for down in items for across in columns]
            items = [AskedItem(f"{d.code}_{a.code}", f"{d.text} – {a.text}") for d, a in pairs]
        return row["gid"], AskedQuestion(
            id=row["title"],
            text=plain_text(row.get("question", "")),
            kind="allocation" if kind == "numeric" and items and total else kind,
            options=tuple(options),
            items=tuple(items),
            asked_if=self._relevance(row.get("relevance", "")),
            is_required=row.get("mandatory") == "Y",
            source_type=row["type"],
            total=float(total) if total.replace(".", "", 1).isdigit() else None,
        )

    def _relevance(self, written: str) -> str:
        labels = defaultdict(dict)  # type: defaultdict[str, dict[str, str]]
        for row in self._questions():
            shown = self._answers(row) or fixed_options(row["type"]) or self._subquestions(row)
            labels[row["title"]] |= {choice.code: choice.text for choice in shown}
        return read_relevance(written, labels)

    def _read_pages(self, asked: list[tuple[str, AskedQuestion]]) -> Iterator[AskedPage]:
        for row in self._groups():
            ids = tuple(question.id for gid, question in asked if gid == row["gid"])
            if ids:
                title = plain_text(row.get("group_name", ""))
                asked_if = self._relevance(row.get("grelevance", ""))
                yield AskedPage(f"g{row['gid']}", title, ids, asked_if)
