"""What following a voice needs of the machine, as interfaces. Importing it loads no sound."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from lullaby.frozen import frozen

if TYPE_CHECKING:
    from lullaby.following.listening import Tell
    from lullaby.following.melody import Melody


class SingingEar(Protocol):
    """Listens to one song with an open microphone. No call waits."""

    def start(self, line: int | None = None) -> None:
        """Open the microphone; a singer who is in the middle of the song begins at `line`."""
        ...

    def place(self, line: int) -> None:
        """The singer begins this line."""
        ...

    def show_next_verse(self) -> None:
        """The singer is in the next verse of the same tune."""
        ...

    def stop(self) -> None:
        """Close the microphone; nothing is told any more."""
        ...


@frozen
class VoicePorts:
    make_ear: Callable[[Melody, Tell], SingingEar]
    """Makes an ear that is not open yet; it tells on a thread of its own."""
