"""The way to the words on phones: a tile of the Sing screen, and a sign in the rail while they are
shared.

What shares them is loaded and made at the first press of the tile; nothing is opened before the
press in the panel.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lullaby.ui.shell.app_context import AppContext
from lullaby.ui.shell.notifications import Notifications
from lullaby.ui.sing.aid_tile import AidTile
from lullaby.ui.text.lists import full_stop, labelled
from lullaby.ui.text.translate import PLURAL, translate

if TYPE_CHECKING:
    from lullaby.library.track import Track
    from lullaby.lyrics.model import Lyrics
    from lullaby.ui.sing.screen import SingScreen
    from lullaby.ui.sing.side_panel import SidePanel
    from lullaby.ui.sing.song_preferences_controller import SongPreferencesController
    from lullaby.ui.together.phones_controller import PhonesController
    from lullaby.ui.together.ports import SharingPorts
    from lullaby.ui.together.sharing import Obstacle, Sharing

TOPIC = "phones"
"""Of its notice."""


class Phones(QObject):
    shared = Signal(object)
    """How many guests show the words; None while they are not shared."""
    wanted = Signal()
    """The Sing screen is to be shown, with the panel."""
    panel_requested = Signal()
    """The Sing screen is shown; its panel is to be opened."""

    def __init__(
        self,
        make: Callable[[], PhonesController],
        notices: Notifications,
        parent: QObject | None = None,
    ) -> None:
        """`make` loads what sharing needs."""
        super().__init__(parent)
        self._make = make
        self._notices = notices
        self._made: PhonesController | None = None
        self._guests: int | None = None

    @property
    def controller(self) -> PhonesController:
        if self._made is None:
            self._made = self._make()
            self._made.changed.connect(self._on_change)
            self._made.ended.connect(self._tell)
        return self._made

    @property
    def is_on(self) -> bool:
        return self._made is not None and self._made.sharing.on

    def stop(self) -> None:
        """Stop sharing; the application ends."""
        if self._made is not None:
            self._made.stop()

    def turn_to(self, place: int) -> None:
        """Words without times were turned by hand, past so many lines."""
        if self._made is not None:
            self._made.follower.turn_to(place)

    def _on_change(self, sharing: Sharing) -> None:
        if sharing.on:
            self._notices.take_back(TOPIC)
        guests = len(sharing.guests) if sharing.on else None
        if guests != self._guests:
            self._guests = guests
            self.shared.emit(guests)

    def _tell(self, obstacle: Obstacle) -> None:
        """Say why it ended by itself; one press begins anew."""
        from lullaby.ui.together import phones_words

        def begin() -> bool:
            self.wanted.emit()
            self.controller.share()
            return True

        self._notices.offer(
            TOPIC,
            phones_words.obstacle(obstacle),
            "",
            translate("phones", "Share again"),
            begin,
        )


def door_texts(guests: int | None) -> tuple[str, str]:
    """What is written under the sign in the rail, and what a screen reader says; empty if the
    words are not shared."""
    if guests is None:
        return "", ""
    if not guests:
        text = translate("phones", "Phones")
    else:
        text = translate("phones", "%n phones", None, PLURAL, guests)
    return text, labelled(translate("phones", "Words on your phones"), text)


def shared_aloud(guests: int | None) -> str:
    """What a screen reader says when guests come or go, or when sharing begins or ends."""
    if guests is None:
        return translate("phones", "The words are no longer on phones.")
    if not guests:
        return translate("phones", "Phones can show the words now.")
    return full_stop(translate("phones", "%n devices show the words", None, PLURAL, guests))


def maker_of_controller(
    context: AppContext,
    ports: SharingPorts,
    words: Callable[[Track], Lyrics | None],
    song_preferences: SongPreferencesController,
) -> Callable[[], PhonesController]:
    """What `Phones` needs; `words` finds the words of a song."""

    def make() -> PhonesController:
        from lullaby.ui.sing.words_source import WordsSource
        from lullaby.ui.together.phones_controller import PhonesController
        from lullaby.ui.together.song_follower import SongFollower

        follower = SongFollower(
            context.bridge,
            WordsSource(context.quick, words),
            context.song_words,
            song_preferences,
            context.settings,
            context.clock,
        )
        return PhonesController(
            context.theme,
            context.bridge,
            follower,
            context.clock,
            context.quick,
            ports,
            context.window,
        )

    return make


def add_phones(phones: Phones, context: AppContext, screen: SingScreen, side: SidePanel) -> None:
    """Add the tile and the panel to the Sing screen."""
    theme = context.theme
    tile = AidTile(theme, "smartphone", translate("phones", "Phones"))
    tile.setCheckable(True)
    screen.dock.hold_last(tile)
    made = False

    def show_panel() -> None:
        nonlocal made
        if not made:
            from lullaby.ui.together.phones_view import PhonesView

            side.hold(PhonesView(theme, phones.controller))
            phones.controller.load()
            made = True
        side.open(translate("phones", "Words on your phones"))

    def press() -> None:
        tile.setChecked(phones.is_on)
        if not side.close():
            show_panel()

    def show_shared(guests: int | None) -> None:
        tile.setChecked(guests is not None)
        if guests is not None:
            phones.turn_to(screen.words.place)

    tile.clicked.connect(press)
    phones.shared.connect(show_shared)
    phones.panel_requested.connect(show_panel)
    screen.prompter.turned.connect(phones.turn_to)
