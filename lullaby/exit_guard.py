"""Ends the process soon after it was closed, whatever hangs in it."""

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
"""From the end of the evening to that of the process at the latest, in seconds: with a sound that
sinks first, less than 3 s from the press that closed the window."""

LAST_RESORT_S = 0.4
"""Later than that, where native code holds the interpreter."""


class ExitGuard:
    """Watches the end of this process, once it is armed.

    The parts of the application let go of what they wait for by themselves; this is for a call that
    nobody foresaw, and for what libraries do as the interpreter ends.
    """

    def __init__(self, within_s: float = LEAVE_WITHIN_S) -> None:
        self._within_s = within_s
        self._armed = False
        self._code = 0

    def arm(self, code: int = 0) -> None:
        """Everything is to be over from now on; `code` is the exit code if it is not."""
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
        """End the process now, without the interpreter's own clearing away, which joins threads
        and calls into libraries; helpers end too, whatever they wait for."""
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
