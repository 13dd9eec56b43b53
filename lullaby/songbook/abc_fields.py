"""Understands the fields M, L, Q and K of ABC in all the forms that are in use."""

import re
from dataclasses import field
from fractions import Fraction

from lullaby.frozen import frozen
from lullaby.songbook.abc_header import FASTEST, SLOWEST
from lullaby.songbook.pitches import MAJOR, MODES, SHARPS, key_of
from lullaby.units import Bpm

METER = re.compile(r"\(?(\d{1,2}(?:\s*\+\s*\d{1,2})*)\)?\s*/\s*(\d{1,2})")
UNIT = re.compile(r"(\d{1,2})(?:/(\d{1,3}))?")
TEMPO = re.compile(r"((?:\d{1,2}/\d{1,2}\s{0,9}){1,8}|C\d?)\s{0,9}=\s*(\d{1,4}(?:\.\d+)?)")
RATE = re.compile(r"\s*(\d{1,4}(?:\.\d+)?)\s*")
KEY = re.compile(r"\s*([A-Ga-g])([#b♯♭]?)\s*([A-Za-z]*)")
SIGN = re.compile(r"(?<!\S)(\^{1,2}|_{1,2}|=)([A-Ga-g])")
OCTAVE = re.compile(r"octave=(-?[0-3])")
CLEF_OCTAVE = re.compile(r"(?:treble|bass|alto|tenor|clef=\S+?)([+-])8")
ALTERED = {"^^": 2, "^": 1, "=": 0, "_": -1, "__": -2}
FIRST_AGAIN = re.compile(r"\b(?:a tempo|tempo (?:i|1|primo)|au mouvement)\b", re.IGNORECASE)
COMMON = (4, 4)
LONGEST_BAR = 3
SPEEDS = {
    **dict.fromkeys(("largo", "grave", "lento", "very slow", "sehr langsam", "très lent"), 50.0),
    **dict.fromkeys(("adagio", "slow", "langsam", "lent"), 66.0),
    **dict.fromkeys(("andante", "gently", "walking", "ruhig", "tranquil"), 80.0),
    **dict.fromkeys(("moderat", "mäßig", "modéré", "allegretto"), 100.0),
    **dict.fromkeys(("allegro", "lively", "fast", "lebhaft", "vivace", "presto"), 120.0),
}
"""Quarters a minute for words of tempo, at the slow end of the usual ranges."""

UNTOLD = 80.0
"""Quarters a minute for a song that tells no tempo: that of walking, as of most lullabies."""


@frozen
class Signature:
    """A key as written: `name` as `pitches.key_of` reads it, `altered` in semitones by letter."""

    name: str = "C"
    altered: dict[str, int] = field(default_factory=dict)
    octaves: int = 0
    told: bool = True
    """Whether the file names a tonic."""


@frozen
class Speed:
    beat: Fraction
    bpm: Bpm

    def pace_beside(self, first: "Speed") -> float:
        """As a factor of another tempo."""
        return float(self.beat / first.beat) * self.bpm / first.bpm


def meter_of(text: str) -> tuple[int, int] | None:
    """A meter, such as 3/4, C, C| or 2+3/8; None if it is free or not understood."""
    text = text.strip()
    if text.startswith("C"):
        return COMMON
    match = METER.match(text)
    if match is None:
        return None
    over, under = sum(int(part) for part in match[1].split("+")), int(match[2])
    if not under or over * 8 % under or not Fraction(1, 4) <= Fraction(over, under) <= LONGEST_BAR:
        return None
    return over, under


def unit_of(text: str) -> Fraction | None:
    """The unit of length; None if it is not understood."""
    match = UNIT.match(text.strip())
    if match is None or not int(match[1]) or match[2] == "0":
        return None
    found = Fraction(int(match[1]), int(match[2] or 1))
    return found if Fraction(1, 128) <= found <= 1 else None


def usual_unit(meter: tuple[int, int] | None) -> Fraction:
    """The unit of length where none is written (ABC 2.1, 3.1.7)."""
    short = meter is not None and Fraction(*meter) < Fraction(3, 4)
    return Fraction(1, 16) if short else Fraction(1, 8)


def speed_of(text: str, unit: Fraction, meter: tuple[int, int]) -> Speed:
    """The tempo, from 20 to 200 beats a minute; a usual one where none can be read."""
    told = told_speed(text, unit)
    if told is not None:
        return told
    words = " ".join(re.findall(r'"([^"]*)"', text)).casefold()
    usual = next((speed for word, speed in SPEEDS.items() if word in (words or text)), UNTOLD)
    if meter[1] == 8 and meter[0] % 3 == 0:
        return Speed(Fraction(3, 8), Bpm(round(usual * 2 / 3)))
    return Speed(Fraction(1, 4), Bpm(usual))


def told_speed(text: str, unit: Fraction) -> Speed | None:
    """The tempo that a number tells, from 20 to 200 beats a minute."""
    plain = re.sub(r'"[^"]*"', "", text)
    match = TEMPO.search(plain)
    rate = RATE.fullmatch(plain)
    if match and match[1].startswith("C"):
        return _within(unit * int(match[1].strip()[1:] or 1), float(match[2]))
    if match:
        parts = re.findall(r"(\d+)/(\d+)", match[1])
        if all(int(over) and int(under) for over, under in parts):
            return _within(sum((Fraction(int(o), int(u)) for o, u in parts), Fraction(0)), match[2])
    return _within(Fraction(1, 4), rate[1]) if rate else None


def is_first_again(text: str) -> bool:
    """Whether a tempo goes back to the first one."""
    return FIRST_AGAIN.search(text) is not None


def _within(beat: Fraction, written: str | float) -> Speed:
    rate = float(written)
    if rate <= 0:
        return Speed(Fraction(1, 4), Bpm(UNTOLD))
    while rate > FASTEST and beat < 1:
        beat, rate = beat * 2, rate / 2
    while rate < SLOWEST and beat > Fraction(1, 16):
        beat, rate = beat / 2, rate * 2
    return Speed(beat, Bpm(min(FASTEST, max(SLOWEST, rate))))


def signature_of(text: str) -> Signature:
    """A key with mode, signs and clef. What is not understood counts as no signs."""
    octaves = int(found[1]) if (found := OCTAVE.search(text)) else 0
    if clef := CLEF_OCTAVE.search(text):
        octaves += 1 if clef[1] == "+" else -1
    signs = {letter.upper(): ALTERED[sign] for sign, letter in SIGN.findall(text)}
    if text.strip().lower().startswith("hp"):
        return Signature("D", {"F": 1, "C": 1} | signs, octaves)
    match = KEY.match(text)
    if match is None or (match[3] and text.strip().startswith(("bass", "alto", "clef"))):
        return Signature("C", signs, octaves, told=False)
    accidental = match[2].replace("♯", "#").replace("♭", "b")
    mode = match[3].lower()[:3]
    mode = {"ion": "", "aeo": "m", "mai": "maj", "exp": ""}.get(mode, mode)
    name = match[1].upper() + accidental + (mode if mode in MODES else "")
    try:
        key = key_of(name)
    except ValueError:
        return Signature("C", signs, octaves, told=False)
    usual = {} if "exp" in text.split() else {letter: key.alter(letter) for letter in SHARPS}
    return Signature(name, usual | signs, octaves)


def major_of(name: str) -> tuple[int, str]:
    """The pitch class of a key's tonic and its mode as in `pitches.MODES`."""
    match = KEY.match(name)
    assert match is not None
    return 7 * MAJOR[match[1] + match[2]] % 12, match[3]
