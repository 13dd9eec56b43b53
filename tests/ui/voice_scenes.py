"""Recordings of the family's voices, and songs that are given away."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from lullaby.audio.port import SpeedPitch
from lullaby.bundles.archive import write_bundle
from lullaby.library.kept_takes import KeptTakes
from lullaby.library.take import TakeFacts, TakePlace
from lullaby.library.track import Track
from lullaby.ui.bundles.controller import BundlesController
from lullaby.ui.library.screen import VOICES
from lullaby.ui.voices.voice_actions import VoiceActions
from lullaby.units import Ms
from tests.audio.sounds import tone, write
from tests.bundles.examples import CONTENTS, SONG, manifest_of
from tests.fakes import A_NIGHT
from tests.world import World

SUNG = (
    ("suo-gan", "Suo Gân", "Ana", TakePlace(0.0, 0.9, -2.0), Ms(168_000), 3),
    ("suo-gan", "Suo Gân", "Ben", TakePlace(0.0), Ms(171_000), 9),
    ("wiegenlied", "Wiegenlied", "Grandma", TakePlace(0.0, 1.0, 3.0), Ms(102_000), 14),
)

GIVEN_SONG, GIVER = "Si hei lwli", "Grandma"


def _song(world: World) -> Track:
    tracks = world.stores.library.tracks()
    return next(track for track in tracks if track.songbook_id == "suo-gan")


def _sing(world: World) -> None:
    kept = KeptTakes(world.stores.takes, world.services.paths.voices, world.clock.now)
    for song, title, singer, place, length, days in SUNG:
        target = kept.new_file(song)
        write(target, tone(0.5)[:, :1])
        day = A_NIGHT - timedelta(days=days)
        kept.add(TakeFacts(song, title, singer, day, length, place), target, None)


def voices(world: World) -> None:
    """Takes of three singers."""
    _sing(world)
    voices_shown(world)


def voices_shown(world: World) -> None:
    world.go("library")
    world.library.show_tab(VOICES)
    world.post.deliver()


def bring_in(world: World) -> None:
    voices(world)
    ask_about_recording(world)


def ask_about_recording(world: World) -> None:
    """Asked which song a recording is of, and who sings."""
    world.find(VoiceActions).ask_about(world.services.paths.data / "Suo Gân on my phone.flac")
    world.post.deliver()


def choir(world: World) -> None:
    """Three takes of a song, one of them a little lower."""
    _sing(world)
    kept = KeptTakes(world.stores.takes, world.services.paths.voices, world.clock.now)
    ben = next(each for each in world.stores.takes.all() if each.facts.singer == "Ben")
    for singer, place in (("Grandma", TakePlace(0.0)), ("Jonas", TakePlace(0.0, 1.0, -2.0))):
        target = kept.new_file("suo-gan")
        write(target, tone(0.5)[:, :1])
        day = A_NIGHT - timedelta(days=1)
        facts = replace(ben.facts, singer=singer, recorded_at=day, place=place)
        kept.add(facts, target, None)
    voices_shown(world)
    world.find(VoiceActions).together_requested.emit(ben)
    world.post.deliver()


def give_song(world: World) -> None:
    _sing(world)
    world.stores.library.set_speed_pitch(_song(world).id, SpeedPitch(0.85, -2.0))
    give(world)


def give(world: World) -> None:
    world.go("library")
    world.find(BundlesController).give(_song(world))
    world.post.deliver()


def open_song(world: World) -> None:
    takes = tuple(replace(take, singer=GIVER) for take in SONG.takes)
    manifest = manifest_of(replace(SONG, title=GIVEN_SONG, takes=takes))
    path = world.services.paths.data / f"{GIVEN_SONG}.lullaby"
    write_bundle(path, replace(manifest, name=GIVEN_SONG, giver=GIVER), CONTENTS)
    world.services.gui.opener.open_files([str(path)])
    world.post.deliver()


VOICE_SCREENS: dict[str, Callable[[World], None]] = {
    "voices": voices,
    "bring-in": bring_in,
    "choir": choir,
    "give-song": give_song,
    "open-song": open_song,
}
