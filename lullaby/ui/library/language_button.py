"""Shows which language the song list is limited to, and opens the choice."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from lullaby.library.provenance import ANY_LANGUAGE
from lullaby.library.search import folded
from lullaby.ui.controls.buttons import ButtonStyle, WrappingPill
from lullaby.ui.controls.menus import PassingMenu, open_below
from lullaby.ui.text.language_names import full_name, own_name
from lullaby.ui.text.locale import whole
from lullaby.ui.theme.theme import Theme

HEIGHT = 56


class LanguageButton(WrappingPill):
    """`requested` emits a language, or `ANY_LANGUAGE`."""

    requested = Signal(str)
    season_requested = Signal(bool)
    """Whether to list songs that are out of season."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", "languages", height=HEIGHT)
        self._languages: Mapping[str, int] = {}
        self._chosen = ANY_LANGUAGE
        self._total = 0
        self._resting = 0
        self._awake = False
        self.clicked.connect(self._offer)

    def show_languages(self, languages: Mapping[str, int], chosen: str, total: int) -> None:
        """Show `languages` with their numbers of songs; `total` counts all songs."""
        self._languages, self._chosen, self._total = languages, chosen, total
        text = full_name(chosen) if chosen else self.tr("Any language")
        self.setText(text)
        self.setAccessibleName(self.tr("Language: {name}").format(name=text))
        self.set_button_style(ButtonStyle.FILLED if chosen else ButtonStyle.QUIET)
        self.setVisible(bool(languages))
        self.updateGeometry()

    def show_season(self, resting: int, shown: bool) -> None:
        """Show how many songs are out of season, and whether they are listed."""
        self._resting, self._awake = resting, shown

    def menu_of_languages(self) -> QMenu:
        """Any language, then each by its own name; songs out of season at the end."""
        menu = PassingMenu(self)
        group = QActionGroup(menu)
        by_name = sorted(self._languages, key=lambda language: folded(own_name(language)))
        entries = [(ANY_LANGUAGE, self.tr("Any language"), self._total)]
        entries += [(each, full_name(each), self._languages[each]) for each in by_name]
        for language, name, count in entries:
            action = menu.addAction(f"{name}\t{whole(count)}")
            action.setCheckable(True)
            action.setChecked(language == self._chosen)
            action.triggered.connect(lambda _, each=language: self.requested.emit(each))
            group.addAction(action)
        if self._resting:
            menu.addSeparator()
            action = menu.addAction(self.tr("Christmas songs too") + f"\t{self._resting}")
            action.setCheckable(True)
            action.setChecked(self._awake)
            action.triggered.connect(self.season_requested)
        return menu

    def _offer(self) -> None:
        menu = self.menu_of_languages()
        current = next(action for action in menu.actions() if action.isChecked())
        open_below(menu, self, 4)
        menu.setActiveAction(current)
