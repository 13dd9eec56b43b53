"""Resolves and writes paths in playlist files: relative, absolute, Windows paths, or URIs."""

import os
import re
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from lullaby.library.folder_listings import FolderListings

DRIVE = re.compile(r"[A-Za-z]:[\\/]")
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+:")
NETWORK = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+://|(cdda|data|magnet|spotify|urn):", re.IGNORECASE)
"""Matches network addresses, but not file names such as "Bach: Air.mp3"."""
LONGEST = 4_096
"""No path of a system is longer, in characters."""


def resolve(written: str, folder: Path, listings: FolderListings) -> Path | None:
    """The file that `written` means in a playlist in `folder`; None for a network address.

    Tries the path verbatim and with backslashes as slashes, then part by part in any Unicode form
    and letter case. If none exists, backslashes count as slashes.
    """
    if written.lower().startswith("file:/"):
        return _existing(_from_uri(written), folder, listings)
    if ":" in written and NETWORK.match(written):
        return None
    if "\\" in written:
        return _existing(written.replace("\\", "/"), folder, listings, written)
    return _existing(written, folder, listings)


def resolve_uri(written: str, folder: Path, listings: FolderListings) -> Path | None:
    """The same for a URI reference, as in XSPF: percent-encoded, relative or `file:`."""
    if written.lower().startswith("file:/"):
        return resolve(written, folder, listings)
    if SCHEME.match(written) and not DRIVE.match(written):
        literal = Path(_absolute(written, folder))
        return literal if is_file(literal) else None
    return _existing(unquote(written, errors="surrogateescape"), folder, listings, written)


def relative(path: Path, folder: Path) -> str | None:
    """`path` relative to `folder`, with slashes; None on another volume."""
    if path.anchor != folder.anchor:
        return None
    return Path(os.path.relpath(path, folder)).as_posix()


def as_uri_reference(path: Path, folder: Path) -> str:
    """A percent-encoded URI reference, relative if possible."""
    near = relative(path, folder)
    if near is None:
        return path.as_uri()
    encoded = quote(os.fsencode(near), safe="/!$&'()*+,;=@~")
    first = encoded.split("/", 1)[0]
    return f"./{encoded}" if ":" in first or not encoded else encoded


def _from_uri(uri: str) -> str:
    parts = urlsplit(uri)
    path = unquote(parts.path, errors="surrogateescape")
    if parts.netloc and parts.netloc.lower() != "localhost":
        path = f"//{parts.netloc}{path}"
    return path[1:] if re.match(r"/[A-Za-z]:", path) else path


def _existing(usual: str, folder: Path, listings: FolderListings, *others: str) -> Path:
    """The first candidate that exists, else one of another spelling, else `usual`."""
    paths = [_absolute(written, folder) for written in (*others, usual)]
    found = next((path for path in paths if listings.is_file(path)), None)
    if found is None and len(usual) < LONGEST:
        found = listings.find_text(paths[-1])
    return Path(paths[-1] if found is None else found)


def _absolute(written: str, folder: Path) -> str:
    return os.path.normpath(os.path.join(folder, written))  # noqa: PTH118 - 20,000 texts


def is_file(path: Path) -> bool:
    """Whether a file exists; false for invalid names."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
