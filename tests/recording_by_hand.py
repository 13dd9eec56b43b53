"""A recording that goes on when a test says so, not on a thread."""

import threading

from lullaby.takes.recording import Recording

STEPS = 12
"""More than the sound of a tenth of a second needs, at 10 ms each."""


class RecordingByHand:
    def __init__(self) -> None:
        self.recording: Recording | None = None
        """The one under way."""
        self.begun = 0
        """How many were begun so far."""

    def __call__(self, recording: Recording) -> threading.Thread | None:
        self.recording = recording
        self.begun += 1
        recording._wait_s = 0
        return None

    def work(self) -> None:
        """Let it do what is due."""
        for _ in range(STEPS):
            if self.recording is None:
                return
            if not self.recording.step():
                self.recording = None

    def end(self) -> None:
        """Stop it, and let it write its end."""
        if self.recording is not None:
            self.recording.stop()
        while self.recording is not None:
            self.work()
