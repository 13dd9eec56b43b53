"""Handles unexpected errors: logs them and offers a report to copy, while the sound continues."""

import logging
import sys
import traceback
from collections.abc import Hashable
from types import TracebackType

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from lullaby import __version__
from lullaby.storage.transaction import StorageError
from lullaby.ui.shell.notices import Notice, NoticeBoard
from lullaby.ui.text.storage_words import storage_words

log = logging.getLogger(__name__)


MOST_REPORTED = 500
"""How many different errors are remembered."""


class ErrorReporter(QObject):
    """Its `report` serves as `sys.excepthook`. Each error is shown and logged in full once."""

    def __init__(self, board: NoticeBoard, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._board = board
        self._reported: set[Hashable] = set()

    def report(
        self, kind: type[BaseException], problem: BaseException, trace: TracebackType | None
    ) -> None:
        if not issubclass(kind, Exception):
            sys.__excepthook__(kind, problem, trace)
            return
        which = fingerprint(problem, trace)
        if which in self._reported or len(self._reported) >= MOST_REPORTED:
            log.error("not foreseen, as before: %s: %s", kind.__name__, problem)
            return
        self._reported.add(which)
        log.error("not foreseen", exc_info=(kind, problem, trace))
        if isinstance(problem, StorageError):
            self._board.show("not kept", Notice(*storage_words(problem)))
            return
        import platform  # 3 ms to load, for what most evenings never need

        report = "".join(traceback.format_exception(kind, problem, trace))
        head = f"Lullaby {__version__}, Python {platform.python_version()}, {platform.platform()}"
        self._board.show(
            "mishap",
            Notice(
                self.tr("Something went wrong. Your music keeps playing."),
                action_text=self.tr("Copy details"),
                action=lambda: self._copy(f"{head}\n{report}"),
            ),
        )

    def _copy(self, report: str) -> None:
        QGuiApplication.clipboard().setText(report)
        self._board.clear("mishap")


def fingerprint(problem: BaseException, trace: TracebackType | None) -> Hashable:
    """Equal for the same error at the same place, even if its message differs."""
    frames = traceback.extract_tb(trace)
    which = problem.problem if isinstance(problem, StorageError) else None
    return type(problem), which, tuple((frame.filename, frame.lineno) for frame in frames)
