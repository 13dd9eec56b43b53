"""Finds the audio files below a folder, whatever it holds: loops, odd names, locked doors."""

import contextlib
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lullaby.library.found import SeenFile
from lullaby.library.track import Fault

# fmt: off
AUDIO = frozenset((
    ".mp3", ".ogg", ".oga", ".opus", ".flac", ".wav", ".wave", ".aif", ".aiff", ".aifc", ".m4a",
    ".m4b", ".mp4", ".aac", ".wma", ".asf", ".ape", ".mpc", ".wv", ".tta", ".spx", ".mp2", ".mka",
    ".dsf", ".dff", ".ofr", ".ac3", ".mpga",
))
# fmt: on
"""What is looked into. A misnamed file inside is recognised by its content."""

SONGS = AUDIO | {".abc"}
"""A score is a song too, played by our own instruments; beside a recording of its name it is the
score of that."""

WORDS = ".lrc"
PLAIN_WORDS = ".txt"
"""Taken where there is no `.lrc`, as `lyrics.finder` does."""

LATEST_NS = 2**63 - 1
"""The year 2262, the last that the database can hold; damaged disks tell of later ones."""


WITHOUT_TUNE = ".accompaniment"
"""`song.accompaniment.opus` beside `song.opus` is that song without its tune, not another one."""


@dataclass(slots=True)
class Walked:
    """What a walk came upon. Folders that could not be listed are named, not guessed empty."""

    files: list[SeenFile] = field(default_factory=list)
    closed: list[Path] = field(default_factory=list)


def walk(folder: Path, stop: Callable[[], bool] = lambda: False) -> Walked:
    """All audio files below `folder`, each real folder once. `stop` ends it early."""
    walked = Walked()
    visited: set[tuple[int, int]] = set()
    waiting = [str(folder)]
    while waiting and not stop():
        here = waiting.pop()
        try:
            facts = Path(here).stat()
            entries = list(_entries(here))
        except OSError:
            walked.closed.append(Path(here))
            continue
        if (facts.st_dev, facts.st_ino) in visited:
            continue
        visited.add((facts.st_dev, facts.st_ino))
        waiting += sorted((entry.path for entry in entries if _is_folder(entry)), reverse=True)
        walked.files += _files(entries)
    return walked


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as listing:
        yield from listing


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return not entry.name.startswith(".") and entry.is_dir()
    except OSError:
        return False


def _files(entries: list[os.DirEntry[str]]) -> list[SeenFile]:
    words = {
        entry.name[: -len(kind)].casefold(): entry
        for kind in (PLAIN_WORDS, WORDS)
        for entry in entries
        if entry.name.casefold().endswith(kind)
    }
    files: list[SeenFile] = []
    names = {entry.name for entry in entries}
    recorded = {name.rpartition(".")[0] for name in names if _ending(name) in AUDIO}
    for entry in entries:
        stem, dot, suffix = entry.name.rpartition(".")
        if not stem or dot + suffix.casefold() not in SONGS or stem.startswith("."):
            continue
        if dot + suffix.casefold() not in AUDIO and stem in recorded:
            continue
        if stem.endswith(WITHOUT_TUNE) and stem.removesuffix(WITHOUT_TUNE) + dot + suffix in names:
            continue
        try:
            facts = entry.stat()
            if not entry.is_file():
                continue
        except OSError:
            continue
        beside = words.get(stem.casefold())
        files.append(SeenFile(entry.path, facts.st_size, _changed(facts), _mtime(beside)))
    return files


def _ending(name: str) -> str:
    return "." + name.rpartition(".")[2].casefold()


def look_at(path: Path) -> SeenFile | None:
    """A single file as a walk would see it; None if it is not there."""
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            return None
    except OSError:
        return None
    beside = 0
    for kind in (PLAIN_WORDS, WORDS):
        with contextlib.suppress(OSError):
            beside = _changed(path.with_suffix(kind).stat())
    return SeenFile(str(path), facts.st_size, _changed(facts), beside)


def _mtime(entry: os.DirEntry[str] | None) -> int:
    try:
        return _changed(entry.stat()) if entry else 0
    except OSError:
        return 0


def _changed(facts: os.stat_result) -> int:
    return max(-LATEST_NS, min(facts.st_mtime_ns, LATEST_NS))


def why_unusable(path: Path) -> Fault:
    """What is wrong with a file that could not be played; a drive taken away is not damage."""
    try:
        size = path.stat().st_size
    except PermissionError:
        return Fault.NO_PERMISSION
    except OSError:
        return Fault.MISSING
    if size == 0:
        return Fault.EMPTY
    return Fault.UNREADABLE if os.access(path, os.R_OK) else Fault.NO_PERMISSION
