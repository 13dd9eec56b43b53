"""Registers Settings, including backups."""

from collections.abc import Callable
from functools import partial

from lullaby.backups import Backups
from lullaby.frozen import frozen
from lullaby.ui.credits.controller import CreditsController
from lullaby.ui.library.folder_actions import FolderActions
from lullaby.ui.library.music_folders import MusicFolders
from lullaby.ui.settings.backups_controller import BackupsController
from lullaby.ui.settings.sound_settings import SoundSettings
from lullaby.ui.shell.app_context import AppContext
from lullaby.ui.shell.deferred import start_later
from lullaby.ui.shell.keys import Action, ScreenId
from lullaby.ui.shell.screen_spec import Building, PreparedScreen, Screen, ScreenSpec
from lullaby.ui.shell.sung_languages import SungLanguages
from lullaby.ui.sing.song_preferences_controller import SongPreferencesController
from lullaby.ui.text.translate import translate

SETTINGS = ScreenId("settings")

BACKUP_AFTER_MS = 9_000
"""A backup that is due is made this long after the first paint."""


@frozen
class SettingsParts:
    """What Settings need beyond the context."""

    folders: MusicFolders
    folder_actions: FolderActions
    song_preferences: SongPreferencesController
    credits: CreditsController
    sung_languages: SungLanguages
    backups: Backups
    settle: Callable[[], bool]
    """Writes everything that waits to be written; returns whether nothing is left."""
    speakers: Callable[[], tuple[str, ...]]
    use_speaker: Callable[[str | None], None]
    """Takes a loudspeaker's name, or None for the system default."""
    set_stereo: Callable[[bool, float], None]
    """Takes whether to play mono, and the balance, -1 (left only) to 1 (right only)."""


def screen_spec(parts: SettingsParts) -> ScreenSpec:
    return ScreenSpec(
        SETTINGS, _title, partial(prepare, parts=parts), icon="sliders-horizontal", shortcut="5"
    )


def prepare(context: AppContext, parts: SettingsParts) -> PreparedScreen:
    SoundSettings(context.settings, context.bridge, parts.use_speaker, parts.set_stereo)
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
    from lullaby.ui.settings.groups import SettingsGroup

    yield
    from lullaby.ui.settings.about_card import AboutCard
    from lullaby.ui.settings.backups_card import BackupsCard
    from lullaby.ui.settings.child_lock_card import ChildLockCard
    from lullaby.ui.settings.children_card import ChildrenCard
    from lullaby.ui.settings.folders_card import FoldersCard

    yield
    from lullaby.ui.settings.languages_card import LanguagesCard
    from lullaby.ui.settings.laptop_card import LaptopCard
    from lullaby.ui.settings.output_card import OutputCard
    from lullaby.ui.settings.screen import SettingsScreen
    from lullaby.ui.settings.sound_card import SoundCard
    from lullaby.ui.settings.wind_down_card import WindDownCard

    yield
    theme, settings, commands = context.theme, context.settings, context.commands
    evening = SettingsGroup(
        "bed-single",
        translate("settings", "Evening"),
        translate("settings", "timer, fade, wind down"),
        (
            cards.FadeCard(theme, settings),
            WindDownCard(theme, settings),
            LaptopCard(theme, settings),
            cards.AskCard(theme, settings),
        ),
    )
    yield
    sound = SettingsGroup(
        "volume-2",
        translate("settings", "Sound"),
        translate("settings", "volume limit, mono, speaker"),
        (
            SoundCard(theme, settings, context.undo),
            OutputCard(theme, settings, parts.speakers),
        ),
    )
    yield
    look = SettingsGroup(
        "moon",
        translate("settings", "Light and words"),
        translate("settings", "colours, text size, translations"),
        (
            cards.LightCard(theme, settings),
            cards.ComfortCard(theme, settings),
            cards.WordsCard(theme, settings),
        ),
    )
    yield
    family = SettingsGroup(
        "users",
        translate("settings", "Family"),
        translate("settings", "languages, singers, children"),
        (
            LanguagesCard(theme, settings, parts.sung_languages),
            cards.SingersCard(theme, settings),
            ChildrenCard(theme, settings, parts.song_preferences),
        ),
    )
    lock = ChildLockCard(theme, settings)
    lock.lock_requested.connect(lambda: commands.dispatch(Action.CHILD_LOCK))
    yield
    folders = FoldersCard(theme, settings, parts.folders)
    folders.add_requested.connect(parts.folder_actions.add)
    folders.remove_requested.connect(parts.folder_actions.remove)
    keys = cards.KeysCard(theme, settings)
    keys.shown_requested.connect(lambda: commands.dispatch(Action.KEYS))
    yield
    backups_card = BackupsCard(theme, settings)
    backups_card.open_requested.connect(backups.open_sheet)
    backups_card.set_source(lambda: (backups.newest(), context.clock.now().date()))
    backups.made.connect(backups_card.refresh)
    data = SettingsGroup(
        "lock",
        translate("settings", "Data and keys"),
        translate("settings", "child lock, backups, music folders"),
        (lock, backups_card, folders, keys),
    )
    credits_card = AboutCard(theme, settings)
    credits_card.credits_requested.connect(parts.credits.open_credits)
    about = SettingsGroup(
        "info",
        translate("settings", "About and credits"),
        translate("settings", "version, licences"),
        (credits_card,),
    )
    yield
    screen = SettingsScreen(theme, (evening, sound, look, family, data, about))
    return Screen(
        screen,
        enter=screen.enter,
        focus=screen.focus_first,
        step_back=screen.step_back,
        own_actions={Action.FIND: screen.begin_search},
    )


def _title() -> str:
    return translate("settings", "Settings")
