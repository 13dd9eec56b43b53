"""Which signal leads where, for screens that do not know each other."""

from collections.abc import Callable

from lullaby.clock import Clock
from lullaby.library.track import Track
from lullaby.session.finish import Finish
from lullaby.settings import RANGES, Settings
from lullaby.ui.answers import Answers
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.evening import Evening
from lullaby.ui.journal.take_desk import TakeDesk
from lullaby.ui.librarian import Librarian
from lullaby.ui.library.listener import Listener
from lullaby.ui.library.music_folders import MusicFolders
from lullaby.ui.library.playlist_desk import PlaylistDesk
from lullaby.ui.library.playlists_tab import PlaylistsTab
from lullaby.ui.library.shelf import Shelf
from lullaby.ui.library.songs_tab import SongsTab
from lullaby.ui.notice_keeper import NoticeKeeper
from lullaby.ui.places import Places
from lullaby.ui.settings.copies_desk import CopiesDesk
from lullaby.ui.settings.desk import SettingsDesk
from lullaby.ui.window import MainWindow
from lullaby.units import Lufs

MOST_WARMTH = RANGES["warmth"][1]


def wire_library(
    librarian: Librarian,
    folders: MusicFolders,
    places: Places,
    songs: SongsTab,
    playlists: PlaylistsTab,
) -> None:
    """Wishes of the Library, and of those who add music from elsewhere."""
    songs.begin_wished.connect(librarian.begin_songs)
    songs.menu_wished.connect(librarian.song_menu)
    songs.find_wished.connect(librarian.find_song)
    songs.hide_wished.connect(librarian.hide)
    playlists.begin_wished.connect(librarian.begin_playlist)
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
    if places.welcome is not None:
        places.welcome.music_wished.connect(librarian.add_folder)


def wire_changes(
    folders: MusicFolders,
    listener: Listener,
    shelf: Shelf,
    playlists: PlaylistDesk,
    evening: Evening,
    notices: NoticeKeeper,
) -> None:
    """Songs came or went, playlists were changed: whoever shows them reads again."""
    folders.songs_changed.connect(shelf.refresh)
    folders.finished.connect(lambda _: listener.start())
    listener.songs_changed.connect(shelf.refresh)
    folders.settled.connect(playlists.changed)
    playlists.strangers_came.connect(folders.take_in)
    folders.trouble.connect(notices.tell_no_room)
    playlists.changed.connect(evening.refresh)


def wire_journal(
    take: TakeDesk, answers: Answers, places: Places, shelf: Shelf, notices: NoticeKeeper
) -> None:
    """Nights were told, changed, or came in: whoever counts them reads again."""
    take.changed.connect(places.journal.refresh)
    for told in (take.changed, places.journal.changed, answers.changed):
        told.connect(places.tonight.refresh)
        told.connect(shelf.refresh)
    answers.not_written.connect(notices.tell_no_room)


def wire_copies(
    desk: CopiesDesk, clock: Clock, places: Places, shelf: Shelf, playlists: PlaylistDesk
) -> None:
    """A copy that was brought back is read by everybody."""
    card = places.settings.copies_card
    card.open_wished.connect(desk.open)
    card.follow(lambda: (desk.newest(), clock.now().date()))
    desk.made.connect(card.refresh)
    desk.restored.connect(places.journal.read_anew)
    desk.restored.connect(shelf.refresh)
    desk.restored.connect(playlists.changed)
    desk.restored.connect(places.tonight.refresh)


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
        bridge.set_limit(settings.gentle_limit)
        if settings.speaker != used[0]:
            used[0] = settings.speaker
            use_speaker(settings.speaker or None)
        warmth = settings.warmth / MOST_WARMTH
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
