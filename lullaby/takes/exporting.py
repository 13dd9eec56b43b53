"""Writes takes for other players, in a helper process, which decodes them."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING

from lullaby.frozen import frozen
from lullaby.helpers import Bounds, Helpers, Unanswered, ask, costing, needing

if TYPE_CHECKING:
    from lullaby.audio.decoder import Block, Decoder
    from lullaby.audio.port import Trouble

PATIENCE_S = 300.0
BOUNDS = Bounds(memory=512 << 20, cpu_s=120)
"""A take of ten minutes is coded anew in 15 s of a core."""


@frozen
class ExportOrder:
    """A take, where to write it (.opus, .mp3 or .flac), and its tags."""

    source: Path
    target: Path
    title: str
    singer: str


def export_in_helper(
    order: ExportOrder, helpers: Helpers
) -> "Trouble | Unanswered | OSError | None":
    """Write a take with its tags; Opus is copied, and only its tags are changed. An existing file
    stays until all is written.

    Raises NoHelperError.
    """
    return ask(helpers, _export, order, patience_s=PATIENCE_S)


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
