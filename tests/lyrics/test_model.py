"""Properties of words."""

import pytest

from lullaby.lyrics.as_json import as_json
from lullaby.lyrics.model import (
    Complaint,
    Format,
    Line,
    Lyrics,
    Note,
    Part,
    Reason,
    Syllable,
    Timing,
)
from lullaby.units import Ms, Semitones

TONE = Note(Semitones(4), Ms(0), Ms(500))
SUNG = Syllable("Hush", Ms(0), Ms(900), (TONE, Note(Semitones(7), Ms(500), Ms(900))))
SAID = Syllable("now", Ms(900), Ms(1200))


def words(*lines: Line) -> Lyrics:
    return Lyrics(lines, Timing.LINES)


def test_a_syllable_is_shown_at_the_tone_it_begins_on() -> None:
    assert SUNG.pitch == 4
    assert SAID.pitch is None


def test_breaks_alone_are_no_words() -> None:
    assert not words().has_words
    assert not words(Line("", Ms(0), Ms(9))).has_words
    assert words(Line("", Ms(0), Ms(9)), Line("Hush")).has_words


def test_only_who_has_words_takes_part() -> None:
    lyrics = words(
        Line("Hush", part=Part.FIRST), Line("", part=Part.SECOND), Line("ooh", part=Part.BACKGROUND)
    )
    assert lyrics.parts == {Part.FIRST, Part.BACKGROUND}


def test_one_known_tone_is_a_melody() -> None:
    assert not words().has_melody
    assert not words(Line("now", syllables=(SAID,))).has_melody
    assert words(Line("now", syllables=(SAID,)), Line("Hush", syllables=(SAID, SUNG))).has_melody


def test_scripts_can_rely_on_the_names_in_json() -> None:
    assert [as_json(Lyrics((), timing))["timing"] for timing in Timing] == [
        *("none", "lines", "syllables")
    ]
    assert [as_json(Lyrics((), Timing.NONE, format=kind))["format"] for kind in Format] == [
        *("text", "lrc", "ultrastar", "ttml", "srt", "webvtt", "sbv", "ass"),
        *("qrc", "krc", "yrc", "lys", "lyl"),
        *("midi", "sylt"),
        *("chordpro", "openlyrics", "opensong", "songselect", "lyricsfile", "json"),
    ]
    assert as_json(words(*(Line("la", part=part) for part in Part)))["parts"] == [
        *("everyone", "first", "second", "background")
    ]


@pytest.mark.parametrize("reason", Reason)
def test_every_complaint_is_told_in_words(reason: Reason) -> None:
    lyrics = Lyrics((), Timing.NONE, complaints=(Complaint(7, reason),))
    (complaint,) = as_json(lyrics)["complaints"]
    assert complaint["line"] == 7
    assert len(complaint["reason"].split()) > 1


def test_words_are_shifted_only_by_an_offset_of_their_own() -> None:
    assert words().offset_ms == 0
