"""Which signal leads where, for screens that do not know each other."""

from collections.abc import Callable

from lullaby.clock import Clock
from lullaby.journal.writer import NightWriter
from lullaby.library.track import Track
from lullaby.session.finish import Finish
from lullaby.settings import RANGES, Settings
from lullaby.ui.action_dispatcher import ActionDispatcher
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.credits.controller import CreditsController
from lullaby.ui.journal.export_controller import ExportController
from lullaby.ui.library.analysis_runner import AnalysisRunner
from lullaby.ui.library.library_actions import LibraryActions
from lullaby.ui.library.library_model import LibraryModel
from lullaby.ui.library.music_folders import MusicFolders
from lullaby.ui.library.playlist_controller import PlaylistController
from lullaby.ui.library.playlists_tab import PlaylistsTab
from lullaby.ui.library.rules_controller import RulesController
from lullaby.ui.library.songs_tab import SongsTab
from lullaby.ui.library.tempo_controller import TempoController
from lullaby.ui.places import Places
from lullaby.ui.settings.copies_controller import CopiesController
from lullaby.ui.settings.wind_down_card import curve_of
from lullaby.ui.shell.keys import Action
from lullaby.ui.shell.notifications import Notifications
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.sing.sing_controller import SingController
from lullaby.ui.sing.singing_options import FindScore, SingingOptions
from lullaby.ui.sing.song_preferences_controller import SongPreferencesController
from lullaby.ui.theme.theme import Theme
from lullaby.ui.tonight.answers import Answers
from lullaby.ui.tonight.next_session import NextSession
from lullaby.ui.tonight.suggestion import Suggestions
from lullaby.ui.window import MainWindow
from lullaby.units import Lufs

MOST_WARMTH = RANGES["warmth"][1]


def wire_library(
    library_actions: LibraryActions,
    folders: MusicFolders,
    places: Places,
    songs: SongsTab,
    playlists: PlaylistsTab,
    mend: Callable[[Track], None],
) -> None:
    """Wishes of the Library, and of those who add music from elsewhere."""
    songs.begin_requested.connect(library_actions.start_songs)
    songs.menu_requested.connect(library_actions.song_menu)
    songs.tempo_requested.connect(library_actions.tempo_menu)
    songs.find_requested.connect(library_actions.find_song)
    songs.hide_requested.connect(library_actions.hide)
    playlists.begin_requested.connect(library_actions.start_playlist)
    playlists.menu_requested.connect(library_actions.playlist_menu)
    playlists.import_requested.connect(library_actions.bring_in)
    playlists.find_requested.connect(library_actions.find_item)
    places.library.add_requested.connect(library_actions.add_folder)
    places.settings.add_folder_requested.connect(library_actions.add_folder)
    places.settings.remove_folder_requested.connect(library_actions.remove_folder)

    def add_words(track: Track | None) -> None:
        if track is not None and library_actions.add_words(track):
            places.sing.words_changed(track)
            folders.rescan()

    places.sing.words_requested.connect(add_words)
    places.sing.mending.requested.connect(mend)
    library_actions.mend_requested.connect(mend)
    if places.welcome is not None:
        places.welcome.music_requested.connect(library_actions.add_folder)


def wire_rules(
    rules: RulesController,
    playlists: PlaylistsTab,
    library_model: LibraryModel,
    controller: PlaylistController,
) -> None:
    """Smart playlists are made and changed in their sheet, and follow the library."""
    playlists.starter_requested.connect(rules.make)
    playlists.rules_requested.connect(rules.edit)
    rules.made.connect(playlists.choose)
    library_model.changed.connect(controller.follow_library)


def wire_changes(
    folders: MusicFolders,
    analysis_runner: AnalysisRunner,
    library_model: LibraryModel,
    playlists: PlaylistController,
    next_session: NextSession,
    notices: Notifications,
) -> None:
    """Songs came or went, playlists were changed: whoever shows them reads again."""
    folders.songs_changed.connect(library_model.refresh)
    folders.finished.connect(analysis_runner.start)
    analysis_runner.songs_changed.connect(library_model.refresh)
    folders.settled.connect(playlists.changed)
    playlists.strangers_came.connect(folders.take_in)
    folders.trouble.connect(notices.tell_not_kept)
    playlists.changed.connect(next_session.refresh)
    next_session.changed.connect(notices.look)


def wire_nights(
    take: ExportController,
    writer: NightWriter,
    suggestions: Suggestions,
    copies: CopiesController,
    dispatcher: ActionDispatcher,
    clock: Clock,
    places: Places,
    library_model: LibraryModel,
    playlists: PlaylistController,
) -> None:
    """Nights were changed, came in, or are those of a copy: whoever shows them reads again."""
    take.changed.connect(places.journal.refresh)
    copies.restored.connect(writer.start_over)
    copies.restored.connect(places.journal.read_anew)
    copies.restored.connect(playlists.changed)
    suggestions.changed.connect(places.tonight.idle.place)
    copies.restored.connect(library_model.read_anew)
    for told in (take.changed, places.journal.changed, copies.restored):
        told.connect(suggestions.refresh)
        told.connect(places.tonight.refresh)
        told.connect(library_model.refresh)
    card = places.settings.copies_card
    card.open_requested.connect(copies.open_sheet)
    card.set_source(lambda: (copies.newest(), clock.now().date()))
    copies.made.connect(card.refresh)


def wire_words_of_the_person(
    tempo: TempoController,
    answers: Answers,
    song_preferences: SongPreferencesController,
    places: Places,
    library_model: LibraryModel,
    playlists: PlaylistController,
    notices: Notifications,
) -> None:
    """What the person says of songs and nights."""
    tempo.changed.connect(library_model.refresh)
    tempo.changed.connect(playlists.changed)
    answers.changed.connect(places.tonight.refresh)
    answers.changed.connect(notices.look)
    places.journal.changed.connect(notices.look)
    answers.changed.connect(library_model.refresh)
    song_preferences.no_room.connect(notices.tell_not_kept)
    song_preferences.changed.connect(notices.look)


def wire_sing(sing: SingController, dispatcher: ActionDispatcher) -> None:
    """Keys of the Sing screen."""
    for action, act in sing.handlers.items():
        dispatcher.register(action, act)


def wire_credits(thanks: CreditsController, places: Places) -> None:
    places.settings.credits_requested.connect(thanks.open_credits)


def wire_scores(
    theme: Theme,
    bridge: SessionBridge,
    score: FindScore,
    song_preferences: SongPreferencesController,
    places: Places,
    dispatcher: ActionDispatcher,
) -> None:
    """The ways to sing that songs made from scores have, kept for each song."""
    how = SingingOptions(theme, bridge, score, song_preferences.keep_singing, places.sing)
    places.sing.set_singing_options(how)
    dispatcher.register(Action.MELODY, how.toggle_melody)
    dispatcher.register(Action.VERSES, how.choose_verses)


def wire_settings(
    window: MainWindow,
    controller: SettingsController,
    bridge: SessionBridge,
    places: Places,
    use_speaker: Callable[[str | None], None],
) -> None:
    """What the settings change beyond light and text."""
    used = [""]
    sing = places.sing

    def follow(settings: Settings) -> None:
        window.set_single_keys(settings.single_keys)
        places.tonight.routine_panel.set_end(settings.fade_minutes, Finish(settings.finish))
        sing.set_translated(settings.show_translation)
        sing.words.set_melody(settings.show_tune)
        sing.words.voices.set_singers((settings.first_singer, settings.second_singer))
        bridge.set_limit(settings.gentle_limit)
        if settings.speaker != used[0]:
            used[0] = settings.speaker
            use_speaker(settings.speaker or None)
        warmth = settings.warmth / MOST_WARMTH
        bridge.set_wind_down(curve_of(settings))
        bridge.set_even_sound(settings.overlap_s, Lufs(settings.song_level), warmth)

    controller.changed.connect(follow)
    follow(controller.now)
    sing.translation_requested.connect(lambda shown: controller.change(show_translation=shown))
    if places.welcome is not None:
        places.welcome.singers_named.connect(
            lambda first, second: controller.change(first_singer=first, second_singer=second)
        )
        places.welcome.night_follows.connect(
            lambda follows: controller.change(light="follow" if follows else "dusk")
        )
