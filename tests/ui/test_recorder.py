"""Recording a song: asked for, shown, kept, and never by a slip."""

import errno
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lullaby.audio.microphone import RATE, MicrophoneFacts
from lullaby.library import kept_takes
from lullaby.library.take import MESSAGES, TakeKind
from lullaby.settings import Settings
from lullaby.takes.delay import tones
from lullaby.takes.raw_take import Music, RawTake, RawTakes
from lullaby.takes.raw_writer import RawWriter
from lullaby.ui.recorder import plugin
from lullaby.ui.recorder.controller import RecorderController
from lullaby.ui.recorder.delay_controller import DelayController
from lullaby.ui.recorder.plugin import RECORDER, RecorderKey
from lullaby.ui.recorder.screen import RecorderScreen
from lullaby.ui.recorder.state import NOT_YET, beats_left
from lullaby.ui.recorder.waiting import TOPIC
from lullaby.ui.shell.changes import SongRecordings
from lullaby.ui.shell.keys import Action
from lullaby.ui.shell.notices import Notice
from lullaby.ui.shell.undo import UndoController
from tests.fakes import PatientExecutor
from tests.microphones import FakeMicrophones
from tests.recording_by_hand import RecordingByHand
from tests.ui.recorder_scenes import LOOK_MS, voice
from tests.world import make_world

SETTINGS = Settings(welcomed=True, first_singer="Singer")


class Booth:
    """The whole app with a fake microphone."""

    def __init__(
        self, app: QApplication, folder: Path, own_rate: int = RATE, settings: Settings = SETTINGS
    ) -> None:
        self.hand = RecordingByHand()
        self.microphones: FakeMicrophones | None = None
        self.facts = MicrophoneFacts("mic", own_rate)
        self.world = make_world(app, folder, settings, microphones=self.make, record=self.hand)

    def make(self) -> FakeMicrophones:
        if self.microphones is None:
            clock = self.world.clock
            self.microphones = FakeMicrophones(clock, self.facts)
        return self.microphones

    @property
    def screen(self) -> RecorderScreen:
        return self.world.on("recorder", RecorderScreen)

    @property
    def hint(self) -> str:
        return self.screen._hint.text()

    @property
    def summary(self) -> str:
        """Of the card of a take."""
        return self.screen.card._summary.text()

    @property
    def waiting(self) -> list[RawTake]:
        folder = self.world.services.paths.voices / ".waiting"
        return RawTakes(folder, self.world.clock.now).waiting()

    def open(self) -> None:
        """Choose a song with a score, and get ready to record it."""
        track = next(t for t in self.world.stores.library.tracks() if t.songbook_id == "suo-gan")
        self.world.services.gui.record(track)
        self.world.post.deliver()

    def press(self, key: RecorderKey | Action) -> None:
        self.world.act(key)  # type: ignore[arg-type]
        self.work()

    def work(self) -> None:
        """Let the recording do what is due, and the screen look."""
        self.hand.work()
        self.world.post.deliver()

    def sing(self, ms: int) -> None:
        for at_ms in range(0, ms, LOOK_MS):
            self.world.pass_time(LOOK_MS, LOOK_MS)
            if self.microphones is not None and self.microphones.opened:
                self.microphones.opened[-1].hear(voice(at_ms))
            self.work()
            self.look()

    def record(self, ms: int) -> None:
        """Record for so long, count-in and all."""
        self.world.services.gui.window.show()
        self.open()
        self.press(RecorderKey.RECORD)
        self.look()
        self.sing(ms)

    def stop(self) -> None:
        self.press(RecorderKey.RECORD)
        self.finish()

    def finish(self) -> None:
        """Let the recording end, and its take be made."""
        self.look()
        self.work()

    def crash(self) -> None:
        """Close the window, and end the recording without another word to its files."""
        recording, self.hand.recording = self.hand.recording, None
        assert recording is not None
        assert recording._writer is not None
        recording._writer._file.close()
        self.world.close()

    def look(self) -> None:
        """The screen looks at the recording, and its sign is painted."""
        self.world.find(RecorderController).look()
        if self.screen.sign.isVisible():
            self.screen.sign.grab()


@pytest.fixture
def booth(qapp: QApplication, tmp_path: Path) -> Iterator[Booth]:
    booth = Booth(qapp, tmp_path)
    yield booth
    booth.hand.end()
    booth.world.close()


def test_beats_are_counted_down() -> None:
    assert [beats_left(ms, 3_000, 1_000) for ms in (-500, 0, 1, 1_000, 2_999, 3_000, 9_000)] == [
        NOT_YET,
        3,
        3,
        2,
        1,
        0,
        0,
    ]


def test_opening_the_recorder_opens_no_microphone(booth: Booth) -> None:
    booth.open()
    assert booth.world.services.gui.window.current == RECORDER
    assert booth.microphones is not None
    assert booth.microphones.prepared
    assert booth.microphones.opened == []
    booth.press(Action.BACK)
    assert not booth.microphones.prepared
    booth.open()
    assert booth.microphones.prepared
    assert booth.screen.dock.main.text() == "Record"
    assert booth.screen.sign.isHidden()


def test_the_key_is_told_once_the_score_is_read(booth: Booth) -> None:
    booth.open()
    assert booth.screen._under.text() == "Key of D · 100 %"


def test_a_song_is_recorded_and_kept(booth: Booth) -> None:
    booth.record(100)
    assert booth.screen.sign.isVisible()
    booth.sing(12_000)
    assert booth.screen.dock.main.text() == "Stop"
    booth.stop()
    assert booth.microphones is not None
    assert booth.microphones.opened[-1].closed
    card = booth.screen.card
    assert card.keep.isEnabled(), card._placed.text()
    booth.press(RecorderKey.MAIN)
    (take,) = booth.world.stores.takes.all()
    assert take.facts.song == "suo-gan"
    assert take.facts.singer == "Singer"
    assert (booth.world.services.paths.voices / take.file).is_file()


def test_a_take_that_could_not_be_kept_can_be_kept_at_the_next_press(
    booth: Booth, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    booth.record(6_000)
    booth.stop()
    with monkeypatch.context() as full:
        full.setattr(kept_takes, "save_words", refuse)
        booth.press(RecorderKey.MAIN)
    assert booth.world.stores.takes.all() == []
    assert booth.screen.card._placed.text().startswith("It could not be kept.")
    booth.press(RecorderKey.MAIN)
    (take,) = booth.world.stores.takes.all()
    assert (booth.world.services.paths.voices / take.file).is_file()
    assert booth.waiting == []


def test_a_deleted_recording_comes_back_by_undo(booth: Booth) -> None:
    booth.record(6_000)
    booth.stop()
    (raw,) = booth.waiting
    booth.press(RecorderKey.DELETE)
    assert booth.waiting == []
    assert booth.world.services.gui.window.current != RECORDER
    booth.world.find(UndoController).undo()
    booth.world.post.deliver()
    assert booth.waiting == [raw]
    assert booth.world.services.gui.window.current == RECORDER
    assert booth.screen.card.isVisible()
    assert booth.screen.card.keep.isEnabled()
    booth.press(RecorderKey.MAIN)
    (take,) = booth.world.stores.takes.all()
    assert take.facts.title == "Suo Gân"


def test_a_deleted_recording_is_gone_for_good_after_the_time_for_undo(booth: Booth) -> None:
    booth.record(6_000)
    booth.stop()
    (raw,) = booth.waiting
    booth.press(RecorderKey.DELETE)
    assert raw.path.exists()
    booth.world.find(UndoController).withdraw()
    booth.world.post.deliver()
    assert not any(raw.path.parent.iterdir())


def test_a_pause_closes_the_microphone_and_a_line_is_sung_again(booth: Booth) -> None:
    booth.record(20_000)
    assert booth.microphones is not None
    booth.screen.dock.pause.click()
    booth.work()
    assert booth.microphones.opened[-1].closed
    assert not booth.screen.sign.isVisible()
    assert booth.hint == "Paused. Choose the line to go on from."
    assert booth.screen.dock.main.text() == "Go on"
    now_ms = booth.screen.line_ms
    assert now_ms > 0
    booth.screen.dock.earlier.click()
    again_ms = booth.screen.line_ms
    assert again_ms < now_ms
    booth.press(RecorderKey.MAIN)
    booth.look()
    assert booth.screen.sign.isVisible()
    booth.sing(8_000)
    booth.stop()
    (raw,) = booth.waiting
    assert len(booth.microphones.opened) == 2
    assert [piece.from_ms for piece in raw.pieces][1:] == [again_ms]
    assert booth.screen.card.keep.isEnabled()


def test_stop_ends_a_paused_recording(booth: Booth) -> None:
    booth.record(6_000)
    booth.screen.dock.pause.click()
    booth.work()
    booth.screen.dock.stop.click()
    booth.work()
    booth.finish()
    assert booth.screen.card.keep.isEnabled()
    assert len(booth.waiting) == 1


def test_a_recording_that_a_crash_cut_off_is_offered_at_the_next_start(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crashed = Booth(qapp, tmp_path)
    crashed.record(6_000)
    crashed.crash()
    monkeypatch.setattr(plugin, "LOOK_AFTER_MS", 0)
    booth = Booth(qapp, tmp_path)
    booth.world.services.gui.window.show()
    booth.world.services.gui.start()
    board = booth.world.services.gui.notices._board

    def offered() -> bool:
        booth.world.post.deliver()
        return board.notice(TOPIC) is not None

    qtbot.waitUntil(offered)
    notice = board.notice(TOPIC)
    assert notice is not None
    assert "Suo Gân" in notice.text
    assert notice.action is not None
    notice.action()
    booth.world.post.deliver()
    assert booth.screen.card.isVisible()
    booth.press(RecorderKey.MAIN)
    assert len(booth.world.stores.takes.all()) == 1
    assert booth.waiting == []
    booth.world.close()


def leave_one(booth: Booth) -> None:
    """Record, and leave the recording without a word about it."""
    booth.record(2_000)
    booth.stop()
    booth.press(Action.BACK)


def notice_of(booth: Booth) -> Notice | None:
    booth.world.post.deliver()
    return booth.world.services.gui.notices._board.notice(TOPIC)


def start_again(qapp: QApplication, folder: Path, days: int = 0) -> Booth:
    """Open the app so many days later, and let it look for recordings that wait."""
    booth = Booth(qapp, folder)
    booth.world.clock.jump_wall(days * 86_400_000)
    booth.world.services.gui.window.show()
    booth.world.services.gui.start()
    return booth


def test_a_recording_that_was_never_offered_is_offered_after_weeks(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Booth(qapp, tmp_path)
    leave_one(first)
    first.world.close()
    monkeypatch.setattr(plugin, "LOOK_AFTER_MS", 0)
    booth = start_again(qapp, tmp_path, days=30)
    qtbot.waitUntil(lambda: notice_of(booth) is not None)
    notice = notice_of(booth)
    assert notice is not None
    assert notice.hint == "It stays until 10 December."
    (raw,) = booth.waiting
    assert raw.offered_at == booth.world.clock.now()
    booth.world.close()


def test_all_recordings_that_wait_are_offered_one_after_the_other(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Booth(qapp, tmp_path)
    for _ in range(3):
        leave_one(first)
    first.world.close()
    monkeypatch.setattr(plugin, "LOOK_AFTER_MS", 0)
    booth = start_again(qapp, tmp_path)
    qtbot.waitUntil(lambda: notice_of(booth) is not None)
    for left, end in ((3, RecorderKey.MAIN), (2, RecorderKey.DELETE), (1, Action.BACK)):
        notice = notice_of(booth)
        assert notice is not None
        assert notice.action is not None
        assert f"{left} recordings" in notice.text or left == 1
        notice.action()
        booth.world.post.deliver()
        assert booth.screen.card.isVisible()
        booth.press(end)
    assert notice_of(booth) is None, "what was looked at is not offered again"
    assert len(booth.world.stores.takes.all()) == 1
    assert len(booth.waiting) == 1
    booth.world.find(UndoController).undo()
    booth.world.post.deliver()
    assert len(booth.waiting) == 2
    booth.world.close()


def test_a_recording_that_waited_is_heard_with_its_music_and_sung_again(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Booth(qapp, tmp_path)
    leave_one(first)
    first.world.close()
    monkeypatch.setattr(plugin, "LOOK_AFTER_MS", 0)
    booth = start_again(qapp, tmp_path)
    qtbot.waitUntil(lambda: notice_of(booth) is not None)
    notice = notice_of(booth)
    assert notice is not None
    assert notice.action is not None
    notice.action()
    booth.world.post.deliver()
    booth.screen.card.listen.click()
    booth.world.post.deliver()
    track = booth.world.services.bridge.state.track
    assert track is not None
    assert track.path.suffix == ".wav", "with the music"
    booth.press(RecorderKey.RECORD)
    assert booth.world.services.gui.window.current == RECORDER
    assert booth.screen.dock.main.text() == "Record"
    booth.world.close()


def test_closing_waits_for_a_take_that_is_being_kept(booth: Booth) -> None:
    booth.record(6_000)
    booth.stop()
    recordings, patient = booth.world.services.recordings, PatientExecutor()
    recordings._executor = patient
    booth.press(RecorderKey.MAIN)
    assert recordings.unfinished
    while patient.work():
        pass
    booth.work()
    assert not recordings.unfinished
    assert len(booth.world.stores.takes.all()) == 1


def test_a_take_beside_the_loudspeaker_is_marked(booth: Booth) -> None:
    booth.open()
    booth.screen.music_chosen.emit(Music.LOUDSPEAKER)
    booth.record(6_000)
    booth.stop()
    booth.press(RecorderKey.MAIN)
    (take,) = booth.world.stores.takes.all()
    assert take.facts.music_audible


def test_the_delay_of_a_microphone_is_measured_once_if_wanted(booth: Booth) -> None:
    booth.world.services.gui.window.show()
    booth.open()
    row = booth.screen.delay
    assert row.measure.isVisible()
    assert "Three soft tones" in row.text
    row.measure.click()
    booth.screen.sign.grab()  # painted once, before the microphone is open
    booth.work()
    measuring = booth.world.find(DelayController)
    played = tones()
    late = round(0.06 * RATE)
    for step in range(70):
        booth.world.pass_time(100, 100)
        position = booth.world.services.bridge.position_now()
        if booth.microphones is not None and booth.microphones.opened:
            at = round(position * RATE / 1000) - RATE // 10 - late
            part = np.zeros(RATE // 10, np.float32)
            if at >= 0 and booth.world.services.bridge.state.sounding:
                here = played[at : at + len(part)]
                part[: len(here)] = here
            booth.microphones.opened[-1].hear((part * 32_767).astype(np.int16).tobytes())
        booth.work()
        measuring.look()
        assert measuring.measuring or step > 50
    booth.work()
    measuring.look()
    booth.work()
    assert row.text == "It hears the music 60 ms late. Recordings allow for that now."
    assert booth.microphones is not None
    assert booth.microphones.opened[-1].closed
    booth.world.pass_time(5_000)
    assert not booth.world.services.bridge.state.sounding
    assert not booth.screen.sign.isVisible()
    row.skip.click()
    booth.press(Action.BACK)
    booth.open()
    assert not row.isVisible(), "once is enough"


def test_a_measurement_that_was_left_opens_no_second_microphone(booth: Booth) -> None:
    booth.world.services.gui.window.show()
    booth.open()
    measuring = booth.world.find(DelayController)
    measuring.measure()
    measuring.stop()
    measuring.measure()
    booth.work()
    assert booth.hand.begun == 1
    booth.work()
    assert booth.microphones is not None
    measuring.stop()
    booth.work()
    assert booth.microphones.opened[-1].closed


def test_a_message_is_recorded_without_a_song(booth: Booth) -> None:
    booth.world.services.gui.window.show()
    booth.world.find(SongRecordings).record_message()
    booth.world.post.deliver()
    assert booth.screen._prompt.isVisible()
    assert not booth.screen.music.isVisible()
    booth.press(RecorderKey.RECORD)
    booth.look()
    booth.sing(1_500)
    assert booth.screen.sign.isVisible()
    assert booth.world.services.bridge.state.track is None, "nothing plays"
    booth.screen.dock.pause.click()
    booth.work()
    assert not booth.screen.dock.earlier.isVisible()
    booth.press(RecorderKey.MAIN)
    booth.look()
    booth.sing(1_500)
    booth.stop()
    card = booth.screen.card
    assert card.keep.isEnabled(), card._placed.text()
    assert not card.nudge.isVisible()
    QTest.keyClicks(card.message_title, ", little one")
    card.singer.chosen.emit(1)
    assert card.other_singer.isVisible()
    booth.press(RecorderKey.MAIN)
    assert card._placed.text() == "Write who speaks first."
    QTest.keyClicks(card.other_singer, " Grandpa ")
    booth.press(RecorderKey.MAIN)
    (take,) = booth.world.stores.takes.all()
    assert (take.facts.kind, take.facts.song) == (TakeKind.MESSAGE, MESSAGES)
    assert (take.facts.title, take.facts.singer) == ("Good night, little one", "Grandpa")
    assert 2_000 < take.facts.length_ms < 3_500
    assert (booth.world.services.paths.voices / take.file).is_file()


def test_again_records_anew_and_the_first_recording_waits(booth: Booth) -> None:
    booth.record(6_000)
    booth.stop()
    booth.screen.card.again.click()
    booth.work()
    assert booth.screen.dock.main.text() == "Record"
    assert booth.screen.dock.isVisible()
    booth.press(RecorderKey.RECORD)
    booth.look()
    booth.sing(6_000)
    booth.stop()
    assert len(booth.waiting) == 2


def test_a_microphone_that_goes_away_is_told_and_nothing_is_lost(booth: Booth) -> None:
    booth.record(6_000)
    assert booth.microphones is not None
    booth.microphones.unplug()
    booth.work()
    booth.finish()
    assert "It stopped because the microphone went away." in booth.summary
    assert booth.screen.card.keep.isEnabled()
    assert not booth.screen.sign.isVisible()


def test_a_full_disk_is_told_and_nothing_is_lost(
    booth: Booth, monkeypatch: pytest.MonkeyPatch
) -> None:
    booth.record(6_000)

    def full(_: RawWriter, __: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(RawWriter, "write", full)
        booth.sing(500)
        booth.finish()
    assert "It stopped because the disk is full." in booth.summary
    assert booth.screen.card.keep.isEnabled()


def test_no_microphone_is_told_and_a_second_press_tries_again(booth: Booth) -> None:
    booth.make().there.clear()
    booth.record(200)
    booth.finish()
    assert booth.hint == "No microphone was found. Plug one in, then try again."
    assert booth.screen.dock.main.text() == "Record"
    booth.make().there.append(booth.facts)
    booth.press(RecorderKey.RECORD)
    booth.look()
    booth.sing(4_000)
    assert booth.screen.dock.main.text() == "Stop"
    booth.stop()


def test_the_quality_of_a_telephone_is_told(qapp: QApplication, tmp_path: Path) -> None:
    booth = Booth(qapp, tmp_path, own_rate=16_000)
    booth.record(4_000)
    assert "as on a telephone" in booth.hint
    booth.stop()
    booth.world.close()


def test_escape_stops_then_leaves_and_the_recording_waits(booth: Booth) -> None:
    booth.record(6_000)
    booth.press(Action.BACK)
    booth.finish()
    assert booth.screen.card.isVisible()
    booth.press(Action.BACK)
    assert booth.world.services.gui.window.current != RECORDER
    assert len(booth.waiting) == 1


def test_the_level_is_told_in_large_text_too(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    large = replace(SETTINGS, text_percent=200, words_percent=200)
    booth = Booth(qapp, tmp_path, settings=large)
    booth.world.services.gui.window.resize(1280, 800)
    booth.record(1_000)
    dock, level = booth.screen.dock, booth.screen.dock.level
    assert level.isVisible()
    assert level.geometry().top() >= dock.main.geometry().bottom()
    booth.world.services.gui.window.resize(1900, 1000)
    qtbot.waitUntil(lambda: level.geometry().left() > dock.main.geometry().right())
    booth.stop()
    booth.world.close()
