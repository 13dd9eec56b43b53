"""The welcome screen: everything works already, and three things may be added."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStyle, QVBoxLayout, QWidget

from lullaby.settings import Settings
from lullaby.ui.controls.areas import QuietArea
from lullaby.ui.controls.fields import PillField
from lullaby.ui.controls.labels import Card, Label
from lullaby.ui.controls.rows import IconRow
from lullaby.ui.controls.switch import Switch
from lullaby.ui.graphics.moon import BeginMoon
from lullaby.ui.mirroring import place, placed, set_margins
from lullaby.ui.text.locale import hour
from lullaby.ui.text.translate import PLURAL, translate
from lullaby.ui.theme.theme import Text, Theme

MOON = 256
LEAST_MOON = 120
CARD = 456
AROUND = 64
"""The margins around the content of the card, in px."""

LEAST_EDGE = 16
UNDER_MOON = 36
STACKED_MOON = 150
STACKED_BELOW = 620
"""Below this width, in px at 100 %, the card stands under the moon."""


class WelcomeScreen(QWidget):
    """Starting the moon completes it; so does going to any other screen."""

    begun = Signal()
    music_requested = Signal()
    singers_named = Signal(str, str)
    night_follows = Signal(bool)

    def __init__(self, theme: Theme, settings: Settings, songs: int, sounds: int) -> None:
        """`songs` and `sounds` are how many come with the application."""
        super().__init__()
        self._theme = theme
        self.moon = BeginMoon(theme, self.tr("Try it now"), MOON)
        self.moon.setParent(self)
        self.moon.setAccessibleName(self.tr("Try it now. A first calm half hour begins."))
        self.moon.clicked.connect(self.begun)
        self._title = Label(
            theme, self.tr("Nothing to set up."), Text.SECTION, wrap=True, parent=self
        )
        here = translate("WelcomeScreen", "%n lullabies", None, PLURAL, songs)
        soft = translate("WelcomeScreen", "%n soft sounds", None, PLURAL, sounds)
        text = self.tr("{lullabies} and {sounds} are already here.")
        self._here = Label(
            theme, text.format(lullabies=here, sounds=soft), Text.ROW, wrap=True, parent=self
        )
        for label in (self._title, self._here):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._card = Card(theme, 40, 0.95, self)
        self._music = IconRow(
            theme,
            "folder",
            self.tr("Bring your own music"),
            self.tr("Lullaby finds the slow, calm songs in it."),
            True,
        )
        self._music.set_trailing("chevron-right")
        self._music.clicked.connect(self.music_requested)
        self._who = IconRow(
            theme, "users", self.tr("Who sings?"), self.tr("Names for two voices."), True
        )
        self._who.set_trailing("chevron-right")
        self._who.clicked.connect(self._ask_names)
        self._first = PillField(theme, "mic", self.tr("Name of singer 1"))
        self._second = PillField(theme, "mic", self.tr("Name of singer 2"))
        self._first.setText(settings.first_singer)
        self._second.setText(settings.second_singer)
        for field in (self._first, self._second):
            field.hide()
            field.editingFinished.connect(self._tell_names)
        self._night = IconRow(
            theme,
            "moon",
            self.tr("Night colours after {time}").format(time=hour(settings.night_from)),
            self.tr("Dim, warm, almost no blue."),
            True,
        )
        self._night.set_trailing("")
        self._switch = Switch(theme, self.tr("Night colours in the evening"))
        self._switch.setChecked(settings.light == "follow")
        self._switch.toggled.connect(self.night_follows)
        self._night.clicked.connect(self._switch.click)
        self._fill_card(theme)
        theme.changed.connect(self._place)

    @property
    def beside_the_card(self) -> QRect:
        """The rectangle of the moon and its text."""
        if self._stacked(self.width()):
            return QRect(0, 0, self.width(), self._card.geometry().top())
        box = QRect(0, 0, placed(self._card).left(), self.height())
        return QStyle.visualRect(self.layoutDirection(), self.rect(), box)

    def focus_first(self) -> None:
        self.moon.show_ring()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _fill_card(self, theme: Theme) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        set_margins(column, 0, 0, 6, 0)
        column.setSpacing(12)
        column.addWidget(Label(theme, self.tr("Welcome to Lullaby"), Text.TITLE, wrap=True))
        words = self.tr(
            "A quiet place for songs, soft sounds and singing together. It works without the"
            " internet, and everything stays on this computer."
        )
        column.addWidget(Label(theme, words, Text.BODY, "text2", wrap=True))
        column.addSpacing(8)
        night = QHBoxLayout(self._night)
        set_margins(night, 0, 0, 20, 0)
        night.addStretch(1)
        night.addWidget(self._switch)
        for widget in (self._music, self._who, self._first, self._second, self._night):
            column.addWidget(widget)
        column.addSpacing(4)
        foot = Label(
            theme,
            self.tr("All optional. You can do this later in Settings."),
            Text.ROW,
            "text2",
            wrap=True,
        )
        foot.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(foot)
        column.addStretch(1)
        self._area = QuietArea(inside)
        around = QVBoxLayout(self._card)
        set_margins(around, 32, 30, 24, 26)
        around.addWidget(self._area)
        self._inside = inside

    def _ask_names(self) -> None:
        shown = not self._first.isVisible()
        self._first.setVisible(shown)
        self._second.setVisible(shown)
        self._place()
        if shown:
            self._first.setFocus(Qt.FocusReason.TabFocusReason)

    def _tell_names(self) -> None:
        self.singers_named.emit(self._first.text().strip(), self._second.text().strip())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """The least height; in a lower window it scrolls."""
        if not self._stacked(width):
            room = width - self._card_width(width) - self._edge(width)
            words = self._words_height(room)
            return 24 + LEAST_MOON + UNDER_MOON + words + 24
        card = width - 2 * self._edge(width)
        words = self._words_height(width)
        return 24 + STACKED_MOON + UNDER_MOON + words + 24 + self._inner(card) + AROUND + 24

    def minimumSizeHint(self) -> QSize:
        return QSize(self._inside.minimumSizeHint().width() + 2 * LEAST_EDGE + AROUND, 0)

    def _stacked(self, width: int) -> bool:
        return width < STACKED_BELOW * self._theme.scale

    @staticmethod
    def _edge(width: int) -> int:
        return min(64, max(LEAST_EDGE, width // 20))

    def _card_width(self, width: int) -> int:
        return min(round(CARD * self._theme.scale), width * 54 // 100)

    def _words_height(self, room: int) -> int:
        wide = room - 32
        return self._title.heightForWidth(wide) + 4 + self._here.heightForWidth(wide)

    def _inner(self, card: int) -> int:
        """The height of the content of a card that is `card` px wide."""
        return max(
            self._inside.heightForWidth(card - 56),
            self._inside.sizeHint().height(),
            self._inside.minimumSizeHint().height(),
        )

    def _place(self) -> None:
        width, height = self.width(), self.height()
        edge = self._edge(width)
        if self._stacked(width):
            card = width - 2 * edge
            tall = self._inner(card) + AROUND
            place(self._card, QRect(edge, height - tall - 24, card, tall))
            self._place_moon(width, height - tall - 24)
        else:
            card = self._card_width(width)
            tall = min(self._inner(card) + AROUND, height - 32)
            place(self._card, QRect(width - card - edge, (height - tall) // 2, card, tall))
            self._place_moon(width - card - edge, height)
        least = self.heightForWidth(width)
        if least != self._least:
            self._least = least
            self.updateGeometry()

    _least = 0

    def _place_moon(self, room: int, height: int) -> None:
        """Place the moon and its text in `room` px of width and `height` px from the top."""
        here = self._here.heightForWidth(room - 32)
        title = self._title.heightForWidth(room - 32)
        diameter = max(LEAST_MOON, min(MOON, room - 60, height - title - here - 120))
        self.moon.set_diameter(diameter)
        side = self.moon.design_size().width()
        words = title + 4 + here
        block = diameter + UNDER_MOON + words
        top = max(24, (height - block) // 2 - 20)
        place(self.moon, QRect((room - side) // 2, top - (side - diameter) // 2, side, side))
        self.moon.lower()
        y = top + diameter + UNDER_MOON
        place(self._title, QRect(16, y, room - 32, title))
        place(self._here, QRect(16, y + title + 4, room - 32, here))
