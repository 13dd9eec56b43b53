"""Records known noise until it is killed; prints how many frames were heard."""

import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from lullaby.audio.microphone import BYTES, RATE, MicrophoneFacts
from lullaby.takes.raw_take import RawFacts, RawTakes
from lullaby.takes.recording import Recording
from tests.fakes import FakeClock
from tests.microphones import FakeMicrophones

NOW = datetime(2026, 3, 4, 21, 15, tzinfo=UTC)
FACTS = RawFacts("suo-gan", "Suo Gân", "suo-gan.abc", NOW)
AT_ONCE = RATE // 10


def sung(frames: int) -> bytes:
    """The noise, from its beginning."""
    parts = -(-frames // AT_ONCE)
    return b"".join(map(_part, range(parts)))[: frames * BYTES]


def _part(number: int) -> bytes:
    noise = np.random.default_rng(number).integers(-9_000, 9_000, AT_ONCE)
    return noise.astype(np.int16).tobytes()


def main(folder: Path) -> None:
    clock = FakeClock()
    microphones = FakeMicrophones(clock, MicrophoneFacts("mic", RATE))
    recording = Recording(microphones, None, RawTakes(folder, lambda: NOW), lambda: FACTS)
    recording.count_in()
    recording.show_sign(clock.monotonic_ms())
    recording.begin()
    pace = threading.Event()
    for number in range(10_000):
        clock.advance(100)
        if not microphones.opened:
            recording.step()
        microphones.opened[-1].hear(_part(number))
        for _ in range(10):
            recording.step()
        print((number + 1) * AT_ONCE, flush=True)
        pace.wait(0.01)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
