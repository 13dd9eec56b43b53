"""Registers Settings, including backups."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from lullaby.backups import Backups
from lullaby.ui.credits.controller import CreditsController
from lullaby.ui.library.folder_actions import FolderActions
from lullaby.ui.library.music_folders import MusicFolders
from lullaby.ui.settings.backups_controller import BackupsController
from lullaby.ui.settings.sound_settings import SoundSettings
from lullaby.ui.shell.app_context import AppContext
from lullaby.ui.shell.deferred import start_later
from lullaby.ui.shell.keys import Action, ScreenId
from lullaby.ui.shell.screen_spec import Building, PreparedScreen, Screen, ScreenSpec
from lullaby.ui.sing.song_preferences_controller import SongPreferencesController
from lullaby.ui.text.translate import translate

SETTINGS = ScreenId("settings")

BACKUP_AFTER_MS = 9_000
"""A backup that is due is made this long after the first paint."""


@dataclass(frozen=True, slots=True)
class SettingsParts:
    """What Settings need beyond the context."""

    folders: MusicFolders
    folder_actions: FolderActions
    song_preferences: SongPreferencesController
    credits: CreditsController
    backups: Backups
    settle: Callable[[], bool]
    """Writes everything that waits to be written; returns whether nothing is left."""
    speakers: Callable[[], tuple[str, ...]]
    use_speaker: Callable[[str | None], None]
    """Takes a loudspeaker's name, or None for the system default."""


def screen_spec(parts: SettingsParts) -> ScreenSpec:
    return ScreenSpec(
        SETTINGS, _title, partial(prepare, parts=parts), icon="sliders-horizontal", shortcut="5"
    )


def prepare(context: AppContext, parts: SettingsParts) -> PreparedScreen:
    SoundSettings(context.settings, context.bridge, parts.use_speaker)
    backups = BackupsController(
        context.theme,
        context.window,
        parts.backups,
        context.slow,
        context.quick,
        context.clock,
        context.notices,
        context.undo,
        lambda: context.bridge.state.sounding,
        parts.settle,
    )

    def start() -> None:
        if context.stores.set_aside is not None:
            backups.report_damage(context.stores.set_aside)
        start_later(context.window, BACKUP_AFTER_MS, backups.start)

    backups.restored.connect(context.writer.start_over)
    backups.restored.connect(context.nights.restored)
    return PreparedScreen(partial(build, context, parts, backups), start=start, stop=backups.stop)


def build(context: AppContext, parts: SettingsParts, backups: BackupsController) -> Building:
    from lullaby.ui.settings import cards

    yield
    from lullaby.ui.settings.about_card import AboutCard
    from lullaby.ui.settings.backups_card import BackupsCard
    from lullaby.ui.settings.children_card import ChildrenCard
    from lullaby.ui.settings.folders_card import FoldersCard

    yield
    from lullaby.ui.settings.laptop_card import LaptopCard
    from lullaby.ui.settings.screen import SettingsScreen
    from lullaby.ui.settings.sound_card import SoundCard
    from lullaby.ui.settings.wind_down_card import WindDownCard

    yield
    theme, settings, commands = context.theme, context.settings, context.commands
    sound = SoundCard(theme, settings, parts.speakers, context.undo)
    look = (cards.LightCard(theme, settings), cards.WordsCard(theme, settings))
    yield
    laptop = LaptopCard(theme, settings)
    laptop.lock_requested.connect(lambda: commands.dispatch(Action.CHILD_LOCK))
    evening = (cards.FadeCard(theme, settings), laptop, WindDownCard(theme, settings))
    yield
    folders = FoldersCard(theme, settings, parts.folders)
    folders.add_requested.connect(parts.folder_actions.add)
    folders.remove_requested.connect(parts.folder_actions.remove)
    keys = cards.KeysCard(theme, settings)
    keys.shown_requested.connect(lambda: commands.dispatch(Action.KEYS))
    yield
    comfort, singers = cards.ComfortCard(theme, settings), cards.SingersCard(theme, settings)
    children = ChildrenCard(theme, settings, parts.song_preferences)
    yield
    card = BackupsCard(theme, settings)
    card.open_requested.connect(backups.open_sheet)
    card.set_source(lambda: (backups.newest(), context.clock.now().date()))
    backups.made.connect(card.refresh)
    about = AboutCard(theme, settings)
    about.credits_requested.connect(parts.credits.open_credits)
    shown = (*look, sound, *evening, comfort, folders, singers, children, keys, card, about)
    screen = SettingsScreen(theme, shown)
    return Screen(screen, enter=screen.enter, focus=screen.focus_first)


def _title() -> str:
    return translate("settings", "Settings")
