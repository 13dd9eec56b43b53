"""The ear at work in the background, as the screens see it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from lullaby.clock import Clock
from lullaby.jobs import JobRunner
from lullaby.library.analysis_queue import AnalysisProgress, AnalysisQueue, TempoAnalyzer
from lullaby.library.analysis_store import AnalysisStore
from lullaby.ui.bridge import SessionBridge

NEWS_EVERY_MS = 10_000
"""Songs are heard several a second; the list is read again only now and then."""


def quiet_while_it_sounds(bridge: SessionBridge, most: int) -> Callable[[], int]:
    """One song at a time is heard while something plays: the other cores are for the sound."""
    return lambda: 1 if bridge.state.sounding else most


class AnalysisRunner(QObject):
    progressed = Signal(object)
    """Listening, or None when there is nothing to hear."""
    songs_changed = Signal()
    """Tempos have become known; now and then, and when all are."""

    def __init__(
        self,
        store: AnalysisStore,
        jobs: JobRunner,
        analyzer: TempoAnalyzer,
        clock: Clock,
        hands: Callable[[], int],
        parent: QObject | None = None,
    ) -> None:
        """`hands` is how many songs may be heard at a time just now."""
        super().__init__(parent)
        self._queue = AnalysisQueue(store, jobs, analyzer, clock, self._on_change, hands)
        self._done: int | None = None
        self._news = QTimer(self)
        self._news.setSingleShot(True)
        self._news.setInterval(NEWS_EVERY_MS)
        self._news.timeout.connect(self.songs_changed)

    @property
    def progress(self) -> AnalysisProgress | None:
        return self._queue.progress

    def start(self) -> None:
        """Hear what has not been heard, unless the person said stop."""
        self._queue.start()

    def pause(self) -> None:
        self._queue.pause()

    def go_on(self) -> None:
        self._queue.go_on()

    def stop(self) -> None:
        """The app ends: what was heard so far is kept."""
        self._news.stop()
        self._done = None
        self._queue.stop()

    def _on_change(self) -> None:
        progress = self._queue.progress
        before, self._done = self._done, progress and progress.done
        if before is not None and self._done != before and not self._news.isActive():
            self._news.start()
        if self._done is None and self._news.isActive():
            self._news.stop()
            self.songs_changed.emit()
        self.progressed.emit(progress)
