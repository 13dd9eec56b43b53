"""How much of the sound in an MP4 file its edit list plays.

A clip that was trimmed on a phone keeps all of its sound, and its edit list says which part counts.
Encoders use it too, to leave out the silence with which they begin.
"""

from struct import iter_unpack
from typing import BinaryIO

from mutagen.mp4._atom import Atom, AtomError, Atoms

MOST_EDITS = 1_000

SHORT, LONG = ">Iii", ">Qqi"
"""An edit in versions 0 and 1: its length in ticks of the film, its start in ticks of the track or
-1 for a silence, and its speed (ISO 14496-12, 8.6.6)."""


def played_s(stream: BinaryIO, sound_s: float) -> float | None:
    """Seconds that are played of the first track with sound, which has `sound_s` of it.

    Silence between edits does not count, as the decoder leaves it out. None where no edit list says
    it, or a damaged one.
    """
    try:
        film = Atoms(stream)[b"moov"]
        track = next(t for t in film.findall(b"trak") if _handler(stream, t) == b"soun")
        film_ticks = _ticks_per_s(_data(stream, film[b"mvhd",]))
        sound_ticks = _ticks_per_s(_data(stream, track[b"mdia", b"mdhd"]))
        edits = _edits(_data(stream, track[b"edts",]))
        parts = [
            min(lasts / film_ticks, max(0.0, sound_s - start / sound_ticks))
            for lasts, start in edits
            if start >= 0
        ]
    except (AtomError, KeyError, StopIteration, ZeroDivisionError):
        return None
    return sum(parts) or None


def _data(stream: BinaryIO, atom: Atom) -> bytes:
    return atom.read(stream)[1]


def _handler(stream: BinaryIO, track: Atom) -> bytes:
    return _data(stream, track[b"mdia", b"hdlr"])[8:12]


def _ticks_per_s(header: bytes) -> int:
    at = 20 if header[:1] == b"\1" else 12
    return int.from_bytes(header[at : at + 4], "big")


def _edits(edts: bytes) -> list[tuple[int, int]]:
    """Length and start of each edit; none that is cut off."""
    if edts[4:8] != b"elst":
        return []
    form, size = (LONG, 20) if edts[8:9] == b"\1" else (SHORT, 12)
    count = min(int.from_bytes(edts[12:16], "big"), MOST_EDITS, (len(edts) - 16) // size)
    return [(lasts, start) for lasts, start, _ in iter_unpack(form, edts[16 : 16 + count * size])]
