"""Recognises words files beside a recording by their names alone."""

import unicodedata

SUFFIXES = (
    *(".lrc", ".elrc", ".ttml", ".vtt", ".srt", ".sbv"),
    *(".kar", ".mid", ".midi", ".txt"),
)
"""Sidecar suffixes in order of preference, in any case; the content decides the format."""

FOLDERS = frozenset(("lyrics",))
"""Names of folders beside recordings that hold their words, in any case."""


def folded(name: str) -> str:
    """Normalise a name, so that equal-looking names with different accent encodings match."""
    return (name if name.isascii() else unicodedata.normalize("NFC", name)).casefold()
