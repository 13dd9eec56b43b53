"""What is known of a take that was made of a recording."""

from pathlib import Path
from typing import TYPE_CHECKING

from lullaby.frozen import frozen
from lullaby.takes.raw_take import RawTake
from lullaby.units import Ms

if TYPE_CHECKING:
    from lullaby.songbook.notes import Score


class NotMadeError(Exception):
    """No take can be made of the recording."""


@frozen
class MadeTake:
    """A take that was written."""

    first_ms: float
    """Where in the song, at its own pace, it begins."""
    pace: float
    semitones: float
    doubt_ms: float
    by_score: bool
    """Whether the tune was heard; otherwise the clocks gave the place."""
    length_ms: Ms
    bars: tuple[float, ...]
    """The level in equal parts of its length, 0 to 1."""


def score_of(raw: RawTake) -> "Score":
    """The score of the song that was recorded. Raises NotMadeError."""
    from lullaby.songbook.score_folder import RefusedScore, read_score

    found = read_score(Path(raw.facts.score))
    if isinstance(found, RefusedScore):
        raise NotMadeError(found.reason)
    return found.score
