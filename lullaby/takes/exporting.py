"""Writes takes for other players, in a helper process, which decodes them."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING

from lullaby.frozen import frozen
from lullaby.helpers import Bounds, Helpers, Unanswered, ask, costing, needing
from lullaby.units import Decibels, Ms

if TYPE_CHECKING:
    from lullaby.audio.decoder import Block, Decoder
    from lullaby.audio.port import Trouble

PATIENCE_S = 300.0
BOUNDS = Bounds(memory=512 << 20, cpu_s=120)
"""A take of ten minutes is coded anew in 15 s of a core."""

CHOIR_BOUNDS = Bounds(memory=3 << 30, cpu_s=240)
"""Twelve voices of ten minutes, held as samples."""


@frozen
class ExportOrder:
    """A take, where to write it (.opus, .mp3 or .flac), and its tags."""

    source: Path
    target: Path
    title: str
    singer: str


@frozen
class SungAt:
    """A take in a choir: when it begins, its length, and how much louder it is than it was."""

    source: Path
    starts_ms: float
    length_ms: Ms
    gain_db: Decibels = Decibels(0.0)


@frozen
class ChoirOrder:
    """Takes of one song, in one key and at one pace, and where to write them together."""

    voices: tuple[SungAt, ...]
    target: Path
    title: str
    singers: str
    music: Path | None = None
    """An accompaniment in that key and at that pace, which begins at 0 ms; None for none."""


def export_in_helper(
    order: ExportOrder, helpers: Helpers
) -> "Trouble | Unanswered | OSError | None":
    """Write a take with its tags; Opus is copied, and only its tags are changed. An existing file
    stays until all is written.

    Raises NoHelperError.
    """
    return ask(helpers, _export, order, patience_s=PATIENCE_S)


def sing_together_in_helper(
    order: ChoirOrder, helpers: Helpers
) -> "Trouble | Unanswered | OSError | None":
    """Write takes as one recording. Raises NoHelperError."""
    return ask(helpers, _sing_together, order, patience_s=PATIENCE_S)


@costing(BOUNDS)
@needing("lullaby.audio.decoder", "lullaby.audio.writer", "mutagen.oggopus")
def _export(order: ExportOrder) -> "Trouble | OSError | None":
    if order.source.suffix == order.target.suffix.lower():
        return _copy(order)
    from lullaby.audio.decoder import Decoder
    from lullaby.audio.file_access import CannotPlay
    from lullaby.audio.writer import write_sound

    try:
        decoder = Decoder(order.source)
        try:
            write_sound(order.target, _blocks(decoder), order.title, order.singer, mono=True)
        finally:
            decoder.close()
    except CannotPlay as problem:
        return problem.trouble
    except OSError as problem:
        return problem
    return None


@costing(CHOIR_BOUNDS)
@needing("lullaby.audio.mono", "lullaby.audio.writer", "lullaby.takes.choir")
def _sing_together(order: ChoirOrder) -> "Trouble | OSError | None":
    from lullaby.audio.decoder import RATE, Decoder
    from lullaby.audio.file_access import CannotPlay
    from lullaby.audio.mono import read_mono
    from lullaby.audio.writer import write_sound
    from lullaby.takes.choir import ChoirVoice, choir

    try:
        voices = [
            ChoirVoice(
                read_mono(Decoder(each.source), each.length_ms * RATE // 1000),
                each.starts_ms,
                each.gain_db,
            )
            for each in order.voices
        ]
        longest = max(each.starts_ms + each.length_ms for each in order.voices)
        music = _read_whole(order.music, longest) if order.music is not None else None
        write_sound(order.target, choir(voices, music), order.title, order.singers)
    except CannotPlay as problem:
        return problem.trouble
    except OSError as problem:
        return problem
    return None


def _read_whole(path: Path, longest_ms: float) -> "Block":
    """Its sound up to there, at the level of the songs."""
    import numpy as np

    from lullaby.audio.decoder import RATE, Decoder
    from lullaby.takes.levelling import gain_to_level
    from lullaby.units import gain_from_db

    decoder, blocks, left = Decoder(path), list["Block"](), round(longest_ms * RATE / 1000)
    try:
        while left > 0 and (block := decoder.read()) is not None:
            blocks.append(block[:left])
            left -= len(block)
    finally:
        decoder.close()
    if not blocks:
        return np.zeros((0, 2), np.float32)
    whole = np.concatenate(blocks)
    return whole * np.float32(gain_from_db(gain_to_level(whole.mean(axis=1))))


def _blocks(decoder: "Decoder") -> "Iterator[Block]":
    while (block := decoder.read()) is not None:
        yield block


def _copy(order: ExportOrder) -> "Trouble | OSError | None":
    """All or nothing: an existing file stays until everything is written."""
    from mutagen import MutagenError
    from mutagen.oggopus import OggOpus

    from lullaby.audio.port import Trouble

    target = order.target
    part = target.with_name(f".{target.stem}.part{target.suffix}")
    try:
        copyfile(order.source, part)
        tags = OggOpus(part)
        told = {"title": [order.title], "artist": [order.singer]}
        if any(tags.get(name) != value for name, value in told.items()):
            tags.update(told)
            tags.save()
        part.replace(target)
    except MutagenError as problem:
        return problem.__cause__ if isinstance(problem.__cause__, OSError) else Trouble.UNREADABLE
    except OSError as problem:
        return problem
    finally:
        part.unlink(missing_ok=True)
    return None
