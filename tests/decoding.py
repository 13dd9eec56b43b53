"""What decoding tells of a file."""

from pathlib import Path

from lullaby.audio.decoder import RATE, Decoder
from lullaby.audio.file_access import CannotPlay
from lullaby.audio.port import Trouble
from lullaby.units import Ms


def duration_of(path: Path) -> Ms | Trouble:
    """The duration of a file, by decoding it if it states none; or why it cannot be played."""
    try:
        decoder = Decoder(path)
        try:
            block = decoder.read()
            if decoder.duration_ms is not None:
                return decoder.duration_ms
            frames = 0
            while block is not None:
                frames += len(block)
                block = decoder.read()
            return Ms(round(frames * 1000 / RATE))
        finally:
            decoder.close()
    except CannotPlay as problem:
        return problem.trouble
