"""Windows: the thread's execution state. Written from its documentation, not tested on a
machine.

https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-setthreadexecutionstate
"""

import ctypes
from typing import Any

CONTINUOUS = 0x80000000
SYSTEM_REQUIRED = 0x00000001


class WindowsPower:
    """The state belongs to the thread that sets it, so one thread must make all calls."""

    def __init__(self) -> None:
        libraries: Any = vars(ctypes)["windll"]
        self._kernel = libraries.kernel32
        self._power = libraries.powrprof

    def keep_awake(self, lid_closed: bool = False) -> None:
        self._kernel.SetThreadExecutionState(CONTINUOUS | SYSTEM_REQUIRED)

    def let_sleep(self) -> None:
        self._kernel.SetThreadExecutionState(CONTINUOUS)

    def suspend(self) -> bool:
        """Sleep without hibernating, and leave wake timers enabled."""
        return bool(self._power.SetSuspendState(False, False, False))
