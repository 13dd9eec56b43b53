"""Converts words to plain values for JSON."""

from typing import Any

from lullaby.lyrics.model import Line, Lyrics, Part, Syllable


def as_json(lyrics: Lyrics) -> dict[str, Any]:
    """Lines with their syllables, times in ms; complaints with their line number in the file.

    Pitches are semitones from C4; chords stand above the character `at`, counted from 0.
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
        "lines": [_line(line) for line in lyrics.lines],
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


def _line(line: Line) -> dict[str, Any]:
    return {
        "text": line.text,
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
