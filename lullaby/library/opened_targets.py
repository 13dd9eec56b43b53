"""Tells paths from addresses among what somebody asks Lullaby to open."""

import os
import re
from pathlib import Path

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|file:/", re.IGNORECASE)
_OF_FILES = re.compile(r"file:(?://(?:localhost)?(?=/)|(?=/(?!/)))", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Whether a text is an address, such as `file:///music/a.mp3`, and not a path."""
    return _ADDRESS.match(text) is not None


def local_path(text: str) -> Path | None:
    """The file or folder that a path or an address names; None for what is on a network."""
    if not is_address(text):
        return None if not text or "\0" in text else Path(text)
    from urllib.parse import unquote_to_bytes

    of_file = _OF_FILES.match(text)
    if of_file is None:
        return None
    path = re.split("[?#]", text[of_file.end() :], maxsplit=1)[0]
    name = os.fsdecode(unquote_to_bytes(path.encode("utf-8", "surrogateescape")))
    if os.name == "nt":
        name = name.removeprefix("/")
    return None if "\0" in name else Path(name)
