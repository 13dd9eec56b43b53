"""Playlist files of other players: M3U, M3U8 and XSPF both ways; PLS, ASX, WPL and CUE read."""

from collections.abc import Sequence
from pathlib import Path

from lullaby.library import m3u, xspf
from lullaby.library.other_playlists import parse_cue, parse_markup, parse_pls
from lullaby.library.playlist_entry import FileEntry, NotAPlaylistError, PlaylistFile, Refusal
from lullaby.library.playlist_source import PlaylistFormat, PlaylistSource
from lullaby.regular_file import TooLargeError, read_regular
from lullaby.settings import write_atomically

LARGEST = 8_000_000


def read(path: Path) -> PlaylistFile:
    """Read a playlist file. Raises NotAPlaylistError."""
    content = content_of(path)
    if isinstance(content, Refusal):
        raise NotAPlaylistError(path, content)
    return parse(content, path)


def content_of(path: Path) -> bytes | Refusal:
    """The bytes of a file of plausible size, or why it could not be read."""
    try:
        return read_regular(path, LARGEST)
    except TooLargeError:
        return Refusal.NOT_A_PLAYLIST
    except OSError:
        return Refusal.UNREADABLE


def parse(data: bytes, path: Path) -> PlaylistFile:
    """Parse the bytes of the playlist at `path`. Raises NotAPlaylistError."""
    head = data[:1_024].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    suffix = path.suffix.lower()
    if head.startswith((b"<asx", b"<?wpl", b"<smil")) or suffix in (".asx", ".wax", ".wpl"):
        return parse_markup(data, path)
    if suffix == ".xspf" or head.startswith(b"<"):
        return xspf.parse(data, path)
    if suffix == ".pls" or head.startswith(b"[playlist]"):
        return parse_pls(data, path)
    if suffix == ".cue":
        return parse_cue(data, path)
    if suffix in (".m3u", ".m3u8", ".txt", ""):
        return m3u.parse(data, path)
    raise NotAPlaylistError(path, Refusal.UNKNOWN_FORMAT)


def write(
    path: Path, name: str, entries: Sequence[FileEntry], source: PlaylistSource | None = None
) -> None:
    """Write `.m3u8`, `.m3u` (both UTF-8) or `.xspf`, atomically.

    With the `source` of a file of the same format, everything that the file held is given back.
    Raises OSError, and NotAPlaylistError for another suffix.
    """
    match path.suffix.lower():
        case ".m3u" | ".m3u8":
            form, kind = m3u, PlaylistFormat.M3U
        case ".xspf":
            form, kind = xspf, PlaylistFormat.XSPF
        case _:
            raise NotAPlaylistError(path, Refusal.UNKNOWN_FORMAT)
    text = form.render(path, name, entries)
    if source is not None and source.format is kind:
        again = form.render_again(path, name, entries, source, ())
        moved = _differing(again, path, entries)
        if moved:
            again = form.render_again(path, name, entries, source, moved)
            moved = _differing(again, path, entries)
        text = again if moved == [] else text
    write_atomically(path, text)


def _differing(text: str, path: Path, entries: Sequence[FileEntry]) -> list[int] | None:
    """The indexes of entries that a text at `path` reads as other files; None if the text does not
    read as that many, as after damage to the source."""
    try:
        found = parse(text.encode(), path).entries
    except (NotAPlaylistError, UnicodeEncodeError):
        return None
    if len(found) != len(entries):
        return None
    pairs = enumerate(zip(found, entries, strict=True))
    return [at for at, (one, other) in pairs if one.path != other.path]
