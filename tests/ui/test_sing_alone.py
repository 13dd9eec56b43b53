"""Singing without the recording, switching back, and song preferences."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lullaby.audio.port import SpeedPitch, Trouble
from lullaby.journal.entry import EntryId, JournalEntry, Outcome
from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.library.song_preferences import EVERYBODY, ChildId
from lullaby.library.track import Track
from lullaby.lyrics.model import Part
from lullaby.lyrics.prompting import Way
from lullaby.session.state import Stage
from lullaby.session.vocal_mode import LeadSource
from lullaby.settings import Settings
from lullaby.stores import Stores
from lullaby.ui.controls.fields import PillField
from lullaby.ui.settings.children_topic import ChildrenTopic
from lullaby.ui.shell.keys import Action, action_for
from lullaby.units import Bpm, Ms
from tests.fakes import A_NIGHT, PatientExecutor
from tests.library.songs import plain
from tests.ui.situations import situation
from tests.world import World, make_world

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
LINES = "".join(f"[00:{second:02}.00]Line {second}\n" for second in range(4, 60, 4))
PLAIN = "Hush little baby\nDon't say a word\n\nMama's gonna buy you\nA mockingbird\n"
DUET = "[00:04.00]v1: Mine\n[00:08.00]v2: Yours\n"


def keep_songs(stores: Stores, music: Path) -> None:
    """Write songs with their words to the folder `music`, and into the library."""
    music.mkdir()
    for name, words, bpm in (
        ("timed", LINES, Bpm(60)),
        ("plain", PLAIN, None),
        ("duet", DUET, Bpm(60)),
    ):
        (music / f"{name}.lrc").write_text(words)
        stat = plain(music / f"{name}.ogg").stat()
        tags = Tags(name, duration_ms=Ms(180_000), bpm=bpm)
        found = FoundFile(music / f"{name}.ogg", stat.st_size, stat.st_mtime_ns, 0, tags)
        stores.scans.apply(ScanBatch(found=(found,)))


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    def prepare(stores: Stores) -> None:
        keep_songs(stores, tmp_path / "music")

    world = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True), prepare)
    world.services.gui.window.resize(1280, 800)
    world.services.gui.window.show()
    world.go("sing")
    yield world
    world.close()


def song(world: World, title: str) -> Track:
    return next(track for track in world.stores.library.tracks() if track.title == title)


def play(world: World, title: str) -> Track:
    track = song(world, title)
    world.library_actions.start_songs((track,), 0)
    world.post.deliver()
    return track


def press(world: World, key: Qt.Key) -> None:
    QTest.keyClick(world.services.gui.window, key)
    world.post.deliver()


def line(world: World) -> str:
    """The current line, as a screen reader finds it."""
    return world.sing.words.accessibleDescription()


def test_with_nothing_playing_h_begins_an_evening_of_singing(world: World) -> None:
    press(world, Key.Key_H)
    world.pass_time(30_000)
    state = world.services.bridge.state
    assert (state.stage, state.vocal_mode.lead) == (Stage.PLAYING, LeadSource.PERSON)
    assert world.player.cues == []
    assert state.position_ms == 30_000
    assert line(world)
    assert world.sing.bar.isVisible()
    world.act(Action.FADE)
    world.pass_time(61_000)
    (night,) = world.stores.journal.entries()
    (sung,) = night.songs
    assert sung.sung
    assert sung.played_ms == pytest.approx(90_000, abs=1_500)


def test_words_of_the_last_song_are_gone_before_those_of_the_next_are_found(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    words = PatientExecutor()

    def prepare(stores: Stores) -> None:
        keep_songs(stores, tmp_path / "music")

    world = make_world(
        qapp, tmp_path, Settings(welcomed=True, reduce_motion=True), prepare, words=words
    )
    world.services.gui.window.show()
    world.go("sing")
    for title, first in (("timed", "Line 4"), ("duet", "Singer 1: Mine")):
        play(world, title)
        world.pass_time(6_000)
        assert world.sing.words.lyrics is None
        assert line(world) == ""
        while words.work():
            world.post.deliver()
        world.pass_time(1_000)
        assert line(world) == first
    world.close()


def test_h_switches_between_recording_and_singer(world: World) -> None:
    play(world, "timed")
    world.pass_time(9_000)
    assert line(world) == "Line 8"
    press(world, Key.Key_H)
    assert world.player.status().cue is None
    world.pass_time(4_000)
    assert line(world) == "Line 12"
    press(world, Key.Key_H)
    cue = world.player.cues[-1]
    assert cue.ramp_ms == 4_000
    assert cue.start_ms == pytest.approx(13_000, abs=300)
    world.pass_time(4_000)
    assert world.services.bridge.state.vocal_mode.lead is LeadSource.RECORDING
    assert line(world) == "Line 16"
    assert not world.sing.bar.isVisible()


def test_space_taps_the_beat_or_turns_the_line_and_pauses_otherwise(world: World) -> None:
    play(world, "timed")
    press(world, Key.Key_H)
    press(world, Key.Key_Space)
    assert world.services.bridge.state.stage is Stage.PAUSED
    press(world, Key.Key_Space)
    press(world, Key.Key_P)
    for _ in range(6):
        press(world, Key.Key_Space)
        world.pass_time(1_200)
    prompt = world.services.bridge.state.vocal_mode.prompt
    assert (prompt.way, round(prompt.speed, 2)) == (Way.TAP, 0.83)
    press(world, Key.Key_P)
    before = line(world)
    press(world, Key.Key_Space)
    assert line(world) != before
    assert world.services.bridge.state.stage is Stage.PLAYING


@pytest.mark.parametrize(
    ("on", "back"),
    [
        (Key.Key_Right, Key.Key_Left),
        (Key.Key_Down, Key.Key_Up),
        (Key.Key_PageDown, Key.Key_PageUp),
        (Key.Key_MediaNext, Key.Key_MediaPrevious),
    ],
)
def test_pedals_arrows_and_media_keys_turn_the_lines(
    world: World, on: Qt.Key, back: Qt.Key
) -> None:
    play(world, "timed")
    press(world, Key.Key_H)
    world.services.bridge.lead(Way.HAND)
    assert line(world) == "Line 4"
    press(world, on)
    press(world, on)
    assert line(world) == "Line 12"
    world.pass_time(60_000)
    assert line(world) == "Line 12", "it waits"
    press(world, back)
    assert line(world) == "Line 8"


def test_up_and_down_are_the_volume_again_with_a_recording() -> None:
    assert action_for(Key.Key_Up, NONE, situation("sing")) is Action.LOUDER
    alone = situation("singing alone")
    assert action_for(Key.Key_Up, NONE, alone) is Action.BEFORE
    assert action_for(Key.Key_PageDown, NONE, situation("sing")) is Action.AFTER
    assert action_for(Key.Key_PageDown, NONE, situation("library")) is None
    assert action_for(Key.Key_K, NONE, situation("tonight")) is None


def test_untimed_words_run_for_their_singer(world: World) -> None:
    play(world, "plain")
    world.pass_time(2_000)
    press(world, Key.Key_Right)
    assert line(world) == "Don't say a word"
    press(world, Key.Key_H)
    assert line(world) == "Don't say a word", "where they stood"
    world.pass_time(60_000)
    later = line(world)
    assert later != "Don't say a word"
    world.services.bridge.lead(Way.HAND)
    press(world, Key.Key_Right)
    there = line(world)
    press(world, Key.Key_H)
    assert line(world) == there
    assert world.player.cues[-1].start_ms == pytest.approx(2_000, abs=100), "where it was left"
    world.pass_time(20_000)
    assert line(world) == there, "turned by hand again"


def test_a_song_whose_file_is_gone_can_be_sung(world: World) -> None:
    track = song(world, "timed")
    world.player.troubles[track.path] = Trouble.MISSING
    world.library_actions._next_session.start_tracks((track,), 0, by_voice=True)
    world.go("sing")
    world.post.deliver()
    world.pass_time(9_000)
    assert line(world) == "Line 8"
    assert world.services.bridge.state.stage is Stage.PLAYING
    press(world, Key.Key_H)
    world.pass_time(1_000)
    assert world.services.bridge.state.vocal_mode.lead is LeadSource.PERSON
    assert line(world) == "Line 8"


def test_the_tempo_keys_pace_the_words(world: World) -> None:
    track = play(world, "timed")
    press(world, Key.Key_H)
    for _ in range(10):
        press(world, Key.Key_BracketLeft)
    assert world.services.bridge.state.vocal_mode.prompt.speed == 0.5
    assert song(world, "timed").speed_pitch == track.speed_pitch, "the recording's own pace stays"


def test_words_can_be_shifted_for_a_loudspeaker_and_for_a_song(world: World) -> None:
    track = play(world, "timed")
    world.player.name_speaker("fake")
    world.pass_time(3_800)
    for _ in range(4):
        press(world, Key.Key_Semicolon)
    press(world, Key.Key_QuoteDbl)
    song_preferences = world.stores.song_preferences
    assert song_preferences.words_on("fake") == 200
    assert song_preferences.of(track.id, EVERYBODY).earlier_ms == -50
    sing = world.sing
    assert "words 150 ms earlier" in sing._line.text()
    assert sing.words._staging.syllable is None
    before = line(world), sing.words._staging.fraction
    world.pass_time(200)
    assert before[0] == "Line 4"
    press(world, Key.Key_H)
    after = sing.words._staging.fraction
    world.pass_time(200)
    assert sing.words._staging.fraction - after == pytest.approx(200 / 4_000, abs=0.01)


def test_another_loudspeaker_has_its_own_delay(world: World) -> None:
    play(world, "timed")
    press(world, Key.Key_Apostrophe)
    controller = world.sing._song_preferences
    assert controller.on_speaker == -50
    world.player.name_speaker("headphones")
    world.pass_time(200)
    assert controller.on_speaker == 0
    world.player.name_speaker("")
    world.pass_time(200)
    assert controller.on_speaker == -50


def test_a_child_has_its_own_preferences_and_one_press_clears_them(world: World) -> None:
    track = song(world, "timed")
    controller = world.sing._song_preferences
    controller.name_child(None, "Mila")
    controller.sing_with(controller.named()[0].id)
    play(world, "timed")
    for key in (Key.Key_Comma, Key.Key_Comma, Key.Key_BracketLeft):
        press(world, key)
    assert controller.words(track) == "Your version with Mila: 2 semitones lower, a little slower"
    assert song(world, "timed").speed_pitch == SpeedPitch(), "with everybody it is as it was"
    play(world, "timed")
    assert world.player.cues[-1].speed_pitch == SpeedPitch(0.95, -2)
    controller.sing_with(EVERYBODY)
    assert world.services.bridge.state.speed_pitch == SpeedPitch()
    assert controller.words(track) == ""
    controller.sing_with(ChildId(controller.named()[0].id))
    controller.clear(track.id)
    assert world.services.bridge.state.speed_pitch == SpeedPitch()
    world.act(Action.UNDO)
    assert controller.words(track) == "Your version with Mila: 2 semitones lower, a little slower"
    assert world.services.bridge.state.speed_pitch == SpeedPitch(0.95, -2)


def test_the_preferences_for_everybody_can_be_cleared_and_restored_too(world: World) -> None:
    track = play(world, "timed")
    press(world, Key.Key_Comma)
    controller = world.sing._song_preferences
    controller.louder(track.id, -2)
    assert controller.words(track) == "Your version: 1 semitone lower, a little softer"
    controller.clear(track.id)
    assert not controller.is_kept(track.id)
    world.act(Action.UNDO)
    assert controller.words(track) == "Your version: 1 semitone lower, a little softer"
    assert song(world, "timed").speed_pitch.semitones == -1


def test_only_the_song_set_softer_is_softer(world: World) -> None:
    track = play(world, "timed")
    usual = world.player.volume
    world.sing._song_preferences.louder(track.id, -2)
    softer = world.player.volume
    assert 20 * 0.147 < -20 * __import__("math").log10(softer / usual) < 3.1
    play(world, "plain")
    assert world.player.volume == usual
    play(world, "timed")
    assert world.player.volume == softer


def test_the_two_singers_change_parts(world: World) -> None:
    track = play(world, "duet")
    words = world.sing.words
    assert words.lyrics is not None
    assert words.lyrics.lines[0].part is Part.FIRST
    world.sing._song_preferences.swap_parts(track.id, True)
    assert words.lyrics.lines[0].part is Part.SECOND
    world.sing._song_preferences.clear(track.id)
    assert words.lyrics.lines[0].part is Part.FIRST


def test_children_are_named_in_settings(world: World) -> None:
    world.go("settings")
    card = world.settings_screen.findChild(ChildrenTopic)
    assert isinstance(card, ChildrenTopic)
    fields = card.findChildren(PillField)
    fields[0].setText("Mila")
    fields[0].editingFinished.emit()
    assert [child.name for child in world.stores.song_preferences.children()] == ["Mila"]
    assert fields[1].isVisibleTo(card)
    fields[0].setText("")
    fields[0].editingFinished.emit()
    assert world.stores.song_preferences.children() == []


def test_a_child_that_is_renamed_keeps_its_nights(world: World) -> None:
    journal = world.stores.journal
    entry = JournalEntry(EntryId(0), A_NIGHT, outcome=Outcome.ASLEEP, children=("Mila", "Zoe"))
    journal.add(entry)
    mila = world.stores.song_preferences.name_child("Mila")
    zoe = world.stores.song_preferences.name_child("Zoe")
    world.sing._song_preferences.name_child(mila, "Milena")
    assert journal.entries()[0].children == ("Milena", "Zoe")
    world.sing._song_preferences.name_child(zoe, "Milena")
    assert journal.entries()[0].children == ("Milena", "Zoe"), "another child has the name"


def test_k_opens_the_song_preferences_and_esc_closes_them(world: World) -> None:
    play(world, "timed")
    press(world, Key.Key_K)
    dispatcher = world.services.gui.dispatcher
    assert world.services.gui.window.findChildren(type(dispatcher))
    press(world, Key.Key_Escape)
    assert world.sing.isVisible()
