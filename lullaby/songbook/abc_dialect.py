"""Reads songs in the common dialect of ABC as other programs write it, generously.

Repeats and clear jumps (D.C. al Fine) are written out, parts (`P:`) put in order, the voice with
words is sung, the highest note of several counts, grace notes and decorations are left out, bars
may have any length, and a song without chord symbols gets chords by rule (`harmony`). The songs
that come with Lullaby are read strictly instead (`abc_reader`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import groupby

from lullaby.songbook.abc_events import BarSign, WrittenNote
from lullaby.songbook.abc_fields import (
    COMMON,
    major_of,
    meter_of,
    signature_of,
    speed_of,
    unit_of,
    usual_unit,
)
from lullaby.songbook.abc_header import LB, OWN, AbcHeader
from lullaby.songbook.abc_jumps import has_jumps, route_of
from lullaby.songbook.abc_lyrics import Item, aligned, items, needed
from lullaby.songbook.abc_music import AbcVoice, NotMusicError
from lullaby.songbook.abc_reader import AbcError
from lullaby.songbook.abc_tempos import follow_all, tempos_of
from lullaby.songbook.abc_text import FIELD, TextLine, songs_in
from lullaby.songbook.abc_unrolling import Sung, in_order
from lullaby.songbook.harmony import harmonised
from lullaby.songbook.notes import (
    HOLD,
    SKIP,
    About,
    Choice,
    Phrase,
    Remark,
    Score,
    ScoreNote,
    Verse,
)
from lullaby.songbook.pitches import octaves_into_reach

MOST_VERSES = 40
MOST_LINES = 1_000
LARGEST_SONG = 20_000
"""Most lines and letters of one song; a hymn with four voices and its notes has 9,000 letters."""

WORDLESS = (HOLD, SKIP)


def read_dialect(text: str, name: str = "score") -> Score:
    """Read the first song of a text that has notes. Raises AbcError."""
    refused: AbcError | None = None
    songs = songs_in(text)
    for lines in songs[:MOST_LINES]:
        try:
            return _with_number(_Song(name).read(lines), songs)
        except AbcError as problem:
            refused = refused or problem
            if problem.reason != NO_NOTES:
                break
    assert refused is not None
    raise refused


NO_NOTES = "no notes"


def _with_number(score: Score, songs: Sequence[Sequence[TextLine]]) -> Score:
    """The score, which tells of the other songs in its file."""
    count = sum(any(line.text.startswith("K:") for line in lines) for lines in songs)
    if count < 2:
        return score
    return replace(score, remarks=(Remark(Choice.MORE_SONGS, str(count)), *score.remarks))


@dataclass
class _Song:
    """One song while it is read."""

    name: str
    line: int = 0
    titles: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    voices: dict[str, AbcVoice] = field(default_factory=dict)
    voice: str = ""
    section: str = ""
    """The part of the tune, as the latest `P:` names it."""
    words: list[list[Item]] = field(default_factory=list)
    """The `w:` lines below the latest music."""
    below: list[str] = field(default_factory=list)
    """Words that are not under notes."""

    def read(self, lines: Sequence[TextLine]) -> Score:
        if len(lines) > MOST_LINES or sum(len(line.text) for line in lines) > LARGEST_SONG:
            raise AbcError(self.name, lines[0].number, 0, "longer than any song")
        ended = False
        for line in lines:
            self.line = line.number
            if not line.text:
                ended = bool(self.voices)
            elif not ended or FIELD.match(line.text) or "|" in line.text:
                self._take(line.text)
        self._place_words()
        return self._score()

    def _take(self, text: str) -> None:
        own = LB.fullmatch(text)
        if own:
            if own[1] in OWN:
                self.own[own[1]] = own[2].strip()
        elif text.startswith("w:"):
            self._words(text[2:])
        elif text.startswith("+:"):
            if self.words:
                self.words[-1] += items(text[2:])
        elif text.startswith("W:"):
            self.below.append(text[2:].strip())
        elif FIELD.match(text) and not text.startswith(("e:", "z:")):
            self._field(text[0], text[2:].strip())
        elif "K" in self.fields or (not self.fields and "|" in text):
            self._music(text)

    def _words(self, text: str) -> None:
        if not self.voices:
            self.below.append(text.strip())
        elif len(self.words) < MOST_VERSES:
            self.words.append(items(text))

    def _field(self, name: str, value: str) -> None:
        if name == "T":
            self.titles.append(value)
        if "K" not in self.fields:
            self.fields.setdefault(name, value)
        elif name == "V":
            self._place_words()
            self.voice = value.split(maxsplit=1)[0] if value else ""
        elif name == "P":
            self.section = value[:1]
        elif name in "KLMQ" and self.voices:
            self._place_words()
            if not self._current().field(name, value):
                self.fields.setdefault(name, value)
        elif name in "KLMQ":
            self.fields[name] = value

    def _music(self, text: str) -> None:
        if self.words:
            self._place_words()
        start = text.removesuffix("\\").rstrip()
        pieces = start.split("[V:")
        for place, piece in enumerate(pieces):
            music = piece
            if place:
                voice, _, music = piece.partition("]")
                self._place_words()
                self.voice = voice.split(maxsplit=1)[0] if voice.strip() else ""
            if not music.strip():
                continue
            self._line_of_music(music)

    def _line_of_music(self, music: str) -> None:
        voice = self._current()
        voice.begin(self.section)
        try:
            for name, value in voice.take(music, self.line):
                if name == "Q":
                    self.fields.setdefault("Q", value)
                elif name == "w":
                    self._words(value)
            self.section = voice.section
        except NotMusicError as problem:
            if "|" in music:
                raise AbcError(self.name, self.line, problem.bar, str(problem)) from problem
        except ValueError as problem:
            raise AbcError(self.name, self.line, voice.bar, str(problem)) from problem

    def _current(self) -> AbcVoice:
        if self.voice not in self.voices:
            meter = meter_of(self.fields.get("M", ""))
            self.voices[self.voice] = AbcVoice(
                signature_of(self.fields.get("K", "")),
                unit_of(self.fields.get("L", "")) or usual_unit(meter),
                meter or COMMON,
            )
        return self.voices[self.voice]

    def _place_words(self) -> None:
        """Put the words on the lines above them: on as few as have notes enough."""
        if not self.words:
            return
        voice = self._current()
        most = max(needed(each) for each in self.words)
        notes: list[WrittenNote] = []
        lines = voice.unread[::-1]
        first = 0
        for first, _ in lines:
            notes = _sung(voice.events[first : lines[0][1]])
            if len(notes) >= most:
                break
        held = _held(voice.events[: lines[0][1]], first) if lines else []
        bars = [note.bar for note in notes]
        slurs = [note.slurred for note in notes]
        rows = [aligned(each, bars, held, slurs) for each in self.words]
        for at, note in enumerate(notes):
            note.words = tuple(row[at] for row in rows)
        for before, note, holds in zip([None, *notes], notes, held, strict=False):
            if before is not None and holds and any(w not in WORDLESS for w in note.words):
                before.tied = False
        voice.unread.clear()
        self.words = []

    def _score(self) -> Score:
        voice = max(self.voices.values(), key=_worth, default=None)
        if voice is None or not _sung(voice.events):
            raise AbcError(self.name, self.line, 0, NO_NOTES)
        follow_all(list(self.voices.values()), voice)
        try:
            sung = in_order(voice.events, self.fields.get("P", ""))
        except ValueError as problem:
            raise AbcError(self.name, self.line, voice.bar, str(problem)) from problem
        meter = meter_of(self.fields.get("M", "")) or COMMON
        told = speed_of(self.fields.get("Q", ""), voice.unit, meter)
        speed = sung[0].note.speed or told
        untold = told if "Q" in self.fields else speed
        signature = signature_of(self.fields.get("K", ""))
        pickup = _pickup(voice.events, Fraction(*meter))
        notes = _joined([each.note for each in sung], self._shift(voice.events))
        if not any(note.chord for note in notes):
            key = major_of(signature.name) if signature.told else None
            notes = harmonised(notes, pickup, Fraction(*meter), key)
        return Score(
            about=self._about(),
            meter=meter,
            key=signature.name,
            beat=speed.beat,
            bpm=speed.bpm,
            phrases=_phrases(sung, notes),
            pickup=pickup,
            words_below=tuple(self.below),
            remarks=tuple(self._remarks(voice)),
            tempos=tempos_of(sung, speed, untold),
        )

    def _remarks(self, voice: AbcVoice) -> Iterator[Remark]:
        if has_jumps(voice.events) and route_of(voice.events) is None:
            yield Remark(Choice.JUMPS)
        if any(each.tempo_in_words for each in self.voices.values()):
            yield Remark(Choice.TEMPO_IN_WORDS)

    def _shift(self, events: Sequence[WrittenNote | BarSign]) -> int:
        """By how many semitones, in octaves, the tune moves into the singable range."""
        notes = _sung(events)
        pitches = [note.pitch for note in notes if note.pitch is not None]
        low, high = min(pitches), max(pitches)
        shift = octaves_into_reach(low, high)
        if shift is None:
            far = next(note for note in notes if note.pitch in (low, high))
            raise AbcError(self.name, far.line, far.bar, "a note is out of everybody's reach")
        return shift

    def _about(self) -> About:
        header = AbcHeader(titles=self.titles, fields=self.fields, own=self.own)
        try:
            return header.about()
        except ValueError:
            return replace(header, own={}).about()


def _sung(events: Iterable[WrittenNote | BarSign]) -> list[WrittenNote]:
    return [each for each in events if isinstance(each, WrittenNote) and each.pitch is not None]


def _held(events: Sequence[WrittenNote | BarSign], first: int) -> list[bool]:
    """For each note from `first` on, whether it only continues the one before it by a tie."""
    found: list[bool] = []
    last = _note_before(events, first)
    for event in events[first:]:
        if isinstance(event, BarSign):
            if event.ends or event.endings:
                last = None
            continue
        if event.pitch is not None:
            found.append(last is not None and last.tied and last.pitch == event.pitch)
        last = event
    return found


def _note_before(events: Sequence[WrittenNote | BarSign], place: int) -> WrittenNote | None:
    """The note or rest before a place from which a tie may lead there."""
    for at in range(place - 1, -1, -1):
        event = events[at]
        if isinstance(event, WrittenNote):
            return event
        if event.ends or event.endings:
            return None
    return None


def _worth(voice: AbcVoice) -> tuple[int, bool]:
    notes = _sung(voice.events)
    texts = sum(1 for note in notes if any(word not in WORDLESS for word in note.words))
    return texts, bool(notes)


def _pickup(events: Sequence[WrittenNote | BarSign], bar: Fraction) -> Fraction:
    """The length of the first bar, if it is no full one."""
    filled = Fraction(0)
    for event in events:
        if isinstance(event, WrittenNote):
            filled += event.length
        elif filled and event.is_line:
            break
    return filled if filled < bar else Fraction(0)


def _joined(written: Sequence[WrittenNote], shift: int) -> list[ScoreNote]:
    """Notes of a score; ties that do not meet the same note are left out."""
    found: list[ScoreNote] = []
    for note, after in zip(written, [*written[1:], None], strict=True):
        tied = note.tied and after is not None and after.pitch == note.pitch
        pitch = None if note.pitch is None else note.pitch + shift
        found.append(ScoreNote(pitch, note.length, note.chord, tied, note.slurred))
    return found


def _phrases(sung: Sequence[Sung], notes: Sequence[ScoreNote]) -> tuple[Phrase, ...]:
    """One phrase for each line of music at each of its turns."""
    turns: dict[int, int] = {}
    for each in sung:
        turns[each.part] = max(turns.get(each.part, 1), each.turn + 1)
    verses = max(
        (-(-len(each.note.words) // turns[each.part]) for each in sung if each.note.words),
        default=0,
    )
    found: list[Phrase] = []
    pairs = zip(sung, notes, strict=True)
    for _, group in groupby(pairs, key=_turn_of):
        members = list(group)
        words = [each for each, note in members if note.pitch is not None]
        rows = [
            tuple(_word(each, verse, turns[each.part]) for each in words) for verse in range(verses)
        ]
        told = any(slot not in WORDLESS for row in rows for slot in row)
        found.append(
            Phrase(
                tuple(note for _, note in members),
                tuple(Verse(_trimmed(row)) for row in rows) if told else (),
            )
        )
    return tuple(found)


def _turn_of(pair: tuple[Sung, ScoreNote]) -> tuple[int, int, int]:
    sung = pair[0]
    return sung.note.line, sung.part, sung.turn


def _word(each: Sung, verse: int, turns: int) -> str:
    """The slot of a note in a verse: its lines of words follow each other from turn to turn."""
    words = each.note.words
    if not words:
        return SKIP
    return words[(verse * turns + each.turn) % len(words)]


def _trimmed(row: tuple[str, ...]) -> tuple[str, ...]:
    """The row without the blank after its last syllable, unless that is a sign of its own."""
    for at in range(len(row) - 1, -1, -1):
        if row[at] not in WORDLESS:
            last = row[at].rstrip()
            return row if last in ("", *WORDLESS) else (*row[:at], last, *row[at + 1 :])
    return row
