"""Playlists, routines and a family's songbook given away are there as they were, and once."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lullaby.bundles.archive import write_bundle
from lullaby.bundles.giving import Chosen, Gift, TooManySongsError, bundle_of
from lullaby.bundles.keeping import KeptBundle
from lullaby.bundles.list_gathering import playlist_gift, routine_gift, songbook_gift
from lullaby.bundles.manifest import BundleError, GivenRoutine, Manifest, from_json, to_json
from lullaby.library.routine import AmbientStep, Routine, RoutineIcon, RoutineId
from lullaby.library.track import Track
from tests.bundles.examples import manifest_of, values_of
from tests.bundles.test_given_and_kept import Computer, here, there

__all__ = ["here", "there"]


def playlist(computer: Computer, name: str, songs: list[Track]) -> Gift:
    made = computer.stores.playlists.create(name)
    computer.stores.playlists.add(made, songs)
    return playlist_gift(computer.gatherer, computer.stores.playlists, made, name)


def routine(computer: Computer, gift: Gift, name: str = "Evening") -> Gift:
    (of,) = [each for each in computer.stores.playlists.all() if each.name == gift.name]
    sounds = (AmbientStep("rain", 8), AmbientStep("fan", 4))
    ours = Routine(RoutineId(0), name, None, of.id, 45, sounds, 6, RoutineIcon.MOON, 15)
    return routine_gift(computer.gatherer, computer.stores.playlists, ours, name, of.name)


def open_gift(to: Computer, gift: Gift, path: Path, giver: str = "Gran") -> KeptBundle:
    bundle = bundle_of(gift, Chosen(), giver)
    write_bundle(path, bundle.manifest, bundle.contents)
    return to.open_whole(path)


def songs_of(computer: Computer, name: str) -> list[str]:
    (found,) = [each for each in computer.stores.playlists.all() if each.name == name]
    return [item.title for item in computer.stores.playlists.items(found.id)]


def test_a_playlist_is_made_once(here: Computer, there: Computer, tmp_path: Path) -> None:
    songs = [here.song("suo-gan"), here.own_song(), here.song("suo-gan")]
    gift = playlist(here, "Ours", songs)
    kept = open_gift(there, gift, tmp_path / "a.lullaby")
    assert kept.kept_list is not None
    assert (kept.kept_list.name, kept.kept_list.added) == ("Ours", True)
    assert songs_of(there, "Ours") == ["Suo Gân", "Our song", "Suo Gân"]
    again = open_gift(there, gift, tmp_path / "a.lullaby")
    assert again.kept_list == replace(kept.kept_list, added=False, playlist=None)
    assert again.kept_list is not None
    there.lists.take_back(again.kept_list)
    assert len([p for p in there.stores.playlists.all() if not p.built_in]) == 1
    there.lists.take_back(kept.kept_list)
    assert len([p for p in there.stores.playlists.all() if not p.built_in]) == 0


def test_another_playlist_of_that_name_stays(
    here: Computer, there: Computer, tmp_path: Path
) -> None:
    playlist(there, "ours", [there.song("stille-nacht")])
    gift = playlist(here, "Ours", [here.song("suo-gan")])
    for _ in range(2):
        kept = open_gift(there, gift, tmp_path / "a.lullaby")
        assert kept.kept_list is not None
        assert kept.kept_list.name == "Ours (Gran)"
    assert songs_of(there, "ours") == ["Stille Nacht"]
    assert songs_of(there, "Ours (Gran)") == ["Suo Gân"]
    more = playlist(here, "More", [here.song("stille-nacht"), here.song("suo-gan")])
    third = open_gift(there, replace(more, name="Ours"), tmp_path / "a.lullaby")
    assert third.kept_list is not None
    assert third.kept_list.name == "Ours (Gran) 2"


def test_a_routine_comes_with_its_songs_and_sounds(
    here: Computer, there: Computer, tmp_path: Path
) -> None:
    gift = routine(here, playlist(here, "Ours", [here.song("suo-gan")]))
    open_gift(there, gift, tmp_path / "a.lullaby")
    kept = open_gift(there, gift, tmp_path / "a.lullaby")
    assert kept.kept_list is not None
    assert not kept.kept_list.added
    (made,) = [each for each in there.stores.routines.all() if each.name == "Evening"]
    assert (made.minutes, made.fade_minutes, made.music_step) == (45, 15, 6)
    assert made.icon is RoutineIcon.MOON
    assert set(made.ambient) == {AmbientStep("rain", 8), AmbientStep("fan", 4)}
    assert [track.title for track in there.stores.routines.tracks(made)] == ["Suo Gân"]


def test_no_routine_is_named_as_a_built_in_one_is_shown(
    here: Computer, there: Computer, tmp_path: Path
) -> None:
    gift = routine(here, playlist(here, "Ours", [here.song("suo-gan")]), "Bedtime")
    kept = open_gift(there, gift, tmp_path / "a.lullaby")
    assert kept.kept_list is not None
    assert kept.kept_list.name == "Bedtime (Gran)"


def test_a_sound_that_is_not_here_is_left_out(
    here: Computer, there: Computer, tmp_path: Path
) -> None:
    gift = routine(here, playlist(here, "Ours", [here.song("suo-gan")]))
    assert gift.routine is not None
    sounds = (AmbientStep("whales", 8), AmbientStep("rain", 4))
    gift = replace(gift, routine=replace(gift.routine, ambient=sounds))
    open_gift(there, gift, tmp_path / "a.lullaby")
    (made,) = [each for each in there.stores.routines.all() if each.name == "Evening"]
    assert made.ambient == (AmbientStep("rain", 4),)


def test_a_routine_without_songs(here: Computer, there: Computer, tmp_path: Path) -> None:
    ours = Routine(RoutineId(0), "Rain only", None, None, None, (AmbientStep("rain", 8),))
    gift = routine_gift(here.gatherer, here.stores.playlists, ours, "Rain only", "")
    kept = open_gift(there, gift, tmp_path / "a.lullaby")
    assert kept.songs == ()
    (made,) = [each for each in there.stores.routines.all() if each.name == "Rain only"]
    assert (made.playlist, made.minutes, made.icon) == (None, None, RoutineIcon.HEART)


def test_the_songbook_holds_what_somebody_added(
    here: Computer, there: Computer, tmp_path: Path
) -> None:
    here.own_song()
    gift = songbook_gift(here.gatherer, here.stores.library, "Our songbook")
    kept = open_gift(there, gift, tmp_path / "a.lullaby")
    assert [song.title for song in kept.songs] == ["Our song"]
    assert kept.kept_list is None
    assert len(there.titled("Our song")) == 1


def test_more_songs_than_a_file_takes(here: Computer) -> None:
    gift = playlist(here, "Ours", [here.song("suo-gan")])
    with pytest.raises(TooManySongsError):
        bundle_of(replace(gift, songs=gift.songs * 301), Chosen())


def _of_routine(**changes: object) -> bytes:
    given = GivenRoutine(45, 15, 6, (AmbientStep("rain", 8),), RoutineIcon.MOON, "Ours")
    manifest = replace(manifest_of(), routine=given)
    values: dict[str, Any] = values_of(manifest) | {"kind": "routine"}
    values["routine"] = {**values["routine"], **changes}
    return json.dumps(values).encode()


def test_a_manifest_tells_a_routine_as_it_was() -> None:
    manifest = from_json(_of_routine())
    assert from_json(to_json(manifest)) == manifest
    assert manifest.routine == GivenRoutine(
        45, 15, 6, (AmbientStep("rain", 8),), RoutineIcon.MOON, "Ours"
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"minutes": 0},
        {"minutes": "45"},
        {"fade_minutes": 100_000},
        {"music_step": 21},
        {"music_step": None},
        {"icon": "skull"},
        {"sounds": [{"name": "../rain", "step": 8}]},
        {"sounds": [{"name": "rain", "step": 99}]},
        {"sounds": [{"name": "rain", "step": 8}] * 3},
        {"playlist": 7},
    ],
)
def test_routines_are_checked(changes: dict[str, object]) -> None:
    with pytest.raises(BundleError):
        from_json(_of_routine(**changes))


@pytest.mark.parametrize(
    "changes",
    [{"order": [1]}, {"order": [-1]}, {"order": [0] * 1_001}, {"order": "0"}, {"name": ""}],
)
def test_lists_are_checked(changes: dict[str, object]) -> None:
    def read(values: Mapping[str, object]) -> Manifest:
        return from_json(json.dumps(values).encode())

    good = values_of(manifest_of()) | {"kind": "playlist", "order": [0, 0]}
    assert read(good).entries == (0, 0)
    with pytest.raises(BundleError):
        read(good | changes)
    with pytest.raises(BundleError):
        read(good | {"kind": "routine"})
