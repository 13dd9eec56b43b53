"""Sorts what somebody opens or drops on the window: songs, folders, playlists and words."""

import stat
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from itertools import chain
from pathlib import Path

from lullaby.frozen import frozen
from lullaby.helpers import Helpers, never
from lullaby.library.opened_targets import local_path
from lullaby.library.track import Track
from lullaby.library.walk import SONGS
from lullaby.lyrics.beside import SUFFIXES as WORDS
from lullaby.lyrics.beside import folded, recordings_of
from lullaby.songbook.score_names import is_other_xml

PLAYLISTS = frozenset((".m3u", ".m3u8", ".xspf", ".pls", ".asx", ".wax", ".wpl", ".cue"))
"""Suffixes of playlists, in lower case."""

BUNDLE = ".lullaby"
"""Suffix of songs that somebody gave away."""

MOST = 1_000
"""Files and folders that are opened at once; a folder adds any number of songs."""

PATIENCE_S = 5.0
"""The most seconds to wait for a disk to tell what is there."""


class OpenedKind(Enum):
    SONG = "song"
    FOLDER = "folder"
    PLAYLIST = "playlist"
    WORDS = "words"
    BUNDLE = "bundle"
    """A song that somebody gave away."""
    OTHER = "other"
    """A file of another kind, or a device."""
    MISSING = "missing"
    """Nothing is there, or its disk does not answer."""


@frozen
class OpenedFiles:
    """What was handed over, in its order."""

    songs: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()
    playlists: tuple[Path, ...] = ()
    words: tuple[Path, ...] = ()
    bundles: tuple[Path, ...] = ()
    others: tuple[Path, ...] = ()
    missing: tuple[Path, ...] = ()
    addresses: int = 0
    """How many are on a network."""
    left_out: int = 0
    """How many came after the first `MOST`."""

    @property
    def usable(self) -> bool:
        """Whether anything can be opened."""
        return bool(self.songs or self.folders or self.playlists or self.words or self.bundles)


def kind_by_name(path: Path) -> OpenedKind:
    """What a file is by its name alone; `.xml` counts as words."""
    suffix = path.suffix.lower()
    if suffix == BUNDLE:
        return OpenedKind.BUNDLE
    if suffix in PLAYLISTS:
        return OpenedKind.PLAYLIST
    if suffix in WORDS:
        return OpenedKind.WORDS
    return OpenedKind.SONG if suffix in SONGS else OpenedKind.OTHER


def kind_of(path: Path) -> OpenedKind:
    """What is at `path`. Asks the disk, so it belongs in a helper."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return OpenedKind.FOLDER
        if not stat.S_ISREG(mode):
            return OpenedKind.OTHER
        if path.suffix.lower() == ".xml" and not is_other_xml(path):
            return OpenedKind.SONG
    except OSError:
        return OpenedKind.MISSING
    return kind_by_name(path)


def sort_opened(
    targets: Sequence[str], helpers: Helpers, cancelled: Callable[[], bool] = never
) -> OpenedFiles:
    """Tell what `targets`, paths or addresses, are. Only `helpers` ask the disk.

    Raises NoHelperError.
    """
    named = [local_path(target) for target in targets[:MOST]]
    paths = list(dict.fromkeys(path for path in named if path is not None))
    answers = chain.from_iterable(helpers.each(kind_of, paths, cancelled, PATIENCE_S))
    kinds = {path: kind for path, kind in answers if isinstance(kind, OpenedKind)}

    def those(kind: OpenedKind) -> tuple[Path, ...]:
        return tuple(path for path in paths if kinds.get(path, OpenedKind.MISSING) is kind)

    return OpenedFiles(
        those(OpenedKind.SONG),
        those(OpenedKind.FOLDER),
        those(OpenedKind.PLAYLIST),
        those(OpenedKind.WORDS),
        those(OpenedKind.BUNDLE),
        those(OpenedKind.OTHER),
        those(OpenedKind.MISSING),
        named.count(None),
        max(0, len(targets) - MOST),
    )


def song_of_words(words: Path, tracks: Iterable[Track]) -> Track | None:
    """The song that a words file is named like, by file or title; None unless it is one song.

    A song in the same folder comes before all others.
    """
    names = recordings_of(words.stem)
    ranked: dict[int, list[Track]] = {}
    for track in tracks:
        own = {folded(track.path.stem), folded(track.path.name), folded(track.title)}
        rank = next((at for at, name in enumerate(names) if name in own), None)
        if rank is not None:
            ranked.setdefault(rank, []).append(track)
    for _, found in sorted(ranked.items()):
        near = [track for track in found if track.path.parent == words.parent]
        chosen = near or found
        return chosen[0] if len(chosen) == 1 else None
    return None
