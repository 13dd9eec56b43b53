"""Finds the audio files below a folder, whatever it holds: loops, odd names, locked doors."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lullaby.library.found import SeenFile

# fmt: off
AUDIO = frozenset((
    ".mp3", ".ogg", ".oga", ".opus", ".flac", ".wav", ".wave", ".aif", ".aiff", ".aifc", ".m4a",
    ".m4b", ".mp4", ".aac", ".wma", ".asf", ".ape", ".mpc", ".wv", ".tta", ".spx", ".mp2", ".mka",
    ".dsf", ".dff", ".ofr", ".ac3", ".mpga",
))
# fmt: on
"""What is looked into. A misnamed file inside is recognised by its content."""

WORDS = ".lrc"


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
        entry.name[: -len(WORDS)].casefold(): entry
        for entry in entries
        if entry.name.casefold().endswith(WORDS)
    }
    files: list[SeenFile] = []
    for entry in entries:
        stem, dot, suffix = entry.name.rpartition(".")
        if not stem or dot + suffix.casefold() not in AUDIO or stem.startswith("."):
            continue
        try:
            facts = entry.stat()
            if not entry.is_file():
                continue
        except OSError:
            continue
        beside = words.get(stem.casefold())
        files.append(SeenFile(entry.path, facts.st_size, facts.st_mtime_ns, _mtime(beside)))
    return files


def _mtime(entry: os.DirEntry[str] | None) -> int:
    try:
        return entry.stat().st_mtime_ns if entry else 0
    except OSError:
        return 0
