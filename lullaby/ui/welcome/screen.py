"""The welcome screen: everything works already; one optional question, two optional rows."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStyle, QVBoxLayout, QWidget

from lullaby.library.scanner import ScanProgress
from lullaby.settings import Settings
from lullaby.ui.controls.areas import QuietArea
from lullaby.ui.controls.buttons import PillButton
from lullaby.ui.controls.labels import Card, Label
from lullaby.ui.controls.language_chips import LanguageChips
from lullaby.ui.controls.rows import IconRow
from lullaby.ui.controls.switch import Switch
from lullaby.ui.graphics.moon import BeginMoon
from lullaby.ui.mirroring import place, placed, set_margins
from lullaby.ui.text import names
from lullaby.ui.text.locale import hour
from lullaby.ui.text.translate import PLURAL, translate
from lullaby.ui.theme.theme import Text, Theme

MOON = 256
LEAST_MOON = 120
CARD = 500
AROUND = 64
"""The margins around the content of the card, in px."""

LEAST_EDGE = 16
UNDER_MOON = 36
ABOVE_LOOK = 24
STACKED_MOON = 150
STACKED_BELOW = 620
"""Below this width, in px at 100 %, the card stands under the moon."""


class WelcomeScreen(QWidget):
    """Starting the moon completes it; so does going to any other screen."""

    begun = Signal()
    music_requested = Signal()
    look_requested = Signal()
    """The person wants to see the library; nothing starts to play."""
    night_follows = Signal(bool)

    def __init__(
        self,
        theme: Theme,
        settings: Settings,
        songs: int,
        sounds: int,
        languages: LanguageChips,
    ) -> None:
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
        self._look = PillButton(theme, self.tr("Look around"), "library", parent=self)
        self._look.clicked.connect(self.look_requested)
        self._languages = languages
        self._card = Card(theme, 40, 0.95, self)
        self._music = IconRow(
            theme,
            "folder",
            self.tr("Add your own music"),
            self.tr("Lullaby finds the slow, calm songs in it."),
            True,
        )
        self._music.set_trailing("chevron-right")
        self._music.clicked.connect(self.music_requested)
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

    @property
    def foot(self) -> int:
        """Where what stands under the moon ends, in px from the top."""
        return self._look.geometry().bottom() + 1

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
            "Songs, soft sounds and singing together. It works without the internet, and"
            " nothing leaves this computer until you share the words."
        )
        column.addWidget(Label(theme, words, Text.BODY, "text2", wrap=True))
        column.addSpacing(8)
        night = QHBoxLayout(self._night)
        set_margins(night, 0, 0, 20, 0)
        night.addStretch(1)
        night.addWidget(self._switch)
        asked = self.tr("Which languages do you sing in?")
        column.addWidget(Label(theme, asked, Text.HEADING, wrap=True))
        for widget in (self._languages, self._music, self._night):
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

    def show_scan(self, progress: ScanProgress | None) -> None:
        """Say that a folder was taken and is being read."""
        if progress is not None:
            self._music.set_line(self.tr("Folder added. Looking for songs in it."))

    def show_songs(self, count: int) -> None:
        """Say how many songs were found in the folders."""
        text = self.tr("Folder added: {songs} found.")
        if not count:
            text = self.tr("Folder added. No songs found in it.")
        self._music.set_line(text.format(songs=names.songs(count)))

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
        words = self._title.heightForWidth(wide) + 4 + self._here.heightForWidth(wide)
        return words + ABOVE_LOOK + self._look.sizeHint().height()

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
        words = self._words_height(room)
        diameter = max(LEAST_MOON, min(MOON, room - 60, height - words - 120))
        self.moon.set_diameter(diameter)
        side = self.moon.design_size().width()
        block = diameter + UNDER_MOON + words
        top = max(24, (height - block) // 2 - 20)
        place(self.moon, QRect((room - side) // 2, top - (side - diameter) // 2, side, side))
        self.moon.lower()
        y = top + diameter + UNDER_MOON
        place(self._title, QRect(16, y, room - 32, title))
        place(self._here, QRect(16, y + title + 4, room - 32, here))
        look = self._look.sizeHint()
        wide = min(look.width(), room - 32)
        y += title + 4 + here + ABOVE_LOOK
        place(self._look, QRect((room - wide) // 2, y, wide, look.height()))
