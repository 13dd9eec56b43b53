"""Converts letters, keys and chord symbols to MIDI numbers (60 is middle C)."""

import re

from lullaby.frozen import frozen

STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
SHARPS = "FCGDAEB"
MIDDLE = 60
LOWEST, HIGHEST = 36, 96
"""C2 and C7 as MIDI numbers: the singable range, with room for transposition."""

MAJOR = {"C": 0, "G": 1, "D": 2, "A": 3, "E": 4, "B": 5, "F#": 6, "C#": 7}
MAJOR |= {"F": -1, "Bb": -2, "Eb": -3, "Ab": -4, "Db": -5, "Gb": -6, "Cb": -7}
"""Sharps (positive) or flats (negative) of each major key."""

MODES = {"": 0, "maj": 0, "m": -3, "min": -3, "dor": -2, "mix": -1, "phr": -4, "lyd": 1, "loc": -5}
"""The difference in fifths between a mode and the major key on the same tonic."""

MAJOR_AT = {fifths: 7 * fifths % 12 for fifths in range(-7, 8)}
"""The tonic of the major key with so many fifths, as a pitch class from C = 0."""

KEY = re.compile(r"([A-G][#b]?)\s*([A-Za-z]*)")
CHORD = re.compile(r"([A-G])([#b]?)(m(?!aj)|dim|aug|sus4|5)?(maj7|7|6)?(?:/[A-G][#b]?)?")
NAMES = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
TRIADS = {None: (0, 4, 7), "m": (0, 3, 7), "dim": (0, 3, 6), "aug": (0, 4, 8)}
TRIADS |= {"sus4": (0, 5, 7), "5": (0, 7, 12)}
SEVENTHS = {None: (), "7": (10,), "maj7": (11,), "6": (9,)}


@frozen
class Key:
    """A key signature as a number of fifths: sharps positive, flats negative."""

    fifths: int

    def alter(self, letter: str) -> int:
        """The alteration of a letter by the signature, in semitones."""
        place = SHARPS.index(letter)
        if self.fifths > 0:
            return 1 if place < self.fifths else 0
        return -1 if 6 - place < -self.fifths else 0


def key_of(text: str) -> Key:
    """Parse a key such as G, Bb, Am or D dor. Raises ValueError."""
    match = KEY.fullmatch(text.strip())
    mode = match[2].lower()[:3] if match else ""
    if match is None or match[1] not in MAJOR or mode not in MODES:
        raise ValueError(f"the key {text!r} is not understood")
    fifths = MAJOR[match[1]] + MODES[mode]
    if not -7 <= fifths <= 7:
        raise ValueError(f"the key {text!r} has too many signs")
    return Key(fifths)


def pitch_of(letter: str, octave: int, alter: int) -> int:
    """The MIDI number of a note; `octave` 0 is that of middle C."""
    return MIDDLE + 12 * octave + STEPS[letter] + alter


def chord_of(symbol: str) -> tuple[int, tuple[int, ...]]:
    """The root (0 to 11) and the intervals of a chord symbol. Raises ValueError."""
    match = CHORD.fullmatch(symbol)
    if match is None:
        raise ValueError(f"the chord {symbol!r} is not understood")
    root = (STEPS[match[1]] + {"#": 1, "b": -1, "": 0}[match[2]]) % 12
    return root, TRIADS[match[3]] + SEVENTHS[match[4]]


def moved_key(text: str, semitones: int) -> tuple[str, str]:
    """A key transposed up, spelled with the fewest accidentals.

    Returns its tonic and mode ("" for major, else as in `MODES`). Raises ValueError for an
    unknown key."""
    key = key_of(text)
    match = KEY.fullmatch(text.strip())
    assert match is not None
    mode = match[2].lower()[:3]
    mode = {"maj": "", "min": "m"}.get(mode, mode)
    if not semitones % 12:
        return match[1], mode
    major = (MAJOR_AT[key.fifths] + semitones) % 12
    there = [fifths for fifths, at in MAJOR_AT.items() if at == major]
    tonics = sorted(there, key=lambda f: (abs(f), abs(f - MODES[mode]), -f))
    return tonic_name(tonics[0] - MODES[mode]), mode


def tonic_name(fifths: int) -> str:
    """The note so many fifths above C: G for 1, Bb for -2, F# for 6."""
    signs = (fifths + 1) // 7
    return SHARPS[(fifths + 1) % 7] + ("#" * signs if signs > 0 else "b" * -signs)


def octaves_into_reach(low: int, high: int) -> int | None:
    """By how many semitones, in octaves, a tune moves into the singable range; None if it is
    wider than that."""
    shift = 0
    while low + shift < LOWEST:
        shift += 12
    while high + shift > HIGHEST:
        shift -= 12
    return shift if low + shift >= LOWEST else None


def transposed(symbol: str, semitones: int) -> str:
    """A chord symbol transposed, spelled with the fewest accidentals. Raises ValueError."""
    if not semitones:
        return symbol
    match = CHORD.fullmatch(symbol)
    if match is None:
        raise ValueError(f"the chord {symbol!r} is not understood")
    root = (chord_of(symbol)[0] + semitones) % 12
    under = symbol.partition("/")[2]
    bass = f"/{transposed(under, semitones)}" if under else ""
    return NAMES[root] + (match[3] or "") + (match[4] or "") + bass
