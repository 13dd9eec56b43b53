"""The result of writing a tempo into a file."""

from dataclasses import dataclass

from lullaby.tempo.choices import NotWritten
from lullaby.units import Bpm
from lullaby.verified_copy import RewriteFailure


@dataclass(frozen=True, slots=True)
class TagWritten:
    """The tempo written and the former tag text, or why nothing changed."""

    bpm: Bpm | None = None
    former: str = ""
    kept: NotWritten | RewriteFailure | None = None
