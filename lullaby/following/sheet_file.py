"""Reads songs from a JSON file: an object of sheets by name.

A sheet has `lines` (objects with `verse`) and `notes` (objects with `start` and `end` in ms,
`pitch` as a MIDI number, `syl` and `line` counted from 0), and may have `syl` (objects with `text`
and `line`).
"""

import json
from typing import Any

from lullaby.following.melody import Melody, MelodyNote

HIGHEST_PITCH = 127
MOST_NOTES = 5_000
LONGEST_NOTE_MS = 60_000


class SheetError(Exception):
    """Why a file holds no such sheet."""


def read_sheet(text: str, name: str) -> Melody:
    """The sheet of this name. Raises SheetError."""
    try:
        rows: Any = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise SheetError("is no JSON") from problem
    if not isinstance(rows, dict) or name not in rows:
        raise SheetError(f"has no song named {name}")
    try:
        return _sheet(rows[name])
    except (KeyError, TypeError, ValueError, OverflowError) as problem:
        raise SheetError(f"the sheet of {name} is damaged") from problem


def _sheet(row: Any) -> Melody:
    verses = tuple(int(line["verse"]) for line in row["lines"])
    notes = tuple(
        MelodyNote(
            int(note["pitch"]),
            float(note["end"]) - float(note["start"]),
            int(note["syl"]),
            int(note["line"]),
        )
        for note in row["notes"]
    )
    if len(notes) > MOST_NOTES:
        raise ValueError("too many notes")
    before = MelodyNote(0, 0, 0, 0)
    for note in notes:
        if not (0 <= note.pitch <= HIGHEST_PITCH and 0 < note.ms <= LONGEST_NOTE_MS):
            raise ValueError("an impossible note")
        if not before.line <= note.line < len(verses) or note.syllable < before.syllable:
            raise ValueError("notes out of order")
        before = note
    texts = [""] * len(verses)
    for syllable in row.get("syl", ()):
        texts[int(syllable["line"])] += str(syllable["text"])
    return Melody(notes, verses, tuple(text.strip() for text in texts))
