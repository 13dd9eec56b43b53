"""Windows: the thread's execution state. Written by its documentation and not tried on a machine.

https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-setthreadexecutionstate
"""

import ctypes
from typing import Any

CONTINUOUS = 0x80000000
SYSTEM_REQUIRED = 0x00000001


class WindowsPower:
    """The state belongs to the thread that sets it: one thread calls all of this."""

    def __init__(self) -> None:
        libraries: Any = vars(ctypes)["windll"]
        self._kernel = libraries.kernel32
        self._power = libraries.powrprof

    def keep_awake(self, lid_closed: bool = False) -> None:
        self._kernel.SetThreadExecutionState(CONTINUOUS | SYSTEM_REQUIRED)

    def let_sleep(self) -> None:
        self._kernel.SetThreadExecutionState(CONTINUOUS)

    def suspend(self) -> bool:
        """Sleep, not hibernation, and wake timers stay as they are."""
        return bool(self._power.SetSuspendState(False, False, False))
