"""Tells a recording by its sound alone: tags, cover and place of the file do not count."""

import hashlib
from pathlib import Path

from av.error import FFmpegError

from lullaby.audio.file_access import CannotPlay
from lullaby.audio.port import Trouble
from lullaby.audio.sound_file import SoundFile

ENOUGH = 64 * 2**20
"""Bytes of sound after which two recordings that are alike so far are taken for the same one."""


def content_of(path: Path) -> str:
    """A short name for the sound in a file: 32 hexadecimal digits. Raises CannotPlay.

    It is a hash of the packets as they are encoded, without decoding any, and of how they are
    encoded. The last packet is left out where there are more, as tags that stand at the end of a
    file (ID3v1, APE) may hang on it.
    """
    with SoundFile(path) as file:
        container = file.container
        if not container.streams.audio:
            raise CannotPlay(Trouble.UNREADABLE)
        stream = container.streams.audio[0]
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
