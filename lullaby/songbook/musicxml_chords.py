"""Chord symbols of MusicXML as `pitches.chord_of` reads them."""

from lullaby.songbook.abc_music import plain_chord
from lullaby.songbook.musicxml_tree import Element
from lullaby.songbook.pitches import NAMES, STEPS

KINDS = {
    "major": "",
    "minor": "m",
    "major-minor": "m",
    "augmented": "aug",
    "augmented-seventh": "aug",
    "power": "5",
    **dict.fromkeys(("diminished", "diminished-seventh", "half-diminished"), "dim"),
    **dict.fromkeys(("suspended-second", "suspended-fourth"), "sus4"),
    **dict.fromkeys(("dominant", "dominant-ninth", "dominant-11th", "dominant-13th"), "7"),
    **dict.fromkeys(("major-seventh", "major-ninth", "major-11th", "major-13th"), "maj7"),
    **dict.fromkeys(("minor-seventh", "minor-ninth", "minor-11th", "minor-13th"), "m7"),
    "major-sixth": "6",
    "minor-sixth": "m6",
}
"""Each kind as the nearest plain chord."""


def symbol_of(harmony: Element) -> str:
    """The chord symbol; empty for none and for what is not understood."""
    root = _note(harmony, "root")
    kind = harmony.first("kind")
    if not root or kind is None:
        return ""
    name = kind.text.strip()
    if name not in KINDS:
        return "" if name == "none" else plain_chord(root + kind.get("text"))
    bass = _note(harmony, "bass")
    return plain_chord(root + KINDS[name] + (f"/{bass}" if bass and bass != root else ""))


def _note(harmony: Element, what: str) -> str:
    """The name of the root or the bass, with at most one sharp or flat."""
    step = harmony.text_of(what, f"{what}-step").upper()
    if step not in STEPS:
        return ""
    alter = harmony.text_of(what, f"{what}-alter")
    sign = {"": "", "0": "", "1": "#", "-1": "b"}.get(alter)
    if sign is not None:
        return step + sign
    try:
        return NAMES[(STEPS[step] + round(float(alter))) % 12]
    except (ValueError, OverflowError):
        return step
