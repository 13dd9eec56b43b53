"""Reads the cover picture embedded in an audio file."""

import base64
import binascii
import logging
from pathlib import Path
from typing import Any

from lullaby.regular_file import open_regular

log = logging.getLogger(__name__)

LARGEST = 12_000_000


def embedded_cover(path: Path) -> bytes | None:
    """Bytes of the front cover (PNG or JPEG), else of the first picture; None without any."""
    from lullaby.lyrics.tagged_file import open_tagged

    try:
        with open_regular(path) as stream:
            file = open_tagged(stream).file
        pictures = _pictures(file) if file is not None else []
    except MemoryError:
        raise
    except Exception:  # picture blocks may hold arbitrary bytes
        log.info("no cover could be read from %s", path.name)
        return None
    fitting = [data for data in pictures if 0 < len(data) <= LARGEST]
    return fitting[0] if fitting else None


def _pictures(file: object) -> list[bytes]:
    """All pictures, front covers first."""
    from mutagen.flac import FLAC, Picture
    from mutagen.id3 import ID3
    from mutagen.mp4 import MP4Tags

    tags: Any = getattr(file, "tags", None)
    found: list[tuple[bool, bytes]] = []
    if isinstance(file, FLAC):
        pictures: Any = file.pictures
        found = [(picture.type == 3, picture.data) for picture in pictures]
    elif isinstance(tags, ID3):
        found = [(frame.type == 3, frame.data) for frame in tags.getall("APIC")]
    elif isinstance(tags, MP4Tags):
        found = [(True, bytes(picture)) for picture in tags.get("covr") or []]
    elif tags is not None:
        for text in tags.get("metadata_block_picture", []):
            try:
                picture = Picture(base64.b64decode(text))
            except (binascii.Error, ValueError):
                continue
            found.append((picture.type == 3, picture.data))
    return [data for _, data in sorted(found, key=lambda each: not each[0])]
