"""Reads lines of music in the common dialect of ABC (abcnotation.com, 2.1)."""

import re
from collections.abc import Set
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache

from lullaby.songbook.abc_events import BarSign, WrittenNote
from lullaby.songbook.abc_fields import (
    ALTERED,
    Signature,
    Speed,
    is_first_again,
    meter_of,
    signature_of,
    told_speed,
    unit_of,
)
from lullaby.songbook.abc_unrolling import MOST_NOTES, TOO_MANY
from lullaby.songbook.jump_signs import jump_in
from lullaby.songbook.pitches import chord_of, pitch_of

LENGTH = r"\d{0,3}/{0,4}\d{0,3}"
TOKEN = re.compile(
    rf"""(?P<note>(?P<accidental>\^\^|\^|__|_|=)?/?(?P<letter>[A-Ga-g])(?P<octave>[,']{{0,5}})
        (?P<length>{LENGTH}))
    |(?P<blank>[\s`\\$.~HLMPRTJuv]+|y\d*)
    |(?P<shorthand>[OS])
    |(?P<rest>[zx](?P<rest_length>{LENGTH}))
    |(?P<bars>[ZX](?P<count>\d{{0,2}}))
    |(?P<quoted>"[^"]*"?)
    |(?P<decoration>![^!|]*!|\+[a-zA-Z0-9.()<>]+\+|!)
    |(?P<grace>\{{[^}}]*\}}?)
    |(?P<inline>\[(?P<field>[A-Za-z]):(?P<value>[^\]]*)\]?)
    |(?P<bar>\[\|\]|:{{0,9}}\[?\|+\]?:*|::)(?P<endings>[1-9][\d,\-]*)?
    |(?P<ending>\[(?P<numbers>[1-9][\d,\-]*))
    |(?P<chord>\[(?P<inner>[^\]|:]{{0,100}})\](?P<chord_length>{LENGTH}))
    |\((?P<tuplet>[2-9])(?::(?P<into>\d?))?(?::(?P<over>\d{{0,2}}))?
    |(?P<broken>>+|<+)
    |(?P<tie>-)
    |(?P<slur>[()])
    |(?P<overlay>&[^|]*)""",
    re.VERBOSE,
)
INNER = re.compile(rf"(\^\^|\^|__|_|=)?/?([A-Ga-g])([,']{{0,5}})({LENGTH})(-?)")
CHORD = re.compile(r"([A-Ga-g])([#b♯♭]?)([^/]*)(?:/([A-G][#b]?))?")
INTO = {2: 3, 4: 3, 8: 3, 3: 2, 6: 2}
"""For how many notes of its value a tuplet of so many stands; others depend on the meter."""

SHORTHANDS = {"S": "segno", "O": "coda"}
DECORATIONS = {"segno": "segno", "dacapo": "dacapo", "dacoda": "tocoda"}
"""Signs that `jump_in` does not tell from their names (ABC 2.1, 4.14)."""

INVISIBLE = "[|]"
"""A bar that nobody sees: it ends the accidentals, but neither a part nor an ending."""

MISREAD = 4
"""A line with more signs than this that are not understood is no music."""


class NotMusicError(Exception):
    """A line is no music; `sign`, in `bar`, is the first that was not understood."""

    def __init__(self, sign: str, bar: int) -> None:
        super().__init__(f"{sign!r} is not understood")
        self.bar = bar


@dataclass
class AbcVoice:
    """One voice of a tune while it is read."""

    signature: Signature
    unit: Fraction
    meter: tuple[int, int]
    events: list[WrittenNote | BarSign] = field(default_factory=list)
    bar: int = 1
    section: str = ""
    """The part of the tune that was begun last."""
    unread: list[tuple[int, int]] = field(default_factory=list)
    """Start and end, in `events`, of the lines since the last words."""
    tempo_in_words: bool = False
    """Whether a change of tempo without a number was left out."""
    _speed: Speed | None = None
    _altered: dict[str, int] = field(default_factory=dict)
    _chord: str = ""
    _slurs: list[int] = field(default_factory=list)
    _broken: Fraction | None = None
    _tuplet: Fraction = Fraction(1)
    _tuplet_left: int = 0

    def take(self, line: str, number: int) -> list[tuple[str, str]]:
        """Read a line of music; returns fields inside it that concern the whole tune.

        Raises NotMusicError, after which the voice is as before, and ValueError for too many
        notes."""
        before, bar = len(self.events), self.bar
        elsewhere: list[tuple[str, str]] = []
        unknown, unknown_in = "", 0
        at = 0
        while at < len(line):
            match = TOKEN.match(line, at)
            if match is None or match.end() == at:
                if not unknown:
                    unknown_in = self.bar
                unknown += line[at]
                at += 1
                continue
            at = match.end()
            if match["note"]:
                self._note(match, number)
            elif match["inline"]:
                if not self.field(match["field"], match["value"]):
                    elsewhere.append((match["field"], match["value"]))
            elif match["blank"] is None:
                self._other(match, number)
        notes = len(self.events) - before
        if len(unknown) > max(MISREAD, notes // 2):
            del self.events[before:]
            self.bar = bar
            raise NotMusicError(unknown[0], unknown_in)
        self.unread.append((before, len(self.events)))
        return elsewhere

    def field(self, name: str, value: str) -> bool:
        """Take a key, meter, unit or tempo for what follows; returns whether it was one.

        A tempo in words at the beginning is that of the whole tune.
        """
        if name == "K":
            self.signature = signature_of(value)
        elif name == "L":
            self.unit = unit_of(value) or self.unit
        elif name == "M":
            self.meter = meter_of(value) or self.meter
        elif name == "P":
            self.begin(value.strip()[:1])
        elif name == "Q":
            return self._take_tempo(value)
        else:
            return False
        return True

    def _take_tempo(self, value: str) -> bool:
        told = told_speed(value, self.unit)
        if told is not None or is_first_again(value):
            self._speed = told
            return True
        self.tempo_in_words = any(isinstance(each, WrittenNote) for each in self.events)
        return self.tempo_in_words

    def begin(self, section: str) -> None:
        """Begin a part of the tune, unless it has begun."""
        if section and section != self.section:
            self.section = section
            self.events.append(BarSign(section=section))

    def _other(self, match: re.Match[str], number: int) -> None:
        if match["rest"]:
            self._add(WrittenNote(None, self._long(match["rest_length"]), number, self.bar))
        elif match["bars"]:
            length = Fraction(*self.meter) * min(50, int(match["count"] or 1))
            self._add(WrittenNote(None, length, number, self.bar))
        elif match["quoted"]:
            text = match["quoted"].strip('"')
            chord = plain_chord(text)
            self._chord = chord or self._chord
            if not chord:
                self._take_signs(signs_in(text))
        elif match["decoration"]:
            self._take_signs(signs_in(match["decoration"].strip("!+")))
        elif match["shorthand"]:
            self._take_signs({SHORTHANDS[match["shorthand"]]})
        elif match["chord"]:
            self._together(match["inner"], match["chord_length"], number)
        else:
            self._sign(match)

    def _take_signs(self, signs: Set[str]) -> None:
        if signs:
            self.events.append(BarSign(signs=frozenset(signs)))

    def _sign(self, match: re.Match[str]) -> None:
        if match["bar"]:
            self._bar(match["bar"], match["endings"] or "")
        elif match["ending"]:
            before = self.events[-1] if self.events else None
            sign = BarSign()
            if isinstance(before, BarSign) and not before.signs:
                sign = before
                self.events.pop()
            self.events.append(replace(sign, endings=_numbers(match["numbers"])))
        elif match["tuplet"]:
            self._begin_tuplet(match)
        elif match["broken"]:
            self._break(match["broken"])
        elif match["tie"]:
            last = self.events[-1] if self.events else None
            if isinstance(last, WrittenNote):
                last.tied = last.pitch is not None
        elif match["slur"] == "(":
            self._slurs.append(0)
        elif match["slur"] and self._slurs:
            self._slurs.pop()

    def _note(self, match: re.Match[str], number: int) -> None:
        pitch = self._pitch(match["accidental"], match["letter"], match["octave"])
        self._add(WrittenNote(pitch, self._long(match["length"]), number, self.bar))

    def _together(self, inner: str, length: str, number: int) -> None:
        """Several notes at once: the highest is sung."""
        notes = INNER.findall(inner)
        if not notes:
            return
        pitch = max(self._pitch(*each[:3]) for each in notes)
        long = self._long(notes[0][3]) * _length(length)
        tied = any(each[4] for each in notes)
        self._add(WrittenNote(pitch, long, number, self.bar, tied=tied))

    def _pitch(self, accidental: str | None, letter: str, octave: str) -> int:
        upper = letter.upper()
        if accidental:
            self._altered[upper] = ALTERED[accidental]
        altered = self._altered.get(upper)
        if altered is None:
            altered = self.signature.altered.get(upper, 0)
        height = octave.count("'") - octave.count(",") + self.signature.octaves
        return pitch_of(upper, height + (letter != upper), altered)

    def _long(self, text: str) -> Fraction:
        return self.unit * _length(text)

    def _add(self, note: WrittenNote) -> None:
        if self._tuplet_left:
            note.length *= self._tuplet
            self._tuplet_left -= 1
        if self._broken is not None:
            note.length *= self._broken
            self._broken = None
        note.chord, self._chord = self._chord, ""
        note.speed = self._speed
        if note.pitch is not None and self._slurs:
            note.slurred = any(self._slurs)
            self._slurs = [count + 1 for count in self._slurs]
        self.events.append(note)
        if len(self.events) > 2 * MOST_NOTES:
            raise ValueError(TOO_MANY)

    def _break(self, signs: str) -> None:
        last = self.events[-1] if self.events else None
        if not isinstance(last, WrittenNote):
            return
        short = Fraction(1, 2 ** min(3, len(signs)))
        first, second = (2 - short, short) if signs[0] == ">" else (short, 2 - short)
        last.length *= first
        self._broken = second

    def _begin_tuplet(self, match: re.Match[str]) -> None:
        notes = int(match["tuplet"])
        compound = self.meter[1] == 8 and self.meter[0] % 3 == 0
        into = int(match["into"] or 0) or INTO.get(notes, 3 if compound else 2)
        self._tuplet = Fraction(into, notes)
        self._tuplet_left = int(match["over"] or 0) or notes

    def _bar(self, sign: str, endings: str) -> None:
        self._altered.clear()
        if sign == INVISIBLE and not endings:
            return
        both = sign == "::"
        ends = 1 if both else min(3, len(sign) - len(sign.lstrip(":")))
        starts = both or (sign.endswith(":") and "|" in sign)
        strong = "||" in sign or "]" in sign or "[" in sign
        self.events.append(BarSign(ends, starts, _numbers(endings), strong))
        self.bar += 1


@lru_cache(maxsize=512)
def _length(text: str) -> Fraction:
    """A length in units: 3, 3/2, /, //; 1 for what is impossible."""
    over, slash, under = text.partition("/")
    slashes = 1 + len(under) - len(under.lstrip("/")) if slash else 0
    digits = under.lstrip("/")
    divisor = int(digits) if digits else 2**slashes
    return Fraction(int(over or 1) or 1, divisor or 1)


def _numbers(text: str) -> tuple[int, ...]:
    """The numbers of an ending, such as 1,3 or 1-3; at most 9."""
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        if first.isdigit():
            end = int(last) if last.isdigit() else int(first)
            found += range(int(first), min(end, 9) + 1)
    return tuple(number for number in found if number <= 9)


def signs_in(text: str) -> set[str]:
    """The signs of the order in a decoration or a text above a note."""
    plain = text.lstrip("^_<>@").strip()
    sign = DECORATIONS.get(plain.casefold())
    return {sign} if sign else jump_in(plain)


def plain_chord(text: str) -> str:
    """A chord symbol as `pitches.chord_of` reads it, or the nearest; empty for other text."""
    match = CHORD.fullmatch(text.strip().partition(" ")[0])
    if match is None or (match[1].islower() and len(text.strip()) > 2):
        return ""
    root = match[1].upper() + match[2].replace("♯", "#").replace("♭", "b")
    kind = match[3].strip("() ")
    bass = f"/{match[4]}" if match[4] else ""
    found = root + _triad(kind) + bass
    try:
        chord_of(found)
    except ValueError:
        return ""
    return found


def _triad(kind: str) -> str:
    low = kind.lower()
    if kind and not re.fullmatch(r"[A-Za-z0-9#b+°ø△()♭♯,-]{1,9}", kind):
        return " "
    if "sus" in low:
        return "sus4"
    if "dim" in low or "°" in low or "ø" in low or kind == "o":
        return "dim"
    if "aug" in low or kind.startswith("+"):
        return "aug"
    if low.startswith("maj") or kind.startswith(("M", "△")):
        return "maj7" if any(sign in low for sign in ("7", "9", "△")) else ""
    if low == "5":
        return "5"
    minor = low.startswith(("m", "-"))
    if low[:1].isalpha() and not minor and not low.startswith(("add", "b", "dom")):
        return " "
    seventh = (
        "6" if "6" in low else "7" if re.search(r"7|9|11|13", low) and "add" not in low else ""
    )
    return ("m" if minor else "") + seventh
