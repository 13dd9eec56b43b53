"""Automatic backups beside the database: at most one a day, and only a few kept.

Keeps the newest backup of each of the last 7 days that have one, and of each of the last 4 weeks.
Backups without a night are counted separately, so that they never displace those with nights. A
backup is written under a temporary name first, so that none is ever incomplete; a full disk changes
nothing.
"""

import logging
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from datetime import date, datetime
from pathlib import Path

from lullaby.frozen import frozen
from lullaby.storage.database import bring_up_to_date, check, newest_version, set_aside_name
from lullaby.storage.transaction import StorageError, storage_error

log = logging.getLogger(__name__)

DAYS = 7
WEEKS = 4
FOLDER = "backups"
ASIDE = "before-restore"
NAME = "lullaby-%Y-%m-%d.sqlite3"

USUAL = {"pace": "1.0", "semitones": "0.0", "with_tune": "1", "verses": "''"}
"""The columns of a song that hold its settings, and what they hold without any."""


@frozen
class Backup:
    path: Path
    day: date
    set_aside: bool = False
    """Not an automatic backup, but the database that a restore replaced."""


@frozen
class Holds:
    """The contents of a backup. `newest` is the start of its last night, as stored."""

    nights: int
    songs: int
    newest: str | None
    playlists: int = 0
    """Playlists that the person made."""
    adjusted: int = 0
    """Songs with a key, tempo, volume or verses of their own."""


def folder_of(database: Path) -> Path:
    return database.parent / FOLDER


def backups(folder: Path) -> list[Backup]:
    """The automatic backups, newest first; files with other names are ignored."""
    found: list[Backup] = []
    for path in folder.glob("lullaby-*.sqlite3"):
        try:
            day = datetime.strptime(path.name, NAME).date()  # noqa: DTZ007
        except ValueError:
            continue
        found.append(Backup(path, day))
    return sorted(found, key=lambda each: each.day, reverse=True)


def set_aside(database: Path) -> list[Backup]:
    """The databases that restores replaced, newest first."""
    found: list[Backup] = []
    for path in sorted(database.parent.glob(f"{database.stem}.{ASIDE}-*.sqlite3"), reverse=True):
        stamp = path.name.removeprefix(f"{database.stem}.{ASIDE}-")[:8]
        try:
            day = datetime.strptime(stamp, "%Y%m%d").date()  # noqa: DTZ007
        except ValueError:
            continue
        found.append(Backup(path, day, set_aside=True))
    return found


def kept(days: Iterable[date]) -> set[date]:
    """The days whose backups are kept."""
    newest_first = sorted(set(days), reverse=True)
    stay = set(newest_first[:DAYS])
    weeks: dict[tuple[int, int], date] = {}
    for day in newest_first:
        year, week, _ = day.isocalendar()
        weeks.setdefault((year, week), day)
    return stay | set(list(weeks.values())[:WEEKS])


def back_up_if_due(database: Path, today: date) -> Path | None:
    """Make today's backup unless there is one, and delete those no longer kept.

    A journal without nights may be the fresh one after damage, so its backups never displace
    backups with nights.
    Opens its own connection, so it may run on any thread. Returns None if none was due, or if the
    disk failed, which is logged.
    """
    folder = folder_of(database)
    target = folder / today.strftime(NAME)
    if target.exists() or not database.exists():
        return None
    part = target.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _copy(database, part)
        part.replace(target)
    except (OSError, sqlite3.Error):
        log.warning("there was no room for a backup of the database", exc_info=True)
        with suppress(OSError):
            part.unlink(missing_ok=True)
        return None
    _delete_old(folder)
    return target


def look_into(backup: Path) -> Holds | None:
    """A backup's contents; None if it cannot be read or a newer Lullaby wrote it."""
    try:
        with closing(_unchanging(backup)) as db:
            if not check(db) or _version(db) > newest_version():
                return None
            return _holds(db)
    except (OSError, sqlite3.Error):
        return None


def holds_now(connection: sqlite3.Connection) -> Holds:
    """The contents of an open database. Raises `StorageError`."""
    try:
        return _holds(connection)
    except sqlite3.Error as problem:
        raise storage_error(problem) from problem


def newest_with_nights(folder: Path) -> tuple[Backup, Holds] | None:
    """The newest backup that can be restored and holds a night."""
    for backup in backups(folder):
        held = look_into(backup.path)
        if held is not None and held.nights:
            return backup, held
    return None


def restore(connection: sqlite3.Connection, database: Path, backup: Path, now: datetime) -> Path:
    """Restore a backup into the open database; returns where the former data was set aside.

    The open database is copied whole before anything changes. Raises `StorageError`.
    """
    if look_into(backup) is None:
        raise StorageError(f"{backup} cannot be restored")
    aside = set_aside_name(database, ASIDE, now)
    try:
        _copy_open(connection, aside)
        with closing(_unchanging(backup)) as source:
            source.backup(connection)
        bring_up_to_date(connection)
    except sqlite3.Error as problem:
        raise storage_error(problem) from problem
    except OSError as problem:
        raise StorageError(str(problem)) from problem
    return aside


def mark(database: Path, number: int) -> None:
    """Put a number of 31 bits into a closed database; whoever restores it takes it over.

    Raises `StorageError`.
    """
    try:
        with closing(sqlite3.connect(database, isolation_level=None)) as db:
            db.execute(f"PRAGMA application_id = {number:d}")
    except sqlite3.Error as problem:
        raise storage_error(problem) from problem


def mark_of(database: Path) -> int | None:
    """The number that a database bears, 0 without one; None if it cannot be read."""
    try:
        with closing(_read_only(database)) as db:
            return int(db.execute("PRAGMA application_id").fetchone()[0])
    except sqlite3.Error:
        return None


def copies_of(database: Path) -> list[Path]:
    """Every copy that Lullaby keeps of a database: backups, and files that were set aside."""
    aside = sorted(database.parent.glob(f"{database.stem}.*.sqlite3"))
    return [*(each.path for each in backups(folder_of(database))), *aside]


def rewrite(backup: Path, change: Callable[[sqlite3.Connection], bool]) -> None:
    """Change a backup if `change` returns True; its file holds nothing of the former data then.

    It is brought up to date for `change` first. Raises `StorageError` and OSError; the backup is as
    it was then.
    """
    part = backup.with_suffix(".part")
    if backup.with_name(backup.name + "-wal").exists():
        raise StorageError(f"{backup} was left in the middle of a change")
    try:
        part.unlink(missing_ok=True)
        with closing(_unchanging(backup)) as source:
            if _version(source) > newest_version():
                raise StorageError(f"a newer Lullaby wrote {backup}")
            _copy_open(source, part)
        with closing(sqlite3.connect(part, isolation_level=None)) as db:
            db.row_factory = sqlite3.Row
            db.execute("PRAGMA journal_mode = DELETE")
            db.execute("PRAGMA foreign_keys = ON")
            bring_up_to_date(db)
            changed = change(db)
            if changed:
                db.execute("VACUUM")
                if not check(db):
                    raise sqlite3.DatabaseError("the changed backup is not whole")
        if changed:
            part.replace(backup)
    except sqlite3.Error as problem:
        raise storage_error(problem) from problem
    finally:
        part.unlink(missing_ok=True)


def _holds(db: sqlite3.Connection) -> Holds:
    closed = "ending IS NOT NULL OR by_hand"
    nights, newest = db.execute(
        f"SELECT count(*), max(started_at) FROM entry WHERE {closed}"
    ).fetchone()
    (songs,) = db.execute("SELECT count(*) FROM track").fetchone()
    (playlists,) = db.execute("SELECT count(*) FROM playlist WHERE built_in IS NULL").fetchone()
    return Holds(nights, songs, newest, playlists, _adjusted(db))


def _adjusted(db: sqlite3.Connection) -> int:
    """The number of songs with settings of their own, also in a database of an older version."""
    columns = {row[1] for row in db.execute("PRAGMA table_info(track)")}
    found = [f"{name} <> {usual}" for name, usual in USUAL.items() if name in columns]
    parts = [f"SELECT id FROM track WHERE {' OR '.join(found)}"] if found else []
    if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'kin'").fetchone():
        parts.append("SELECT track_id FROM kin")
    if not parts:
        return 0
    return int(db.execute(f"SELECT count(*) FROM ({' UNION '.join(parts)})").fetchone()[0])


def copy_database(database: Path, target: Path) -> None:
    """Write a checked copy of a database that may be open. Raises `StorageError`."""
    try:
        _copy(database, target)
    except sqlite3.Error as problem:
        raise storage_error(problem) from problem


def _copy(database: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    with closing(_read_only(database)) as source:
        _copy_open(source, target)


def _copy_open(source: sqlite3.Connection, target: Path) -> None:
    with closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        if not check(copy):
            raise sqlite3.DatabaseError("the copy is not whole")


def _is_empty(backup: Path) -> bool:
    """Whether it surely holds no night; an unreadable backup may hold some."""
    held = look_into(backup)
    return held is not None and not held.nights


def _delete_old(folder: Path) -> None:
    there = backups(folder)
    empty = {each.day for each in there if _is_empty(each.path)}
    stay = kept(empty) | kept(each.day for each in there if each.day not in empty)
    for each in there:
        if each.day not in stay:
            try:
                each.path.unlink()
            except OSError:
                log.warning("an old backup could not be removed", exc_info=True)


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def _unchanging(backup: Path) -> sqlite3.Connection:
    """Open a backup as immutable, so that SQLite leaves no files of its own beside it."""
    return sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])
