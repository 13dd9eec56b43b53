"""The screens of the window in one hand."""

from dataclasses import dataclass

from lullaby.ui.journal.screen import JournalScreen
from lullaby.ui.library.screen import LibraryScreen
from lullaby.ui.settings.screen import SettingsScreen
from lullaby.ui.shell.keys import Place
from lullaby.ui.sing.screen import SingScreen
from lullaby.ui.tonight.outcome_card import OutcomeCard
from lullaby.ui.tonight.resting_view import RestingView
from lullaby.ui.tonight.screen import TonightScreen
from lullaby.ui.tonight.welcome import WelcomeScreen
from lullaby.ui.words_editor.holder import EditorHolder


@dataclass(frozen=True, slots=True)
class Places:
    """`welcome` is there only on the very first start."""

    tonight: TonightScreen
    sing: SingScreen
    library: LibraryScreen
    journal: JournalScreen
    settings: SettingsScreen
    card: OutcomeCard
    resting: RestingView
    editor: EditorHolder
    welcome: WelcomeScreen | None = None

    def enter(self, place: Place) -> None:
        """The place is about to be seen."""
        match place:
            case Place.TONIGHT:
                self.tonight.refresh()
            case Place.LIBRARY:
                self.library.enter()
            case Place.JOURNAL:
                self.journal.enter()
            case Place.SETTINGS:
                self.settings.enter()
            case Place.SING:
                pass

    def focus(self, place: Place) -> None:
        """Put the keys where they are expected."""
        match place:
            case Place.TONIGHT:
                self.tonight.focus_first()
            case Place.LIBRARY:
                self.library.focus_first()
            case Place.JOURNAL:
                self.journal.focus_first()
            case Place.SETTINGS:
                self.settings.focus_first()
            case Place.SING:
                pass
