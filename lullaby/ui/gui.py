"""Builds the screens and joins their wires; `app` hands in everything that is not a screen."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from lullaby.audio.port import Manner
from lullaby.clock import Clock
from lullaby.copies import Copies
from lullaby.jobs import JobRunner
from lullaby.library.hearing_queue import Ear
from lullaby.library.provenance import provenance
from lullaby.library.track import Origin, Track, TrackId
from lullaby.library.walk import why_unusable
from lullaby.lyrics.model import Lyrics
from lullaby.paths import assets
from lullaby.settings import SettingsFile
from lullaby.storage.transaction import StorageError
from lullaby.stores import Stores
from lullaby.ui.announcer import Announcer
from lullaby.ui.answers import Answers
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.conductor import Conductor
from lullaby.ui.covers import Covers
from lullaby.ui.credits.desk import CreditsDesk
from lullaby.ui.evening import Evening
from lullaby.ui.files import Files
from lullaby.ui.journal.screen import JournalScreen
from lullaby.ui.journal.take_desk import TakeDesk
from lullaby.ui.librarian import Librarian
from lullaby.ui.library.listener import Listener
from lullaby.ui.library.music_folders import MusicFolders, Scan
from lullaby.ui.library.playlist_desk import PlaylistDesk
from lullaby.ui.library.playlists_tab import PlaylistsTab
from lullaby.ui.library.scan_bar import ScanBar
from lullaby.ui.library.screen import LibraryScreen
from lullaby.ui.library.shelf import Shelf
from lullaby.ui.library.songs_tab import SongsTab
from lullaby.ui.library.tap_sheet import TapSheet
from lullaby.ui.library.tempo_desk import TempoDesk
from lullaby.ui.light import Light
from lullaby.ui.mishaps import Mishaps
from lullaby.ui.names import BED_NAMES
from lullaby.ui.notice_keeper import NoticeKeeper
from lullaby.ui.notices import NoticeBoard
from lullaby.ui.now_bar import NowBar
from lullaby.ui.places import Places
from lullaby.ui.settings.copies_desk import CopiesDesk
from lullaby.ui.settings.desk import SettingsDesk
from lullaby.ui.settings.screen import SettingsScreen
from lullaby.ui.sing.screen import SingScreen
from lullaby.ui.sing.words_source import WordsSource
from lullaby.ui.theme.theme import Theme
from lullaby.ui.tonight.outcome_card import OutcomeCard
from lullaby.ui.tonight.resting_view import RestingView
from lullaby.ui.tonight.screen import TonightScreen
from lullaby.ui.tonight.welcome import WelcomeScreen
from lullaby.ui.undo import UndoDesk
from lullaby.ui.window import MainWindow
from lullaby.ui.wiring import wire_changes, wire_copies, wire_journal, wire_library, wire_settings


@dataclass(frozen=True, slots=True)
class Gui:
    """What stays reachable for the root."""

    window: MainWindow
    places: Places
    conductor: Conductor
    librarian: Librarian
    folders: MusicFolders
    listener: Listener
    tempo: TempoDesk
    notices: NoticeKeeper
    mishaps: Mishaps
    light: Light
    desk: SettingsDesk
    copies: CopiesDesk


def build_gui(
    *,
    theme: Theme,
    bridge: SessionBridge,
    settings: SettingsFile,
    stores: Stores,
    copies: Copies,
    clock: Clock,
    quick: JobRunner,
    slow: JobRunner,
    listening: JobRunner,
    scan: Scan,
    ear: Ear,
    words: Callable[[Track], Lyrics | None],
    cover: Callable[[Track], bytes | None],
    speakers: Callable[[], tuple[str, ...]],
    use_speaker: Callable[[str | None], None],
    geometry: QSettings,
) -> Gui:
    """The whole window, ready to be shown."""
    desk = SettingsDesk(settings)
    board, undo = NoticeBoard(), UndoDesk()
    evening = Evening(stores.routines, settings, bridge)
    shelf = Shelf(stores.library, stores.journal)
    covers = Covers(quick, cover)
    folders = MusicFolders(stores.library, stores.scans, slow, clock, scan)
    listener = Listener(stores.hearing, listening, ear, clock)
    playlists = PlaylistDesk(stores.playlists, stores.routines, stores.library, undo)
    answers = Answers(stores.journal, undo)
    origins = provenance(stores.songs)
    songs_tab = SongsTab(theme, shelf, covers, origins, clock)
    playlists_tab = PlaylistsTab(theme, playlists, covers)

    songs = [track for track in stores.library.tracks() if track.origin is Origin.SONGBOOK]

    def first_song() -> Track | None:
        return next(iter(evening.tracks(evening.chosen)), None)

    def mark_unusable(track: TrackId) -> None:
        found = stores.library.track(track)
        if found is not None:
            stores.library.mark(track, why_unusable(found.path))
        shelf.refresh()

    def the_window() -> QWidget:
        return window

    notices = NoticeKeeper(bridge, board, mark_unusable)
    places = Places(
        tonight=TonightScreen(
            theme,
            bridge,
            evening,
            covers,
            board,
            clock,
            stores.journal.last,
            settings.now.fade_minutes,
        ),
        sing=SingScreen(theme, bridge, WordsSource(quick, words), board, first_song),
        library=LibraryScreen(
            theme, bridge, board, songs_tab, playlists_tab, ScanBar(theme, folders, listener)
        ),
        journal=JournalScreen(theme, stores.journal, clock, undo, board, the_window),
        settings=SettingsScreen(theme, desk, folders, board, speakers),
        card=OutcomeCard(theme),
        resting=RestingView(theme, bridge),
        welcome=None
        if settings.now.welcomed
        else WelcomeScreen(theme, settings.now, len(songs), len(BED_NAMES)),
    )
    window = MainWindow(theme, bridge, undo, places, NowBar(theme, bridge, covers), geometry)
    files = Files(window)
    light = Light(
        theme,
        desk,
        clock,
        lambda: places.sing.isVisible() and bridge.state.sounding,
        lambda: window.melting.cover(600),
        window,
    )

    def keep_manner(track: TrackId, manner: Manner) -> None:
        try:
            stores.library.set_manner(track, manner)
        except StorageError:
            notices.tell_no_room()

    conductor = Conductor(
        theme, window, places, bridge, evening, answers, desk, light, undo, keep_manner
    )
    tempo = TempoDesk(stores.hearing, undo, TapSheet(theme, window, clock))
    conductor.close_first(tempo.sheet.close_sheet)
    thanks = CreditsDesk(theme, window, origins, assets())
    conductor.close_first(thanks.close)
    places.settings.credits_wished.connect(thanks.open)
    librarian = Librarian(
        window,
        stores.library,
        shelf,
        folders,
        playlists,
        playlists_tab,
        evening,
        files,
        notices,
        undo,
        conductor.sing,
        tempo,
        thanks,
    )
    Announcer(window, bridge, clock)
    gui = Gui(
        window,
        places,
        conductor,
        librarian,
        folders,
        listener,
        tempo,
        notices,
        Mishaps(board, window),
        light,
        desk,
        CopiesDesk(theme, window, copies, slow, clock, notices, lambda: bridge.state.sounding),
    )
    wire_library(gui.librarian, gui.folders, places, songs_tab, playlists_tab)
    wire_changes(gui.folders, listener, shelf, playlists, evening, notices)
    tempo.changed.connect(shelf.refresh)
    tempo.changed.connect(playlists.changed)
    wire_settings(gui.window, desk, bridge, places, use_speaker)
    take = TakeDesk(places.journal, stores.journal, files, notices, undo)
    conductor.close_first(gui.copies.close)
    wire_copies(gui.copies, clock, places, shelf, playlists)
    wire_journal(take, answers, places, shelf, notices)
    light.start()
    return gui
