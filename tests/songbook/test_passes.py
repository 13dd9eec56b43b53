"""Where one rendering of a song may switch to another."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.paths import assets
from lullaby.songbook.catalogue import catalogue
from lullaby.songbook.notes import Score
from lullaby.songbook.passes import BEFORE_A_LINE_MS, crossing, passes
from lullaby.songbook.score_folder import ScoreFile, read_score
from lullaby.songbook.setting import Setting
from lullaby.songbook.timeline import timeline

SONGS = catalogue(assets() / "songs")


def score_of(song: str) -> Score:
    path = next(each.score for each in SONGS if each.id == song)
    assert path is not None
    found = read_score(path)
    assert isinstance(found, ScoreFile)
    return found.score


THREE = score_of("schlaf-kindlein")


@pytest.mark.parametrize("song", SONGS, ids=lambda song: song.id)
def test_passes_are_where_the_timeline_sings(song) -> None:
    score = score_of(song.id)
    order = (0, 0) if score.verses < 2 else (0, 1, 0)
    found = passes(score, order)
    lines = timeline(score, Setting(verses=order)).lines
    each = len(lines) // len(order)
    for number, line in enumerate(lines):
        run = number // each
        start = line.syllables[0].start_ms
        assert found.at(start + 1) == run
        assert line.verse == order[run]
        within = start - found.first_ms - run * found.every_ms
        begins, ends = found.lines[number % each]
        assert begins <= within + 0.01
        assert line.syllables[-1].end_ms - found.first_ms - run * found.every_ms <= ends + 0.01


def test_the_same_sound_crosses_at_once_and_other_instruments_between_lines() -> None:
    found = passes(THREE, (0, 1, 2))
    (start, _), (second, _) = found.lines[:2]
    middle = found.first_ms + (start + second) / 2
    assert crossing(found, found, middle) == 0.0
    assert crossing(found, found, middle, alike=False) is None
    near = found.first_ms + second - BEFORE_A_LINE_MS / 2
    assert crossing(found, found, near, alike=False) == 0.0
    assert crossing(found, found, 10.0, alike=False) == 0.0, "in the introduction"


def test_the_verse_that_is_sung_stays_when_it_is_among_those_chosen() -> None:
    before, after = passes(THREE, (0, 1, 2)), passes(THREE, (1, 2, 1, 2))
    inside = before.first_ms + before.every_ms + 1_000
    assert crossing(before, after, inside) == pytest.approx(-before.every_ms)
    inside += before.every_ms
    assert crossing(before, after, inside) == pytest.approx(-before.every_ms)


def test_a_verse_no_longer_chosen_is_sung_to_its_end() -> None:
    before, after = passes(THREE, (0, 1, 2)), passes(THREE, (2, 2, 2))
    singing = before.first_ms + 2_000
    assert crossing(before, after, singing) is None
    over = before.first_ms + before.last_note_ms + 10
    assert crossing(before, after, over) == 0.0, "verse 3 follows, where verse 2 would have been"
    second = over + before.every_ms
    shift = crossing(before, passes(THREE, (0, 2, 0)), second)
    assert shift == pytest.approx(-before.every_ms), "verse 3 is the second there"


def test_after_the_last_verse_the_song_ends_as_it_is() -> None:
    before, after = passes(THREE, (0, 1)), passes(THREE, (2, 2))
    end = before.first_ms + before.every_ms + before.last_note_ms + 10
    assert crossing(before, after, end) is None


BEFORE_THE_END = 0.999_999
"""The end itself is no position in a song any more."""

ORDERS = st.lists(st.integers(0, 2), min_size=1, max_size=6).map(tuple)


@given(before=ORDERS, after=ORDERS, at=st.floats(0, BEFORE_THE_END), alike=st.booleans())
def test_every_change_goes_on_in_the_verse_it_left_or_in_one_chosen(
    before: tuple[int, ...], after: tuple[int, ...], at: float, alike: bool
) -> None:
    old, new = passes(THREE, before), passes(THREE, after)
    end = old.first_ms + len(before) * old.every_ms
    position = at * end
    shift = crossing(old, new, position, alike)
    if shift is None:
        return
    there = position + shift
    assert there >= 0
    assert there < new.first_ms + len(after) * new.every_ms
    assert (shift % old.every_ms) == pytest.approx(0, abs=1e-6) or (
        shift % old.every_ms
    ) == pytest.approx(old.every_ms)
    in_pass = (position - old.first_ms) % old.every_ms
    if position > old.first_ms and in_pass < old.last_note_ms:
        assert new.order[new.at(there)] == old.order[old.at(position)]


def test_lines_come_one_after_another() -> None:
    for song in SONGS:
        lines = passes(score_of(song.id), (0,)).lines
        assert all(first[1] <= second[0] + 1e-6 for first, second in pairwise(lines))
