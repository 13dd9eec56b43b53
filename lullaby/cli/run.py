"""The composition root of the terminal: does what one command line asks for."""

import argparse
import io
import sys
from pathlib import Path

from lullaby import logs
from lullaby.cli import keeping, levels, listen, reading, words
from lullaby.cli.wording import complain
from lullaby.clock import SystemClock
from lullaby.paths import Paths, assets, paths_under, usual_paths
from lullaby.songbook.catalogue import catalogue
from lullaby.storage.database import TooNewError
from lullaby.storage.transaction import StorageError
from lullaby.stores import Stores, open_stores

DONE, SOME_FAILED = 0, 1


def run(arguments: argparse.Namespace) -> int:
    """The exit code: 0 done, 1 some inputs could not be used (each is named on stderr)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    data: Path | None = arguments.data
    paths = usual_paths() if data is None else paths_under(data)
    logs.set_up(paths.logs, arguments.verbose)
    try:
        return _dispatch(arguments, paths)
    except TooNewError as problem:
        complain(problem.path, "written by a newer Lullaby; nothing in it was changed")
    except BrokenPipeError:
        sys.stderr.close()
    except (StorageError, OSError) as problem:
        complain(paths.database, f"cannot be used just now ({problem})")
    except KeyboardInterrupt:
        print(file=sys.stderr)
    return SOME_FAILED


def _dispatch(arguments: argparse.Namespace, paths: Paths) -> int:
    match arguments.command:
        case "play":
            return listen.play(
                arguments.files, arguments.minutes, arguments.volume, arguments.under
            )
        case "words":
            return words.words(arguments.files, arguments.json, arguments.save, arguments.into)
        case "tempo":
            return reading.tempo(arguments.files, arguments.json)
        case "loudness":
            return levels.loudness(arguments.files, arguments.tags, arguments.json)
        case "scan" if not arguments.add:
            return reading.scan_folder(arguments.folder, arguments.json)
        case "scan":
            stores = _stores(paths)
            return reading.scan_folder(arguments.folder, arguments.json, stores)
        case "playlist":
            return keeping.playlist(arguments, _stores(paths))
        case _:
            return keeping.journal(arguments, _stores(paths))


def _stores(paths: Paths) -> Stores:
    stores = open_stores(paths.database, SystemClock().now(), catalogue(assets() / "songs"))
    if stores.set_aside is not None:
        complain(stores.set_aside, "an old file was damaged and is set aside here")
    return stores
