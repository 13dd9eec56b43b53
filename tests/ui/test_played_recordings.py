"""A recording that plays instead of its song, wherever the song stands."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu
from pytestqt.qtbot import QtBot

from lullaby.audio.writer import write_sound
from lullaby.library.kept_takes import KeptTakes
from lullaby.library.song_preferences import EVERYBODY, SONG_ITSELF, SongPreferences, TakeId
from lullaby.library.take import Take, TakeFacts, TakePlace
from lullaby.library.track import Track
from lullaby.paths import paths_under
from lullaby.session.state import Stage
from lullaby.settings import Settings
from lullaby.ui.library.library_actions import LibraryActions
from lullaby.ui.sing.song_preferences_panel import SongPreferencesPanel
from lullaby.ui.voices.voice_actions import VoiceActions
from lullaby.units import Ms
from tests.audio.sounds import tone
from tests.fakes import A_NIGHT
from tests.world import World, make_world

FACTS = TakeFacts("suo-gan", "Suo Gân", "Ana", A_NIGHT, Ms(4_000), TakePlace(0.0))


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path / "data", Settings(welcomed=True, reduce_motion=True))
    world.services.gui.window.show()
    yield world
    world.close()


@pytest.fixture
def kept(world: World, tmp_path: Path) -> KeptTakes:
    folder = paths_under(tmp_path / "data").voices
    return KeptTakes(world.stores.takes, folder, world.clock.now)


def add(world: World, kept: KeptTakes, singer: str, days: int) -> Take:
    """A take that the library knows."""
    target = kept.new_file(FACTS.song)
    write_sound(target, [tone(4.0, pitch=200.0 + 40 * days)], FACTS.title, singer, mono=True)
    facts = replace(FACTS, singer=singer, recorded_at=A_NIGHT - timedelta(days=days))
    take = kept.add(facts, target, None)
    world.go("library")
    world.find(VoiceActions)._controller.tracks([take], lambda _: None)
    world.post.deliver()
    return take


def song(world: World, name: str = "suo-gan") -> Track:
    return next(t for t in world.stores.library.tracks() if t.songbook_id == name)


def choose(world: World, take: TakeId) -> None:
    wanted = SongPreferences(recording=take)
    world.stores.song_preferences.keep(song(world).id, EVERYBODY, wanted)


def playing(world: World) -> Path:
    world.post.deliver()
    state = world.services.bridge.state
    assert state.stage is Stage.PLAYING
    assert state.track is not None
    return state.track.path


def test_it_plays_wherever_the_song_stands_and_the_night_knows_who_sang(
    world: World, kept: KeptTakes
) -> None:
    take = add(world, kept, "Ana", 1)
    choose(world, take.id)
    tracks = (song(world, "twinkle"), song(world), song(world, "fais-dodo"))
    world.services.gui.dispatcher._next_session.start_tracks(tracks, 0)
    assert playing(world) == tracks[0].path
    world.services.bridge.next()
    world.pass_time(2_000)
    assert playing(world) == kept.path_of(take)
    world.services.bridge.next()
    world.pass_time(2_000)
    assert playing(world) == tracks[2].path
    world.services.bridge.stop()
    world.pass_time(4_000)
    (night,) = world.stores.journal.entries()
    assert night.songs[0].name == "Suo Gân · Ana"
    assert night.songs[0].track_id != song(world).id


def test_a_child_may_hear_the_song_itself_and_a_deleted_recording_gives_way(
    world: World, kept: KeptTakes
) -> None:
    take = add(world, kept, "Ana", 1)
    choose(world, take.id)
    start = world.services.gui.dispatcher._next_session.start_tracks
    mila = world.stores.song_preferences.name_child("Mila")
    world.stores.song_preferences.keep(song(world).id, mila, SongPreferences(recording=SONG_ITSELF))
    world.services.settings.change(child=int(mila))
    start((song(world),), 0)
    assert playing(world) == song(world).path
    world.services.settings.change(child=int(EVERYBODY))
    start((song(world),), 0)
    assert playing(world) == kept.path_of(take)
    kept.delete(take)
    start((song(world),), 0)
    assert playing(world) == song(world).path


def test_who_sings_or_records_the_song_hears_the_song(world: World, kept: KeptTakes) -> None:
    choose(world, add(world, kept, "Ana", 1).id)
    next_session = world.services.gui.dispatcher._next_session
    next_session.start_tracks((song(world),), 0, by_voice=True)
    assert playing(world) == song(world).path
    next_session.rehearse(song(world), "")
    assert playing(world) == song(world).path


def test_the_song_menu_offers_its_recordings(
    world: World, kept: KeptTakes, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = add(world, kept, "Ana", 1), add(world, kept, "Ben", 2)
    menus: list[QMenu] = []
    monkeypatch.setattr(
        "lullaby.ui.library.library_actions.open_at", lambda menu, _: menus.append(menu)
    )
    actions = world.find(LibraryActions)
    world.library_actions.song_menu((song(world),), 0, world.library.pos())
    choices = next(m for m in menus[0].findChildren(QMenu) if m.title() == "Play it as")
    texts = [each.text() for each in choices.actions()]
    assert [text.partition(" ·")[0] for text in texts] == ["The song itself", "Ana", "Ben"]
    assert [each.isChecked() for each in choices.actions()] == [True, False, False]
    choices.actions()[2].trigger()
    assert world.stores.song_preferences.own(song(world).id, EVERYBODY).recording == ben.id
    assert ana.id != ben.id
    actions.song_menu((song(world, "twinkle"),), 0, world.library.pos())
    assert not [m for m in menus[1].findChildren(QMenu) if m.title() == "Play it as"]


def test_the_panel_of_the_song_offers_them_also_while_a_recording_plays(
    world: World, kept: KeptTakes
) -> None:
    take = add(world, kept, "Ana", 1)
    choose(world, take.id)
    world.services.gui.dispatcher._next_session.start_tracks((song(world),), 0)
    world.post.deliver()
    world.go("sing")
    world.sing.show()
    panel = world.on("sing", SongPreferencesPanel)
    recording = world.services.bridge.state.track
    assert recording is not None
    panel.open_for(recording, two_voices=False, other_letters=False, has_chords=False)
    chips = {
        b.text().partition(" ·")[0]: b for b in panel._recordings.findChildren(QAbstractButton)
    }
    assert [name for name, chip in chips.items() if chip.isChecked()] == ["Ana"]
    chips["The song itself"].click()
    own = world.stores.song_preferences.own(song(world).id, EVERYBODY)
    assert own.recording == SONG_ITSELF
