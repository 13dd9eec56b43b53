"""Correcting words while timing them: syllables, voices, translations, and retyping them all."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.lyrics.lrc import parse
from lullaby.lyrics.lrc_writer import to_lrc
from lullaby.lyrics.model import Part, Timing
from lullaby.lyrics.tap_draft import from_draft, to_draft, to_lyrics
from lullaby.lyrics.tap_lines import (
    by_rule,
    joined,
    plain_words,
    verse_from,
    with_part,
    with_pieces,
    with_translation,
    with_words,
)
from lullaby.lyrics.tap_spelling import pieces_of, spelled
from lullaby.lyrics.tapping import TapSession, TapUnit
from lullaby.units import Ms

PLAIN = parse("Huna blentyn\nar fy mynwes\n\nclyd a chynnes\n[la:cy]")


def session(*taps: int) -> TapSession:
    tapped = TapSession.of(PLAIN, delay_ms=Ms(0))
    for tap in taps:
        tapped = tapped.tap(Ms(tap))
    return tapped


def starts(tapped: TapSession, line: int) -> list[int | None]:
    return [tapped.marks.starts[piece] for piece in tapped.marks.pieces(line)]


@pytest.mark.parametrize(
    ("pieces", "written"),
    [
        (("Hu", "na ", "blen", "tyn"), "Hu/na blen/tyn"),
        (("in the ", "night"), "in_the night"),
        (("he/she ", "a_b"), "he//she a__b"),
        (("ね", "ん", "ね", "ん"), "ね/ん/ね/ん"),
        (("Sleep",), "Sleep"),
    ],
)
def test_syllables_are_written_with_strokes(pieces: tuple[str, ...], written: str) -> None:
    assert spelled(pieces) == written
    assert pieces_of(written) == pieces


@given(st.lists(st.text("abé/_ ね", min_size=1, max_size=5), max_size=6))
def test_what_is_written_holds_every_letter(parts: list[str]) -> None:
    pieces = pieces_of(" ".join(parts))
    assert all(piece.strip() for piece in pieces)
    assert pieces_of(spelled(pieces)) == pieces


def test_strokes_alone_split_nothing() -> None:
    assert pieces_of("//// /a/ / b/") == ("// ", "a ", "b")
    assert pieces_of(" / ") == ()


def test_stamps_stay_with_their_syllables() -> None:
    fine = session(1000, 3000, 6000).by(TapUnit.SYLLABLES).tap(Ms(1400)).tap(Ms(1800))
    assert starts(fine, 0) == [1000, 1400, 1800, None]
    one = joined(fine, 0, 0)
    assert one.lines[0].pieces == ("Huna ", "blen", "tyn")
    assert starts(one, 0) == [1000, 1800, None]
    assert starts(one, 1)[0] == 3000
    two = with_pieces(one, 0, ("Hun", "a ", "blen", "tyn"))
    assert starts(two, 0) == [1000, None, 1800, None]
    assert by_rule(two, range(4), "cy").lines == session().lines
    assert joined(fine, 0, 3) == fine, "nothing follows the last one"


def test_correcting_a_letter_moves_no_stamp() -> None:
    fine = session(1000, 3000, 6000).by(TapUnit.SYLLABLES).tap(Ms(1400)).tap(Ms(1800))
    corrected = with_pieces(fine, 0, ("Hwy", "na ", "blen", "tyn"))
    assert corrected.lines[0].text == "Hwyna blentyn"
    assert starts(corrected, 0) == [1000, 1400, 1800, None]


def test_a_syllable_that_begins_with_the_corrected_letter_keeps_its_stamp() -> None:
    fine = session(1000, 3000, 6000).by(TapUnit.SYLLABLES).tap(Ms(1400)).tap(Ms(1800))
    corrected = with_pieces(fine, 0, ("Hu", "mi ", "blen", "tyn"))
    assert starts(corrected, 0) == [1000, 1400, 1800, None]


def test_what_changes_nothing_is_no_act() -> None:
    tapped = session(1000)
    assert with_pieces(tapped, 0, tapped.lines[0].pieces) is tapped
    assert with_pieces(tapped, 0, ()) is tapped
    assert with_pieces(tapped, 2, ("verse",)) is tapped
    assert by_rule(tapped, range(4), "cy") is tapped
    assert joined(tapped, 0, -1) is tapped


def test_tapping_goes_on_where_it_was_after_a_correction() -> None:
    done = session(1000, 3000, 6000).go_to(0)
    assert with_pieces(done, 1, ("ar fy ", "mynwes")).line == 0
    fine = done.by(TapUnit.SYLLABLES).go_to(0, 3)
    assert (fine.line, fine.piece) == (0, 3)
    whole = with_pieces(fine, 0, ("Huna blentyn",))
    assert (whole.line, whole.piece) == (0, 0)
    two = with_pieces(fine, 0, ("Huna ", "blentyn"))
    assert (two.line, two.piece) == (0, 1)


def test_every_correction_can_be_undone() -> None:
    tapped = session(1000)
    corrected = with_translation(
        with_part(joined(tapped, 1, 2), [1], Part.SECOND), 1, "on my breast"
    )
    line = corrected.lines[1]
    assert (line.pieces, line.part, line.translation) == (
        ("ar ", "fy ", "mynwes"),
        Part.SECOND,
        "on my breast",
    )
    back = corrected.undo().undo().undo()
    assert back.moment == tapped.moment
    assert back.redo().redo().redo().moment == corrected.moment


def test_a_translation_that_is_typed_is_one_act() -> None:
    once = with_translation(session(1000), 0, "s")
    twice = with_translation(once, 0, "sleep \n\n hoona ", again=True)
    assert twice.lines[0].translation == "sleep\nhoona"
    assert twice.undo().moment == session(1000).moment
    words = to_lyrics(twice, PLAIN)
    assert words.lines[0].translation == "sleep\nhoona"
    assert parse(to_lrc(words)).lines == words.lines


def test_voices_of_one_line_or_of_the_rest_of_its_verse() -> None:
    tapped = session(1000, 3000, 6000)
    assert verse_from(tapped, 0) == range(2)
    assert verse_from(tapped, 3) == range(3, 4)
    sung = with_part(tapped, verse_from(tapped, 0), Part.FIRST)
    sung = with_part(sung, [2, 3], Part.SECOND)
    assert [line.part for line in sung.lines] == [
        *(Part.FIRST, Part.FIRST),
        Part.EVERYONE,
        Part.SECOND,
    ]
    assert with_part(sung, [3], Part.SECOND) == sung


def test_retyped_words_keep_unchanged_lines() -> None:
    tapped = with_part(session(1000, 3000, 6000), [1], Part.SECOND)
    assert plain_words(tapped) == "Huna blentyn\nar fy mynwes\n\nclyd a chynnes"
    typed = "  Huna  blentyn\nar fy mynwes\nbreichiau mam\n\n\nclyd a chynnes\n\n"
    corrected = with_words(tapped, typed, "cy")
    assert [line.text for line in corrected.lines] == [
        "Huna blentyn",
        "ar fy mynwes",
        "breichiau mam",
        "",
        "clyd a chynnes",
    ]
    assert corrected.lines[1].part is Part.SECOND
    assert [starts(corrected, line)[:1] for line in range(5)] == [
        [1000],
        [3000],
        [None],
        [],
        [6000],
    ]
    assert corrected.line == 2, "the new line is the next to be tapped"
    assert corrected.undo().moment == tapped.moment
    assert with_words(tapped, plain_words(tapped)) == tapped


def test_one_retyped_letter_keeps_the_stamp() -> None:
    tapped = session(1000, 3000, 6000)
    corrected = with_words(tapped, plain_words(tapped).replace("mynwes", "mynwesau"), "cy")
    assert [starts(corrected, line)[:1] for line in (0, 1, 3)] == [[1000], [3000], [6000]]
    assert (corrected.lines[1].text, corrected.lines[0]) == ("ar fy mynwesau", tapped.lines[0])
    assert corrected.lines[1].pieces == ("ar ", "fy ", "myn", "we", "sau")


def test_a_row_put_into_a_long_song_leaves_all_others_as_they_were() -> None:
    rows = [f"verse {at % 10}" for at in range(210)]
    song = parse("".join(f"[{at // 60:02}:{at % 60:02}.00]{row}\n" for at, row in enumerate(rows)))
    longer = with_words(TapSession.of(song), "\n".join([*rows[:105], "hush", *rows[105:]]))
    assert longer.progress == (210, 211)
    assert longer.line == 105


def test_no_words_at_all_and_words_from_nothing() -> None:
    empty = TapSession.of(replace(PLAIN, lines=()))
    assert empty.done
    begun = with_words(empty, "Sleep baby\nsleep", "en")
    assert (begun.line, begun.progress) == (0, (0, 2))
    assert with_words(begun, "").lines == ()


@given(
    st.lists(st.sampled_from(["Huna blentyn", "ar fy mynwes", "", "newydd", "clyd a chynnes"])),
    st.integers(0, 3),
)
def test_whatever_is_typed_stamps_stay_in_order(rows: list[str], taps: int) -> None:
    tapped = session(*(1000 * (1 + n) for n in range(taps)))
    corrected = with_words(tapped, "\n".join(rows), "cy")
    known = [start for start in corrected.marks.starts if start is not None]
    assert known == sorted(known)
    again = from_draft(to_draft(corrected))
    assert (again.lines, again.marks) == (corrected.lines, corrected.marks)
    assert corrected.line is None or corrected.lines[corrected.line].text


def test_a_break_that_was_there_stays() -> None:
    timed = parse("[00:01.00]One\n[00:04.00]\n[00:09.00]Two")
    words = to_lyrics(TapSession.of(timed), timed)
    sung = [(line.text, line.start_ms) for line in words.lines if line.text]
    assert sung == [("One", 1000), ("Two", 9000)]
    assert parse(to_lrc(words)).lines[0].end_ms == 4000


def test_words_without_a_tap_keep_their_verses() -> None:
    words = to_lyrics(session(), PLAIN)
    assert words.timing is Timing.NONE
    assert [line.text for line in words.lines] == [line.text for line in PLAIN.lines]
