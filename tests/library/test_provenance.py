"""Origin of songs: languages, seasons, and what a choice leaves of a list."""

from datetime import date
from pathlib import Path

import pytest

from lullaby.library.provenance import SongFilter, filter_songs, named, provenance
from lullaby.library.track import Origin, Track, TrackId
from lullaby.songbook.catalogue import SongEntry
from lullaby.songbook.season import in_season
from lullaby.units import Bpm, Ms

AUTUMN, ADVENT = date(2024, 11, 3), date(2024, 12, 1)


def song(name: str, language: str, season: str | None = None) -> SongEntry:
    path = Path(f"/songs/{name}.opus")
    return SongEntry(
        name, name, "Origin", "Composer", language, Bpm(66), Ms(9), path, path, season=season
    )


SONGS = (
    song("suo-gan", "cy"),
    song("ar-hyd", "cy"),
    song("rozhinkes", "yi-Latn"),
    song("lulajze", "pl", "christmas"),
    song("stille", "de", "christmas"),
    song("der-mond", "de"),
)
ORIGINS = provenance(SONGS)
OWN = Track(TrackId(99), Path("/m/own.ogg"), "own")
TRACKS = (
    *(
        Track(TrackId(at), each.audio, each.id, origin=Origin.SONGBOOK, songbook_id=each.id)
        for at, each in enumerate(SONGS)
    ),
    OWN,
)


def titles(choice: SongFilter, day: date = AUTUMN) -> list[str]:
    return [track.title for track in filter_songs(TRACKS, choice, ORIGINS, day).songs]


@pytest.mark.parametrize(
    ("day", "sung"),
    [
        (date(2024, 11, 30), False),
        (date(2024, 12, 1), True),
        (date(2024, 12, 24), True),
        (date(2025, 1, 6), True),
        (date(2025, 1, 7), False),
        (date(2025, 7, 1), False),
    ],
)
def test_christmas_is_from_the_first_of_december_to_epiphany(day: date, sung: bool) -> None:
    assert in_season("christmas", day) is sung


def test_a_song_of_no_season_or_an_unknown_one_is_always_sung() -> None:
    assert in_season(None, AUTUMN)
    assert in_season("harvest", AUTUMN)


def test_songs_of_another_season_are_hidden_until_requested() -> None:
    assert titles(SongFilter()) == ["suo-gan", "ar-hyd", "rozhinkes", "der-mond", "own"]
    assert titles(SongFilter(out_of_season=True)) == [track.title for track in TRACKS]
    assert titles(SongFilter(), ADVENT) == [track.title for track in TRACKS]


def test_a_language_keeps_only_its_own_songs() -> None:
    assert titles(SongFilter("cy")) == ["suo-gan", "ar-hyd"]
    assert titles(SongFilter("cy", favourites=True)) == []
    assert titles(SongFilter("yi")) == ["rozhinkes"]
    assert titles(SongFilter("de")) == ["der-mond"]
    assert titles(SongFilter("de", out_of_season=True)) == ["stille", "der-mond"]


def test_languages_are_counted_whichever_is_chosen() -> None:
    counted = {"cy": 2, "yi": 1, "de": 1}
    for choice in (SongFilter(), SongFilter("cy")):
        found = filter_songs(TRACKS, choice, ORIGINS, AUTUMN)
        assert found.languages == counted
        assert found.total == 5
    shown = filter_songs(TRACKS, SongFilter(out_of_season=True), ORIGINS, AUTUMN)
    assert shown.languages == {"cy": 2, "yi": 1, "de": 2, "pl": 1}
    assert shown.total == 7


def test_hidden_songs_are_counted_in_the_chosen_language() -> None:
    assert filter_songs(TRACKS, SongFilter(), ORIGINS, AUTUMN).resting == 2
    assert filter_songs(TRACKS, SongFilter("de"), ORIGINS, AUTUMN).resting == 1
    assert filter_songs(TRACKS, SongFilter("cy"), ORIGINS, AUTUMN).resting == 0
    assert filter_songs(TRACKS, SongFilter(out_of_season=True), ORIGINS, AUTUMN).resting == 2
    assert filter_songs(TRACKS, SongFilter(), ORIGINS, ADVENT).resting == 0


def test_a_name_finds_songs_of_any_season_in_the_language() -> None:
    assert named(TRACKS, SongFilter(), ORIGINS) == TRACKS
    assert [track.title for track in named(TRACKS, SongFilter("pl"), ORIGINS)] == ["lulajze"]


def test_the_persons_own_files_have_no_provenance() -> None:
    assert ORIGINS.song(OWN) is None
    assert ORIGINS.language(OWN) == ""
    assert not ORIGINS.rests(OWN, AUTUMN)
