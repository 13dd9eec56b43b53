"""The values that a scan passes between disk and store."""

from pathlib import Path
from typing import NamedTuple

from lullaby.frozen import frozen
from lullaby.library.track import Fault, Loudness, TrackId, Words
from lullaby.units import Bpm, Ms


@frozen
class Tags:
    """The tags of a file; `bpm_text` is the tempo tag verbatim."""

    title: str
    artist: str = ""
    album: str = ""
    genre: str = ""
    duration_ms: Ms | None = None
    bpm: Bpm | None = None
    bpm_text: str = ""
    words: Words = Words.NONE
    language: str = ""
    """Language code, as in `Track`."""
    loudness: Loudness | None = None
    has_cover: bool = False
    songs: int = 1
    """How many songs the file holds."""


class KnownFile(NamedTuple):
    """A file as the last scan saw it. A tuple, because thousands are created at once."""

    track: TrackId
    size: int
    mtime_ns: int
    words_mtime_ns: int
    fault: Fault | None = None
    ours: bool = False
    """A bundled song, whose tags are ignored."""
    inode: int = 0
    ctime_ns: int = 0
    content: str = ""
    """Identity of its sound (`audio.content`): empty if not yet known, "-" if unreadable."""
    duration_ms: Ms | None = None
    removed: bool = False
    """Its folder was removed from the library."""
    tag_text: str = ""
    """As in `FoundFile`."""


class SeenFile(NamedTuple):
    """A file that exists now; `words_mtime_ns` is the sum over the words files beside it.

    Its path is text, as the system lists it, because comparing text is fast.
    """

    path: str
    size: int
    mtime_ns: int
    words_mtime_ns: int = 0
    inode: int = 0
    ctime_ns: int = 0
    """Time of the last inode change; this and `inode` are 0 where the system has none."""

    def same_as(self, known: KnownFile) -> bool:
        """Whether neither the file nor the words beside it have changed since `known`."""
        return self.words_mtime_ns == known.words_mtime_ns and self.sounds_as(known)

    def same_state(self, known: KnownFile) -> bool:
        """Whether size and modification times are unchanged."""
        return (self.size, self.mtime_ns, self.words_mtime_ns) == (
            known.size,
            known.mtime_ns,
            known.words_mtime_ns,
        )

    def sounds_as(self, known: KnownFile) -> bool:
        """Whether it is still the same, unchanged file.

        A file put in its place may have the same size and modification time, but not the same
        inode change time, which programs cannot set.
        """
        if self.size != known.size or self.mtime_ns != known.mtime_ns:
            return False
        return self.ctime_ns == known.ctime_ns or not (self.ctime_ns and known.ctime_ns)


@frozen
class FoundFile:
    """A new or changed file that has been read."""

    path: Path
    size: int
    mtime_ns: int
    words_mtime_ns: int
    tags: Tags
    fault: Fault | None = None
    fault_note: str = ""
    inode: int = 0
    ctime_ns: int = 0
    content: str = ""
    unsure: bool = False
    """Only the decoder can tell whether this is a song, or how long it is."""

    @property
    def tag_text(self) -> str:
        """Title, artist and album, one per line."""
        return f"{self.tags.title}\n{self.tags.artist}\n{self.tags.album}"


@frozen
class Moved:
    """A known song under another path."""

    track: TrackId
    path: Path


@frozen
class Named:
    """The identity of a song's sound, with the state of the file when it was computed."""

    track: TrackId
    size: int
    mtime_ns: int
    content: str


@frozen
class Replacement:
    """A lost song, and another known song with the same sound.

    If the person has kept nothing for the other, its file becomes that of the lost song."""

    track: TrackId
    other: TrackId
    fault: Fault
    """The fault of the lost song if it is not replaced."""


@frozen
class ScanBatch:
    """A part of a scan's result, written in one transaction."""

    found: tuple[FoundFile, ...] = ()
    displaced: tuple[TrackId, ...] = ()
    """Songs whose path now holds another song's file, and whose own file was not found."""
    moved: tuple[Moved, ...] = ()
    replacements: tuple[Replacement, ...] = ()
    missing: tuple[TrackId, ...] = ()
    """Songs gone from folders that are present."""
    away: tuple[TrackId, ...] = ()
    """Songs whose folders are not present now."""
    back: tuple[TrackId, ...] = ()
    """Songs that are back, unchanged."""
    named: tuple[Named, ...] = ()
    noted: tuple[SeenFile, ...] = ()
    """Unchanged files whose inode and change time were not known yet."""
