from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from survey_analysis.errors import StudyFileError
from survey_analysis.study import Study, load_study
from survey_analysis.study.references import find_inconsistencies


def test_a_study_that_fits_together_has_no_inconsistency(
    tiny_study: Study, flagship_study: Study
) -> None:
    assert find_inconsistencies(tiny_study) == []
    assert find_inconsistencies(flagship_study) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("- id: B2\n", "- id: B1\n", "line 55, questions[B1].id: the id 'B1' is declared twice"),
        ("- {id: practice,", "- {id: background,", "pages[background].id: the id 'background' is"),
        ("- {id: released-without,", "- {id: more-deployed-than-begun,", "is declared twice"),
        ("- {id: RQ2,", "- {id: RQ1,", "research_questions[RQ1].id: the id 'RQ1' is declared twi"),
        ("column: B4_Begun", "column: B2_Years", "questions[B4]: column 'B2_Years' is used twice"),
        ("column: B4_Begun", "column: Status", "questions[B4]: column 'Status' is used twice"),
        ("drop: [Origin]", "drop: [Origin, ID]", "export: column 'ID' is used twice; each column"),
        ("[B1, B2, B3, B4]", "[B1, B2, B3, B4, B5]", "questions[5]: 'B5' is not a question; allo"),
        ("[B1, B2, B3, B4]", "[B1, B2, B3]", "questions[B4].id: question 'B4' stands on no page"),
        ("[B1, B2, B3, B4]", "[B1, B2, B3, B4, P1]", "question 'P1' stands 2 times on pages"),
        ("default: true, ", "", "populations: exactly one population has 'default: true', found 0"),
        ("{label: All records}", "{label: All records, default: true}", "'default: true', found 2"),
        (
            "of: started",
            "of: substantive",
            "populations.complete.of: 'substantive' is not a population declared above; "
            "allowed: 'started'",
        ),
        (
            "B1 = 'Developer'",
            "B1 = 'Develper'",
            "developers.where: 'Develper' is not a label of B1",
        ),
        ("P1 not answered", "P11 not answered", "releasing.without: 'P11' is not a question; near"),
        ("B4.deployed <=", "B4.deployd <=", "rule: 'deployd' is not an item of B4; nearest is 'de"),
        ("P2 = 'Yes' and", "P2 = 'Yes' or", "contradiction: condition \"P2 = 'Yes' or P1 = 'None'"),
        ('rule: "B4', 'contradiction: "B2 = 1", rule: "B4', "either a 'rule' or a 'contradiction'"),
        (
            "asked_if: P2 = 'Yes'",
            "asked_if: P2 = Yes",
            "questions[P5].asked_if: 'Yes' is not a que",
        ),
        ("base: \"P2 = 'No'\"", "base: never", "readings[none-counted].base: condition 'never': "),
        ("option: automatic", "option: automatc", "headlines[1].option: 'automatc' is not an opti"),
        ("question: P5, statistic", "question: P55, statistic", "headlines[3].question: 'P55' is "),
        (
            "item: monitoring",
            "item: watching",
            "headlines[2].item: 'watching' is not an item of P3",
        ),
        ("item: monitoring, ", "", "headlines[2].question: P3 has several items: the headline nee"),
        ("option: automatic, ", "", "headlines[1].statistic: an 'option' goes with proportion, "),
        ("question: P5, statistic: mean", "question: B1, statistic: mean", "a single question has"),
        (
            "[complete, substantive, developers]",
            "[complete, brazil]",
            "sensitivity[2]: 'brazil' is not a population; allowed: 'started', 'complete'",
        ),
        ("questions: [P1, P5]", "questions: [P1, P6]", "breakdowns.questions[2]: 'P6' is not a qu"),
        ("by: [role, exp", "by: [rolle, exp", "breakdowns.by[1]: 'rolle' is not a segment; neares"),
        ("research_question: RQ1", "research_question: RQ3", "'RQ3' is not a research question; n"),
    ],
)
def test_what_does_not_fit_together_is_named_with_its_place(
    edited_study: Callable[..., Path], old: str, new: str, said: str
) -> None:
    folder = edited_study((old, new))
    with pytest.raises(StudyFileError, match=r"study\.yaml") as raised:
        load_study(folder)
    assert said in str(raised.value)


def test_all_inconsistencies_are_named_at_once(edited_study: Callable[..., Path]) -> None:
    folder = edited_study(
        ("[B1, B2, B3, B4]", "[B1, B2, B3]"),
        ("column: T1_First", "column: T1_Second"),
        ("sensitivity: [complete", "sensitivity: [all"),
    )
    with pytest.raises(StudyFileError, match=r"study\.yaml \(3 problems\)"):
        load_study(folder)
