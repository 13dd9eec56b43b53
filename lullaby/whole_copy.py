"""Copies everything of a family's into one folder, proves the copy, and fetches it again.

The copy is a plain folder: the database, the recordings, words and scores of the person's own, the
settings, and a list of all files with their digests. It is written beside its place and takes its
name only once every file was read back and found equal.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from enum import Enum, auto
from pathlib import Path, PurePosixPath
from typing import Any

from lullaby.copy_exchange import COMING, free, places_of
from lullaby.frozen import frozen
from lullaby.paths import Paths
from lullaby.portable_names import portable_name
from lullaby.regular_file import sha256_of
from lullaby.storage.backups import copy_database, look_into

VERSION = 2
"""The newest form of a copy; one whose files all have their own names is of the first."""

LIST = "copy.json"
LARGEST_LIST = 16 << 20
"""Bytes; a hundred thousand files need as many."""

FOLDERS = ("voices", "words", "songs")
DATABASE, SETTINGS = "lullaby.sqlite3", "settings.json"
SPECIAL = frozenset("\\:" if os.name == "nt" else "")
"""What no name of a file holds here."""

AT_ONCE = 1 << 20

Cancelled = Callable[[], bool]


class CopyProblem(Enum):
    """Why a folder cannot be brought back."""

    NO_COPY = auto()
    DAMAGED = auto()
    """A file is missing, or differs from what was written."""
    NEWER = auto()
    """A newer Lullaby wrote it."""
    CANCELLED = auto()


@frozen
class CopyFile:
    name: str
    """Its path below the data, with `/`."""
    size: int
    sha256: str
    stored: str = ""
    """Its path in the copy, if it has another name there."""

    @property
    def there(self) -> str:
        """Its path in the copy."""
        return self.stored or self.name


@frozen
class Copied:
    """A copy: when it was made, the folder its data was in then, and its files."""

    folder: Path
    made_at: datetime
    data: str
    files: tuple[CopyFile, ...]

    @property
    def recordings(self) -> int:
        return sum(
            file.name.startswith("voices/") and file.name.endswith(".opus") for file in self.files
        )

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(file.size for file in self.files)


def copy_everything(
    paths: Paths, into: Path, now: datetime, cancelled: Cancelled = lambda: False
) -> Copied | None:
    """Copy everything into a new folder in `into`; None if cancelled.

    Reads each file back and compares it before the folder gets its name. Raises OSError, and
    `StorageError` if the database cannot be copied; nothing is left then.
    """
    folder = free(into, f"Lullaby {now:%Y-%m-%d}")
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir()
        copy_database(paths.database, part / DATABASE)
        stored = {DATABASE: DATABASE}
        for name, source in _sources(paths):
            if cancelled():
                return None
            stored[name] = portable_name(name, stored.values())
            target = part / stored[name]
            target.parent.mkdir(parents=True, exist_ok=True)
            _copy(source, target)
        files: list[CopyFile] = []
        for name, there in stored.items():
            if cancelled():
                return None
            path = part / there
            _forget_in_memory(path)
            other = "" if there == name else there
            files.append(CopyFile(name, path.stat().st_size, sha256_of(path), other))
        _compare(paths, files)
        copied = Copied(folder, now, str(paths.data), tuple(files))
        _write_list(part / LIST, copied)
        part.rename(folder)
        _flush_folder(into)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return copied


def read_copy(folder: Path) -> Copied | CopyProblem:
    """What a folder holds by its list; the files themselves are not read."""
    try:
        file = folder / LIST
        if file.stat().st_size > LARGEST_LIST:
            return CopyProblem.NO_COPY
        written: Any = json.loads(file.read_text("utf-8"))
        if int(written["version"]) > VERSION:
            return CopyProblem.NEWER
        files = tuple(
            CopyFile(
                str(each["name"]),
                int(each["size"]),
                str(each["sha256"]),
                str(each.get("stored", "")),
            )
            for each in written["files"]
        )
        files = tuple(_as_here(each) for each in files)
        made_at = datetime.fromisoformat(str(written["made_at"]))
        data = str(written["data"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return CopyProblem.NO_COPY
    if not all(_is_ours(name) for each in files for name in (each.name, each.there)):
        return CopyProblem.NO_COPY
    return Copied(folder, made_at, data, files)


def fetch(copied: Copied, paths: Paths, cancelled: Cancelled = lambda: False) -> CopyProblem | None:
    """Copy a copy's files beside the data, each compared with its digest; nothing changes yet.

    Raises OSError; then, and if there is a problem, nothing is left.
    """
    coming = paths.data / COMING
    shutil.rmtree(coming, ignore_errors=True)
    problem: CopyProblem | None = None
    try:
        for file in copied.files:
            problem = CopyProblem.CANCELLED if cancelled() else _fetch(file, copied.folder, coming)
            if problem is not None:
                return problem
        if look_into(coming / DATABASE) is None:
            problem = CopyProblem.DAMAGED
    except BaseException:
        problem = CopyProblem.DAMAGED
        raise
    finally:
        if problem is not None:
            shutil.rmtree(coming, ignore_errors=True)
    return problem


def _sources(paths: Paths) -> Iterator[tuple[str, Path]]:
    """The files to copy besides the database, by their names in the copy."""
    for name, folder in places_of(paths).items():
        for path in _files(folder):
            yield f"{name}/{path.relative_to(folder).as_posix()}", path
    if paths.settings.is_file():
        yield SETTINGS, paths.settings


def _files(folder: Path) -> list[Path]:
    """The plain files below a folder, in order; those in hidden folders, such as the bin, are not
    among them."""
    if not folder.is_dir():
        return []
    found: list[Path] = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        paths = (Path(root, name) for name in sorted(names) if not name.startswith("."))
        found += [path for path in paths if path.is_file() and not path.is_symlink()]
    return found


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as read, target.open("xb") as written:
        shutil.copyfileobj(read, written, AT_ONCE)
        written.flush()
        os.fsync(written.fileno())


def _forget_in_memory(path: Path) -> None:
    """Let the next read come from the disk itself, as far as the system allows."""
    if hasattr(os, "posix_fadvise"):
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _compare(paths: Paths, files: list[CopyFile]) -> None:
    """Compare the copies with what they were made of. Raises OSError if one differs."""
    found = {each.name: each.sha256 for each in files}
    for name, source in _sources(paths):
        if name in found and found[name] != sha256_of(source):
            raise OSError(f"the copy of {name} differs")


def _fetch(file: CopyFile, folder: Path, coming: Path) -> CopyProblem | None:
    source, target = folder / file.there, coming / file.name
    if source.is_symlink() or not source.is_file() or source.stat().st_size != file.size:
        return CopyProblem.DAMAGED
    target.parent.mkdir(parents=True, exist_ok=True)
    _copy(source, target)
    return None if sha256_of(target) == file.sha256 else CopyProblem.DAMAGED


def _is_ours(name: str) -> bool:
    """Whether a name in a list is one that a copy may hold."""
    parts = PurePosixPath(name).parts
    if name in (DATABASE, SETTINGS):
        return True
    plain = all(part not in ("", ".", "..") and SPECIAL.isdisjoint(part) for part in parts)
    return plain and len(parts) > 1 and parts[0] in FOLDERS and "/".join(parts) == name


def _as_here(file: CopyFile) -> CopyFile:
    """The file as it is brought back: under its own name, unless this system has no such names."""
    return file if SPECIAL.isdisjoint(file.name) else replace(file, name=file.there)


def _write_list(path: Path, copied: Copied) -> None:
    written = {
        "version": VERSION if any(file.stored for file in copied.files) else 1,
        "made_at": copied.made_at.isoformat(),
        "data": copied.data,
        "files": [
            {"name": file.name, "size": file.size, "sha256": file.sha256}
            | ({"stored": file.stored} if file.stored else {})
            for file in copied.files
        ],
    }
    with path.open("x", encoding="utf-8") as out:
        json.dump(written, out, indent=1)
        out.flush()
        os.fsync(out.fileno())


def _flush_folder(path: Path) -> None:
    if os.name == "posix":
        handle = os.open(path, os.O_RDONLY)
        with suppress(OSError):
            os.fsync(handle)
        os.close(handle)
