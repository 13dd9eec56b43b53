"""What the first picture did not need: begun a while after it, or taken back."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

LATER = "later"


def begin_later(owner: QObject, after_ms: int, begin: Callable[[], object]) -> None:
    """Call `begin` once, unless `take_back` comes first."""
    later = QTimer(owner)
    later.setObjectName(LATER)
    later.setSingleShot(True)
    later.timeout.connect(begin)
    later.start(after_ms)


def take_back(owner: QObject) -> None:
    """Nothing that has not begun yet will."""
    for later in owner.findChildren(QTimer, LATER):
        later.stop()
