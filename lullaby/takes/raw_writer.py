"""Writes what is recorded as FLAC that can be read whenever the writing ends.

Every second all of it is on the disk, also after a power cut. The file is a bare FLAC stream: its
header says nothing of the length before `close`, and decoders skip a last frame that is cut off.
"""

import os
from fractions import Fraction
from pathlib import Path

import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame

from lullaby.audio.microphone import BYTES, RATE

SECURED_EVERY = RATE // 2
"""Frames after which the file is brought to the disk: with the rest of a block that the encoder
holds, less than a second is at risk."""

FLAC_BLOCK = 4_096

HEAD = b"fLaC\x80\x00\x00\x22"
"""The mark of the format, and the header of its only metadata block of 34 bytes."""

FRAMES_AT = 13
"""Where in that block the number of frames begins: 4 bits of a byte, and four bytes more."""


class RawWriter:
    """Appends frames from one thread. Methods raise OSError; what was written before stays."""

    def __init__(self, path: Path) -> None:
        """`path` must not exist."""
        self._codec = AudioCodecContext.create("flac", "w")
        self._codec.sample_rate, self._codec.layout, self._codec.format = RATE, "mono", "s16"
        self._codec.time_base = Fraction(1, RATE)
        self._codec.options = {"frame_size": str(FLAC_BLOCK)}
        self._codec.open()
        self._info = bytearray(self._codec.extradata or b"")[:34]
        self._given = self._secured = 0
        self._held = b""
        self._file = path.open("xb")
        try:
            self._file.write(HEAD + self._info)
            self._secure()
            _secure_folder(path.parent)
        except OSError:
            self._file.close()
            raise

    @property
    def frames(self) -> int:
        """How many frames were given."""
        return self._given + len(self._held) // BYTES

    def write(self, samples: bytes) -> None:
        """Append mono frames of 16 bits."""
        self._held += samples
        whole = len(self._held) // (FLAC_BLOCK * BYTES) * FLAC_BLOCK * BYTES
        for first in range(0, whole, FLAC_BLOCK * BYTES):
            self._encode(self._held[first : first + FLAC_BLOCK * BYTES])
        self._held = self._held[whole:]
        if self._given - self._secured >= SECURED_EVERY:
            self._secure()

    def close(self) -> None:
        """Write the rest, and the length into the header. Raises OSError after closing the file."""
        if self._file.closed:
            return
        try:
            if self._held:
                self._encode(self._held)
                self._held = b""
            for packet in self._codec.encode(None):
                self._file.write(bytes(packet))
            self._secure()
            self._note_length()
            self._secure()
        finally:
            self._file.close()

    def _encode(self, samples: bytes) -> None:
        sound = np.frombuffer(samples, np.int16).reshape(1, -1)
        frame = AudioFrame.from_ndarray(sound, format="s16", layout="mono")
        frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), self._given
        self._given += sound.shape[1]
        for packet in self._codec.encode(frame):
            self._file.write(bytes(packet))

    def _note_length(self) -> None:
        self._info[FRAMES_AT] = self._info[FRAMES_AT] & 0xF0 | self._given >> 32 & 0x0F
        self._info[FRAMES_AT + 1 : FRAMES_AT + 5] = (self._given & 0xFFFFFFFF).to_bytes(4, "big")
        self._file.seek(len(HEAD))
        self._file.write(self._info)

    def _secure(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._secured = self._given


def _secure_folder(folder: Path) -> None:
    """Bring the name of a new file to the disk, where the system can."""
    if os.name != "posix":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
