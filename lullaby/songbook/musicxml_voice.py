"""Chooses the voice of a score that is sung, and puts its notes into one line."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from lullaby.frozen import frozen
from lullaby.songbook.abc_unrolling import MOST_NOTES, TOO_MANY
from lullaby.songbook.musicxml_lyrics import XmlSyllable, together
from lullaby.songbook.musicxml_order import Turn
from lullaby.songbook.musicxml_parts import XmlBar, XmlNote, XmlPart
from lullaby.songbook.musicxml_tree import MusicXmlError
from lullaby.songbook.notes import HOLD

ENOUGH = 0.6
"""Of voices with words, the first that has this share of the most syllables is sung: in a choir
the soprano, though the alto has a syllable more."""


@frozen
class SungVoice:
    part: XmlPart
    voice: str
    others: tuple[str, ...] = ()
    """The names of other parts with words, which are not sung."""


@dataclass(slots=True)
class LineNote:
    """A note or rest of the line as sung, with its place in the score."""

    turn: Turn
    at: Fraction
    length: Fraction
    pitch: int | None
    tied: bool = False
    continues: bool = False
    words: dict[str, XmlSyllable] = field(default_factory=dict)
    breath: bool = False
    chord: str = ""


def choose(parts: Sequence[XmlPart]) -> SungVoice:
    """The voice with words, the first among about equals; without words the first with notes.

    Raises MusicXmlError if nothing can be sung.
    """
    counts: dict[tuple[int, str], tuple[int, int]] = {}
    for number, part in enumerate(parts):
        for tones in part.bars.values():
            for tone in tones:
                if tone.pitch is not None:
                    texts, notes = counts.get((number, tone.voice), (0, 0))
                    sung = any(each.text != HOLD for each in tone.words.values())
                    counts[number, tone.voice] = texts + sung, notes + 1
    if not counts:
        if any(part.unpitched for part in parts):
            raise MusicXmlError("has notes for drums only; a song needs notes with a pitch")
        raise MusicXmlError("no notes")
    most = max(texts for texts, _ in counts.values())
    fitting = [key for key, (texts, _) in counts.items() if texts >= max(1, most * ENOUGH)]
    number, voice = fitting[0] if most else next(iter(counts))
    worded = {key[0] for key, (texts, _) in counts.items() if texts >= max(1, most * ENOUGH)}
    others = tuple(parts[each].name for each in sorted(worded - {number}) if parts[each].name)
    return SungVoice(parts[number], voice, others)


def bar_length(bar: XmlBar) -> Fraction:
    """What its parts fill, or a full bar if that is nothing."""
    return bar.length or Fraction(*bar.meter)


def tones_in(chosen: SungVoice, place: int) -> list[XmlNote]:
    """The tones of the voice in a bar; where it is missing, those of the voice with the words."""
    every = chosen.part.bars.get(place, [])
    found = [tone for tone in every if tone.voice == chosen.voice]
    if found:
        return found
    voices = [tone.voice for tone in every if tone.words] or [tone.voice for tone in every]
    return [tone for tone in every if tone.voice == voices[0]] if voices else []


def written_bars(chosen: SungVoice, bars: Sequence[XmlBar]) -> list[list[LineNote]]:
    """The notes and rests of each bar as written, without gaps."""
    found: list[list[LineNote]] = []
    for place, bar in enumerate(bars):
        line = _filled(tones_in(chosen, place), bar_length(bar), Turn(place, 0, 0))
        others = [
            tone
            for tone in chosen.part.bars.get(place, ())
            if tone.voice != chosen.voice and tone.words and tone.pitch is not None
        ]
        found.append(_with_verses_of(others, line) if others else line)
    return found


def _with_verses_of(others: Sequence[XmlNote], line: Sequence[LineNote]) -> list[LineNote]:
    """The line with the words of verses that are written in another voice, in their own rhythm.

    A note that sounds meanwhile, with words of other verses alone, is parted for them; where they
    have another pitch, they share its syllable.
    """
    found = list(line)
    own = [note.words.keys() for note in line]
    at = 0
    for tone in sorted(others, key=lambda tone: tone.at):
        while at + 1 < len(found) and found[at + 1].at <= tone.at:
            at += 1
        note = found[at]
        new = {key: each for key, each in tone.words.items() if key not in own[at]}
        if not own[at] or not new or note.pitch is None:
            continue
        if tone.at == note.at:
            note.words = note.words | new
        elif tone.pitch == note.pitch:
            rest = note.at + note.length - tone.at
            later = replace(note, at=tone.at, length=rest, words=new, continues=True)
            found.insert(at + 1, later)
            own.insert(at + 1, own[at])
            note.length, note.tied = tone.at - note.at, True
        else:
            before = note.words
            joined = {key: together(before.get(key), each) for key, each in new.items()}
            note.words = before | joined
    return found


def line_of(written: Sequence[Sequence[LineNote]], order: Sequence[Turn]) -> list[LineNote]:
    """The bars in the order in which they are sung. Raises MusicXmlError."""
    found: list[LineNote] = []
    notes = 0
    for turn in order:
        here = written[turn.place]
        found += [replace(note, turn=turn) for note in here]
        notes += sum(1 for note in here if note.pitch is not None)
        if notes > MOST_NOTES or len(found) > 4 * MOST_NOTES:
            raise MusicXmlError(TOO_MANY, bar=turn.place + 1)
    return found


def _filled(tones: Sequence[XmlNote], length: Fraction, turn: Turn) -> list[LineNote]:
    """The tones of a bar one after the other, with rests in the gaps."""
    found: list[LineNote] = []
    at = Fraction(0)
    for tone in sorted(tones, key=lambda tone: tone.at):
        if tone.at >= length:
            break
        if tone.at > at:
            found.append(LineNote(turn, at, tone.at - at, None))
        elif tone.at < at and not _gives_way(found[-1], tone):
            continue
        end = min(length, tone.at + tone.length)
        note = LineNote(turn, tone.at, end - tone.at, tone.pitch)
        if tone.pitch is not None:
            note.tied, note.continues = tone.tied, tone.continues
            note.words, note.breath = tone.words, tone.breath
        found.append(note)
        at = end
    if at < length:
        found.append(LineNote(turn, at, length - at, None))
    return found


def _gives_way(last: LineNote, tone: XmlNote) -> bool:
    """Whether the note before ends where this one begins; not if both begin together."""
    if last.at >= tone.at:
        return False
    last.length = tone.at - last.at
    return True
