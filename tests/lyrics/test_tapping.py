"""Timing words by tapping: delay, order, undo, nudging, loops, drafts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.lyrics.lrc import parse
from lullaby.lyrics.lrc_writer import to_lrc
from lullaby.lyrics.model import Lyrics, Part, Timing
from lullaby.lyrics.tap_draft import NotADraftError, from_draft, to_draft, to_lyrics
from lullaby.lyrics.tapping import COARSE_MS, FINE_MS, LoopRange, TapSession, TapUnit, delay_of
from lullaby.units import Ms

PLAIN = parse("Huna blentyn\nar fy mynwes\n\nclyd a chynnes\n[la:cy]")


def session(unit: TapUnit = TapUnit.LINES, delay_ms: int = 0) -> TapSession:
    return TapSession.of(PLAIN, unit, Ms(delay_ms))


def line_starts(tapped: TapSession) -> list[int | None]:
    return [line.start_ms for line in to_lyrics(tapped, PLAIN).lines]


def test_a_tap_for_every_line_but_not_for_the_gap_between_verses() -> None:
    tapped = session().tap(Ms(1000)).tap(Ms(3000)).tap(Ms(6000))
    assert tapped.done
    assert tapped.progress == (3, 3)
    words = to_lyrics(tapped, PLAIN)
    assert [(line.text, line.start_ms) for line in words.lines] == [
        ("Huna blentyn", 1000),
        ("ar fy mynwes", 3000),
        ("clyd a chynnes", 6000),
    ]
    assert words.timing is Timing.LINES
    assert tapped.tap(Ms(9000)) == tapped


def test_syllables_are_cut_by_the_language_and_tapped_one_by_one() -> None:
    tapped = session(TapUnit.SYLLABLES)
    assert [line.pieces for line in tapped.lines[:2]] == [
        ("Hu", "na ", "blen", "tyn"),
        ("ar ", "fy ", "myn", "wes"),
    ]
    for place in range(4):
        tapped = tapped.tap(Ms(1000 + place * 500))
    tapped = tapped.end_line(Ms(3400))
    line = to_lyrics(tapped, PLAIN).lines[0]
    assert [(s.text, s.start_ms, s.end_ms) for s in line.syllables] == [
        ("Hu", 1000, 1500),
        ("na ", 1500, 2000),
        ("blen", 2000, 2500),
        ("tyn", 2500, 3400),
    ]
    assert (tapped.line, tapped.piece) == (1, 0)


def test_a_tap_delay_is_corrected_at_any_speed() -> None:
    assert line_starts(session(delay_ms=100).tap(Ms(1000)))[0] == 900
    assert line_starts(session(delay_ms=100).tap(Ms(1000), pace=0.6))[0] == 940
    assert line_starts(session(delay_ms=100).tap(Ms(40)))[0] == 0
    ended = session(delay_ms=100).tap(Ms(1000))
    assert ended.end_line(Ms(3000)).marks.ends[0] == 2900
    assert ended.end_line(Ms(3000), pace=0.6).marks.ends[0] == 2940


def test_the_delay_is_the_median_of_the_measured_taps() -> None:
    meant = (Ms(1000), Ms(2000), Ms(3000))
    assert delay_of((Ms(1080), Ms(2120), Ms(3900)), meant) == 120
    assert delay_of((Ms(900), Ms(1900), Ms(2900)), meant) == 0


def test_undo_and_redo() -> None:
    one = session().tap(Ms(1000))
    two = one.tap(Ms(2000))
    assert two.undo().marks == one.marks
    assert two.undo().redo().marks == two.marks
    assert two.undo().undo().undo().marks == session().marks
    assert two.undo().tap(Ms(2500)).redo().marks.starts[4] == 2500, "a new act ends redo"


def test_nudging_moves_what_was_tapped_last_within_its_neighbours() -> None:
    tapped = session().tap(Ms(1000)).tap(Ms(1040))
    assert line_starts(tapped.nudge(FINE_MS))[:2] == [1000, 1050]
    assert line_starts(tapped.nudge(Ms(-FINE_MS)))[:2] == [1000, 1030]
    assert line_starts(tapped.nudge(Ms(-COARSE_MS)))[:2] == [1000, 1010]
    assert tapped.nudge(COARSE_MS).undo().marks == tapped.marks
    assert session().nudge(COARSE_MS) == session()


def test_nudging_a_line_moves_its_syllables_and_its_end() -> None:
    tapped = session(TapUnit.SYLLABLES)
    for place in range(4):
        tapped = tapped.tap(Ms(1000 + place * 500))
    tapped = tapped.end_line(Ms(3000)).by(TapUnit.LINES).go_to(0).nudge(COARSE_MS)
    line = to_lyrics(tapped, PLAIN).lines[0]
    assert [s.start_ms for s in line.syllables] == [1050, 1550, 2050, 2550]
    assert line.end_ms == 3050


def test_tapping_a_line_again_clears_only_what_it_overtakes() -> None:
    tapped = session().tap(Ms(1000)).tap(Ms(3000)).tap(Ms(6000))
    assert line_starts(tapped.go_to(0).tap(Ms(2000))) == [2000, 3000, 6000]
    assert line_starts(tapped.go_to(0).tap(Ms(4000))) == [4000, None, 6000]
    assert tapped.clear_line(1).line == 1
    assert line_starts(tapped.clear_line(1)) == [1000, None, 6000]


def test_the_current_line_loops_with_a_lead_in() -> None:
    tapped = session().tap(Ms(4000)).tap(Ms(7000))
    assert tapped.go_to(0).loop() == LoopRange(Ms(2500), Ms(7600))
    assert tapped.loop().start_ms == 5500, "an open line begins somewhere after the last tap"
    assert session().loop().start_ms == 0


def test_a_loop_ends_with_its_line() -> None:
    tapped = session().tap(Ms(4000)).end_line(Ms(6000)).tap(Ms(7000))
    assert tapped.go_to(0).loop() == LoopRange(Ms(2500), Ms(6600))


def test_tapping_continues_within_the_line_that_was_chosen() -> None:
    fine = session(TapUnit.SYLLABLES)
    assert [(at.line, at.piece) for at in (fine.go_to(1, 9), fine.go_to(1, -2))] == [(1, 3), (1, 0)]
    assert fine.go_to(2) == fine, "nothing is tapped between verses"


def test_the_second_pass_keeps_the_lines() -> None:
    lines = session().tap(Ms(1000)).tap(Ms(3000)).tap(Ms(6000))
    fine = lines.by(TapUnit.SYLLABLES)
    assert (fine.line, fine.piece) == (0, 1)
    tapped = fine.tap(Ms(1400))
    syllables = to_lyrics(tapped, PLAIN).lines[0].syllables
    assert [s.start_ms for s in syllables][:2] == [1000, 1400]
    assert syllables[2].start_ms > 1400, "what is not tapped yet shares the rest of the line"
    assert syllables[-1].end_ms <= 3000


def test_of_two_voices_at_once_each_line_keeps_its_beginning() -> None:
    duet = parse(
        "[00:01.00]v1: <00:01.00>Hush <00:03.00>ba<00:06.00>by<00:07.00>\n"
        "[00:05.00]v2: <00:05.00>Sleep <00:08.00>now<00:09.00>\n"
        "[00:08.00]v1: <00:08.00>Good <00:10.00>night<00:11.00>\n"
    )
    session = TapSession.of(duet)
    marks = session.marks
    assert [marks.starts[first] for first in marks.firsts] == [1_000, 5_000, 8_000]
    assert marks.starts[:3] == (1_000, 3_000, None), "by is sung while the other has begun"
    assert marks.ends[0] == 5_000
    assert [line.start_ms for line in to_lyrics(session, duet).lines] == [1_000, 5_000, 8_000]


def test_words_that_have_times_and_voices_keep_them() -> None:
    timed = parse("[la:en]\n[00:01.00]v1: One\n[00:01.00]v1: Eins\n[00:03.00]v2: Two")
    tapped = TapSession.of(timed)
    assert tapped.done
    words = to_lyrics(tapped, timed)
    assert [(line.text, line.start_ms, line.part) for line in words.lines] == [
        ("One", 1000, Part.FIRST),
        ("Two", 3000, Part.SECOND),
    ]
    assert words.lines[0].translation == "Eins"


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["tap", "end", "nudge", "undo", "redo", "go", "clear", "lines", "pieces"]),
        st.integers(-60, 9000),
    ),
    max_size=30,
)


def act(tapped: TapSession, what: str, number: int) -> TapSession:
    match what:
        case "tap":
            return tapped.tap(Ms(max(0, number)))
        case "end":
            return tapped.end_line(Ms(max(0, number)))
        case "nudge":
            return tapped.nudge(Ms(number - 4000))
        case "undo":
            return tapped.undo()
        case "redo":
            return tapped.redo()
        case "go":
            return tapped.go_to(number % len(tapped.lines), number % 3)
        case "clear":
            return tapped.clear_line(number % len(tapped.lines))
        case _:
            return tapped.by(TapUnit.LINES if what == "lines" else TapUnit.SYLLABLES)


@given(ACTS)
def test_whatever_is_done_stamps_stay_in_order_and_drafts_hold_them(
    acts: list[tuple[str, int]],
) -> None:
    tapped = session(delay_ms=80)
    for what, number in acts:
        tapped = act(tapped, what, number)
        starts = [start for start in tapped.marks.starts if start is not None]
        assert starts == sorted(starts)
        loop = tapped.loop()
        assert 0 <= loop.start_ms < loop.end_ms
    for index, end in enumerate(tapped.marks.ends):
        if end is not None:
            own = [tapped.marks.starts[p] or 0 for p in tapped.marks.pieces(index)]
            after = [
                s for s in tapped.marks.starts[tapped.marks.pieces(index).stop :] if s is not None
            ]
            assert max(own) <= end <= min([end, *after])
    again = from_draft(to_draft(tapped))
    assert (again.marks, again.lines, again.unit) == (tapped.marks, tapped.lines, tapped.unit)
    words = to_lyrics(tapped, PLAIN)
    assert readable(words) == readable(PLAIN)
    assert parse(to_lrc(words)).lines == words.lines


def readable(lyrics: Lyrics) -> list[str]:
    return sorted(line.text for line in lyrics.lines if line.text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "{}", "null", '{"version": 2}', '{"version": 1, "lines": [{}]}'),
        '{"version":1,"unit":"lines","delay_ms":0,"at":9,"lines":[]}',
        to_draft(session().tap(Ms(7))).replace("7", "-7"),
        to_draft(session().tap(Ms(7))).replace('"part": "everyone"', '"part": "nobody"'),
        to_draft(session()).replace('"at": 0', '"at": 99'),
    ],
)
def test_an_invalid_draft_is_reported(text: str) -> None:
    with pytest.raises(NotADraftError):
        from_draft(text)
