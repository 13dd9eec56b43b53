"""Registers the welcome screen, shown until it is left for the first time."""

from collections.abc import Callable
from functools import partial

from lullaby.frozen import frozen
from lullaby.ui.library.music_folders import MusicFolders
from lullaby.ui.library.plugin import LIBRARY
from lullaby.ui.shell.app_context import AppContext
from lullaby.ui.shell.keys import ARROWS, NUMBERS, ScreenId, ScreenKeys
from lullaby.ui.shell.screen_spec import (
    Building,
    Landscape,
    PreparedScreen,
    Screen,
    ScreenSpec,
)
from lullaby.ui.shell.sung_languages import SungLanguages
from lullaby.ui.text.names import AMBIENT_NAMES
from lullaby.ui.text.translate import translate

WELCOME = ScreenId("welcome")
KEYS = ScreenKeys(single=NUMBERS, plain=ARROWS)
HOUSE_AT = 0.24
"""As a share of the window's width."""
CHIMNEY_AT = 0.76
"""How high the house reaches at most, as a share of the window's height from the top."""


@frozen
class WelcomeParts:
    """What the welcome screen needs beyond the context."""

    add_music: Callable[[], None]
    """Lets the person choose a folder."""
    folders: MusicFolders
    sung_languages: SungLanguages


def screen_spec(parts: WelcomeParts) -> ScreenSpec:
    return ScreenSpec(WELCOME, _title, partial(prepare, parts=parts), fills_window=True)


def prepare(context: AppContext, parts: WelcomeParts) -> PreparedScreen:
    return PreparedScreen(partial(build, context, parts))


def build(context: AppContext, parts: WelcomeParts) -> Building:
    from lullaby.ui.controls.language_chips import LanguageChips
    from lullaby.ui.welcome.screen import WelcomeScreen

    yield
    settings, sung, folders = context.settings, parts.sung_languages, parts.folders
    chips = LanguageChips(context.theme, sung.songs(), sung.chosen)
    chips.chosen.connect(sung.choose)
    yield
    songs = context.stores.library.songbook_count()
    screen = WelcomeScreen(context.theme, settings.now, songs, len(AMBIENT_NAMES), chips)
    screen.begun.connect(context.commands.start_evening)
    screen.look_requested.connect(lambda: context.navigation.show_screen(LIBRARY))
    screen.music_requested.connect(parts.add_music)
    screen.night_follows.connect(
        lambda follows: settings.change(light="follow" if follows else "dusk")
    )
    folders.progressed.connect(screen.show_scan)
    folders.finished.connect(
        lambda _: folders.look_up(lambda found, _: screen.show_songs(sum(f.songs for f in found)))
    )

    def leave() -> None:
        """Whatever the first evening is started with, it plays what is ticked here."""
        sung.accept()
        settings.change(welcomed=True)

    return Screen(
        screen,
        leave=leave,
        focus=screen.focus_first,
        step_back=chips.end_search,
        keys=lambda: KEYS,
        landscape=lambda room: Landscape(
            room.width() * HOUSE_AT, plain=screen.foot > room.height() * CHIMNEY_AT
        ),
        room_for_bars=lambda room: screen.beside_the_card,
    )


def _title() -> str:
    return translate("welcome", "Welcome to Lullaby")
