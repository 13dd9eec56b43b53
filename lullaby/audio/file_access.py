"""How files are opened by the decoding library, and what it means when they cannot be."""

from lullaby.audio.port import Trouble

FILES_ONLY = {"protocol_whitelist": "file"}
"""A playlist that calls itself music must not reach out to the network."""


class CannotPlay(Exception):  # noqa: N818 - an outcome, not a fault of the program
    """The file is not there, or nothing in it can be heard."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble
