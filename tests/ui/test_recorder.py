"""Recording a song: asked for, shown, kept, and never by a slip."""

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from lullaby.audio.microphone import RATE, MicrophoneFacts
from lullaby.settings import Settings
from lullaby.takes.recording import Recording
from lullaby.ui.recorder.controller import RecorderController
from lullaby.ui.recorder.plugin import RECORDER, RecorderKey
from lullaby.ui.recorder.screen import RecorderScreen
from lullaby.ui.recorder.state import beats_left
from lullaby.ui.shell.keys import Action
from tests.microphones import FakeMicrophones
from tests.world import make_world

SETTINGS = Settings(welcomed=True, first_singer="Singer")


class ByHand:
    """Records when the test says so, not on a thread."""

    def __init__(self) -> None:
        self.recording: Recording | None = None

    def __call__(self, recording: Recording) -> threading.Thread | None:
        self.recording = recording
        recording._wait_s = 0
        return None


class Booth:
    """The whole app with a fake microphone."""

    def __init__(self, app: QApplication, folder: Path) -> None:
        self.hand = ByHand()
        self.microphones: FakeMicrophones | None = None
        self.world = make_world(app, folder, SETTINGS, microphones=self.make, record=self.hand)

    def make(self) -> FakeMicrophones:
        if self.microphones is None:
            clock = self.world.clock
            self.microphones = FakeMicrophones(clock, MicrophoneFacts("mic", RATE))
        return self.microphones

    @property
    def screen(self) -> RecorderScreen:
        return self.world.on("recorder", RecorderScreen)

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
        if self.hand.recording is not None:
            for _ in range(12):
                if not self.hand.recording.step():
                    self.hand.recording = None
                    break
        self.world.post.deliver()

    def sing(self, ms: int) -> None:
        for _ in range(ms // 100):
            self.world.pass_time(100, 100)
            if self.microphones is not None and self.microphones.opened:
                noise = np.random.default_rng(1).integers(-3_000, 3_000, RATE // 10)
                self.microphones.opened[-1].hear(noise.astype(np.int16).tobytes())
            self.work()
            self.look()

    def look(self) -> None:
        """The screen looks at the recording, and its sign is painted."""
        self.world.find(RecorderController).look()
        if self.screen.sign.isVisible():
            self.screen.sign.grab()


@pytest.fixture
def booth(qapp: QApplication, tmp_path: Path) -> Iterator[Booth]:
    booth = Booth(qapp, tmp_path)
    yield booth
    booth.world.close()


def test_beats_are_counted_down() -> None:
    assert [beats_left(ms, 3_000, 1_000) for ms in (-500, 0, 1, 1_000, 2_999, 3_000, 9_000)] == [
        3,
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
    assert booth.microphones is None
    assert booth.screen.dock.main.text() == "Record"
    assert booth.screen.sign.isHidden()


def test_a_song_is_recorded_and_kept(booth: Booth) -> None:
    booth.world.services.gui.window.show()
    booth.open()
    booth.press(RecorderKey.RECORD)
    booth.look()
    assert booth.screen.sign.isVisible()
    booth.sing(12_000)
    assert booth.screen.dock.main.text() == "Stop"
    booth.press(RecorderKey.RECORD)
    booth.look()
    booth.work()
    assert booth.microphones is not None
    assert booth.microphones.opened[-1].closed
    card = booth.screen.card
    assert card.keep.isEnabled(), card._placed.text()
    booth.press(RecorderKey.MAIN)
    (take,) = booth.world.stores.takes.all()
    assert take.facts.song == "suo-gan"
    assert take.facts.singer == "Singer"
    assert (booth.world.services.paths.voices / take.file).is_file()
