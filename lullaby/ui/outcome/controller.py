"""Asks how a night went, when it has ended or when somebody wants to note it."""

from PySide6.QtCore import QObject, Signal

from lullaby.journal.entry import JournalEntry
from lullaby.session.state import SessionState, Stage
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.outcome.answers import Answers
from lullaby.ui.shell.keys import ScreenId
from lullaby.ui.shell.navigation import Navigation
from lullaby.ui.shell.next_session import NextSession
from lullaby.ui.shell.settings_controller import SettingsController

OUTCOME = ScreenId("outcome")


class OutcomeController(QObject):
    """Decides when to ask. Exists before the card does."""

    asked = Signal(object, bool)
    """Ask about this JournalEntry; the flag tells whether it has just ended."""
    withdrawn = Signal()
    """Close the card: the evening continues."""

    def __init__(
        self,
        answers: Answers,
        bridge: SessionBridge,
        navigation: Navigation,
        next_session: NextSession,
        settings: SettingsController,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._answers = answers
        self._bridge = bridge
        self._navigation = navigation
        self._next_session = next_session
        self._settings = settings
        self._asked: object = None
        self._back_to = navigation.home
        bridge.stage_changed.connect(self._on_change)

    def note(self) -> None:
        """Ask about the current evening, or about the last one."""
        state = self._bridge.state
        open_row = state.entry if state.sounding else None
        entry = self._answers.entry(open_row) if open_row else self._answers.last()
        if entry is not None and not self._navigation.asking:
            self._ask(entry)

    def still_awake(self) -> None:
        """Resume an evening that has just ended; also available on the card that asks about it."""
        self._bridge.still_awake()
        if self._bridge.state.sounding:
            self._asked = None
            self.withdrawn.emit()

    def leave(self) -> None:
        """The card was closed: return to the previous screen, unless the person has gone on."""
        if self._navigation.current == OUTCOME:
            self._navigation.show_screen(self._back_to)

    def _ask(self, entry: JournalEntry, just_ended: bool = False) -> None:
        navigation = self._navigation
        returns = navigation.stays and not just_ended
        self._back_to = navigation.current if returns else navigation.home
        navigation.show_screen(OUTCOME)
        self.asked.emit(entry, just_ended)

    def _on_change(self, state: SessionState) -> None:
        """Ask once how an evening went that has ended."""
        if state.stage is not Stage.ENDED or state.entry is None or state.entry == self._asked:
            return
        self._asked = state.entry
        self._next_session.keep_levels()
        if self._settings.now.ask_afterwards and self._navigation.may_ask:
            entry = self._answers.entry(state.entry)
            if entry is not None:
                self._ask(entry, just_ended=True)
