"""A separate program: the real application, with every frame of the words timed from inside.

`python -m benchmarks.lyric_frames DATA LOG SECONDS [DEEDS]` writes to LOG, as JSON, for each frame
when it was flushed (monotonic clock, in s), how many ms it took from the decision what to show to
the end of its flush, whether the line changed, and which syllable it showed; then it exits. DEEDS
is a JSON file of actions to carry out meanwhile: [seconds after the words appeared, action,
amount].
"""

import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

seen: list[dict[str, Any]] = []


class Frame:
    """What the next frame will show, and the cost of deciding so."""

    def __init__(self) -> None:
        self.decided_ms = 0.0
        self.shown: Any = None
        self.painted: Any = None

    def note(self, took_ms: float, moved: bool = False) -> None:
        """Record a frame; `moved`: only the edge moved, and was painted and flushed at once."""
        shown, before = self.shown, self.painted
        if shown is None:
            return
        seen.append(
            {
                "ms": took_ms + self.decided_ms,
                "change": before is None or before.window != shown.window,
                "at": time.monotonic(),
                "line": shown.window.current,
                "syllable": shown.syllable,
                "fraction": shown.fraction or float(moved),
            }
        )
        self.decided_ms, self.painted = 0.0, shown


def watch_frames(deeds: list[tuple[float, str, float]]) -> None:
    """Time the decisions of the words, and the following paint and flush of the window."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QWidget

    from lullaby.audio.port import SpeedPitch
    from lullaby.ui.bridge import SessionBridge
    from lullaby.ui.sing import words_view
    from lullaby.ui.sing.screen import SingScreen
    from lullaby.units import Ms

    frame = Frame()
    bridges: list[SessionBridge] = []

    class Watcher(QObject):
        """Filters the window's update events."""

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            if event.type() != QEvent.Type.UpdateRequest or not isinstance(watched, QWidget):
                return False
            begun = time.perf_counter()
            watched.event(event)
            frame.note((time.perf_counter() - begun) * 1_000)
            return True

    stage, show = words_view.stage, words_view.WordsView.show_position
    repaint = words_view.WordsView.repaint
    strips: list[bool] = []
    enter, build = SingScreen.enter, SessionBridge.__init__

    def watched_stage(*words: Any) -> Any:
        frame.shown = stage(*words)
        return frame.shown

    def watched_show(self: Any, *words: Any) -> None:
        begun = time.perf_counter()
        show(self, *words)
        took_ms = (time.perf_counter() - begun) * 1_000
        if strips:
            strips.clear()
            frame.note(took_ms, moved=True)
        else:
            frame.decided_ms += took_ms

    def watched_repaint(self: Any, *words: Any) -> None:
        repaint(self, *words)
        strips.append(True)

    def watched_build(self: Any, *words: Any, **named: Any) -> None:
        build(self, *words, **named)
        bridges.append(self)

    def do(what: str, much: float) -> None:
        bridge = bridges[0]
        if what == "seek":
            bridge.seek(Ms(round(much)))
        elif what == "toggle":
            bridge.toggle()
        else:
            bridge.set_speed_pitch(SpeedPitch(much))

    def watched_enter(self: SingScreen) -> None:
        enter(self)
        self.window().installEventFilter(Watcher(self))
        for at, what, much in deeds:
            QTimer.singleShot(round(at * 1_000), self, lambda w=what, m=much: do(w, m))

    words_view.stage = watched_stage
    words: Any = words_view.WordsView
    words.show_position = watched_show
    words.repaint = watched_repaint
    SingScreen.enter = watched_enter
    SessionBridge.__init__ = watched_build


def main() -> int:
    data, log, seconds, *more = sys.argv[1:]
    sys.argv[1:] = ["--data", data]
    from lullaby.__main__ import main as lullaby

    watch_frames(json.loads(Path(more[0]).read_text(encoding="utf-8")) if more else [])

    def tell() -> None:
        Path(log).write_text(json.dumps(seen), encoding="utf-8")
        os._exit(0)

    threading.Timer(float(seconds), tell).start()
    return lullaby()


if __name__ == "__main__":
    raise SystemExit(main())
