from __future__ import annotations

import pytest

from survey_analysis.documents.captions import parse_captions
from survey_analysis.documents.written import parse_markdown, parse_plain


@pytest.mark.parametrize(
    "line",
    [
        "P07 [00:12:30]: It fails.",
        "P07 (12:30): It fails.",
        "[00:12:30] P07: It fails.",
        "P07\t00:12:30\tIt fails.",
        "P07 [00:12:30.000]:It fails.",
        "P07 [00:12:30] It fails.",
        "P07 (12:30)\tIt fails.",
        "P07\xa0[00:12:30]\xa0: It fails.",
    ],
)
def test_names_and_times_stand_in_several_ways(line: str) -> None:
    (cue,) = parse_plain([line]).cues
    assert (cue.speaker, cue.start, cue.text) == ("P07", 750, "It fails.")


@pytest.mark.parametrize(
    "line", ["  Mind: this goes on", "https://example.org", "at 12:30 sharp", "so [laughs] on"]
)
def test_what_only_looks_like_a_name_continues_the_turn(line: str) -> None:
    (cue,) = parse_plain(["P07: See", line]).cues
    assert cue.text == f"See {line.strip()}"


@pytest.mark.parametrize(
    "line", ["**P07** [00:12:30] It fails.", "**P07:** [12:30] It fails.", "**P07**: It fails."]
)
def test_markdown_names_are_bold(line: str) -> None:
    (cue,) = parse_markdown(line).cues
    assert (cue.speaker, cue.text) == ("P07", "It fails.")


def test_bold_words_inside_a_turn_are_no_names() -> None:
    (cue,) = parse_markdown("**P07** That is **very** bad.").cues
    assert cue.text == "That is **very** bad."


def test_a_caption_may_hold_several_voices() -> None:
    text = "WEBVTT\n\nNOTE made by hand\n\n00:01.000 --> 00:04.000 align:start\n"
    cues = parse_captions(text + "<v P01>Fish &amp; <i>chips</i>?</v> <v P02>No.</v>").cues
    assert [(cue.speaker, cue.text) for cue in cues] == [("P01", "Fish & chips?"), ("P02", "No.")]


def test_captions_of_one_speaker_become_one_turn_with_their_last_end() -> None:
    blocks = [f"00:0{i}.000 --> 00:0{i}.900\n<v P01>word {i}" for i in range(1, 4)]
    (cue,) = parse_captions("WEBVTT\n\n" + "\n\n".join(blocks)).cues
    assert (cue.start, cue.end, cue.text) == (1, 3.9, "word 1 word 2 word 3")
