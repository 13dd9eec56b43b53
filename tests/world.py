"""The whole app for tests: real screens, database and files; time, player and jobs are fakes."""

import gc
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from lullaby.app import AppServices, build
from lullaby.audio.loudness import measure
from lullaby.audio.port import Player
from lullaby.helper_process import Inline
from lullaby.jobs import JobRunner
from lullaby.paths import assets, paths_under
from lullaby.settings import Settings, to_json
from lullaby.songbook.catalogue import catalogue
from lullaby.stores import Stores, open_stores
from lullaby.ui.shell.keys import Action
from lullaby.ui.shell.light import is_night
from lullaby.ui.theme.dress import dress, plain_theme
from tests.fakes import (
    FakeClock,
    FakePlayer,
    ImmediateExecutor,
    LocalAnalyzer,
    PatientExecutor,
    Postbox,
)

BEAT_MS = 200


def at_once(call: Callable[[], None]) -> None:
    """What is read of the library is there when its reading has been asked for."""
    call()


@dataclass(frozen=True)
class World:
    services: AppServices
    clock: FakeClock
    player: FakePlayer
    post: Postbox
    stores: Stores
    making: PatientExecutor
    """Where songs are made from scores; nothing is made before `make_songs`."""

    def make_songs(self) -> None:
        """All songs that were wished for are made."""
        while self.making.work():
            self.post.deliver()

    def act(self, action: Action) -> None:
        """A key was pressed; what it set going in the background is done at once."""
        self.services.gui.dispatcher.dispatch(action)
        self.post.deliver()

    def pass_time(self, ms: int, beat_ms: int = BEAT_MS) -> None:
        """Time goes by, beat after beat."""
        for _ in range(ms // beat_ms):
            self.clock.advance(beat_ms)
            self.services.bridge.tick()
            self.post.deliver()

    def close(self) -> None:
        """The window and all that lives with it are gone, and what was painted for them."""
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
) -> World:
    """An app whose data lives in `folder`; `prepare` may fill the database first.

    `make` makes another player than the fake one; `words` is where words and scores are read, at
    once without it.
    """
    clock = FakeClock()
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
    theme.set_light(is_night(settings, clock.now().hour), settings.dimmer)
    fonts = dress(app, theme)
    fonts.register_rest()
    services = build(
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
        lambda path, job: measure(path, lambda: job.cancelled),
        Inline(),
    )
    services.player.prepare()
    return World(services, clock, player, post, stores, making)
