"""Builds the screens and joins their wires; `app` hands in everything that is not a screen."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QWidget

from lullaby.clock import Clock
from lullaby.copies import Copies
from lullaby.helper_process import Helpers, Unanswered, ask
from lullaby.jobs import JobRunner
from lullaby.journal.writer import NightWriter
from lullaby.library.analysis_queue import TempoAnalyzer
from lullaby.library.own_words import with_own_words
from lullaby.library.provenance import provenance
from lullaby.library.reader import LibraryReader
from lullaby.library.store import LibraryStore
from lullaby.library.track import Fault, Track, TrackId
from lullaby.library.walk import why_unusable
from lullaby.lyrics.draft_store import DraftStore
from lullaby.lyrics.model import Lyrics
from lullaby.paths import assets
from lullaby.settings import SettingsFile
from lullaby.storage.pending_writes import PendingWrites
from lullaby.stores import Stores
from lullaby.ui.action_dispatcher import ActionDispatcher
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.credits.controller import CreditsController
from lullaby.ui.graphics.covers import Covers
from lullaby.ui.journal.export_controller import ExportController
from lullaby.ui.journal.screen import JournalScreen
from lullaby.ui.library.analysis_runner import AnalysisRunner, quiet_while_it_sounds
from lullaby.ui.library.library_actions import LibraryActions
from lullaby.ui.library.library_model import LibraryModel
from lullaby.ui.library.music_folders import MusicFolders, Scan
from lullaby.ui.library.playlist_controller import PlaylistController
from lullaby.ui.library.playlists_tab import PlaylistsTab
from lullaby.ui.library.rules_controller import RulesController
from lullaby.ui.library.rules_sheet import RulesSheet
from lullaby.ui.library.scan_bar import ScanBar
from lullaby.ui.library.screen import LibraryScreen
from lullaby.ui.library.songs_tab import SongsTab
from lullaby.ui.library.tag_controller import TagController, TagWriter
from lullaby.ui.library.tap_sheet import TapSheet
from lullaby.ui.library.tempo_controller import TempoController
from lullaby.ui.paper.printer import SheetOf, WordsPrinter
from lullaby.ui.places import Places
from lullaby.ui.settings.copies_controller import CopiesController
from lullaby.ui.settings.screen import SettingsScreen
from lullaby.ui.shell.announcer import Announcer
from lullaby.ui.shell.error_reporter import ErrorReporter
from lullaby.ui.shell.files import Files
from lullaby.ui.shell.keys import Place
from lullaby.ui.shell.light import Light
from lullaby.ui.shell.notices import NoticeBoard
from lullaby.ui.shell.notifications import Notifications
from lullaby.ui.shell.now_bar import NowBar
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.shell.undo import UndoController
from lullaby.ui.sing.screen import SingScreen
from lullaby.ui.sing.sing_controller import SingController
from lullaby.ui.sing.singing_options import FindScore
from lullaby.ui.sing.song_preferences_controller import SongPreferencesController
from lullaby.ui.sing.song_preferences_panel import SongPreferencesPanel
from lullaby.ui.sing.words_source import WordsSource
from lullaby.ui.text.names import BED_NAMES
from lullaby.ui.theme.theme import Theme
from lullaby.ui.tonight.answers import Answers
from lullaby.ui.tonight.next_session import NextSession
from lullaby.ui.tonight.outcome_card import OutcomeCard
from lullaby.ui.tonight.resting_view import RestingView
from lullaby.ui.tonight.screen import TonightScreen
from lullaby.ui.tonight.suggestion import Suggestions
from lullaby.ui.tonight.welcome import WelcomeScreen
from lullaby.ui.window import MainWindow
from lullaby.ui.wiring import (
    wire_changes,
    wire_credits,
    wire_library,
    wire_nights,
    wire_rules,
    wire_scores,
    wire_settings,
    wire_sing,
    wire_words_of_the_person,
)
from lullaby.ui.words_editor.building import build_editor
from lullaby.ui.words_editor.holder import EditorHolder
from lullaby.ui.words_editor.screen import WordsEditor

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Gui:
    """What stays reachable for the root."""

    window: MainWindow
    places: Places
    dispatcher: ActionDispatcher
    library_actions: LibraryActions
    folders: MusicFolders
    analysis_runner: AnalysisRunner
    tempo: TempoController
    rules: RulesController
    notices: Notifications
    error_reporter: ErrorReporter
    light: Light
    settings_controller: SettingsController
    suggestions: Suggestions
    copies: CopiesController
    first_songs: Callable[[], tuple[Track, ...]]
    """What a press would begin with, as far as it should be ready by then."""


def build_gui(
    *,
    theme: Theme,
    bridge: SessionBridge,
    settings: SettingsFile,
    stores: Stores,
    writer: NightWriter,
    unwritten: PendingWrites,
    copies: Copies,
    clock: Clock,
    quick: JobRunner,
    pictures: JobRunner,
    slow: JobRunner,
    lookups: JobRunner,
    analysis_jobs: JobRunner,
    scan: Scan,
    helpers: Helpers,
    analyzer: TempoAnalyzer,
    most_analyzers: int,
    words: Callable[[Track], Lyrics | None],
    sheet: SheetOf,
    draft_store: DraftStore,
    score: FindScore,
    own_songs: Path,
    tag_writer: TagWriter,
    speakers: Callable[[], tuple[str, ...]],
    use_speaker: Callable[[str | None], None],
    geometry: QSettings,
) -> Gui:
    """The whole window, ready to be shown."""
    settings_controller = SettingsController(settings)
    board, undo = NoticeBoard(), UndoController()
    next_session = NextSession(stores.routines, settings, bridge, clock, unwritten.write)
    origins = provenance(stores.songs)
    complete = partial(with_own_words, drafts=draft_store)
    library_model = LibraryModel(
        stores.library,
        stores.changes,
        LibraryReader(stores.beside, complete, origins, clock.now),
        lookups,
    )
    covers, answers = Covers(pictures, helpers), Answers(stores.journal, writer, undo)
    folders = MusicFolders(
        stores.library,
        stores.scans,
        slow,
        clock,
        scan,
        helpers,
        own_songs,
        lookups,
        stores.changes,
    )
    hands = quiet_while_it_sounds(bridge, most_analyzers)
    analysis_runner = AnalysisRunner(stores.analyses, analysis_jobs, analyzer, clock, hands)
    stores.smart_playlists.tracks = lambda: library_model.tracks
    playlists = PlaylistController(
        stores.playlists, stores.routines, stores.library, undo, library_model
    )
    songs_tab = SongsTab(theme, library_model, covers, origins, clock)
    playlists_tab = PlaylistsTab(theme, playlists, covers)

    def first_song() -> Track | None:
        return next(iter(next_session.tracks(next_session.chosen)), None)

    def the_window() -> QWidget:
        return window

    def the_editor() -> WordsEditor:
        return build_editor(
            theme,
            bridge,
            settings_controller,
            words,
            draft_store,
            quick,
            next_session,
            open_file=library_actions.words_file,
            leave=dispatcher.back,
            tell=(
                places.sing.words_changed,
                lambda _: folders.rescan(),
                library_model.refresh_song,
            ),
            helpers=helpers,
        )

    notices = Notifications(
        bridge, board, partial(_mark_unusable, stores.library, library_model, quick, helpers)
    )
    song_preferences = SongPreferencesController(
        stores.song_preferences, stores.library, bridge, settings, undo, unwritten
    )
    places = Places(
        tonight=TonightScreen(
            theme,
            bridge,
            next_session,
            covers,
            clock,
            stores.journal.last,
            settings.now.fade_minutes,
            the_window,
        ),
        sing=SingScreen(theme, bridge, WordsSource(quick, words), first_song, song_preferences),
        library=LibraryScreen(
            theme, bridge, songs_tab, playlists_tab, ScanBar(theme, folders, analysis_runner)
        ),
        journal=JournalScreen(theme, stores.journal, writer, clock, undo, the_window),
        settings=SettingsScreen(
            theme, settings_controller, folders, speakers, song_preferences, undo
        ),
        card=OutcomeCard(theme),
        resting=RestingView(theme, bridge, board),
        editor=EditorHolder(the_editor),
        welcome=None
        if settings.now.welcomed
        else WelcomeScreen(theme, settings.now, stores.library.songbook_count(), len(BED_NAMES)),
    )
    window = _adopt(
        MainWindow(theme, bridge, undo, board, places, NowBar(theme, bridge, covers), geometry),
        *(settings_controller, board, undo, next_session, library_model, covers),
        *(answers, folders, analysis_runner, playlists, notices, song_preferences),
    )
    files = Files(window)
    light = Light(
        theme,
        settings_controller,
        clock,
        lambda: places.sing.isVisible() and bridge.state.sounding,
        lambda: window.melting.cover(600),
        window,
    )

    dispatcher = ActionDispatcher(
        theme,
        window,
        places,
        bridge,
        next_session,
        answers,
        settings_controller,
        light,
        undo,
        song_preferences.keep_speed_pitch,
    )
    tags = TagController(
        stores.analyses,
        slow,
        tag_writer,
        lambda: settings_controller.now.write_tempo_tags,
        undo,
        notices,
        window,
    )
    tags.written.connect(folders.rescan)
    tempo = TempoController(stores.analyses, undo, TapSheet(theme, window, clock), tags)
    wire_scores(theme, bridge, score, song_preferences, places, dispatcher)
    sing = SingController(
        places.sing,
        bridge,
        next_session,
        song_preferences,
        SongPreferencesPanel(theme, window, song_preferences, bridge),
        lambda: dispatcher.go(Place.SING),
    )
    thanks = CreditsController(theme, window, origins, assets())
    wire_credits(thanks, places)
    rules = RulesController(
        playlists, RulesSheet(theme, window, playlists.match, library_model.languages)
    )
    wire_sing(sing, dispatcher)
    library_actions = LibraryActions(
        window,
        stores.library,
        library_model,
        folders,
        playlists,
        playlists_tab,
        next_session,
        files,
        notices,
        undo,
        dispatcher.sing,
        sing.sing,
        tempo,
        thanks,
        rules,
        quick,
        helpers,
    )
    library_actions.print_requested.connect(
        WordsPrinter(window, files, notices, quick, sheet).print_words
    )
    Announcer(window, bridge, clock, board)
    gui = Gui(
        window,
        places,
        dispatcher,
        library_actions,
        folders,
        analysis_runner,
        tempo,
        rules,
        notices,
        ErrorReporter(board, window),
        light,
        settings_controller,
        Suggestions(
            places.tonight.idle.suggestion, stores.journal, clock, settings_controller, notices
        ),
        CopiesController(
            theme,
            window,
            copies,
            slow,
            quick,
            clock,
            notices,
            undo,
            lambda: bridge.state.sounding,
            unwritten.retry_now,
        ),
        lambda: next_session.tracks(next_session.chosen)[:2],
    )
    wire_library(
        gui.library_actions, gui.folders, places, songs_tab, playlists_tab, dispatcher.mend
    )
    wire_rules(rules, playlists_tab, library_model, playlists)
    wire_changes(gui.folders, analysis_runner, library_model, playlists, next_session, notices)
    wire_words_of_the_person(
        tempo, answers, song_preferences, places, library_model, playlists, notices
    )
    wire_settings(gui.window, settings_controller, bridge, places, use_speaker)
    wire_nights(
        ExportController(places.journal, stores.journal, files, notices, undo, quick, helpers),
        writer,
        gui.suggestions,
        gui.copies,
        dispatcher,
        clock,
        places,
        library_model,
        playlists,
    )
    light.start(next_session.look)
    return gui


def _adopt(window: MainWindow, *made_before: QObject) -> MainWindow:
    """They go when the window goes, and with them what is connected to them."""
    for each in made_before:
        each.setParent(window)
    return window


def _mark_unusable(
    library: LibraryStore,
    library_model: LibraryModel,
    quick: JobRunner,
    helpers: Helpers,
    track: TrackId,
) -> None:
    """Why a song could not be played is asked of its disk, which may be slow to answer."""
    found = library.track(track)
    if found is None:
        return
    path = found.path

    def mark(why: Fault | Unanswered) -> None:
        if isinstance(why, Fault):
            library.mark_played(track, path, why)
            library_model.refresh()

    quick.submit(
        lambda job: ask(helpers, why_unusable, path, lambda: job.cancelled),
        mark,
        lambda problem: log.info("%s was not looked at: %s", path, problem),
    )
