"""A private screen for the real application, with a keyboard."""

import os
import shutil
import subprocess
from types import TracebackType

from tests.waiting import wait_until

SIZE = "1366x768x24"


def available() -> bool:
    return all(shutil.which(program) for program in ("Xvfb", "xdotool"))


class Screen:
    """A context: inside it, `environment` makes a program use this screen."""

    def __init__(self) -> None:
        self._server: subprocess.Popen[str] | None = None
        self._number = ""

    @property
    def environment(self) -> dict[str, str]:
        return {"DISPLAY": f":{self._number}", "QT_QPA_PLATFORM": "xcb"}

    def __enter__(self) -> "Screen":
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", "1", "-screen", "0", SIZE, "-nolisten", "tcp", "-noreset"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._server.stdout is not None
        self._number = self._server.stdout.readline().strip()
        assert self._number, "Xvfb did not start"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._server.terminate()
            self._server.wait(10)
            if self._server.stdout is not None:
                self._server.stdout.close()

    def wait_for_window(self, name: str) -> str:
        """Wait for the window of that name, and focus it."""
        found: list[str] = []

        def there() -> bool:
            found[:] = self._do("search", "--onlyvisible", "--name", name).split()
            return bool(found)

        wait_until(there, within=60.0)
        self._do("windowfocus", "--sync", found[-1])
        return found[-1]

    def press(self, key: str) -> None:
        """Press a real key in the focused window."""
        self._do("key", key)

    def _do(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words],
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
        return done.stdout
