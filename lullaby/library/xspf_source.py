"""Cuts the text of an XSPF file into one piece for each track, and what stands around them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from lullaby.library.playlist_source import EntrySource, PlaylistFormat, PlaylistSource

TRACK = ["playlist", "trackList", "track"]
Span = tuple[int, int]


@dataclass(slots=True)
class _Spans:
    """Places in the bytes of a file."""

    first: int = 0
    """Where the track list begins, behind its tag."""
    tracks: list[Span] = field(default_factory=list[Span])
    locations: list[list[Span]] = field(default_factory=list[list[Span]])
    """The text of each location of each track."""


def cut(
    data: bytes, name: str, used: Sequence[int | None]
) -> tuple[PlaylistSource, list[EntrySource]] | None:
    """Cut a file that was parsed before, without a document type.

    `used` gives for each track the index of the location that names its file; a track with None
    stays with the piece that follows. None if the file is not UTF-8, or has no place for tracks.
    """
    spans = _spans(data)
    if spans is None or not spans.first or len(spans.tracks) != len(used):
        return None
    end, pieces = spans.first, list[EntrySource]()
    for (_, stop), locations, at in zip(spans.tracks, spans.locations, used, strict=True):
        if at is None:
            continue
        if at >= len(locations):
            return None
        low, high = locations[at]
        parts = (data[end:low], data[low:high], data[high:stop])
        pieces.append(EntrySource(*(part.decode() for part in parts)))
        end = stop
    head, tail = data[: spans.first].decode(), data[end:].decode()
    return PlaylistSource(PlaylistFormat.XSPF, name, head, tail), pieces


def _spans(data: bytes) -> _Spans | None:
    """Find the tracks; None if the bytes are not UTF-8 throughout."""
    spans, names, begun, other = _Spans(), list[str](), list[int](), list[str]()
    parser = expat.ParserCreate("utf-8" if data.startswith(b"\xef\xbb\xbf") else None)

    def declared(version: str, encoding: str | None, standalone: int) -> None:
        if encoding and encoding.lower() not in ("utf-8", "utf8", "us-ascii"):
            other.append(encoding)

    def start(name: str, attributes: dict[str, str]) -> None:
        names.append(name.rpartition(":")[2])
        begun.append(parser.CurrentByteIndex)
        if names == TRACK[:2]:
            close = data.find(b">", begun[-1])
            spans.first = 0 if data[close - 1 : close] == b"/" else close + 1
        elif names == TRACK:
            spans.locations.append([])

    def stop(name: str) -> None:
        low, high = begun[-1], parser.CurrentByteIndex
        if names == TRACK:
            spans.tracks.append((low, data.find(b">", high) + 1))
        elif names == [*TRACK, "location"]:
            inside = data.find(b">", low) + 1
            spans.locations[-1].append((min(inside, high), high))
        names.pop()
        begun.pop()

    parser.XmlDeclHandler = declared
    parser.StartElementHandler = start
    parser.EndElementHandler = stop
    try:
        data.decode()
        parser.Parse(data, True)
    except (UnicodeDecodeError, expat.ExpatError):
        return None
    return None if other else spans
