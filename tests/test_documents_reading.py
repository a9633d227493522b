from __future__ import annotations

from pathlib import Path

import pytest
from talks import INTERVIEWS, P01, P02, write_groups, write_interviews, write_study

from survey_analysis.documents import read_documents
from survey_analysis.documents.reading import Documents
from survey_analysis.errors import DataError
from survey_analysis.study import bundled_studies, load_qualitative_study


def read(folder: Path) -> Documents:
    return read_documents(folder, load_qualitative_study(folder))


def read_one(folder: Path, name: str, content: bytes, study: str = INTERVIEWS) -> str:
    """Read a folder with one more document; returns what is wrong with it."""
    write_study(folder, study, {"P02.md": P02})
    (folder / "documents" / name).write_bytes(content)
    with pytest.raises(DataError, match="documents ") as raised:
        read(folder)
    return str(raised.value)


def test_turns_are_numbered_and_moderators_are_told_apart(tmp_path: Path) -> None:
    turns = read(write_interviews(tmp_path)).turns
    assert turns["turn"].tolist() == [1, 2, 3, 4, 1, 2]
    assert turns["is_moderator"].tolist() == [True, False] * 3
    assert turns["start_seconds"].tolist() == [5, 20, 60, 70, 5, 20]
    assert turns["end_seconds"].isna().all()
    assert turns["text"].iloc[3] == "Then we wait."


def test_without_front_matter_those_who_speak_take_part(tmp_path: Path) -> None:
    documents = read(write_groups(tmp_path))
    assert [one.document_id for one in documents.transcripts] == ["first", "second"]
    assert documents.transcripts[0].participants == ("D1", "D2")
    assert documents.warnings == ()


@pytest.mark.parametrize(
    "name", [name for name in bundled_studies() if name != "ml-deployment-monitoring"]
)
def test_bundled_transcripts_read_without_a_warning(name: str) -> None:
    documents = read(bundled_studies()[name])
    assert documents.warnings == ()
    assert documents.study.documents.illustration
    assert set(documents.turns["speaker"]) == {
        *documents.study.documents.moderators,
        *(one.id for one in documents.study.participants),
    }


SAME_TURNS = {
    "P01.txt": "Interviewer [00:00:05]: How?\nP01 [00:00:20]: Slowly,\n  very slowly.\n",
    "P01.vtt": (
        "WEBVTT\n\n1\n00:05.000 --> 00:06.000\n<v Interviewer>How?</v>\n\n"
        "00:20.000 --> 00:21.000\n<v P01>Slowly,\n\n00:21.000 --> 00:23.000\n<v P01>very slowly.\n"
    ),
    "P01.srt": (
        "1\n00:00:05,000 --> 00:00:06,000\nInterviewer: How?\n\n"
        "2\n00:00:20,000 --> 00:00:21,000\nP01: Slowly,\n\n"
        "3\n00:00:21,000 --> 00:00:23,000\nvery slowly.\n"
    ),
    "P01.md": "**Interviewer** [00:00:05] How?\n\n**P01** [00:00:20] Slowly,\n\nvery slowly.\n",
}


@pytest.mark.parametrize("name", SAME_TURNS)
def test_every_format_gives_the_same_turns(tmp_path: Path, name: str) -> None:
    folder = write_study(tmp_path, INTERVIEWS, {name: SAME_TURNS[name]})
    turns = read(folder).turns
    assert turns["document_id"].tolist() == ["P01", "P01"]
    assert turns["speaker"].tolist() == ["Interviewer", "P01"]
    assert turns["start_seconds"].tolist() == [5, 20]
    assert turns["text"].tolist() == ["How?", "Slowly, very slowly."]
    ends = turns["end_seconds"].dropna().tolist()
    assert ends == ([6, 23] if name.endswith(("vtt", "srt")) else [])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_and_crlf_are_read(tmp_path: Path, encoding: str) -> None:
    folder = write_study(tmp_path, INTERVIEWS, {})
    text = P01.replace("wait", "wünschen").replace("\n", "\r\n")
    (folder / "documents" / "P01.md").write_bytes(text.encode(encoding))
    assert read(folder).turns["text"].iloc[3] == "Then we wünschen."


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("**P01** [00:01:10]", "**P1** [00:01:10]", "P01.md: line 12: 'P1' is no participant or "
         "moderator of the study; nearest is 'P01'"),
        ("**P01** [00:01:10]", "**P02** [00:01:10]", "line 12: P02 speaks, whom the front matter "
         "does not declare"),
        ("00:01:10", "00:00:59", "P01.md: line 12: 00:00:59 is earlier than 00:01:00 on line 10; "
         "times must run forwards"),
        ("00:01:10", "1 minute", "line 12: '1 minute' is no time; write hours, minutes and"),
        ("role: Developer", "rle: Developer", "P01.md: line 3: unknown key 'rle'; nearest is 'role'"
         "; allowed: document, participant"),
        ("role: Developer", "role: Lead", "P01.md: line 3: role of P01 is 'Lead' here and 'Devel"
         "oper' in study.yaml; keep it there alone"),
        ("participant: P01", "participant: P011", "P01.md: line 2: 'P011' is not a participant of "
         "the study; nearest is 'P01'"),
        ("illustration: true", "illustration: false", "line 4: illustration is false here and true "
         "in study.yaml"),
        ("illustration: true", "illustration: [", "not valid YAML"),
        ("illustration: true", "1: a", "line 4: unknown key '1'"),
        ("illustration: true", "? [a]\n: b", "line 4: unknown key"),
        ("illustration: true", "date: 2020-02-31", "line 1: not valid YAML, or a date that does "
         "not exist"),
        ("Then we wait.", "Then\n<<<<<<< HEAD\nwe wait.", "marks of an unfinished merge"),
        ("illustration: true", "illustration: perhaps", "line 4: illustration must be a valid "
         "boolean"),
        ("illustration: true\n---\n", "illustration: true\n", "line 1: the front matter has no "
         "end; close it with a line ---"),
        ("**Interviewer** [00:00:05]", "# A talk\n\n**Interviewer** [00:00:05]", "line 6: text "
         "before the first name"),
        ("Then we wait.", "", "line 12: P01 says nothing"),
        (P01, P01[:60], "no turn was found; a turn begins with who speaks"),
        ("role: Developer", "document: P02", "the id 'P02' stands for several documents: P01.md, "
         "P02.md"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_file_and_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in P01
    assert said in read_one(tmp_path, "P01.md", P01.replace(old, new, 1).encode())


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("P01.md", b"", "P01.md: the file is empty"),
        ("P01.md", b"**Interviewer** Hello?", "no participant speaks, and the front matter"),
        ("P01.md", "**P01** W\xfcrde".encode("cp1252"), "P01.md: is not UTF-8 (byte 9) but "
         "probably Windows-1252; save it as UTF-8"),
        ("P01.md", b"**P01** \x81\xff", "is not UTF-8 (byte 8) but no text"),
        ("P01.txt", "P01: Yes".encode("utf-16-le"), "is not UTF-8 but probably UTF-16"),
        ("P01.docx", b"PK no zip", "P01.docx: is no Word file (.docx), is damaged or encrypted"),
        ("P01.vtt", b"WEBVTT\n\n00:01.000 -> 00:02.000\n<v P01>a", "line 3: a caption without tim"),
        ("P01.vtt", b"WEBVTT\n\n0:1 --> 0:2\n<v P01>a", "line 3: no times; write 00:12:30.000"),
        ("P01.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nWell", "line 4: a caption that names no "
         "speaker"),
        ("P01.vtt", b"WEBVTT\n\n00:03.000 --> 00:02.000\n<v P01>a", "line 4: 00:00:03 is later "
         "than its end, 00:00:02"),
        ("P01.vtt", b"WEBVTT\n\n00:01.000 --> 00:04.000\n<v P01>a\n\n00:03.000 --> 00:05.000\n"
         b"<v Interviewer>b", "line 7: 00:00:03 overlaps what began on line 4 and ends at "
         "00:00:04"),
    ],
)  # fmt: skip
def test_damaged_files_are_named(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    assert said in read_one(tmp_path, name, content)


def test_problems_of_all_files_are_reported_at_once(tmp_path: Path) -> None:
    documents = {"P01.md": P01.replace("**P01**", "**P9**"), "P02.md": ""}
    folder = write_study(tmp_path, INTERVIEWS, documents)
    with pytest.raises(DataError, match=r"\(2 problems\)") as raised:
        read(folder)
    assert "P01.md: lines 8, 12: 'P9' is no participant" in str(raised.value)
    assert "P02.md: the file is empty" in str(raised.value)


def test_no_message_quotes_what_somebody_said(tmp_path: Path) -> None:
    said = read_one(tmp_path, "P01.md", P01.replace("**P01**", "**SOMEBODY**").encode())
    assert "Monday" not in said


def test_who_is_declared_and_silent_is_a_warning(tmp_path: Path) -> None:
    text = P02.replace("P02", "P01")
    front = "---\nparticipants: [P01, P02]\n---\n"
    folder = write_study(tmp_path, INTERVIEWS, {"talk.md": front + text})
    assert read(folder).warnings == ("talk.md: P02 is declared and says nothing",)


def test_who_takes_part_in_no_document_is_a_warning(tmp_path: Path) -> None:
    folder = write_study(tmp_path, INTERVIEWS, {"P01.md": P01})
    assert read(folder).warnings == ("study.yaml: P02 takes part in no document",)


def test_a_folder_without_transcripts_is_named(tmp_path: Path) -> None:
    folder = write_study(tmp_path, INTERVIEWS, {"notes.pdf": "x", ".P01.md": P01})
    with pytest.raises(DataError, match=r"there is no transcript; transcripts end in \.md, \.t"):
        read(folder)
