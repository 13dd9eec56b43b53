"""Background sounds: a tile for each that is off, a row with − level + for each that is on."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from lullaby.ui.controls.buttons import RoundButton
from lullaby.ui.controls.flow import Pairs
from lullaby.ui.controls.folding import FoldingRow
from lullaby.ui.controls.labels import Label
from lullaby.ui.controls.more import set_spacing
from lullaby.ui.controls.rows import AmbientTile
from lullaby.ui.mirroring import mirror, set_margins
from lullaby.ui.text import names
from lullaby.ui.text.lists import listed
from lullaby.ui.text.locale import whole
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.theme.tokens import mixed, with_alpha

DOTS = 5
FIRST_DOTS = 2
"""The level of a sound that was never on before, in dots."""

ROW_HEIGHT = 52


class LevelDots(QWidget):
    """Five dots, of which as many are lit as the level says."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lit = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_level(self, dots: int) -> None:
        self._lit = dots
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(DOTS * 16), self._theme.px(8))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(DOTS * 6), self._theme.px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirror(painter, QRectF(self.rect()), self.layoutDirection())
        t, each = self._theme.tokens, self.width() / DOTS
        painter.setPen(Qt.PenStyle.NoPen)
        for dot in range(DOTS):
            painter.setBrush(t.accent if dot < self._lit else with_alpha(t.outline, 0.4))
            box = QRectF(dot * each + each * 0.1, 0, each * 0.8, self.height())
            painter.drawRoundedRect(box, self.height() / 2, self.height() / 2)


class SoundRow(QWidget):
    """A background sound that is on; − at the lowest level turns it off."""

    requested = Signal(int)
    """The level that the person asked for, 0 to `DOTS`."""

    def __init__(self, theme: Theme, icon: str, title: str) -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self._title = title
        self._dots = 0
        self._name = Label(theme, title, Text.ROW, wrap=True)
        self._limit = Label(theme, self.tr("gentle limit"), Text.CAPTION, "text2", wrap=True)
        words = QWidget()
        lines = QVBoxLayout(words)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self._name)
        lines.addWidget(self._limit)
        self._level = LevelDots(theme)
        self.less = RoundButton(theme, "minus", "", 48)
        self.more = RoundButton(theme, "plus", self.tr("{sound} louder").format(sound=title), 48)
        self.less.clicked.connect(lambda: self.requested.emit(self._dots - 1))
        self.more.clicked.connect(lambda: self.requested.emit(min(DOTS, self._dots + 1)))
        controls = QWidget()
        beside = self._beside = QHBoxLayout(controls)
        beside.setContentsMargins(0, 0, 0, 0)
        for widget in (self.less, self._level, self.more):
            beside.addWidget(widget)
        column = self._column = QVBoxLayout(self)
        column.addWidget(FoldingRow((words, controls), shares=(1,), words=True))
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_dots(self, dots: int, loudest: int) -> None:
        """Show the level, 1 to `DOTS`; `loudest` is the level of the gentle limit."""
        self._dots = dots
        self._level.show_level(dots)
        level = self.tr("{name}, level {n} of {all}").format(
            name=self._title, n=whole(dots), all=whole(DOTS)
        )
        self.setAccessibleName(level)
        off = self.tr("Turn off {sound}") if dots == 1 else self.tr("{sound} softer")
        self.less.set_name(off.format(sound=self._title))
        for button in (self.less, self.more):
            button.setAccessibleDescription(level)
        self.more.setEnabled(dots < loudest)
        at_limit = loudest <= dots < DOTS
        self._limit.setVisible(at_limit)
        louder = self.tr("{sound} louder").format(sound=self._title)
        told = self.tr("{sound} is at the gentle limit.").format(sound=self._title)
        self.more.setToolTip(told if at_limit else louder)
        if at_limit:
            self.more.setAccessibleDescription(told)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirror(painter, QRectF(self.rect()), self.layoutDirection())
        t, px = self._theme.tokens, self._theme.px
        painter.setPen(QPen(t.accent, 1.2))
        painter.setBrush(mixed(t.surface, t.accent, 0.04))
        box = QRectF(self.rect()).adjusted(0.6, 0.6, -0.6, -0.6)
        painter.drawRoundedRect(box, px(20), px(20))
        size = px(24)
        spot = QRectF(px(16), self._name_centre() - size / 2, size, size)
        self._theme.icons.paint(painter, self._icon, t.accent, spot)

    def _name_centre(self) -> float:
        return self._name.mapTo(self, self._name.rect().center()).y()

    def _restyle(self) -> None:
        px = self._theme.px
        set_margins(self._column, px(52), 2, 2, 2)
        set_spacing(self._beside, px(8))
        self.setMinimumHeight(px(ROW_HEIGHT))
        self.update()


class SoundPicker(QWidget):
    """All background sounds under a heading. `requested` emits a name and a level, 0 (off) to
    `DOTS`.

    The rows stand below the tiles, so that turning a sound on moves no tile before it.
    """

    requested = Signal(str, int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: dict[str, SoundRow] = {}
        self._last: dict[str, int] = {}
        self._on: frozenset[str] = frozenset()
        self._heading = Label(theme, "", Text.LABEL, "text2", wrap=True)
        self._tiles = {
            name: AmbientTile(theme, names.AMBIENT_ICONS[name], names.ambient_name(name))
            for name in names.AMBIENT_NAMES
        }
        for name, tile in self._tiles.items():
            tile.setAccessibleName(self.tr("{name}, off").format(name=tile.text()))
            tile.clicked.connect(lambda *_, name=name: self._turn_on(name))
        self._pairs = Pairs(8)
        self._pairs.add(*self._tiles.values())
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._heading)
        column.addWidget(self._pairs)
        self._tell(frozenset())

    def show_dots(self, dots: Mapping[str, int], loudest: int = DOTS) -> None:
        """Show the level of each sound that is on; focus stays with the sound.

        `loudest` is the level of the gentle limit: no sound gets louder, and its row tells why.
        """
        on = frozenset(name for name in self._tiles if dots.get(name, 0))
        if on != self._on:
            self._on = on
            self._tell(frozenset())
        for name, tile in self._tiles.items():
            level, row = dots.get(name, 0), self._rows.get(name)
            if level and row is None:
                row = self._rows[name] = self._new_row(name)
            if row is None:
                continue
            went = row.less.hasFocus() or row.more.hasFocus()
            came = tile.hasFocus()
            if level:
                self._last[name] = level
                row.show_dots(level, loudest)
            row.setVisible(level > 0)
            tile.setVisible(level == 0)
            if went and not level:
                tile.show_ring()
            elif (came and level) or (went and not row.more.isEnabled()):
                (row.more if row.more.isEnabled() else row.less).show_ring()

    def _turn_on(self, name: str) -> None:
        before = self._on
        self.requested.emit(name, self._last.get(name, FIRST_DOTS))
        self._tell(before - self._on)

    def _tell(self, gone: frozenset[str]) -> None:
        """Say in the heading how many sounds there can be, and which made room for another."""
        text = self.tr("Background sounds, up to two")
        if gone:
            text = self.tr("Up to two sounds: {sound} is off now")
        sounds = [names.ambient_name(name) for name in self._tiles if name in gone]
        self._heading.setText(text.format(sound=listed(sounds)))

    def _new_row(self, name: str) -> SoundRow:
        """A row in the place of its tile among the rows."""
        row = SoundRow(self._theme, names.AMBIENT_ICONS[name], names.ambient_name(name))
        row.requested.connect(lambda dots, name=name: self.requested.emit(name, dots))
        order = list(self._tiles)
        before = sum(order.index(each) < order.index(name) for each in self._rows)
        self._column.insertWidget(self._column.indexOf(self._pairs) + 1 + before, row)
        return row
