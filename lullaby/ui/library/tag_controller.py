"""Writes a tempo into the song's own file, if allowed in Settings."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from lullaby.jobs import JobRunner
from lullaby.library.analysis_store import AnalysisStore
from lullaby.library.track import Origin, Track
from lullaby.tempo.analysis import TempoAnalysis
from lullaby.tempo.choices import NotWritten
from lullaby.tempo.tag_result import TagWritten
from lullaby.ui.shell.notifications import Notifications
from lullaby.ui.shell.undo import UndoController
from lullaby.ui.text.translate import PLURAL, translate
from lullaby.units import Bpm
from lullaby.verified_copy import RewriteFailure


class TagWriter(Protocol):
    """Both methods run in the background and raise OSError, leaving the file untouched."""

    def write(
        self, path: Path, analysis: TempoAnalysis | None, persons_bpm: Bpm | None
    ) -> TagWritten: ...

    def restore(self, path: Path, text: str) -> RewriteFailure | None:
        """Restore the previous text of the tag; empty for none."""
        ...


class TagController(QObject):
    written = Signal()
    """A file has changed."""

    def __init__(
        self,
        store: AnalysisStore,
        jobs: JobRunner,
        writer: TagWriter,
        allowed: Callable[[], bool],
        undo: UndoController,
        notices: Notifications,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._writer = writer
        self._allowed = allowed
        self._undo = undo
        self._notices = notices

    def can_write(self, track: Track) -> bool:
        return self._allowed() and track.origin is Origin.FILE and track.fault is None

    def write(self, track: Track) -> None:
        """Write the person's value, or one that analysis is sure of; reports either result."""
        analysis, persons_bpm = (
            self._store.analysis_of(track.id),
            self._store.word(track.id).tempo.bpm,
        )

        def done(result: TagWritten) -> None:
            self._tell(track, result)

        self._jobs.submit(
            lambda _: self._writer.write(track.path, analysis, persons_bpm),
            done,
            lambda _: self._untouched(track),
            finish=True,
        )

    def _tell(self, track: Track, result: TagWritten) -> None:
        if result.bpm is None:
            self._notices.say("tempo tag", self._why_not(track, result.kept))
            return
        beats = round(result.bpm)
        text = translate(
            "TagController", "Wrote %n beats a minute into “{title}”", None, PLURAL, beats
        )
        self.written.emit()
        self._undo.offer(
            text.format(title=track.title),
            lambda: self._bring_back(track, result.former),
        )

    def _bring_back(self, track: Track, former: str) -> None:
        def done(kept: RewriteFailure | None) -> None:
            if kept is None:
                self.written.emit()
            else:
                self._untouched(track)

        self._jobs.submit(
            lambda _: self._writer.restore(track.path, former),
            done,
            lambda _: self._untouched(track),
            finish=True,
        )

    def _untouched(self, track: Track) -> None:
        text = self.tr("“{title}” can’t be changed right now.").format(title=track.title)
        self._notices.say("tempo tag", text, self.tr("The file was not changed."))

    def _why_not(self, track: Track, kept: NotWritten | RewriteFailure | None) -> str:
        match kept:
            case NotWritten.SAYS_SO:
                text = self.tr("The file of “{title}” already has this tempo.")
            case NotWritten.TAGGED:
                text = self.tr(
                    "The tag of “{title}” has a different tempo. Your value would replace it."
                )
            case NotWritten.NOT_STEADY:
                text = self.tr("We are not sure enough of the tempo of “{title}” to write it.")
            case RewriteFailure.NO_PLACE:
                text = self.tr("This kind of file can’t hold a tempo. “{title}” was not changed.")
            case _:
                text = self.tr("To be safe, “{title}” was not changed.")
        return text.format(title=track.title)
