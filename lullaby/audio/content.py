"""Identifies a recording by its sound alone; tags, cover and location of the file do not matter."""

import hashlib
from pathlib import Path

from av.error import FFmpegError

from lullaby.audio.file_access import CannotPlay
from lullaby.audio.port import Trouble
from lullaby.audio.sound_file import SoundFile

ENOUGH = 64 * 2**20
"""Bytes of sound after which two recordings that agree so far count as the same."""


def content_of(path: Path) -> str:
    """A fingerprint of the sound in a file: 32 hexadecimal digits. Raises CannotPlay.

    It hashes the encoded packets and the codec parameters, and decodes nothing. If there are
    several packets it leaves out the last one, because tags at the end of a file (ID3v1, APE) may
    be attached to it.
    """
    with SoundFile(path) as file:
        container, stream = file.container, file.sound()
        codec = stream.codec_context
        digest = hashlib.blake2b(digest_size=16)
        digest.update(f"{codec.name} {codec.sample_rate} {codec.channels}".encode())
        taken = 0
        last = b""
        try:
            for packet in container.demux(stream):
                file.go_on()
                if not packet.size:
                    continue
                digest.update(last)
                last = bytes(packet)
                taken += len(last)
                if taken >= ENOUGH:
                    break
        except (FFmpegError, OSError, ValueError):
            if not taken:
                raise CannotPlay(Trouble.UNREADABLE) from None
        if not taken:
            raise CannotPlay(Trouble.UNREADABLE)
        if taken == len(last):
            digest.update(last)
        return digest.hexdigest()
