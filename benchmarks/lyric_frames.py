"""A program of its own: the real app, with every frame of the words timed from inside.

`python -m benchmarks.lyric_frames DATA LOG SECONDS` writes to LOG, as JSON, for each frame how many
ms it took from the decision what to show to the end of its flush, whether the line changed, and
(for `lyric_sync`) when it was flushed and which syllable it showed; then it ends.
"""

import json
import sys
import threading
import time
from pathlib import Path
from typing import Any

seen: list[dict[str, Any]] = []


def watch_frames() -> None:
    """Time the words' decisions, and the painting and flushing of the window that follows."""
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QApplication, QWidget

    from lullaby.ui.sing.words_view import WordsView

    class Watcher(QObject):
        """Stands before a window's updates."""

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            if event.type() != QEvent.Type.UpdateRequest or not isinstance(watched, QWidget):
                return False
            begun = time.perf_counter()
            watched.event(event)
            note_frame((time.perf_counter() - begun) * 1_000)
            return True

    state: dict[str, Any] = {"decided": 0.0, "change": False, "shown": None, "view": None}

    def note_frame(took: float) -> None:
        view = state["view"]
        if view is None:
            return
        staging = view._staging
        seen.append(
            {
                "ms": took + state["decided"],
                "change": state["change"],
                "at": time.monotonic(),
                "line": staging.window.current,
                "syllable": staging.syllable,
                "fraction": staging.fraction,
            }
        )
        state["decided"], state["change"] = 0.0, False

    show = WordsView.show_position

    def watched_show(self: WordsView, *words: Any) -> None:
        if state["view"] is None:
            state["view"] = self
            watcher = Watcher(self)
            self.window().installEventFilter(watcher)
        before = self._staging.window
        begun = time.perf_counter()
        show(self, *words)
        state["decided"] += (time.perf_counter() - begun) * 1_000
        state["change"] = state["change"] or before != self._staging.window

    WordsView.show_position = watched_show
    _ = QApplication


def main() -> int:
    data, log, seconds = sys.argv[1:]
    sys.argv[1:] = ["--data", data]
    from lullaby.__main__ import main as lullaby

    watch_frames()

    def tell() -> None:
        Path(log).write_text(json.dumps(seen), encoding="utf-8")
        import os

        os._exit(0)

    threading.Timer(float(seconds), tell).start()
    return lullaby()


if __name__ == "__main__":
    raise SystemExit(main())
