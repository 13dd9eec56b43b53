"""Chooses the order of the songs, and whether only the person's own are listed."""

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from lullaby.library.song_order import SongOrder, Sorting
from lullaby.ui.controls.buttons import ButtonStyle, Keyed, RoundButton, WrappingPill
from lullaby.ui.controls.menus import PassingMenu, open_below
from lullaby.ui.text.translate import translate
from lullaby.ui.theme.theme import Theme

HEIGHT = 56


def order_words(sorting: Sorting) -> str:
    """For example "Title", or "Title, Z to A" for the opposite order."""
    return _turned_words(sorting.order) if sorting.backwards else _words(sorting.order)


def _words(order: SongOrder) -> str:
    match order:
        case SongOrder.TITLE:
            return translate("sort", "Title")
        case SongOrder.ARTIST:
            return translate("sort", "Artist")
        case SongOrder.ALBUM:
            return translate("sort", "Album")
        case SongOrder.FOLDER:
            return translate("sort", "Folder")
        case SongOrder.RECENT:
            return translate("sort", "Recently added")
        case SongOrder.TEMPO:
            return translate("sort", "Slow to fast")
        case SongOrder.LENGTH:
            return translate("sort", "Short to long")
        case SongOrder.NIGHTS:
            return translate("sort", "Most calm nights")


def _turned_words(order: SongOrder) -> str:
    match order:
        case SongOrder.TITLE:
            return translate("sort", "Title, Z to A")
        case SongOrder.ARTIST:
            return translate("sort", "Artist, Z to A")
        case SongOrder.ALBUM:
            return translate("sort", "Album, Z to A")
        case SongOrder.FOLDER:
            return translate("sort", "Folder, Z to A")
        case SongOrder.RECENT:
            return translate("sort", "Oldest first")
        case SongOrder.TEMPO:
            return translate("sort", "Fast to slow")
        case SongOrder.LENGTH:
            return translate("sort", "Long to short")
        case SongOrder.NIGHTS:
            return translate("sort", "Fewest calm nights")


def sort_words(sorting: Sorting, own: bool) -> str:
    """For example "Sort: Title"."""
    text = translate("sort", "My songs: {order}") if own else translate("sort", "Sort: {order}")
    return text.format(order=order_words(sorting))


class SortButton(QObject):
    """One choice behind two buttons, of which the header shows the one that fits."""

    chosen = Signal(object, bool)
    """A `Sorting`, and whether to list only the person's own songs."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._sorting = Sorting()
        self._own = False
        self.worded = WrappingPill(theme, "", "sort", height=HEIGHT, parent=parent)
        self.small = RoundButton(theme, "sort", "", HEIGHT, parent=parent)
        for button in (self.worded, self.small):
            button.clicked.connect(lambda _=False, button=button: self._offer(button))
        self.show_sorting(self._sorting, False)

    def show_sorting(self, sorting: Sorting, own: bool) -> None:
        self._sorting, self._own = sorting, own
        text = sort_words(sorting, own)
        self.small.set_name(text)
        if self.worded.text() != text:
            self.worded.setText(text)
            self.worded.updateGeometry()
        for button in (self.worded, self.small):
            button.set_button_style(ButtonStyle.FILLED if own else ButtonStyle.QUIET)

    def fit(self, room: int) -> int:
        """Show the button that fits into `room` px; returns its width."""
        wide = room >= self.worded.design_size().width()
        self.worded.setVisible(wide)
        self.small.setVisible(not wide)
        return (self.worded if wide else self.small).design_size().width()

    def size(self) -> QSize:
        """The size of the smaller button."""
        return self.small.design_size()

    def menu_of_orders(self, parent: QWidget) -> QMenu:
        menu = PassingMenu(parent)
        group = QActionGroup(menu)
        for order in SongOrder:
            current = order is self._sorting.order
            action = menu.addAction(order_words(self._sorting if current else Sorting(order)))
            action.setCheckable(True)
            action.setChecked(current)
            action.triggered.connect(lambda _, each=order: self._choose(each))
            group.addAction(action)
        menu.addSeparator()
        turned = menu.addAction(self.tr("Reverse order"))
        turned.setCheckable(True)
        turned.setChecked(self._sorting.backwards)
        turned.triggered.connect(lambda _: self._choose(self._sorting.order))
        own = menu.addAction(self.tr("Only my songs"))
        own.setCheckable(True)
        own.setChecked(self._own)
        own.triggered.connect(lambda only: self.chosen.emit(self._sorting, only))
        return menu

    def _choose(self, order: SongOrder) -> None:
        """The order that is chosen already is turned round, as with the title of a column."""
        turned = order is self._sorting.order and not self._sorting.backwards
        self.chosen.emit(Sorting(order, turned), self._own)

    def _offer(self, button: Keyed) -> None:
        menu = self.menu_of_orders(button)
        current = next(action for action in menu.actions() if action.isChecked())
        open_below(menu, button, 4)
        menu.setActiveAction(current)
