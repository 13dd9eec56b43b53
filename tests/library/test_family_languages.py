"""Songs in the family's languages come first; no song is lost or doubled."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from lullaby.library.family_languages import family_first, languages_from
from lullaby.library.track import Track, TrackId
from lullaby.tempo.answer import TempoAnswer, TempoSource
from lullaby.units import Bpm

LANGUAGES = ("cy", "de", "en", "pl")


def song(at: int, language: str, bpm: int = 60) -> Track:
    tempo = TempoAnswer(Bpm(bpm), TempoSource.TAG)
    return Track(TrackId(at), Path(f"/{at}.ogg"), str(at), language=language, tempo=tempo)


def language_of(track: Track) -> str:
    return track.language


libraries = st.lists(st.tuples(st.sampled_from(LANGUAGES), st.integers(40, 120)), max_size=12).map(
    lambda drawn: [song(at, *each) for at, each in enumerate(drawn)]
)
families = st.lists(st.sampled_from((*LANGUAGES, "fi")), unique=True)


@given(libraries, st.integers(0, 12), families)
def test_the_familys_songs_come_first_and_nothing_is_lost(
    library: list[Track], cut: int, languages: list[str]
) -> None:
    songs, others = library[:cut], library[cut:]
    ordered = family_first(songs, others, languages, language_of)
    theirs = [each.language in languages for each in ordered]
    assert theirs == sorted(theirs, reverse=True)
    assert [each for each in songs if each in ordered] == songs
    assert len({each.id for each in ordered}) == len(ordered)
    rest = [each for each in ordered if each.language not in languages]
    assert rest == [each for each in songs if each.language not in languages]


@given(libraries, st.integers(0, 12), families)
def test_every_language_that_has_a_song_begins_with_one(
    library: list[Track], cut: int, languages: list[str]
) -> None:
    ordered = family_first(library[:cut], library[cut:], languages, language_of)
    known = {each.language for each in library}
    assert known & set(languages) <= {each.language for each in ordered}


def test_a_language_begins_with_its_slowest_song() -> None:
    others = [song(2, "pl", 70), song(3, "pl", 52), song(4, "de", 40)]
    ordered = family_first([song(1, "en")], others, ("pl",), language_of)
    assert [each.id for each in ordered] == [3, 1]


def test_a_repeated_choice_changes_nothing() -> None:
    songs = [song(1, "en"), song(2, "cy"), song(3, "de")]
    once = family_first(songs, [song(4, "pl")], ("pl", "cy"), language_of)
    assert family_first(once, [song(4, "pl")], ("pl", "cy"), language_of) == once


def test_the_setting_is_read_as_codes() -> None:
    assert languages_from("en  cy en") == ("en", "cy")
    assert languages_from("") == ()
