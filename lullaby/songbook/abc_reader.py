"""Reads the subset of ABC notation (abcnotation.com, 2.1) that the songbook is written in.

Headers X T C O N M L Q K, `%%lb-` lines, notes with accidentals, octaves and lengths, rests,
ties, slurs (which only bind), bar lines, chord symbols, and `w:` lines. Everything else is
refused, as is any bar of the wrong length and any line whose syllables do not meet its notes.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from lullaby.songbook.abc_words import slots
from lullaby.songbook.notes import Note, Phrase, Score
from lullaby.songbook.pitches import Key, key_of, pitch_of
from lullaby.units import Bpm

TOKEN = re.compile(
    r"""(?P<chord>"[^"]*")
    |(?P<note>(?P<accidental>\^\^|__|\^|_|=)?(?P<letter>[A-Ga-g])(?P<octave>[,']*))
    |(?P<rest>z)
    |(?P<bar>\|\]|\|\||\|)
    |(?P<tie>-)
    |(?P<slur>[()])
    |(?P<blank>\s+)""",
    re.VERBOSE,
)
LENGTH = re.compile(r"(?P<over>\d*)(?P<slashes>/*)(?P<under>\d*)")
TEMPO = re.compile(r"(\d+)/(\d+)\s*=\s*(\d+(?:\.\d+)?)")
FRACTION = re.compile(r"(\d+)/(\d+)")
LB = re.compile(r"%%lb-(\S+)\s+(.*)")


class AbcError(Exception):
    """Says what, in which file, line and bar."""

    def __init__(self, name: str, line: int, bar: int, reason: str) -> None:
        super().__init__(f"{name}, line {line}, bar {bar}: {reason}")
        self.line = line
        self.bar = bar


def read_abc(text: str, name: str = "score") -> Score:
    """Read one song. Raises AbcError."""
    return _Reader(name).read(text)


@dataclass
class _Header:
    titles: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)


class _Reader:
    def __init__(self, name: str) -> None:
        self._name = name
        self._line = 0
        self._bar = 1
        self._in_bar = Fraction(0)
        self._pickup: Fraction | None = None
        self._closed = False
        self._header = _Header()
        self._unit = Fraction(1, 8)
        self._meter = (4, 4)
        self._key = Key(0)
        self._accidentals: dict[tuple[str, int], int] = {}

    def read(self, text: str) -> Score:
        music: list[tuple[int, str, list[str]]] = []
        for number, row in enumerate(text.splitlines(), start=1):
            self._line = number
            line = row.strip()
            if not line or self._take_header(line):
                continue
            if line.startswith("w:"):
                if not music:
                    raise self._refuse("words before any notes")
                music[-1][2].append(line[2:].strip())
            elif line.startswith("%"):
                continue
            elif "K" not in self._header.fields:
                raise self._refuse("notes before the key")
            else:
                music.append((number, line, []))
        if not music:
            raise self._refuse("no notes")
        phrases = tuple(self._phrase(*each) for each in music)
        self._check_end()
        return self._score(phrases)

    def _take_header(self, line: str) -> bool:
        own = LB.fullmatch(line)
        if own:
            self._header.own[own[1]] = own[2].strip()
            return True
        if len(line) < 2 or line[1] != ":" or line[0] not in "XTCONMLQK":
            return False
        key, value = line[0], line[2:].strip()
        if key == "T":
            self._header.titles.append(value)
        self._header.fields.setdefault(key, value)
        match key:
            case "M":
                self._meter = self._two(value)
            case "L":
                self._unit = Fraction(*self._two(value))
            case "K":
                try:
                    self._key = key_of(value)
                except ValueError as problem:
                    raise self._refuse(str(problem)) from problem
        return True

    def _two(self, text: str) -> tuple[int, int]:
        match = FRACTION.fullmatch(text)
        if match is None or int(match[2]) == 0 or int(match[1]) == 0:
            raise self._refuse(f"{text!r} is no fraction")
        return int(match[1]), int(match[2])

    def _phrase(self, number: int, line: str, words: Iterable[str]) -> Phrase:
        self._line = number
        notes = self._notes(line)
        sung = [note for note in notes if note.pitch is not None]
        verses: list[tuple[str, ...]] = []
        for at, text in enumerate(words, start=1):
            found = slots(text)
            if len(found) != len(sung):
                raise self._refuse(f"verse {at} has {len(found)} syllables for {len(sung)} notes")
            verses.append(found)
        return Phrase(tuple(notes), tuple(verses))

    def _notes(self, line: str) -> list[Note]:
        notes: list[Note] = []
        chord = ""
        at = 0
        while at < len(line):
            match = TOKEN.match(line, at)
            if match is None:
                raise self._refuse(f"{line[at]!r} is not understood")
            at = match.end()
            if match["chord"]:
                chord = match["chord"][1:-1]
            elif match["note"] or match["rest"]:
                length, at = self._length(line, at)
                notes.append(Note(self._pitch(match), length, chord))
                chord = ""
                self._in_bar += length
            elif match["tie"]:
                if not notes or notes[-1].pitch is None:
                    raise self._refuse("a tie without a note")
                last = notes[-1]
                notes[-1] = Note(last.pitch, last.length, last.chord, tied=True)
            elif match["bar"]:
                self._close_bar(last=match["bar"] == "|]")
        if chord:
            raise self._refuse("a chord without a note")
        return notes

    def _pitch(self, match: re.Match[str]) -> int | None:
        if match["rest"]:
            return None
        letter = match["letter"]
        octave = match["octave"].count("'") - match["octave"].count(",")
        octave += 1 if letter.islower() else 0
        spelled = (letter.upper(), octave)
        if match["accidental"]:
            self._accidentals[spelled] = {"^^": 2, "^": 1, "=": 0, "_": -1, "__": -2}[
                match["accidental"]
            ]
        alter = self._accidentals.get(spelled, self._key.alter(spelled[0]))
        return pitch_of(spelled[0], octave, alter)

    def _length(self, line: str, at: int) -> tuple[Fraction, int]:
        match = LENGTH.match(line, at)
        assert match is not None
        over = int(match["over"]) if match["over"] else 1
        under = 1
        if match["slashes"]:
            under = int(match["under"]) if match["under"] else 2 ** len(match["slashes"])
            end = match.end()
        else:
            end = match.end("over")
        if over == 0 or under == 0:
            raise self._refuse("a note without length")
        return self._unit * Fraction(over, under), end

    def _close_bar(self, last: bool) -> None:
        full = Fraction(*self._meter)
        if self._pickup is None and self._in_bar < full:
            self._pickup = self._in_bar
        else:
            self._pickup = self._pickup or Fraction(0)
            wanted = {full, full - self._pickup} if last else {full}
            if self._in_bar not in wanted:
                raise self._refuse(f"the bar lasts {self._in_bar} of {full}")
        self._closed = last
        self._bar += 1
        self._in_bar = Fraction(0)
        self._accidentals.clear()

    def _check_end(self) -> None:
        if self._in_bar or not self._closed:
            raise self._refuse("the last bar is not closed with |]")

    def _score(self, phrases: tuple[Phrase, ...]) -> Score:
        header = self._header
        tempo = TEMPO.fullmatch(header.fields.get("Q", ""))
        if tempo is None or float(tempo[3]) <= 0 or not int(tempo[1]) or not int(tempo[2]):
            raise self._refuse("no tempo")
        counts = {len(phrase.verses) for phrase in phrases}
        if len(counts) != 1:
            raise self._refuse("the lines have different numbers of verses")
        titles = header.titles or [""]
        return Score(
            id=header.own.get("id", ""),
            title=titles[0],
            subtitle=titles[1] if len(titles) > 1 else "",
            composer=header.fields.get("C", ""),
            origin=header.fields.get("O", ""),
            about_words=header.fields.get("N", ""),
            language=header.own.get("lang", ""),
            level=header.own.get("level", ""),
            meter=self._meter,
            beat=Fraction(int(tempo[1]), int(tempo[2])),
            bpm=Bpm(float(tempo[3])),
            phrases=phrases,
            pickup=self._pickup or Fraction(0),
        )

    def _refuse(self, reason: str) -> AbcError:
        return AbcError(self._name, self._line, self._bar, reason)
