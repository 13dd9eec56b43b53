"""Serves the words to phones, on a thread of its own, from the press that shares them on."""

import logging
import threading
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from lullaby.clock import Clock, SystemClock
from lullaby.logs import log_where
from lullaby.together.admission import Network
from lullaby.together.anchor import Anchor
from lullaby.together.events import ServerEvent, SharingFailed, SharingFailure
from lullaby.together.messages import PageLight, WishOutcome
from lullaby.together.room import Effects, SharingRoom
from lullaby.together.shared_timer import SharedTimer
from lullaby.together.shared_words import SharedWords
from lullaby.together.words_page import WordsPages

if TYPE_CHECKING:
    from lullaby.together.serving import Serving

log = logging.getLogger(__name__)


def load() -> None:
    """Load what a `WordsServer` needs to open, which takes a third of a second. Opens nothing."""
    import_module("lullaby.together.serving")


class WordsServer:
    """One sharing: `open` it once, `close` it once. No method waits for the network.

    `report` is called on the server's thread. The first event is `SharingOpened` or
    `SharingFailed`, the last one `SharingClosed` or `SharingFailed`. With `remote`, guests that
    scan the address of the remote may wish; what became of a wish is told by `answer`. `is_here`
    tells whether an address is one of this computer; by default a socket does.
    """

    def __init__(
        self,
        network: Network,
        pages: WordsPages,
        report: Callable[[ServerEvent], None],
        *,
        light: PageLight = PageLight.DUSK,
        remote: bool = True,
        clock: Clock | None = None,
        is_here: Callable[[str], bool] | None = None,
    ) -> None:
        self._network = network
        self._pages = pages
        self._report_to = report
        self._light = light
        self._remote = remote
        self._clock = clock or SystemClock()
        self._is_here = is_here
        self._lock = threading.Lock()
        self._serving: Serving | None = None
        self._early: list[Callable[[SharingRoom], Effects]] = []
        """Changes that came before the thread was ready."""
        self._closed = False

    def open(self) -> None:
        """Start the thread."""
        threading.Thread(target=self._serve, name="words on phones", daemon=True).start()

    def show_words(self, words: SharedWords | None) -> None:
        """Send the words of what plays; None if nothing does."""
        self._post(lambda room: room.show_words(words))

    def show_anchor(self, anchor: Anchor | None) -> None:
        """Send where it is; None if nothing plays."""
        self._post(lambda room: room.show_anchor(anchor))

    def show_timer(self, timer: SharedTimer | None) -> None:
        """Tell remotes how much of the evening is left; None if nothing plays."""
        self._post(lambda room: room.show_timer(timer))

    def set_light(self, light: PageLight) -> None:
        self._post(lambda room: room.set_light(light))

    def new_code(self) -> None:
        """Ask for another code and other addresses; `InvitationChanged` brings them."""
        self._post(lambda room: room.new_invitation())

    def disconnect(self, guest_id: str) -> None:
        """Send a guest away; the invitation changes too."""
        self._post(lambda room: room.disconnect(guest_id))

    def answer(self, guest_id: str, number: int, outcome: WishOutcome) -> None:
        """Tell a guest what became of its wish."""
        self._post(lambda room: room.answer(guest_id, number, outcome))

    def close(self) -> None:
        """Say good-bye to all guests and end the thread, soon; it takes two seconds at most."""
        with self._lock:
            self._closed = True
            serving = self._serving
        if serving is not None:
            serving.stop()

    def _post(self, change: Callable[[SharingRoom], Effects]) -> None:
        with self._lock:
            serving = self._serving
            if serving is None and not self._closed:
                self._early.append(change)
        if serving is not None:
            serving.post(change)

    def _serve(self) -> None:
        try:
            from lullaby.together.serving import (
                SharingSetup,
                is_own_address,
                serve_until_stopped,
            )

            setup = SharingSetup(
                self._network,
                self._pages,
                self._clock,
                self._remote,
                self._light,
                self._report,
                self._is_here or is_own_address,
            )
            last = serve_until_stopped(setup, self._started)
        except Exception as problem:
            log_where(log, "the sharing of words broke off", problem)
            last = SharingFailed(SharingFailure.CRASHED)
        self.close()
        log.info("words are no longer shared: %s", last.reason.value)
        self._report(last)

    def _started(self, serving: "Serving") -> None:
        log.info("words are shared")
        with self._lock:
            self._serving = serving
            early, self._early = self._early, []
            closed = self._closed
            for change in early:
                serving.post(change)
        if closed:
            serving.stop()

    def _report(self, event: ServerEvent) -> None:
        try:
            self._report_to(event)
        except Exception as problem:
            log_where(log, f"{type(event).__name__} was not taken", problem)
