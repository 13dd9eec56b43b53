"""The result of writing a tempo into a file."""

from lullaby.frozen import frozen
from lullaby.tempo.choices import NotWritten
from lullaby.units import Bpm
from lullaby.verified_copy import RewriteFailure


@frozen
class TagWritten:
    """The tempo written and the former tag text, or why nothing changed."""

    bpm: Bpm | None = None
    former: str = ""
    kept: NotWritten | RewriteFailure | None = None
