"""Reads the playlists that other players leave behind: PLS, ASX, WPL and cue sheets.

They are read, not written. ASX and WPL are often no valid XML, so their tags are read one by one,
and nothing in them is expanded.
"""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from lullaby.library.folder_listings import FolderListings
from lullaby.library.playlist_entry import (
    FileEntry,
    NotAPlaylistError,
    PlaylistFile,
    Refusal,
    within_reason,
)
from lullaby.library.playlist_text import decode, resolve_bytes
from lullaby.units import Ms

_ROW_ENDS = re.compile(r"\r\n|\n|\r")
_PLS_ROW = re.compile(r"(file|title|length)(\d{1,6})=(.*)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<(/?)([A-Za-z]++)([^<>]*+)>")
_PLACE = re.compile(r"""\b(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_CUE_ROW = re.compile(r"(FILE|TITLE|TRACK)[ \t]+(.+)", re.IGNORECASE | re.DOTALL)
_CUE_KINDS = frozenset(("WAVE", "MP3", "AIFF", "BINARY", "MOTOROLA", "FLAC", "OGG"))


class _Entries:
    """Collects entries; network addresses are counted."""

    def __init__(self, data: bytes, path: Path) -> None:
        self.text, self._encoding = decode(data)
        if "\0" in self.text:
            raise NotAPlaylistError(path, Refusal.NOT_A_PLAYLIST)
        self._path, self._folder = path, path.parent
        self._listings = FolderListings()
        self.found: list[FileEntry] = []
        self.skipped = 0

    def add(self, written: str, title: str = "", duration: Ms | None = None) -> None:
        path = resolve_bytes(written, self._encoding, self._folder, self._listings)
        if path is None:
            self.skipped += 1
        else:
            self.found.append(FileEntry(path, title, duration, written))
            within_reason(self.found, self._path)

    def as_file(self, name: str) -> PlaylistFile:
        return PlaylistFile(name, tuple(self.found), self.skipped)


def parse_pls(data: bytes, path: Path) -> PlaylistFile:
    """Parse a PLS file, in the order of its numbers. Raises NotAPlaylistError."""
    entries = _Entries(data, path)
    rows = [row.strip() for row in _ROW_ENDS.split(entries.text)]
    if "[playlist]" not in (row.lower() for row in rows):
        raise NotAPlaylistError(path, Refusal.NOT_A_PLAYLIST)
    told: dict[int, dict[str, str]] = {}
    for row in rows:
        if match := _PLS_ROW.fullmatch(row):
            told.setdefault(int(match[2]), {})[match[1].lower()] = match[3].strip()
    for _, each in sorted(told.items()):
        if each.get("file"):
            entries.add(each["file"], each.get("title", ""), _seconds(each.get("length", "")))
    return entries.as_file(path.stem)


def parse_markup(data: bytes, path: Path) -> PlaylistFile:
    """Parse an ASX or WPL file of Windows Media Player. Raises NotAPlaylistError."""
    entries = _Entries(data, path)
    name, title, inside, known = path.stem, "", False, False
    for closing, tag, rest, text in _tags(entries.text):
        if closing:
            inside = inside and tag != "entry"
            continue
        match tag:
            case "asx" | "smil":
                known = True
            case "entry":
                inside, title = True, ""
            case "title" if inside:
                title = text
            case "title":
                name = text or name
            case "ref" | "media" if place := _PLACE.search(rest):
                entries.add(unescape(place[1] or place[2] or ""), title)
                title = ""
            case _:
                pass
    if not known:
        raise NotAPlaylistError(path, Refusal.NOT_A_PLAYLIST)
    return entries.as_file(name)


def parse_cue(data: bytes, path: Path) -> PlaylistFile:
    """Parse a cue sheet. Raises NotAPlaylistError.

    Each of its files becomes one song, however many tracks it has: Lullaby plays whole files. A
    file with one track has the title of the track, others that of the sheet.
    """
    entries = _Entries(data, path)
    album, files = "", list[tuple[str, list[str]]]()
    for row in _ROW_ENDS.split(entries.text):
        match = _CUE_ROW.fullmatch(row.strip())
        if match is None:
            continue
        kind, value = match[1].upper(), match[2].strip()
        if kind == "FILE":
            files.append((_cue_file(value), []))
        elif kind == "TRACK" and files:
            files[-1][1].append("")
        elif kind == "TITLE" and files and files[-1][1]:
            files[-1][1][-1] = value.strip('"')
        elif kind == "TITLE" and not files:
            album = value.strip('"')
    if not files:
        raise NotAPlaylistError(path, Refusal.NOT_A_PLAYLIST)
    for file, titles in files:
        if file:
            entries.add(file, titles[0] if len(titles) == 1 else album)
    return entries.as_file(album or path.stem)


def _cue_file(value: str) -> str:
    """The file name, without the kind behind it and its quotes."""
    parts = value.rsplit(None, 1)
    named = parts[0] if len(parts) == 2 and parts[1].upper() in _CUE_KINDS else value
    return named.strip().strip('"')


def _tags(text: str) -> Iterator[tuple[bool, str, str, str]]:
    """Whether it closes, its name, the rest of it, and the text that follows it."""
    tags = list(_TAG.finditer(text))
    for at, tag in enumerate(tags):
        end = tags[at + 1].start() if at + 1 < len(tags) else len(text)
        follows = " ".join(unescape(text[tag.end() : end]).split())
        yield bool(tag[1]), tag[2].lower(), tag[3], follows


def _seconds(text: str) -> Ms | None:
    if not text.isascii() or not text.isdigit() or len(text) > 6 or int(text) == 0:
        return None
    return Ms(int(text) * 1000)
