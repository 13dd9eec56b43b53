"""Reads Standard MIDI Files as far as words need them: texts, tempos and notes.

Tolerant: a truncated track gives the events before the break.
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import Enum

from lullaby.frozen import frozen

HEADER = b"MThd"
USUAL_TEMPO_US = 500_000
"""Default tempo in microseconds per quarter note."""

_TEMPO, _END_OF_TRACK = 0x51, 0x2F
_TEXT, _TRACK_NAME, _LYRIC = 0x01, 0x03, 0x05
_DATA_BYTES = {0x80: 2, 0x90: 2, 0xA0: 2, 0xB0: 2, 0xC0: 1, 0xD0: 1, 0xE0: 2}


class TextKind(Enum):
    TEXT = _TEXT
    TRACK_NAME = _TRACK_NAME
    LYRIC = _LYRIC


@frozen
class MidiText:
    tick: int
    track: int
    kind: TextKind
    data: bytes


@frozen
class MidiNote:
    """A sounding note; `key` 60 is C4."""

    tick: int
    end_tick: int
    track: int
    key: int


@dataclass(slots=True)
class MidiFile:
    texts: list[MidiText] = field(default_factory=list)
    tones: list[MidiNote] = field(default_factory=list)
    tempos: list[tuple[int, int]] = field(default_factory=list)
    """(tick, microseconds per quarter note)."""
    ticks_a_quarter: int = 480
    tick_us: float | None = None
    """Microseconds per tick of a file with SMPTE timing, where tempo has no effect."""
    broken: bool = False


class _CutShortError(Exception):
    """The data ends inside an event."""


class TempoMap:
    """Converts ticks to milliseconds."""

    def __init__(self, file: MidiFile) -> None:
        self._ticks = [0]
        self._at = [0.0]
        self._us = [file.tick_us or USUAL_TEMPO_US / file.ticks_a_quarter]
        if file.tick_us is not None:
            return
        for tick, tempo in sorted(file.tempos, key=lambda change: change[0]):
            self._at.append(self._at[-1] + (tick - self._ticks[-1]) * self._us[-1])
            self._ticks.append(tick)
            self._us.append(tempo / file.ticks_a_quarter)

    def ms(self, tick: int) -> int:
        place = bisect_right(self._ticks, tick) - 1
        return round((self._at[place] + (tick - self._ticks[place]) * self._us[place]) / 1000)


def read_midi(data: bytes) -> MidiFile:
    """Parse a MIDI file. Never raises; skips bytes before the header (RIFF)."""
    file = MidiFile()
    at = data.find(HEADER)
    if at < 0 or len(data) < at + 14:
        file.broken = True
        return file
    length = int.from_bytes(data[at + 4 : at + 8])
    _division(file, int.from_bytes(data[at + 12 : at + 14]))
    at += 8 + max(6, length)
    track = 0
    while at + 8 <= len(data):
        name, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8])
        body = data[at + 8 : at + 8 + length]
        if name == b"MTrk":
            file.broken = file.broken or len(body) < length
            _Track(file, track, body).read()
            track += 1
        at += 8 + length
    file.broken = file.broken or track == 0
    return file


def _division(file: MidiFile, division: int) -> None:
    if division & 0x8000:
        frames = 256 - (division >> 8)
        resolution = (division & 0xFF) or 1
        file.tick_us = 1_000_000 / ((29.97 if frames == 29 else frames) * resolution)
    else:
        file.ticks_a_quarter = division or 480


class _Track:
    def __init__(self, file: MidiFile, number: int, data: bytes) -> None:
        self._file = file
        self._number = number
        self._data = data
        self._at = 0
        self._tick = 0
        self._held: dict[tuple[int, int], int] = {}

    def read(self) -> None:
        status = 0
        try:
            while self._at < len(self._data):
                self._tick += self._length()
                status = self._event(status)
                if status == -1:
                    break
        except _CutShortError:
            self._file.broken = True
        for channel, key in list(self._held):
            self._release(channel, key)

    def _event(self, running: int) -> int:
        """Read one event; return the running status, or -1 at the end of the track."""
        first = self._byte()
        if first < 0x80:
            if not running:
                raise _CutShortError
            self._channel(running, first)
            return running
        if first == 0xFF:
            kind = self._byte()
            self._meta(kind, self._bytes(self._length()))
            return -1 if kind == _END_OF_TRACK else 0
        if first >= 0xF0:
            if first in {0xF0, 0xF7}:
                self._bytes(self._length())
            return 0
        self._channel(first, self._byte())
        return first

    def _channel(self, status: int, first: int) -> None:
        second = self._byte() if _DATA_BYTES[status & 0xF0] == 2 else 0
        channel = status & 0x0F
        kind = status & 0xF0
        if channel == 9 or kind not in {0x80, 0x90}:
            return
        self._release(channel, first)
        if kind == 0x90 and second:
            self._held[channel, first] = self._tick

    def _release(self, channel: int, key: int) -> None:
        began = self._held.pop((channel, key), None)
        if began is not None and began < self._tick:
            self._file.tones.append(MidiNote(began, self._tick, self._number, key))

    def _meta(self, kind: int, data: bytes) -> None:
        if kind == _TEMPO and len(data) == 3 and any(data):
            self._file.tempos.append((self._tick, int.from_bytes(data)))
        elif kind in {_TEXT, _TRACK_NAME, _LYRIC}:
            self._file.texts.append(MidiText(self._tick, self._number, TextKind(kind), data))

    def _byte(self) -> int:
        if self._at >= len(self._data):
            raise _CutShortError
        self._at += 1
        return self._data[self._at - 1]

    def _bytes(self, count: int) -> bytes:
        if self._at + count > len(self._data):
            raise _CutShortError
        self._at += count
        return self._data[self._at - count : self._at]

    def _length(self) -> int:
        """Read a variable-length number of at most four bytes."""
        value = 0
        for _ in range(4):
            byte = self._byte()
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                return value
        raise _CutShortError
