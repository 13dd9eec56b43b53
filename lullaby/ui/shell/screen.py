"""Creates Qt's application object; if no window can be opened, prints a sentence and exits."""

import logging
import os
import sys
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from lullaby.ui.text.translate import translate

log = logging.getLogger(__name__)

NO_WINDOW = 2
"""The exit code if no window can be opened."""

UNREACHED = ("could not connect to display", "Failed to create wl_display")
"""What Qt's plugins for X11 and Wayland print if the display does not answer."""


def open_on_screen(arguments: Sequence[str]) -> QApplication:
    """The application object.

    If no window can be opened, this ends the process with the code `NO_WINDOW`; Qt cannot recover
    from that and would abort. Qt's message goes to the log.
    """
    messages: list[str] = []

    def collect(kind: QtMsgType, _: QMessageLogContext, message: str) -> None:
        messages.append(message)
        log.log(logging.ERROR if kind is QtMsgType.QtFatalMsg else logging.INFO, "Qt: %s", message)
        if kind is QtMsgType.QtFatalMsg:
            print(why_no_window(os.environ, messages), file=sys.stderr, flush=True)
            logging.shutdown()
            os._exit(NO_WINDOW)

    before = qInstallMessageHandler(collect)
    try:
        return QApplication([*arguments])
    finally:
        qInstallMessageHandler(before)


def why_no_window(environment: Mapping[str, str], messages: Sequence[str]) -> str:
    """A sentence for the person; `messages` is what Qt printed before it gave up."""
    screens = [environment.get(name, "") for name in ("WAYLAND_DISPLAY", "DISPLAY")]
    screen = next((name for name in screens if name), None)
    if any(words in line for words in UNREACHED for line in messages):
        if screen is None:
            return translate(
                "screen",
                "Lullaby found no screen to open its window on. Please start it from your desktop;"
                " “lullaby --help” shows what works without a window.",
            )
        return translate(
            "screen",
            "The screen “{name}” is not responding, so Lullaby cannot open its window. Please"
            " start it from your desktop.",
        ).format(name=screen)
    return translate(
        "screen",
        "Lullaby cannot open a window: a part of Qt, or a library that it needs, is missing here."
        " “packaging/run” installs what is needed; the log names it.",
    )
