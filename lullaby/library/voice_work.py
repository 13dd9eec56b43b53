"""What is done with recordings outside the window's process, as the window sees it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lullaby.audio.port import Trouble
from lullaby.frozen import frozen
from lullaby.helpers import Unanswered
from lullaby.library.song_preferences import ChildId
from lullaby.library.take import Take
from lullaby.library.ward_sheet import WardSheet

if TYPE_CHECKING:
    from lullaby.library.kept_takes import KeptTakes
    from lullaby.songbook.notes import Score

Failure = Trouble | Unanswered | OSError


@frozen
class BroughtRecording:
    """A recording to keep, and what is known of it."""

    path: Path
    song: str
    """The id of the score."""
    score: "Score"
    singer: str


@frozen
class BroughtMessage:
    """A story or a few words to keep."""

    path: Path
    title: str
    singer: str


Brought = BroughtRecording | BroughtMessage


@frozen
class VoiceWork:
    """Functions that read or write sound, for any thread but the window's. They return why they
    failed, or raise NoHelperError; those that keep something raise `StorageError`, too."""

    bring_in: "Callable[[Brought, KeptTakes, Callable[[], ChildId]], Take | Failure | None]"
    """Makes a take of a recording; None if its tune, or of a message anything, is not heard."""
    export: Callable[[Take, Path, Path], Failure | None]
    """Writes a take, which is at the first path, with its words to the second."""
    export_for_ward: Callable[
        [Sequence[Take], Callable[[Take], Path], Path, WardSheet, Callable[[], bool]],
        Path | Failure,
    ]
    """Writes takes into a new folder, and returns that."""
