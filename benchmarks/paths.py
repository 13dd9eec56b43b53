"""How many of our frames and files three common paths cross: counts, not times.

The real application on the real engine, with a hand-driven loudspeaker and clock.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from PySide6.QtWidgets import QApplication

import lullaby
from benchmarks.figures import line, title
from lullaby.app import AppServices
from lullaby.audio.engine_player import EnginePlayer
from lullaby.frozen import frozen
from lullaby.settings import Settings
from lullaby.ui.shell.keys import Action
from tests.audio.hand_driven import HandDriven
from tests.fakes import FakeClock, PatientExecutor
from tests.world import World, make_world

HOME = Path(lullaby.__file__).parent
MADE = frozen.__code__.co_filename
"""Methods of frozen classes, which `dataclass` would compile for each class, in no file."""
CLOCK = FakeClock.monotonic_ms.__code__.co_filename
TICK_MS = 200
MOST_FRAMES, MOST_FILES = 6, 12
SCORES = ("songbook/abc_", "songbook/score_folder")
"""The files that parse a score."""
HEARTBEAT_TICKS = 5
"""Every fifth tick writes the night to the journal; the ticks in between are idle."""


def ours(frame: FrameType) -> str | None:
    """The file of a frame inside `lullaby/`, as a path below it; the fake clock counts as ours."""
    path = frame.f_code.co_filename
    if path == CLOCK and frame.f_code.co_qualname.startswith("FakeClock."):
        return "clock.py"
    if path == MADE or not path.startswith(f"{HOME}/"):
        return None
    return str(Path(path).relative_to(HOME))


@contextmanager
def files_run() -> Iterator[set[str]]:
    """The files of ours whose functions are called meanwhile on this thread."""
    files: set[str] = set()

    def watch(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and (name := ours(frame)) is not None:
            files.add(name)

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        yield files
    finally:
        sys.setprofile(before)


def frames_to(player: type, method: str, act: Callable[[], object]) -> list[str]:
    """Our functions on the stack when `act` reaches the player, from the outermost inwards."""
    stacks: list[list[str]] = []

    def watch(frame: FrameType, event: str, _: Any) -> None:
        if event != "call" or frame.f_code is not getattr(player, method).__code__:
            return
        stack: list[str] = []
        outer: FrameType | None = frame
        while outer is not None:
            if (name := ours(outer)) is not None:
                stack.append(f"{name}:{outer.f_code.co_qualname}")
            outer = outer.f_back
        stacks.append(stack[::-1])

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        act()
    finally:
        sys.setprofile(before)
    return stacks[0]


@dataclass(frozen=True)
class Evening:
    """The application with the first songs of the songbook, driven by hand."""

    world: World
    driven: HandDriven
    words: PatientExecutor
    """Where words and scores are read, off the main thread."""

    @property
    def services(self) -> AppServices:
        return self.world.services

    def pass_ms(self, ms: int) -> None:
        self.driven.pass_ms(ms)
        while self.words.work():
            pass
        self.world.post.deliver()

    def begin(self) -> set[str]:
        """Press Begin; returns the files it runs on the main thread."""
        with files_run() as files:
            self.services.gui.dispatcher.dispatch(Action.TOGGLE)
        return files

    def idle_ticks(self) -> list[set[str]]:
        """The files run by each tick of two seconds in which only time passes."""
        ticks: list[set[str]] = []
        for _ in range(2 * HEARTBEAT_TICKS):
            self.pass_ms(TICK_MS)
            with files_run() as files:
                self.services.bridge.tick()
            self.world.post.deliver()
            ticks.append(files)
        return ticks

    def pause(self) -> list[str]:
        """Our frames from the key's action to the engine."""
        dispatcher = self.services.gui.dispatcher
        return frames_to(EnginePlayer, "pause", lambda: dispatcher.dispatch(Action.TOGGLE))


def open_evening(app: QApplication, folder: Path) -> Evening:
    driven: list[HandDriven] = []

    def make(clock: FakeClock) -> EnginePlayer:
        driven.append(HandDriven(clock))
        return driven[0].player

    words = PatientExecutor()
    settings = Settings(welcomed=True, reduce_motion=True)
    world = make_world(app, folder, settings, make=make, words=words)
    world.services.gui.window.show()
    app.processEvents()
    return Evening(world, driven[0], words)


def main() -> None:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    with tempfile.TemporaryDirectory() as name:
        evening = open_evening(app, Path(name))
        begun = evening.begin()
        for _ in range(60):
            evening.pass_ms(TICK_MS)
            evening.services.bridge.tick()
        ticks = evening.idle_ticks()
        idle = min(ticks, key=len)
        stack = evening.pause()
        evening.world.close()
    title("From the key to the engine")
    line("frames of a pause", len(stack), "", f"  at most {MOST_FRAMES}")
    print("   ", "\n    ".join(stack))
    title("Pressing Begin")
    line("files run on the window's thread", len(begun), "")
    scores = sorted(file for file in begun if file.startswith(SCORES))
    line("of these read scores", len(scores), "", f"  {', '.join(scores)}")
    title("A tick while a song plays")
    line("files of an idle tick", len(idle), "", f"  at most {MOST_FILES}")
    print("   ", "\n    ".join(sorted(idle)))
    line("files of the tick that writes the night", max(map(len, ticks)), "")
    print("    each of ten:", *[len(tick) for tick in ticks])


if __name__ == "__main__":
    main()
