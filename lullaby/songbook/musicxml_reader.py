"""Reads songs in MusicXML as programs write it, generously.

The voice with words is sung, in a choir the soprano; its repeats, endings and jumps are written
out. A written accompaniment is played, else chord symbols; a song without either gets chords by
rule (`harmony`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import lcm

from lullaby.songbook.abc_fields import major_of
from lullaby.songbook.harmony import Tone as Heard
from lullaby.songbook.harmony import harmonised, tonic_of
from lullaby.songbook.musicxml_about import Head
from lullaby.songbook.musicxml_file import score_in
from lullaby.songbook.musicxml_lines import cuts
from lullaby.songbook.musicxml_order import Turn, order_of, sections_of
from lullaby.songbook.musicxml_parts import Parts, XmlBar
from lullaby.songbook.musicxml_piano import accompaniment_of
from lullaby.songbook.musicxml_tempos import tempos_of
from lullaby.songbook.musicxml_tree import MusicXmlError, read_cells
from lullaby.songbook.musicxml_verses import Verses, keys_below, translation_of, verse_of, verses_of
from lullaby.songbook.musicxml_voice import (
    LineNote,
    SungVoice,
    bar_length,
    choose,
    line_of,
    written_bars,
)
from lullaby.songbook.notes import HOLD, Choice, Phrase, Remark, Score, ScoreNote
from lullaby.songbook.pitches import MODES, key_of, moved_key, octaves_into_reach, tonic_name

MOST_OTHERS = 10_000
"""Notes of other parts that are looked at to choose chords."""


def read_musicxml(data: bytes) -> Score:
    """Read a score, plain or compressed. Raises MusicXmlError."""
    parts = Parts()
    head = Head(parts)

    def forget() -> None:
        parts.clear()
        head.clear()

    read_cells(score_in(data), parts.take, head.take, forget)
    return _score(parts, head)


def _score(parts: Parts, head: Head) -> Score:
    chosen = choose(list(parts.parts.values()))
    bars = parts.bars
    sections = sections_of(bars)
    once = [Turn(place, section, 0) for place, section in enumerate(sections)]
    written = written_bars(chosen, bars)
    plain = line_of(written, once)
    translation, _, _ = translation_of(plain, head.languages)
    below = keys_below(plain, translation)
    order = order_of(bars, sections, {section: len(keys) for section, keys in below.items()})
    line = _trimmed(line_of(written, order))
    if not line:
        raise MusicXmlError("no notes")
    first = bars[line[0].turn.place]
    bar = Fraction(*first.meter)
    pickup = _pickup(line, bar)
    line = _with_chords(line, _chords(parts, chosen))
    turns = dict.fromkeys(sections, 1)
    for turn in order:
        turns[turn.section] = max(turns[turn.section], turn.turn + 1)
    verses = verses_of(line, head.languages, turns)
    notes = _notes(line, _shift(line))
    key = _key(first, chosen.part.transpose, notes)
    if not any(note.chord for note in notes):
        notes = harmonised(
            notes, pickup, bar, major_of(key), _others(parts, chosen, order, line[0])
        )
    played = accompaniment_of(
        parts,
        chosen,
        order[order.index(line[0].turn) :],
        line[0].at,
        sum((note.length for note in line), Fraction(0)),
    )
    speed, tempos = tempos_of(bars, order[order.index(line[0].turn) :], line)
    about = head.about()
    return Score(
        about=replace(
            about,
            language=verses.languages[0] or about.language,
            meanings_in=verses.languages[1] or about.meanings_in,
        ),
        meter=first.meter,
        key=key,
        beat=speed.beat,
        bpm=speed.bpm,
        phrases=_phrases(line, notes, verses),
        pickup=pickup,
        accompaniment=played,
        remarks=_remarks(parts, chosen),
        tempos=tempos,
    )


def _trimmed(line: Sequence[LineNote]) -> list[LineNote]:
    """The line from its first note to its last."""
    sung = [at for at, note in enumerate(line) if note.pitch is not None]
    return list(line[sung[0] : sung[-1] + 1]) if sung else []


def _pickup(line: Sequence[LineNote], bar: Fraction) -> Fraction:
    """The length of what comes before the first full bar."""
    first = line[0].turn
    length = Fraction(0)
    for note in line:
        if note.turn is not first:
            break
        length += note.length
    else:
        return Fraction(0)
    return length % bar


Chords = Mapping[int, Sequence[tuple[Fraction, str]]]


def _chords(parts: Parts, chosen: SungVoice) -> Chords:
    """The chord symbols above the sung part, else those of the part that has the most."""
    if any(chosen.part.chords.values()):
        return chosen.part.chords
    every = [part.chords for part in parts.parts.values()]
    return max(every, key=lambda chords: sum(map(len, chords.values())))


def _with_chords(line: Sequence[LineNote], chords: Chords) -> list[LineNote]:
    """The line with each chord symbol on a note or rest, which is parted where it begins later."""
    found: list[LineNote] = []
    for note in line:
        end = note.at + note.length
        here = [each for each in chords.get(note.turn.place, ()) if note.at <= each[0] < end]
        rest = note
        for at, symbol in sorted(here, key=lambda each: each[0]):
            if at > rest.at:
                before = replace(rest, length=at - rest.at, tied=rest.pitch is not None)
                found.append(replace(before, breath=False))
                rest = replace(rest, at=at, length=end - at, words={}, continues=True)
            rest = replace(rest, chord=symbol)
        found.append(rest)
    return found


def _others(
    parts: Parts, chosen: SungVoice, order: Sequence[Turn], first: LineNote
) -> Iterator[tuple[Fraction, Fraction, int]]:
    """The notes of all other voices as they sound: place from the first note, length and pitch."""
    at = -first.at
    count = 0
    playing = [part for part in parts.parts.values() if part.bars]
    for turn in order[order.index(first.turn) :]:
        for part in playing:
            for tone in part.bars.get(turn.place, ()):
                count += 1 + len(tone.below)
                if count > MOST_OTHERS:
                    return
                if tone.pitch is None:
                    continue
                own = part is chosen.part and tone.voice == chosen.voice
                for pitch in tone.below if own else (tone.pitch, *tone.below):
                    yield at + tone.at, tone.length, pitch
        at += bar_length(parts.bars[turn.place])


def _shift(line: Sequence[LineNote]) -> int:
    """By how many semitones, in octaves, the tune moves into the singable range."""
    pitches = [note.pitch for note in line if note.pitch is not None]
    low, high = min(pitches), max(pitches)
    shift = octaves_into_reach(low, high)
    if shift is None:
        far = next(note for note in line if note.pitch in (low, high))
        raise MusicXmlError("a note is out of everybody's reach", bar=far.turn.place + 1)
    return shift


def _notes(line: Sequence[LineNote], shift: int) -> list[ScoreNote]:
    """Notes of a score; a tie that meets another note or a syllable is left out."""
    found: list[ScoreNote] = []
    for note, after in pairwise([*line, None]):
        assert note is not None
        tied = note.tied and after is not None and after.pitch == note.pitch
        if tied and after is not None:
            tied = all(each.text == HOLD for each in after.words.values())
        pitch = None if note.pitch is None else note.pitch + shift
        found.append(ScoreNote(pitch, note.length, note.chord, tied, note.continues))
    return found


def _key(bar: XmlBar, transpose: int, notes: Sequence[ScoreNote]) -> str:
    """The key as it sounds; where no mode is told, the notes decide between major and minor."""
    mode = {"minor": "m", "aeolian": "m", "ionian": ""}.get(bar.mode, bar.mode[:3])
    mode = mode if mode in MODES else ""
    told = bar.mode not in ("", "none")
    name = _sounding(bar.fifths, "" if mode == "maj" else mode, transpose) or "C"
    minor = _sounding(bar.fifths, "m", transpose)
    if told or not minor or not tonic_of(_heard(notes), major_of(name))[1]:
        return name
    return minor


def _sounding(fifths: int, mode: str, transpose: int) -> str:
    """The name of a key; empty if it has too many signs."""
    try:
        name = "".join(moved_key(tonic_name(fifths - MODES[mode]) + mode, transpose))
        key_of(name)
    except ValueError:
        return ""
    return name


def _heard(notes: Sequence[ScoreNote]) -> list[Heard]:
    parts = lcm(*(note.length.denominator for note in notes))
    found: list[Heard] = []
    at = 0
    for note in notes:
        length = int(note.length * parts)
        if note.pitch is not None:
            found.append(Heard(note.pitch, at, length))
        at += length
    return found


def _phrases(
    line: Sequence[LineNote], notes: Sequence[ScoreNote], verses: Verses
) -> tuple[Phrase, ...]:
    def sung_as(note: LineNote) -> tuple[int, ...]:
        return tuple(verses.number(note, verse) for verse in range(verses.count))

    found: list[Phrase] = []
    starts = [0, *cuts(line, sung_as)]
    for start, end in pairwise([*starts, len(line)]):
        written = line[start:end]
        worded = any(note.words for note in written)
        rows = [verse_of(written, verses, verse) for verse in range(verses.count)] if worded else ()
        found.append(Phrase(tuple(notes[start:end]), tuple(rows)))
    return tuple(found)


def _remarks(parts: Parts, chosen: SungVoice) -> tuple[Remark, ...]:
    found: list[Remark] = []
    if chosen.others:
        found.append(Remark(Choice.SUNG_PART, chosen.part.name or chosen.voice))
    if chosen.part.grace:
        found.append(Remark(Choice.GRACE_NOTES))
    if parts.fermatas:
        found.append(Remark(Choice.FERMATAS))
    return tuple(found)
