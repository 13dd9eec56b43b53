"""`python -m lullaby` and the `lullaby` command."""

import sys

from lullaby.cli.parser import parse


def main() -> int:
    """Open the window, or do what the named command says without one."""
    arguments = parse(sys.argv[1:])
    if arguments.command is None:
        from lullaby.opening import open_app

        return open_app(arguments.data, verbose=arguments.verbose)
    try:
        from lullaby.cli.run import run

        return run(arguments)
    except KeyboardInterrupt:  # while it was still being loaded
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
