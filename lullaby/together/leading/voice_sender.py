"""Sends what a microphone hears as frames that carry their place in the song.

Nothing is kept, and the microphone is open only while the song plays.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from lullaby.audio.microphone import RATE, Microphones, NoMicrophoneError, OpenMicrophone
from lullaby.audio.voice_coding import FRAME, CodedFrame, VoiceCoder
from lullaby.takes.frame_times import Arrivals, FrameTimes
from lullaby.together.leading.song_line import SongLine
from lullaby.together.leading.wire import VoiceFrame
from lullaby.units import FULL_SCALE

WITHIN_S = 0.1
LONGEST_GAP = 2 * RATE
"""Lost frames are sent as silence, up to so many."""

TARGET = 10 ** (-23 / 20)
"""The level to which a voice is brought, as the root of the mean square of full scale."""

SINGS = 10 ** (-50 / 20)
"""Softer frames are no singing, and do not count."""

SOFTEST, LOUDEST = 0.25, 8.0
SLOWNESS = 100
"""Frames over which the level is followed: two seconds."""


class VoiceLevel:
    """Brings a voice slowly to one level."""

    def __init__(self) -> None:
        self._power = TARGET**2

    def level(self, sound: NDArray[np.float32]) -> NDArray[np.float32]:
        """The same sound, softer or louder; one frame."""
        power = float(np.mean(sound * sound)) if len(sound) else 0.0
        if power > SINGS**2:
            self._power += (power - self._power) / SLOWNESS
        gain = min(LOUDEST, max(SOFTEST, TARGET / self._power**0.5))
        return np.clip(sound * np.float32(gain), -1.0, 1.0)


class VoiceSender:
    """Call `step` from one thread until it returns False."""

    def __init__(
        self,
        microphones: Microphones,
        line: Callable[[], SongLine | None],
        send: Callable[[VoiceFrame], None],
        moment: Callable[[], float],
        delay_ms: float = 0.0,
    ) -> None:
        """`line` tells where the song is heard; None while none plays. `moment` is the monotonic
        clock in ms. `delay_ms` is by how much a sound comes later from the microphone than it was
        made, beside the song that comes from the loudspeaker."""
        self._microphones = microphones
        self._line = line
        self._send = send
        self._moment = moment
        self._delay_ms = delay_ms
        self._opened: OpenMicrophone | None = None
        self._stopped = False
        self._begin()

    def _begin(self) -> None:
        self._coder, self._level = VoiceCoder(), VoiceLevel()
        self._arrivals = Arrivals()
        self._first: int | None = None
        self._expected = 0
        self._rest = np.zeros(0, np.float32)

    def stop(self) -> None:
        """Any thread may call it; the next step closes the microphone."""
        self._stopped = True

    def step(self) -> bool:
        """Read and send what has come; whether there is more to do. Raises NoMicrophoneError."""
        if self._stopped:
            self.close()
            return False
        try:
            if self._opened is None:
                self._begin()
                self._opened = self._microphones.open()
            block = self._opened.read(WITHIN_S)
        except NoMicrophoneError:
            self.close()
            raise
        if block is None:
            return True
        if self._first is None:
            self._first = self._expected = block.first
        lost = min(LONGEST_GAP, max(0, block.first - self._expected))
        self._first += block.first - self._expected - lost
        self._expected = block.end
        times = self._arrivals.add(block.end - self._first, block.came_ms)
        sound = np.frombuffer(block.samples, np.int16).astype(np.float32) / np.float32(FULL_SCALE)
        waiting = np.concatenate((self._rest, np.zeros(lost, np.float32), sound))
        whole = len(waiting) // FRAME * FRAME
        self._rest = waiting[whole:]
        for first in range(0, whole, FRAME):
            for frame in self._coder.code(self._level.level(waiting[first : first + FRAME])):
                self._tell(frame, times)
        return True

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def _tell(self, frame: CodedFrame, times: FrameTimes) -> None:
        line = self._line()
        if line is None or not line.moving:
            return
        heard = times.of(frame.first) - self._delay_ms
        self._send(VoiceFrame(line.number, line.place_at(heard), self._moment(), frame.opus))
