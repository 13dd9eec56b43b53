"""Registers Settings, including backups."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from lullaby.copies import Copies
from lullaby.ui.credits.controller import CreditsController
from lullaby.ui.library.folder_actions import FolderActions
from lullaby.ui.library.music_folders import MusicFolders
from lullaby.ui.settings.copies_controller import CopiesController
from lullaby.ui.settings.screen import SettingsScreen
from lullaby.ui.settings.sound_settings import SoundSettings
from lullaby.ui.shell.app_context import AppContext
from lullaby.ui.shell.deferred import start_later
from lullaby.ui.shell.keys import Action, ScreenId
from lullaby.ui.shell.screen_spec import Screen, ScreenSpec
from lullaby.ui.sing.song_preferences_controller import SongPreferencesController
from lullaby.ui.text.translate import translate

SETTINGS = ScreenId("settings")

COPY_AFTER_MS = 9_000
"""A backup that is due is made this long after the first paint."""


@dataclass(frozen=True, slots=True)
class SettingsParts:
    """What Settings need beyond the context."""

    folders: MusicFolders
    folder_actions: FolderActions
    song_preferences: SongPreferencesController
    credits: CreditsController
    copies: Copies
    settle: Callable[[], bool]
    """Writes everything that waits to be written; returns whether nothing is left."""
    speakers: Callable[[], tuple[str, ...]]
    use_speaker: Callable[[str | None], None]
    """Takes a loudspeaker's name, or None for the system default."""


def screen_spec(parts: SettingsParts) -> ScreenSpec:
    return ScreenSpec(
        SETTINGS, _title, partial(build, parts=parts), icon="sliders-horizontal", shortcut="5"
    )


def build(context: AppContext, parts: SettingsParts) -> Screen:
    settings, commands, clock = context.settings, context.commands, context.clock
    SoundSettings(settings, context.bridge, parts.use_speaker)
    screen = SettingsScreen(
        context.theme,
        settings,
        parts.folders,
        parts.speakers,
        parts.song_preferences,
        context.undo,
    )
    copies = CopiesController(
        context.theme,
        context.window,
        parts.copies,
        context.slow,
        context.quick,
        clock,
        context.notices,
        context.undo,
        lambda: context.bridge.state.sounding,
        parts.settle,
    )

    def start() -> None:
        if context.stores.set_aside is not None:
            copies.report_damage(context.stores.set_aside)
        start_later(context.window, COPY_AFTER_MS, copies.start)

    screen.add_folder_requested.connect(parts.folder_actions.add)
    screen.remove_folder_requested.connect(parts.folder_actions.remove)
    screen.keys_requested.connect(lambda: commands.dispatch(Action.KEYS))
    screen.lock_requested.connect(lambda: commands.dispatch(Action.CHILD_LOCK))
    screen.credits_requested.connect(parts.credits.open_credits)
    screen.copies_card.open_requested.connect(copies.open_sheet)
    screen.copies_card.set_source(lambda: (copies.newest(), clock.now().date()))
    copies.made.connect(screen.copies_card.refresh)
    copies.restored.connect(context.writer.start_over)
    copies.restored.connect(context.nights.restored)
    return Screen(
        screen, enter=screen.enter, focus=screen.focus_first, start=start, stop=copies.stop
    )


def _title() -> str:
    return translate("settings", "Settings")
