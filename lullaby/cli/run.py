"""The command line's composition root: builds what one command needs and runs it."""

import argparse
import io
import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from lullaby import logs
from lullaby.background import kept_songs
from lullaby.cli import (
    bundles,
    follow,
    giving,
    keeping,
    levels,
    listen,
    merging,
    reading,
    relay,
    songbook,
    words,
)
from lullaby.cli.voice.commands import run_voice
from lullaby.cli.voice.placing import place
from lullaby.cli.wording import complain, count_of
from lullaby.clock import SystemClock
from lullaby.helper_pool import HelperPool
from lullaby.helpers import Helpers, NoHelperError
from lullaby.paths import Paths, assets, paths_under, usual_paths
from lullaby.songbook.catalogue import catalogue
from lullaby.storage.backups import folder_of, newest_with_nights
from lullaby.storage.database import TooNewError
from lullaby.storage.transaction import StorageError
from lullaby.stores import Stores, open_stores, open_to_read

DONE, SOME_FAILED = 0, 1


def run(arguments: argparse.Namespace) -> int:
    """Run the command and return the exit code.

    0: done; 1: some inputs could not be used (each is named on stderr)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    data: Path | None = arguments.data
    paths = usual_paths() if data is None else paths_under(data)
    logs.set_up(paths.logs, arguments.verbose)
    try:
        with closing(HelperPool()) as helpers:
            code = _dispatch(arguments, paths, helpers)
        sys.stdout.flush()
    except TooNewError as problem:
        complain(problem.path, "written by a newer Lullaby; nothing in it was changed")
    except BrokenPipeError:
        _discard_output()
    except NoHelperError as problem:
        complain("files", f"cannot be read right now ({problem.strerror})")
    except StorageError as problem:
        complain(paths.database, f"cannot be used right now ({problem})")
    except OSError as problem:
        complain(problem.filename or "output", f"cannot be written ({problem.strerror})")
        _discard_output()
    except KeyboardInterrupt:
        print(file=sys.stderr)
    else:
        return code
    return SOME_FAILED


def _discard_output() -> None:
    """Discard further output after a closed pipe or a full disk."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _dispatch(arguments: argparse.Namespace, paths: Paths, helpers: Helpers) -> int:
    match arguments.command:
        case "play":
            return listen.play(
                arguments.files,
                arguments.minutes,
                arguments.volume,
                arguments.under,
                paths.made_sounds,
                kept_songs(paths.made_songs),
                helpers,
            )
        case "words":
            return words.words(
                arguments.files, arguments.json, arguments.save, arguments.into, helpers
            )
        case "tempo" if not arguments.write:
            return reading.tempo(arguments.files, arguments.json, helpers)
        case "tempo":
            with _stores(paths) as stores:
                return reading.tempo(arguments.files, arguments.json, helpers, stores)
        case "loudness":
            return levels.loudness(arguments.files, arguments.tags, arguments.json, helpers)
        case "songbook" | "follow":
            of_songs = songbook.songbook if arguments.command == "songbook" else follow.follow
            return of_songs(arguments, catalogue(assets() / "songs"))
        case "give" | "open" | "merge":
            return _bundles(arguments, paths, helpers)
        case "together":
            return _together(arguments, paths, helpers)
        case "voice":
            return _voice(arguments, paths, helpers)
        case "scan":
            return _scan(arguments, paths, helpers)
        case "playlist":
            with _stores(paths, arguments.action == "import") as stores:
                return keeping.playlist(arguments, stores, helpers)
        case _:
            with _stores(paths, arguments.action == "import") as stores:
                return keeping.journal(arguments, stores)


def _scan(arguments: argparse.Namespace, paths: Paths, helpers: Helpers) -> int:
    if not arguments.add:
        return reading.scan_folder(arguments.folder, arguments.json, helpers)
    with _stores(paths) as stores:
        return reading.scan_folder(arguments.folder, arguments.json, helpers, stores)


def _bundles(arguments: argparse.Namespace, paths: Paths, helpers: Helpers) -> int:
    if arguments.command == "merge":
        with _stores(paths, not arguments.write) as stores:
            return merging.merge(arguments, stores, helpers)
    with _stores(paths, arguments.command == "open" and arguments.keep) as stores:
        run_command = giving.give if arguments.command == "give" else bundles.open_bundle
        return run_command(arguments, stores, paths, helpers)


def _together(arguments: argparse.Namespace, paths: Paths, helpers: Helpers) -> int:
    if arguments.action == "relay":
        return relay.relay(arguments)
    from lullaby.cli import leading

    if arguments.action == "join":
        return leading.join(arguments, paths, helpers)
    with _stores(paths, writes=False) as stores:
        return leading.lead(arguments, stores, paths, helpers)


def _voice(arguments: argparse.Namespace, paths: Paths, helpers: Helpers) -> int:
    if arguments.action == "place":
        return place(arguments, catalogue(assets() / "songs"), helpers)
    with _stores(paths, arguments.action not in ("list", "export", "choir")) as stores:
        return run_voice(arguments, stores, paths.voices, helpers)


@contextmanager
def _stores(paths: Paths, writes: bool = True) -> Iterator[Stores]:
    """Open the stores; commands that only read also accept an unwritable database."""
    songs = catalogue(assets() / "songs")
    try:
        stores = open_stores(paths.database, SystemClock().now(), songs)
    except (StorageError, OSError):
        if writes:
            raise
        stores = open_to_read(paths.database, songs)
    with closing(stores.connection):
        if stores.set_aside is not None:
            complain(stores.set_aside, "an old file was damaged and is set aside here")
            backup = newest_with_nights(folder_of(paths.database))
            if backup is not None:
                nights = count_of(backup[1].nights, "night")
                complain(
                    backup[0].path, f"a backup holds {nights}; the window offers to restore it"
                )
        yield stores
