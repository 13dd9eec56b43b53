"""What nobody foresaw: logged, told calmly, with a report that can be copied. The sound goes on."""

import logging
import platform
import sys
import traceback
from types import TracebackType

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from lullaby import __version__
from lullaby.storage.transaction import StorageError
from lullaby.ui.notices import Notice, NoticeBoard

log = logging.getLogger(__name__)


class Mishaps(QObject):
    """Its `take` is meant for `sys.excepthook`."""

    def __init__(self, board: NoticeBoard, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._board = board

    def take(
        self, kind: type[BaseException], problem: BaseException, trace: TracebackType | None
    ) -> None:
        if not issubclass(kind, Exception):
            sys.__excepthook__(kind, problem, trace)
            return
        log.error("not foreseen", exc_info=(kind, problem, trace))
        if issubclass(kind, StorageError):
            self._say(self.tr("No room to remember this just now."), "")
            return
        report = "".join(traceback.format_exception(kind, problem, trace))
        head = f"Lullaby {__version__}, Python {platform.python_version()}, {platform.platform()}"
        self._say(
            self.tr("Something here did not go as it should. What sounds goes on."),
            f"{head}\n{report}",
        )

    def _say(self, text: str, report: str) -> None:
        def act() -> None:
            if report:
                QGuiApplication.clipboard().setText(report)
            self._board.clear("mishap")

        action = self.tr("Copy a report") if report else self.tr("Good")
        self._board.show("mishap", Notice(text, action_text=action, action=act))
