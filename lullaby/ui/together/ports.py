"""What sharing needs of the machine, as interfaces. Importing it loads nothing of `together`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from lullaby.frozen import frozen
from lullaby.ui.together.home_network import HomeNetwork

if TYPE_CHECKING:
    from lullaby.together.anchor import Anchor
    from lullaby.together.events import ServerEvent
    from lullaby.together.messages import PageLight, WishOutcome
    from lullaby.together.shared_timer import SharedTimer
    from lullaby.together.shared_words import SharedWords

    Report = Callable[[ServerEvent], None]


class Server(Protocol):
    """Serves the words on a thread of its own; no call waits for it."""

    def open(self) -> None: ...
    def show_words(self, words: SharedWords | None) -> None: ...
    def show_anchor(self, anchor: Anchor | None) -> None: ...
    def show_timer(self, timer: SharedTimer | None) -> None: ...
    def set_light(self, light: PageLight) -> None: ...
    def new_code(self) -> None: ...
    def disconnect(self, guest_id: str) -> None: ...
    def answer(self, guest_id: str, number: int, outcome: WishOutcome) -> None: ...
    def close(self) -> None: ...


class MakeServer(Protocol):
    def __call__(self, network: HomeNetwork, light: PageLight, report: Report) -> Server:
        """`report` is called on the server's thread."""
        ...


@frozen
class SharingPorts:
    networks: Callable[[], tuple[HomeNetwork, ...]]
    """Those in which phones could reach this computer, the likeliest first."""
    make_server: MakeServer
    """Loads what only sharing needs, so it is called in the background."""
    load: Callable[[], None] = lambda: None
    """Loads it ahead, also in the background. Nothing is opened."""
