"""A small log in the platform's log folder, so that a report can be copied after trouble."""

import logging
import sys
import traceback
from pathlib import Path

NAME = "lullaby.log"
LARGEST = 500_000
KEPT = 2
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def set_up(folder: Path, verbose: bool = False) -> None:
    """Log to `folder`, at most three files of 500 kB.

    The application starts even if the folder cannot be written."""
    root = logging.getLogger("lullaby")
    root.setLevel(logging.DEBUG if verbose else logging.INFO)
    root.propagate = False
    handlers: list[logging.Handler] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handlers.append(LogFile(folder / NAME))
    except OSError:
        verbose = True
    if verbose:
        handlers.append(logging.StreamHandler(sys.stderr))
    for handler in [*root.handlers]:
        root.removeHandler(handler)
        handler.close()
    for handler in handlers:
        handler.setFormatter(logging.Formatter(FORMAT))
        root.addHandler(handler)


def log_where(log: logging.Logger, what: str, problem: Exception) -> None:
    """Log an exception by its type and place, without its message: that could hold what nobody
    should find in a log, such as an address or a secret."""
    places = "".join(traceback.format_tb(problem.__traceback__))
    log.error("%s: %s\n%s", what, type(problem).__name__, places)


class LogFile(logging.Handler):
    """A rotating file, opened at the first record.

    A start that logs nothing does not load `logging.handlers`: 4 ms before the first paint.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._file is None:
            from logging.handlers import RotatingFileHandler

            self._file = RotatingFileHandler(
                self._path, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8", delay=True
            )
            self._file.setFormatter(self.formatter)
        self._file.emit(record)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()
