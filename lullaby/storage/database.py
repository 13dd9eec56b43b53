"""Opens the SQLite file and migrates it after a backup; never overwrites a damaged one.

Each numbered step in `migrations/` runs in one transaction with its version number, so that a
crash between two steps leaves a consistent schema.
"""

import logging
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from importlib import resources
from itertools import chain, count
from pathlib import Path
from tempfile import TemporaryDirectory

from lullaby.frozen import frozen
from lullaby.storage.side_connections import CACHE_KB, open_named_memory
from lullaby.workers import Workers

log = logging.getLogger(__name__)

CHECKED_WITHIN_S = 10.0
"""How long to wait for a check ahead, in seconds; 50,000 songs take a tenth of one."""


class TooNewError(Exception):
    """The file was written by a newer Lullaby."""

    def __init__(self, path: Path, version: int, known: int) -> None:
        super().__init__(f"{path} has version {version}; this Lullaby knows {known}")
        self.path = path


@frozen
class Opened:
    """A ready connection. `set_aside` names the damaged file, if there was one."""

    connection: sqlite3.Connection
    set_aside: Path | None = None


@frozen
class Migration:
    number: int
    name: str
    sql: str


def migrations() -> tuple[Migration, ...]:
    """The migration steps that this version knows, in order."""
    folder = resources.files("lullaby.storage") / "migrations"
    steps = [
        Migration(int(item.name[:4]), item.name, item.read_text(encoding="utf-8"))
        for item in folder.iterdir()
        if item.name.endswith(".sql")
    ]
    return tuple(sorted(steps, key=lambda step: step.number))


Checked = Callable[[], bool]
"""Whether a file has been checked and found undamaged."""


def check_ahead(path: Path) -> Checked:
    """Check a file on a thread of its own, before it is opened.

    The answer waits for the thread. It is False if the file is missing or damaged, or could not be
    checked in time: then `open_database` checks it again, and reports what is wrong.
    """
    worker = Workers(1, "database check")
    checked = worker.submit(_is_undamaged, path)
    worker.shutdown(wait=False)

    def undamaged() -> bool:
        try:
            return checked.result(CHECKED_WITHIN_S)
        except TimeoutError:
            return False

    return undamaged


def _is_undamaged(path: Path) -> bool:
    try:
        uri = f"{path.absolute().as_uri()}?mode=rw"
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            connection.execute(f"PRAGMA cache_size = -{CACHE_KB}")
            return check(connection)
    except (OSError, sqlite3.Error):
        return False


def open_database(path: Path, now: datetime, undamaged: Checked = lambda: False) -> Opened:
    """Open `path`, creating or migrating it as needed; not checked again if `undamaged`.

    A damaged file is renamed, with a timestamp, and a fresh one created. Raises `TooNewError`, and
    `OSError` or `sqlite3.OperationalError` if the file or folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return Opened(_open(path, now, undamaged))
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        aside = _set_aside(path, now)
        log.warning("the database was damaged and is kept as %s", aside)
        return Opened(_open(path, now, lambda: False), aside)


def read_into_memory(path: Path) -> sqlite3.Connection | None:
    """Load a file that cannot be opened for writing into an in-memory database.

    None if there is no file, or it cannot be read. Raises `TooNewError`.
    """
    try:
        with TemporaryDirectory(prefix="lullaby-") as folder:
            copy = Path(folder) / path.name
            shutil.copyfile(path, copy)
            wal = path.with_name(path.name + "-wal")
            if wal.exists():
                shutil.copyfile(wal, copy.with_name(wal.name))
            return _into_memory(f"{copy.absolute().as_uri()}", path)
    except (OSError, sqlite3.Error):
        log.info("there is no room for a second file; the first is read as it stands")
    try:
        return _into_memory(f"{path.absolute().as_uri()}?immutable=1", path)
    except sqlite3.Error:
        log.warning("the database could not be read either", exc_info=True)
        return None


def _into_memory(uri: str, path: Path) -> sqlite3.Connection | None:
    with closing(sqlite3.connect(uri, uri=True)) as source:
        if not check(source):
            return None
        version, known = _version_of_tables(source), newest_version()
        if version > known:
            raise TooNewError(path, version, known)
        memory = open_named_memory()
        source.backup(memory)
    _configure(memory)
    _migrate(memory, migrations())
    return memory


def newest_version() -> int:
    """The newest schema version that this Lullaby knows."""
    return migrations()[-1].number


def check(connection: sqlite3.Connection) -> bool:
    """Whether the file passes SQLite's quick check."""
    return connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"


def bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Migrate an open database to the newest schema."""
    _migrate(connection, migrations())


def open_in_memory() -> sqlite3.Connection:
    """An in-memory database of the newest schema, which ends with its connection.

    Any thread may close it.
    """
    connection = _configure(open_named_memory())
    _migrate(connection, migrations())
    return connection


def _open(path: Path, now: datetime, undamaged: Checked) -> sqlite3.Connection:
    checked = undamaged()
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        _configure(connection)
        if not checked and not check(connection):
            raise sqlite3.DatabaseError("quick_check found damage")
        steps = migrations()
        version = _version_of_tables(connection)
        known = steps[-1].number
        if version > known:
            raise TooNewError(path, version, known)
        if 0 < version < known:
            _back_up(connection, path, version, now)
        _migrate(connection, steps)
    except BaseException:
        connection.close()
        raise
    return connection


def _configure(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA busy_timeout = 3000")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KB}")
    return connection


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _version_of_tables(connection: sqlite3.Connection) -> int:
    """The schema version, 0 for a new file.

    A file with a version but no tables, or the reverse, is not ours or is damaged.

    Reads both in one transaction, because another Lullaby may be creating the file.
    """
    connection.execute("BEGIN")
    try:
        version = _version(connection)
        table = connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    finally:
        connection.execute("COMMIT")
    if (version > 0) != (table is not None):
        raise sqlite3.DatabaseError("its tables and its version do not belong together")
    return version


def _migrate(connection: sqlite3.Connection, steps: tuple[Migration, ...]) -> None:
    for step in steps:
        if step.number <= _version(connection):
            continue
        connection.execute("BEGIN IMMEDIATE")
        try:
            if step.number > _version(connection):
                for statement in _statements(step.sql):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {step.number}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        log.info("database step %s done", step.name)


def _statements(sql: str) -> list[str]:
    """Split SQL into single statements; `executescript` would commit half a step."""
    found: list[str] = []
    pending = ""
    for line in sql.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            found.append(pending.strip())
            pending = ""
    if pending.strip():
        raise ValueError("a migration ends inside a statement")
    return found


def _back_up(connection: sqlite3.Connection, path: Path, version: int, now: datetime) -> None:
    copy = path.with_name(f"{path.stem}.before-step-{version + 1}-{now:%Y%m%d-%H%M%S}.sqlite3")
    with sqlite3.connect(copy) as target:
        connection.backup(target)
    target.close()


def set_aside_name(path: Path, why: str, now: datetime) -> Path:
    """A free name beside `path`, with the reason and the time."""
    stem = f"{path.stem}.{why}-{now:%Y%m%d-%H%M%S}"
    names = (f"{stem}{tail}.sqlite3" for tail in chain([""], (f"-{n}" for n in count(2))))
    return next(found for name in names if not (found := path.with_name(name)).exists())


def _set_aside(path: Path, now: datetime) -> Path:
    aside = set_aside_name(path, "damaged", now)
    path.rename(aside)
    for suffix in ("-wal", "-shm"):
        leftover = path.with_name(path.name + suffix)
        if leftover.exists():
            leftover.rename(aside.with_name(aside.name + suffix))
    return aside
