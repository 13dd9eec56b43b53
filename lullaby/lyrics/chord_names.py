"""Transposes the names of chords as sheets write them: `F#m7/C#`, `B♭`, and `Fis`, `H` in German.

All chords of a song move by one interval, counted in fifths, so that they keep their relations:
of the two spellings of an interval, the one that needs fewer sharps and flats is taken.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from lullaby.frozen import frozen
from lullaby.lyrics.sheets import is_chord, is_small_chord

_SIGN = r"(?:[#\u266fb\u266d]|is|es|(?<=[AEae])s(?!us))?"
_CHORD = re.compile(rf"(\(?)([A-Ha-h])({_SIGN})(.*?)(?:/([A-Ha-h])({_SIGN})(\)?\*?))?", re.DOTALL)

_FIFTHS = {"F": -1, "C": 0, "G": 1, "D": 2, "A": 3, "E": 4, "B": 5}
"""The notes in fifths from C; a sharp adds 7, a flat takes 7 away."""
_LETTERS = "FCGDAEB"
_A_SHARP, _A_FLAT = ("#", "\u266f", "is"), ("b", "\u266d", "es", "s")
_MOST_SHARP, _MOST_FLAT = 11, -7
"""E sharp and C flat, which keys with six signs have; beyond them nobody looks for a chord."""


def transposed_names(names: Iterable[str], semitones: int) -> Mapping[str, str]:
    """The chords of one song, each with its name so many semitones higher.

    What is no chord, such as `N.C.`, keeps its name.
    """
    listed = list(dict.fromkeys(names))
    if semitones % 12 == 0:
        return {name: name for name in listed}
    spelling = _spelling_of(listed)
    sharper = 7 * semitones % 12
    roots = [fifths for name in listed for fifths in _fifths(name, spelling)]
    shift = min(sharper, sharper - 12, key=lambda by: (_signs(roots, by), abs(by)))
    return {name: _moved(name, shift, spelling) for name in listed}


@frozen
class _Spelling:
    """How a song spells its notes."""

    german: bool
    """H is B, and B is B flat."""
    sharp: str
    flat: str

    def fifths(self, letter: str, sign: str) -> int:
        if letter == "H":
            place = _FIFTHS["B"]
        elif letter == "B" and self.german and not sign:
            place = _FIFTHS["B"] - 7
        else:
            place = _FIFTHS[letter]
        return place + 7 * (sign in _A_SHARP) - 7 * (sign in _A_FLAT)

    def name(self, fifths: int) -> str:
        while fifths > _MOST_SHARP:
            fifths -= 12
        while fifths < _MOST_FLAT:
            fifths += 12
        letter, signs = _LETTERS[(fifths + 1) % 7], (fifths + 1) // 7
        if letter == "B" and self.german:
            return "B" if signs < 0 else "H" + self.sharp * signs
        if signs < 0 and self.flat == "es" and letter in "AE":
            return letter + "s"
        return letter + (self.sharp if signs > 0 else self.flat if signs < 0 else "")


def _spelling_of(names: Iterable[str]) -> _Spelling:
    notes = [note for name in names for note in _notes(name)]
    letters = {letter for letter, _ in notes}
    signs = {sign for _, sign in notes if sign}
    syllables = bool(signs & {"is", "es", "s"})
    german = "H" in letters or (syllables and ("B", "es") not in notes)
    if syllables:
        return _Spelling(german, "is", "es")
    printed = bool(signs & {"\u266f", "\u266d"})
    return _Spelling(german, *("\u266f", "\u266d") if printed else ("#", "b"))


def _read(name: str) -> re.Match[str] | None:
    return _CHORD.fullmatch(name) if is_chord(name) or is_small_chord(name) else None


def _notes(name: str) -> Iterator[tuple[str, str]]:
    """The root of a chord and its bass, each as a letter and a sign."""
    found = _read(name)
    if found is not None:
        yield found[2].upper(), found[3]
        if found[5]:
            yield found[5].upper(), found[6]


def _fifths(name: str, spelling: _Spelling) -> list[int]:
    return [spelling.fifths(*note) for note in _notes(name)]


def _signs(roots: Iterable[int], shift: int) -> int:
    """How many sharps and flats the notes have when moved by so many fifths."""
    return sum(abs((fifths + shift + 1) // 7) for fifths in roots)


def _moved(name: str, shift: int, spelling: _Spelling) -> str:
    found = _read(name)
    if found is None:
        return name
    root, *bass = [spelling.name(fifths + shift) for fifths in _fifths(name, spelling)]
    moved = found[1] + (root.lower() if found[2].islower() else root) + found[4]
    if not bass:
        return moved
    return f"{moved}/{bass[0].lower() if found[5].islower() else bass[0]}{found[7]}"
