"""Caches background sounds as 16-bit samples in the cache folder."""

import contextlib
import logging
import os
import threading
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lullaby.units import FULL_SCALE

log = logging.getLogger(__name__)

Wave = NDArray[np.float32]
Pcm = NDArray[np.int16]
Maker = Callable[[str, int], Wave]

EDITION = 1
"""Increase this when a sound is generated differently; older files are then not used."""

MAGIC = b"lullaby sound\n"
HEAD = len(MAGIC) + 4


class KeptSoundscapes:
    """A callable that makes each loop, shape (frames, 2), only once, in 16 bits.

    Samples are rounded to 16 bits from the first call on. A damaged file is replaced; an
    unwritable folder only costs the caching. Thread-safe.
    """

    def __init__(self, folder: Path, maker: Maker) -> None:
        self._folder = folder
        self._maker = maker

    def __call__(self, name: str, rate: int) -> Pcm:
        """The loop `name` at `rate` Hz. Raises KeyError for a name unknown to `maker`."""
        path = self._folder / f"{name}-{rate}-{EDITION}.pcm"
        kept = _read(path)
        if kept is None:
            made = self._maker(name, rate)
            kept = np.round(np.clip(made, -1, 1) * FULL_SCALE).astype("<i2")
            self._keep(path, kept)
        return kept

    def _keep(self, path: Path, loop: Pcm) -> None:
        body = loop.data.cast("B")
        part = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                file.write(MAGIC + zlib.crc32(body).to_bytes(4, "little"))
                file.write(body)
            part.replace(path)
        except OSError:
            log.warning("%s could not be kept", path, exc_info=True)
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def _read(path: Path) -> Pcm | None:
    """Read a cached loop; None if it is missing or damaged."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    body = memoryview(data)[HEAD:]
    whole = data.startswith(MAGIC) and len(body) > 0 and len(body) % 4 == 0
    if not whole or zlib.crc32(body).to_bytes(4, "little") != data[len(MAGIC) : HEAD]:
        log.warning("%s is damaged and will be made anew", path)
        return None
    return np.frombuffer(body, dtype="<i2").reshape(-1, 2)
