"""One calm line while the folders are looked through, and what it came to."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from lullaby.library.scanner import Progress, ScanSummary
from lullaby.ui.controls.bars import CalmBar
from lullaby.ui.library.music_folders import MusicFolders
from lullaby.ui.theme.theme import Theme


def _tr(text: str) -> str:
    return QCoreApplication.translate("scan", text)


def progress_words(progress: Progress) -> str:
    if progress.total is None:
        return _tr("Looking through your folders.")
    return _tr("Reading your songs, {n} of {all}.").format(n=progress.done, all=progress.total)


def summary_words(summary: ScanSummary) -> str:
    """What a scan came to; empty when there is nothing worth telling."""
    parts: list[str] = []
    if summary.new:
        one, many = _tr("1 new song"), _tr("{n} new songs")
        parts.append(one if summary.new == 1 else many.format(n=summary.new))
    if summary.missing:
        one, many = _tr("1 song has moved away"), _tr("{n} songs have moved away")
        parts.append(one if summary.missing == 1 else many.format(n=summary.missing))
    if summary.faults:
        one, many = _tr("1 could not be read"), _tr("{n} could not be read")
        parts.append(one if len(summary.faults) == 1 else many.format(n=len(summary.faults)))
    if summary.closed:
        parts.append(_tr("a folder could not be opened"))
    return ", ".join(parts)


class ScanBar(CalmBar):
    def __init__(self, theme: Theme, folders: MusicFolders, parent: QWidget | None = None) -> None:
        super().__init__(theme)
        self._folders = folders
        self._over = False
        folders.progressed.connect(self._follow)
        folders.finished.connect(self._tell)
        self.acted.connect(self._act)
        self.hide()

    def _follow(self, progress: Progress | None) -> None:
        if progress is None:
            if not self._over:
                self.hide()
            return
        self._over = False
        self.say(progress_words(progress), icon="folder", action=self.tr("Stop"))
        self.show()

    def _tell(self, summary: ScanSummary) -> None:
        words = summary_words(summary)
        self._over = bool(words)
        if words:
            hint = self.tr("They are in the list, with the reason.") if summary.faults else ""
            text = words[:1].upper() + words[1:] + "."
            self.say(text, hint, icon="check", action=self.tr("Good"))
            self.show()

    def _act(self) -> None:
        if self._folders.scanning:
            self._folders.stop()
        self._over = False
        self.hide()
