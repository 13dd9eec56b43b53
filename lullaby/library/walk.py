"""Finds the audio files below a folder, despite loops, odd names and missing permissions."""

import contextlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from lullaby.frozen import frozen
from lullaby.helpers import Helpers, never
from lullaby.library.found import SeenFile
from lullaby.library.track import Fault
from lullaby.lyrics.beside import FOLDERS, SUFFIXES, folded, recordings_of
from lullaby.songbook.score_names import SUFFIXES as SCORES
from lullaby.songbook.score_names import is_other_xml

# fmt: off
AUDIO = frozenset((
    ".mp3", ".ogg", ".oga", ".opus", ".flac", ".wav", ".wave", ".aif", ".aiff", ".aifc", ".m4a",
    ".m4b", ".mp4", ".aac", ".wma", ".asf", ".ape", ".mpc", ".wv", ".tta", ".spx", ".mp2", ".mka",
    ".dsf", ".dff", ".ofr", ".ac3", ".mpga", ".webm", ".weba", ".caf", ".au", ".snd", ".tak",
    ".w64", ".eac3", ".dts", ".amr", ".3gp", ".3ga", ".mp1", ".m4r",
))
# fmt: on
"""Suffixes of files to read. A misnamed file among them is recognised by content; the decoder
decides whether it is a song."""

SONGS = AUDIO | SCORES
"""A score is a song of its own, unless it lies beside a recording of the same name."""

MOST_XML = 1_000
"""Files named `.xml` that are opened in one folder to see whether they are scores; a collection of
other data must not hold up the walk."""

Beside = dict[str, list[os.DirEntry[str]]]
"""Words files by the case-folded name of the recording they may belong to."""

WORDS = frozenset(suffix.removeprefix(".") for suffix in SUFFIXES)

LATEST_NS = 2**63 - 1
"""Latest time the database can hold (in 2262); damaged disks report later ones."""


FOLDER_PATIENCE_S = 15.0
"""Timeout in seconds for listing a folder; a sleeping disk spins up for up to 10 s."""

WITHOUT_TUNE = ".accompaniment"
"""`song.accompaniment.opus` beside `song.opus` is its version without the tune, not a song."""


@dataclass(slots=True)
class Walked:
    """The result of a walk; folders that could not be listed are named, not treated as empty."""

    files: list[SeenFile] = field(default_factory=list)
    closed: list[Path] = field(default_factory=list)
    folders: set[str] = field(default_factory=set)
    """Listed folders that are not empty; an empty one may be an unused mount point."""


@frozen
class Listing:
    """The contents of a folder; `identity` is the same for every path to it."""

    identity: tuple[int, int]
    folders: list[str]
    files: list[SeenFile]
    holds_anything: bool


def walk(
    folder: Path,
    helpers: Helpers,
    stop: Callable[[], bool] = never,
) -> Walked:
    """All audio files below `folder`, visiting each real folder once; `stop` ends it early.

    `helpers` list the folders; one that does not answer counts as closed.
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
    """List a folder; None if that fails."""
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
    """All words files that `lyrics.finder` would consider for the recordings of a folder."""
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
                for recording in recordings_of(stem):
                    words.setdefault(recording, []).append(entry)
    return words


def _beside(words: Beside, stem: str, name: str) -> list[os.DirEntry[str]]:
    return [*words.get(folded(stem), ()), *words.get(folded(name), ())]


def _files(entries: list[os.DirEntry[str]], words: Beside) -> list[SeenFile]:
    files: list[SeenFile] = []
    opened = 0
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
            if suffix.casefold() == "xml":
                opened += 1
                if opened > MOST_XML or is_other_xml(Path(entry.path)):
                    continue
        except OSError:
            continue
        beside = _beside(words, stem, entry.name) if words else None
        files.append(_seen(entry.path, facts, beside))
    return files


def _ending(name: str) -> str:
    return "." + name.rpartition(".")[2].casefold()


def look_at(paths: Iterable[Path]) -> Iterator[SeenFile]:
    """Single files as a walk would see them, without missing ones."""
    known: dict[Path, Beside] = {}
    for path in paths:
        try:
            facts = path.stat()
        except OSError:
            continue
        if stat.S_ISREG(facts.st_mode):
            if path.parent not in known:
                known[path.parent] = _words_in(path.parent)
            beside = _beside(known[path.parent], path.stem, path.name)
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
    """Whether a folder can be listed and is not empty, as in `Walked.folders`."""
    try:
        return any(not entry.name.startswith(".") for entry in _entries(str(folder)))
    except OSError:
        return False


def look_into(paths: Sequence[Path]) -> tuple[bool, list[SeenFile]]:
    """`is_here` for a folder, and `look_at` for its files."""
    return is_here(paths[0].parent), list(look_at(paths))


def _words_in(folder: Path) -> Beside:
    try:
        entries = list(_entries(str(folder)))
    except OSError:
        return {}
    return _words(entries, [entry for entry in entries if _is_folder(entry)])


def _stamp(beside: list[os.DirEntry[str]] | None) -> int:
    """The sum of the words files' modification times, so that any change shows; 0 for none."""
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
    """The fault of a file that could not be played; an unplugged drive is not damage."""
    try:
        size = path.stat().st_size
    except PermissionError:
        return Fault.NO_PERMISSION
    except OSError:
        return Fault.MISSING if is_here(path.parent) else Fault.AWAY
    if size == 0:
        return Fault.EMPTY
    return Fault.UNREADABLE if os.access(path, os.R_OK) else Fault.NO_PERMISSION
