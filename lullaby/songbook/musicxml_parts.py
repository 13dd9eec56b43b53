"""Collects from MusicXML what a song needs: notes, words, chord symbols and signs of the order.

All times are in whole notes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from math import floor

from lullaby.frozen import frozen
from lullaby.songbook.abc_fields import COMMON, meter_of
from lullaby.songbook.jump_signs import jump_in
from lullaby.songbook.musicxml_chords import symbol_of
from lullaby.songbook.musicxml_lyrics import XmlSyllable, syllables_of
from lullaby.songbook.musicxml_tree import Element, MusicXmlError
from lullaby.songbook.pitches import STEPS, transposed

MOST_BARS = 2_000
MOST_NOTES = 30_000
"""Notes and rests of all parts; the longest of 1,460 art songs with piano has 7,100."""

MOST_CHORDS = 64
"""Chord symbols of one bar."""

MOST_TEMPOS = 64
"""Tempos told in one bar."""

LONGEST_BAR = Fraction(64)
"""In whole notes; a cadenza without bar lines may be long."""

LONGEST_SAID = 200
"""Characters of a text above a bar that are looked at."""

MOST_PARTS = 200
"""An opera has 60."""

MOST_SLURS = 64
"""Open at once in a part; the format numbers 16."""

GRID = 2**12 * 3**3 * 5**2 * 7 * 11 * 13 * 17 * 19
"""Lengths are multiples of a whole note divided by this, so that their sums stay short numbers.

Programs divide a quarter by up to 1,024, 10,080 or 15,360; those lengths, and tuplets of up to 22,
are exact."""

BEAT_UNITS = {
    name: Fraction(2, 2**at)
    for at, name in enumerate(("breve", "whole", "half", "quarter", "eighth", "16th"))
}


@dataclass(slots=True)
class XmlNote:
    """A note as it sounds (MIDI number), or a rest (`pitch` None), within its bar."""

    at: Fraction
    length: Fraction
    pitch: int | None
    voice: str
    tied: bool = False
    """Tied to the next note."""
    continues: bool = False
    """Whether a tie or slur leads here."""
    words: dict[str, XmlSyllable] = field(default_factory=dict)
    """By the number or name of the verse, as written."""
    breath: bool = False
    """Whether the singer breathes after it."""
    below: tuple[int, ...] = ()
    """The pitches of the lower notes of a chord."""


@frozen
class XmlTempo:
    at: Fraction
    """Place within its bar."""
    beat: Fraction | None
    """Note value; None for a quarter that only playback counts."""
    rate: float
    """How many of them in a minute."""


@dataclass(slots=True)
class XmlBar:
    """One bar of the whole score."""

    length: Fraction = Fraction(0)
    """What its parts fill."""
    meter: tuple[int, int] = COMMON
    fifths: int = 0
    mode: str = ""
    forward: bool = False
    """Whether a repeated part begins here."""
    backward: int = 0
    """How often the part that ends here is sung in all; 0 for no repeat."""
    times_told: bool = False
    endings: tuple[int, ...] = ()
    ending_closes: bool = False
    signs: set[str] = field(default_factory=set)
    """`segno`, `coda`, `tocoda`, `fine`, `dacapo`, `dalsegno`."""
    tempos: list[XmlTempo] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """Texts above the bar, which may tell a tempo."""


@dataclass(slots=True)
class XmlPart:
    """A part; `bars` has its notes by the place of the bar, by voice."""

    id: str
    name: str = ""
    bars: dict[int, list[XmlNote]] = field(default_factory=dict)
    chords: dict[int, list[tuple[Fraction, str]]] = field(default_factory=dict)
    """Places within a bar, and symbols, by the place of the bar."""
    unpitched: int = 0
    grace: int = 0
    cues: int = 0
    divisions: Fraction = Fraction(1)
    transpose: int = 0
    slurs: set[str] = field(default_factory=set)
    early: dict[str, dict[str, XmlSyllable]] = field(default_factory=dict)
    """Words of a grace note, by voice; they are sung on the note that follows."""


class Parts:
    """Takes the bars of a score one by one."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self.parts: dict[str, XmlPart] = {}
        self.bars: list[XmlBar] = []
        self.fermatas = 0
        self._taken = 0
        self.at_concert_pitch = False
        self._first = ""

    def name(self, part: str, name: str) -> None:
        """Raises MusicXmlError."""
        self._add(XmlPart(part, name))

    def take(self, cell: Element, part_id: str, place: int) -> None:
        """Raises MusicXmlError."""
        part = self.parts.get(part_id) or self._add(XmlPart(part_id))
        self._first = self._first or part_id
        bar = self._bar(place)
        tones: list[XmlNote] = []
        at = farthest = Fraction(0)
        begun = Fraction(0)
        for child in cell.children:
            match child.name:
                case "note":
                    self._taken += 1
                    length = self._note(part, child, at, begun, tones)
                    if child.first("chord") is None:
                        begun, at = at, at + length
                case "backup":
                    at = max(Fraction(0), at - self._duration(part, child))
                case "forward":
                    at += self._duration(part, child)
                case "attributes":
                    self._attributes(part, bar, child)
                case "harmony":
                    self._harmony(part, place, at, child)
                case "barline":
                    self._barline(bar, child)
                case "direction" | "sound":
                    self._direction(bar, child, at + self._ticks(part, child.text_of("offset")))
                case _:
                    pass
            farthest = max(farthest, at)
        if self._taken > MOST_NOTES:
            raise MusicXmlError("has more notes than any song", bar=place + 1)
        if farthest > LONGEST_BAR:
            raise MusicXmlError("has a bar longer than any", bar=place + 1)
        bar.length = max(bar.length, farthest)
        part.bars[place] = tones

    def _add(self, part: XmlPart) -> XmlPart:
        self.parts[part.id] = part
        if len(self.parts) > MOST_PARTS:
            raise MusicXmlError("has more parts than any song")
        return part

    def _harmony(self, part: XmlPart, place: int, at: Fraction, told: Element) -> None:
        symbol = symbol_of(told)
        here = part.chords.setdefault(place, [])
        if symbol and len(here) < MOST_CHORDS:
            at = max(Fraction(0), at + self._ticks(part, told.text_of("offset")))
            here.append((at, transposed(symbol, part.transpose)))

    def _bar(self, place: int) -> XmlBar:
        if place >= MOST_BARS:
            raise MusicXmlError("is larger than any song")
        while len(self.bars) <= place:
            before = self.bars[-1] if self.bars else XmlBar()
            self.bars.append(XmlBar(meter=before.meter, fifths=before.fifths, mode=before.mode))
        return self.bars[place]

    def _note(
        self, part: XmlPart, note: Element, at: Fraction, begun: Fraction, tones: list[XmlNote]
    ) -> Fraction:
        """Take a note; returns by how much the place in the bar moves on."""
        told = {child.name: child for child in note.children}
        voice = told["voice"].text.strip() if "voice" in told else ""
        if "grace" in told:
            part.grace += 1
            if "lyric" in told:
                part.early[voice] = syllables_of(note.all("lyric"))
            return Fraction(0)
        length = self._duration(part, note)
        if "cue" in told:
            part.cues += 1
            return length
        pitch = None
        if "pitch" in told:
            pitch = _pitch(told["pitch"])
            if pitch is not None:
                pitch += part.transpose
        elif "unpitched" in told:
            part.unpitched += 1
        tone = XmlNote(begun if "chord" in told else at, length, pitch, voice)
        self._mark(part, tone, note)
        if pitch is not None and "lyric" in told:
            tone.words = syllables_of(note.all("lyric"))
        elif pitch is not None and voice in part.early:
            tone.words = part.early.pop(voice)
        if "chord" in told and tones and tones[-1].voice == voice:
            _join(tones[-1], tone)
        elif length:
            tones.append(tone)
        return length

    def _mark(self, part: XmlPart, tone: XmlNote, note: Element) -> None:
        ties = [tie.get("type") for tie in note.all("tie")]
        notations = [each for found in note.all("notations") for each in found.children]
        ties = ties or [each.get("type") for each in notations if each.name == "tied"]
        tone.tied = "start" in ties
        slur = f"{tone.voice} "
        tone.continues = "stop" in ties or any(each.startswith(slur) for each in part.slurs)
        for each in notations:
            if each.name == "slur":
                key = slur + each.get("number")
                if each.get("type") == "start" and len(part.slurs) < MOST_SLURS:
                    part.slurs.add(key)
                elif each.get("type") == "stop":
                    part.slurs.discard(key)
            elif each.name == "fermata":
                self.fermatas += 1
            elif each.name == "articulations":
                tone.breath = any(mark.name in ("breath-mark", "caesura") for mark in each.children)

    def _attributes(self, part: XmlPart, bar: XmlBar, told: Element) -> None:
        divisions = _number(told.text_of("divisions"))
        if divisions > 0:
            part.divisions = divisions
        for move in told.all("transpose"):
            if move.get("number") not in ("", "1") or self.at_concert_pitch:
                continue
            steps = _whole(move.text_of("chromatic")) + 12 * _whole(move.text_of("octave-change"))
            part.transpose = max(-36, min(36, steps))
        key = told.first("key")
        if key is not None and part.id == self._first and key.first("fifths") is not None:
            bar.fifths = max(-7, min(7, _whole(key.text_of("fifths"))))
            bar.mode = key.text_of("mode").lower()
        time = told.first("time")
        if time is not None and part.id == self._first:
            bar.meter = _meter(time) or bar.meter

    def _barline(self, bar: XmlBar, told: Element) -> None:
        repeat, ending = told.first("repeat"), told.first("ending")
        if repeat is not None and repeat.get("direction") == "forward":
            bar.forward = True
        elif repeat is not None:
            times = min(9, _whole(repeat.get("times")))
            bar.backward = max(2, times, bar.backward)
            bar.times_told = bar.times_told or times > 0
        if ending is not None and ending.get("type") == "start":
            numbers = re.findall(r"\d", ending.get("number"))
            bar.endings = tuple(dict.fromkeys(int(number) for number in numbers if number != "0"))
        elif ending is not None:
            bar.ending_closes = True
        for name in ("segno", "coda"):
            if told.first(name) is not None:
                bar.signs.add(name)

    def _direction(self, bar: XmlBar, told: Element, at: Fraction) -> None:
        sounds = [told] if told.name == "sound" else told.all("sound")
        bar.signs.update(_signs(sounds))
        for sound in sounds:
            rate = _number(sound.get("tempo"))
            if rate > 0:
                bar.tempos.append(XmlTempo(at, None, float(rate)))
        for kind in (each for found in told.all("direction-type") for each in found.children):
            if kind.name == "metronome":
                tempo = _metronome(kind)
                if tempo is not None:
                    bar.tempos.append(XmlTempo(at, *tempo))
            elif kind.name in ("segno", "coda"):
                bar.signs.add(kind.name)
            elif kind.name == "words" and kind.text.strip():
                said = " ".join(kind.text.split())[:LONGEST_SAID]
                bar.said.append(said)
                bar.signs.update(jump_in(said))
        del bar.tempos[MOST_TEMPOS:]

    def _duration(self, part: XmlPart, told: Element) -> Fraction:
        return max(Fraction(0), self._ticks(part, told.text_of("duration")))

    def _ticks(self, part: XmlPart, text: str) -> Fraction:
        return _length(text, part.divisions) if text else Fraction(0)


def _signs(sounds: list[Element]) -> Iterator[str]:
    for sound in sounds:
        for name in ("segno", "coda", "tocoda", "dalsegno", "dacapo", "fine"):
            if sound.get(name) not in ("", "no"):
                yield name


def _join(top: XmlNote, other: XmlNote) -> None:
    """Several notes at once: the highest is sung, with the words of all."""
    if other.pitch is not None and (top.pitch is None or other.pitch > top.pitch):
        top.below += () if top.pitch is None else (top.pitch,)
        top.pitch, top.tied = other.pitch, other.tied
    elif other.pitch is not None:
        top.below += (other.pitch,)
    top.continues = top.continues or other.continues
    top.breath = top.breath or other.breath
    top.words = other.words | top.words


def _pitch(told: Element) -> int | None:
    step = told.text_of("step").upper()
    if step not in STEPS:
        return None
    alter = _number(told.text_of("alter"))
    octave = _whole(told.text_of("octave"))
    return STEPS[step] + floor(alter + Fraction(1, 2)) + 12 * (max(-1, min(10, octave)) + 1)


def _meter(time: Element) -> tuple[int, int] | None:
    """The meter; several fractions are added if they count the same note."""
    beats = [child.text.strip() for child in time.children if child.name == "beats"]
    kinds = [child.text.strip() for child in time.children if child.name == "beat-type"]
    if not beats or len(beats) != len(kinds) or len(set(kinds)) != 1:
        return None
    return meter_of(f"{'+'.join(beats)}/{kinds[0]}")


def _metronome(told: Element) -> tuple[Fraction, float] | None:
    unit = BEAT_UNITS.get(told.text_of("beat-unit"))
    rate = re.search(r"\d{1,3}(?:[.,]\d{1,3})?", told.text_of("per-minute"))
    if unit is None or rate is None:
        return None
    dots = len(told.all("beat-unit-dot"))
    number = float(rate[0].replace(",", "."))
    return (unit * (2 - Fraction(1, 2 ** min(3, dots))), number) if number > 0 else None


@lru_cache(maxsize=4096)
def _length(text: str, divisions: Fraction) -> Fraction:
    length = Fraction(round(_number(text) / (4 * divisions) * GRID), GRID)
    return min(LONGEST_BAR, max(-LONGEST_BAR, length))


NUMBER = re.compile(r"[+-]?\d{1,9}(?:\.\d{1,6})?")


def _number(text: str) -> Fraction:
    """A number; 0 for what is none."""
    text = text.strip()
    return Fraction(text) if NUMBER.fullmatch(text) else Fraction(0)


def _whole(text: str) -> int:
    return int(_number(text))
