"""Writes performances as Standard MIDI files (RP-001), with ticks of one millisecond."""

import struct
from collections.abc import Sequence

from lullaby.songbook.arrangement import Instrument, InstrumentNote

TICKS_PER_QUARTER = 1_000
TEMPO_US = 1_000_000
"""Microseconds per quarter note; 1,000 ticks each make a tick one millisecond."""

VOLUME, PAN, REVERB = 7, 10, 91
MIX = {
    Instrument.CELESTA: (100, 64, 40),
    Instrument.HARP: (96, 56, 46),
    Instrument.WARM_PAD: (52, 72, 50),
}
"""Volume, pan and reverb of each instrument, 0 to 127."""


def midi_file(strokes: Sequence[InstrumentNote], tail_ms: float) -> bytes:
    """A file of type 1 that ends `tail_ms` after the last note, so that notes can ring out."""
    instruments = list(Instrument)
    end = max((stroke.end_ms for stroke in strokes), default=0.0) + tail_ms
    tracks = [_tempo_track(end)]
    for channel, instrument in enumerate(instruments):
        own = [stroke for stroke in strokes if stroke.instrument is instrument]
        tracks.append(_track(channel, instrument, own, end))
    head = struct.pack(">4sIHHH", b"MThd", 6, 1, len(tracks), TICKS_PER_QUARTER)
    return head + b"".join(struct.pack(">4sI", b"MTrk", len(t)) + t for t in tracks)


def _tempo_track(end_ms: float) -> bytes:
    tempo = b"\x00\xff\x51\x03" + TEMPO_US.to_bytes(3, "big")
    return tempo + _variable(round(end_ms)) + b"\xff\x2f\x00"


def _track(
    channel: int, instrument: Instrument, strokes: Sequence[InstrumentNote], end_ms: float
) -> bytes:
    volume, pan, reverb = MIX[instrument]
    data = bytearray(b"\x00" + bytes((0xC0 | channel, instrument)))
    for control, value in ((VOLUME, volume), (PAN, pan), (REVERB, reverb)):
        data += b"\x00" + bytes((0xB0 | channel, control, value))
    events: list[tuple[int, int, bytes]] = []
    for stroke in strokes:
        start, end = round(stroke.start_ms), max(round(stroke.end_ms), round(stroke.start_ms) + 1)
        events.append((start, 1, bytes((0x90 | channel, stroke.pitch, stroke.strength))))
        events.append((end, 0, bytes((0x80 | channel, stroke.pitch, 0))))
    now = 0
    for at, _, message in sorted(events):
        data += _variable(at - now) + message
        now = at
    return bytes(data) + _variable(round(end_ms) - now) + b"\xff\x2f\x00"


def _variable(value: int) -> bytes:
    """Encode a number as a MIDI variable-length quantity."""
    groups = [value & 0x7F]
    while value := value >> 7:
        groups.append((value & 0x7F) | 0x80)
    return bytes(reversed(groups))
