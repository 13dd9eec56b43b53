"""`python -m lullaby` and the `lullaby` command."""

import sys


def main() -> int:
    """Open the window, or run a command without one when the arguments name it."""
    if len(sys.argv) > 1:
        from lullaby.cli import run

        return run(sys.argv[1:])
    from lullaby.app import open_app

    return open_app()


if __name__ == "__main__":
    raise SystemExit(main())
