"""Opens sound files for FFmpeg: only regular files, and only as much of them as it needs.

FFmpeg collects everything between two packets. After a song whose download broke off, gigabytes of
zeros may follow, and the search for the next packet would hold all of them in memory.
"""

import logging
import os
import weakref
from pathlib import Path
from types import TracebackType

import av
from av.container import InputContainer
from av.error import FFmpegError

from lullaby.audio.file_access import FILES_ONLY, METADATA_ERRORS, CannotPlay, NoSound
from lullaby.audio.port import Trouble
from lullaby.regular_file import open_regular

log = logging.getLogger(__name__)

OPENING = 64 << 20
"""Bytes that may be read before the first packet, including covers and tables."""

SAME_WHILE_OPENING = 512 << 10
"""The same, for one repeated value: a RIFF file ending in zeros has many empty chunks."""

BETWEEN = 16 << 20
"""Bytes from one packet to the next, or of one repeated value while seeking; the largest frame of
any known codec is a hundredth of it."""

AT_ONCE = 128 << 10
"""Bytes that FFmpeg requests at a time."""

ID3_HEADER = 10
SIZE = 0x10000
FORCE = 0x20000
"""FFmpeg's AVSEEK_SIZE and AVSEEK_FORCE, in addition to the `whence` values of a file."""

NO_SUCH_PLACE = -1
"""What FFmpeg takes for a failed seek; PyAV prints an exception to the terminal instead."""


class SoundFile:
    """An open FFmpeg `container`. Raises CannotPlay.

    Call `go_on` for every packet that was taken.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._bytes = _Bounded(path)
        except (FileNotFoundError, NotADirectoryError):
            raise CannotPlay(Trouble.MISSING) from None
        except (OSError, ValueError) as problem:
            log.info("%s cannot be opened: %s", path, problem)
            raise CannotPlay(Trouble.UNREADABLE) from None
        try:
            container = self._open({})
            if _edited_away(container):
                container.close()
                self._bytes.seek(0)
                self._bytes.allow(OPENING)
                container = self._open({"ignore_editlist": "1"})
        except (FFmpegError, OSError, ValueError) as problem:
            self._bytes.close()
            log.info("%s cannot be opened: %s", path, problem)
            raise CannotPlay(Trouble.UNREADABLE) from None
        except BaseException:
            self._bytes.close()
            raise
        self.container = container
        self._bytes.allow(BETWEEN)

    def _open(self, options: dict[str, str]) -> InputContainer:
        container = av.open(
            self._bytes,
            options={**FILES_ONLY, **options},
            metadata_errors=METADATA_ERRORS,
            buffer_size=AT_ONCE,
        )
        assert isinstance(container, InputContainer)
        return container

    def sound(self) -> av.AudioStream:
        """The first sound for which there is a decoder. Raises CannotPlay, NoSound.

        There is none for protected purchases and some kinds of television.
        """
        streams = self.container.streams.audio
        if not streams:
            raise NoSound
        for stream in streams:
            if stream.codec_context is not None:
                return stream
        raise CannotPlay(Trouble.UNREADABLE)

    def trusted_end_s(self, stream: av.AudioStream) -> float | None:
        """The stated end in seconds, for MP4 only: the end of its edits, beyond which the decoder
        would add the encoder's padding."""
        if "mp4" not in self.container.format.name or not stream.duration:
            return None
        return float(stream.duration * (stream.time_base or 0))

    def go_on(self) -> None:
        """Allow the search for the next packet."""
        self._bytes.allow(BETWEEN)

    @property
    def size(self) -> int:
        """Bytes after the ID3 tag."""
        return self._bytes.size

    def share_read(self) -> float:
        """How much of the file has been read so far, above 0 and at most 1."""
        return self._bytes.share()

    def seek(self, offset: int, stream: av.AudioStream) -> None:
        """Seek, if necessary through everything before the position. Raises what FFmpeg raises."""
        self._bytes.allow(None)
        try:
            self.container.seek(offset, stream=stream)
        finally:
            self._bytes.allow(BETWEEN)

    def close(self) -> None:
        self.container.close()
        self._bytes.close()

    def __enter__(self) -> "SoundFile":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _edited_away(container: InputContainer) -> bool:
    """Whether the edit list of an MP4 file plays nothing of its sound, which nobody can mean."""
    sounds = container.streams.audio
    return bool(sounds) and all(each.duration == 0 < each.frames for each in sounds)


class _Bounded:
    """A file that ends where too much of it was read in vain.

    It hides the ID3 tag at the beginning: `mutagen` reads it elsewhere, and its frames may unpack
    to more than memory holds. It closes itself when garbage collected, like a container that FFmpeg
    opened itself.
    """

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._file = open_regular(path)
        self._closing = weakref.finalize(self, self._file.close)
        self._closing.atexit = False
        self._start = _after_id3(self._file.fileno())
        self._file.seek(self._start)
        self._left: int | None = OPENING
        self._most_same = SAME_WHILE_OPENING
        self._same = 0
        self._over = False

    def allow(self, count: int | None) -> None:
        """Set how many bytes may still be read; None for any number."""
        self._left, self._most_same, self._same, self._over = count, BETWEEN, 0, False

    def read(self, count: int) -> bytes:
        if self._over:
            return b""
        data = self._file.read(count)
        self._same = self._same + len(data) if data.count(data[:1]) == len(data) else 0
        if self._left is not None:
            self._left -= len(data)
        if self._same > self._most_same or (self._left is not None and self._left < 0):
            log.info("the rest of %s holds nothing to be heard", self.name)
            self._over = True
        return data

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        whence &= ~FORCE
        if whence == SIZE:
            return self.size
        base = self._start if whence == os.SEEK_SET else 0
        try:
            return self._file.seek(base + offset, whence) - self._start
        except (OSError, ValueError):
            return NO_SUCH_PLACE

    def tell(self) -> int:
        return self._file.tell() - self._start

    @property
    def size(self) -> int:
        return os.fstat(self._file.fileno()).st_size - self._start

    def share(self) -> float:
        return min(1.0, max(self.tell(), 1) / self.size) if self.size > 0 else 1.0

    def close(self) -> None:
        self._closing()


def _after_id3(handle: int) -> int:
    """Where an ID3v2 tag ends; 0 if there is none, or if it claims the whole file."""
    head = os.pread(handle, ID3_HEADER, 0) if hasattr(os, "pread") else b""
    if len(head) < ID3_HEADER or head[:3] != b"ID3" or max(head[6:10]) > 0x7F:
        return 0
    size = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
    footer = ID3_HEADER if head[5] & 0x10 else 0
    end = ID3_HEADER + size + footer
    return end if end < os.fstat(handle).st_size else 0
