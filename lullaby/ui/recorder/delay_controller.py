"""Asks once whether to measure how late a microphone hears this loudspeaker, and measures it."""

import logging
import shutil
import tempfile
import threading
from collections.abc import Callable
from enum import Enum, auto
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from lullaby.audio.port import Device
from lullaby.clock import Clock
from lullaby.frozen import frozen
from lullaby.jobs import Job, JobRunner
from lullaby.library.delay_store import DelayStore
from lullaby.library.track import Track, TrackId
from lullaby.session.state import Stage
from lullaby.storage.transaction import StorageError
from lullaby.takes.raw_take import Music, RawFacts, RawTake, RawTakes
from lullaby.takes.recording import Recording, RecordingNow
from lullaby.takes.sound_delay import SoundDelay
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.recorder import delay_words
from lullaby.ui.recorder.controller import SETTLED_MS, Start
from lullaby.ui.recorder.ready_microphones import ReadyMicrophones
from lullaby.ui.recorder.state import RecorderView, Step
from lullaby.ui.shell.next_session import NextSession
from lullaby.units import Ms

log = logging.getLogger(__name__)

LOOK_MS = 60
LONGEST_MS = 20_000
"""After so long the measurement is given up."""

TONES = TrackId(-2)
"""Stands for the tones, which no library holds."""

MakeTones = Callable[[Path], Ms]
"""Writes the tones to a .wav file, and returns their length; on the thread of a job."""

FindDelay = Callable[[Path, float], SoundDelay | None]
"""How late the tones are in a recording that by the clocks begins at so many ms of them; None if
they are not heard. On the thread of a job; may raise OSError."""


class DelayStep(Enum):
    HIDDEN = auto()
    ASKING = auto()
    MEASURING = auto()
    TOLD = auto()
    """It was measured."""
    NOT_HEARD = auto()
    """It can be tried again."""


@frozen
class DelayView:
    step: DelayStep = DelayStep.HIDDEN
    text: str = ""


class DelayController(QObject):
    changed = Signal(object)
    """DelayView"""

    def __init__(
        self,
        bridge: SessionBridge,
        next_session: NextSession,
        clock: Clock,
        microphones: ReadyMicrophones,
        store: DelayStore,
        jobs: JobRunner,
        make_tones: MakeTones,
        find_delay: FindDelay,
        start: Start,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._next_session = next_session
        self._clock = clock
        self._microphones = microphones
        self._store = store
        self._jobs = jobs
        self._make_tones = make_tones
        self._find_delay = find_delay
        self._start = start
        self._folder: Path | None = None
        """Of the tones and their recording, while it is measured."""
        self._recording: Recording | None = None
        self._thread: threading.Thread | None = None
        self._length_ms = Ms(0)
        self._began_ms: Ms | None = None
        """When the tones began to play."""
        self._opened_ms = Ms(0)
        self._sign_ms: Ms | None = None
        """Since when the sign is on screen; it may be painted before the microphone is opened."""
        self._heard_some = False
        """Whether the loudspeaker plays them: it may take seconds to open."""
        self._asked: set[str] = set()
        self._turn = 0
        """Which measurement is under way; what comes of an earlier one is too late."""
        self.view = DelayView()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    @property
    def measuring(self) -> bool:
        return self.view.step is DelayStep.MEASURING

    def follow(self, view: RecorderView) -> None:
        """Ask where a song is about to be recorded to music, unless that was asked before."""
        if self.measuring:
            return
        ready = view.step is Step.READY and not view.message and view.music is not Music.NONE
        if not ready:
            self._show(DelayView())
        elif self.view.step is DelayStep.HIDDEN and not self._was_asked():
            self._show(DelayView(DelayStep.ASKING, delay_words.question()))

    def skip(self) -> None:
        """The person does not want it, or has read what it told."""
        if self.view.step is not DelayStep.TOLD:
            speaker = self._bridge.state.speaker
            self._asked.add(speaker)
            self._jobs.submit(lambda _: self._store.here().skip(speaker), _nothing, _log)
        self._show(DelayView())

    def measure(self) -> None:
        """Play the tones, and listen to them."""
        if self.measuring:
            return
        self._turn += 1
        turn = self._turn
        self._sign_ms = None
        self._show(DelayView(DelayStep.MEASURING, delay_words.measuring()))

        def work(_: Job) -> tuple[Path, Ms]:
            folder = Path(tempfile.mkdtemp(prefix="lullaby-tones-"))
            return folder, self._make_tones(folder / "tones.wav")

        def made(tones: tuple[Path, Ms]) -> None:
            if turn == self._turn:
                self._listen(*tones)
            else:
                self._remove(tones[0])

        self._jobs.submit(work, made, partial(self._failed, turn))

    def sign_shown(self) -> None:
        """The sign of the recording was painted."""
        self._sign_ms = self._clock.monotonic_ms()
        if self._recording is not None:
            self._recording.show_sign(self._sign_ms)

    def stop(self) -> None:
        """Measure no more."""
        recording = self._recording
        if recording is not None:
            recording.stop()
            if self._thread is not None:
                self._thread.join(0.5)
        if self.measuring:
            self._end(DelayView(DelayStep.ASKING, delay_words.question()))

    def look(self) -> None:
        """Follow the tones and the recording."""
        recording = self._recording
        if recording is None:
            self._timer.stop()
            return
        now, moment = recording.now, self._clock.monotonic_ms()
        if now.over:
            self._recording = None
            self._quieten()
            self._find(now)
        elif self._began_ms is None:
            if now.listening:
                recording.begin()
                self._play()
                self._began_ms = moment
            elif moment - self._opened_ms > LONGEST_MS:
                recording.stop()
        else:
            self._follow_tones(recording, moment)

    def _follow_tones(self, recording: Recording, moment: Ms) -> None:
        assert self._began_ms is not None
        state, position = self._bridge.state, self._bridge.position_now()
        playing = state.sounding and state.stage is Stage.PLAYING
        if position >= SETTLED_MS and playing and state.device is Device.READY:
            self._heard_some = True
            recording.look(moment, position)
        ended = self._heard_some and (not playing or position >= self._length_ms - LOOK_MS)
        if ended or moment - self._began_ms > LONGEST_MS:
            recording.stop()

    def _listen(self, folder: Path, length_ms: Ms) -> None:
        self._folder, self._length_ms = folder, length_ms
        clock = self._clock
        takes = RawTakes(self._folder, clock.now)
        recording = Recording(
            self._microphones(), None, takes, lambda: RawFacts("", "", "", clock.now())
        )
        self._recording, self._began_ms = recording, None
        self._heard_some = False
        self._opened_ms = clock.monotonic_ms()
        recording.count_in()
        if self._sign_ms is not None:
            recording.show_sign(self._sign_ms)
        self._thread = self._start(recording)
        self._timer.start()

    def _play(self) -> None:
        assert self._folder is not None
        title = delay_words.title()
        tones = Track(TONES, self._folder / "tones.wav", title, duration_ms=self._length_ms)
        self._next_session.rehearse(tones, title)

    def _find(self, now: RecordingNow) -> None:
        """Look for the tones in what was recorded, and keep what that tells."""
        raw, facts = now.saved, now.microphone
        if raw is None or facts is None or not raw.pieces or not raw.pieces[0].looks:
            self._not_heard()
            return
        turn, speaker, microphone = self._turn, self._bridge.state.speaker, facts.name
        begins_ms = raw.pieces[0].place(1.0)

        def work(_: Job) -> SoundDelay | None:
            found = self._find_delay(_path(raw), begins_ms)
            if found is not None:
                self._store.here().keep(speaker, microphone, found)
            return found

        def done(found: SoundDelay | None) -> None:
            if turn != self._turn:
                return
            if found is None:
                self._not_heard()
                return
            self._asked.add(speaker)
            self._end(DelayView(DelayStep.TOLD, delay_words.told(found)))

        self._jobs.submit(work, done, partial(self._failed, turn))

    def _not_heard(self) -> None:
        self._end(DelayView(DelayStep.NOT_HEARD, delay_words.not_heard()))

    def _failed(self, turn: int, problem: Exception) -> None:
        log.warning("the delay could not be measured", exc_info=problem)
        if turn == self._turn:
            self._not_heard()

    def _end(self, view: DelayView) -> None:
        self._turn += 1
        self._timer.stop()
        self._recording = self._thread = None
        self._quieten()
        self._tidy()
        self._microphones.prepare()
        self._show(view)

    def _quieten(self) -> None:
        """End the tones, and give back the evening that was borrowed."""
        if self._began_ms is None:
            return
        self._began_ms = None
        self._bridge.give_back()
        state = self._bridge.state
        if state.sounding and state.programme is not None and not state.programme.remembered:
            self._bridge.stop()

    def _tidy(self) -> None:
        folder, self._folder = self._folder, None
        if folder is not None:
            self._remove(folder)

    def _remove(self, folder: Path) -> None:
        self._jobs.submit(lambda _: shutil.rmtree(folder, ignore_errors=True), _nothing, _log)

    def _was_asked(self) -> bool:
        speaker = self._bridge.state.speaker
        if speaker not in self._asked:
            try:
                if not self._store.asked(speaker):
                    return False
            except StorageError:
                return True
            self._asked.add(speaker)
        return True

    def _show(self, view: DelayView) -> None:
        if view != self.view:
            self.view = view
            self.changed.emit(view)


def _path(raw: RawTake) -> Path:
    return raw.path


def _nothing(_: object) -> None:
    pass


def _log(problem: Exception) -> None:
    log.warning("a delay could not be noted", exc_info=problem)
