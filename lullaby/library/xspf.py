"""Reads XSPF version 1 (xspf.org), refusing document types, and writes it strictly."""

import re
from collections.abc import Container, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from xml.etree import ElementTree

from lullaby.library.folder_listings import FolderListings
from lullaby.library.locations import as_uri_reference, resolve_uri
from lullaby.library.playlist_entry import (
    FileEntry,
    NotAPlaylistError,
    PlaylistFile,
    Refusal,
    rewritten,
    within_reason,
)
from lullaby.library.playlist_source import PlaylistSource, joined
from lullaby.library.xspf_source import cut
from lullaby.units import Ms

NAMESPACE = "http://xspf.org/ns/0/"
_NAMESPACES = frozenset(("", NAMESPACE, NAMESPACE.rstrip("/")))
"""Players also write none, or leave out the last slash."""
_TITLE = re.compile(r"<title>[^<]*</title>")
_ROOT = re.compile(r"<playlist\b[^<>]*>")
_BASE = "{http://www.w3.org/XML/1998/namespace}base"


class _NoTypes(ElementTree.TreeBuilder):
    """Refuses document types, in any encoding, before entities are expanded."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise _DocumentTypeError


class _DocumentTypeError(Exception):
    pass


def parse(data: bytes, path: Path) -> PlaylistFile:
    """Parse the bytes of the playlist at `path`. Raises NotAPlaylistError."""
    try:
        root = ElementTree.fromstring(data, ElementTree.XMLParser(target=_NoTypes()))
    except _DocumentTypeError:
        raise NotAPlaylistError(path, Refusal.NOT_A_PLAYLIST) from None
    except (ElementTree.ParseError, LookupError, ValueError) as problem:
        raise NotAPlaylistError(path, Refusal.DAMAGED) from problem
    for element in root.iter():
        element.tag = _plain_name(element.tag)
    if root.tag != "playlist":
        raise NotAPlaylistError(path, Refusal.NOT_A_PLAYLIST)
    listings = FolderListings()
    entries: list[FileEntry] = []
    used: list[int | None] = []
    folder = _based(root, path.parent, listings)
    for track in root.iterfind("trackList/track"):
        located = [(each.text or "").strip() for each in track.iterfind("location")]
        here = _based(track, folder, listings)
        files = [resolve_uri(raw, here, listings) if raw else None for raw in located]
        found = next(((at, file) for at, file in enumerate(files) if file is not None), None)
        used.append(None if found is None else found[0])
        if found is not None:
            at, file = found
            entries.append(FileEntry(file, _title(track), _duration(track), located[at]))
            within_reason(entries, path)
    name = _text(root.find("title")) or path.stem
    pieces = cut(data, name, used)
    if pieces is None:
        return PlaylistFile(name, tuple(entries), used.count(None))
    kept = [replace(entry, source=piece) for entry, piece in zip(entries, pieces[1], strict=True)]
    return PlaylistFile(name, tuple(kept), used.count(None), pieces[0])


def render_again(
    path: Path,
    name: str,
    entries: Sequence[FileEntry],
    source: PlaylistSource,
    moved: Container[int],
) -> str:
    """The text of a playlist that was read before, with everything that the file held.

    A song that was not in it is written as `render` writes it. Of the entries with the indexes in
    `moved`, the location is written anew.
    """
    listings = FolderListings()
    pieces = rewritten(
        entries,
        moved,
        lambda entry: escape(as_uri_reference(entry.path, path.parent), quote=False),
        lambda entry: "".join(f"\n{row}" for row in _track_rows(entry, path.parent, listings)),
    )
    if name != source.name:
        source = replace(source, head=_renamed(source.head, name))
    return joined(source, pieces)


def _renamed(head: str, name: str) -> str:
    title = f"<title>{_escaped(name)}</title>"
    if _TITLE.search(head):
        return _TITLE.sub(lambda _: title, head, count=1)
    return _ROOT.sub(lambda match: f"{match[0]}\n  {title}", head, count=1)


def _plain_name(tag: str) -> str:
    """The name of an element of XSPF; those of other namespaces keep theirs."""
    namespace, _, name = tag.rpartition("}")
    return name if namespace.removeprefix("{") in _NAMESPACES else tag


def render(path: Path, name: str, entries: Sequence[FileEntry]) -> str:
    """The text of a playlist for `path`."""
    listings = FolderListings()
    rows = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<playlist version="1" xmlns="{NAMESPACE}">',
        f"  <title>{_escaped(name)}</title>",
        "  <trackList>",
    ]
    for entry in entries:
        rows += _track_rows(entry, path.parent, listings)
    rows += ["  </trackList>", "</playlist>"]
    return "\n".join(rows) + "\n"


def _track_rows(entry: FileEntry, folder: Path, listings: FolderListings) -> list[str]:
    location = escape(_location(entry, folder, listings), quote=False)
    rows = ["    <track>", f"      <location>{location}</location>"]
    if entry.title:
        rows.append(f"      <title>{_escaped(entry.title)}</title>")
    if entry.duration_ms is not None:
        rows.append(f"      <duration>{entry.duration_ms}</duration>")
    return [*rows, "    </track>"]


def _based(element: ElementTree.Element, folder: Path, listings: FolderListings) -> Path:
    """The folder that relative locations refer to (XML Base); network addresses are ignored."""
    base = element.get(_BASE, "")
    found = resolve_uri(base, folder, listings) if base else None
    if found is None:
        return folder
    return found if base.endswith("/") else found.parent


def _location(entry: FileEntry, folder: Path, listings: FolderListings) -> str:
    if entry.raw and resolve_uri(entry.raw, folder, listings) == entry.path:
        return entry.raw
    return as_uri_reference(entry.path, folder)


def _title(track: ElementTree.Element) -> str:
    title = _text(track.find("title"))
    creator = _text(track.find("creator"))
    return f"{creator} - {title}" if creator and title else title


def _duration(track: ElementTree.Element) -> Ms | None:
    text = _text(track.find("duration"))
    return Ms(int(text)) if text.isascii() and text.isdigit() and len(text) < 12 else None


def _text(element: ElementTree.Element | None) -> str:
    return "" if element is None or element.text is None else " ".join(element.text.split())


def _escaped(text: str) -> str:
    """Escape XML text, without control characters that XML 1.0 forbids."""
    kept = "".join(c for c in " ".join(text.split()) if c >= " " and c not in "\ufffe\uffff")
    return escape(kept, quote=False)
