"""Ears without a microphone, which hear what a test says."""

from PySide6.QtCore import QCoreApplication

from lullaby.following.listening import Tell, VoiceReport
from lullaby.following.melody import Melody
from lullaby.ui.following.ports import VoicePorts


class NotedEar:
    """Notes at which lines the singer is said to be."""

    def __init__(self, melody: Melody, tell: Tell) -> None:
        self.melody = melody
        self.tell = tell
        self.is_open = False
        self.lines: list[int] = []

    def start(self, line: int | None = None) -> None:
        self.is_open = True

    def place(self, line: int) -> None:
        self.lines.append(line)

    def show_next_verse(self) -> None:
        pass

    def stop(self) -> None:
        self.is_open = False


class NotedEars:
    """Every ear that was made, the newest last."""

    def __init__(self) -> None:
        self.made: list[NotedEar] = []

    def ports(self) -> VoicePorts:
        return VoicePorts(self._make)

    def hear(self, report: VoiceReport) -> None:
        """Let the newest ear report, and the window take it."""
        self.made[-1].tell(report)
        QCoreApplication.sendPostedEvents()

    def _make(self, melody: Melody, tell: Tell) -> NotedEar:
        self.made.append(NotedEar(melody, tell))
        return self.made[-1]
