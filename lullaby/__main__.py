"""`python -m lullaby` and the `lullaby` command."""

import re
import sys
from collections.abc import Callable

from lullaby import collector
from lullaby.cli.parser import parse
from lullaby.exit_guard import ExitGuard
from lullaby.heap import give_back_readily
from lullaby.plain_hashes import leave_openssl_out


def main(closing: Callable[[], None] = lambda: None) -> int:
    """Open the window, or run the named command without one; returns the exit code.

    `closing` is called when the window has been closed, before it is torn down.
    """
    arguments = parse(sys.argv[1:])
    if arguments.command is None:
        collector.pause()  # until `opening` has shown the first screen
        from lullaby.opening import open_app

        return open_app(arguments.data, closing, verbose=arguments.verbose, files=arguments.files)
    try:
        from lullaby.cli.run import run

        return run(arguments)
    except KeyboardInterrupt:  # while modules were still loading
        return 1


def start() -> int:
    """Run `main` and make sure that the process exits soon after the window was closed.

    By then `app.shutdown` has saved and released everything that matters.
    """
    if getattr(sys, "frozen", False):
        _serve_if_asked()
    give_back_readily()
    leave_openssl_out()
    guard = ExitGuard()
    code = main(guard.arm)
    if guard.armed:
        guard.leave(code)
    guard.arm(code)
    return code


def _serve_if_asked() -> None:
    """Run as a helper process: a frozen build starts itself instead of a Python interpreter."""
    from multiprocessing import resource_tracker, spawn

    spawn.freeze_support()
    tracker = re.fullmatch(
        r"from multiprocessing\.resource_tracker import main;\s*main\((\d+)\)", sys.argv[-1]
    )
    if tracker is not None:
        resource_tracker.main(int(tracker[1]))
        raise SystemExit(0)


if __name__ == "__main__":
    raise SystemExit(start())
