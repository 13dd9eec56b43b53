"""Places recordings in a helper process, since they are files that somebody else made."""

from pathlib import Path
from typing import TYPE_CHECKING

from lullaby.helpers import Bounds, Helpers, Unanswered, ask, costing, needing

if TYPE_CHECKING:
    from lullaby.audio.port import Trouble
    from lullaby.songbook.timeline import Timeline
    from lullaby.takes.placing import Placement

PATIENCE_S = 180.0
"""Ten minutes in which the tune is not heard take 7 s of a core, and longer where it is shared."""

BOUNDS = Bounds(memory=512 << 20, cpu_s=60)
"""Such ten minutes take 160 MB."""


def place_in_helper(
    path: Path, song: "Timeline", helpers: Helpers
) -> "Placement | Trouble | Unanswered | None":
    """Place a recording in a song, as `placing.place`; None if the tune is not heard in it.

    Raises NoHelperError."""
    return ask(helpers, _place, (path, song), patience_s=PATIENCE_S)


@costing(BOUNDS)
@needing("lullaby.audio.mono", "lullaby.takes.placing")
def _place(asked: "tuple[Path, Timeline]") -> "Placement | Trouble | None":
    from lullaby.audio.decoder import Decoder
    from lullaby.audio.file_access import CannotPlay
    from lullaby.audio.mono import read_mono
    from lullaby.takes.placing import LONGEST_S, place
    from lullaby.takes.salience import RATE

    path, song = asked
    try:
        return place(read_mono(Decoder(path, rate=RATE), LONGEST_S * RATE), song)
    except CannotPlay as problem:
        return problem.trouble
