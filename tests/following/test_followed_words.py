"""The melody of words, and the places of their syllables."""

from collections.abc import Sequence

from lullaby.following.followed_words import followed_words
from lullaby.lyrics.model import Line, Lyrics, Note, Syllable, Timing
from lullaby.units import Ms, Semitones
from tests.following.singing import LINES

GAP_MS = 700


def words(
    lines: Sequence[Sequence[int]] = LINES, verses: int = 2, wobble: int = 0, slurs: bool = False
) -> Lyrics:
    """Half a second for each note; `wobble` in ms makes the second verse slightly uneven."""
    made: list[Line] = []
    at = 2_000
    for verse in range(verses):
        for pitches in lines:
            syllables: list[Syllable] = []
            for number, pitch in enumerate(pitches):
                end = at + 500 + wobble * verse * (1 if number % 2 else -1)
                note = Note(Semitones(pitch - 60), Ms(at), Ms(end))
                if slurs and number == 1:
                    last = syllables.pop()
                    syllables.append(
                        Syllable(last.text, last.start_ms, Ms(end), (*last.notes, note))
                    )
                else:
                    syllables.append(Syllable(f"la{number} ", Ms(at), Ms(end), (note,)))
                at = end
            text = "".join(each.text for each in syllables)
            made.append(Line(text, syllables[0].start_ms, Ms(at), tuple(syllables)))
            at += GAP_MS
    return Lyrics(tuple(made), Timing.SYLLABLES)


def test_syllables_are_counted_over_all_lines_and_have_their_times() -> None:
    found = followed_words(words(slurs=True))
    assert found is not None
    per_line = len(LINES[0]) - 1
    assert len(found.starts) == 2 * len(LINES) * per_line
    assert [note.syllable for note in found.melody.notes][:4] == [0, 0, 1, 2]
    assert found.melody.notes[0].pitch == LINES[0][0]
    assert found.starts[0] == 2_000
    assert found.ends[0] == 3_000
    assert found.syllable_of(1) == per_line


def test_verses_are_known_by_the_tune_that_they_repeat() -> None:
    found = followed_words(words(verses=3))
    assert found is not None
    assert found.melody.verses == (0,) * 4 + (1,) * 4 + (2,) * 4
    once = followed_words(words(verses=1))
    assert once is not None
    assert set(once.melody.verses) == {0}


def test_verses_whose_times_are_rounded_have_the_same_tune() -> None:
    found = followed_words(words(wobble=1))
    assert found is not None
    half = len(found.melody.notes) // 2
    assert [n.ms for n in found.melody.notes[:half]] == [n.ms for n in found.melody.notes[half:]]


def test_breaks_and_spoken_lines_are_left_out_and_keep_their_places() -> None:
    whole = words(verses=1)
    spoken = Line("spoken", Ms(0), Ms(900), (Syllable("spoken", Ms(0), Ms(900)),))
    lines = (spoken, whole.lines[0], Line(""), *whole.lines[1:])
    found = followed_words(Lyrics(lines, Timing.SYLLABLES))
    assert found is not None
    assert found.lines == (1, 3, 4, 5)
    assert found.syllable_of(0) is None
    assert found.syllable_of(3) == len(LINES[0])
    assert found.line_at(Ms(0)) == 0
    assert found.line_at(found.starts[len(LINES[0])]) == 1


def test_words_without_notes_or_with_too_few_are_not_followed() -> None:
    plain = Lyrics((Line("one"), Line("two")), Timing.NONE)
    assert followed_words(plain) is None
    assert followed_words(words(((60, 62, 64),), verses=2)) is None
    assert followed_words(words(((60,) * 8,), verses=3)) is None
