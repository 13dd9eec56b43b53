"""Progress and result of scans and of the tempo analysis, for a bar that may be built later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lullaby.ui.library.analysis_runner import AnalysisRunner
from lullaby.ui.library.music_folders import MusicFolders

if TYPE_CHECKING:
    from lullaby.library.analysis_queue import AnalysisProgress
    from lullaby.library.scanner import ScanProgress, ScanSummary


class ScanNews(QObject):
    """Keeps the summary of a scan until it is dismissed."""

    changed = Signal()

    def __init__(
        self, folders: MusicFolders, analysis_runner: AnalysisRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._folders = folders
        self._analysis_runner = analysis_runner
        self.scanning: ScanProgress | None = None
        self.summary: ScanSummary | None = None
        """The summary of the last scan, or None if dismissed."""
        folders.progressed.connect(self._on_change)
        folders.finished.connect(self._finish)
        analysis_runner.progressed.connect(lambda _: self.changed.emit())

    @property
    def listening(self) -> AnalysisProgress | None:
        """Progress of the tempo analysis; None if there is nothing to analyse."""
        return self._analysis_runner.progress

    def put_away(self) -> None:
        """Forget the summary, which has been read."""
        self.summary = None
        self.changed.emit()

    def stop_scan(self) -> None:
        self._folders.stop()
        self.scanning = None
        self.changed.emit()

    def switch_listening(self) -> None:
        """Pause or resume the tempo analysis."""
        if self.listening is not None and self.listening.paused:
            self._analysis_runner.go_on()
        else:
            self._analysis_runner.pause()
        self.changed.emit()

    def _on_change(self, progress: ScanProgress | None) -> None:
        self.scanning = progress
        if progress is not None:
            self.summary = None
        self.changed.emit()

    def _finish(self, summary: ScanSummary) -> None:
        self.summary = summary
