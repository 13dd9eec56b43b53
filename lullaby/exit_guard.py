"""Ends the process soon after it was closed, even if something in it hangs."""

import faulthandler
import logging
import os
import sys
import threading
import traceback
from contextlib import suppress
from types import FrameType
from typing import NoReturn

log = logging.getLogger(__name__)

LEAVE_WITHIN_S = 1.0
"""The most seconds from the end of the evening to that of the process. Including the sound's fade,
it ends less than 3 s after the press that closed the window; with changes still to be written,
up to `app.FINISH_WITHIN_MS` later."""

LAST_RESORT_S = 0.4
"""Seconds after that until it ends a process whose interpreter is held by native code."""


class ExitGuard:
    """Ends this process if it has not exited in time once armed.

    The application's own waits have timeouts; this covers unforeseen calls and what libraries do
    while the interpreter exits.
    """

    def __init__(self, within_s: float = LEAVE_WITHIN_S) -> None:
        self._within_s = within_s
        self._armed = False
        self._code = 0

    def arm(self, code: int = 0) -> None:
        """Start the countdown; `code` is the exit code if the process has to be ended."""
        self._code = code
        if self._armed:
            return
        self._armed = True
        if sys.stderr is not None:
            faulthandler.dump_traceback_later(self._within_s + LAST_RESORT_S, exit=True)
        threading.Thread(target=self._watch, name="exit guard", daemon=True).start()

    @property
    def armed(self) -> bool:
        return self._armed

    def leave(self, code: int) -> NoReturn:
        """End the process and its helpers now.

        Skips the interpreter's own cleanup, which joins threads and calls into libraries."""
        self._code = code
        _end(code)

    def _watch(self) -> NoReturn:
        threading.Event().wait(self._within_s)
        names = {thread.ident: thread.name for thread in threading.enumerate()}
        own = threading.get_ident()
        for ident, frame in sys._current_frames().items():  # noqa: SLF001 - documented
            if ident != own:
                log.warning("%s still at work:\n%s", names.get(ident, ident), _stack(frame))
        _end(self._code)


def _end(code: int) -> NoReturn:
    processes = sys.modules.get("multiprocessing")
    for helper in processes.active_children() if processes else ():
        helper.terminate()
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            if stream is not None:
                stream.flush()
    os._exit(code)


def _stack(frame: FrameType) -> str:
    return "".join(traceback.format_stack(frame)).rstrip()
