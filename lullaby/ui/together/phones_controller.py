"""Shares the words with phones, from the press that begins it to whatever ends it.

The window's thread owns session and database. The server runs on a thread of its own and reports by
events, which are posted here; nothing here waits for it.
"""

import threading
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from lullaby.clock import Clock
from lullaby.jobs import JobRunner
from lullaby.together.anchor import Anchor
from lullaby.together.events import (
    GuestsChanged,
    InvitationChanged,
    ServerEvent,
    SharingClosed,
    SharingFailed,
    SharingFailure,
    SharingOpened,
    WishMade,
)
from lullaby.together.messages import PageLight, WishOutcome
from lullaby.together.shared_timer import SharedTimer
from lullaby.together.shared_words import SharedWords
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.theme.theme import Theme
from lullaby.ui.together import sharing as states
from lullaby.ui.together.home_network import HomeNetwork
from lullaby.ui.together.ports import Server, SharingPorts
from lullaby.ui.together.sharing import Obstacle, Sharing, SharingPhase
from lullaby.ui.together.song_follower import SongFollower
from lullaby.ui.together.timer_follower import TimerFollower
from lullaby.ui.together.wishes import RemoteWishes
from lullaby.units import Ms

LOOK_EVERY_MS = 1_000
"""How often time, sleep and network are looked at while words are shared."""

IDLE_MS = 10 * 60_000
"""When nothing has played for this long, sharing ends by itself."""

SLEEP_MS = 1_000
"""A suspension shorter than this, in ms, between two looks, is only a difference of two clocks."""

MOST_WISHES = 2
"""Wishes of phones that may wait for the window's thread; others are refused."""

OBSTACLES = {
    SharingFailure.NO_PORT: Obstacle.NO_PORT,
    SharingFailure.ADDRESS_GONE: Obstacle.ADDRESS_GONE,
    SharingFailure.CRASHED: Obstacle.CRASHED,
}


class PhonesController(QObject):
    changed = Signal(object)
    """The new `Sharing`; also every second while it is on."""
    ended = Signal(object)
    """It was on and ended by itself; the `Obstacle` tells why."""

    def __init__(
        self,
        theme: Theme,
        bridge: SessionBridge,
        follower: SongFollower,
        clock: Clock,
        quick: JobRunner,
        ports: SharingPorts,
        parent: QObject | None = None,
    ) -> None:
        """`quick` makes the server and brings its events to this thread."""
        super().__init__(parent)
        self._theme = theme
        self._bridge = bridge
        self.follower = follower
        self._wishes = RemoteWishes(bridge)
        self._clock = clock
        self._quick = quick
        self._make_server = ports.make_server
        self._networks = ports.networks
        self._load = ports.load
        self._loaded = False
        self._sharing = Sharing()
        self._server: Server | None = None
        self._attempt = 0
        """Counts the servers; what an earlier one reports is too late."""
        self._waiting = threading.BoundedSemaphore(MOST_WISHES)
        self._slept_ms = Ms(0)
        self._idle_since = Ms(0)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        follower.setParent(self)
        follower.words_changed.connect(self._show_words)
        follower.anchor_changed.connect(self._show_anchor)
        self._timer_follower = TimerFollower(bridge, clock, self)
        self._timer_follower.changed.connect(self._show_timer)
        theme.changed.connect(self._show_light)

    @property
    def sharing(self) -> Sharing:
        return self._sharing

    @property
    def now_ms(self) -> Ms:
        """The time in which `sharing` counts."""
        return self._clock.monotonic_ms()

    def load(self) -> None:
        """Load what sharing needs while a person reads about it, so that it begins at the press."""
        if not self._loaded:
            self._loaded = True
            self._quick.submit(lambda _: self._load(), lambda _: None, lambda _: None)

    def share(self, network: HomeNetwork | None = None) -> None:
        """Begin, on this network or on the likeliest one."""
        if self._sharing.phase is not SharingPhase.OFF:
            return
        found = self._networks()
        chosen = network if network in found else next(iter(found), None)
        if chosen is None:
            self._set(Sharing(obstacle=Obstacle.NO_NETWORK))
            return
        self._attempt += 1
        self._set(Sharing(SharingPhase.OPENING, network=chosen, networks=found))
        light, report = self._light, partial(self._report, self._attempt)
        self._quick.submit(
            lambda _: self._make_server(chosen, light, report),
            partial(self._open, self._attempt),
            partial(self._give_up, self._attempt),
        )

    def move_to(self, network: HomeNetwork) -> None:
        """Share on another network; phones that are here have to come again."""
        if network != self._sharing.network:
            self.stop()
            self.share(network)

    def stop(self) -> None:
        """Stop sharing."""
        self._end(Sharing())

    def show_code(self) -> None:
        """Show a code again, a new one."""
        if self._server is not None and self._sharing.on:
            self._server.new_code()
            self._set(states.shown_again(self._sharing, self.now_ms))

    def disconnect_guest(self, guest_id: str) -> None:
        if self._server is not None:
            self._server.disconnect(guest_id)

    def look(self) -> None:
        """Notice what ends the sharing by itself, and what only time changes."""
        if not self._sharing.on:
            return
        now = self.now_ms
        if self._bridge.state.sounding:
            self._idle_since = now
        found = self._networks()
        slept_before, self._slept_ms = self._slept_ms, self._clock.slept_ms()
        if self._slept_ms - slept_before > SLEEP_MS:
            self._end_by_itself(Obstacle.SLEPT)
        elif self._sharing.network not in found:
            self._end_by_itself(Obstacle.ADDRESS_GONE)
        elif now - self._idle_since >= IDLE_MS:
            self.stop()
        else:
            self.follower.follow(self._bridge.state)
            self._sharing = states.with_time(replace(self._sharing, networks=found), now)
            self.changed.emit(self._sharing)

    @property
    def _light(self) -> PageLight:
        if self._theme.high_contrast:
            return PageLight.CONTRAST
        return PageLight.NIGHT if self._theme.night else PageLight.DUSK

    def _report(self, attempt: int, event: ServerEvent) -> None:
        """Take an event on the server's thread."""
        if isinstance(event, WishMade) and not self._waiting.acquire(blocking=False):
            server = self._server
            if server is not None:
                server.answer(event.guest_id, event.number, WishOutcome.REFUSED)
            return
        self._quick.post(partial(self._take, attempt, event))

    def _take(self, attempt: int, event: ServerEvent) -> None:
        """Take an event on the window's thread."""
        if isinstance(event, WishMade):
            self._waiting.release()
        server = self._server
        if attempt != self._attempt or server is None:
            return
        match event:
            case SharingOpened():
                self._slept_ms, self._idle_since = self._clock.slept_ms(), self.now_ms
                self.follower.start()
                self._timer_follower.start()
                self._timer.start()
                self._set(states.opened(self._sharing, event, self.now_ms))
            case InvitationChanged():
                self._set(states.invited(self._sharing, event))
            case GuestsChanged():
                self._set(states.with_guests(self._sharing, event.guests))
            case WishMade():
                outcome = WishOutcome.REFUSED
                if self.now_ms < event.until_ms:
                    outcome = self._wishes.carry_out(event.wish, event.guest_id)
                server.answer(event.guest_id, event.number, outcome)
            case SharingClosed():
                self._end_by_itself(Obstacle.ADDRESS_GONE)
            case SharingFailed():
                self._end_by_itself(OBSTACLES[event.reason])

    def _open(self, attempt: int, server: Server) -> None:
        if attempt == self._attempt:
            self._server = server
            server.open()

    def _give_up(self, attempt: int, _: Exception) -> None:
        """The server could not even be made; the log tells why."""
        if attempt == self._attempt:
            self._end_by_itself(Obstacle.CRASHED)

    def _end_by_itself(self, obstacle: Obstacle) -> None:
        was_on = self._sharing.on
        self._end(Sharing(obstacle=obstacle, network=self._sharing.network))
        if was_on:
            self.ended.emit(obstacle)

    def _end(self, sharing: Sharing) -> None:
        self._attempt += 1
        self._timer.stop()
        self.follower.stop()
        self._timer_follower.stop()
        server, self._server = self._server, None
        if server is not None:
            server.close()
        self._set(sharing)

    def _set(self, sharing: Sharing) -> None:
        if sharing != self._sharing:
            self._sharing = sharing
            self.changed.emit(sharing)

    def _show_words(self, words: SharedWords | None) -> None:
        if self._server is not None:
            self._server.show_words(words)

    def _show_anchor(self, anchor: Anchor | None) -> None:
        if self._server is not None:
            self._server.show_anchor(anchor)

    def _show_timer(self, timer: SharedTimer | None) -> None:
        if self._server is not None:
            self._server.show_timer(timer)

    def _show_light(self) -> None:
        if self._server is not None:
            self._server.set_light(self._light)
