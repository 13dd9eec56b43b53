"""Reads the subset of ABC notation (abcnotation.com, 2.1) that the songbook is written in.

Headers X T C O N M L Q K, `%%lb-` lines, notes with accidentals, octaves and lengths, rests,
ties, slurs (which bind notes to one syllable), bar lines, chord symbols, `w:` lines (one per verse)
and, under a `w:` line, the original script (`%%w-ja`) and a translation (`%%tr-en`). The reader
rejects everything else, bars of the wrong length, and lines whose syllables do not match their
notes.
"""

import re
from dataclasses import dataclass, field, replace
from fractions import Fraction

from lullaby.songbook.abc_header import AbcHeader
from lullaby.songbook.abc_words import slots
from lullaby.songbook.notes import HOLD, SKIP, Phrase, Score, ScoreError, ScoreNote, Verse
from lullaby.songbook.pitches import HIGHEST, LOWEST, chord_of, pitch_of

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
LENGTH = re.compile(r"(?P<over>\d{0,3})(?P<slashes>/{0,4})(?P<under>\d{0,3})")
UNDER = re.compile(r"%%(w|tr)-(\S+)\s+(.*)")
ACCIDENTALS = {"^^": 2, "^": 1, "=": 0, "_": -1, "__": -2}
UNITS = {4: "quarters", 8: "eighths"}


class AbcError(ScoreError):
    """What is wrong, in which file, line and bar."""

    def __init__(self, name: str, line: int, bar: int, reason: str) -> None:
        super().__init__(f"{name}, line {line}, bar {bar}: {reason}", line, bar, reason)


def read_abc(text: str, name: str = "score") -> Score:
    """Read one song. Raises AbcError."""
    return _Reader(name).read(text)


@dataclass
class _Words:
    line: int
    text: str
    script: str = ""
    meaning: str = ""


@dataclass
class _Row:
    """A line of music with the words below it."""

    line: int
    music: str
    words: list[_Words] = field(default_factory=list)


class _Reader:
    def __init__(self, name: str) -> None:
        self._name = name
        self._line = 0
        self._bar = 1
        self._in_bar = Fraction(0)
        self._pickup: Fraction | None = None
        self._closed = False
        self._header = AbcHeader()
        self._accidentals: dict[tuple[str, int], int] = {}
        self._tied: int | None = None
        self._slurs: list[int] = []
        """Number of notes so far under each open slur."""

    def read(self, text: str) -> Score:
        rows = self._rows(text)
        if not rows:
            raise self._refuse("no notes")
        phrases = tuple(self._phrase(row) for row in rows)
        if self._in_bar or not self._closed:
            raise self._refuse("the last bar is not closed with |]")
        if self._tied is not None:
            raise self._refuse("the last note is tied to nothing")
        return self._score(phrases)

    def _rows(self, text: str) -> list[_Row]:
        rows: list[_Row] = []
        for number, whole in enumerate(text.splitlines(), start=1):
            self._line = number
            line = whole.strip()
            if not line or self._take_header(line):
                continue
            under = UNDER.fullmatch(line)
            if line.startswith("w:") or under:
                if not rows or (under and not rows[-1].words):
                    raise self._refuse("words before any notes")
                self._take_words(rows[-1].words, line, under)
            elif line.startswith("%"):
                continue
            elif not self._header.ended:
                raise self._refuse("notes before the key")
            else:
                rows.append(_Row(number, line))
        return rows

    def _take_header(self, line: str) -> bool:
        try:
            return self._header.take(line)
        except ValueError as problem:
            raise self._refuse(str(problem)) from problem

    def _take_words(self, words: list[_Words], line: str, under: re.Match[str] | None) -> None:
        if under is None:
            words.append(_Words(self._line, line[2:].strip()))
        elif under[1] == "tr":
            words[-1].meaning = under[3].strip()
        else:
            words[-1].script = under[3].strip()

    def _phrase(self, row: _Row) -> Phrase:
        self._line = row.line
        held = self._tied is not None
        notes, bars = self._notes(row.music)
        sung = [note for note in notes if note.pitch is not None]
        onward = [held, *(note.tied for note in sung)]
        verses = tuple(self._verse(words, onward[: len(sung)], bars) for words in row.words)
        return Phrase(tuple(notes), verses)

    def _verse(self, words: _Words, held: list[bool], bars: list[int]) -> Verse:
        """One verse of the line. For each sung note, `held` says whether a tie continues it, and
        `bars` is its bar."""
        self._line = words.line
        found = slots(words.text)
        self._meets(found, bars, "syllables")
        for text, goes_on, bar in zip(found, held, bars, strict=True):
            if goes_on and text not in (HOLD, SKIP):
                raise self._refuse(f"{text.strip()!r} stands on a tied note; write _ there", bar)
        script = slots(words.script)
        if script:
            self._meets(script, bars, "signs of its own letters")
        letters = "".join(text.strip() for text in script if text not in (HOLD, SKIP))
        return Verse(found, letters, words.meaning)

    def _meets(self, found: tuple[str, ...], bars: list[int], what: str) -> None:
        if len(found) != len(bars):
            at = bars[min(len(found), len(bars) - 1)] if bars else self._bar
            raise self._refuse(f"{len(found)} {what} for {len(bars)} notes", at)

    def _notes(self, line: str) -> tuple[list[ScoreNote], list[int]]:
        """The notes of a line, and the bar number of each sung note."""
        notes: list[ScoreNote] = []
        bars: list[int] = []
        chord = ""
        at = 0
        while at < len(line):
            match = TOKEN.match(line, at)
            if match is None:
                raise self._refuse(f"{line[at]!r} is not understood")
            at = match.end()
            if match["chord"]:
                chord = self._chord(match["chord"][1:-1])
            elif match["note"] or match["rest"]:
                length, at = self._length(line, at)
                pitch = self._pitch(match)
                slurred = any(self._slurs)
                notes.append(ScoreNote(pitch, length, chord, slurred=slurred and pitch is not None))
                if match["note"]:
                    bars.append(self._bar)
                    self._slurs = [count + 1 for count in self._slurs]
                chord = ""
                self._in_bar += length
            elif match["tie"]:
                if not notes or notes[-1].pitch is None:
                    raise self._refuse("a tie without a note")
                notes[-1] = replace(notes[-1], tied=True)
                self._tied = notes[-1].pitch
            elif match["slur"]:
                self._slur(match["slur"])
            elif match["bar"]:
                self._close_bar(last=match["bar"] == "|]")
        if chord:
            raise self._refuse("a chord without a note")
        return notes, bars

    def _slur(self, mark: str) -> None:
        if mark == "(":
            self._slurs.append(0)
        elif self._slurs:
            self._slurs.pop()

    def _chord(self, symbol: str) -> str:
        try:
            chord_of(symbol)
        except ValueError as problem:
            raise self._refuse(str(problem)) from problem
        return symbol

    def _pitch(self, match: re.Match[str]) -> int | None:
        pitch = None if match["rest"] else self._spelled(match)
        if self._tied not in (None, pitch):
            raise self._refuse("a tie to another note")
        self._tied = None
        return pitch

    def _spelled(self, match: re.Match[str]) -> int:
        letter = match["letter"]
        octave = match["octave"].count("'") - match["octave"].count(",")
        octave += 1 if letter.islower() else 0
        spelled = (letter.upper(), octave)
        if match["accidental"]:
            self._accidentals[spelled] = ACCIDENTALS[match["accidental"]]
        alter = self._accidentals.get(spelled, self._header.key.alter(spelled[0]))
        pitch = pitch_of(spelled[0], octave, alter)
        if not LOWEST <= pitch <= HIGHEST:
            raise self._refuse(f"{match['note']} is out of everybody's reach")
        return pitch

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
        return self._header.unit * Fraction(over, under), end

    def _close_bar(self, last: bool) -> None:
        full = Fraction(*self._header.meter)
        if self._pickup is None and self._in_bar < full:
            self._pickup = self._in_bar
        else:
            self._pickup = self._pickup or Fraction(0)
            wanted = {full, full - self._pickup} if last else {full}
            if self._in_bar not in wanted:
                beats, unit = self._header.meter
                lasts = float(self._in_bar * unit)
                raise self._refuse(f"the bar has {lasts:g} of {beats} {UNITS[unit]}")
        self._closed = last
        self._bar += 1
        self._in_bar = Fraction(0)
        self._accidentals.clear()

    def _score(self, phrases: tuple[Phrase, ...]) -> Score:
        header = self._header
        if header.bpm is None:
            raise self._refuse("no tempo (Q:)")
        if len({len(phrase.verses) for phrase in phrases}) != 1:
            raise self._refuse("the lines have different numbers of verses")
        notes = [note for phrase in phrases for note in phrase.notes]
        if not any(note.pitch for note in notes):
            raise self._refuse("nothing but rests")
        if not any(note.chord for note in notes):
            raise self._refuse("no chord symbol to play by")
        try:
            about = header.about()
        except ValueError as problem:
            raise self._refuse(str(problem)) from problem
        return Score(
            about=about,
            meter=header.meter,
            key=header.fields["K"],
            beat=header.beat,
            bpm=header.bpm,
            phrases=phrases,
            pickup=self._pickup or Fraction(0),
        )

    def _refuse(self, reason: str, bar: int | None = None) -> AbcError:
        return AbcError(self._name, self._line, self._bar if bar is None else bar, reason)
