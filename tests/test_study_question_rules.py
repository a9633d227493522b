from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from survey_analysis.errors import StudyFileError
from survey_analysis.study import load_study

NEVER = "options: [Never, Sometimes, Often]"
YEARS = '    missing: {not_answered: ["-99"]}\n'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "{id: manual, label: By hand, column: P1_Manual}",
            "{id: manual, label: By hand}",
            "questions[P1]: P1 needs either 'column', or a 'column' on every option",
        ),
        (
            "column: B2_Years\n",
            "items: [{id: a, label: A, column: B2_A}]\n    column: B2_Years\n",
            "questions[B2]: B2 needs either 'column' or 'items'",
        ),
        (
            '{id: "no", label: "No", column: P2_No}',
            '{id: "no", label: "No"}',
            "questions[P2]: P2 needs either 'column', or a 'column' on every option",
        ),
        (
            "      - Developer\n",
            "      - {id: developer, label: Developer, column: B1_Developer}\n",
            "questions[B1]: B1 needs either 'column', or a 'column' on every option",
        ),
        (
            "      - Developer\n",
            "      - {id: developer, label: Developer, exclusive: true}\n",
            "questions[B1].options[developer].exclusive: 'exclusive' has no meaning here; "
            "allowed: aliases, id, label, other, text, value",
        ),
        (
            "- Developer",
            "- {id: developer, label: Developer, exclusive: true}",
            "questions[B1].options[developer].exclusive: 'exclusive' has no meaning here; "
            "allowed: aliases, id, label, other, text, value",
        ),
        (
            "points: [Low, Middle, High]",
            "points: [Low, Middle, {id: high, label: High, column: P3_High}]",
            "questions[P3].points[high].column: 'column' has no meaning here",
        ),
        (NEVER, "options: [Never, {id: no, label: Never}]", "label 'Never' belongs to several"),
        (
            NEVER,
            "options: [Never, {id: no, label: Not once, aliases: [Never]}]",
            "the export's label 'Never' belongs to several options",
        ),
        (
            "untouched_default: Never",
            "untouched_default: Nver",
            "questions[B3].untouched_default: 'Nver' is not a label; nearest is 'Never'",
        ),
        (
            NEVER,
            "options: [Never, {id: a, label: A, other: true}, {id: b, label: B, other: true}]",
            "B3: 'other: true' stands on several options",
        ),
        (NEVER, "options: [Never, {id: never, label: Not once}]", "the id 'never' is declared se"),
        ("{id: deployed, label: D", "{id: begun, label: D", "the id 'begun' is declared several"),
        ("off_scale: [{id: dont-know", "off_scale: [{id: low", "'low' is also a point of the sca"),
        (
            "{id: first, label: First problem,",
            "{id: first, group: later, label: First problem,",
            "questions[T1].items[first].group: 'later' is not a group; allowed: none",
        ),
        ("    minimum: 0\n    maximum: 60", "    minimum: 61\n    maximum: 60", "minimum 61 is ab"),
        (NEVER, 'options: [Never, "0"]', "B3: '0' is an answer and a code for 'not answered'"),
        (
            YEARS,
            "",
            "B2: '0' is a number that the question allows and, for the whole export, a code for "
            "'not answered'; give the question its own 'missing'",
        ),
        (
            "    missing: {not_answered: []}\n",
            "",
            "P4: '0' is a number that the question allows and, for the whole export, a code for",
        ),
    ],
)
def test_a_question_that_contradicts_itself_is_refused(
    edited_study: Callable[..., Path], old: str, new: str, said: str
) -> None:
    folder = edited_study((old, new))
    with pytest.raises(StudyFileError, match=r"study\.yaml") as raised:
        load_study(folder)
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # a question may say itself that 0 is no answer
        (YEARS, '    missing: {not_answered: ["0"]}\n'),
        # out of the allowed range, the export's 0 cannot be meant as a number
        (f'minimum: 0\n    maximum: 60\n    sentinels: ["999"]\n{YEARS}', "minimum: 1\n"),
    ],
)
def test_a_code_that_hides_no_answer_is_allowed(
    edited_study: Callable[..., Path], old: str, new: str
) -> None:
    assert load_study(edited_study((old, new))).question("B2").kind == "numeric"
