"""Listens to a microphone in a thread of its own and tells where the singer is.

No sound is kept but what a step and its frame need, and none is written or sent.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from enum import Enum, auto
from typing import TYPE_CHECKING, Protocol

from lullaby.following.attention import SILENT_AFTER_S, Attention, Hearing
from lullaby.frozen import frozen

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from lullaby.following.key_finding import FoundKey
    from lullaby.following.listener import Listener
    from lullaby.following.melody import Melody

log = logging.getLogger(__name__)

LEVELS = 9
"""Steps of loudness that are told."""

QUIETEST_DB, LOUDEST_DB = -54.0, -12.0
LEVEL_EVERY_S = 0.2
"""A change of the loudness alone is told no more often."""

MOST_BEHIND_S = 2.0
"""A computer that is so far behind the singer is too slow to follow."""

RATE = 16_000
STEP = 640
"""Samples of a step: 40 ms."""

STEP_S = STEP / RATE


class SourceLostError(Exception):
    """There is no microphone, or it is gone."""


class SoundSource(Protocol):
    """An open microphone."""

    def read(self) -> NDArray[np.float32]:
        """The next sound, mono at 16 kHz with full scale 1, as soon as there is some; empty after
        about 0.1 s without any, so that the reader can stop.

        Sound that was missed is given as silence. Raises SourceLostError."""
        ...

    def close(self) -> None: ...


OpenSource = Callable[[], SoundSource]
"""Opens the microphone. Raises SourceLostError."""


class End(Enum):
    """Why somebody who listened has stopped, without being asked to."""

    NO_MICROPHONE = auto()
    TOO_SLOW = auto()
    FAILED = auto()


@frozen
class VoiceReport:
    """What is known of the singer now."""

    hearing: Hearing = Hearing.READY
    syllable: int | None = None
    """The syllable that is sung; None as long as nobody has begun."""
    tempo: float = 1.0
    """As a share of the stored pace."""
    level: int = 0
    """Of the sound, 0 to LEVELS."""
    sung_s: float = 0.0
    """Seconds that were sung and followed since the microphone was opened."""
    key: FoundKey | None = None
    moved: bool = False
    """Whether the singer was heard at another syllable than before."""
    end: End | None = None
    """Set in the last report."""


Tell = Callable[[VoiceReport], None]
"""Called in the thread that listens."""


class Listening:
    """Listens to one song from `start` until `stop`, or until it reports an end."""

    def __init__(
        self,
        melody: Melody,
        open_source: OpenSource,
        tell: Tell,
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._melody = melody
        self._open = open_source
        self._tell = tell
        self._now_s = monotonic_s
        self._stopping = threading.Event()
        self._asked: deque[Callable[[Listener], object]] = deque()
        """What the listener is to do before the next sound."""
        self._thread = threading.Thread(target=self._run, name="following", daemon=True)

    def start(self, line: int | None = None) -> None:
        """Open the microphone; a singer who is in the middle of the song begins at `line`."""
        if line is not None:
            self.place(line)
        self._thread.start()

    def place(self, line: int) -> None:
        """The singer begins this line."""
        self._asked.append(lambda listener: listener.place(line))

    def show_next_verse(self) -> None:
        """The singer is in the next verse of the same tune."""
        self._asked.append(lambda listener: listener.show_next_verse())

    def stop(self) -> None:
        """Ask it to close the microphone, within 0.2 s; nothing is told any more."""
        self._stopping.set()

    def wait(self, within_s: float) -> bool:
        """Wait until it has stopped; False if that takes longer."""
        self._thread.join(within_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            end = self._listen()
        except SourceLostError as problem:
            log.info("nobody listens: %s", problem)
            end = End.NO_MICROPHONE
        except Exception:
            log.exception("following the singer failed")
            end = End.FAILED
        if end is not None and not self._stopping.is_set():
            self._tell(VoiceReport(end=end))

    def _listen(self) -> End | None:
        from lullaby.following.listener import Listener

        listener = Listener(self._melody)
        source = self._open()
        try:
            return self._follow(listener, source)
        finally:
            source.close()

    def _follow(self, listener: Listener, source: SoundSource) -> End | None:
        """Until it is asked to stop; why it stops by itself."""
        steps = Steps(listener)
        told: VoiceReport | None = None
        told_s = read_s = self._now_s()
        behind_s = 0.0
        while not self._stopping.is_set():
            sound = source.read()
            before_s, begun_s = read_s, self._now_s()
            read_s = begun_s
            while self._asked:
                self._asked.popleft()(listener)
            for now in steps.take(sound, begun_s - before_s):
                if self._stopping.is_set():
                    return None
                at_s = self._now_s()
                if told is None or _is_news(told, now, at_s - told_s):
                    told, told_s = now, at_s
                    self._tell(now)
            behind_s = max(0.0, behind_s + self._now_s() - begun_s - len(sound) / RATE)
            if behind_s > MOST_BEHIND_S:
                return End.TOO_SLOW
        return None


class Steps:
    """Reports one song step by step."""

    def __init__(self, listener: Listener) -> None:
        import numpy as np

        self._listener = listener
        self._attention = Attention()
        self._syllable: int | None = None
        self._left = np.zeros(0, np.float32)
        self._passed_s = 0.0
        """Since the last step, by the clock."""

    def take(self, sound: NDArray[np.float32], passed_s: float) -> Iterator[VoiceReport]:
        """The reports after each step that ends within this sound, and after a long time without
        any; `passed_s` is the time since the last call."""
        import numpy as np

        self._passed_s += passed_s
        self._left = np.concatenate((self._left, sound))
        while len(self._left) >= STEP:
            step, self._left = self._left[:STEP], self._left[STEP:]
            yield self._after(step)
        if self._attention.quiet_s + self._passed_s >= SILENT_AFTER_S:
            self._attention = self._attention.without_sound(self._passed_s)
            self._passed_s = 0.0
            yield self._report(0)

    def _after(self, step: NDArray[np.float32]) -> VoiceReport:
        listener = self._listener
        for _ in listener.hear(step):
            pass
        begun, waits = listener.syllable is not None, listener.waits
        passed_s, self._passed_s = self._passed_s, 0.0
        self._attention = self._attention.after(STEP_S, listener.voiced, begun, waits, passed_s)
        return self._report(level_of(step))

    def _report(self, level: int) -> VoiceReport:
        listener = self._listener
        moved = listener.syllable != self._syllable
        self._syllable = listener.syllable
        return VoiceReport(
            self._attention.hearing,
            listener.syllable,
            listener.tempo if moved else 1.0,
            level,
            self._attention.sung_s,
            listener.key,
            moved,
        )


def level_of(sound: NDArray[np.float32]) -> int:
    """The loudness of some sound, 0 to LEVELS."""
    import numpy as np

    power = float(np.mean(np.square(sound))) if len(sound) else 0.0
    db = 10 * np.log10(power + 1e-12)
    share = (db - QUIETEST_DB) / (LOUDEST_DB - QUIETEST_DB)
    return round(LEVELS * min(1.0, max(0.0, share)))


def _is_news(before: VoiceReport, now: VoiceReport, since_s: float) -> bool:
    if now.moved or now.hearing is not before.hearing or now.key != before.key:
        return True
    return now.level != before.level and since_s >= LEVEL_EVERY_S
