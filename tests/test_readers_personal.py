from __future__ import annotations

from pathlib import Path

import pytest

from survey_analysis.readers import drop_personal, read_table
from survey_analysis.readers.personal import recognise_personal


@pytest.fixture
def export(tmp_path: Path) -> Path:
    file = tmp_path / "export.csv"
    file.write_text("id,Vorname,IPAddress,Q1\n7,Ann,203.0.113.7,Yes\n", encoding="utf-8")
    return file


def test_personal_columns_are_dropped_and_named_and_their_cells_are_not(export: Path) -> None:
    table = drop_personal(read_table(export))
    assert table.cells.columns.tolist() == ["id", "Q1"]
    assert table.columns["column"].tolist() == ["id", "Q1"]
    assert table.warnings == (
        "export.csv: dropped at reading, as personal data: Vorname (name), IPAddress (IP "
        "address). To keep a column, name it in study.yaml",
    )


def test_a_column_that_is_named_stays(export: Path) -> None:
    table = drop_personal(read_table(export), keep=["Vorname", "IPAddress"])
    assert table.cells.columns.tolist() == ["id", "Vorname", "IPAddress", "Q1"]
    assert table.warnings == ()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("E-Mail-Adresse", "e-mail address"),
        ("Correo electrónico", "e-mail address"),
        ("recipient_first_name", "name"),
        ("Nachname", "name"),
        ("sobrenome", "name"),
        ("GPS coordinates", "location"),
        ("Längengrad", "location"),
        ("session_id", "session id"),
        ("p_0001", "session id"),
        ("participant_browser", "session id"),
        ("refurl", "browser or origin"),
        ("Telefonnummer", "phone number"),
        ("Tool name", ""),
        ("Name of the tool that you use", ""),
        ("email_marketing", ""),
        ("Q1", ""),
    ],
)
def test_columns_are_recognised_by_name_in_several_languages(name: str, kind: str) -> None:
    assert recognise_personal([name], []) == kind


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["a@b.org", "c@d.org", ""], "e-mail address"),
        (["a@b.org", "no", "no"], ""),
        (["203.0.113.7"], "IP address"),
        (["2001:db8:0:0:0:0:2:1"], "IP address"),
        (["1.2", "10:30:00"], ""),
        (["", " "], ""),
    ],
)
def test_columns_are_recognised_by_what_they_hold(cells: list[str], kind: str) -> None:
    assert recognise_personal(["Anything else?"], cells) == kind
