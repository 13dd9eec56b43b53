"""The only composition root of the rooms: builds every object and hands it its neighbours."""

import importlib
import logging
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLockFile, QSettings
from PySide6.QtWidgets import QApplication

from lullaby.audio.port import Player
from lullaby.audio.unopened_player import UnopenedPlayer
from lullaby.background import (
    FindWords,
    KeptSounds,
    TempoTags,
    kept_songs,
    scan_folders,
)
from lullaby.clock import Clock, SystemClock
from lullaby.copies import Copies
from lullaby.desktop.backends import (
    system_battery,
    system_media_controls,
    system_power,
    system_sleep_watch,
)
from lullaby.desktop.serial_worker import SerialWorker
from lullaby.helper_process import HelperPool, Helpers
from lullaby.jobs import Job, JobRunner, close_all
from lullaby.journal.heartbeats import Heartbeats
from lullaby.journal.writer import NightWriter
from lullaby.library.analysis_queue import TempoAnalyzer
from lullaby.library.loudness_queue import LoudnessQueue, Measure
from lullaby.library.own_words import own_words
from lullaby.library.renditions import SongRenditions
from lullaby.library.score_catalogue import BackgroundScores
from lullaby.library.song_preferences import ChildId, with_preferences
from lullaby.library.track import Track
from lullaby.lyrics.draft_store import DraftStore
from lullaby.paths import Paths, assets
from lullaby.session.session import Session
from lullaby.session.session_recorder import SessionRecorder
from lullaby.session.sing_along_player import SingAlongPlayer
from lullaby.session.state import SessionState
from lullaby.settings import SettingsFile
from lullaby.songbook.catalogue import catalogue
from lullaby.storage.database import TooNewError
from lullaby.storage.pending_writes import PendingWrites
from lullaby.storage.transaction import StorageError
from lullaby.stores import Stores, name_of_child, open_stores, open_to_read
from lullaby.tempo_worker import TempoWorkerPool, worker_count
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.desktop.integration import DesktopIntegration
from lullaby.ui.gui import Gui, build_gui
from lullaby.ui.shell import deferred
from lullaby.ui.shell.first_paint import FirstPaint
from lullaby.ui.shell.first_touch import FirstTouch
from lullaby.ui.shell.frame import Frame
from lullaby.ui.shell.plain_message import PlainMessage
from lullaby.ui.shell.post import MainThreadPost
from lullaby.ui.shell.screen_spec import ScreenSpec
from lullaby.ui.text.translate import translate
from lullaby.ui.theme.fonts import Fonts
from lullaby.ui.theme.theme import Theme
from lullaby.workers import Workers

log = logging.getLogger(__name__)

MakePlayer = Callable[[Clock], Player]
MakeRunner = Callable[[str], JobRunner]

MADE_READY = 20
"""Songs of an evening that are made before it is their turn."""
ANALYSIS = "listening"
WORDS, PICTURES, LIBRARY, JOURNAL = "words", "covers", "library", "journal"
THREADS = {ANALYSIS: worker_count()}
"""All other work goes one after the other."""
PATIENCE_S = {WORDS: 5.0, PICTURES: 5.0}
"""A file that does not answer holds up the words of no other song for longer."""


@dataclass(frozen=True, slots=True)
class AppServices:
    """Everything that lives as long as the application."""

    clock: Clock
    paths: Paths
    theme: Theme
    fonts: Fonts
    settings: SettingsFile
    unwritten: PendingWrites
    """What the disk did not take yet."""
    stores: Stores
    player: SingAlongPlayer
    session: Session
    bridge: SessionBridge
    quick: JobRunner
    pictures: JobRunner
    slow: JobRunner
    lookups: JobRunner
    """Reads the library."""
    heartbeats: JobRunner
    """Writes the signs of life of an evening."""
    analysis_jobs: JobRunner
    making: JobRunner
    """Plays songs into files, in other keys and paces."""
    renditions: SongRenditions
    loudness: LoudnessQueue
    gui: Gui
    helpers: Helpers
    """Where files of others are read."""
    desktop_integration: DesktopIntegration | None = None
    """Lullaby among the other things of the desktop; None where there is no desktop."""
    lock: QLockFile | None = None
    """Held while the window lives; None where there is only one."""
    kept: bool = True
    """All is in the file; else it lives in memory, and nights are brought home at the end."""


def start(paths: Paths, theme: Theme, fonts: Fonts, frame: Frame) -> AppServices | None:
    """Build everything behind the picture and show it; None where a sentence stands instead."""
    clock = SystemClock()
    try:
        stores = open_stores(paths.database, clock.now(), catalogue(assets() / "songs"))
    except TooNewError:
        title = translate("start", "This journal was written by a newer Lullaby.")
        hint = translate("start", "Nothing in it was changed. A newer Lullaby opens it.")
        frame.hold(PlainMessage(theme, title, hint))
        return None
    except (StorageError, OSError):
        log.exception("the database could not be opened; tonight is kept in memory")
        stores = open_to_read(paths.database, catalogue(assets() / "songs"))
        lock = None
    else:
        lock = close_interrupted(stores, paths.data)
    post = MainThreadPost()
    services = build(
        paths,
        stores,
        theme,
        fonts,
        clock,
        lambda clock: make_player(clock, paths.made_sounds),
        lambda name: JobRunner(Workers(THREADS.get(name, 1), name, PATIENCE_S.get(name)), post),
        TempoWorkerPool(),
        TempoWorkerPool(hurry=True).measure,
        HelperPool(),
    )
    desktop_integration = attach_desktop(services, post)
    services = replace(
        services, desktop_integration=desktop_integration, lock=lock, kept=lock is not None
    )
    if not services.kept:
        services.gui.notices.say(
            "unwritable",
            translate("start", "Lullaby cannot write to its folder just now."),
            translate("start", "What you had is here, and playing works. Nothing new can be saved.")
            if stores.journal.last() is not None
            else translate("start", "Playing works all the same. Nothing new can be saved."),
            while_resting=True,
        )
    FirstPaint(services.gui.window).done.connect(lambda: _after_first_paint(services))
    frame.hold(services.gui.window)
    return services


def attach_desktop(services: AppServices, post: MainThreadPost) -> DesktopIntegration:
    """Power, media keys, tray and child lock."""
    return DesktopIntegration(
        services.theme,
        services.gui,
        services.bridge,
        services.clock,
        system_power(),
        system_sleep_watch(post),
        system_battery(),
        SerialWorker("desktop"),
        post,
        lambda remote: system_media_controls(remote, post),
    )


def shutdown(services: AppServices) -> None:
    """Everything is let go of, in the order in which it leans on each other.

    What waits to be written comes first: the waits that follow may take all the time that is left.
    """
    services.bridge.rest()
    if not services.unwritten.retry_now():
        log.error("the disk took no more: something of this evening is not written")
    if not services.kept:
        merge_memory_journal(services.stores, services.paths.database, services.clock)
    if services.desktop_integration is not None:
        services.desktop_integration.shutdown()
    for waiting in services.gui.window.findChildren(FirstPaint):
        waiting.give_up()
    deferred.cancel_all(services.gui.window)
    services.loudness.stop()
    services.gui.stop()
    services.gui.folders.stop()
    services.renditions.stop()
    services.player.close()
    services.helpers.close()
    ended = close_all(
        [
            services.quick,
            services.pictures,
            services.slow,
            services.lookups,
            services.heartbeats,
            services.analysis_jobs,
            services.making,
        ]
    )
    services.gui.folders.keep()
    if ended:
        services.stores.beside.close()
    services.stores.connection.close()
    if services.lock is not None:
        services.lock.unlock()


def merge_memory_journal(stores: Stores, database: Path, clock: Clock) -> bool:
    """Nights that were told while the file could not be written, now that it may be; whether."""
    try:
        home = open_stores(database, clock.now(), stores.songs, clock)
        with closing(home.connection):
            home.journal.take_in(stores.journal.entries())
    except (StorageError, OSError, TooNewError):
        log.warning("the file could not be written until the end", exc_info=True)
        return False
    return True


def close_interrupted(stores: Stores, folder: Path) -> QLockFile:
    """Close the evenings that a crash left open, unless another Lullaby may be in one of them.

    The lock is to be kept as long as the window lives; a dead process holds none.
    """
    lock = QLockFile(str(folder / "window.lock"))
    lock.setStaleLockTime(0)
    if lock.tryLock(0):
        try:
            stores.journal.close_interrupted()
        except StorageError:
            log.warning("a night that was cut off is closed the next time", exc_info=True)
    return lock


def make_player(clock: Clock, sounds: Path) -> Player:
    """The sound engine over the machine's loudspeaker; background sounds are kept in `sounds`."""
    from lullaby.audio.pygame_player import PygamePlayer

    return PygamePlayer(clock, KeptSounds(sounds))


def build(
    paths: Paths,
    stores: Stores,
    theme: Theme,
    fonts: Fonts,
    clock: Clock,
    make: MakePlayer,
    runner: MakeRunner,
    analyzer: TempoAnalyzer,
    measure: Measure,
    helpers: Helpers,
    more_screens: Sequence[ScreenSpec] = (),
) -> AppServices:
    """Put the rooms together. Nothing sounds and no window is shown yet.

    `more_screens` come after those that belong to Lullaby.
    """
    settings = SettingsFile(paths.settings)
    unwritten = PendingWrites(stores.connection)
    settings.refused = lambda: unwritten.keep("settings", settings.save)
    heartbeats = runner(JOURNAL)
    writer = NightWriter(stores.journal, unwritten, Heartbeats(stores.beside, heartbeats))

    def as_known_now(track: Track) -> Track:
        try:
            known = stores.library.track(track.id) or track
            return with_preferences(
                known, stores.song_preferences.of(track.id, ChildId(settings.now.child))
            )
        except StorageError:
            return track

    limit = settings.now.gentle_limit
    songs = catalogue(assets() / "songs")
    quick, making = runner(WORDS), runner("songs")
    scores = BackgroundScores(songs, quick)
    renditions = SongRenditions(scores, kept_songs(paths.made_songs), making)
    session = Session(
        UnopenedPlayer(lambda: make(clock)),
        clock,
        SessionRecorder(
            stores.journal,
            lambda: name_of_child(stores, settings.now.child),
            unwritten,
            writer,
        ),
        limit,
        as_known_now,
        renditions,
    )
    player = session.sing_along
    bridge = SessionBridge(session, position=lambda: player.status().position_ms)
    drafts, find_words = DraftStore(paths.words), FindWords(songs, helpers)
    scores.when_read(lambda track: bridge.song_known(track.id))
    slow, analysis_jobs = runner("folders"), runner(ANALYSIS)
    pictures, lookups = runner(PICTURES), runner(LIBRARY)
    gui = build_gui(
        theme=theme,
        bridge=bridge,
        settings_file=settings,
        stores=stores,
        writer=writer,
        unwritten=unwritten,
        copies=Copies(stores, paths.database),
        clock=clock,
        quick=quick,
        pictures=pictures,
        slow=slow,
        lookups=lookups,
        analysis_jobs=analysis_jobs,
        scan=partial(scan_folders, helpers=helpers),
        helpers=helpers,
        analyzer=analyzer,
        most_analyzers=THREADS[ANALYSIS],
        sheet=find_words.sheet,
        words=lambda track: own_words(track, drafts) or find_words(track),
        draft_store=drafts,
        score=scores.find,
        own_songs=paths.songs,
        tag_writer=TempoTags(helpers),
        speakers=player.speakers,
        use_speaker=player.use_speaker,
        geometry=QSettings(str(paths.window), QSettings.Format.IniFormat),
        more_screens=more_screens,
    )
    bridge.setParent(gui.window)
    loudness = LoudnessQueue(stores.loudness, slow, measure, lambda _: None)
    gui.folders.finished.connect(lambda _: loudness.start())

    def measure_first(state: SessionState) -> None:
        """What is about to be heard, so that no song is louder than the night so far."""
        tracks = state.programme.tracks if state.programme else ()
        at = state.index or 0
        loudness.prefer([track.id for track in (*tracks[at:], *tracks[:at])])
        if state.sounding:
            loudness.start()

    def make_ready(state: SessionState) -> None:
        """The songs of the evening in their own keys, before each is needed."""
        for track in state.programme.tracks[:MADE_READY] if state.programme else ():
            renditions.prepare(as_known_now(track))

    bridge.stage_changed.connect(make_ready)
    bridge.stage_changed.connect(measure_first)
    return AppServices(
        clock=clock,
        paths=paths,
        theme=theme,
        fonts=fonts,
        settings=settings,
        unwritten=unwritten,
        stores=stores,
        player=player,
        session=session,
        bridge=bridge,
        quick=quick,
        pictures=pictures,
        slow=slow,
        lookups=lookups,
        heartbeats=heartbeats,
        analysis_jobs=analysis_jobs,
        making=making,
        renditions=renditions,
        loudness=loudness,
        gui=gui,
        helpers=helpers,
    )


def _after_first_paint(services: AppServices) -> None:
    """What the first picture did not need."""
    services.fonts.register_rest()
    sys.excepthook = services.gui.error_reporter.report
    _prepare_player_when_touched(services)
    if services.desktop_integration is not None:
        services.desktop_integration.start(services.settings.now.tray)
    for track in services.gui.first_songs():
        services.renditions.prepare(track)
    if services.settings.set_aside is not None:
        services.gui.notices.tell_old_settings(services.settings.set_aside)
    services.gui.start()


def _prepare_player_when_touched(services: AppServices) -> None:
    """Nothing sounds before somebody reaches for the window: only then the player is loaded.

    Its libraries hold 20 MB and take a quarter of a second, which is spent beside the window
    while the hand is on its way. Whoever is faster, as a media key is, has it made at once.
    """

    def load(_: Job) -> None:
        importlib.import_module("lullaby.audio.pygame_player")

    def ready(_: None) -> None:
        services.player.prepare()
        services.bridge.tick()

    def touched() -> None:
        services.pictures.submit(load, ready, lambda _: ready(None))

    app = QApplication.instance()
    if isinstance(app, QApplication):
        FirstTouch(app, services.gui.window).came.connect(touched)
