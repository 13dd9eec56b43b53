"""Keeps the text of a playlist file around its songs, and puts it together again.

Players write much that Lullaby does not use: comments, network addresses, extensions, pictures.
Each song keeps its piece of the file, the playlist keeps what stands before and after all songs.
"""

import json
import re
from collections.abc import Sequence
from enum import Enum
from typing import Any

from lullaby.frozen import frozen

BOM = "\ufeff"
_TRACK = re.compile(r"<(?:[\w.-]+:)?track[\s>]")
_ROW = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_OWN = re.compile(r"[ \t]*#EXT", re.IGNORECASE)


class PlaylistFormat(Enum):
    """Playlist formats that are written as well as read."""

    M3U = "m3u"
    XSPF = "xspf"


@frozen
class EntrySource:
    """One song's piece of a file; `before`, `spelled` and `after` joined are its exact text.

    `before` begins where the previous song ends, and so holds comments and network addresses.
    """

    before: str
    spelled: str
    """Its path as the file writes it, with escapes."""
    after: str

    @property
    def text(self) -> str:
        return self.before + self.spelled + self.after


@frozen
class PlaylistSource:
    """The text before the first song's piece and after the last one's."""

    format: PlaylistFormat
    name: str
    """The playlist's name by this file; another name replaces it."""
    head: str
    tail: str


def source_json(source: PlaylistSource) -> str:
    return json.dumps([source.format.value, source.name, source.head, source.tail])


def source_from_json(text: str | None) -> PlaylistSource | None:
    """Parse what `source_json` wrote; None for anything else."""
    parts = _texts(text, 4)
    if parts is None or parts[0] not in {each.value for each in PlaylistFormat}:
        return None
    return PlaylistSource(PlaylistFormat(parts[0]), parts[1], parts[2], parts[3])


def entry_json(source: EntrySource) -> str:
    return json.dumps([source.before, source.spelled, source.after])


def entry_from_json(text: str | None) -> EntrySource | None:
    """Parse what `entry_json` wrote; None for anything else."""
    parts = _texts(text, 3)
    return None if parts is None else EntrySource(*parts)


def left_behind(form: PlaylistFormat, piece: EntrySource) -> str:
    """What stays in a file when a song is taken out: comments and addresses above it.

    The song's own rows directly above its path, `#EXTINF` and the like, or its own `track` go.
    """
    if form is PlaylistFormat.XSPF:
        found = list(_TRACK.finditer(piece.before))
        return piece.before[: found[-1].start()].rstrip() if found else ""
    rows = _ROW.findall(piece.before)
    while rows and (not rows[-1].endswith(("\n", "\r")) or _OWN.match(rows[-1])):
        rows.pop()
    return "".join(rows)


def joined(source: PlaylistSource, pieces: Sequence[str]) -> str:
    """The text of the file. A piece without a line end gets one, unless it is the last."""
    if source.format is PlaylistFormat.XSPF:
        return source.head + "".join(pieces) + source.tail
    end = line_end(source.head + "".join(pieces[:1]))
    parts = [part for part in (source.head, *pieces, source.tail) if part]
    whole = ("\n", "\r")
    ended = [part if part == BOM or part.endswith(whole) else part + end for part in parts[:-1]]
    return "".join((*ended, *parts[-1:]))


def line_end(text: str) -> str:
    """The line end that a text uses."""
    return "\r\n" if "\r\n" in text else "\n"


def _texts(text: str | None, count: int) -> list[str] | None:
    if text is None:
        return None
    try:
        parts: Any = json.loads(text)
    except ValueError:
        return None
    whole = isinstance(parts, list) and len(parts) == count
    return parts if whole and all(isinstance(part, str) for part in parts) else None
