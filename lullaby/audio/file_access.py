"""How the decoding library opens files, and what its errors mean."""

from lullaby.audio.port import Trouble

FILES_ONLY = {"protocol_whitelist": "file"}
"""Keeps a playlist disguised as music from opening network addresses."""

METADATA_ERRORS = "surrogateescape"
"""How bytes in tags that are no UTF-8 are kept (PEP 383); PyAV would refuse the file for them."""

LEAST_BPS = 1_500
"""Bits per second of any codec, silence included; a length that leaves less is not believed."""

HIGHEST_RATE = 1_000_000
"""Samples a second of any sound; the highest rate in use is 768,000."""


class CannotPlay(Exception):  # noqa: N818 - an outcome, not a fault of the program
    """The file does not exist, or holds nothing that can be played."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


class NoSound(CannotPlay):
    """The file is of a known kind, but holds no sound, such as a film without any."""

    def __init__(self) -> None:
        super().__init__(Trouble.UNREADABLE)
