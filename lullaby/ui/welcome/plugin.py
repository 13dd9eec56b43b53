"""Registers the welcome screen, shown until it is left for the first time."""

from collections.abc import Callable
from functools import partial

from lullaby.ui.shell.app_context import AppContext
from lullaby.ui.shell.keys import ARROWS, NUMBERS, ScreenId, ScreenKeys
from lullaby.ui.shell.screen_spec import (
    Building,
    Landscape,
    PreparedScreen,
    Screen,
    ScreenSpec,
)
from lullaby.ui.text.names import AMBIENT_NAMES
from lullaby.ui.text.translate import translate

WELCOME = ScreenId("welcome")
KEYS = ScreenKeys(single=NUMBERS, plain=ARROWS)
HOUSE_AT = 0.24
"""As a share of the window's width."""


def screen_spec(add_music: Callable[[], None]) -> ScreenSpec:
    """`add_music` lets the person choose a folder."""
    return ScreenSpec(WELCOME, _title, partial(prepare, add_music=add_music), fills_window=True)


def prepare(context: AppContext, add_music: Callable[[], None]) -> PreparedScreen:
    return PreparedScreen(partial(build, context, add_music))


def build(context: AppContext, add_music: Callable[[], None]) -> Building:
    from lullaby.ui.welcome.screen import WelcomeScreen

    yield
    settings = context.settings
    songs = context.stores.library.songbook_count()
    screen = WelcomeScreen(context.theme, settings.now, songs, len(AMBIENT_NAMES))
    screen.begun.connect(context.commands.start_evening)
    screen.music_requested.connect(add_music)
    screen.singers_named.connect(
        lambda first, second: settings.change(first_singer=first, second_singer=second)
    )
    screen.night_follows.connect(
        lambda follows: settings.change(light="follow" if follows else "dusk")
    )
    return Screen(
        screen,
        leave=lambda: settings.change(welcomed=True),
        keys=lambda: KEYS,
        landscape=lambda room: Landscape(room.width() * HOUSE_AT),
        room_for_bars=lambda room: screen.beside_the_card,
    )


def _title() -> str:
    return translate("welcome", "Welcome to Lullaby")
