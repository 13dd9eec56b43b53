"""The terminal's own words, calm like the window's."""

import sys
from pathlib import Path

from lullaby.audio.loudness_reading import Unmeasured
from lullaby.library.playlist_entry import Refusal
from lullaby.library.routine import Playlist
from lullaby.library.track import Fault

FAULTS = {
    Fault.MISSING: "not there",
    Fault.EMPTY: "empty",
    Fault.UNREADABLE: "cannot be read; the original is untouched",
    Fault.NOT_AUDIO: "no sound in it; the original is untouched",
    Fault.NO_PERMISSION: "may not be opened",
}
UNMEASURED = {
    Unmeasured.MISSING: "not there",
    Unmeasured.UNREADABLE: "cannot be read; the original is untouched",
    Unmeasured.TOO_SHORT: "too short to tell how loud it is",
    Unmeasured.SILENT: "nothing to hear in it",
}
REFUSALS = {
    Refusal.STREAM: "a stream from the network, not a list of songs",
    Refusal.NOT_A_PLAYLIST: "no playlist",
    Refusal.DAMAGED: "damaged; the original is untouched",
    Refusal.UNREADABLE: "cannot be read",
    Refusal.UNKNOWN_FORMAT: "not one of .m3u8, .m3u, .xspf",
}


def name_of(path: Path) -> str:
    """A path for showing, whatever bytes it is made of."""
    return str(path).encode("utf-8", "replace").decode("utf-8")


def count_of(number: int, what: str) -> str:
    """A number of things: "1 song", "2 songs"."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def complain(path: Path | str, reason: str) -> None:
    """Name an input that could not be used, on stderr."""
    shown = name_of(path) if isinstance(path, Path) else path
    print(f"lullaby: {shown}: {reason}", file=sys.stderr)


def playlist_name(playlist: Playlist) -> str:
    """The person's own name, or that of a built-in one: Night waking."""
    if playlist.built_in is None:
        return playlist.name
    return playlist.built_in.value.replace("_", " ").capitalize()
