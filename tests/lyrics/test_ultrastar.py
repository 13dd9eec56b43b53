"""UltraStar files, case by case; whole files are in `test_corpus.py`."""

import pytest

from lullaby.lyrics.model import Complaint, Lyrics, Reason, Timing
from lullaby.lyrics.ultrastar import parse

HEAD = "#TITLE:Hush\n#BPM:150\n#GAP:1000\n"
"""A beat lasts 100 ms, and the first one starts after a second."""


def song(*rows: str) -> Lyrics:
    """Words under `HEAD`, so that `rows` start on row 4 of the file."""
    return parse(HEAD + "\n".join((*rows, "E")))


def pieces(lyrics: Lyrics) -> list[tuple[str, int, int]]:
    return [(s.text, s.start_ms, s.end_ms) for line in lyrics.lines for s in line.syllables]


def test_the_header_describes_the_song() -> None:
    lyrics = parse(
        "#TITLE:Hush\n#ARTIST:Trad\n#LANGUAGE:German\n#ALBUM:Nights\n#CREATOR:Ana\n"
        "#GENRE:Lullaby\n#YEAR:1868\n#EDITION:First\n#DUETSINGERP1:Ada\n#DUETSINGERP2:Ben\n"
        "#COVER:hush.jpg\n#BPM:150\n: 0 4 0 Hush\nE"
    )
    assert (lyrics.title, lyrics.artist, lyrics.language) == ("Hush", "Trad", "de")
    assert lyrics.tags == (
        *(("al", "Nights"), ("by", "Ana"), ("genre", "Lullaby"), ("year", "1868")),
        *(("edition", "First"), ("p1", "Ada"), ("p2", "Ben")),
    )
    assert lyrics.complaints == ()


def test_version_2_names_its_singers_by_their_part() -> None:
    lyrics = parse("#BPM:150\n#P1:Ada\n#P2:Ben\n: 0 4 0 Hush\nE")
    assert lyrics.tags == (("p1", "Ada"), ("p2", "Ben"))


@pytest.mark.parametrize(
    ("bpm", "beats_16_ms"), [("1", 240_000), ("1.05", 228_571), ("1,5", 160_000), ("20000", 12)]
)
def test_a_tempo_from_1_to_20000_is_used(bpm: str, beats_16_ms: int) -> None:
    lyrics = parse(f"#BPM:{bpm}\n: 16 4 0 Hush\nE")
    assert lyrics.timing is Timing.SYLLABLES
    assert [line.start_ms for line in lyrics.lines] == [beats_16_ms]
    assert lyrics.complaints == ()


@pytest.mark.parametrize("bpm", ["0", "0.99", "20000.5", "-150", "fast", ""])
def test_without_a_usable_tempo_the_words_have_no_times(bpm: str) -> None:
    lyrics = parse(f"#TITLE:Hush\n#BPM:{bpm}\n: 16 4 0 Hush\nE")
    assert lyrics.timing is Timing.NONE
    assert [(line.text, line.start_ms) for line in lyrics.lines] == [("Hush", None)]
    assert Complaint(2, Reason.BAD_HEADER) in lyrics.complaints
    assert Reason.NO_TEMPO in {complaint.reason for complaint in lyrics.complaints}


@pytest.mark.parametrize(("bpm", "second"), [("75", 2_600), ("1", 61_800), ("20000", 1_803)])
def test_a_change_of_tempo_holds_from_its_beat_if_it_is_usable(bpm: str, second: int) -> None:
    lyrics = song(": 0 4 0 Hush", "- 6", f"B 8 {bpm}", ": 12 4 0 now")
    assert [line.start_ms for line in lyrics.lines] == [1_000, second]


@pytest.mark.parametrize("bpm", ["20000.5", "0.9", "0"])
def test_an_unusable_change_of_tempo_changes_nothing(bpm: str) -> None:
    lyrics = song(": 0 4 0 Hush", "- 6", f"B 8 {bpm}", ": 12 4 0 now")
    assert [line.start_ms for line in lyrics.lines] == [1_000, 2_200]


@pytest.mark.parametrize("value", ["yes", "YES", "true", "1"])
def test_relative_beats_count_from_the_break_before(value: str) -> None:
    one = song(f"#RELATIVE:{value}", ": 5 4 0 Hush", "- 10", ": 5 4 0 lit", "- 12", ": 0 4 0 tle")
    assert [line.start_ms for line in one.lines] == [1_500, 2_500, 3_200]
    two = song(f"#RELATIVE:{value}", ": 5 4 0 Hush", "- 10 20", ": 5 4 0 now")
    assert [line.start_ms for line in two.lines] == [1_500, 3_500]


@pytest.mark.parametrize("value", ["no", "0", ""])
def test_other_beats_count_from_the_beginning(value: str) -> None:
    lyrics = song(f"#RELATIVE:{value}", ": 5 4 0 Hush", "- 10", ": 15 4 0 now")
    assert [line.start_ms for line in lyrics.lines] == [1_500, 2_500]


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        (": 4 four two sh", [("Hu", 1_000, 1_400), ("sh", 1_400, 1_400), ("now", 2_000, 2_400)]),
        (": four 4 two sh", [("Hush", 1_000, 1_400), ("now", 2_000, 2_400)]),
        (": four five 2 sh", [("Hush", 1_000, 1_400), ("now", 2_000, 2_400)]),
        ("sh", [("Hush", 1_000, 1_400), ("now", 2_000, 2_400)]),
    ],
)
def test_the_text_of_a_damaged_note_is_kept(row: str, wanted: list[tuple[str, int, int]]) -> None:
    lyrics = song(": 0 4 0 Hu", row, ": 10 4 0 now")
    assert pieces(lyrics) == wanted
    assert lyrics.complaints == (Complaint(5, Reason.BAD_NOTE),)


def test_notes_that_go_backwards_are_told_with_their_row() -> None:
    lyrics = song(": 4 4 0 now", ": 0 4 0 then")
    assert lyrics.complaints == (Complaint(5, Reason.WORDS_OUT_OF_ORDER),)


def test_a_note_shorter_than_nothing_has_no_length() -> None:
    assert pieces(song(": 4 -3 0 Hush")) == [("Hush", 1_400, 1_400)]
