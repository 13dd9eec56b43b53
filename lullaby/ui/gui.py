"""Composes the window and its screens; `app` passes in everything that is not a screen.

Another screen is a package of its own and one line in the list of specs.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QWidget

from lullaby.backups import Backups
from lullaby.clock import Clock
from lullaby.frozen import frozen
from lullaby.helpers import Helpers, Unanswered, ask
from lullaby.jobs import JobRunner
from lullaby.journal.writer import NightWriter
from lullaby.library.analysis_queue import TempoAnalyzer
from lullaby.library.chosen_recordings import ChosenRecordings
from lullaby.library.own_words import with_own_words
from lullaby.library.provenance import provenance
from lullaby.library.reader import LibraryReader
from lullaby.library.store import LibraryStore
from lullaby.library.take import TakeId
from lullaby.library.track import Fault, Track, TrackId
from lullaby.library.voice_work import VoiceWork
from lullaby.library.walk import why_unusable
from lullaby.lyrics.draft_store import DraftStore
from lullaby.paths import Paths, assets
from lullaby.settings import SettingsFile
from lullaby.storage.pending_writes import PendingWrites
from lullaby.stores import Stores, rename_child
from lullaby.ui.appointments.controller import AppointmentsController
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.bundles.controller import BundlesController
from lullaby.ui.choir import plugin as choir
from lullaby.ui.credits.controller import CreditsController
from lullaby.ui.following.plugin import VoiceFollowing
from lullaby.ui.following.ports import VoicePorts
from lullaby.ui.graphics.covers import Covers
from lullaby.ui.journal import plugin as journal
from lullaby.ui.library import plugin as library
from lullaby.ui.library.file_opener import FileOpener
from lullaby.ui.library.folder_actions import FolderActions
from lullaby.ui.library.library_model import LibraryModel
from lullaby.ui.library.music_folders import MusicFolders, Scan
from lullaby.ui.library.playlist_reader import LongRoutines
from lullaby.ui.library.song_splitter import SongSplitter
from lullaby.ui.outcome import plugin as outcome
from lullaby.ui.recorder import plugin as recorder
from lullaby.ui.resting import plugin as resting
from lullaby.ui.settings import plugin as settings
from lullaby.ui.shell.action_dispatcher import ActionDispatcher
from lullaby.ui.shell.announcer import Announcer
from lullaby.ui.shell.app_context import AppContext
from lullaby.ui.shell.changes import NightChanges, SongRecordings, SongWords
from lullaby.ui.shell.deferred import start_later
from lullaby.ui.shell.drop_layer import DropLayer
from lullaby.ui.shell.error_reporter import ErrorReporter
from lullaby.ui.shell.files import Files
from lullaby.ui.shell.first_touch import has_touch_screen
from lullaby.ui.shell.keys import ScreenId
from lullaby.ui.shell.keys_sheet import key_lines
from lullaby.ui.shell.light import Light
from lullaby.ui.shell.next_session import NextSession
from lullaby.ui.shell.notices import NoticeBoard
from lullaby.ui.shell.notifications import Notifications
from lullaby.ui.shell.now_bar import NowBar
from lullaby.ui.shell.pieces import Pieces
from lullaby.ui.shell.replaced_evening import ReplacedEvening
from lullaby.ui.shell.routine_songs import RoutineSongs
from lullaby.ui.shell.screen_spec import PreparedScreen, ScreenSpec
from lullaby.ui.shell.screens import Later, Screens, next_turn
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.shell.sung_languages import SungLanguages
from lullaby.ui.shell.undo import UndoController
from lullaby.ui.shell.window import MainWindow
from lullaby.ui.shell.words_files import WordsFiles
from lullaby.ui.sing import plugin as sing
from lullaby.ui.sing.recording_menu import offer_recordings
from lullaby.ui.sing.song_preferences_controller import SongPreferencesController
from lullaby.ui.text.language import system_language
from lullaby.ui.theme.theme import Theme
from lullaby.ui.together.phones import (
    Phones,
    add_phones,
    door_texts,
    maker_of_controller,
    shared_aloud,
)
from lullaby.ui.tonight import plugin as tonight
from lullaby.ui.welcome import plugin as welcome
from lullaby.ui.words_editor import plugin as words_editor

if TYPE_CHECKING:
    from lullaby.audio.microphone import Microphones
    from lullaby.library.choir_work import ChoirWork
    from lullaby.lyrics.model import Lyrics
    from lullaby.ui.library.tag_controller import TagWriter
    from lullaby.ui.paper.printer import SheetOf
    from lullaby.ui.recorder.controller import Start
    from lullaby.ui.recorder.delay_controller import FindDelay, MakeTones
    from lullaby.ui.recorder.take_controller import MakeTake, MixTake
    from lullaby.ui.sing.screen import SingScreen
    from lullaby.ui.sing.side_panel import SidePanel
    from lullaby.ui.sing.singing_options import FindScore
    from lullaby.ui.together.ports import SharingPorts

log = logging.getLogger(__name__)

LIGHT_MELTS_MS = 600
APPOINTMENTS_AFTER_MS = 2_000
"""When agreed times are looked for, after the first paint."""


@frozen
class Gui:
    """What the composition root can reach."""

    window: MainWindow
    screens: Screens
    dispatcher: ActionDispatcher
    folders: MusicFolders
    notices: Notifications
    error_reporter: ErrorReporter
    light: Light
    settings_controller: SettingsController
    song_words: SongWords
    opener: FileOpener
    phones: Phones | None
    voice: VoiceFollowing | None
    record: Callable[[Track], None]
    """Gets ready to record a song."""
    appointments: AppointmentsController
    first_songs: Callable[[], tuple[Track, ...]]
    """The first songs that a press would start, which should be ready by then."""

    def start(self) -> None:
        """Start what the first paint did not need."""
        self.screens.start()
        start_later(self.window, APPOINTMENTS_AFTER_MS, self.appointments.refresh)
        if has_touch_screen():
            from lullaby.ui.shell.fingers import Fingers

            Fingers(self.window.window())

    def stop(self) -> None:
        """Stop; the application ends."""
        if self.phones is not None:
            self.phones.stop()
        if self.voice is not None:
            self.voice.stop()
        self.screens.stop()


def build_gui(
    *,
    theme: Theme,
    bridge: SessionBridge,
    settings_file: SettingsFile,
    stores: Stores,
    writer: NightWriter,
    unwritten: PendingWrites,
    backups: Backups,
    clock: Clock,
    quick: JobRunner,
    pictures: JobRunner,
    slow: JobRunner,
    lookups: JobRunner,
    analysis_jobs: JobRunner,
    scan: Scan,
    languages: Callable[[], Sequence[str]],
    helpers: Helpers,
    analyzer: TempoAnalyzer,
    analyzed_at_a_time: Callable[[], int],
    words: Callable[[Track], Lyrics | None],
    sheet: SheetOf,
    draft_store: DraftStore,
    score: FindScore,
    paths: Paths,
    voice_work: VoiceWork,
    recordings: JobRunner,
    chosen_recordings: ChosenRecordings,
    microphones: Callable[[], Microphones],
    make_take: MakeTake,
    mix_take: MixTake,
    make_tones: MakeTones,
    find_delay: FindDelay,
    music: Callable[[Track, float, float], Path | None],
    record: Start | None,
    choir_work: Callable[[], ChoirWork],
    tag_writer: TagWriter,
    speakers: Callable[[], tuple[str, ...]],
    use_speaker: Callable[[str | None], None],
    set_stereo: Callable[[bool, float], None],
    geometry: QSettings,
    as_known_now: Callable[[Track], Track],
    make_ready: Callable[[Track], None],
    clock_set: Callable[[], bool | None],
    sharing: SharingPorts | None = None,
    voice: VoicePorts | None = None,
    more_screens: Sequence[ScreenSpec] = (),
    later: Later | None = None,
    frame: QWidget | None = None,
) -> Pieces[Gui]:
    """Build the window with its first screen, ready to be shown, in pieces.

    `as_known_now` gives a song as it is sung here, and `make_ready` renders it; `clock_set` asks
    the system, on another thread, whether the network sets its clock. `more_screens` come last in
    the rail. All other screens are built at their first visit; `later` schedules the pieces (by
    default, one per turn of the event loop). `frame` will hold the window; without one it stands
    alone. Without `sharing` the words are not offered to phones; without `voice` they follow no
    voice.
    """
    controller = SettingsController(settings_file)
    board, undo = NoticeBoard(), UndoController()
    origins = provenance(stores.songs)
    sung = SungLanguages(stores, origins, controller, system_language())
    complete = partial(with_own_words, drafts=draft_store)
    library_model = LibraryModel(
        stores.library,
        stores.changes,
        LibraryReader(stores.beside, complete, origins, clock.now),
        lookups,
    )
    next_session = NextSession(
        stores.routines,
        settings_file,
        bridge,
        clock,
        RoutineSongs(sung.tracks, LongRoutines(stores.playlists, library_model)),
        unwritten.write,
    )
    sung.changed.connect(next_session.refresh)
    covers = Covers(pictures, helpers)
    folders = MusicFolders(
        stores.library,
        stores.scans,
        slow,
        clock,
        scan,
        helpers,
        (paths.songs, paths.voices),
        lookups,
        stores.changes,
        languages,
    )
    notices = Notifications(
        bridge, board, partial(_mark_unusable, stores.library, library_model, quick, helpers)
    )
    song_preferences = SongPreferencesController(
        stores.song_preferences,
        stores.library,
        bridge,
        settings_file,
        undo,
        unwritten,
        partial(rename_child, stores),
        chosen_recordings,
    )
    nights, song_words, song_recordings = NightChanges(), SongWords(), SongRecordings()
    window = _adopt(
        MainWindow(
            theme, bridge, controller, undo, board, NowBar(theme, bridge, covers), geometry, frame
        ),
        *(controller, board, undo, next_session, library_model, covers, folders),
        *(notices, song_preferences, sung, nights, song_words, song_recordings),
    )
    yield
    ReplacedEvening(next_session, bridge, undo, writer, nights, window)
    files = Files(window, theme)
    folder_actions = FolderActions(folders, files, undo, window)
    credits_controller = CreditsController(theme, window, origins, assets())
    light = Light(
        theme,
        controller,
        clock,
        lambda: window.keeps_light,
        lambda: window.melting.cover(LIGHT_MELTS_MS),
        window,
    )
    dispatcher = ActionDispatcher(
        theme,
        window,
        bridge,
        next_session,
        controller,
        light,
        undo,
        song_preferences.keep_speed_pitch,
        lambda: key_lines(window.specs),
    )
    context = AppContext(
        theme=theme,
        window=window,
        navigation=window,
        commands=dispatcher,
        bridge=bridge,
        settings=controller,
        stores=stores,
        writer=writer,
        clock=clock,
        quick=quick,
        slow=slow,
        helpers=helpers,
        covers=covers,
        files=files,
        board=board,
        notices=notices,
        undo=undo,
        next_session=next_session,
        nights=nights,
        song_words=song_words,
    )
    bundles = BundlesController(
        context,
        folders.take_in_now,
        draft_store,
        words,
        paths.songs,
        paths.voices,
        paths.data,
    )
    appointments = _appointments(context, bundles, as_known_now, make_ready, clock_set)
    splitter = SongSplitter(quick, helpers, folders, notices, window)
    opener = FileOpener(
        quick,
        helpers,
        stores.library,
        library_model,
        folders,
        folder_actions,
        WordsFiles(files, notices, song_words, window),
        next_session,
        notices,
        window,
        lambda: dispatcher.go(library.LIBRARY),
        lambda: bridge.state.track if window.current == sing.SING else None,
        splitter.offer,
        bundles,
        window,
    )
    DropLayer(theme, window, opener.tell_drop, opener.drop_files)
    library_parts = library.LibraryParts(
        model=library_model,
        folders=folders,
        folder_actions=folder_actions,
        credits=credits_controller,
        origins=origins,
        sung_languages=sung,
        analyzer=analyzer,
        analysis_jobs=analysis_jobs,
        analyzed_at_a_time=analyzed_at_a_time,
        tag_writer=tag_writer,
        sheet=sheet,
        opener=opener,
        splitter=splitter,
        voices=paths.voices,
        voice_work=voice_work,
        bundles=bundles,
        offer_recordings=partial(offer_recordings, song_preferences, lambda: clock.now().date()),
        recordings=song_recordings,
        erase_take=partial(_erase_take, stores, paths, clock),
    )
    settings_parts = settings.SettingsParts(
        folders=folders,
        folder_actions=folder_actions,
        song_preferences=song_preferences,
        sung_languages=sung,
        credits=credits_controller,
        backups=backups,
        paths=paths,
        give_songbook=bundles.give_songbook,
        settle=unwritten.retry_now,
        speakers=speakers,
        use_speaker=use_speaker,
        set_stereo=set_stereo,
    )
    welcome_parts = welcome.WelcomeParts(folder_actions.add, folders, sung)
    phones = sharing and _share_words(context, sharing, words, song_preferences, window)
    heard = voice and VoiceFollowing(voice, song_preferences, score, words)
    specs = [
        tonight.screen_spec(bundles.give_routine),
        sing.screen_spec(
            words,
            score,
            song_preferences,
            splitter.split,
            partial(_extend_sing, phones, heard),
        ),
        library.screen_spec(library_parts),
        journal.screen_spec(),
        settings.screen_spec(settings_parts),
        resting.screen_spec(),
        outcome.screen_spec(),
        words_editor.screen_spec(words, draft_store),
        recorder.screen_spec(
            recorder.RecorderParts(
                song_recordings,
                words,
                score,
                song_preferences,
                paths.voices,
                recordings,
                microphones,
                make_take,
                mix_take,
                make_tones,
                find_delay,
                music,
                partial(_take_in_voice, stores.library, folders, paths.voices),
                record,
            )
        ),
        choir.screen_spec(
            choir.ChoirParts(
                song_recordings,
                paths.voices,
                paths.cache / "choir",
                recordings,
                choir_work,
                lambda: library_model.tracks,
                partial(_take_in_voice, stores.library, folders, paths.voices),
                library.LIBRARY,
            )
        ),
        *([] if controller.now.welcomed else [welcome.screen_spec(welcome_parts)]),
        *more_screens,
    ]
    window.list_screens(specs)
    yield
    prepared = dict[ScreenId, PreparedScreen]()
    for spec in specs:
        prepared[spec.id] = spec.prepare(context)
        yield
    screens = Screens(prepared, later or next_turn(window))
    dispatcher.hold(screens)
    first = window.home if controller.now.welcomed else welcome.WELCOME
    window.take(screens)
    yield from screens.pieces(first)
    window.open_at(first)
    yield
    song_preferences.no_room.connect(notices.report_not_saved)
    for changed in (
        next_session.changed,
        song_preferences.changed,
        nights.answered,
        nights.changed,
    ):
        changed.connect(notices.look)
    _announce(Announcer(window, bridge, clock, board, undo), phones)
    light.start(next_session.look)
    return Gui(
        window,
        screens,
        dispatcher,
        folders,
        notices,
        ErrorReporter(board, window),
        light,
        controller,
        song_words,
        opener,
        phones,
        heard,
        song_recordings.record,
        appointments,
        partial(_first_songs, controller, next_session, sung),
    )


def _take_in_voice(
    library_store: LibraryStore, folders: MusicFolders, voices: Path, path: Path
) -> None:
    """Bring a kept take, and the folder it lies in, into the library."""
    library_store.add_folder(voices)
    folders.take_in([path])


def _first_songs(
    controller: SettingsController, next_session: NextSession, sung: SungLanguages
) -> tuple[Track, ...]:
    """The welcome screen's languages come first, as starting there accepts them."""
    routine = next_session.chosen
    if controller.now.welcomed:
        return next_session.tracks(routine)[:2]
    return tuple(sung.tracks_once_accepted(routine)[:2])


def _appointments(
    context: AppContext,
    bundles: BundlesController,
    as_known_now: Callable[[Track], Track],
    make_ready: Callable[[Track], None],
    clock_set: Callable[[], bool | None],
) -> AppointmentsController:
    """Let songs that are given away, or come, be sung at an agreed time."""
    appointments = AppointmentsController(
        context,
        as_known_now,
        make_ready,
        clock_set,
        lambda: context.navigation.show_screen(sing.SING),
    )
    bundles.time_wanted.connect(appointments.plan)
    bundles.time_came.connect(appointments.take)
    return appointments


def _share_words(
    context: AppContext,
    ports: SharingPorts,
    words: Callable[[Track], Lyrics | None],
    song_preferences: SongPreferencesController,
    window: MainWindow,
) -> Phones:
    """Offer the words to phones; an open door in the rail shows that they are shared."""
    make = maker_of_controller(context, ports, words, song_preferences)
    phones = Phones(make, context.notices, window)

    def show_door(guests: int | None) -> None:
        window.rail.show_door(*door_texts(guests))

    def show_panel() -> None:
        context.navigation.show_screen(sing.SING)
        phones.panel_requested.emit()

    phones.shared.connect(show_door)
    phones.wanted.connect(show_panel)
    window.door_requested.connect(phones.wanted)
    return phones


def _extend_sing(
    phones: Phones | None,
    voice: VoiceFollowing | None,
    context: AppContext,
    screen: SingScreen,
    side: SidePanel,
) -> None:
    if phones is not None:
        add_phones(phones, context, screen, side)
    if voice is not None:
        voice.add(context, screen)


def _announce(announcer: Announcer, phones: Phones | None) -> None:
    """Tell a screen reader when phones come and go, too."""
    if phones is not None:
        phones.shared.connect(lambda guests: announcer.say(shared_aloud(guests)))


def _adopt(window: MainWindow, *made_before: QObject) -> MainWindow:
    """Make objects, and with them their connections, live as long as the window."""
    for each in made_before:
        each.setParent(window)
    return window


def _erase_take(stores: Stores, paths: Paths, clock: Clock, take: TakeId) -> tuple[Path, ...]:
    """Remove a deleted recording for good, also from backups; returns those that stay as they
    are."""
    from lullaby.erasing import TakeEraser

    return TakeEraser(stores.beside, paths, clock.now).erase(take)


def _mark_unusable(
    library: LibraryStore,
    library_model: LibraryModel,
    quick: JobRunner,
    helpers: Helpers,
    track: TrackId,
) -> None:
    """Ask the disk, which may be slow to answer, why a song could not be played."""
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
