"""Exchanges the data in use for a copy that was fetched beside it, and back again: all, or nothing.

What is to be moved is noted before anything changes. Whether the exchange goes on after a crash is
told by the database: it changes in one step, and the one that is put in bears a mark of its own.
"""

import json
import os
import secrets
import shutil
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from lullaby.frozen import frozen
from lullaby.paths import WAITING, Paths
from lullaby.storage.backups import mark, mark_of

COMING = ".coming"
"""Beside the database: files of a copy that are not in place yet."""

MOST_MARKS = 1 << 31


@frozen
class Exchange:
    """What an exchange does besides putting in another database."""

    moves: tuple[tuple[str, str], ...]
    """Files and folders to rename, in this order, by their paths below the data."""
    mark: int
    """Of the database that is put in."""
    data: str = ""
    """The folder whose paths that database holds; empty if they are those of this computer."""

    def kept(self, paths: Paths) -> dict[Path, Path]:
        """Where the former folders are kept, by their place."""
        places = {each.name: each for each in places_of(paths).values()}
        return {
            places[source]: paths.data / target
            for source, target in self.moves
            if source in places and target.startswith(f"{source}.before-")
        }


def places_of(paths: Paths) -> dict[str, Path]:
    """The folders of a family's own files, by their names in a copy."""
    return {"voices": paths.voices, "words": paths.words, "songs": paths.songs}


def prepare_to_bring(paths: Paths, database: str, data: str, now: datetime) -> Exchange:
    """Note how the folders of recordings, words and scores are exchanged for those in `COMING`,
    whose database has this name. Recordings that wait to be kept stay.

    Raises OSError and `StorageError`; nothing is noted then.
    """
    moves: list[tuple[str, str]] = []
    for place in places_of(paths).values():
        name = place.name
        aside = free(place.parent, f"{name}.before-{now:%Y%m%d-%H%M%S}").name
        if place.exists():
            moves.append((name, aside))
        if (paths.data / COMING / name).exists():
            moves.append((f"{COMING}/{name}", name))
        if place == paths.voices:
            moves.append((f"{aside}/{WAITING}", f"{name}/{WAITING}"))
    return _noted(paths, Exchange(tuple(moves), _new_mark(), data), paths.data / COMING / database)


def prepare_to_return(paths: Paths, kept: dict[Path, Path], database: Path) -> Exchange:
    """Note how such an exchange is undone; `kept` tells where the former folders are, and
    `database` is the former one. What was brought is in `COMING` again afterwards."""
    moves: list[tuple[str, str]] = []
    for place in places_of(paths).values():
        name = place.name
        if place.exists():
            moves.append((name, f"{COMING}/{name}"))
        if place in kept:
            moves.append((kept[place].name, name))
        if place == paths.voices:
            moves.append((f"{COMING}/{name}/{WAITING}", f"{name}/{WAITING}"))
    return _noted(paths, Exchange(tuple(moves), _new_mark()), database)


def carry_out(paths: Paths, exchange: Exchange) -> None:
    """Move the folders, once the database is put in. Raises OSError; all are as before then."""
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in _paths(paths, exchange):
            if target.name == WAITING and not source.exists():
                continue  # the first recording may have begun since this was noted, or none
            target.parent.mkdir(parents=True, exist_ok=True)
            source.rename(target)
            done.append((target, source))
    except OSError:
        for now_at, before in reversed(done):
            with suppress(OSError):
                now_at.rename(before)
        forget(paths)
        raise
    forget(paths)


def forget(paths: Paths) -> None:
    """The exchange is over, or does not happen."""
    with suppress(OSError):
        paths.exchange.unlink(missing_ok=True)


def go_on(paths: Paths) -> Exchange | None:
    """Complete an exchange that a crash cut off after its database was put in; None if there is
    none. If it was cut off before, all is as it was.

    Call it before the database is opened. Raises OSError; the next call tries again then.
    """
    exchange = _read(paths.exchange)
    if exchange is None or mark_of(paths.database) != exchange.mark:
        forget(paths)
        return None
    for source, target in _paths(paths, exchange):
        if source.exists() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            source.rename(target)
    return exchange


def clear_away(paths: Paths) -> None:
    """Remove what was fetched and nobody needs any more."""
    shutil.rmtree(paths.data / COMING, ignore_errors=True)


def free(into: Path, name: str) -> Path:
    """A path in `into` that nothing has yet."""
    number = 1
    while (path := into / (name if number == 1 else f"{name} ({number})")).exists():
        number += 1
    return path


def _new_mark() -> int:
    return 1 + secrets.randbelow(MOST_MARKS - 1)


def _noted(paths: Paths, exchange: Exchange, database: Path) -> Exchange:
    mark(database, exchange.mark)
    note = paths.exchange
    part = note.with_suffix(".part")
    written = {"moves": exchange.moves, "mark": exchange.mark, "data": exchange.data}
    try:
        with part.open("w", encoding="utf-8") as file:
            json.dump(written, file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(note)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    return exchange


def _read(note: Path) -> Exchange | None:
    try:
        written: Any = json.loads(note.read_text("utf-8"))
        moves = tuple((str(source), str(target)) for source, target in written["moves"])
        return Exchange(moves, int(written["mark"]), str(written["data"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _paths(paths: Paths, exchange: Exchange) -> list[tuple[Path, Path]]:
    return [(paths.data / source, paths.data / target) for source, target in exchange.moves]
