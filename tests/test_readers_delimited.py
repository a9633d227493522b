from __future__ import annotations

import pytest

from survey_analysis.errors import DataError
from survey_analysis.readers.delimited import decode, find_separator, parse

TEXT = "id,größe\n1,İstanbul\n"


@pytest.mark.parametrize(
    ("codec", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
    ],
)
def test_unicode_is_read_by_its_byte_order_mark(codec: str, named: str) -> None:
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(codec, b"")
    assert decode(mark + TEXT.encode(codec), file="a.csv") == (TEXT, named, ())


def test_the_legacy_code_page_is_read_with_a_warning_that_names_it() -> None:
    text, encoding, warnings = decode("größe – ok".encode("cp1252"), file="a.csv")
    assert (text, encoding) == ("größe – ok", "cp1252")
    assert warnings == ("a.csv: not UTF-8 (byte 2); read as cp1252",)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"id,a\n1,\x81\n", "byte 7 is neither UTF-8 nor cp1252"),
        (b"id,a\0\n", "it holds NUL characters"),
        (b"id,\xe9\0\n", "it holds NUL characters"),
        ("id,a\n".encode("utf-16-le"), r"it holds NUL characters \(is it UTF-16 without a byte-"),
        (b"\xff\xfei\0d\0,", "its utf-16 breaks off at byte"),
        (b"\xef\xbb\xbfid,\xff\n", "its utf-8-sig breaks off at byte"),
    ],
)
def test_bytes_that_are_no_text_are_refused(content: bytes, said: str) -> None:
    with pytest.raises(DataError, match=f"a.csv: not a text file: {said}.*Allowed: CSV in UTF-8"):
        decode(content, file="a.csv")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_usual_separator_and_line_end_gives_the_same_rows(
    separator: str, newline: str
) -> None:
    lines = [
        f'id{separator}"a, b; c | d"',
        f'1{separator}"say ""no""{newline}or, not; or|\tnot"',
        f"2{separator}",
    ]
    header, rows, found = parse(newline.join([*lines, ""]), file="a.csv")
    assert found == separator
    assert header == ["id", "a, b; c | d"]
    assert rows == [(2, ["1", 'say "no"\nor, not; or|\tnot']), (3, ["2", ""])]


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("id,a,b\n1,2,3\n", ","),
        ('"Age, in years";"Role, or task"\n1;2\n', ";"),
        ("Age, in years;Role\n1;2\n3;4\n", ";"),
        ("id;a\n1;x, y\n2;y, z\n", ";"),
        ("id\ta,b\n1\t2\n", "\t"),
        ("id;a\n1;2\n3\n", ";"),
        ('id;a\n1;"open\n', ";"),
        ("nothing\n", ","),
    ],
)
def test_the_separator_is_the_one_that_fits_header_and_rows(text: str, separator: str) -> None:
    assert find_separator(text) == separator


def test_empty_rows_count_and_are_left_out() -> None:
    assert parse("\n,\nid,a\n\n1,2\n,\n", file="a.csv") == (["id", "a"], [(5, ["1", "2"])], ",")


def test_nameless_columns_without_content_are_left_out() -> None:
    assert parse("id,a,\n1,2,\n", file="a.csv") == (["id", "a"], [(2, ["1", "2"])], ",")


def test_nameless_columns_with_content_are_refused() -> None:
    with pytest.raises(DataError, match="column number 2: has no name in the header and holds so"):
        parse("id,,a\n1,x,2\n", file="a.csv")


def test_a_header_alone_is_refused() -> None:
    with pytest.raises(DataError, match=r"a\.csv: there is a header of 2 columns and no record"):
        parse("id,a\n", file="a.csv")


def test_blank_lines_alone_are_refused() -> None:
    with pytest.raises(DataError, match=r"a\.csv: there is no row; expected a header and records"):
        parse("\n\n", file="a.csv")


def test_another_separator_is_refused() -> None:
    with pytest.raises(DataError, match=r"the header is a single cell; .* one of , ; tab \|"):
        parse("id:a:b\n1:2:3\n", file="a.csv")


def test_rows_of_another_length_are_listed_by_their_length() -> None:
    with pytest.raises(DataError, match="rows are cut or split") as raised:
        parse("id,a,b\n1,2,3\n4,5\n6,7,8,9\n1\n4,5\n1,2,3\n", file="a.csv")
    assert str(raised.value).splitlines() == [
        "a.csv: rows are cut or split (3 problems):",
        "  rows 3, 6: 2 cells, where the header has 3",
        "  row 4: 4 cells, where the header has 3",
        "  row 5: 1 cells, where the header has 3",
    ]


@pytest.mark.parametrize("rest", ["2,3\n", "x\n" * 70_000])
def test_an_unclosed_quote_is_found_where_it_opens(rest: str) -> None:
    with pytest.raises(DataError, match=r"a\.csv, row 3: a quote is opened and never closed"):
        parse(f'id,a\n1,2\n2,"open\n{rest}', file="a.csv")


def test_text_behind_a_closing_quote_is_refused() -> None:
    with pytest.raises(DataError, match=r"a\.csv, row 2: text follows a closing quote"):
        parse('id,a\n1,"x"y\n', file="a.csv")
