"""Write one invented survey of eight respondents in the layout of every survey tool.

``python tests/make_exports.py`` writes ``tests/data/exports``; with LibreOffice on the path it
makes the workbooks anew as well. The README there says where each layout comes from.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "data" / "exports"

ROLES = ["Developer", "Data scientist", "Other"]
TOOLS = ["Git", "Docker, or similar containers", "Notebooks", "None of these"]
POINTS = ["Never", "Sometimes", "Often"]
STAGES = ["Deploying", "Monitoring"]
ROLE, USED, HOW_OFTEN = "What is your role?", "Which tools do you use?", "How often are you at it?"
YEARS, PROBLEM = "Years of experience", "What is the main problem?"


@dataclass(frozen=True)
class Answers:
    """What one invented respondent said; an empty text is no answer."""

    role: str
    tools: tuple[str, ...]
    often: tuple[str, str]
    years: str
    problem: str
    other_role: str = ""
    other_tool: str = ""


RESPONDENTS = [
    Answers("Developer", ("Git", TOOLS[1]), ("Often", "Sometimes"), "7", "Models drift, unseen"),
    Answers("Data scientist", ("Notebooks",), ("Sometimes", "Never"), "0", 'Nobody says "done"'),
    Answers("Other", ("Git", "Notebooks"), ("Never", "Never"), "12", "", "Tester"),
    Answers("Developer", (), ("", ""), "", ""),
    Answers("Developer", ("None of these",), ("Often", "Often"), "3", "=SUM(costs) is unknown"),
    Answers("Data scientist", ("Git",), ("Often", ""), "2.5", "First line\nsecond line"),
    Answers("Other", ("Git", *TOOLS[1:3]), ("Sometimes", "Often"), "20", "مشكلة", "", "MLflow"),
    Answers("", ("Notebooks",), ("Never", "Sometimes"), "1", "NA", "", "DVC, mostly"),
]
Grid = list[list[str]]


def write_csv(
    rows: Iterable[Sequence[str]], *, separator: str = ",", quote_all: bool = False
) -> str:
    out = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=separator, quoting=quoting).writerows(rows)
    return out.getvalue()


def number(text: str, options: Sequence[str]) -> str:
    """Give the number of an option, from 1; nothing for no answer."""
    return str(options.index(text) + 1) if text else ""


def with_write_in(person: Answers) -> list[str]:
    return [*person.tools, *([person.other_tool] if person.other_tool else [])]


# Qualtrics -------------------------------------------------------------------------------

_QUALTRICS = [
    ("StartDate", "Start Date", "startDate"),
    ("EndDate", "End Date", "endDate"),
    ("Status", "Response Type", "status"),
    ("IPAddress", "IP Address", "ipAddress"),
    ("Progress", "Progress", "progress"),
    ("Duration (in seconds)", "Duration (in seconds)", "duration"),
    ("Finished", "Finished", "finished"),
    ("RecordedDate", "Recorded Date", "recordedDate"),
    ("ResponseId", "Response ID", "_recordId"),
    ("RecipientLastName", "Recipient Last Name", "recipientLastName"),
    ("RecipientFirstName", "Recipient First Name", "recipientFirstName"),
    ("RecipientEmail", "Recipient Email", "recipientEmail"),
    ("ExternalReference", "External Data Reference", "externalDataReference"),
    ("LocationLatitude", "Location Latitude", "locationLatitude"),
    ("LocationLongitude", "Location Longitude", "locationLongitude"),
    ("DistributionChannel", "Distribution Channel", "distributionChannel"),
    ("UserLanguage", "User Language", "userLanguage"),
]
_START, _END = "2024-05-01 10:00:00", "2024-05-01 10:07:00"


def _qualtrics_record(place: int, *, in_words: bool, preview: bool = False) -> list[str]:
    channel = "preview" if preview else "anonymous"
    status = ("Survey Preview", "1") if preview else ("IP Address", "0")
    finished = ("True", "1")
    which = 0 if in_words else 1
    return [
        _START, _END, status[which], f"203.0.113.{place}", "100", "420", finished[which], _END,
        f"R_{place:04}", "", "", "", "", "48.1", "11.5", channel, "EN",
    ]  # fmt: skip


def _qualtrics_columns(*, breakout: bool) -> list[tuple[str, str, str]]:
    used = f"{USED} - Selected Choice"
    ticks = [(f"Q2_{i}", f"{used} - {tool}", f"QID2_{i}") for i, tool in enumerate(TOOLS, 1)]
    ticks.append(("Q2_5", f"{used} - Other", "QID2_5"))
    joined = [("Q2", used, "QID2")]
    return [
        ("Q1", f"{ROLE} - Selected Choice", "QID1"),
        ("Q1_3_TEXT", f"{ROLE} - Other - Text", "QID1_3_TEXT"),
        *(ticks if breakout else joined),
        ("Q2_5_TEXT", f"{USED} - Other - Text", "QID2_5_TEXT"),
        *((f"Q3_{i}", f"{HOW_OFTEN} - {s}", f"QID3_{i}") for i, s in enumerate(STAGES, 1)),
        ("Q4", f"<b>{YEARS}</b>\n(numbers only)", "QID4_TEXT"),
        ("Q5", PROBLEM, "QID5_TEXT"),
    ]


def _qualtrics_answers(
    person: Answers, *, in_words: bool, breakout: bool, unseen: str
) -> list[str]:
    def written(text: str, options: Sequence[str]) -> str:
        return (text if in_words else number(text, options)) or unseen

    tools = [*person.tools, *(["Other"] if person.other_tool else [])]
    known = [*TOOLS, "Other"]
    ticks = [(t if in_words else "1") if t in tools else "" for t in known]
    joined = [",".join(tools if in_words else [number(t, known) for t in tools]) or unseen]
    return [
        written(person.role, ROLES),
        person.other_role,
        *(ticks if breakout else joined),
        person.other_tool,
        *(written(often, POINTS) for often in person.often),
        person.years or unseen,
        person.problem or unseen,
    ]


def qualtrics(*, in_words: bool, breakout: bool, unseen: str = "") -> str:
    columns = [*_QUALTRICS, *_qualtrics_columns(breakout=breakout)]
    head = [[name for name, _, _ in columns], [wording for _, wording, _ in columns]]
    head.append([json.dumps({"ImportId": key}, separators=(",", ":")) for _, _, key in columns])

    def record(place: int, person: Answers, *, preview: bool) -> list[str]:
        answers = _qualtrics_answers(person, in_words=in_words, breakout=breakout, unseen=unseen)
        return _qualtrics_record(place, in_words=in_words, preview=preview) + answers

    tried = record(0, RESPONDENTS[0], preview=True)
    people = [record(i, person, preview=False) for i, person in enumerate(RESPONDENTS, 1)]
    return write_csv([*head, tried, *people])


def qualtrics_legacy() -> str:
    wordings = ["ResponseID", "ResponseSet", "Name", "ExternalDataReference", "EmailAddress",
                "IPAddress", "Status", "StartDate", "EndDate", "Finished"]  # fmt: skip
    places = ["LocationLatitude", "LocationLongitude", "LocationAccuracy"]
    columns = _qualtrics_columns(breakout=True)
    names = [f"V{i}" for i in range(1, 11)] + [name for name, _, _ in columns]
    head = [[*names, *places, ""], [*wordings, *(w for _, w, _ in columns), *places, ""]]
    people = [
        [f"R_{i:04}", "Default Response Set", "Anonymous", "", "", f"203.0.113.{i}", "0", _START,
         _END, "1", *_qualtrics_answers(person, in_words=False, breakout=True, unseen="-99"),
         "48.1", "11.5", "-1", ""]
        for i, person in enumerate(RESPONDENTS, 1)
    ]  # fmt: skip
    return write_csv([*head, *people])


def _qsf_choices(
    texts: Sequence[str], *, other: str = "", exclusive: str = ""
) -> dict[str, object]:
    choices: dict[str, dict[str, object]] = {}
    for i, text in enumerate([*texts, *([other] if other else [])], 1):
        choices[str(i)] = {"Display": text}
        if text == other:
            choices[str(i)]["TextEntry"] = "true"
        if text == exclusive:
            choices[str(i)]["ExclusiveAnswer"] = True
    return choices


def _qsf_question(
    number: int, text: str, kind: str, selector: str, **more: object
) -> dict[str, object]:
    qid = f"QID{number}"
    payload: dict[str, object] = {
        "QuestionText": text, "DataExportTag": f"Q{number}", "QuestionType": kind,
        "Selector": selector, "QuestionID": qid,
        "Validation": {"Settings": {"ForceResponse": "ON" if number == 1 else "OFF"}},
    }  # fmt: skip
    payload |= more
    return {"SurveyID": "SV_invented", "Element": "SQ", "PrimaryAttribute": qid,
            "SecondaryAttribute": text, "TertiaryAttribute": None, "Payload": payload}  # fmt: skip


def qualtrics_questionnaire() -> str:
    shown = {
        "0": {
            "0": {
                "LogicType": "Question", "QuestionID": "QID2", "Operator": "NotSelected",
                "ChoiceLocator": "q://QID2/SelectableChoice/4", "Type": "Expression",
                "Description": "If Which tools … None of these Is Not Selected",
            },
            "Type": "If",
        },
        "Type": "BooleanExpression",
        "inPage": False,
    }  # fmt: skip
    grid = {
        "Choices": _qsf_choices(STAGES), "ChoiceOrder": ["1", "2"],
        "Answers": _qsf_choices(POINTS), "AnswerOrder": [1, 2, 3],
        "SubSelector": "SingleAnswer", "ChoiceDataExportTags": False,
    }  # fmt: skip
    tools = _qsf_choices(TOOLS, other="Other", exclusive="None of these")
    first = [{"Type": "Question", "QuestionID": f"QID{i}"} for i in (1, 2)]
    rest = [{"Type": "Question", "QuestionID": f"QID{i}"} for i in (3, 4, 5, 6)]
    blocks = [
        {"Type": "Default", "Description": "About you", "ID": "BL_1",
         "BlockElements": [*first, {"Type": "Page Break"}, *rest]},
        {"Type": "Trash", "Description": "Trash / Unused Questions", "ID": "BL_2",
         "BlockElements": [{"Type": "Question", "QuestionID": "QID9"}]},
    ]  # fmt: skip
    flow = {"Flow": [{"ID": "BL_1", "Type": "Block", "FlowID": "FL_2"}], "Type": "Root"}
    elements = [
        {"Element": "BL", "PrimaryAttribute": "Survey Blocks", "Payload": blocks},
        {"Element": "FL", "PrimaryAttribute": "Survey Flow", "Payload": flow},
        _qsf_question(1, f"<p>{ROLE}</p>", "MC", "SAVR", SubSelector="TX",
                      Choices=_qsf_choices(ROLES[:2], other="Other"), ChoiceOrder=["1", "2", "3"]),
        _qsf_question(2, USED, "MC", "MAVR", SubSelector="TX", Choices=tools,
                      ChoiceOrder=["1", "2", "3", "5", "4"]),
        _qsf_question(3, HOW_OFTEN, "Matrix", "Likert", DisplayLogic=shown, **grid),
        _qsf_question(4, YEARS, "TE", "SL",
                      Validation={"Settings": {"ContentType": "ValidNumber"}}),
        _qsf_question(5, PROBLEM, "TE", "ML"),
        _qsf_question(6, "Where does it hurt?", "HeatMap", "Image"),
        _qsf_question(9, "Not asked any more", "TE", "SL"),
    ]  # fmt: skip
    entry = {"SurveyID": "SV_invented", "SurveyName": "Tools at work", "SurveyLanguage": "EN"}
    return json.dumps({"SurveyEntry": entry, "SurveyElements": elements}, indent=1) + "\n"


# LimeSurvey ------------------------------------------------------------------------------

_LIMESURVEY = [
    ("id", "Response ID"), ("submitdate", "Date submitted"), ("lastpage", "Last page"),
    ("startlanguage", "Start language"), ("seed", "Seed"), ("token", "Access code"),
    ("ipaddr", "IP address"),
]  # fmt: skip


def _limesurvey_columns() -> list[tuple[str, str]]:
    ticks = [(f"Q2[SQ00{i}]", f"{USED} [{tool}]") for i, tool in enumerate(TOOLS, 1)]
    grid = [(f"Q3[SQ00{i}]", f"{HOW_OFTEN} [{stage}]") for i, stage in enumerate(STAGES, 1)]
    return [
        ("Q1", ROLE), ("Q1[other]", f"{ROLE} [Other]"), *ticks, ("Q2[other]", f"{USED} [Other]"),
        *grid, ("Q4", YEARS), ("Q5", PROBLEM),
    ]  # fmt: skip


def _limesurvey_record(place: int, person: Answers, *, long: bool) -> list[str]:
    codes = {"Developer": "A1", "Data scientist": "A2", "Other": "-oth-"}
    often = [text if long else f"A{number(text, POINTS)}" if text else "" for text in person.often]
    ticks = ("Yes", "No") if long else ("Y", "")
    problem = person.problem.replace("\n", "\\n")
    return [
        str(place), "2024-05-01 10:07:00" if person.years else "", "2", "en", "1234567",
        f"tok{place:03}", f"203.0.113.{place}",
        person.role if long else codes.get(person.role, ""),
        person.other_role,
        *(ticks[tool not in person.tools] for tool in TOOLS),
        person.other_tool,
        *((text or "N/A") if long else text for text in often),
        person.years,
        f"'{problem}" if problem.startswith("=") else problem,
    ]  # fmt: skip


def limesurvey(*, headings: str, long: bool, separator: str) -> str:
    columns = [*_LIMESURVEY, *_limesurvey_columns()]
    write: dict[str, Callable[[str, str], str]] = {
        "code": lambda code, text: code,
        "full": lambda code, text: text,
        "mixed": lambda code, text: f"{code}. {text}",
    }
    head = [write[headings](code, text) for code, text in columns]
    people = [_limesurvey_record(i, p, long=long) for i, p in enumerate(RESPONDENTS, 1)]
    return "\ufeff" + write_csv([head, *people], separator=separator, quote_all=True)


def _lss_table(name: str, rows: Sequence[dict[str, object]]) -> str:
    def cell(key: str, value: object) -> str:
        return f"    <{key}><![CDATA[{value}]]></{key}>\n"

    written = [
        "   <row>\n" + "".join(cell(*c) for c in row.items()) + "   </row>\n" for row in rows
    ]
    return f" <{name}>\n  <rows>\n{''.join(written)}  </rows>\n </{name}>\n"


def limesurvey_questionnaire() -> str:
    asked = [
        (1, "L", "Q1", ROLE, "Y", "1", 1), (2, "M", "Q2", USED, "N", "1", 1),
        (3, "F", "Q3", HOW_OFTEN, "N", '((Q2_SQ004.NAOK != "Y"))', 2),
        (4, "N", "Q4", YEARS, "N", "1", 2), (5, "T", "Q5", PROBLEM, "N", "1", 2),
        (6, "|", "Q6", "Send a picture", "N", "1", 2),
    ]  # fmt: skip
    subs = [(20 + i, 2, f"SQ00{i}", text) for i, text in enumerate(TOOLS, 1)]
    subs += [(30 + i, 3, f"SQ00{i}", text) for i, text in enumerate(STAGES, 1)]
    answers = [(i, 1, f"A{i}", text) for i, text in enumerate(ROLES[:2], 1)]
    answers += [(10 + i, 3, f"A{i}", text) for i, text in enumerate(POINTS, 1)]

    def both(qid: int, text: str) -> list[dict[str, object]]:
        return [{"qid": qid, "question": f"<p>{text}</p>", "language": "en"},
                {"qid": qid, "question": f"[de] {text}", "language": "de"}]  # fmt: skip

    tables = [
        ("answers", [{"aid": a, "qid": q, "code": c, "sortorder": a, "scale_id": 0}
                     for a, q, c, _ in reversed(answers)]),
        ("answer_l10ns", [{"aid": a, "answer": t, "language": "en"} for a, _, _, t in answers]),
        ("groups", [{"gid": 2, "group_order": 2, "grelevance": 1},
                    {"gid": 1, "group_order": 1, "grelevance": 1}]),
        ("group_l10ns", [{"gid": 1, "group_name": "About you", "language": "en"},
                         {"gid": 2, "group_name": "Your work", "language": "en"}]),
        ("questions", [{"qid": q, "parent_qid": 0, "gid": g, "type": t, "title": c,
                        "other": "Y" if c in ("Q1", "Q2") else "N", "mandatory": m,
                        "question_order": q, "scale_id": 0, "relevance": r}
                       for q, t, c, _, m, r, g in asked]),
        ("subquestions", [{"qid": s, "parent_qid": q, "gid": 1, "type": "T", "title": c,
                           "question_order": s, "scale_id": 0, "relevance": 1}
                          for s, q, c, _ in subs]),
        ("question_l10ns", [row for q, _, _, t, *_ in asked for row in both(q, t)]
         + [row for s, _, _, t in subs for row in both(s, t)]),
        ("question_attributes", [{"qid": 2, "attribute": "exclude_all_others", "value": "SQ004"}]),
        ("surveys", [{"sid": 1, "language": "en", "additional_languages": "de", "format": "G"}]),
        ("surveys_languagesettings", [
            {"surveyls_survey_id": 1, "surveyls_language": "de", "surveyls_title": "Werkzeuge"},
            {"surveyls_survey_id": 1, "surveyls_language": "en", "surveyls_title": "Tools at work"},
        ]),
    ]  # fmt: skip
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<document>\n'
    kind = " <LimeSurveyDocType>Survey</LimeSurveyDocType>\n <DBVersion>490</DBVersion>\n"
    languages = (
        " <languages>\n  <language>en</language>\n  <language>de</language>\n </languages>\n"
    )
    return head + kind + languages + "".join(_lss_table(*t) for t in tables) + "</document>\n"


# Forms, SurveyMonkey, Unipark, plain tables -----------------------------------------------


def google(*, joined_by: str, stamp: str) -> str:
    head = ["Timestamp", "Email Address", ROLE, USED, *(f"{HOW_OFTEN} [{s}]" for s in STAGES),
            YEARS, PROBLEM]  # fmt: skip
    people = [
        [stamp, f"person{i}@example.org", p.other_role or p.role, joined_by.join(with_write_in(p)),
         *p.often, p.years, p.problem]
        for i, p in enumerate(RESPONDENTS, 1)
    ]  # fmt: skip
    return write_csv([head, *people], quote_all=True)


def microsoft() -> Grid:
    head = ["ID", "Start time", "Completion time", "Email", "Name", ROLE, USED, *STAGES, *STAGES,
            YEARS, PROBLEM]  # fmt: skip
    people = [
        [str(i), "2024-05-01 10:00:00", "2024-05-01 10:07:00", "anonymous", "",
         p.other_role or p.role, "".join(f"{tool};" for tool in with_write_in(p)),
         *p.often, *reversed(p.often), p.years,
         p.problem.removeprefix("=")]
        for i, p in enumerate(RESPONDENTS, 1)
    ]  # fmt: skip
    return [head, *people]


def surveymonkey() -> str:
    known = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address",
             "Email Address", "First Name", "Last Name", "Custom Data 1"]  # fmt: skip
    top = [*known, ROLE, "", USED.replace(" ", "\xa0", 1), *[""] * 4, HOW_OFTEN, "", YEARS, PROBLEM]
    below = [""] * 9 + ["Response", "Other (please specify)", *TOOLS, "Other (please specify)"]
    below += [*STAGES, "Open-Ended Response", "Open-Ended Response"]
    people = [
        [f"1180522190{i:02}", "446111201", "05/01/2024 10:00:00 AM", "05/01/2024 10:07:00 AM",
         f"203.0.113.{i}", "", "", "", "", p.role, p.other_role,
         *(tool.replace(" ", "\xa0") if tool in p.tools else "" for tool in TOOLS), p.other_tool,
         *p.often, p.years, p.problem]
        for i, p in enumerate(RESPONDENTS, 1)
    ]  # fmt: skip
    return write_csv([top, below, *people])


def unipark(*, german: bool) -> str:
    ticks = ("genannt", "nicht genannt") if german else ("quoted", "not quoted")
    closed, number_missing, text = ("-9", "-9", "-9") if german else ("0", "-77", "-99")
    head = ["lfdn", "external_lfdn", "tester", "dispcode", "lastpage", "duration", "browser",
            "v_1", "v_1_other", *(f"v_{i}" for i in range(2, 7)), "v_6_other",
            *(f"v_{i}" for i in range(7, 11))]  # fmt: skip
    people = [
        [str(i), "0", "0", "31" if p.years else "22", "5", "420", "Firefox", p.role or closed,
         p.other_role or text, *(ticks[tool not in p.tools] for tool in TOOLS),
         ticks[not p.other_tool], p.other_tool or text, *(often or closed for often in p.often),
         p.years or number_missing,
         (p.problem if p.problem.isascii() else "Größe") or text]
        for i, p in enumerate(RESPONDENTS, 1)
    ]  # fmt: skip
    return write_csv([head, *people], separator=";" if german else ",")


def plain() -> Grid:
    head = [
        "id",
        "role",
        *(f"tools_{i}" for i in range(1, 6)),
        *map(str.lower, STAGES),
        "years",
        "problem",
    ]
    people = [
        [str(i), p.other_role or p.role, *("Yes" if tool in p.tools else "No" for tool in TOOLS),
         "Yes" if p.other_tool else "No", *p.often, p.years, p.problem.removeprefix("=")]
        for i, p in enumerate(RESPONDENTS, 1)
    ]  # fmt: skip
    return [head, *people]


def write_spss(path: Path) -> None:
    import pandas as pd
    import pyreadstat

    def code(text: str, options: Sequence[str], missing: int) -> int:
        return options.index(text) + 1 if text else missing

    table = pd.DataFrame(
        {
            "id": range(1, 9),
            "q1": [code(p.role, ROLES, -99) for p in RESPONDENTS],
            **{
                f"q2_{i}": [int(tool in p.tools) for p in RESPONDENTS]
                for i, tool in enumerate(TOOLS, 1)
            },
            **{
                f"q3_{i + 1}": [code(p.often[i], POINTS, -77) for p in RESPONDENTS]
                for i in range(2)
            },
            "q4": [float(p.years) if p.years else None for p in RESPONDENTS],
            "q5": [p.problem for p in RESPONDENTS],
        }
    )
    roles = dict(enumerate(ROLES, 1)) | {-99: "no answer"}
    points = dict(enumerate(POINTS, 1)) | {-77: "not shown"}
    ticks = {0: "not quoted", 1: "quoted"}
    pyreadstat.write_sav(
        table,
        path,
        column_labels={
            "q1": ROLE, "q4": YEARS, "q5": PROBLEM,
            **{f"q2_{i}": f"{USED} - {tool}" for i, tool in enumerate(TOOLS, 1)},
            **{f"q3_{i}": f"{HOW_OFTEN} - {stage}" for i, stage in enumerate(STAGES, 1)},
        },
        variable_value_labels={
            "q1": roles, "q3_1": points, "q3_2": points,
            **{f"q2_{i}": ticks for i in range(1, 5)},
        },
        missing_ranges={"q1": [-99]},  # the -77 of q3 is not declared, as often
    )  # fmt: skip


def texts() -> dict[str, bytes]:
    """Make every file that is text, by name; the same bytes every time."""
    made = {
        "qualtrics_text.csv": qualtrics(in_words=True, breakout=True),
        "qualtrics_text_joined.csv": qualtrics(in_words=True, breakout=False),
        "qualtrics_numeric.csv": qualtrics(in_words=False, breakout=True, unseen="-99"),
        "qualtrics_legacy.csv": qualtrics_legacy(),
        "qualtrics.qsf": qualtrics_questionnaire(),
        "limesurvey_code_short.csv": limesurvey(headings="code", long=False, separator=";"),
        "limesurvey_full_long.csv": limesurvey(headings="full", long=True, separator=","),
        "limesurvey_mixed_long.csv": limesurvey(headings="mixed", long=True, separator=";"),
        "limesurvey.lss": limesurvey_questionnaire(),
        "google_forms.csv": google(joined_by=";", stamp="2024/05/01 10:07:12 AM GMT+2"),
        "surveymonkey.csv": surveymonkey(),
        "unipark.csv": unipark(german=False),
        "plain.csv": write_csv(plain()),
    }
    encoded = {name: text.encode() for name, text in made.items()}
    tabbed = write_csv(
        csv.reader(io.StringIO(made["qualtrics_text.csv"], newline="")), separator="\t"
    )
    encoded["qualtrics_text.tsv"] = tabbed.encode("utf-16")
    encoded["unipark_german.csv"] = unipark(german=True).encode("cp1252")
    sheet = google(joined_by=", ", stamp="5/1/2024 10:07:12").encode()
    encoded["google_sheet.csv.gz"] = gzip.compress(sheet, mtime=0)
    return encoded


def write_workbook(path: Path, rows: Grid) -> None:
    """Let LibreOffice make a workbook of a CSV: numbers and dates become what it takes them for."""
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / path.with_suffix(".csv").name
        source.write_text(write_csv(rows), encoding="utf-8")
        office = f"-env:UserInstallation=file://{scratch}/profile"
        convert = [
            "soffice",
            office,
            "--headless",
            "--convert-to",
            "xlsx",
            "--infilter=CSV:44,34,76",
        ]
        subprocess.run([*convert, "--outdir", str(path.parent), str(source)], check=True)


def main() -> None:
    import polars as pl

    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in texts().items():
        (FOLDER / name).write_bytes(content)
    head, *people = plain()
    table = pl.DataFrame(people, schema=head, orient="row")
    typed = table.with_columns(
        pl.col("id").cast(pl.Int64), pl.col("years").cast(pl.Float64, strict=False)
    )
    typed.write_parquet(FOLDER / "plain.parquet")
    write_spss(FOLDER / "spss.sav")
    if shutil.which("soffice"):
        write_workbook(FOLDER / "plain.xlsx", plain())
        write_workbook(FOLDER / "microsoft_forms.xlsx", microsoft())


if __name__ == "__main__":
    main()
