"""Caches background sounds as 16-bit samples in the cache folder."""

import contextlib
import logging
import os
import threading
import weakref
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
FRAME = 4
"""Bytes of a frame: two samples of 16 bits."""

AT_ONCE = 256 << 10
"""Bytes that are checked at a time."""


class KeptLoop:
    """A background sound in a file that stays open, so that it outlives its name."""

    def __init__(self, path: Path) -> None:
        """Raises OSError, or ValueError if the file is damaged."""
        self._file = path.open("rb")
        try:
            self._frames = self._checked()
        except BaseException:
            self._file.close()
            raise
        weakref.finalize(self, self._file.close).atexit = False

    def __len__(self) -> int:
        return self._frames

    def read(self, at: int, frames: int) -> Pcm:
        """These frames, shape (frames, 2). Raises OSError, also if the file is shorter by now."""
        self._file.seek(HEAD + at * FRAME)
        data = self._file.read(frames * FRAME)
        if len(data) < frames * FRAME:
            raise OSError(f"{self._file.name} ends too early")
        return np.frombuffer(data, dtype="<i2").reshape(-1, 2)

    def _checked(self) -> int:
        """The number of frames. Raises ValueError if they are not what was written."""
        head, check, size = self._file.read(HEAD), 0, 0
        while data := self._file.read(AT_ONCE):
            check, size = zlib.crc32(data, check), size + len(data)
        whole = head.startswith(MAGIC) and size > 0 and size % FRAME == 0
        if not whole or check.to_bytes(4, "little") != head[len(MAGIC) :]:
            raise ValueError(f"{self._file.name} is damaged")
        return size // FRAME


class KeptSoundscapes:
    """A callable that makes each loop only once, in 16 bits.

    Samples are rounded to 16 bits from the first call on. A damaged file is replaced; an
    unwritable folder costs the caching, and the loop is held in memory. Thread-safe.
    """

    def __init__(self, folder: Path, maker: Maker) -> None:
        self._folder = folder
        self._maker = maker

    def __call__(self, name: str, rate: int) -> KeptLoop | Pcm:
        """The loop `name` at `rate` Hz. Raises KeyError for a name unknown to `maker`."""
        path = self._folder / f"{name}-{rate}-{EDITION}.pcm"
        kept = _opened(path)
        if kept is not None:
            return kept
        made = np.round(np.clip(self._maker(name, rate), -1, 1) * FULL_SCALE).astype("<i2")
        self._keep(path, made)
        return _opened(path) or made

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


def _opened(path: Path) -> KeptLoop | None:
    """A cached loop; None if it is missing or damaged."""
    try:
        return KeptLoop(path)
    except OSError:
        return None
    except ValueError as damage:
        log.warning("%s and will be made anew", damage)
        return None
