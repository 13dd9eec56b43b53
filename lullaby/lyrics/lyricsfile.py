"""Parses Lyricsfile, the YAML that LRCGET keeps: lines with their words in time, or plain words."""

from collections.abc import Iterator

from lullaby.lyrics.assemble import assemble, by_number, sung_apart, timing_of
from lullaby.lyrics.block_yaml import Mapping, read_yaml
from lullaby.lyrics.languages import tag_of
from lullaby.lyrics.model import Complaint, Format, Lyrics, Reason
from lullaby.lyrics.pieces import RawLine, clean, split_rows
from lullaby.lyrics.row_pattern import RowPattern
from lullaby.lyrics.sheets import GAP, SheetRow, is_heading, lines_of
from lullaby.lyrics.worded import Word, join_words, start_of
from lullaby.units import Ms

_METADATA = RowPattern(r"metadata:[ \t]*$")
_WORDS = RowPattern(r"(?:lines|plain):")
MOST_COMPLAINTS = 20


def is_lyricsfile(head: str) -> bool:
    """Whether a text has the keys of a Lyricsfile."""
    return _METADATA.found_in(head) and _WORDS.found_in(head)


def parse(text: str, *, duration_ms: Ms | None = None, source: str = "") -> Lyrics:
    """Parse a Lyricsfile; never raises. A positive offset makes words appear earlier, as in LRC."""
    document, strange = read_yaml(split_rows(text.removeprefix("\ufeff")))
    complaints = [Complaint(number, Reason.BAD_HEADER) for number in strange[:MOST_COMPLAINTS]]
    metadata = document.inner("metadata")
    offset = metadata.whole("offset_ms") or 0
    raws = list(_lines(document, complaints))
    if raws:
        lines, more = assemble(sung_apart(raws), offset, duration_ms)
        complaints += more
    else:
        lines = lines_of(_plain(document.text("plain")))
    return Lyrics(
        lines,
        timing_of(lines),
        title=clean(metadata.text("title")).strip(),
        artist=clean(metadata.text("artist")).strip(),
        language=tag_of(metadata.text("language")),
        format=Format.LYRICSFILE,
        source=source,
        complaints=by_number(complaints),
        offset_ms=offset,
    )


def _lines(document: Mapping, complaints: list[Complaint]) -> Iterator[RawLine]:
    for line in document.items("lines"):
        start, end = line.whole("start_ms"), line.whole("end_ms")
        if start is None and line.text("start_ms"):
            complaints.append(Complaint(line.number, Reason.BAD_STAMP))
        joined = join_words(line.text("text"), list(_words(line)), start)
        if joined.disordered:
            complaints.append(Complaint(line.number, Reason.WORDS_OUT_OF_ORDER))
        if start is not None:
            start = start_of(joined, max(0, start))
            yield RawLine(line.number, joined.text, start, end, joined.syllables)
        elif joined.text:
            yield RawLine(line.number, joined.text)


def _words(line: Mapping) -> Iterator[Word]:
    for word in line.items("words"):
        start = word.whole("start_ms")
        if start is not None:
            yield word.text("text"), max(0, start), word.whole("end_ms")


def _plain(text: str) -> Iterator[SheetRow]:
    for row in text.split("\n"):
        words = clean(row).strip()
        yield SheetRow(words) if words and not is_heading(words) else GAP
