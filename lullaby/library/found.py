"""What a scan knows, sees and delivers: values that travel between the disk and the store."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from lullaby.library.track import Fault, Loudness, TrackId, Words
from lullaby.units import Bpm, Ms


@dataclass(frozen=True, slots=True)
class Tags:
    """What a file says of itself. `bpm_text` is the tempo tag as it was written."""

    title: str
    artist: str = ""
    album: str = ""
    genre: str = ""
    duration_ms: Ms | None = None
    bpm: Bpm | None = None
    bpm_text: str = ""
    words: Words = Words.NONE
    language: str = ""
    """Its code, as in `Track`."""
    loudness: Loudness | None = None
    has_cover: bool = False


class KnownFile(NamedTuple):
    """What the last scan saw of a file. A tuple, as ten thousand are made at a time."""

    track: TrackId
    size: int
    mtime_ns: int
    words_mtime_ns: int
    fault: Fault | None = None
    ours: bool = False
    """It comes with the app, which knows it better than its tags do."""
    inode: int = 0
    ctime_ns: int = 0
    content: str = ""
    """What names its sound (`audio.content`): empty while not known, "-" where nothing can."""
    duration_ms: Ms | None = None
    removed: bool = False
    """Its folder was taken out of the library."""
    tag_text: str = ""
    """As in `FoundFile`."""


class SeenFile(NamedTuple):
    """A file that is there now. `words_mtime_ns` adds up those of the words beside it.

    Its path is text, as the system lists it, so that ten thousand are compared in no time.
    """

    path: str
    size: int
    mtime_ns: int
    words_mtime_ns: int = 0
    inode: int = 0
    ctime_ns: int = 0
    """When its entry on the disk last changed; this and `inode` are 0 where nothing tells."""

    def same_as(self, known: KnownFile) -> bool:
        """Nothing of it, nor of the words beside it, changed since `known` was written."""
        return self.words_mtime_ns == known.words_mtime_ns and self.sounds_as(known)

    def same_state(self, known: KnownFile) -> bool:
        """As far as size and times of change tell."""
        return (self.size, self.mtime_ns, self.words_mtime_ns) == (
            known.size,
            known.mtime_ns,
            known.words_mtime_ns,
        )

    def sounds_as(self, known: KnownFile) -> bool:
        """It is still that file, as it was.

        Another file that was put in its place may have its size and time of change, yet not the
        time at which its entry changed, which nobody can set.
        """
        if self.size != known.size or self.mtime_ns != known.mtime_ns:
            return False
        return self.ctime_ns == known.ctime_ns or not (self.ctime_ns and known.ctime_ns)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A new or changed file, read."""

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

    @property
    def tag_text(self) -> str:
        """Title, artist and album, a line each."""
        return f"{self.tags.title}\n{self.tags.artist}\n{self.tags.album}"


@dataclass(frozen=True, slots=True)
class Moved:
    """A known song under another path."""

    track: TrackId
    path: Path


@dataclass(frozen=True, slots=True)
class Named:
    """The sound of a song's file, as its file was then."""

    track: TrackId
    size: int
    mtime_ns: int
    content: str


@dataclass(frozen=True, slots=True)
class Replacement:
    """A song that is lost, and another known one with the same sound; where the other is bare
    (nobody has kept anything of it) its file becomes that of the song."""

    track: TrackId
    other: TrackId
    fault: Fault
    """What the song is otherwise."""


@dataclass(frozen=True, slots=True)
class ScanBatch:
    """A part of a scan's outcome, written in one go."""

    found: tuple[FoundFile, ...] = ()
    displaced: tuple[TrackId, ...] = ()
    """Another song's file stands where theirs stood, and theirs is nowhere."""
    moved: tuple[Moved, ...] = ()
    replacements: tuple[Replacement, ...] = ()
    missing: tuple[TrackId, ...] = ()
    """Gone from folders that are there."""
    away: tuple[TrackId, ...] = ()
    """Their folders are not there just now."""
    back: tuple[TrackId, ...] = ()
    """Where they were, as they were."""
    named: tuple[Named, ...] = ()
    noted: tuple[SeenFile, ...] = ()
    """Unchanged files of which number and entry's time were not known yet."""
