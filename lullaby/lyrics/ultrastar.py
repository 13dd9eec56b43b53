"""Parses UltraStar TXT, versions 1 and 2: words timed in beats, with their melody.

Grammar: https://usdx.eu/format. A beat of the file is a quarter of a beat at `#BPM`, which is
therefore no musical tempo and says nothing about how calm a song is.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lullaby.lyrics.assemble import assemble, by_number, timing_of
from lullaby.lyrics.languages import tag_of
from lullaby.lyrics.model import Complaint, Format, Line, Lyrics, Part, Reason, Timing
from lullaby.lyrics.pieces import RawLine, clean, split_rows
from lullaby.lyrics.ultrastar_lines import Beats, UltraStarNote, sung_line
from lullaby.units import Ms

_HEADER = re.compile(r"\s*#\s*([^:\s][^:]{0,40}?)\s*:(.*)")
_NOTE = re.compile(r"\s*([^\s\d#])\s*(-?\d{1,8})[ \t]+(-?\d{1,8})[ \t]+(-?\d{1,4})(?:[ \t](.*))?$")
_DAMAGED = re.compile(r"\s*[:*FRG][ \t]*(\S+)[ \t]+(\S+)[ \t]+(\S+)(?:[ \t](.*))?$")
_BEAT = re.compile(r"-?\d{1,8}")
_BREAK = re.compile(r"\s*-\s*(-?\d{1,8})?(?:[ \t]+(-?\d{1,8}))?\s*$")
_TEMPO = re.compile(r"\s*B\s*(-?\d{1,8})[ \t]+(\d{1,6}(?:[.,]\d+)?)\s*$")
_VOICE = re.compile(r"\s*P\s*(\d{1,3})\s*$")
_DECIMAL = re.compile(r"[+-]?\d{1,9}(?:[.,]\d{1,9})?")

_PARTS = {1: Part.FIRST, 2: Part.SECOND}
_SUNG = frozenset(":*")
_SPOKEN = frozenset("FRG")
_KEPT = {
    "ALBUM": "al",
    "CREATOR": "by",
    "GENRE": "genre",
    "YEAR": "year",
    "EDITION": "edition",
    "DUETSINGERP1": "p1",
    "DUETSINGERP2": "p2",
    "P1": "p1",
    "P2": "p2",
}
SLOWEST_BPM, FASTEST_BPM = 1.0, 20_000.0


def parse(text: str, *, duration_ms: Ms | None = None, source: str = "") -> Lyrics:
    """Parse an UltraStar text; never raises. Without a usable BPM the words have no times."""
    reader = _Reader()
    reader.read(split_rows(text.removeprefix("\ufeff")))
    header = reader.header
    if header.bpm is None:
        reader.complaints.append(Complaint(1, Reason.NO_TEMPO))
        plain = [sung_line(line.notes, line.number, Beats(0, ()), line.part) for line in reader.all]
        lines = tuple(Line(raw.line.text, part=raw.line.part) for raw in plain if raw.line.text)
    else:
        beats = Beats(header.gap_ms, ((0, header.bpm), *reader.tempos))
        raws: list[RawLine] = []
        for written in reader.all:
            made = sung_line(written.notes, written.number, beats, written.part)
            reader.complaints += made.complaints
            if made.line.text:
                raws.append(made.line._replace(marked=written.part is not Part.EVERYONE))
        lines, more = assemble(raws, 0, duration_ms)
        reader.complaints += more
    return Lyrics(
        lines,
        Timing.NONE if header.bpm is None else timing_of(lines),
        title=header.title,
        artist=header.artist,
        language=header.language,
        format=Format.ULTRASTAR,
        source=source,
        complaints=by_number(reader.complaints),
        tags=tuple(header.tags.items()),
    )


@dataclass(slots=True)
class _Header:
    title: str = ""
    artist: str = ""
    language: str = ""
    bpm: float | None = None
    gap_ms: float = 0.0
    relative: bool = False
    tags: dict[str, str] = field(default_factory=dict)

    def take(self, key: str, value: str) -> bool:
        """Store a header value; return whether it is valid. Unknown keys always are."""
        match key:
            case "TITLE":
                self.title = value
            case "ARTIST":
                self.artist = value
            case "LANGUAGE":
                self.language = tag_of(value)
            case "RELATIVE":
                self.relative = value.casefold() in {"yes", "true", "1"}
            case "GAP" if value:
                gap = _decimal(value)
                self.gap_ms = self.gap_ms if gap is None else gap
                return gap is not None
            case "BPM":
                bpm = _decimal(value)
                if bpm is None or not SLOWEST_BPM <= bpm <= FASTEST_BPM:
                    return False
                self.bpm = bpm
            case _ if key in _KEPT and value:
                self.tags.setdefault(_KEPT[key], value)
        return True


@dataclass(slots=True)
class _Written:
    """A line under construction."""

    number: int
    part: Part
    notes: list[UltraStarNote] = field(default_factory=list)


class _Reader:
    """Reads the file row by row; relative beats count per voice."""

    def __init__(self) -> None:
        self.header = _Header()
        self.complaints: list[Complaint] = []
        self.tempos: list[tuple[int, float]] = []
        self.all: list[_Written] = []
        self._part = Part.EVERYONE
        self._base: dict[Part, int] = {}
        self._open: _Written | None = None

    def read(self, rows: Iterable[str]) -> None:
        last = 0
        for number, row in enumerate(rows, start=1):
            written = row.strip()
            if written == "E":
                return
            if written:
                last = number
                if not self._note(number, row):
                    self._row(number, row)
        if self.all:
            self.complaints.append(Complaint(last, Reason.NO_END))

    def _row(self, number: int, row: str) -> None:
        if (header := _HEADER.match(row)) is not None:
            if not self.header.take(header[1].upper(), clean(header[2]).strip()):
                self.complaints.append(Complaint(number, Reason.BAD_HEADER))
        elif row.lstrip().startswith("#"):
            self.complaints.append(Complaint(number, Reason.BAD_HEADER))
        elif (voice := _VOICE.match(row)) is not None:
            self._part = _PARTS.get(int(voice[1]), Part.EVERYONE)
            self._open = None
        elif (ends := _BREAK.match(row)) is not None:
            self._open = None
            if self.header.relative and (ends[2] or ends[1]):
                self._base[self._part] = self._beat(ends[2] or ends[1])
        elif (tempo := _TEMPO.match(row)) is not None:
            bpm = _decimal(tempo[2])
            if bpm is not None and SLOWEST_BPM <= bpm <= FASTEST_BPM:
                self.tempos.append((self._beat(tempo[1]), bpm))
        else:
            self.complaints.append(Complaint(number, Reason.BAD_NOTE))
            self._line(number).notes += self._salvaged(number, row)

    def _note(self, number: int, row: str) -> bool:
        """Read a note; returns whether the row is one."""
        match = _NOTE.match(row)
        if match is None:
            return False
        kind, beat, beats, tone, text = match.groups()
        pitch = int(tone) if kind in _SUNG else None
        if pitch is None and kind.upper() not in _SPOKEN:
            self.complaints.append(Complaint(number, Reason.UNKNOWN_NOTE))
        note = UltraStarNote(number, text or "", self._beat(beat), max(0, int(beats)), pitch)
        line = self._open or self._line(number)
        line.notes.append(note)
        return True

    def _salvaged(self, number: int, row: str) -> Iterator[UltraStarNote]:
        """The text of a damaged note, at its own beat if that is legible."""
        fields = _DAMAGED.match(row)
        if fields is not None and any(_BEAT.fullmatch(fields[field]) for field in (1, 2, 3)):
            start = self._beat(fields[1]) if _BEAT.fullmatch(fields[1]) else None
            if start is not None or fields[4]:
                yield UltraStarNote(number, fields[4] or "", start, 0, None)
            return
        text = re.sub(r"^\s*(?:[^\w\s]|[FRG](?=\s))?\s*(?:\S*\d\S*(?:[ \t]|$))*", "", row)
        if text.strip():
            yield UltraStarNote(number, text, None, 0, None)

    def _beat(self, written: str) -> int:
        return int(written) + (self._base.get(self._part, 0) if self.header.relative else 0)

    def _line(self, number: int) -> _Written:
        if self._open is None:
            self._open = _Written(number, self._part)
            self.all.append(self._open)
        return self._open


def _decimal(text: str) -> float | None:
    return float(text.replace(",", ".")) if _DECIMAL.fullmatch(text) else None
