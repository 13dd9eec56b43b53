"""Converts words to plain values for JSON."""

from collections.abc import Iterator, Sequence
from typing import Any

from lullaby.lyrics.model import Line, Lyrics, Part, Syllable


def as_json(lyrics: Lyrics) -> dict[str, Any]:
    """Lines with their syllables, times in ms; complaints with their line number in the file.

    Pitches are semitones from C4; chords stand above the character `at`, counted from 0. Of lines
    without text only pauses with a time are listed; `opens_verse` tells of the others.
    """
    return {
        "title": lyrics.title,
        "artist": lyrics.artist,
        "language": lyrics.language,
        "source": lyrics.source,
        "format": lyrics.format.value,
        "timing": lyrics.timing.value,
        "offset_ms": lyrics.offset_ms,
        "parts": [part.value for part in Part if part in lyrics.parts],
        "melody": lyrics.has_melody,
        "tags": [{"key": key, "value": value} for key, value in lyrics.tags],
        "lines": [_line(line, opens) for line, opens in _sung(lyrics.lines)],
        "complaints": [
            {
                "line": complaint.number,
                "reason": complaint.reason.value,
                **({"detail": complaint.detail} if complaint.detail else {}),
                **({"file": complaint.file} if complaint.file else {}),
            }
            for complaint in lyrics.complaints
        ],
    }


def _sung(lines: Sequence[Line]) -> Iterator[tuple[Line, bool]]:
    """The lines with a text or a time, and whether an empty row stands above them."""
    gap = False
    for line in lines:
        if line.text or line.start_ms is not None:
            yield line, gap
        gap = not line.text and line.start_ms is None


def _line(line: Line, opens_verse: bool) -> dict[str, Any]:
    return {
        "text": line.text,
        "opens_verse": opens_verse,
        "start_ms": line.start_ms,
        "end_ms": line.end_ms,
        "part": line.part.value,
        "translation": line.translation,
        "syllables": [_syllable(syllable) for syllable in line.syllables],
        "chords": [{"name": chord.name, "at": chord.at} for chord in line.chords],
    }


def _syllable(syllable: Syllable) -> dict[str, Any]:
    return {
        "text": syllable.text,
        "start_ms": syllable.start_ms,
        "end_ms": syllable.end_ms,
        "pitch": syllable.pitch,
        "notes": [
            {"pitch": note.pitch, "start_ms": note.start_ms, "end_ms": note.end_ms}
            for note in syllable.notes
        ],
    }
