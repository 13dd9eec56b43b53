"""The situation of a key on each screen, as the screens report it."""

from PySide6.QtCore import Qt

from lullaby.ui.journal.plugin import JOURNAL
from lullaby.ui.library.plugin import LIBRARY
from lullaby.ui.outcome.plugin import KEYS as OUTCOME_KEYS
from lullaby.ui.resting.plugin import KEYS as RESTING_KEYS
from lullaby.ui.settings.plugin import SETTINGS
from lullaby.ui.shell.keys import Focus, ScreenKeys, ShowScreen, Situation
from lullaby.ui.sing.plugin import KEYS as SING_KEYS
from lullaby.ui.sing.plugin import LEADING_KEYS, SING
from lullaby.ui.tonight.plugin import KEYS as TONIGHT_KEYS
from lullaby.ui.tonight.plugin import TONIGHT

Key = Qt.Key

SHORTCUTS = {
    Key.Key_1: ShowScreen(TONIGHT),
    Key.Key_2: ShowScreen(SING),
    Key.Key_3: ShowScreen(LIBRARY),
    Key.Key_4: ShowScreen(JOURNAL),
    Key.Key_5: ShowScreen(SETTINGS),
}
KEYS = {
    "tonight": TONIGHT_KEYS,
    "sing": SING_KEYS,
    "singing alone": LEADING_KEYS,
    "library": ScreenKeys(),
    "journal": ScreenKeys(),
    "settings": ScreenKeys(),
    "card": OUTCOME_KEYS,
    "resting": RESTING_KEYS,
}


def situation(
    screen: str, focus: Focus = Focus.OTHER, single_keys: bool = True, sheet_open: bool = False
) -> Situation:
    """A press of a key on one of `KEYS`."""
    return Situation(KEYS[screen], focus, single_keys, sheet_open, SHORTCUTS)
