"""The phones, tablets and TVs that show the words, each with a way to disconnect it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lullaby.together.events import Guest
from lullaby.ui.controls.buttons import ButtonStyle, PillButton
from lullaby.ui.controls.icon_spot import IconSpot
from lullaby.ui.controls.labels import Elided, Label
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.together import phones_words


class GuestList(QWidget):
    disconnect_requested = Signal(str)
    """The id of a guest."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[Guest, ...] = ()
        self._rows: dict[str, GuestRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    @property
    def rows(self) -> "tuple[GuestRow, ...]":
        return tuple(self._rows[guest.id] for guest in self._shown)

    def show_guests(self, guests: tuple[Guest, ...]) -> None:
        """Add and remove rows; those of guests that stay keep the focus."""
        if guests == self._shown:
            return
        for gone in {guest.id for guest in self._shown} - {guest.id for guest in guests}:
            row = self._rows.pop(gone)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        for place, guest in enumerate(guests):
            if guest.id not in self._rows:
                row = self._rows[guest.id] = GuestRow(self._theme, guest)
                row.disconnect_button.clicked.connect(
                    lambda *_, guest=guest.id: self.disconnect_requested.emit(guest)
                )
                self._column.insertWidget(place, row)
                row.show()
        self._shown = guests
        self.setVisible(bool(guests))


class GuestRow(QWidget):
    def __init__(self, theme: Theme, guest: Guest) -> None:
        super().__init__()
        name, about = phones_words.name_of(guest), phones_words.about(guest)
        self.disconnect_button = PillButton(
            theme, self.tr("Disconnect"), tone=ButtonStyle.BARE, height=48
        )
        self.disconnect_button.setAccessibleName(self.tr("Disconnect {phone}").format(phone=name))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(IconSpot(theme, phones_words.icon_of(guest)))
        row.addWidget(Label(theme, name))
        row.addWidget(Elided(theme, about, Text.CAPTION, "text2"), 1)
        row.addWidget(self.disconnect_button)
