"""Converts timed text of an audio tag (ID3 SYLT), a list of pieces with times."""

from collections.abc import Iterator, Sequence

from lullaby.lyrics.assemble import assemble, timing_of
from lullaby.lyrics.model import Format, Line, Lyrics, Part, Timing
from lullaby.lyrics.pieces import RawLine, clean, join_pieces, split_rows
from lullaby.units import Ms

Entry = tuple[str, int]
"""A piece of text and its time in ms; a line feed at its start begins a line."""


def lyrics_from_entries(
    entries: Sequence[Entry],
    *,
    others: Sequence[tuple[Part, Sequence[Entry]]] = (),
    part: Part = Part.EVERYONE,
    duration_ms: Ms | None = None,
    language: str = "",
    source: str = "",
) -> Lyrics:
    """Words from (text, ms) entries.

    Without any line feed every entry with a blank inside is taken to be a line of its own.
    One-character entries that bring no time of their own belong to the piece before them. When no
    entry has a time above zero the words are not timed at all. `others` sing beside `part`; they
    need times.
    """
    rows = list(_rows(_merge_characters(entries)))
    if not any(time > 0 for row in rows for _, time in row):
        texts = [clean("".join(text for text, _ in row)).strip() for row in rows]
        plain = tuple(Line(text) for text in texts if text)
        return Lyrics(plain, Timing.NONE, language=language, format=Format.SYLT, source=source)
    by_syllable = any(sum(1 for text, _ in row if text.strip()) > 1 for row in rows)
    raws = [_line(number, row, by_syllable) for number, row in enumerate(rows, start=1)]
    raws = [raw._replace(part=part, marked=bool(others)) if raw.text else raw for raw in raws]
    for voice, (other, pieces) in enumerate(others, start=1):
        for number, row in enumerate(_rows(pieces), start=1):
            raw = _line(number, row, by_syllable)
            raws += [raw._replace(part=other, marked=True, element=voice)] if raw.text else []
    lines, complaints = assemble(raws, 0, duration_ms)
    return Lyrics(
        lines,
        timing_of(lines),
        language=language,
        format=Format.SYLT,
        source=source,
        complaints=complaints,
    )


def entries_of(lyrics: Lyrics) -> list[Entry]:
    """Convert words to (text, ms) entries; every line but the first begins with a line feed.

    Leaves out untimed lines, and translations, for which the tag has no place.
    """
    entries: list[Entry] = []
    for line in lyrics.lines:
        if line.start_ms is None:
            continue
        pieces = [(s.text, int(s.start_ms)) for s in line.syllables]
        pieces = pieces or [(line.text, int(line.start_ms))]
        feed = "\n" if entries else ""
        entries += [(feed + pieces[0][0], pieces[0][1]), *pieces[1:]]
    return entries


def _merge_characters(entries: Sequence[Entry]) -> list[Entry]:
    """MiniLyrics writes one character an entry, all at the time of the first (myMPD#449)."""
    merged: list[Entry] = []
    for text, time in entries:
        alone = len(text) == 1 and text not in "\r\n"
        if merged and alone and time <= merged[-1][1] and not merged[-1][0].endswith(("\n", "\r")):
            merged[-1] = (merged[-1][0] + text, merged[-1][1])
        else:
            merged.append((text, time))
    return merged


def _rows(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """The pieces of each line; an empty line keeps one empty piece for its time."""
    fed = any("\n" in text or "\r" in text for text, _ in entries)
    if not fed:
        whole_lines = any(" " in text.strip() for text, _ in entries)
        yield from ([entry] for entry in entries) if whole_lines else [list(entries)]
        return
    row: list[Entry] = []
    for text, time in entries:
        first, *others = split_rows(text)
        if first or (not row and not others):
            row.append((first, time))
        for part in others:
            if row:
                yield row
            row = [(part, time)] if part else []
    if row:
        yield row


def _line(number: int, row: Sequence[Entry], by_syllable: bool) -> RawLine:
    pieces: list[tuple[int | None, str]] = [(time, text) for text, time in row]
    start = row[0][1]
    joined = join_pieces(pieces, start)
    syllables = joined.syllables if by_syllable else ()
    return RawLine(number, joined.text, start, joined.end, syllables)
