"""Builds each screen of the window at its first visit."""

from collections.abc import Callable, Mapping
from enum import Enum
from functools import partial

from PySide6.QtCore import QObject, QTimer

from lullaby.ui.shell.keys import ScreenId
from lullaby.ui.shell.pieces import Pieces
from lullaby.ui.shell.screen_spec import Building, PreparedScreen, Screen

Later = Callable[[Callable[[], None]], None]
"""Schedules a call for a later turn of the event loop."""


def next_turn(owner: QObject) -> Later:
    """Schedules for the next turn, unless `owner` is deleted before."""
    return lambda call: QTimer.singleShot(0, owner, call)


class Screens:
    """Owns the prepared and the built screens.

    `built` builds at once; `build_soon` spreads the pieces over several turns with `later`.
    """

    def __init__(self, prepared: Mapping[ScreenId, PreparedScreen], later: Later) -> None:
        self._prepared = prepared
        self._later = later
        self._under_way: dict[ScreenId, Building] = {}
        self._waiting: dict[ScreenId, list[Callable[[], None]]] = {}
        self._made: dict[ScreenId, Screen] = {}
        """Complete, but not in the window yet."""
        self._announced: set[ScreenId] = set()
        """Of these, the ones of which the window knows that they come next."""
        self._built: dict[ScreenId, Screen] = {}
        self._place: Callable[[ScreenId, Screen], None] = lambda _screen, _built: None
        self._make_ready: Callable[[ScreenId], None] = lambda _screen: None
        self._started = False

    def place_in(
        self,
        place: Callable[[ScreenId, Screen], None],
        make_ready: Callable[[ScreenId], None],
    ) -> None:
        """Set `place`, which adds each screen to the window when it is built, and `make_ready`,
        called in the turn before that if the screen will be shown then."""
        self._place, self._make_ready = place, make_ready

    def is_built(self, screen: ScreenId) -> bool:
        return screen in self._built

    def prepared(self, screen: ScreenId) -> PreparedScreen:
        return self._prepared[screen]

    def built(self, screen: ScreenId) -> Screen:
        """Return the screen, building what is missing at once."""
        while screen not in self._built:
            self._build_piece(screen)
        return self._built[screen]

    def pieces(self, screen: ScreenId) -> Pieces[None]:
        """Build the screen in pieces; the caller runs the event loop in between."""
        while screen not in self._built:
            self._build_piece(screen)
            yield

    def build_all(self) -> None:
        """Build every screen that is not built yet."""
        for screen in self._prepared:
            self.built(screen)

    def build_soon(self, screen: ScreenId, then: Callable[[], None]) -> None:
        """Build one piece per turn, then call `then`; call it at once if already built."""
        if screen in self._built:
            then()
            return
        waiting = self._waiting.setdefault(screen, [])
        waiting.append(then)
        if len(waiting) == 1:
            self._go_on(screen)

    def finish_waiting(self) -> bool:
        """Build at once what `build_soon` is still building; returns whether there was any."""
        waiting = tuple(self._waiting)
        for screen in waiting:
            self.built(screen)
            self._call_waiting(screen)
        return bool(waiting)

    def forget_waiting(self) -> None:
        """Never call what still waits for a screen; something else was requested since."""
        self._waiting.clear()

    def actions(self) -> dict[Enum, Callable[[], None]]:
        """Handlers that act whichever screen is on show; some build their screen first."""
        found: dict[Enum, Callable[[], None]] = {}
        for screen, prepared in self._prepared.items():
            found.update(prepared.actions)
            for action in prepared.answers:
                found[action] = partial(self._answer, screen, action)
        return found

    def start(self) -> None:
        """Call after the first paint."""
        self._started = True
        for prepared in self._prepared.values():
            prepared.start()
        for screen in self._built.values():
            screen.start()

    def stop(self) -> None:
        """Call when the application ends."""
        for prepared in self._prepared.values():
            prepared.stop()

    def _answer(self, screen: ScreenId, action: Enum) -> None:
        def act() -> None:
            self._built[screen].actions[action]()

        self.build_soon(screen, act)

    def _go_on(self, screen: ScreenId) -> None:
        if screen in self._built:
            self._call_waiting(screen)
            return
        if screen in self._made and screen not in self._announced:
            self._announced.add(screen)
            self._make_ready(screen)
        else:
            self._build_piece(screen)
        self._later(lambda: self._go_on(screen))

    def _call_waiting(self, screen: ScreenId) -> None:
        for then in self._waiting.pop(screen, ()):
            then()

    def _build_piece(self, screen: ScreenId) -> None:
        if screen in self._made:
            built = self._made.pop(screen)
            self._built[screen] = built
            self._place(screen, built)
            if self._started:
                built.start()
            return
        building = self._under_way.get(screen)
        if building is None:
            building = self._under_way[screen] = self._prepared[screen].build()
        try:
            next(building)
        except StopIteration as done:
            self._made[screen] = done.value
            del self._under_way[screen]
        except Exception:
            del self._under_way[screen]
            self._waiting.pop(screen, None)
            raise
