"""Finds the accompaniment that a score has written out, such as a piano part."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from lullaby.songbook.musicxml_order import Turn
from lullaby.songbook.musicxml_parts import Parts, XmlPart
from lullaby.songbook.musicxml_voice import SungVoice, bar_length
from lullaby.songbook.notes import HOLD, PlayedNote

MOST_PLAYED = 6_000
"""Notes of an accompaniment; the longest of 1,460 art songs with piano has about 6,000."""

ENOUGH = 0.5
"""Share of the bars of the song in which it has to sound."""

_NAMES = re.compile(
    r"pian|klav|pfte?\b|\bpno|harp|harf|arpa|organ|orgel|orgue|guit|gitar|chit|keyb|celest|cemb|"
    r"clave|contin|lute|laute|accomp|begleit|ピアノ|钢琴|鋼琴|伴奏",
    re.IGNORECASE,
)


def accompaniment_of(
    parts: Parts, chosen: SungVoice, order: Sequence[Turn], before: Fraction, length: Fraction
) -> tuple[PlayedNote, ...]:
    """The notes of the parts that accompany the song, by their place from its first note.

    `order` begins with the bar of that note, which stands `before` after its beginning; `length`
    is that of the song. Empty if none is written, or too long or too sparse to be played.
    """
    places = [turn.place for turn in order]
    found: list[PlayedNote] = []
    for part in _accompanying(parts, chosen):
        sounding = sum(any(t.pitch is not None for t in part.bars.get(p, ())) for p in places)
        if sounding >= ENOUGH * len(places):
            for note in _played(parts, part, places, before):
                if note.at < length:
                    found.append(note)
                if len(found) > MOST_PLAYED:
                    return ()
    return tuple(sorted(set(found), key=lambda note: (note.at, note.pitch)))


def _accompanying(parts: Parts, chosen: SungVoice) -> list[XmlPart]:
    """The parts without words that are named like it, or else the only one."""
    others = [part for part in parts.parts.values() if part is not chosen.part and _plays(part)]
    named = [part for part in others if _NAMES.search(part.name)]
    return named or (others if len(others) == 1 else [])


def _plays(part: XmlPart) -> bool:
    """Whether it has notes, and no words."""
    tones = [tone for bar in part.bars.values() for tone in bar]
    texts = (each.text for tone in tones for each in tone.words.values())
    return any(tone.pitch is not None for tone in tones) and all(text == HOLD for text in texts)


def _played(
    parts: Parts, part: XmlPart, places: Sequence[int], before: Fraction
) -> Iterator[PlayedNote]:
    """The notes as they sound; ties are joined."""
    held: dict[tuple[str, int], PlayedNote] = {}
    start = -before
    for place in places:
        for tone in part.bars.get(place, ()):
            for pitch in () if tone.pitch is None else (tone.pitch, *tone.below):
                at = start + tone.at
                key = (tone.voice, pitch)
                last = held.pop(key, None)
                if last is not None and last.at + last.length == at:
                    note = PlayedNote(last.at, last.length + tone.length, pitch)
                else:
                    note = PlayedNote(at, tone.length, pitch)
                    if last is not None and last.at >= 0:
                        yield last
                if tone.tied:
                    held[key] = note
                elif note.at >= 0:
                    yield note
        start += bar_length(parts.bars[place])
    yield from (note for note in held.values() if note.at >= 0)
