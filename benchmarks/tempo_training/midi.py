"""Writes MIDI files of one track."""

import struct
from collections.abc import Mapping, Sequence

TICKS = 1_000
"""Per second, since the tempo is set to 60 quarter notes a minute."""


def midi_file(
    events: Sequence[tuple[float, int, bytes]],
    programs: Sequence[int],
    *,
    volumes: Mapping[int, int] | None = None,
    reverb: int | None = None,
) -> bytes:
    """Events (time in s, order, message) as a MIDI file.

    `programs` are those of the channels from 0; `volumes` (0 to 127) belong to channels.
    """
    data = bytearray(b"\x00\xff\x51\x03" + (1_000_000).to_bytes(3, "big"))
    for channel, program in enumerate(programs):
        data += b"\x00" + bytes((0xC0 | channel, program))
        if reverb is not None:
            data += b"\x00" + bytes((0xB0 | channel, 91, reverb))
    for channel, volume in (volumes or {}).items():
        data += b"\x00" + bytes((0xB0 | channel, 7, volume))
    now = 0
    for at, _, message in sorted(events):
        tick = round(at * TICKS)
        data += _variable(tick - now) + message
        now = tick
    data += b"\x00\xff\x2f\x00"
    head = struct.pack(">4sIHHH", b"MThd", 6, 0, 1, TICKS)
    return head + struct.pack(">4sI", b"MTrk", len(data)) + bytes(data)


def _variable(value: int) -> bytes:
    """A number in MIDI's variable length."""
    groups = [value & 0x7F]
    while value := value >> 7:
        groups.append((value & 0x7F) | 0x80)
    return bytes(reversed(groups))
