"""The delay that PulseAudio, or PipeWire in its place, reports for our sound.

SDL reports no delay of a device. The sound server knows it, also for a Bluetooth loudspeaker, and
its command line tool reports it; without the tool the usual delay is assumed.
"""

import logging
import os
import re
import statistics
import subprocess
import threading

from lullaby.audio.decoder import RATE

log = logging.getLogger(__name__)

ASK = ("pactl", "list", "sink-inputs")
ANSWER_WITHIN_S = 2.0
LONGEST_MS = 2_000.0
"""No loudspeaker has a longer delay; a server that reports one is wrong."""

NEAR_MS = 30.0
"""A delay that differs from the usual by less is ignored: reports vary by some ms,
and by more while the machine is busy."""

ASKED = 9
APART_S = 0.37
"""A server fills its device in bursts, so the median of several answers counts."""

_STREAM = re.compile(r"^Sink Input #", re.MULTILINE)
_PROCESS = re.compile(r'application\.process\.id = "(\d+)"')
_LATENCY = re.compile(r"(?:Buffer|Sink) Latency: (\d+) usec")


def reported_delay_ms(process: int | None = None) -> float | None:
    """The ms from the server's buffer for `process` (default: this one) to the ear; None if
    unknown.

    Waits for the server, 2 s at most.
    """
    try:
        asked = subprocess.run(
            ASK,
            env={**os.environ, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=ANSWER_WITHIN_S,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as problem:
        log.info("the sound server tells no delay: %s", problem)
        return None
    return read_delay_ms(asked.stdout, os.getpid() if process is None else process)


def read_delay_ms(answer: str, process: int) -> float | None:
    """The longest delay that the tool's output reports for the streams of a process."""
    delays: list[float] = []
    for stream in _STREAM.split(answer)[1:]:
        owner = _PROCESS.search(stream)
        parts = _LATENCY.findall(stream)
        if owner is not None and int(owner[1]) == process and parts:
            delays.append(sum(map(int, parts)) / 1000)
    return max((delay for delay in delays if delay <= LONGEST_MS), default=None)


class ReportedDelay:
    """Asks on a thread of its own; `frames` is 0 until an answer comes."""

    def __init__(self) -> None:
        self.frames = 0
        """By how many frames the delay is longer than usual."""
        self._over = threading.Event()

    def ask(self, usual_ms: float) -> None:
        """Ask about the device that has just been opened, whose delay is usually reported so."""
        self.forget()
        self._over = threading.Event()
        about = (self._over, usual_ms)
        asking = threading.Thread(target=self._ask, args=about, name="delay", daemon=True)
        asking.start()

    def forget(self) -> None:
        """Forget the device, which is closed."""
        self._over.set()
        self.frames = 0

    def _ask(self, over: threading.Event, usual_ms: float) -> None:
        delays: list[float] = []
        while len(delays) < ASKED:
            if over.wait(APART_S):
                return
            delay = reported_delay_ms()
            if delay is None:
                return
            delays.append(delay)
        more = more_than_usual(delays, usual_ms)
        if not over.is_set():
            self.frames = more


def more_than_usual(delays: list[float], usual_ms: float) -> int:
    """The frames by which answers in ms differ from the usual delay; 0 if they differ by little."""
    more = statistics.median(delays) - usual_ms
    return round(more * RATE / 1000) if abs(more) > NEAR_MS else 0
