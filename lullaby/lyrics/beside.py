"""Which files beside a recording hold its words, told by their names alone."""

import unicodedata

SUFFIXES = (".lrc", ".elrc", ".ttml", ".vtt", ".srt", ".kar", ".mid", ".midi", ".txt")
"""Side files by preference; their case does not matter, and their content decides what they are."""

FOLDERS = frozenset(("lyrics",))
"""Folders beside the recordings that hold their words; their case does not matter either."""


def folded(name: str) -> str:
    """Names that look the same are the same, however their accents are stored."""
    return (name if name.isascii() else unicodedata.normalize("NFC", name)).casefold()
