"""Words for printing, and the tones of a score assigned to the words of its recording."""

from lullaby.library.song_sheet import from_score, from_words
from lullaby.library.song_words import with_chords, with_melody, words_of
from lullaby.lyrics.finder import find_words
from lullaby.lyrics.model import Chord, Line, Lyrics, Timing
from lullaby.lyrics.sniffing import words_from_text
from lullaby.paths import assets
from lullaby.songbook.abc_reader import read_abc
from lullaby.songbook.catalogue import catalogue
from lullaby.songbook.score_folder import ScoreFile, read_score
from lullaby.songbook.setting import Setting
from lullaby.songbook.timeline import timeline
from lullaby.units import Ms

SCORE = """X:1
T:Little one
C:Trad. Nowhere, 1800
M:3/4
L:1/4
Q:1/4=60
K:G
"G"D D G | "C"E2 z | "D7"F G A | "G"G3 |]
w: Hush lit- tle one, now sleep a while.
w: Moon shines a- bove; the house is still.
"""


def timed(*lines: tuple[str, int, int]) -> Lyrics:
    made = tuple(Line(text, Ms(start), Ms(end)) for text, start, end in lines)
    return Lyrics(made, Timing.LINES, source="song.lrc")


def test_every_verse_of_a_score_once_with_chords_above_the_first() -> None:
    sheet = from_score("Little one", read_abc(SCORE))
    assert [[line.text for line in verse] for verse in sheet.verses] == [
        ["Hush little one, now sleep a while."],
        ["Moon shines above; the house is still."],
    ]
    chords = sheet.verses[0][0].chords
    assert [chord.name for chord in chords] == ["G", "C", "D7", "G"]
    text = sheet.verses[0][0].text
    assert [text[chord.at :].split(" ")[0] for chord in chords] == ["Hush", "one,", "now", "while."]
    assert chords[0] == Chord("G", 0)
    assert not sheet.verses[1][0].chords
    assert sheet.by == "Trad. Nowhere, 1800"


def test_verses_are_split_where_the_voice_rests_and_printed_once() -> None:
    verse = (("one", 0, 1_000), ("two", 2_000, 3_000))
    again = tuple((text, start + 9_000, end + 9_000) for text, start, end in verse)
    sheet = from_words("A", "B", timed(*verse, *again))
    assert [[line.text for line in verse] for verse in sheet.verses] == [["one", "two"]]
    assert sheet.source == "song.lrc"
    assert sheet.found


def test_a_refrain_between_verses_stays_where_it_is() -> None:
    texts = ("first", "refrain", "second", "refrain")
    words = timed(*((text, at * 9_000, at * 9_000 + 1_000) for at, text in enumerate(texts)))
    assert len(from_words("A", "B", words).verses) == 4


def test_plain_words_are_split_at_empty_lines() -> None:
    lines = (Line("שלום", translation="peace\nshalom"), Line(""), Line(""), Line("לילה"))
    sheet = from_words("A", "", Lyrics(lines, Timing.NONE))
    assert len(sheet.verses) == 2
    assert sheet.verses[0][0].below == ("peace", "shalom")


def test_the_recordings_of_the_songbook_know_their_tones() -> None:
    looked = 0
    for song in catalogue(assets() / "songs"):
        score, words = read_score(song.audio.with_suffix(".abc")), find_words(song.audio, None)
        if words is None or not isinstance(score, ScoreFile):
            continue
        looked += 1
        sung = with_melody(words, timeline(score.score, Setting(verses=song.sung)))
        syllables = [each for line in sung.lines for each in line.syllables]
        known = sum(1 for each in syllables if each.notes)
        assert known >= 0.98 * len(syllables), song.id
        low, high = score.score.pitches
        pitches = {each.pitch + 60 for each in syllables if each.pitch is not None}
        assert low <= min(pitches)
        assert max(pitches) <= high
    assert looked >= 20


def test_words_of_another_tempo_get_no_tones() -> None:
    score = read_abc(SCORE)
    words = words_of(score, timeline(score))
    slower = with_melody(
        Lyrics(tuple(stretched(line) for line in words.lines), Timing.SYLLABLES), timeline(score)
    )
    assert words.has_melody
    syllables = [each for line in slower.lines for each in line.syllables]
    assert sum(1 for each in syllables if each.notes) < 0.3 * len(syllables)


def stretched(line: Line) -> Line:
    from dataclasses import replace

    return replace(
        line,
        syllables=tuple(
            replace(
                each,
                start_ms=Ms(each.start_ms * 13 // 10),
                end_ms=Ms(each.end_ms * 13 // 10),
                notes=(),
            )
            for each in line.syllables
        ),
    )


def test_chords_of_a_words_sheet_are_printed_above_their_words() -> None:
    words = words_from_text("{title: Hush}\n[C]Hush [G7]now\n\n[C]Hush [G7]now\n")
    sheet = from_words("Hush", "", words)
    assert [[line.text for line in verse] for verse in sheet.verses] == [["Hush now"]]
    assert sheet.verses[0][0].chords == (Chord("C", 0), Chord("G7", 5))


def test_sung_words_have_the_chords_that_stand_on_paper() -> None:
    score = read_abc(SCORE)
    performed = timeline(score, Setting(verses=(0,)))
    words = with_chords(words_of(score, performed), performed)
    sheet = from_score("Little one", score)
    assert [line.chords for line in words.lines] == [line.chords for line in sheet.verses[0]]
    assert with_chords(words, performed) == words


def test_the_first_chord_of_an_upbeat_stands_on_the_beat() -> None:
    bars = '"G"D D G | "C"E2 z | "D7"F G A | "G"G2 |]'
    words = "w: O Hush lit- tle one now sleep a while"
    upbeat = f"X:1\nT:x\nM:3/4\nL:1/4\nQ:1/4=60\nK:G\nD | {bars}\n{words}\n"
    score = read_abc(upbeat)
    performed = timeline(score, Setting(verses=(0,)))
    (line, *_) = with_chords(words_of(score, performed), performed).lines
    assert [(chord.name, chord.at) for chord in line.chords][:2] == [("G", 2), ("C", 14)]
