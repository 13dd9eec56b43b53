"""Two computers of a family are brought together, either way round, without a twin or a loss."""

import json
import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.audio.port import SpeedPitch
from lullaby.bundles.family_file import FamilyFile, parse, read_in_helper
from lullaby.bundles.family_merging import FamilyMerger, NewPlaylist, NewRoutine, Together
from lullaby.bundles.manifest import BundleError, BundleProblem
from lullaby.helpers import Inline
from lullaby.journal.entry import EntryId, JournalEntry
from lullaby.library.routine import AmbientStep, PlaylistId, Routine, RoutineIcon, RoutineId
from lullaby.library.singing import Singing
from lullaby.library.song_preferences import EVERYBODY, SongPreferences
from lullaby.songbook.soundscapes import NAMES
from lullaby.storage.database import open_database
from lullaby.units import Ms
from tests.bundles.test_given_and_kept import Computer, here, there
from tests.examples import share
from tests.fakes import A_NIGHT

__all__ = ["here", "there"]


def night(day: int) -> JournalEntry:
    return JournalEntry(EntryId(0), A_NIGHT + timedelta(days=day), by_hand=True)


def playlist(computer: Computer, name: str, songs: Sequence[str]) -> PlaylistId:
    playlists = computer.stores.playlists
    made = playlists.create(name)
    playlists.add(made, [computer.song(song) for song in songs])
    return made


def routine(computer: Computer, name: str, minutes: int, of: PlaylistId | None = None) -> None:
    sounds = (AmbientStep("rain", 8),)
    ours = Routine(RoutineId(0), name, None, of, minutes, sounds, 6, RoutineIcon.MOON)
    computer.stores.routines.add(ours)


def bring(source: Computer, to: Computer) -> Together:
    path = source.folder / "family.json"
    FamilyMerger(source.stores, NAMES).write(path)
    found = read_in_helper(path, Inline())
    assert isinstance(found, FamilyFile)
    merger = FamilyMerger(to.stores, NAMES)
    looked = merger.look(found)
    assert merger.merge(found).brought == looked
    return looked


def new_names(new: Sequence[NewPlaylist | NewRoutine]) -> list[str]:
    return [each.name for each in new]


def named_lists(computer: Computer) -> list[tuple[str, list[str]]]:
    playlists = computer.stores.playlists
    return [
        (each.name, [item.title for item in playlists.items(each.id)])
        for each in playlists.all()
        if not each.built_in
    ]


def lists(computer: Computer) -> dict[str, list[str]]:
    return dict(named_lists(computer))


def test_all_of_it_comes_and_only_once(here: Computer, there: Computer) -> None:
    here.stores.journal.insert([night(1), night(2)])
    there.stores.journal.insert([night(2), night(3)])
    routine(here, "Evening", 45, playlist(here, "Ours", ["suo-gan", "suo-gan"]))
    child = here.stores.song_preferences.name_child("Kit")
    slower = SongPreferences(SpeedPitch(0.85, -2.0), 2, Ms(50), True, Singing(True, (1, 2)))
    here.stores.song_preferences.keep(here.song("suo-gan").id, child, slower)
    brought = bring(here, there)
    assert (len(brought.nights), len(brought.preferences)) == (1, 1)
    assert new_names(brought.playlists) == ["Ours"]
    assert new_names(brought.routines) == ["Evening"]
    assert lists(there) == {"Ours": ["Suo Gân", "Suo Gân"]}
    (made,) = [each for each in there.stores.routines.all() if each.name == "Evening"]
    assert [track.title for track in there.stores.routines.tracks(made)] == ["Suo Gân"] * 2
    (known,) = there.stores.song_preferences.children()
    assert there.stores.song_preferences.own(there.song("suo-gan").id, known.id) == slower
    assert bring(here, there).nothing_new
    assert len(bring(there, here).nights) == 1
    assert bring(there, here).nothing_new
    assert len(here.stores.journal.entries()) == len(there.stores.journal.entries()) == 3


def test_all_of_it_can_be_taken_back(here: Computer, there: Computer) -> None:
    def state(computer: Computer) -> object:
        stores = computer.stores
        kept = stores.song_preferences
        return (
            stores.journal.entries(),
            named_lists(computer),
            stores.routines.all(),
            kept.children(),
            [(song, kept.own(song.id, EVERYBODY)) for song in stores.library.songbook()],
        )

    here.stores.journal.insert([night(1)])
    routine(here, "Evening", 45, playlist(here, "Ours", ["suo-gan"]))
    routine(here, "Evening", 30)
    playlist(there, "Ours", ["stille-nacht"])
    songs = here.stores.song_preferences
    songs.keep(here.song("suo-gan").id, songs.name_child("Kit"), SongPreferences(louder=2))
    told = SongPreferences(SpeedPitch(0.8, 2.0), 1, singing=Singing(False, (2,)))
    songs.keep(here.song("suo-gan").id, EVERYBODY, told)
    before = state(there)
    path = here.folder / "family.json"
    FamilyMerger(here.stores, NAMES).write(path)
    found = read_in_helper(path, Inline())
    assert isinstance(found, FamilyFile)
    merger = FamilyMerger(there.stores, NAMES)
    merger.look(found)
    assert state(there) == before
    merged = merger.merge(found)
    assert state(there) != before
    merger.take_back(merged)
    assert state(there) == before


def test_what_is_chosen_here_stays(here: Computer, there: Computer) -> None:
    for computer, told in (
        (here, SongPreferences(SpeedPitch(0.8), louder=3)),
        (there, SongPreferences(SpeedPitch(0.9))),
    ):
        computer.stores.song_preferences.keep(computer.song("suo-gan").id, EVERYBODY, told)
    bring(here, there)
    own = there.stores.song_preferences.own(there.song("suo-gan").id, EVERYBODY)
    assert (there.song("suo-gan").speed_pitch, own.louder) == (SpeedPitch(0.9), 3)


def test_how_everybody_sings_a_song_comes(here: Computer, there: Computer) -> None:
    told = SongPreferences(SpeedPitch(0.8, 2.0), singing=Singing(False, (2,)))
    here.stores.song_preferences.keep(here.song("suo-gan").id, EVERYBODY, told)
    assert len(bring(here, there).preferences) == 1
    song = there.song("suo-gan")
    assert (song.speed_pitch, song.singing) == (told.speed_pitch, told.singing)
    assert bring(here, there).nothing_new


def test_lists_of_one_name_both_stay(here: Computer, there: Computer) -> None:
    playlist(here, "Ours", ["suo-gan"])
    playlist(there, "ours", ["stille-nacht"])
    assert new_names(bring(here, there).playlists) == ["Ours 2"]
    assert new_names(bring(there, here).playlists) == ["ours 2"]
    assert bring(here, there).nothing_new
    assert lists(there) == {"ours": ["Stille Nacht"], "Ours 2": ["Suo Gân"]}


def test_a_song_that_is_not_there_is_not_lost(here: Computer, there: Computer) -> None:
    made = here.stores.playlists.create("Ours")
    here.stores.playlists.add(made, [here.own_song(), here.song("suo-gan")])
    bring(here, there)
    assert lists(there) == {"Ours": ["Our song", "Suo Gân"]}
    assert bring(here, there).nothing_new
    assert bring(there, here).nothing_new


NAMED = st.lists(
    st.tuples(
        st.sampled_from(["Ours", "ours 2", "Night"]),
        st.lists(st.sampled_from(["suo-gan", "stille-nacht"]), min_size=1, max_size=2),
    ),
    max_size=3,
)


@share(0.1)
@given(st.tuples(NAMED, NAMED), st.lists(st.booleans(), max_size=4))
def test_any_order_brings_both_to_the_same(
    tmp_path_factory: pytest.TempPathFactory, held: tuple[Any, Any], order: list[bool]
) -> None:
    tmp_path = tmp_path_factory.mktemp("both")
    connections = [open_database(tmp_path / each, A_NIGHT).connection for each in ("a", "b")]
    try:
        both = [Computer(each, tmp_path / f"{n} at home") for n, each in enumerate(connections)]
        for number, (computer, named) in enumerate(zip(both, held, strict=True)):
            computer.stores.journal.insert([night(number), night(7)])
            for name, songs in named:
                playlist(computer, name, songs)
            routine(computer, "Evening", 30 + 15 * number)
        for forward in [*order, True, False]:
            first, second = both if forward else reversed(both)
            bring(first, second)
        assert content(both[0]) == content(both[1])
        assert bring(both[0], both[1]).nothing_new
        assert bring(both[1], both[0]).nothing_new
        wanted = {tuple(s) for named in held for _, s in named}
        ids = {"suo-gan": "Suo Gân", "stille-nacht": "Stille Nacht"}
        there = {tuple(each) for _, each in named_lists(both[0])}
        assert there == {tuple(ids[song] for song in songs) for songs in wanted}
    finally:
        for connection in connections:
            connection.close()


def content(computer: Computer) -> tuple[object, ...]:
    """All that is there, without the numbers of names."""
    found = named_lists(computer)
    names = sorted({(re.sub(r" [0-9]+$", "", n.casefold()), tuple(songs)) for n, songs in found})
    nights = sorted(each.started_at for each in computer.stores.journal.entries())
    timers = sorted(r.minutes or 0 for r in computer.stores.routines.all() if not r.built_in)
    return names, nights, timers


def values(here: Computer) -> dict[str, Any]:
    routine(here, "Evening", 45, playlist(here, "Ours", ["suo-gan"]))
    told = SongPreferences(SpeedPitch(0.8))
    here.stores.song_preferences.keep(here.song("suo-gan").id, EVERYBODY, told)
    path = here.folder / "family.json"
    FamilyMerger(here.stores, NAMES).write(path)
    whole: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return whole


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"lullaby_family": 9}, BundleProblem.NEWER),
        ({"lullaby_family": "1"}, BundleProblem.NO_BUNDLE),
        ({"journal": []}, BundleProblem.DAMAGED),
        ({"playlists": {}}, BundleProblem.DAMAGED),
        ({"playlists": [{"name": "", "songs": []}]}, BundleProblem.DAMAGED),
        ({"playlists": [{"name": "x", "songs": [{"path": "a\0b"}]}]}, BundleProblem.DAMAGED),
        ({"routines": [{"name": "x", "songs": [], "sounds": {}}]}, BundleProblem.DAMAGED),
        ({"preferences": [{"song": {}, "values": {"louder": 99}}]}, BundleProblem.DAMAGED),
        ({"preferences": [{"song": {}, "values": {"manner": {"pace": 0}}}]}, BundleProblem.DAMAGED),
    ],
)
def test_files_are_checked(here: Computer, changes: dict[str, Any], problem: BundleProblem) -> None:
    good = values(here)
    parse(json.dumps(good).encode())
    with pytest.raises(BundleError) as refused:
        parse(json.dumps(good | changes).encode())
    assert refused.value.problem is problem


@pytest.mark.parametrize("content", [b"", b"[]", b"Dear all", b"[" * 100_000, b"\xff\xfe{"])
def test_other_files_are_refused(content: bytes) -> None:
    with pytest.raises(BundleError) as refused:
        parse(content)
    assert refused.value.problem is BundleProblem.NO_BUNDLE
