"""Slow, not slow, not known yet; and search."""

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from lullaby.library.calm import (
    ANY_TEMPO,
    RESTING_HEART,
    VERY_SLOW,
    Band,
    histogram,
    slow_to_slower,
    sort_out,
    usual_band,
    within,
)
from lullaby.library.search import SearchIndex, folded, sorted_by_title
from lullaby.library.track import Loudness, Origin, Track
from lullaby.tempo.answer import Pace, TempoAnswer, TempoSource
from lullaby.units import Bpm, Decibels
from tests.session.evening import track

BPMS = st.none() | st.floats(1, 400)


def songs(*bpms: float | None) -> list[Track]:
    return [
        replace(track(n), tempo=TempoAnswer(None if bpm is None else Bpm(bpm), TempoSource.TAG))
        for n, bpm in enumerate(bpms)
    ]


@given(st.lists(BPMS), st.floats(40, 140), st.floats(40, 140))
def test_every_song_is_in_one_place_only(bpms: list[float | None], a: float, b: float) -> None:
    band = Band(Bpm(min(a, b)), Bpm(max(a, b)))
    found = sort_out(songs(*bpms), band)
    assert found.total == len(bpms)
    assert len(found.unknown) == bpms.count(None)
    assert all(song.tempo.bpm is not None for song in found.inside)
    assert found.just_above <= found.outside


@given(st.lists(BPMS))
def test_any_tempo_holds_every_known_song(bpms: list[float | None]) -> None:
    found = sort_out(songs(*bpms), ANY_TEMPO)
    assert found.outside == 0
    assert sum(histogram(songs(*bpms))) == len(found.inside)


def test_the_presets() -> None:
    slow = songs(30, 60, 60.1, 80, 80.1, 95, 200, None)
    assert [s.tempo.bpm for s in sort_out(slow, VERY_SLOW).inside] == [30, 60, 60.1]
    heart = sort_out(slow, RESTING_HEART)
    assert [s.tempo.bpm for s in heart.inside] == [60, 60.1, 80, 80.1]
    assert heart.just_above == 1
    assert len(heart.unknown) == 1


def test_songs_of_equal_tempo_are_sorted_from_loud_to_soft() -> None:
    fast, soft, loud, unmeasured = songs(90, 60, 61, 60)
    soft = replace(soft, loudness=Loudness(Decibels(2.0)))
    loud = replace(loud, loudness=Loudness(Decibels(-6.0)))
    assert slow_to_slower([unmeasured, soft, loud, fast]) == [fast, loud, soft, unmeasured]


def test_slow_to_slower_puts_the_unknown_last() -> None:
    assert [s.tempo.bpm for s in slow_to_slower(songs(60, None, 90, 50))] == [90, 60, 50, None]


def test_pace_is_never_slow_without_a_tempo() -> None:
    assert TempoAnswer().pace is Pace.UNKNOWN
    assert TempoAnswer(Bpm(80)).pace is Pace.SLOW
    assert TempoAnswer(Bpm(80.5)).pace is Pace.NOT_SLOW


def test_search_ignores_accents_case_and_word_order() -> None:
    library = [
        replace(track(1, "Suo Gân"), artist="Trad. Welsh"),
        replace(track(2, "Weißt du, wie viel Sternlein stehen"), album="Łódź nights"),
        replace(track(3, "Bí, bí og blaka"), genre="Lullaby"),
    ]
    index = SearchIndex(library)
    assert index.find("welsh GAN") == [library[0]]
    assert index.find("weisst") == [library[1]]
    assert index.find("lodz") == [library[1]]
    assert index.find("bi bi lull") == [library[2]]
    assert index.find("  ") == library
    assert index.find("nothing") == []


def test_search_goes_over_the_names_of_file_and_folder() -> None:
    own = replace(track(1, "Untitled"), path=Path("/music/Grandma Ágnes/tape 3.mp3"))
    index = SearchIndex([own, track(2, "Untitled")])
    assert index.find("agnes tape") == [own]
    ours = replace(own, origin=Origin.SONGBOOK)
    assert SearchIndex([ours]).find("agnes") == [], "where the app keeps its songs says nothing"


@given(st.text())
def test_a_song_is_found_by_its_own_title(title: str) -> None:
    library = [track(1, title or "x")]
    assert SearchIndex(library).find(library[0].title) == library
    assert folded(folded(title)) == folded(title)


def test_sorting_by_title() -> None:
    library = [track(1, "Über allen Gipfeln"), track(2, "suo gân"), track(3, "Twinkle")]
    assert [each.title for each in sorted_by_title(library)] == [
        "suo gân",
        "Twinkle",
        "Über allen Gipfeln",
    ]


def felt(bpm: float | None, pace: Pace, calms: bool | None = None) -> Track:
    tempo = TempoAnswer(None if bpm is None else Bpm(bpm), TempoSource.ANALYSIS)
    return replace(track(1), tempo=tempo, felt=pace, calms=calms)


def test_a_band_goes_by_the_tempo_shown_whatever_the_song_sounds_like() -> None:
    restless, soft = felt(70, Pace.NOT_SLOW), felt(113, Pace.SLOW)
    assert within(restless, RESTING_HEART)
    assert not within(soft, RESTING_HEART)
    assert within(soft, Band(Bpm(100), Bpm(120)))
    assert within(felt(66, Pace.NOT_SLOW, calms=False), RESTING_HEART)
    assert not within(felt(None, Pace.SLOW, calms=True), ANY_TEMPO)


def test_songs_that_sound_slow_are_counted_at_any_tempo() -> None:
    library = [felt(113, Pace.SLOW), felt(None, Pace.SLOW), felt(70, Pace.NOT_SLOW)]
    for band in (RESTING_HEART, VERY_SLOW, ANY_TEMPO):
        assert sort_out(library, band).sounds_slow == 2


PACES = st.sampled_from(Pace)


@given(st.lists(st.tuples(BPMS, PACES)), st.integers(40, 138), st.integers(2, 100))
def test_the_bright_bars_count_the_songs_of_the_sentence(
    library: list[tuple[float | None, Pace]], low: int, wide: int
) -> None:
    tracks = [felt(bpm, pace) for bpm, pace in library]
    band = Band(Bpm(low), Bpm(min(140, low + wide)))
    inside = sort_out(tracks, band).inside
    assert sum(histogram(inside)) == len(inside)
    assert all(
        bright <= whole for bright, whole in zip(histogram(inside), histogram(tracks), strict=True)
    )
    for song in inside:
        assert song.tempo.bpm is not None
        shown = round(song.tempo.bpm)
        assert shown >= band.low or band.low == 40
        assert shown <= band.high or band.high == 140


def test_an_undecided_analysis_counts_by_its_number() -> None:
    found = sort_out([felt(70, Pace.UNKNOWN), felt(None, Pace.UNKNOWN)], RESTING_HEART)
    assert (len(found.inside), len(found.unknown), found.outside) == (1, 1, 0)
    assert sum(histogram([felt(70, Pace.UNKNOWN)])) == 1


def test_a_resting_heart_is_usual_once_half_of_the_songs_are_known() -> None:
    assert usual_band(songs(60, None)) == RESTING_HEART
    assert usual_band(songs(60, None, None)) == ANY_TEMPO
    assert usual_band(()) == ANY_TEMPO


def test_songs_just_above_a_band_are_counted_up_to_fifteen_beats() -> None:
    above = [felt(bpm, Pace.NOT_SLOW) for bpm in (80.4, 80.6, 90.0, 95.4, 95.6, 120.0)]
    found = sort_out([*above, felt(None, Pace.NOT_SLOW)], RESTING_HEART)
    assert (len(found.inside), found.outside, found.just_above) == (1, 5, 3)
    assert found.total == 7
    assert sort_out([felt(60.0, Pace.NOT_SLOW)], VERY_SLOW).just_above == 0


def test_both_ends_of_a_band_are_inclusive_and_the_outermost_are_open() -> None:
    narrow = Band(Bpm(60), Bpm(62))
    assert [narrow.holds(Bpm(bpm)) for bpm in (59.4, 59.6, 62.4, 62.6)] == [
        False,
        True,
        True,
        False,
    ]
    assert [VERY_SLOW.holds(Bpm(bpm)) for bpm in (12, 60, 61)] == [True, True, False]
    quick = Band(Bpm(100), Bpm(140))
    assert [quick.holds(Bpm(bpm)) for bpm in (99, 100, 300)] == [False, True, True]
    assert ANY_TEMPO.everything
    assert not VERY_SLOW.everything
    assert not quick.everything


def test_the_histogram_bars_match_the_songs() -> None:
    bars = histogram(songs(12, 40, 42.4, 42.5, 77, 139.9, 140, 300, None))
    assert len(bars) == 40
    assert {at: count for at, count in enumerate(bars) if count} == {0: 3, 1: 1, 14: 1, 39: 3}


def test_a_mostly_unknown_library_is_shown_completely() -> None:
    assert usual_band(songs(60, 70, None, None)) == RESTING_HEART
    assert usual_band(songs(60, 70, None, None, None)) == ANY_TEMPO
    assert usual_band(songs(None)) == ANY_TEMPO
    assert usual_band(songs(60, 62, 64)) == RESTING_HEART


def test_tempos_one_step_apart_count_as_equal_and_two_steps_do_not() -> None:
    quicker, slower = songs(66.1, 65.9)
    louder = replace(slower, loudness=Loudness(Decibels(-6.0)))
    assert slow_to_slower([louder, quicker]) == [quicker, louder]
    near = songs(62.1, 65.9)[0]
    assert slow_to_slower([near, louder]) == [louder, near]
