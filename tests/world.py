"""The whole application for tests: real screens, database and files; fake time, player and jobs."""

import gc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from lullaby.app import AppServices, MakeMicrophones, build_in_pieces
from lullaby.audio.loudness import measure
from lullaby.audio.microphone import RATE, MicrophoneFacts
from lullaby.audio.port import Player
from lullaby.desktop.battery import NullBattery
from lullaby.desktop.network_time import NetworkTime
from lullaby.helpers import Inline
from lullaby.jobs import JobRunner
from lullaby.library.analysis_limit import AnalysisLimit
from lullaby.paths import assets, paths_under
from lullaby.settings import Settings, to_json
from lullaby.songbook.catalogue import catalogue
from lullaby.songbook.kept_songs import KeptSongs
from lullaby.songbook.renderer import Block
from lullaby.stores import Stores, open_stores
from lullaby.ui.following.ports import VoicePorts
from lullaby.ui.journal.screen import JournalScreen
from lullaby.ui.library.analysis_runner import AnalysisRunner
from lullaby.ui.library.library_actions import LibraryActions
from lullaby.ui.library.rules_controller import RulesController
from lullaby.ui.library.screen import LibraryScreen
from lullaby.ui.library.tempo_controller import TempoController
from lullaby.ui.outcome.card import OutcomeCard
from lullaby.ui.recorder.controller import Start
from lullaby.ui.resting.rest import Rest
from lullaby.ui.resting.view import RestingView
from lullaby.ui.settings.backups_controller import BackupsController
from lullaby.ui.settings.screen import SettingsScreen
from lullaby.ui.shell.keys import Action, ScreenId, ShowScreen
from lullaby.ui.shell.light import is_night
from lullaby.ui.shell.pieces import finish
from lullaby.ui.shell.screen_spec import ScreenSpec
from lullaby.ui.shell.screens import Later
from lullaby.ui.sing.screen import SingScreen
from lullaby.ui.theme.dress import dress
from lullaby.ui.theme.theme import plain_theme
from lullaby.ui.together.ports import SharingPorts
from lullaby.ui.tonight.screen import TonightScreen
from lullaby.ui.tonight.suggestion import Suggestions
from lullaby.ui.welcome.screen import WelcomeScreen
from lullaby.ui.words_editor.screen import WordsEditor
from tests.ears import NotedEars
from tests.fakes import (
    FakeClock,
    FakePlayer,
    ImmediateExecutor,
    LocalAnalyzer,
    PatientExecutor,
    Postbox,
)
from tests.microphones import FakeMicrophones
from tests.recording_by_hand import RecordingByHand
from tests.sharing_doubles import NotedServers

BEAT_MS = 200

USUAL_FIRST = tuple(
    map(
        ScreenId,
        ("tonight", "sing", "library", "resting", "outcome", "journal", "words editor", "settings"),
    )
)
"""The order in which `World.find` builds screens: what most tests look for comes first."""

Found = TypeVar("Found", bound=QObject)


def find_one(window: QWidget, kind: type[Found]) -> Found:
    """The only child of its kind."""
    (found,) = window.findChildren(kind)
    return found


def write_a_name(path: Path, blocks: Iterator[Block]) -> None:
    """Writes no sound, because the player plays by the clock, and rendering takes seconds."""
    path.write_bytes(b"sound")


def at_once(call: Callable[[], None]) -> None:
    """Reads the library, and builds a screen, as soon as that is requested."""
    call()


@dataclass(frozen=True)
class World:
    services: AppServices
    clock: FakeClock
    player: FakePlayer
    post: Postbox
    stores: Stores
    servers: NotedServers
    """Whoever would serve the words to phones."""
    making: PatientExecutor
    """Where songs are rendered from scores; nothing is rendered before `make_songs`."""
    ears: NotedEars
    """Those that would follow a singer's voice."""
    microphones: FakeMicrophones
    """One that hears what a test lets it hear."""
    recordings: RecordingByHand

    def make_songs(self) -> None:
        """Render all requested songs."""
        while self.making.work():
            self.post.deliver()

    def act(self, action: Action) -> None:
        """Press a key, and run the background work it started."""
        self.services.gui.dispatcher.dispatch(action)
        self.post.deliver()

    def go(self, screen: str) -> None:
        """Show a screen, by the rail or a key with Ctrl."""
        self.services.gui.dispatcher.dispatch(ShowScreen(ScreenId(screen)))
        self.post.deliver()

    def find(self, kind: type[Found]) -> Found:
        """The only one of its kind in the window; screens are built until it is there."""
        window, screens = self.services.gui.window, self.services.gui.screens
        unbuilt = (screen for screen in USUAL_FIRST if not screens.is_built(screen))
        while window.findChild(kind) is None:
            screen = next(unbuilt, None)
            if screen is None:
                screens.build_all()
                break
            screens.built(screen)
            self.post.deliver()
        return find_one(window, kind)

    def on(self, screen: str, kind: type[Found]) -> Found:
        """The only one of its kind, on a screen that is built if necessary."""
        if not self.services.gui.screens.is_built(ScreenId(screen)):
            self.services.gui.screens.built(ScreenId(screen))
            self.post.deliver()
        return find_one(self.services.gui.window, kind)

    @property
    def tonight(self) -> TonightScreen:
        return self.on("tonight", TonightScreen)

    @property
    def sing(self) -> SingScreen:
        return self.on("sing", SingScreen)

    @property
    def library(self) -> LibraryScreen:
        return self.on("library", LibraryScreen)

    @property
    def journal(self) -> JournalScreen:
        return self.on("journal", JournalScreen)

    @property
    def settings_screen(self) -> SettingsScreen:
        return self.on("settings", SettingsScreen)

    @property
    def card(self) -> OutcomeCard:
        return self.on("outcome", OutcomeCard)

    @property
    def resting(self) -> RestingView:
        return self.on("resting", RestingView)

    @property
    def rest(self) -> Rest:
        return self.find(Rest)

    @property
    def editor(self) -> WordsEditor:
        return self.on("words editor", WordsEditor)

    @property
    def welcome(self) -> WelcomeScreen | None:
        return self.services.gui.window.findChild(WelcomeScreen)

    @property
    def library_actions(self) -> LibraryActions:
        return self.find(LibraryActions)

    @property
    def analysis_runner(self) -> AnalysisRunner:
        return self.find(AnalysisRunner)

    @property
    def tempo(self) -> TempoController:
        return self.find(TempoController)

    @property
    def rules(self) -> RulesController:
        return self.find(RulesController)

    @property
    def suggestions(self) -> Suggestions:
        return self.find(Suggestions)

    @property
    def backups(self) -> BackupsController:
        return self.find(BackupsController)

    def pass_time(self, ms: int, beat_ms: int = BEAT_MS) -> None:
        """Let time pass, tick by tick."""
        for _ in range(ms // beat_ms):
            self.clock.advance(beat_ms)
            self.services.bridge.tick()
            self.post.deliver()

    def fill_disk(self, is_full: bool = True) -> None:
        """Let no connection write: neither the window's own nor those of background work."""
        for each in (self.stores.connection, self.stores.beside.here()):
            each.execute(f"PRAGMA query_only = {'ON' if is_full else 'OFF'}")

    def close(self) -> None:
        """Delete the window and everything that lives with it, including its pictures."""
        self.recordings.end()
        self.services.bridge.rest()
        self.services.gui.window.hide()
        for gone in (self.services.gui.window, self.services.theme):
            gone.deleteLater()
            QCoreApplication.sendPostedEvents(gone, QEvent.Type.DeferredDelete)
        self.stores.beside.close()
        self.stores.connection.close()
        gc.collect()


def make_world(
    app: QApplication,
    folder: Path,
    settings: Settings,
    prepare: Callable[[Stores], None] | None = None,
    make: Callable[[FakeClock], Player] | None = None,
    words: Executor | None = None,
    more_screens: Sequence[ScreenSpec] = (),
    later: Later = at_once,
    sharing: SharingPorts | None = None,
    voice: VoicePorts | None = None,
    microphones: MakeMicrophones | None = None,
    record: Start | None = None,
    network_time: NetworkTime | None = None,
) -> World:
    """An application with its data in `folder`; `prepare` may fill the database first.

    `make` creates another player than the fake one; `words` is where words and scores are read, by
    default at once; `later` schedules the pieces in which screens are built; `sharing` lets real
    phones come; `voice` listens to singers, `microphones` are made for the first recording, and
    `record` runs it, instead of what `World` holds.
    """
    servers, ears, recordings = NotedServers(), NotedEars(), RecordingByHand()
    clock = FakeClock()
    heard = FakeMicrophones(clock, MicrophoneFacts("microphone", RATE))
    paths = paths_under(folder)
    paths.settings.parent.mkdir(parents=True, exist_ok=True)
    paths.settings.write_text(to_json(settings), encoding="utf-8")
    stores = open_stores(paths.database, clock.now(), catalogue(assets() / "songs"), clock)
    if prepare is not None:
        prepare(stores)
    player, post, making = FakePlayer(clock), Postbox(), PatientExecutor()
    at_hand = ImmediateExecutor()
    executors: dict[str, Executor] = {"songs": making, "words": at_hand if words is None else words}
    theme = plain_theme()
    theme.set_light(is_night(settings, clock.now().hour), settings.dimmer, settings.high_contrast)
    fonts = dress(app, theme)
    fonts.register_rest()
    services = finish(
        build_in_pieces(
            paths,
            stores,
            theme,
            fonts,
            clock,
            lambda _: player if make is None else make(clock),
            lambda name: JobRunner(
                executors.get(name, at_hand),
                at_once if name == "library" else post,
            ),
            LocalAnalyzer(),
            lambda path, job, _: measure(path, lambda: job.cancelled),
            AnalysisLimit(clock, NullBattery()),
            Inline(),
            more_screens,
            later,
            sharing=sharing or servers.ports(),
            voice=voice or ears.ports(),
            keep_songs=lambda folder: KeptSongs(folder, write_a_name),
            microphones=microphones or (lambda: heard),
            record=record or recordings,
            network_time=network_time,
        )
    )
    services.player.prepare()
    return World(services, clock, player, post, stores, servers, making, ears, heard, recordings)
