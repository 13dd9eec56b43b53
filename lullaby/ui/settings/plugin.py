"""Registers Settings, including backups."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from lullaby.backups import Backups
from lullaby.frozen import frozen
from lullaby.paths import Paths
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

if TYPE_CHECKING:
    from lullaby.ui.settings.erase_controller import EraseController
    from lullaby.ui.settings.topic import SettingsTopic

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
    paths: Paths
    give_songbook: Callable[[], None]
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
        if context.settings.now.child_in_copies:
            erasing = _erase_controller(context, parts)
            start_later(context.window, BACKUP_AFTER_MS, erasing.finish)

    backups.restored.connect(context.writer.start_over)
    backups.restored.connect(context.nights.restored)
    return PreparedScreen(partial(build, context, parts, backups), start=start, stop=backups.stop)


def build(context: AppContext, parts: SettingsParts, backups: BackupsController) -> Building:
    from lullaby.ui.settings import topics
    from lullaby.ui.settings.groups import SettingsGroup

    yield
    from lullaby.ui.settings.about_topic import AboutTopic
    from lullaby.ui.settings.backups_topic import BackupsTopic
    from lullaby.ui.settings.child_lock_topic import ChildLockTopic
    from lullaby.ui.settings.folders_topic import FoldersTopic

    yield
    from lullaby.ui.settings.languages_topic import LanguagesTopic
    from lullaby.ui.settings.laptop_topic import LaptopTopic
    from lullaby.ui.settings.output_topic import OutputTopic
    from lullaby.ui.settings.routines_topic import RoutinesTopic
    from lullaby.ui.settings.screen import SettingsScreen
    from lullaby.ui.settings.sound_topic import SoundTopic
    from lullaby.ui.settings.wind_down_topic import WindDownTopic

    yield
    theme, settings, commands = context.theme, context.settings, context.commands
    routines = RoutinesTopic(theme, settings, context.next_session)
    routines.new_requested.connect(lambda: commands.dispatch(Action.NEW_ROUTINE))
    evening = SettingsGroup(
        "bed-single",
        translate("settings", "Evening"),
        translate("settings", "fade, end of the timer, routines"),
        (
            topics.FadeTopic(theme, settings),
            WindDownTopic(theme, settings),
            LaptopTopic(theme, settings),
            topics.AskTopic(theme, settings),
            routines,
        ),
    )
    yield
    sound = SettingsGroup(
        "volume-2",
        translate("settings", "Sound"),
        translate("settings", "volume limit, mono, speaker"),
        (
            SoundTopic(theme, settings, context.undo),
            OutputTopic(theme, settings, parts.speakers),
        ),
    )
    yield
    look = SettingsGroup(
        "moon",
        translate("settings", "Light and words"),
        translate("settings", "colours, text size, translations"),
        (
            topics.LightTopic(theme, settings),
            topics.ComfortTopic(theme, settings),
            topics.WordsTopic(theme, settings),
        ),
    )
    yield
    family = SettingsGroup(
        "users",
        translate("settings", "Family"),
        translate("settings", "languages, singers, children"),
        (
            LanguagesTopic(theme, settings, parts.sung_languages),
            topics.SingersTopic(theme, settings),
            _children_topic(context, parts),
        ),
    )
    lock = ChildLockTopic(theme, settings)
    lock.lock_requested.connect(lambda: commands.dispatch(Action.CHILD_LOCK))
    yield
    folders = FoldersTopic(theme, settings, parts.folders)
    folders.add_requested.connect(parts.folder_actions.add)
    folders.remove_requested.connect(parts.folder_actions.remove)
    keys = topics.KeysTopic(theme, settings)
    keys.shown_requested.connect(lambda: commands.dispatch(Action.KEYS))
    yield
    backups_topic = BackupsTopic(theme, settings)
    backups_topic.open_requested.connect(backups.open_sheet)
    backups_topic.set_source(lambda: (backups.newest(), context.clock.now().date()))
    backups.made.connect(backups_topic.refresh)
    data = SettingsGroup(
        "lock",
        translate("settings", "Data and keys"),
        translate("settings", "child lock, backups, music folders"),
        (
            lock,
            backups_topic,
            _copy_topic(context, parts),
            _family_topic(context, parts),
            folders,
            keys,
        ),
    )
    about_topic = AboutTopic(theme, settings)
    about_topic.credits_requested.connect(parts.credits.open_credits)
    about = SettingsGroup(
        "info",
        translate("settings", "About and credits"),
        translate("settings", "version, licences"),
        (about_topic,),
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


def _children_topic(context: AppContext, parts: SettingsParts) -> SettingsTopic:
    from lullaby.ui.settings.children_topic import ChildrenTopic

    topic = ChildrenTopic(context.theme, context.settings, parts.song_preferences)
    topic.erase_requested.connect(lambda child: _erase_controller(context, parts).ask(child))
    return topic


def _erase_controller(context: AppContext, parts: SettingsParts) -> EraseController:
    """The only one of the window, made when it is needed."""
    from lullaby.erasing import ChildEraser
    from lullaby.ui.settings.erase_controller import EraseController

    made = context.window.findChild(EraseController)
    if made is not None:
        return made
    controller = EraseController(
        context.window,
        ChildEraser(context.stores.beside, parts.paths, context.clock.now),
        context.slow,
        context.notices,
        context.undo,
        context.settings,
        parts.song_preferences,
        lambda: context.bridge.state.sounding,
        parts.settle,
    )
    for told in (context.writer.start_over, context.nights.restored, parts.folders.rescan):
        controller.changed.connect(told)
    return controller


def _copy_topic(context: AppContext, parts: SettingsParts) -> SettingsTopic:
    from lullaby.ui.settings.copy_controller import CopyController
    from lullaby.ui.settings.copy_topic import CopyTopic

    copies = CopyController(
        context.window,
        parts.paths,
        parts.backups,
        context.slow,
        context.clock,
        context.files,
        context.notices,
        context.undo,
        context.settings,
        lambda: context.bridge.state.sounding,
        parts.settle,
    )
    for told in (context.writer.start_over, context.nights.restored, parts.folders.rescan):
        copies.restored.connect(told)
    topic = CopyTopic(context.theme, context.settings, copies.lacking)
    topic.copy_requested.connect(copies.ask_where)
    topic.back_requested.connect(copies.ask_which)
    copies.made.connect(topic.refresh)
    return topic


def _family_topic(context: AppContext, parts: SettingsParts) -> SettingsTopic:
    from lullaby.ui.settings.family_controller import FamilyController
    from lullaby.ui.settings.family_topic import FamilyTopic

    family = FamilyController(context, parts.settle)
    family.changed.connect(context.nights.restored)
    family.changed.connect(context.next_session.refresh)
    topic = FamilyTopic(context.theme, context.settings)
    topic.write_requested.connect(family.ask_where)
    topic.read_requested.connect(family.ask_which)
    topic.songbook_requested.connect(parts.give_songbook)
    return topic


def _title() -> str:
    return translate("settings", "Settings")
