"""Timed text from an audio file's tag (ID3 SYLT): a list of pieces, each with its time."""

from collections.abc import Iterator, Sequence

from lullaby.lyrics.assemble import assemble, timing_of
from lullaby.lyrics.lrc import split_rows
from lullaby.lyrics.model import Line, Lyrics, Timing
from lullaby.lyrics.pieces import RawLine, clean, join_pieces
from lullaby.units import Ms

Entry = tuple[str, int]


def lyrics_from_entries(
    entries: Sequence[Entry],
    *,
    duration_ms: Ms | None = None,
    language: str = "",
    source: str = "",
) -> Lyrics:
    """Words from (text, ms) entries.

    A line feed begins a line. Without any, every entry with a blank inside is taken to be a line
    of its own. One-character entries that bring no time of their own belong to the piece before
    them. When no entry has a time above zero the words are not timed at all.
    """
    merged = _merge_characters(entries)
    if not any(time > 0 for _, time in merged):
        text = "".join(text for text, _ in merged) if _has_rows(merged) else _one_a_row(merged)
        plain = tuple(Line(row.strip()) for row in split_rows(clean_rows(text)) if row.strip())
        return Lyrics(plain, Timing.NONE, language=language, source=source)
    rows = list(_rows(merged))
    by_syllable = any(sum(1 for text, _ in row if text.strip()) > 1 for row in rows)
    raws = [_line(number, row, by_syllable) for number, row in enumerate(rows, start=1)]
    lines, complaints = assemble(raws, 0, duration_ms)
    return Lyrics(
        lines, timing_of(lines), language=language, source=source, complaints=complaints
    )


def clean_rows(text: str) -> str:
    """Every row cleaned, rows kept."""
    return "\n".join(clean(row) for row in split_rows(text))


def _merge_characters(entries: Sequence[Entry]) -> list[Entry]:
    merged: list[Entry] = []
    for text, time in entries:
        alone = len(text) == 1 and text not in "\r\n"
        if merged and alone and time <= merged[-1][1] and not merged[-1][0].endswith(("\n", "\r")):
            merged[-1] = (merged[-1][0] + text, merged[-1][1])
        else:
            merged.append((text, time))
    return merged
