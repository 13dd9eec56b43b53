"""One quiet line on Tonight about a song; a press explains it, another hides it."""

import logging
from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from lullaby.clock import Clock
from lullaby.journal.store import JournalStore
from lullaby.journal.suggest import LOOKS_BACK, RESTS, Suggestion, suggestion
from lullaby.storage.transaction import StorageError
from lullaby.ui.controls.buttons import ButtonStyle, RoundButton, WrappingPill
from lullaby.ui.journal import factor_words
from lullaby.ui.shell.notifications import Notifications
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.text import names
from lullaby.ui.text.locale import whole
from lullaby.ui.text.translate import PLURAL, translate
from lullaby.ui.theme.theme import Theme

log = logging.getLogger(__name__)


class SuggestionLine(QWidget):
    explain_requested = Signal()
    away_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.wanted = False
        self._text = WrappingPill(theme, "", "music", ButtonStyle.BARE, height=52)
        self._text.clicked.connect(self.explain_requested)
        self._away = RoundButton(theme, "x", self.tr("Hide"), 48, ButtonStyle.BARE)
        self._away.clicked.connect(self.away_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._text)
        row.addWidget(self._away)

    def height_in(self, width: int) -> int:
        """Its height at a width of `width` px."""
        away = self._away.sizeHint()
        return max(away.height(), self._text.height_in(width - away.width()))

    def say(self, text: str) -> None:
        """Show a text; an empty one hides the line."""
        self.wanted = bool(text)
        self._text.setText(text)
        self._text.setAccessibleDescription(self.tr("Why this song?"))
        self._text.updateGeometry()


class Suggestions(QObject):
    """Shows nothing until it is started, so that the first paint need not wait for it."""

    changed = Signal()

    def __init__(
        self,
        line: SuggestionLine,
        store: JournalStore,
        clock: Clock,
        controller: SettingsController,
        notices: Notifications,
    ) -> None:
        super().__init__(line)
        self._line = line
        self._store = store
        self._clock = clock
        self._controller = controller
        self._notices = notices
        self._started = False
        self._shown: Suggestion | None = None
        line.explain_requested.connect(self._explain)
        line.away_requested.connect(self._put_away)

    def start(self) -> None:
        self._started = True
        self.refresh()

    def refresh(self) -> None:
        if self._started:
            self._shown = self._found()
            self._line.say(self._sentence(self._shown) if self._shown else "")
            self.changed.emit()

    def _found(self) -> Suggestion | None:
        now = self._clock.now()
        if _rests(self._controller.now.suggestion_rests_until, now.date()):
            return None
        try:
            return suggestion(self._store.entries(now - LOOKS_BACK))
        except StorageError:
            log.warning("the journal could not be read just now", exc_info=True)
            return None

    def _sentence(self, found: Suggestion) -> str:
        calm = found.row.calm
        text = translate(
            "Suggestion", "“{title}” was playing on %n calm nights", None, PLURAL, calm
        )
        return text.format(title=found.row.name)

    def _explain(self) -> None:
        if self._shown is None:
            return
        row = self._shown.row
        text = self.tr(
            "“{title}” was playing on {n} in the last 3 months, and {k} were calm."
        ).format(title=row.name, n=names.nights(row.nights), k=whole(row.calm))
        hint = self.tr(
            "Half of those nights were calm within {median}; across all nights it is {usual}."
            " That may be chance."
        ).format(
            median=factor_words.in_full(row.median), usual=factor_words.in_full(self._shown.usual)
        )
        self._notices.say("suggestion", text, hint)

    def _put_away(self) -> None:
        until = self._clock.now().date() + RESTS
        self._controller.change(suggestion_rests_until=until.isoformat())
        self.refresh()


def _rests(until: str, today: date) -> bool:
    try:
        return today < date.fromisoformat(until)
    except ValueError:
        return False
