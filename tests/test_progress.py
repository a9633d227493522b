from __future__ import annotations

import sys

import pytest

from survey_analysis.progress import say, step


def test_messages_for_people_go_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    say("hello")
    assert capsys.readouterr() == ("", "hello\n")


def test_steps_are_silent_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with step("reading"):
        pass
    assert capsys.readouterr() == ("", "")


def test_a_step_is_named_on_a_terminal_and_wiped_when_it_was_short(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with step("reading"):
        assert capsys.readouterr().err == "reading …\r"
    assert capsys.readouterr().err == "\x1b[K\r"


def test_a_step_that_fails_is_wiped_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)

    def fail() -> None:
        with step("reading"):
            msg = "broken"
            raise RuntimeError(msg)

    with pytest.raises(RuntimeError, match="broken"):
        fail()
    assert capsys.readouterr().err == "reading …\r\x1b[K\r"
