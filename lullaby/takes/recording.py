"""Records a microphone into a file while a screen shows how it goes.

One thread reads, writes and measures; the window's thread gives commands and looks at `now`. None
of these calls waits.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace

from lullaby.audio.microphone import (
    BYTES,
    RATE,
    MicrophoneBlock,
    MicrophoneFacts,
    Microphones,
    MicrophoneTrouble,
    NoMicrophoneError,
    OpenMicrophone,
)
from lullaby.frozen import frozen
from lullaby.takes.frame_times import Arrivals
from lullaby.takes.raw_take import RawFacts, RawTake, RawTakes, save
from lullaby.takes.raw_writer import RawWriter
from lullaby.takes.recorder import Look, Recorder, RecorderPhase, StopReason
from lullaby.takes.sound_level import SILENT, LevelMeter, SoundLevel

log = logging.getLogger(__name__)

WAIT_S = 0.2
"""How long one step waits for sound, or for a command."""

NOTED_EVERY = RATE
"""Frames after which the facts are renewed."""

LONGEST_GAP = 30 * RATE
"""Lost frames are written as silence, up to so many."""

LONGEST = 15 * 60 * RATE
"""A recording stops by itself after a quarter of an hour."""


@frozen
class RecordingNow:
    """What the screen shows."""

    recorder: Recorder
    level: SoundLevel = SILENT
    listening: bool = False
    """Whether the microphone is open."""
    microphone: MicrophoneFacts | None = None
    trouble: MicrophoneTrouble | None = None
    """Why the microphone does not listen."""
    saved: RawTake | None = None
    """What was recorded, once it has stopped; None if nothing was."""
    over: bool = False
    """Everything is written and the microphone is closed."""


class Recording:
    """One recording; call `step` from one thread until it returns False.

    The microphone is open from `count_in` to `pause` or `stop`."""

    def __init__(
        self,
        microphones: Microphones,
        name: str | None,
        takes: RawTakes,
        facts: Callable[[], RawFacts],
        wait_s: float = WAIT_S,
    ) -> None:
        """`name` is that of the microphone; None leaves it to the system. `facts` is called when
        the first frames come."""
        self._wait_s = wait_s
        self._microphones = microphones
        self._name = name
        self._takes = takes
        self._facts = facts
        self._lock = threading.Lock()
        self._asked = threading.Event()
        self._now = RecordingNow(Recorder())
        self._microphone: OpenMicrophone | None = None
        self._meter = LevelMeter()
        self._arrivals = Arrivals()
        self._piece_first = 0
        """The number, as the microphone counts, of the first frame of this piece."""
        self._expected = 0
        self._take: RawTake | None = None
        self._writer: RawWriter | None = None
        self._noted = 0
        self._pace = 1.0, 0.0
        self._speaker = ""

    @property
    def now(self) -> RecordingNow:
        with self._lock:
            return self._now

    def count_in(self, from_ms: float = 0.0) -> None:
        """Open the microphone; frames are kept as soon as the sign is shown."""
        self._change(lambda recorder: recorder.count_in(from_ms))

    def show_sign(self, moment_ms: float) -> None:
        """The sign of a recording is on screen since this moment of the monotonic clock."""
        self._change(lambda recorder: recorder.show_sign(moment_ms))

    def begin(self) -> None:
        self._change(Recorder.begin)

    def look(self, moment_ms: float, song_ms: float) -> None:
        """The song is heard at `song_ms` at this moment of the monotonic clock."""
        self._change(lambda recorder: recorder.look(Look(moment_ms, song_ms)))

    def set_pace(self, pace: float, semitones: float) -> None:
        """How the song runs, as a share of its own pace, and how much higher it is played."""
        with self._lock:
            self._pace = pace, semitones

    def set_speaker(self, name: str) -> None:
        """What the song comes from, as the system calls it."""
        with self._lock:
            self._speaker = name

    def pause(self) -> None:
        self._change(Recorder.pause)

    def stop(self, reason: StopReason = StopReason.ASKED) -> None:
        self._change(lambda recorder: recorder.stop(reason))

    def step(self) -> bool:
        """Do what is due; whether there is more to come."""
        phase = self.now.recorder.phase
        if phase is RecorderPhase.STOPPED:
            self._end()
            return False
        if phase in (RecorderPhase.READY, RecorderPhase.PAUSED):
            self._close()
            self._asked.wait(self._wait_s)
            self._asked.clear()
            return True
        try:
            microphone = self._microphone or self._open()
            block = microphone.read(self._wait_s)
        except NoMicrophoneError as problem:
            self._put(trouble=problem.trouble)
            self.stop(StopReason.LOST)
            return True
        if block is not None:
            self._take_in(block)
        return True

    def _open(self) -> OpenMicrophone:
        opened = self._microphones.open(self._name)
        self._microphone = opened
        self._meter = LevelMeter()
        self._put(listening=True, microphone=opened.facts)
        return opened

    def _close(self) -> None:
        if self._microphone is not None:
            self._microphone.close()
            self._microphone = None
            self._put(listening=False, level=SILENT)

    def _take_in(self, block: MicrophoneBlock) -> None:
        self._put(level=self._meter.feed(block.samples))
        recorder = self.now.recorder
        if not recorder.keeps(block.came_ms - block.frames * 1000 / RATE):
            return
        if not recorder.begun:
            self._arrivals = Arrivals()
            self._piece_first = self._expected = block.first
        lost = min(LONGEST_GAP, block.first - self._expected)
        self._piece_first += block.first - self._expected - lost
        self._expected = block.end
        times = self._arrivals.add(block.end - self._piece_first, block.came_ms)
        try:
            writer = self._writer or self._create()
            first = writer.frames
            writer.write(bytes(lost * BYTES) + block.samples)
            self._change(lambda now: now.keep(first, writer.frames, times, lost))
            if not recorder.begun or writer.frames - self._noted >= NOTED_EVERY:
                self._noted = writer.frames
                self._note()
        except OSError:
            log.warning("a recording cannot be written", exc_info=True)
            self.stop(StopReason.NO_ROOM)
        if self.now.recorder.frames >= LONGEST:
            self.stop(StopReason.SONG_OVER)

    def _create(self) -> RawWriter:
        facts = self._facts()
        microphone = self.now.microphone
        if microphone is not None:
            facts = replace(facts, microphone=microphone.name, telephone=microphone.telephone)
        self._take = self._takes.new(facts)
        self._writer = RawWriter(self._take.path)
        return self._writer

    def _note(self) -> None:
        if self._take is None:
            return
        recorder = self.now.recorder
        with self._lock:
            (pace, semitones), speaker = self._pace, self._speaker
        self._take = replace(
            self._take,
            facts=replace(self._take.facts, pace=pace, semitones=semitones, speaker=speaker),
            pieces=recorder.pieces,
            lost_frames=recorder.lost_frames,
            reason=recorder.reason,
        )
        save(self._take)

    def _end(self) -> None:
        self._close()
        writer, self._writer = self._writer, None
        try:
            if writer is not None:
                writer.close()
            self._note()
        except OSError:
            log.warning("the end of a recording cannot be written", exc_info=True)
        saved = self._take if self.now.recorder.frames else None
        self._put(saved=saved, over=True)

    def _change(self, change: Callable[[Recorder], Recorder]) -> None:
        with self._lock:
            self._now = replace(self._now, recorder=change(self._now.recorder))
        self._asked.set()

    def _put(self, **facts: object) -> None:
        with self._lock:
            self._now = replace(self._now, **facts)


def run(recording: Recording) -> threading.Thread:
    """Record on a thread of its own, which ends with the recording."""

    def work() -> None:
        try:
            while recording.step():
                pass
        except Exception:
            log.exception("a recording broke off")
            recording.stop(StopReason.LOST)
            recording.step()

    thread = threading.Thread(target=work, name="recording", daemon=True)
    thread.start()
    return thread
