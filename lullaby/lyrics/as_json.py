"""Words as plain values for JSON."""

from typing import Any

from lullaby.lyrics.model import Line, Lyrics


def as_json(lyrics: Lyrics) -> dict[str, Any]:
    """Lines with their syllables, times in ms; complaints with the line of the file they are at."""
    return {
        "title": lyrics.title,
        "artist": lyrics.artist,
        "language": lyrics.language,
        "source": lyrics.source,
        "timing": lyrics.timing.value,
        "offset_ms": lyrics.offset_ms,
        "lines": [_line(line) for line in lyrics.lines],
        "complaints": [
            {"line": complaint.number, "reason": complaint.reason.value}
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
        "syllables": [
            {"text": s.text, "start_ms": s.start_ms, "end_ms": s.end_ms} for s in line.syllables
        ],
    }
