"""The text of playlist files, whose encoding nobody states."""

import locale
import re
from pathlib import Path

from lullaby.library.folder_listings import FolderListings
from lullaby.library.locations import is_file, resolve

_WORDS_OF_OTHER_LETTERS = re.compile(rb"[\x80-\xff]{3}")
"""Western European names hardly ever have three letters with signs in a row."""


def decode(data: bytes) -> tuple[str, str]:
    """The decoded text and the assumed encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), "utf-8-sig"
    for encoding in ("utf-8-sig", locale.getpreferredencoding(False), _guess(data), "cp1252"):
        try:
            return data.decode(encoding), encoding
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("latin-1"), "latin-1"


def _guess(data: bytes) -> str:
    """The encoding that the letters suggest: few letters tell nothing, and are taken as Western."""
    from lullaby.lyrics.text_decoding import decode_words

    return decode_words(data).encoding if _WORDS_OF_OTHER_LETTERS.search(data) else "cp1252"


def resolve_bytes(
    written: str, encoding: str, folder: Path, listings: FolderListings
) -> Path | None:
    """Resolve a path; if it is not UTF-8, also as a file name of the original bytes."""
    found = resolve(written, folder, listings)
    if encoding == "utf-8-sig" or found is None or is_file(found):
        return found
    try:
        raw = written.encode(encoding).decode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # letters from an entity of XML or an escape
        return found
    as_it_is = resolve(raw, folder, listings)
    return as_it_is if as_it_is is not None and is_file(as_it_is) else found
