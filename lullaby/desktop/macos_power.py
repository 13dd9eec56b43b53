"""macOS: the system's own `caffeinate` and `pmset`. Written from their manuals, not tested on a
machine."""

import logging
import os
import subprocess

log = logging.getLogger(__name__)

KEEP_AWAKE = ("/usr/bin/caffeinate", "-i", "-w", str(os.getpid()))
"""Prevents idle sleep until it is ended or this process exits."""
SLEEP_NOW = ("/usr/bin/pmset", "sleepnow")


class MacPower:
    def __init__(self) -> None:
        self._keeper: subprocess.Popen[bytes] | None = None

    def keep_awake(self, lid_closed: bool = False) -> None:
        if self._keeper is None:
            try:
                self._keeper = subprocess.Popen(KEEP_AWAKE)
            except OSError as problem:
                log.info("the machine cannot be kept awake: %s", problem)

    def let_sleep(self) -> None:
        keeper, self._keeper = self._keeper, None
        if keeper is not None:
            keeper.terminate()
            keeper.wait()

    def suspend(self) -> bool:
        try:
            return subprocess.run(SLEEP_NOW, check=False).returncode == 0
        except OSError as problem:
            log.info("the machine could not be put to sleep: %s", problem)
            return False
