"""Lines in singing order: ends, repeats, translations, duets, backgrounds, the offset."""

import pytest

from lullaby.lyrics.assemble import (
    LATEST_MS,
    LONGEST_LINE_MS,
    LONGEST_SYLLABLE_MS,
    MOST_REPEATS,
    Ends,
    assemble,
    by_number,
    sung_apart,
    timing_of,
)
from lullaby.lyrics.model import Chord, Complaint, Line, Note, Part, Reason, Syllable, Timing
from lullaby.lyrics.pieces import RawLine, RawSyllable
from lullaby.units import Ms, Semitones

EVERYONE, FIRST, SECOND, BEHIND = Part.EVERYONE, Part.FIRST, Part.SECOND, Part.BACKGROUND


def raw(
    number: int, text: str, start: int | None = None, part: Part = EVERYONE, marked: bool = False
) -> RawLine:
    return RawLine(number, text, start, part=part, marked=marked)


def lines(*raws: RawLine, offset: int = 0, length: int | None = None) -> tuple[Line, ...]:
    return assemble(raws, offset, None if length is None else Ms(length))[0]


def complaints(*raws: RawLine, length: int | None = None) -> tuple[Complaint, ...]:
    return assemble(raws, 0, None if length is None else Ms(length))[1]


def times(*made: Line) -> list[tuple[str, int | None, int | None]]:
    return [(each.text, each.start_ms, each.end_ms) for each in made]


def test_a_line_ends_where_the_next_one_begins() -> None:
    made = lines(raw(1, "a", 1_000), raw(2, "b", 3_000))
    assert times(*made) == [("a", 1_000, 3_000), ("b", 3_000, 3_000 + LONGEST_LINE_MS)]


def test_a_line_ends_at_the_latest_after_its_longest_time() -> None:
    after = 1_000 + LONGEST_LINE_MS
    assert times(*lines(raw(1, "a", 1_000), raw(2, "b", after)))[0][2] == after
    assert times(*lines(raw(1, "a", 1_000), raw(2, "b", after + 1)))[0][2] == after


def test_a_break_lasts_until_the_next_line() -> None:
    made = lines(raw(1, "", 1_000), raw(2, "b", 90_000))
    assert times(*made)[0] == ("", 1_000, 90_000)
    assert times(*lines(raw(1, "", 1_000)))[0] == ("", 1_000, 1_000)


def test_nothing_lasts_longer_than_the_recording() -> None:
    made = lines(raw(1, "a", 1_000), raw(2, "b", 3_000), length=4_000)
    assert times(*made)[1] == ("b", 3_000, 4_000)
    assert times(*lines(raw(1, "", 1_000), length=4_000))[0][2] == 4_000
    assert times(*lines(raw(1, "a", 5_000), length=4_000))[0][2] == 5_000


def test_the_first_line_after_the_end_of_the_recording_is_told() -> None:
    told = complaints(raw(1, "a", 4_000), raw(2, "b", 4_001), raw(3, "c", 9_000), length=4_000)
    assert told == (Complaint(2, Reason.PAST_THE_END),)


def test_an_end_of_its_own_stays() -> None:
    made = lines(RawLine(1, "a", 1_000, 1_500), raw(2, "b", 3_000))
    assert times(*made)[0] == ("a", 1_000, 1_500)
    assert times(*lines(RawLine(1, "a", 1_000, 500)))[0] == ("a", 1_000, 1_000)


def test_the_end_of_a_break_is_the_next_line_all_the_same() -> None:
    assert times(*lines(RawLine(1, "", 1_000, 1_500), raw(2, "b", 3_000)))[0][2] == 3_000


def test_lines_are_sung_in_the_order_of_their_times() -> None:
    made = lines(raw(1, "b", 3_000), raw(2, "a", 1_000))
    assert [each.text for each in made] == ["a", "b"]


def test_lines_without_a_stamp_stay_where_they_were_and_are_told() -> None:
    given = (raw(1, "title"), raw(2, "b", 3_000), raw(3, "more"), raw(4, "a", 1_000))
    assert [each.text for each in lines(*given)] == ["title", "a", "b", "more"]
    assert complaints(*given) == (
        Complaint(1, Reason.UNSTAMPED),
        Complaint(3, Reason.UNSTAMPED),
    )
    assert complaints(raw(1, "a"), raw(2, "b")) == ()
    assert LATEST_MS == 59_999_940_000
    assert complaints(raw(1, "a", 1), raw(2, "b", 2)) == ()


def test_what_follows_a_repeated_line_is_repeated_with_it() -> None:
    chorus = [raw(1, "chorus", 1_000), raw(1, "chorus", 9_000)]
    made = lines(*chorus, raw(2, "la la"), raw(3, "verse", 5_000), raw(4, "end"))
    assert [each.text for each in made] == ["chorus", "la la", "verse", "end", "chorus", "la la"]


def test_of_very_many_repeats_only_so_many_repeat_what_follows() -> None:
    repeats = [raw(1, "la", 1_000 * at) for at in range(MOST_REPEATS + 5)]
    made = lines(*repeats, raw(2, "more"))
    assert sum(each.text == "more" for each in made) == MOST_REPEATS


def test_lines_of_one_row_but_of_other_elements_are_no_repeats() -> None:
    first = RawLine(1, "a", 1_000, element=1)
    made = lines(first, RawLine(1, "b", 2_000, element=2), raw(2, "more"))
    assert [each.text for each in made] == ["a", "b", "more"]


def test_what_follows_a_voice_behind_stands_once() -> None:
    behind = [raw(1, "ooh", 1_000, BEHIND), raw(1, "ooh", 5_000, BEHIND)]
    assert [each.text for each in lines(*behind, raw(2, "more"))] == ["ooh", "more", "ooh"]


def test_a_second_text_at_one_stamp_is_a_translation() -> None:
    made = lines(raw(1, "Hush", 1_000), raw(2, "Still", 1_000), raw(3, "Chut", 1_000))
    assert [(each.text, each.translation) for each in made] == [("Hush", "Still\nChut")]


def test_the_same_text_twice_is_told_and_left_out() -> None:
    given = (raw(1, "Hush", 1_000), raw(2, "Still", 1_000), raw(3, "Still", 1_000))
    assert lines(*given)[0].translation == "Still"
    assert complaints(*given) == (Complaint(3, Reason.DUPLICATE),)
    assert complaints(raw(1, "a", 1), raw(2, "a", 1)) == (Complaint(2, Reason.DUPLICATE),)


def test_translations_of_the_file_are_trimmed_and_single() -> None:
    given = RawLine(1, "Hush", 1_000, translations=(" Still ", "Still", "Hush", "", "Chut"))
    assert lines(given)[0].translation == "Still\nChut"


def test_a_translation_brings_its_own_translations() -> None:
    given = (raw(1, "Hush", 1), RawLine(2, "Still", 1, translations=("Chut",)))
    assert lines(*given)[0].translation == "Still\nChut"


def test_breaks_at_one_stamp_are_one_and_everybodys() -> None:
    made = lines(raw(1, "", 1_000, FIRST, True), raw(2, "", 1_000))
    assert [(each.text, each.part) for each in made] == [("", EVERYONE)]
    assert lines(raw(1, "", 1_000, SECOND))[0].part is EVERYONE


def test_a_break_beside_words_is_none() -> None:
    assert [each.text for each in lines(raw(1, "", 1_000), raw(2, "a", 1_000))] == ["a"]


def test_two_marked_voices_with_other_words_sing_both() -> None:
    made = lines(raw(1, "a", 1, FIRST, True), raw(2, "b", 1, SECOND, True))
    assert [(each.text, each.part) for each in made] == [("a", FIRST), ("b", SECOND)]


def test_two_marked_voices_with_the_same_words_sing_together() -> None:
    made = lines(raw(1, "a", 1, FIRST, True), raw(2, "a", 1, SECOND, True))
    assert [(each.text, each.part) for each in made] == [("a", EVERYONE)]


def test_everybody_and_two_voices_are_not_joined() -> None:
    three = (
        raw(1, "a", 1, EVERYONE, True),
        raw(2, "b", 1, FIRST, True),
        raw(3, "b", 1, SECOND, True),
    )
    assert [(each.text, each.part) for each in lines(*three)] == [
        ("a", EVERYONE),
        ("b", FIRST),
        ("b", SECOND),
    ]


def test_a_marked_translation_belongs_to_its_voice() -> None:
    made = lines(
        raw(1, "a", 1, FIRST, True), raw(2, "b", 1, SECOND, True), raw(3, "c", 1, FIRST, True)
    )
    assert [(each.text, each.translation) for each in made] == [("a", "c"), ("b", "")]


def test_an_unmarked_one_belongs_to_the_line_above_it() -> None:
    made = lines(raw(1, "a", 1, FIRST, True), raw(2, "b", 1, SECOND, True), raw(3, "c", 1))
    assert [(each.text, each.translation) for each in made] == [("a", ""), ("b", "c")]


def test_a_voice_behind_is_a_line_of_its_own_and_ends_no_other() -> None:
    made = lines(raw(1, "a", 1_000), raw(2, "ooh", 1_000, BEHIND), raw(3, "ah", 2_000, BEHIND))
    assert [(each.text, each.part) for each in made] == [
        ("a", EVERYONE),
        ("ooh", BEHIND),
        ("ah", BEHIND),
    ]
    assert made[0].end_ms == 1_000 + LONGEST_LINE_MS


def test_a_second_row_of_a_voice_behind_translates_it() -> None:
    behind = RawLine(1, "ooh", 1, part=BEHIND, alone=True)
    made = lines(behind, behind._replace(number=2, text="oh"))
    assert [(each.text, each.translation) for each in made] == [("ooh", "oh")]
    marked = behind._replace(number=2, text="oh", marked=True)
    assert len(lines(behind, marked)) == 2


def test_the_offset_moves_everything_and_nothing_before_the_beginning() -> None:
    made = lines(raw(1, "a", 1_000), raw(2, "b", 3_000), offset=1_500)
    assert times(*made) == [("a", 0, 1_500), ("b", 1_500, 1_500 + LONGEST_LINE_MS)]
    later = lines(raw(1, "a", 1_000), offset=-500, length=8_000)
    assert times(*later) == [("a", 1_500, 8_000)]


def test_syllables_move_with_their_notes() -> None:
    note = Note(Semitones(4), Ms(1_000), Ms(1_200))
    given = RawLine(1, "a", 1_000, syllables=(RawSyllable("a", 1_000, 1_200, (note,)),))
    moved = Note(Semitones(4), Ms(900), Ms(1_100))
    (line,) = lines(given, offset=100)
    assert line.syllables == (Syllable("a", Ms(900), Ms(1_100), (moved,)),)
    assert (line.start_ms, line.end_ms) == (900, 1_100)
    assert lines(given)[0].syllables == (Syllable("a", Ms(1_000), Ms(1_200), (note,)),)


def test_the_last_syllable_ends_with_the_next_line_or_soon() -> None:
    open_end = RawLine(1, "ab", 0, syllables=(RawSyllable("a", 0, 5), RawSyllable("b", 5, None)))
    assert lines(open_end)[0].end_ms == 5 + LONGEST_SYLLABLE_MS
    assert lines(open_end, raw(2, "c", 900))[0].end_ms == 900


def test_chords_stay_with_and_without_times() -> None:
    chords = (Chord("G", 0),)
    assert lines(RawLine(1, "a", chords=chords))[0].chords == chords
    assert lines(RawLine(1, "a", 5, chords=chords))[0].chords == chords
    assert lines(raw(1, "a", None, SECOND))[0].part is SECOND


def test_times_that_no_stamp_can_tell_are_none() -> None:
    late = raw(2, "b", LATEST_MS + 1)
    assert times(*lines(raw(1, "a", LATEST_MS), late))[1] == ("b", None, None)
    told = complaints(raw(1, "a", LATEST_MS), late)
    assert told == (Complaint(2, Reason.BAD_STAMP), Complaint(2, Reason.UNSTAMPED))
    ends_late = RawLine(1, "a", 5, LATEST_MS + 1, (RawSyllable("a", 5, 9),))
    assert times(*lines(ends_late)) == [("a", 5, 5 + LONGEST_LINE_MS)]
    assert complaints(ends_late) == ()
    word = RawLine(1, "a", 5, syllables=(RawSyllable("a", LATEST_MS + 1, None),))
    assert lines(word)[0].syllables == ()
    last = RawLine(1, "a", 5, syllables=(RawSyllable("a", 5, LATEST_MS + 1),))
    assert lines(last)[0].syllables == ()


@pytest.mark.parametrize(
    ("start", "longest", "limit", "end"),
    [
        (0, None, None, 5),
        (5, None, None, 9),
        (9, None, None, 9),
        (9, None, 12, 12),
        (9, 2, 12, 11),
        (9, None, 4, 9),
        (0, 3, None, 3),
        (0, 7, None, 5),
    ],
)
def test_ends(start: int, longest: int | None, limit: int | None, end: int) -> None:
    assert Ends((5, 9), limit).after(start, longest) == end


def test_timing_is_that_of_the_finest_line() -> None:
    plain, line = Line("a"), Line("b", Ms(0), Ms(1))
    word = Line("c", Ms(0), Ms(1), (Syllable("c", Ms(0), Ms(1)),))
    assert timing_of([]) is timing_of([plain]) is Timing.NONE
    assert timing_of([plain, line]) is Timing.LINES
    assert timing_of([line, word, plain]) is Timing.SYLLABLES


def test_complaints_come_in_the_order_of_the_file_and_once() -> None:
    late, early = Complaint(9, Reason.BAD_STAMP), Complaint(2, Reason.UNSTAMPED)
    assert by_number([late, early, late]) == (early, late)


def parts(*raws: RawLine) -> list[tuple[str, Part, bool, int | None]]:
    return [(each.text, each.part, each.marked, each.start) for each in sung_apart(raws)]


def test_lines_that_start_together_get_voices() -> None:
    assert parts(raw(1, "a", 5), raw(2, "b", 5), raw(3, "c", 9)) == [
        ("a", FIRST, True, 5),
        ("b", SECOND, True, 5),
        ("c", EVERYONE, False, 9),
    ]


def test_a_crowd_is_sung_one_after_another() -> None:
    given = [raw(at, text, 5) for at, text in enumerate("abcde")]
    assert parts(*given) == [
        ("a", FIRST, True, 5),
        ("b", SECOND, True, 5),
        ("c", EVERYONE, True, 5),
        ("d", FIRST, True, 6),
        ("e", SECOND, True, 6),
    ]


def test_the_same_words_share_a_voice() -> None:
    assert parts(raw(1, "a", 5), raw(2, "b", 5), raw(3, "a", 5)) == [
        ("a", FIRST, True, 5),
        ("b", SECOND, True, 5),
        ("a", FIRST, True, 5),
    ]
    assert parts(raw(1, "a", 5), raw(2, "a", 5))[0] == ("a", EVERYONE, False, 5)


def test_words_sung_in_a_full_crowd_join_their_own_voice() -> None:
    given = [raw(at, text, 5) for at, text in enumerate("abca")]
    assert parts(*given)[3] == ("a", FIRST, True, 5)
    crowd = [raw(at, text, 5) for at, text in enumerate("abcdefd")]
    assert parts(*crowd)[6] == ("d", FIRST, True, 6)


def test_marked_lines_keep_their_voice_while_it_is_free() -> None:
    assert parts(raw(1, "a", 5, SECOND, True), raw(2, "b", 5, SECOND, True)) == [
        ("a", SECOND, True, 5),
        ("b", EVERYONE, True, 5),
    ]
    assert parts(raw(1, "a", 5, FIRST, True), raw(2, "b", 5)) == [
        ("a", FIRST, True, 5),
        ("b", EVERYONE, True, 5),
    ]


def test_voices_behind_breaks_and_lines_without_a_stamp_are_left_alone() -> None:
    given = (raw(1, "a", 5), raw(2, "ooh", 5, BEHIND), raw(3, "", 5), raw(4, "b"))
    assert sung_apart(given) == list(given)


def test_a_line_that_starts_later_moves_with_its_words() -> None:
    word = RawSyllable("d", 5, 9)
    given = [raw(at, text, 5) for at, text in enumerate("abc")]
    moved = sung_apart([*given, RawLine(4, "d", 5, 9, (word,))])[3]
    assert (moved.start, moved.end, moved.syllables) == (6, 10, (RawSyllable("d", 6, 10),))
