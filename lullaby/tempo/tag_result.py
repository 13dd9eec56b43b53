"""What became of a tempo that was to be written into a file."""

from dataclasses import dataclass

from lullaby.tempo.choices import NotWritten
from lullaby.units import Bpm
from lullaby.verified_copy import RewriteFailure


@dataclass(frozen=True, slots=True)
class TagWritten:
    """The tempo that was written and the tag's text before it, or why all is as it was."""

    bpm: Bpm | None = None
    former: str = ""
    kept: NotWritten | RewriteFailure | None = None
