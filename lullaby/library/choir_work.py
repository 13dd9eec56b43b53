"""What is done with choirs outside the window's process, as the window sees it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from lullaby.frozen import frozen
from lullaby.library.choirs import ChoirMix
from lullaby.library.kept_takes import KeptTakes
from lullaby.library.take import Take
from lullaby.library.voice_work import Failure

Cancelled = Callable[[], bool]
Tell = Callable[[float], None]
"""Hears which share is done, 0 to 1."""


@frozen
class Choir:
    """What is to be written."""

    mix: ChoirMix
    title: str
    score: Path | None
    """Without it there is no accompaniment, and there are no words."""
    path_of: Callable[[Take], Path]
    workplace: Path
    """A folder for what is needed to write it again; it may be removed at any time between."""


@frozen
class ChoirWork:
    """Functions for any thread but the window's; each may take a minute. They return why they
    failed, or raise NoHelperError."""

    write: Callable[[Choir, Path, Cancelled, Tell], Failure | None]
    """Writes a choir as a .wav file, to be listened to."""
    keep: Callable[[Choir, datetime, KeptTakes, Cancelled, Tell], Take | Failure]
    """Keeps a choir as a take of its own; raises `StorageError`, too."""
    export: Callable[[Choir, Path, Cancelled, Tell], Failure | None]
    """Writes a choir for other players, with its words."""
