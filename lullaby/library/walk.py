"""Finds the audio files below a folder, whatever it holds: loops, odd names, locked doors."""

import contextlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from lullaby.helper_process import Helpers, never
from lullaby.library.found import SeenFile
from lullaby.library.track import Fault
from lullaby.lyrics.beside import FOLDERS, SUFFIXES, folded

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

Beside = dict[str, list[os.DirEntry[str]]]
"""Words files by the folded name of the recording that they may belong to."""

WORDS = frozenset(suffix.removeprefix(".") for suffix in SUFFIXES)

LATEST_NS = 2**63 - 1
"""The year 2262, the last that the database can hold; damaged disks tell of later ones."""


FOLDER_PATIENCE_S = 15.0
"""A disk that sleeps turns for up to 10 s before it answers."""

WITHOUT_TUNE = ".accompaniment"
"""`song.accompaniment.opus` beside `song.opus` is that song without its tune, not another one."""


@dataclass(slots=True)
class Walked:
    """What a walk came upon. Folders that could not be listed are named, not guessed empty."""

    files: list[SeenFile] = field(default_factory=list)
    closed: list[Path] = field(default_factory=list)
    folders: set[str] = field(default_factory=set)
    """Those that were listed and hold anything: an empty one may be where a drive belongs."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What lies in one folder; `identity` is its own, whatever the way to it."""

    identity: tuple[int, int]
    folders: list[str]
    files: list[SeenFile]
    holds_anything: bool


def walk(
    folder: Path,
    helpers: Helpers,
    stop: Callable[[], bool] = never,
) -> Walked:
    """All audio files below `folder`, each real folder once. `stop` ends it early.

    Folders are listed by `helpers`: one that does not answer is closed.
    """
    walked = Walked()
    visited: set[tuple[int, int]] = set()
    waiting = [str(folder)]
    while waiting and not stop():
        listings = helpers.each(list_folder, waiting, stop, FOLDER_PATIENCE_S)
        waiting = []
        for here, listing in chain.from_iterable(listings):
            if not isinstance(listing, Listing):
                walked.closed.append(Path(here))
                continue
            if listing.identity in visited:
                continue
            visited.add(listing.identity)
            if listing.holds_anything:
                walked.folders.add(here)
            waiting += listing.folders
            walked.files += listing.files
    return walked


def list_folder(folder: str) -> Listing | None:
    """None for a folder that cannot be listed."""
    try:
        facts = Path(folder).stat()
        entries = list(_entries(folder))
    except OSError:
        return None
    folders = [entry for entry in entries if _is_folder(entry)]
    return Listing(
        (facts.st_dev, facts.st_ino),
        sorted(entry.path for entry in folders),
        _files(entries, _words(entries, folders)),
        any(not entry.name.startswith(".") for entry in entries),
    )


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as listing:
        yield from listing


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return not entry.name.startswith(".") and entry.is_dir()
    except OSError:
        return False


def _words(entries: list[os.DirEntry[str]], folders: list[os.DirEntry[str]]) -> Beside:
    """All words files that `lyrics.finder` would look at for the recordings of one folder."""
    words: Beside = {}
    listings = [entries]
    for folder in folders:
        if folder.name.casefold() in FOLDERS:
            with contextlib.suppress(OSError):
                listings.append(list(_entries(folder.path)))
    for listing in listings:
        for entry in listing:
            stem, _, suffix = entry.name.rpartition(".")
            if stem and suffix.casefold() in WORDS:
                words.setdefault(folded(stem), []).append(entry)
    return words


def _files(entries: list[os.DirEntry[str]], words: Beside) -> list[SeenFile]:
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
        beside = words.get(folded(stem)) if words else None
        files.append(_seen(entry.path, facts, beside))
    return files


def _ending(name: str) -> str:
    return "." + name.rpartition(".")[2].casefold()


def look_at(paths: Iterable[Path]) -> Iterator[SeenFile]:
    """Single files as a walk would see them; those that are not there are left out."""
    known: dict[Path, Beside] = {}
    for path in paths:
        try:
            facts = path.stat()
        except OSError:
            continue
        if stat.S_ISREG(facts.st_mode):
            if path.parent not in known:
                known[path.parent] = _words_in(path.parent)
            beside = known[path.parent].get(folded(path.stem))
            yield _seen(str(path), facts, beside)


def _seen(path: str, facts: os.stat_result, beside: list[os.DirEntry[str]] | None) -> SeenFile:
    return SeenFile(
        path,
        facts.st_size,
        _changed(facts),
        _stamp(beside),
        facts.st_ino & LATEST_NS,
        max(-LATEST_NS, min(facts.st_ctime_ns, LATEST_NS)),
    )


def is_here(folder: Path) -> bool:
    """Whether a folder can be listed and holds anything, as in `Walked.folders`."""
    try:
        return any(not entry.name.startswith(".") for entry in _entries(str(folder)))
    except OSError:
        return False


def look_into(paths: Sequence[Path]) -> tuple[bool, list[SeenFile]]:
    """The same for files of one folder, and whether `is_here` says that it is here."""
    return is_here(paths[0].parent), list(look_at(paths))


def _words_in(folder: Path) -> Beside:
    try:
        entries = list(_entries(str(folder)))
    except OSError:
        return {}
    return _words(entries, [entry for entry in entries if _is_folder(entry)])


def _stamp(beside: list[os.DirEntry[str]] | None) -> int:
    """The times of change of all words files added up, so that none goes unnoticed; 0 for none."""
    if not beside:
        return 0
    total = sum(map(_mtime, beside))
    return total if -LATEST_NS <= total <= LATEST_NS else total % LATEST_NS


def _mtime(entry: os.DirEntry[str]) -> int:
    try:
        return _changed(entry.stat())
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
        return Fault.MISSING if is_here(path.parent) else Fault.AWAY
    if size == 0:
        return Fault.EMPTY
    return Fault.UNREADABLE if os.access(path, os.R_OK) else Fault.NO_PERMISSION
