"""Runs tempo analysis in the background and reports its progress to the screens."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from lullaby.clock import Clock
from lullaby.jobs import JobRunner
from lullaby.library.analysis_queue import AnalysisProgress, AnalysisQueue, TempoAnalyzer
from lullaby.library.analysis_store import AnalysisStore

NEWS_EVERY_MS = 10_000
"""Several songs are analysed per second, but the list is updated only this often."""


class AnalysisRunner(QObject):
    progressed = Signal(object)
    """The progress, or None when there is nothing to analyse."""
    songs_changed = Signal()
    """Tempos have become known; emitted now and then, and at the end."""

    def __init__(
        self,
        store: AnalysisStore,
        jobs: JobRunner,
        analyzer: TempoAnalyzer,
        clock: Clock,
        hands: Callable[[], int],
        parent: QObject | None = None,
    ) -> None:
        """`hands` returns how many songs may be analysed at a time now."""
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
        """Analyse new songs, unless the person paused that."""
        self._queue.start()

    def pause(self) -> None:
        self._queue.pause()

    def go_on(self) -> None:
        self._queue.go_on()

    def stop(self) -> None:
        """Stop, because the application ends; results so far are kept."""
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
