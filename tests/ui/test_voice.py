"""Words that follow a voice on the Sing screen: the question, the ear, and what moves them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lullaby.following.followed_words import FollowedWords
from lullaby.following.listening import RATE, Listening, Tell
from lullaby.following.melody import Melody
from lullaby.following.singer_voices import read_voices, write_voices
from lullaby.following.suiting_key import VoiceRange, suiting_key
from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.library.track import Words
from lullaby.lyrics.prompting import Way
from lullaby.settings import Settings
from lullaby.stores import Stores
from lullaby.ui.following.consent_sheet import ConsentSheet
from lullaby.ui.following.controller import HIDDEN_FOR_MS, VoiceController
from lullaby.ui.following.key_sheet import KeySheet
from lullaby.ui.following.ports import VoicePorts
from lullaby.ui.following.room_ear import RoomEar
from lullaby.ui.recorder.plugin import RECORDER
from lullaby.ui.shell.keys import Action
from lullaby.ui.shell.notices import NoticeBoard
from lullaby.ui.shell.undo import UndoController
from lullaby.ui.sing.last_heard import LastHeard
from lullaby.ui.sing.prompter import WAYS
from lullaby.units import Ms
from tests.following.singing import tone
from tests.following.sound_sources import HeardSound, joined
from tests.library.songs import plain
from tests.ui.test_sing_alone import keep_songs, line, play, press
from tests.world import World, find_one, make_world

Key = Qt.Key
SONG = "Suo Gân"
LOWER = 5
NOTED = "noted"
"""A recording whose words carry their notes."""
VOICE_CHIP = WAYS.index(Way.VOICE)


class Room:
    """A window, and a microphone that hears what `sound` says each time it is opened."""

    def __init__(
        self, world: World, qtbot: QtBot, ears: list[HeardSound], plugged: dict[str, bool]
    ) -> None:
        self.world = world
        self.ears = ears
        self.plugged = plugged
        """Under "in", whether there is a microphone; under "silent", whether minutes of silence
        follow what it hears."""
        self._qtbot = qtbot

    @property
    def controller(self) -> VoiceController:
        found = self.world.sing.findChild(VoiceController)
        assert isinstance(found, VoiceController)
        return found

    @property
    def words(self) -> FollowedWords:
        assert self.controller.words is not None
        return self.controller.words

    @property
    def open_now(self) -> bool:
        return sum(each.opened - each.closed for each in self.ears) > 0

    @property
    def way(self) -> Way:
        return self.world.services.bridge.state.vocal_mode.prompt.way

    def until(self, fact: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(fact, timeout=60_000)

    def chip(self) -> None:
        bar = self.world.sing.bar
        self._qtbot.mouseClick(bar._ways.chips[VOICE_CHIP], Qt.MouseButton.LeftButton)

    def listen(self) -> None:
        """Alone, with the question answered."""
        play(self.world, SONG)
        press(self.world, Key.Key_H)
        self.chip()
        self.until(lambda: self.open_now)


@pytest.fixture
def sound() -> list[np.ndarray]:
    """What the microphone hears, which a test may fill."""
    return []


@pytest.fixture
def allowed() -> bool:
    return True


@pytest.fixture
def room(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, sound: list[np.ndarray], allowed: bool
) -> Iterator[Room]:
    ears: list[HeardSound] = []
    plugged = {"in": True, "silent": False}

    def make(melody: Melody, tell: Tell) -> Listening:
        quiet = np.zeros(RATE // 10, np.float32)
        then_s = 15.0 * plugged["silent"]
        heard = joined([quiet, *sound])
        ear = HeardSound(heard, there=plugged["in"], then_s=then_s, silence=plugged["silent"])
        ears.append(ear)
        return Listening(melody, ear.open, tell, ear.now_s)

    def prepare(stores: Stores) -> None:
        keep_songs(stores, tmp_path / "music")
        keep_noted_song(stores, tmp_path / "music")

    settings = Settings(welcomed=True, reduce_motion=True, may_listen=allowed)
    world = make_world(qapp, tmp_path, settings, prepare, voice=VoicePorts(make))
    world.services.gui.window.resize(1280, 800)
    world.services.gui.window.show()
    world.go("sing")
    room = Room(world, qtbot, ears, plugged)
    yield room
    world.services.gui.stop()
    room.until(lambda: not room.open_now)
    world.close()


def keep_noted_song(stores: Stores, music: Path) -> None:
    """UltraStar words: notes from F4 to D5, around A4."""
    rows = [f": {6 * at} 5 {(5, 9, 12, 9, 14)[at % 5]} la" for at in range(20)]
    head = f"#TITLE:{NOTED}\n#ARTIST:Trad\n#BPM:120\n#GAP:0\n"
    (music / f"{NOTED}.txt").write_text(head + "\n".join((*rows, "E\n")))
    path = plain(music / f"{NOTED}.ogg")
    stat = path.stat()
    tags = Tags(NOTED, duration_ms=Ms(60_000), words=Words.SYLLABLES)
    stores.scans.apply(ScanBatch(found=(FoundFile(path, stat.st_size, stat.st_mtime_ns, 0, tags),)))


def sung(melody: Melody, first: int, last: int) -> np.ndarray:
    return joined(tone([n.pitch - LOWER], n.ms / 1000) for n in melody.notes[first:last])


def quiet(seconds: float) -> np.ndarray:
    return np.zeros(round(seconds * RATE), np.float32)


def shown_line(room: Room) -> int | None:
    return room.world.sing.words._staging.window.current


def test_the_way_is_offered_only_for_words_with_notes(room: Room) -> None:
    chip = room.world.sing.bar._ways.chips[VOICE_CHIP]
    play(room.world, "timed")
    press(room.world, Key.Key_H)
    assert not chip.isVisible()
    press(room.world, Key.Key_V)
    assert (room.way, room.ears) == (Way.PACE, [])
    play(room.world, SONG)
    press(room.world, Key.Key_H)
    assert chip.isVisible()
    assert chip.accessibleDescription() == "2 of 4"


def test_the_recorder_closes_the_microphone(room: Room) -> None:
    room.listen()
    room.world.act(Action.RECORD)
    room.until(lambda: not room.open_now)
    assert room.world.services.gui.window.current == RECORDER


@pytest.mark.parametrize("allowed", [False])
def test_the_first_time_it_asks_and_nothing_is_opened_before(room: Room) -> None:
    play(room.world, SONG)
    press(room.world, Key.Key_H)
    room.chip()
    sheet = find_one(room.world.services.gui.window, ConsentSheet)
    assert sheet.isVisible()
    sheet.refuse.click()
    assert (room.way, room.ears) == (Way.PACE, [])
    room.chip()
    sheet.listen.click()
    room.until(lambda: room.open_now)
    assert room.way is Way.VOICE
    assert room.world.services.gui.settings_controller.now.may_listen
    press(room.world, Key.Key_V)
    room.until(lambda: not room.open_now)
    press(room.world, Key.Key_V)
    room.until(lambda: room.open_now)
    assert not sheet.isVisible()


def test_the_words_go_where_the_singer_is_and_wait(room: Room, sound: list[np.ndarray]) -> None:
    play(room.world, SONG)
    press(room.world, Key.Key_H)
    melody = room.words.melody
    second = next(at for at, note in enumerate(melody.notes) if note.line == 1)
    sound.append(sung(melody, 0, second + 4))
    room.chip()
    place = melody.notes[second + 2].syllable
    room.until(lambda: room.world.services.bridge.state.position_ms >= room.words.starts[place] - 1)
    assert shown_line(room) == room.words.lines[1]
    room.world.pass_time(60_000)
    state = room.world.services.bridge.state
    assert shown_line(room) == room.words.lines[1], "they wait"
    assert state.position_ms < room.words.ends[melody.notes[second + 5].syllable]
    ear = room.world.sing.bar.ear
    assert ear.isVisible()
    assert "Following your voice" in ear.accessibleName()


@pytest.mark.parametrize("stop", [Key.Key_Escape, Key.Key_V])
def test_one_key_closes_the_microphone(room: Room, stop: Qt.Key) -> None:
    room.listen()
    press(room.world, stop)
    assert room.way is Way.PACE
    room.until(lambda: not room.open_now)
    assert room.world.sing.isVisible()


def test_it_closes_on_pause_and_opens_again(room: Room) -> None:
    room.listen()
    room.world.services.bridge.toggle()
    room.until(lambda: not room.open_now)
    assert room.way is Way.VOICE
    room.world.services.bridge.toggle()
    room.until(lambda: room.open_now)


def test_it_closes_when_the_words_leave_the_screen_and_at_the_end(room: Room) -> None:
    room.listen()
    room.world.go("library")
    room.until(lambda: not room.open_now)
    room.world.go("sing")
    room.until(lambda: room.open_now)
    room.world.services.bridge.stop()
    room.world.pass_time(5_000)
    room.until(lambda: not room.open_now)


def test_the_next_evening_opens_no_microphone_by_itself(room: Room) -> None:
    room.listen()
    room.world.services.bridge.stop()
    room.world.pass_time(5_000)
    room.until(lambda: not room.open_now)
    play(room.world, SONG)
    press(room.world, Key.Key_H)
    room.world.pass_time(2_000)
    assert room.world.services.bridge.state.vocal_mode.alone
    assert room.way is Way.PACE
    assert not room.controller.listening


def test_it_closes_once_the_window_was_hidden_for_a_while(room: Room) -> None:
    room.listen()
    room.world.pass_time(1_000)
    room.world.services.gui.window.hide()
    room.world.pass_time(HIDDEN_FOR_MS - 2_000)
    room.controller.look()
    assert room.controller.listening
    room.world.pass_time(4_000)
    room.until(lambda: not room.open_now)
    room.world.services.gui.window.show()
    room.until(lambda: room.open_now)


def test_after_a_minute_of_silence_the_microphone_is_off(room: Room) -> None:
    room.plugged["silent"] = True
    room.listen()
    room.until(lambda: not room.open_now)
    room.world.pass_time(2_000)
    assert room.way is Way.VOICE
    assert "The microphone is off" in room.world.sing.bar.ear.accessibleName()
    room.plugged["silent"] = False
    room.world.sing.bar.ear.click()
    room.until(lambda: room.open_now)


def test_without_a_microphone_the_words_go_on_by_themselves(room: Room) -> None:
    room.plugged["in"] = False
    play(room.world, SONG)
    press(room.world, Key.Key_H)
    room.chip()
    room.until(lambda: room.way is Way.PACE)
    (board,) = room.world.services.gui.window.findChildren(NoticeBoard)
    notice = board.notice("voice")
    assert notice is not None
    assert "No microphone" in notice.text
    before = room.world.services.bridge.state.position_ms
    room.world.pass_time(3_000)
    assert room.world.services.bridge.state.position_ms == before + 3_000


def test_a_key_and_a_press_on_a_line_tell_where_the_singer_is(room: Room) -> None:
    room.listen()
    press(room.world, Key.Key_Right)
    assert shown_line(room) == room.words.lines[1]
    room.world.pass_time(10_000)
    assert shown_line(room) == room.words.lines[1], "it waits there"
    over = find_one(room.world.sing, LastHeard)
    canvas = room.world.sing.words.canvas
    assert canvas is not None
    boxes = dict(canvas.line_boxes)
    spot = boxes[room.words.lines[2]].center()
    QTest.mouseClick(
        over, Qt.MouseButton.LeftButton, pos=QPoint(over.width() // 2, round(spot.y()))
    )
    assert shown_line(room) == room.words.lines[2]
    assert line(room.world)


def test_p_goes_past_the_voice(room: Room) -> None:
    room.listen()
    seen = []
    for _ in range(3):
        press(room.world, Key.Key_P)
        seen.append(room.way)
    assert seen == [Way.PACE, Way.TAP, Way.HAND]
    room.until(lambda: not room.open_now)


def test_the_ear_stands_in_the_corner_of_the_room_view(room: Room) -> None:
    room.listen()
    ear = find_one(room.world.sing, RoomEar)
    assert not ear.isVisible()
    room.world.act(Action.ROOM)
    assert ear.isVisible()
    ear.click()
    assert not ear.isVisible()
    assert room.way is Way.PACE


def test_another_song_is_listened_to_in_its_turn(room: Room) -> None:
    room.listen()
    first = room.words
    play(room.world, "Twinkle, twinkle, little star")
    if not room.world.services.bridge.state.vocal_mode.alone:
        press(room.world, Key.Key_H)
    room.until(lambda: room.controller.words is not None and room.words != first)
    assert sum(each.opened for each in room.ears) <= 2


def find_key(room: Room, sound: list[np.ndarray]) -> KeySheet:
    """Sing two lines five semitones lower than written, and wait for the answer."""
    play(room.world, SONG)
    press(room.world, Key.Key_H)
    sound.extend((quiet(1.5), sung(room.words.melody, 0, 16)))
    room.world.sing.bar.key_requested.emit()
    sheet = find_one(room.world.services.gui.window, KeySheet)
    assert sheet.isVisible()
    room.until(sheet.bars.isVisible)
    return sheet


def pitch(room: Room) -> float:
    return room.world.services.bridge.state.speed_pitch.semitones


def test_a_line_sung_tells_the_key_and_moves_only_this_song(
    room: Room, sound: list[np.ndarray]
) -> None:
    sheet = find_key(room, sound)
    room.until(lambda: not room.open_now)
    assert sheet.accessibleName() == "5 semitones lower suits you"
    sheet.one.click()
    assert not sheet.isVisible()
    assert pitch(room) == -LOWER
    room.world.act(Action.UNDO)
    assert pitch(room) == 0


def pitch_of(room: Room, title: str) -> float:
    tracks = room.world.stores.library.tracks()
    return next(each.speed_pitch.semitones for each in tracks if each.title == title)


def test_all_songs_with_known_notes_move_and_come_back(room: Room, sound: list[np.ndarray]) -> None:
    find_key(room, sound).all.click()

    def moved() -> int:
        tracks = room.world.stores.library.tracks()
        return sum(each.speed_pitch.semitones != 0 for each in tracks if each.songbook_id)

    room.world.post.deliver()
    room.until(lambda: room.world.services.gui.window.findChildren(UndoController)[0].is_open)
    assert moved() > 10
    kept = read_voices(room.world.services.gui.settings_controller.now.singer_voices)
    by_its_words = suiting_key(VoiceRange(65, 69, 74), kept[""])
    assert pitch_of(room, NOTED) == by_its_words != 0
    assert pitch(room) == -LOWER
    room.world.act(Action.UNDO)
    assert moved() == 0
    assert pitch_of(room, NOTED) == 0


def test_the_voice_is_kept_and_leaving_moves_nothing(room: Room, sound: list[np.ndarray]) -> None:
    sheet = find_key(room, sound)
    sheet.leave.click()
    kept = read_voices(room.world.services.gui.settings_controller.now.singer_voices)
    assert list(kept) == [""]
    assert 0 < kept[""].low < kept[""].middle < kept[""].high
    assert pitch(room) == 0


def test_each_singer_has_a_voice_which_is_asked_for_once(
    room: Room, sound: list[np.ndarray]
) -> None:
    settings = room.world.services.gui.settings_controller
    voices = {"Ada": VoiceRange(40.0, 47.0, 57.0)}
    settings.change(first_singer="Ada", second_singer="Bo", key_singer="Ada")
    settings.change(singer_voices=write_voices(voices))
    play(room.world, SONG)
    press(room.world, Key.Key_H)
    sound.extend((quiet(1.5), sung(room.words.melody, 0, 16)))
    room.world.sing.bar.key_requested.emit()
    sheet = find_one(room.world.services.gui.window, KeySheet)
    assert sheet.bars.isVisible(), "Ada was heard before"
    assert room.ears == []
    assert sheet.singer.isVisible()
    sheet.singer.chosen.emit(1)
    assert not sheet.bars.isVisible()
    room.until(sheet.bars.isVisible)
    assert sheet.accessibleName() == "5 semitones lower suits you"
    sheet.leave.click()
    kept = read_voices(settings.now.singer_voices)
    assert kept["Ada"] == voices["Ada"]
    assert kept["Bo"].middle > kept["Ada"].middle
    assert settings.now.key_singer == "Bo"
    sheet.singer.chosen.emit(0)


def test_who_sang_can_be_said_afterwards(room: Room, sound: list[np.ndarray]) -> None:
    settings = room.world.services.gui.settings_controller
    settings.change(first_singer="Ada", second_singer="Bo")
    sheet = find_key(room, sound)
    sheet.singer.chosen.emit(1)
    assert sheet.accessibleName() == "5 semitones lower suits you"
    sheet.close_sheet()
    assert list(read_voices(settings.now.singer_voices)) == ["Bo"]


def test_minutes_that_were_sung_are_noted_only_if_that_is_wanted(
    room: Room, sound: list[np.ndarray]
) -> None:
    settings = room.world.services.gui.settings_controller
    settings.change(note_singing=True)
    play(room.world, SONG)
    press(room.world, Key.Key_H)
    room.world.pass_time(1_000)
    sound.append(sung(room.words.melody, 0, 12))
    room.chip()
    place = room.words.melody.notes[10].syllable
    room.until(lambda: room.world.services.bridge.state.position_ms >= room.words.starts[place] - 1)
    room.world.pass_time(2_000)
    room.world.services.bridge.stop()
    room.world.pass_time(5_000)
    (song,) = room.world.stores.journal.entries()[0].songs
    assert song.sung_ms > 3_000
    assert song.sung


def test_closing_the_sheet_closes_the_microphone(room: Room) -> None:
    play(room.world, SONG)
    press(room.world, Key.Key_H)
    room.world.sing.bar.key_requested.emit()
    room.until(lambda: room.open_now)
    press(room.world, Key.Key_Escape)
    room.until(lambda: not room.open_now)


def test_asking_for_the_key_twice_leaves_no_microphone_open(room: Room) -> None:
    play(room.world, SONG)
    press(room.world, Key.Key_H)
    for _ in range(2):
        room.world.sing.bar.key_requested.emit()
    room.until(lambda: room.open_now)
    press(room.world, Key.Key_Escape)
    room.until(lambda: not room.open_now)
