from __future__ import annotations

from survey_analysis.study import Column, Study, account_for_columns, question_columns


def test_every_column_of_the_export_of_eight_has_a_meaning(tiny_study: Study) -> None:
    assert [*account_for_columns(tiny_study)] == [
        *("ID", "Duration", "Status", "Origin"),
        *("B1_Role", "B1_Role_Other", "B2_Years", "B3_Friday", "B4_Begun", "B4_Deployed"),
        *("P1_None", "P1_Manual", "P1_Automatic", "P1_Other", "P1_Other_Free"),
        *("P2_Yes", "P2_Yes_Free", "P2_No", "P3_Deployment", "P3_Monitoring"),
        *("P4_Build", "P4_Deploy", "P4_Watch", "P5_Monitored", "T1_First", "T1_Second"),
    ]


def test_a_column_knows_its_question_and_part(tiny_study: Study) -> None:
    columns = account_for_columns(tiny_study)
    assert columns["Status"] == Column("Status", "metadata")
    assert columns["Origin"] == Column("Origin", "dropped")
    assert columns["B1_Role"] == Column("B1_Role", "question", "B1")
    assert columns["B1_Role_Other"] == Column("B1_Role_Other", "text", "B1", option_id="other")
    assert columns["P2_No"] == Column("P2_No", "option", "P2", option_id="no")
    assert columns["P4_Watch"] == Column("P4_Watch", "item", "P4", item_id="watch")
    assert columns["T1_First"] == Column("T1_First", "text", "T1", item_id="first")
    assert columns["B2_Years"] == Column("B2_Years", "item", "B2")


def test_the_columns_of_a_question_stand_in_its_order(tiny_study: Study) -> None:
    names = [column.name for column in question_columns(tiny_study.question("P2"))]
    assert names == ["P2_Yes", "P2_Yes_Free", "P2_No"]
