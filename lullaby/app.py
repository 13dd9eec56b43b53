"""The window's composition root: builds every object and passes in its dependencies."""

import importlib
import logging
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QLockFile, QSettings
from PySide6.QtWidgets import QApplication, QWidget

from lullaby import collector
from lullaby.audio.port import Player, SpeedPitch
from lullaby.audio.unopened_player import UnopenedPlayer
from lullaby.background import (
    FindWords,
    KeptSounds,
    TempoTags,
    choir_work,
    kept_songs,
    scan_folders,
    voice_work,
)
from lullaby.backups import Backups
from lullaby.clock import Clock, SystemClock
from lullaby.desktop.backends import (
    system_battery,
    system_media_controls,
    system_network_time,
    system_power,
    system_preferences_watch,
    system_sleep_watch,
)
from lullaby.desktop.network_time import NetworkTime, UntoldNetworkTime
from lullaby.frozen import frozen
from lullaby.helper_pool import HelperPool
from lullaby.helpers import Helpers
from lullaby.jobs import Job, JobRunner, close_all
from lullaby.journal.heartbeats import Heartbeats
from lullaby.journal.writer import NightWriter
from lullaby.library.analysis_limit import AnalysisLimit
from lullaby.library.analysis_queue import TempoAnalyzer
from lullaby.library.chosen_recordings import ChosenRecordings
from lullaby.library.delay_store import DelayStore
from lullaby.library.family_languages import languages_from
from lullaby.library.known_tracks import KnownTracks
from lullaby.library.loudness_queue import LoudnessQueue, Measure
from lullaby.library.loudness_store import PREFERRED
from lullaby.library.own_words import own_words
from lullaby.library.renditions import SongRenditions
from lullaby.library.score_catalogue import BackgroundScores
from lullaby.library.singing import Singing
from lullaby.library.song_preferences import ChildId
from lullaby.library.track import Track
from lullaby.lyrics.draft_store import DraftStore
from lullaby.paths import Paths, assets
from lullaby.session.lending_session import LendingSession
from lullaby.session.session_recorder import SessionRecorder
from lullaby.session.sing_along_player import SingAlongPlayer
from lullaby.session.state import SessionState
from lullaby.settings import SettingsFile
from lullaby.songbook.catalogue import SongEntry, catalogue
from lullaby.songbook.kept_songs import KeptSongs
from lullaby.storage.database import Checked, TooNewError
from lullaby.storage.pending_writes import PendingWrites
from lullaby.storage.transaction import StorageError
from lullaby.stores import Stores, name_of_child, open_stores, open_to_read
from lullaby.tempo_worker import TempoWorkerPool, worker_count
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.following.ports import VoicePorts
from lullaby.ui.following.system_voice import system_voice
from lullaby.ui.gui import Gui, build_gui
from lullaby.ui.shell import deferred
from lullaby.ui.shell.first_paint import FirstPaint
from lullaby.ui.shell.first_touch import FirstTouch
from lullaby.ui.shell.frame import Frame
from lullaby.ui.shell.pieces import Pieces
from lullaby.ui.shell.plain_message import PlainMessage
from lullaby.ui.shell.post import MainThreadPost, run_while
from lullaby.ui.shell.screen_spec import ScreenSpec
from lullaby.ui.shell.screens import Later, next_turn
from lullaby.ui.text.translate import translate
from lullaby.ui.theme.fonts import Fonts
from lullaby.ui.theme.theme import Theme
from lullaby.ui.together.ports import SharingPorts
from lullaby.ui.together.system_ports import system_ports
from lullaby.units import Ms
from lullaby.workers import Workers

if TYPE_CHECKING:
    from lullaby.audio.microphone import Microphones
    from lullaby.takes.made_take import MadeTake
    from lullaby.takes.raw_take import RawTake
    from lullaby.takes.sound_delay import SoundDelay
    from lullaby.ui.desktop.integration import DesktopIntegration
    from lullaby.ui.recorder.controller import Start

log = logging.getLogger(__name__)

MakePlayer = Callable[[Clock], Player]
MakeMicrophones = Callable[[], "Microphones"]
MakeRunner = Callable[[str], JobRunner]

MADE_READY = 20
"""How many of an evening's songs are rendered ahead of their turn."""
ANALYSIS = "listening"
WORDS, PICTURES, LIBRARY, JOURNAL = "words", "covers", "library", "journal"
FINISH_WITHIN_MS = 2_000
"""How long the process outlives its window, in ms, while changes are still being written."""
THREADS = {ANALYSIS: worker_count()}
"""Threads per runner; every runner not named here is serial."""
PATIENCE_S = {WORDS: 5.0, PICTURES: 5.0}
"""Seconds after which an unresponsive file no longer holds up those queued behind it."""


@frozen
class AppServices:
    """Everything that lives as long as the application."""

    clock: Clock
    paths: Paths
    theme: Theme
    fonts: Fonts
    settings: SettingsFile
    unwritten: PendingWrites
    """Writes that the disk has refused so far."""
    stores: Stores
    player: SingAlongPlayer
    session: LendingSession
    bridge: SessionBridge
    quick: JobRunner
    pictures: JobRunner
    slow: JobRunner
    lookups: JobRunner
    """Reads the library."""
    heartbeats: JobRunner
    """Writes the heartbeat of a running evening."""
    analysis_jobs: JobRunner
    recordings: JobRunner
    """Makes takes of recordings, and keeps them."""
    making: JobRunner
    """Renders songs to files in other keys and tempos."""
    renditions: SongRenditions
    loudness: LoudnessQueue
    analysis_limit: AnalysisLimit
    """How much of the processor tempo and loudness may take."""
    gui: Gui
    helpers: Helpers
    """The processes that read files which somebody else made."""
    awaited_helpers: Helpers
    """The same, for what a person waits for; at the usual priority."""
    desktop_integration: "DesktopIntegration | None" = None
    """Power, media keys, tray and child lock; None without a desktop."""
    painted: FirstPaint | None = None
    """The first paint of the first screen; None without a frame."""
    lock: QLockFile | None = None
    """Held while the window is open; None when the database could not be opened for writing."""
    kept: bool = True
    """False when the database is only in memory; its nights are merged into the file at exit."""


def start_in_pieces(
    paths: Paths, theme: Theme, fonts: Fonts, frame: Frame, undamaged: Checked = lambda: False
) -> Pieces[AppServices | None]:
    """Build everything behind the first paint and show it; None if only a message is shown.

    `undamaged` tells whether the database was checked ahead and found undamaged.

    Always run it to the end, even if the window was closed.
    """
    clock = SystemClock()
    try:
        songs = catalogue(assets() / "songs")
        stores = open_whole(paths, clock, songs, undamaged)
    except TooNewError:
        title = translate("start", "This journal was written by a newer Lullaby.")
        hint = translate("start", "Nothing in it was changed. A newer Lullaby can open it.")
        frame.hold(PlainMessage(theme, title, hint))
        return None
    except (StorageError, OSError):
        log.exception("the database could not be opened; tonight is kept in memory")
        stores = open_to_read(paths.database, catalogue(assets() / "songs"))
        lock = None
    else:
        lock = close_interrupted(stores, paths.data)
    post = MainThreadPost()
    limit = AnalysisLimit(clock, system_battery())
    yield
    services = yield from build_in_pieces(
        paths,
        stores,
        theme,
        fonts,
        clock,
        lambda clock: make_player(clock, paths.made_sounds),
        lambda name: JobRunner(Workers(THREADS.get(name, 1), name, PATIENCE_S.get(name)), post),
        TempoWorkerPool(limit=limit),
        TempoWorkerPool(hurry=True, limit=limit).measure,
        limit,
        HelperPool(),
        frame=frame,
        awaited_helpers=HelperPool(awaited=True),
        sharing=system_ports(clock, assets() / "translations"),
        voice=system_voice(),
        network_time=system_network_time(),
    )
    services = replace(services, lock=lock, kept=lock is not None)
    if not services.kept:
        services.gui.notices.say(
            "unwritable",
            translate("start", "Lullaby can’t write to its folder right now."),
            translate(
                "start",
                "Your songs and nights are here, and music plays. Nothing new can be saved.",
            )
            if stores.journal.last() is not None
            else translate("start", "Music plays as usual. Nothing new can be saved."),
            while_resting=True,
        )
    painted = FirstPaint(services.gui.window)
    frame.hold(services.gui.window, early_keys=True)
    yield
    desktop_integration = yield from attach_desktop(services, post)
    whole = replace(services, desktop_integration=desktop_integration, painted=painted)
    painted.then(lambda: _after_first_paint(whole))
    return whole


def open_whole(
    paths: Paths, clock: Clock, songs: tuple[SongEntry, ...], undamaged: Checked
) -> Stores:
    """Open the database, after completing an exchange of all data that a crash cut off.

    Raises what `open_stores` does, and OSError.
    """
    if not paths.exchange.exists():
        return open_stores(paths.database, clock.now(), songs, undamaged=undamaged)
    from lullaby.copy_exchange import forget, go_on

    exchange = go_on(paths)
    stores = open_stores(paths.database, clock.now(), songs)
    if exchange is not None and exchange.data:
        stores.library.move_under(Path(exchange.data), paths.data)
    forget(paths)
    return stores


def attach_desktop(services: AppServices, post: MainThreadPost) -> Pieces["DesktopIntegration"]:
    """Add power management, media keys, tray and child lock to the window, which is painted first.

    Loading and making them takes 40 ms.
    """
    from lullaby.desktop.serial_worker import SerialWorker
    from lullaby.ui.desktop.integration import DesktopIntegration

    yield
    return DesktopIntegration(
        services.theme,
        services.gui,
        services.bridge,
        services.clock,
        system_power(),
        system_sleep_watch(post),
        system_preferences_watch(post),
        system_battery(),
        SerialWorker("desktop"),
        post,
        lambda remote: system_media_controls(remote, post),
    )


def finish_changes(services: AppServices) -> None:
    """Write what the person asked for before the window was closed.

    A change of very many songs, a book of words or a tag take some tenths of a second. A scan or a
    measurement that stands before it gives way. What is not written in time leaves the files and
    drafts as they were. Call it before `shutdown`.
    """
    runners = (services.quick, services.slow, services.lookups, services.recordings)
    if not any(runner.unfinished for runner in runners):
        return
    services.loudness.stop()
    services.gui.folders.stop()
    if not run_while(lambda: any(runner.unfinished for runner in runners), FINISH_WITHIN_MS):
        log.warning("something that was asked for is not written in time")


def shutdown(services: AppServices) -> None:
    """Shut down in dependency order.

    Pending writes go first, because the waits that follow may use up all the time left.
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
    services.awaited_helpers.close()
    ended = close_all(
        [
            services.quick,
            services.pictures,
            services.slow,
            services.lookups,
            services.heartbeats,
            services.analysis_jobs,
            services.recordings,
            services.making,
        ]
    )
    services.gui.folders.keep()
    if ended:
        services.stores.beside.close()
    services.stores.connection.close()
    if services.lock is not None:
        services.lock.unlock()
    collector.visit_all()


def merge_memory_journal(stores: Stores, database: Path, clock: Clock) -> bool:
    """Merge nights recorded in memory into the file; False if it still cannot be written."""
    try:
        home = open_stores(database, clock.now(), stores.songs, clock)
        with closing(home.connection):
            home.journal.take_in(stores.journal.entries())
    except (StorageError, OSError, TooNewError):
        log.warning("the file could not be written until the end", exc_info=True)
        return False
    return True


def close_interrupted(stores: Stores, folder: Path) -> QLockFile:
    """Close the evenings that a crash left open, unless another Lullaby may still be running one.

    Keep the returned lock while the window is open; a dead process holds none.
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


def make_microphones() -> "Microphones":
    """The microphones of this computer."""
    from lullaby.audio.captured_microphones import CapturedMicrophones

    return CapturedMicrophones()


def _make_take(
    helpers: Helpers, delays: DelayStore, raw: "RawTake", softer_noise: bool
) -> "MadeTake":
    """Make a take of a recording; its modules are loaded for the first one."""
    from lullaby.takes.raw_in_helper import make_take

    facts = raw.facts
    try:
        delay = delays.here().of(facts.speaker, facts.microphone)
    except StorageError:
        delay = None
    return make_take(raw, softer_noise, helpers, delay)


def _make_tones(path: Path) -> Ms:
    """Write the tones that measure a delay; their modules are loaded for the first time."""
    from lullaby.takes.delay import write_tones

    return write_tones(path)


def _find_delay(helpers: Helpers, recording: Path, begins_ms: float) -> "SoundDelay | None":
    """How late those tones are heard in a recording."""
    from lullaby.takes.raw_in_helper import delay_in_helper
    from lullaby.takes.sound_delay import SoundDelay

    found = delay_in_helper(recording, begins_ms, helpers)
    return found if isinstance(found, SoundDelay) else None


def _mix_take(helpers: Helpers, take: Path, music: Path, music_ms: float, target: Path) -> bool:
    """Mix a take with its music; whether it could be mixed."""
    from lullaby.takes.mix_in_helper import MixOrder, mix_in_helper

    return mix_in_helper(MixOrder(take, music, music_ms, target), helpers) is None


def _music(renditions: SongRenditions, track: Track, pace: float, semitones: float) -> Path | None:
    """The file of a song's music without its tune. None if it was not rendered like this; that
    begins then."""
    try:
        asked = SpeedPitch(pace, semitones)
    except ValueError:
        return None
    found = renditions.exact(track, asked, Singing(with_tune=False))
    if found is None:
        renditions.make(track, asked, Singing(with_tune=False))
    fits = found is not None and found.passes is not None and found.made.pace == pace
    return found.path if found is not None and fits else None


def _languages(settings: SettingsFile) -> tuple[str, ...]:
    """Those of the person: the ones the family sings in, the app's own, then the system's."""
    sung = languages_from(settings.now.sung_languages)
    return (*sung, QLocale().bcp47Name(), *QLocale.system().uiLanguages())


def build_in_pieces(
    paths: Paths,
    stores: Stores,
    theme: Theme,
    fonts: Fonts,
    clock: Clock,
    make: MakePlayer,
    runner: MakeRunner,
    analyzer: TempoAnalyzer,
    measure: Measure,
    analysis_limit: AnalysisLimit,
    helpers: Helpers,
    more_screens: Sequence[ScreenSpec] = (),
    later: Later | None = None,
    frame: QWidget | None = None,
    sharing: SharingPorts | None = None,
    voice: VoicePorts | None = None,
    keep_songs: Callable[[Path], KeptSongs] = kept_songs,
    microphones: MakeMicrophones = make_microphones,
    record: "Start | None" = None,
    awaited_helpers: Helpers | None = None,
    network_time: NetworkTime | None = None,
) -> Pieces[AppServices]:
    """Build all objects. Nothing plays and no window is shown yet.

    `more_screens` come after those that belong to Lullaby; for `later`, `frame` and `sharing` see
    `build_gui`. `keep_songs` renders songs from scores into a folder; `microphones` is called for
    the first recording, and `record` runs it, if not on a thread of its own. `awaited_helpers` do
    what a person waits for; without them, `helpers`.
    """
    awaited = awaited_helpers or helpers
    settings = SettingsFile(paths.settings)
    unwritten = PendingWrites(stores.connection)
    settings.refused = lambda: unwritten.keep("settings", settings.save)
    heartbeats = runner(JOURNAL)
    writer = NightWriter(stores.journal, unwritten, Heartbeats(stores.beside, heartbeats))

    chosen_recordings = ChosenRecordings(stores.library, stores.takes, paths.voices)
    as_known_now = KnownTracks(
        stores.library,
        stores.song_preferences,
        chosen_recordings,
        lambda: ChildId(settings.now.child),
        lambda: session.state.plays_recordings,
    )

    limit = settings.now.gentle_limit
    songs = stores.songs
    quick, making = runner(WORDS), runner("songs")
    scores = BackgroundScores(songs, quick)
    kept_renditions = keep_songs(paths.made_songs)
    renditions = SongRenditions(scores, kept_renditions, making)
    session = LendingSession(
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
    drafts = DraftStore(paths.words)
    chosen = stores.song_preferences.chosen_encodings
    languages = partial(_languages, settings)
    find_words = FindWords(
        songs,
        helpers,
        languages,
        chosen,
        lambda path: stores.takes.here().at(path, paths.voices),
    )
    scores.when_read(lambda track: bridge.song_known(track.id))
    slow, analysis_jobs = runner("folders"), runner(ANALYSIS)
    pictures, lookups = runner(PICTURES), runner(LIBRARY)
    recordings = runner("recordings")
    gui = yield from build_gui(
        theme=theme,
        bridge=bridge,
        settings_file=settings,
        stores=stores,
        writer=writer,
        unwritten=unwritten,
        backups=Backups(stores, paths.database),
        clock=clock,
        quick=quick,
        pictures=pictures,
        slow=slow,
        lookups=lookups,
        analysis_jobs=analysis_jobs,
        scan=partial(scan_folders, helpers=helpers, languages=languages),
        languages=languages,
        helpers=helpers,
        analyzer=analyzer,
        analyzed_at_a_time=lambda: analysis_limit.at_a_time(THREADS[ANALYSIS]),
        sheet=find_words.sheet,
        words=lambda track: own_words(track, drafts) or find_words(track),
        draft_store=drafts,
        score=scores.find,
        paths=paths,
        voice_work=voice_work(awaited),
        recordings=recordings,
        chosen_recordings=chosen_recordings,
        microphones=microphones,
        make_take=partial(_make_take, awaited, stores.delays),
        mix_take=partial(_mix_take, awaited),
        make_tones=_make_tones,
        find_delay=partial(_find_delay, awaited),
        music=partial(_music, renditions),
        record=record,
        choir_work=partial(choir_work, awaited, songs, kept_renditions),
        tag_writer=TempoTags(helpers),
        speakers=player.speakers,
        use_speaker=player.use_speaker,
        set_stereo=player.set_stereo,
        geometry=QSettings(str(paths.window), QSettings.Format.IniFormat),
        as_known_now=as_known_now,
        make_ready=lambda track: renditions.prepare(as_known_now(track)),
        clock_set=(network_time or UntoldNetworkTime()).sets_clock,
        sharing=sharing,
        voice=voice,
        more_screens=more_screens,
        later=later,
        frame=frame,
    )
    bridge.setParent(gui.window)
    bridge.stage_changed.connect(lambda state: analysis_limit.set_sounding(state.sounding))
    loudness = LoudnessQueue(stores.loudness, slow, measure, lambda _: None)
    in_a_turn = later or next_turn(gui.window)
    gui.folders.finished.connect(lambda _: in_a_turn(loudness.start))

    def measure_first(state: SessionState) -> None:
        """Measure the coming songs first, so that none is louder than the night so far."""
        tracks = state.programme.tracks if state.programme else ()
        at = state.index or 0
        coming = islice(chain(tracks[at:], tracks[:at]), PREFERRED)
        loudness.prefer([track.id for track in coming])
        if state.sounding:
            loudness.start()

    def make_ready(state: SessionState) -> None:
        """Render the evening's songs in their stored keys before they are needed."""
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
        recordings=recordings,
        making=making,
        renditions=renditions,
        loudness=loudness,
        analysis_limit=analysis_limit,
        gui=gui,
        helpers=helpers,
        awaited_helpers=awaited,
    )


def _after_first_paint(services: AppServices) -> None:
    """Do what the first paint did not need."""
    services.fonts.register_rest()
    services.theme.forget_fonts()
    sys.excepthook = services.gui.error_reporter.report
    _prepare_player_when_touched(services)
    if services.desktop_integration is not None:
        services.desktop_integration.start(services.settings.now.tray)
    for track in services.gui.first_songs():
        services.renditions.prepare(track)
    if services.settings.set_aside is not None:
        services.gui.notices.report_old_settings(services.settings.set_aside)
    services.gui.start()


def _prepare_player_when_touched(services: AppServices) -> None:
    """Load the player when the person first touches the window.

    Its libraries take 20 MB and a quarter of a second, which passes on another thread between
    reaching and pressing. A faster command, such as a media key, loads it at once.
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
