"""Recordings of the family's voices, and songs that are given away."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from lullaby.audio.port import SpeedPitch
from lullaby.bundles.archive import write_bundle
from lullaby.bundles.family_merging import NewPlaylist, NewRoutine, Together
from lullaby.bundles.manifest import GivenRoutine, SingAt
from lullaby.journal.entry import EntryId, JournalEntry
from lullaby.library.kept_takes import KeptTakes
from lullaby.library.take import TakeFacts, TakePlace
from lullaby.library.track import Track
from lullaby.ui.appointments.controller import AppointmentsController
from lullaby.ui.appointments.count_in import CountIn
from lullaby.ui.appointments.sheet import AppointmentSheet
from lullaby.ui.bundles.controller import BundlesController
from lullaby.ui.bundles.give_sheet import GiveSheet
from lullaby.ui.library.screen import VOICES
from lullaby.ui.settings.family_sheet import FamilySheet
from lullaby.ui.shell.notices import NoticeBoard
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


def agree_on_time(world: World) -> None:
    """Asked when to sing a song with somebody in another zone."""
    give(world)
    world.find(GiveSheet).time.click()
    form = world.find(AppointmentSheet).form
    form.name.setText(GIVER)
    form.choose("America/New_York")
    world.post.deliver()


def _appointment(world: World, left: timedelta) -> None:
    at = world.clock.now() + left
    world.find(AppointmentsController).take(_song(world).id, SingAt(at, 8), GIVER)
    world.make_songs()
    world.post.deliver()


def invited(world: World) -> None:
    """Two minutes before an agreed time."""
    world.go("tonight")
    _appointment(world, timedelta(minutes=2))


def counting_in(world: World) -> None:
    """Five beats before an agreed time."""
    _appointment(world, timedelta(seconds=11))
    current = world.find(NoticeBoard).current
    assert current is not None
    assert current[1].action is not None
    current[1].action()
    world.pass_time(6_600)
    world.find(CountIn).look()


def from_the_other_computer(world: World) -> None:
    """What a file from the other computer would bring."""
    world.go("settings")
    nights = tuple(JournalEntry(EntryId(0), A_NIGHT - timedelta(days=day)) for day in range(12))
    lists = NewPlaylist("Ours", ()), NewPlaylist("Rainy days", ())
    sounds = GivenRoutine(minutes=45)
    sheet = FamilySheet(world.services.theme, world.services.gui.window)
    sheet.open_for(Together(nights, 2, lists, (NewRoutine("Evening", sounds),)))


VOICE_SCREENS: dict[str, Callable[[World], None]] = {
    "voices": voices,
    "bring-in": bring_in,
    "choir": choir,
    "give-song": give_song,
    "open-song": open_song,
    "sing-at-a-time": agree_on_time,
    "invited": invited,
    "counting-in": counting_in,
    "other-computer": from_the_other_computer,
}
