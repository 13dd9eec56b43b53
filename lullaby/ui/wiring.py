"""Which signal leads where, for screens that do not know each other."""

from collections.abc import Callable

from lullaby.clock import Clock
from lullaby.journal.writer import NightWriter
from lullaby.library.track import Track
from lullaby.session.finish import Finish
from lullaby.settings import RANGES, Settings
from lullaby.ui.answers import Answers
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.conductor import Conductor
from lullaby.ui.credits.desk import CreditsDesk
from lullaby.ui.evening import Evening
from lullaby.ui.journal.export_controller import ExportController
from lullaby.ui.keys import Wish
from lullaby.ui.librarian import Librarian
from lullaby.ui.library.analysis_runner import AnalysisRunner
from lullaby.ui.library.library_model import LibraryModel
from lullaby.ui.library.music_folders import MusicFolders
from lullaby.ui.library.playlist_controller import PlaylistController
from lullaby.ui.library.playlists_tab import PlaylistsTab
from lullaby.ui.library.rules_controller import RulesController
from lullaby.ui.library.songs_tab import SongsTab
from lullaby.ui.library.tempo_controller import TempoController
from lullaby.ui.notice_keeper import NoticeKeeper
from lullaby.ui.places import Places
from lullaby.ui.settings.copies_desk import CopiesDesk
from lullaby.ui.settings.desk import SettingsDesk
from lullaby.ui.settings.wind_down_card import curve_of
from lullaby.ui.sing.how_sung import FindScore, HowSung
from lullaby.ui.sing.sing_desk import SingDesk
from lullaby.ui.sing.song_preferences_controller import SongPreferencesController
from lullaby.ui.theme.theme import Theme
from lullaby.ui.tonight.suggestion import Suggestions
from lullaby.ui.window import MainWindow
from lullaby.units import Lufs

MOST_WARMTH = RANGES["warmth"][1]


def wire_library(
    librarian: Librarian,
    folders: MusicFolders,
    places: Places,
    songs: SongsTab,
    playlists: PlaylistsTab,
    mend: Callable[[Track], None],
) -> None:
    """Wishes of the Library, and of those who add music from elsewhere."""
    songs.begin_wished.connect(librarian.start_songs)
    songs.menu_wished.connect(librarian.song_menu)
    songs.tempo_wished.connect(librarian.tempo_menu)
    songs.find_wished.connect(librarian.find_song)
    songs.hide_wished.connect(librarian.hide)
    playlists.begin_wished.connect(librarian.start_playlist)
    playlists.menu_wished.connect(librarian.playlist_menu)
    playlists.import_wished.connect(librarian.bring_in)
    playlists.find_wished.connect(librarian.find_item)
    places.library.add_wished.connect(librarian.add_folder)
    places.settings.add_folder_wished.connect(librarian.add_folder)
    places.settings.remove_folder_wished.connect(librarian.remove_folder)

    def add_words(track: Track | None) -> None:
        if track is not None and librarian.add_words(track):
            places.sing.words_changed(track)
            folders.rescan()

    places.sing.words_wished.connect(add_words)
    places.sing.mending.wished.connect(mend)
    librarian.mend_wished.connect(mend)
    if places.welcome is not None:
        places.welcome.music_wished.connect(librarian.add_folder)


def wire_rules(
    rules: RulesController,
    playlists: PlaylistsTab,
    library_model: LibraryModel,
    desk: PlaylistController,
) -> None:
    """Smart playlists are made and changed in their sheet, and follow the library."""
    playlists.starter_wished.connect(rules.make)
    playlists.rules_wished.connect(rules.edit)
    rules.made.connect(playlists.choose)
    library_model.changed.connect(desk.follow_library)


def wire_changes(
    folders: MusicFolders,
    analysis_runner: AnalysisRunner,
    library_model: LibraryModel,
    playlists: PlaylistController,
    evening: Evening,
    notices: NoticeKeeper,
) -> None:
    """Songs came or went, playlists were changed: whoever shows them reads again."""
    folders.songs_changed.connect(library_model.refresh)
    folders.finished.connect(analysis_runner.start)
    analysis_runner.songs_changed.connect(library_model.refresh)
    folders.settled.connect(playlists.changed)
    playlists.strangers_came.connect(folders.take_in)
    folders.trouble.connect(notices.tell_not_kept)
    playlists.changed.connect(evening.refresh)
    evening.changed.connect(notices.look)


def wire_nights(
    take: ExportController,
    writer: NightWriter,
    suggestions: Suggestions,
    copies: CopiesDesk,
    conductor: Conductor,
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
    for told in (take.changed, places.journal.changed, copies.restored):
        told.connect(suggestions.refresh)
        told.connect(places.tonight.refresh)
        told.connect(library_model.refresh)
    card = places.settings.copies_card
    card.open_wished.connect(copies.open)
    card.follow(lambda: (copies.newest(), clock.now().date()))
    copies.made.connect(card.refresh)


def wire_words_of_the_person(
    tempo: TempoController,
    answers: Answers,
    song_preferences: SongPreferencesController,
    places: Places,
    library_model: LibraryModel,
    playlists: PlaylistController,
    notices: NoticeKeeper,
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


def wire_sing(sing: SingDesk, conductor: Conductor) -> None:
    """Keys of the Sing screen."""
    for wish, act in sing.acts.items():
        conductor.teach(wish, act)


def wire_credits(thanks: CreditsDesk, places: Places) -> None:
    places.settings.credits_wished.connect(thanks.open)


def wire_scores(
    theme: Theme,
    bridge: SessionBridge,
    score: FindScore,
    song_preferences: SongPreferencesController,
    places: Places,
    conductor: Conductor,
) -> None:
    """The ways to sing that songs made from scores have, kept for each song."""
    how = HowSung(theme, bridge, score, song_preferences.keep_singing, places.sing)
    places.sing.sing_by(how)
    conductor.teach(Wish.MELODY, how.toggle_melody)
    conductor.teach(Wish.VERSES, how.choose_verses)


def wire_settings(
    window: MainWindow,
    desk: SettingsDesk,
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

    desk.changed.connect(follow)
    follow(desk.now)
    sing.translation_wished.connect(lambda shown: desk.change(show_translation=shown))
    if places.welcome is not None:
        places.welcome.singers_named.connect(
            lambda first, second: desk.change(first_singer=first, second_singer=second)
        )
        places.welcome.night_follows.connect(
            lambda follows: desk.change(light="follow" if follows else "dusk")
        )
