"""Background sounds: a tile for each, pressed while it is on, and a level for each that is on."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from lullaby.ui.controls.buttons import RoundButton
from lullaby.ui.controls.flow import EqualColumns
from lullaby.ui.controls.labels import Label
from lullaby.ui.controls.more import set_spacing
from lullaby.ui.controls.rows import AmbientTile
from lullaby.ui.mirroring import mirror, set_margins
from lullaby.ui.text import names
from lullaby.ui.text.lists import labelled, listed
from lullaby.ui.text.locale import whole
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.theme.tokens import mixed, with_alpha

DOTS = 5
FIRST_DOTS = 2
"""The level of a sound that was never on before, in dots."""

TILES, LEVELS = 4, 2
"""How many stand side by side, if there is room."""


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
        return QSize(self._theme.px(DOTS * 9), self._theme.px(8))

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


class AmbientLevel(QWidget):
    """How loud a sound is: its name over − level +; − at the lowest level turns it off."""

    requested = Signal(str, int)
    """The sound, and the level that the person asked for, 0 to `DOTS`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._dots = 0
        self.sound = ""
        """The sound in this place; empty while there is none."""
        self._name = Label(theme, "", Text.CAPTION, wrap=True)
        self._name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._level = LevelDots(theme)
        self.less = RoundButton(theme, "minus", "", 48)
        self.more = RoundButton(theme, "plus", "", 48)
        self.less.clicked.connect(lambda: self.requested.emit(self.sound, self._dots - 1))
        self.more.clicked.connect(
            lambda: self.requested.emit(self.sound, min(DOTS, self._dots + 1))
        )
        beside = self._beside = QHBoxLayout()
        beside.setContentsMargins(0, 0, 0, 0)
        for widget in (self.less, self._level, self.more):
            beside.addWidget(widget)
        column = self._column = QVBoxLayout(self)
        column.setSpacing(0)
        column.addWidget(self._name)
        column.addLayout(beside)
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def has_keyboard(self) -> bool:
        return self.less.hasFocus() or self.more.hasFocus()

    def show_dots(self, sound: str, dots: int, loudest: int) -> None:
        """Show the level of a sound, 1 to `DOTS`; `loudest` is the level of the gentle limit."""
        self.sound, self._dots = sound, dots
        title = names.ambient_name(sound)
        self._name.setText(title)
        self._level.show_level(dots)
        level = self.tr("{name}, level {n} of {all}").format(
            name=title, n=whole(dots), all=whole(DOTS)
        )
        self.setAccessibleName(level)
        off = self.tr("Turn off {sound}") if dots == 1 else self.tr("{sound} softer")
        self.less.set_name(off.format(sound=title))
        self.more.set_name(self.tr("{sound} louder").format(sound=title))
        for button in (self.less, self.more):
            button.setAccessibleDescription(level)
        self.more.setEnabled(dots < loudest)
        if loudest <= dots < DOTS:
            told = self.tr("{sound} is at the gentle limit.").format(sound=title)
            self.more.setToolTip(told)
            self.more.setAccessibleDescription(told)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t, px = self._theme.tokens, self._theme.px
        painter.setPen(QPen(t.accent, 1.2))
        painter.setBrush(mixed(t.surface, t.accent, 0.04))
        box = QRectF(self.rect()).adjusted(0.6, 0.6, -0.6, -0.6)
        painter.drawRoundedRect(box, px(20), px(20))

    def _restyle(self) -> None:
        px = self._theme.px
        set_margins(self._column, px(4), px(4), px(4), px(4))
        set_spacing(self._beside, px(6))
        self.update()


class SoundPicker(QWidget):
    """All background sounds under a heading. `requested` emits a name and a level, 0 (off) to
    `DOTS`.

    Nothing moves away from under the pointer: each tile has its place, the levels stand below
    them, and one that goes leaves its place free.
    """

    requested = Signal(str, int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._last: dict[str, int] = {}
        self._on: frozenset[str] = frozenset()
        self._heading = Label(theme, "", Text.LABEL, "text2", wrap=True)
        self._tiles = {
            name: AmbientTile(theme, names.AMBIENT_ICONS[name], names.ambient_name(name))
            for name in names.AMBIENT_NAMES
        }
        for name, tile in self._tiles.items():
            tile.clicked.connect(lambda *_, name=name: self._turn(name))
        tiles = EqualColumns(TILES, 8)
        tiles.add(*self._tiles.values())
        self._free = QWidget()
        """In the place of a first level that went before the second."""
        self._levels: list[AmbientLevel] = []
        self._beside = EqualColumns(LEVELS, 8)
        self._beside.add(self._free)
        self._limit = Label(theme, "", Text.CAPTION, "text2", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self._heading, tiles, self._beside, self._limit):
            column.addWidget(widget)
        self._tell(frozenset())
        self.show_dots({})

    def show_dots(self, dots: Mapping[str, int], loudest: int = DOTS) -> None:
        """Show the level of each sound that is on; focus stays with the sound.

        `loudest` is the level of the gentle limit: no sound gets louder, and it is told why.
        """
        on = frozenset(name for name in self._tiles if dots.get(name, 0))
        if on != self._on:
            self._on = on
            self._tell(frozenset())
        for name, tile in self._tiles.items():
            tile.setChecked(name in on)
        self._take_places(on)
        for level in self._levels:
            if level.sound:
                self._last[level.sound] = dots[level.sound]
                had_keyboard = level.has_keyboard
                level.show_dots(level.sound, dots[level.sound], loudest)
                if had_keyboard and not level.more.isEnabled():
                    level.less.show_ring()
        at_limit = [name for name in self._tiles if loudest <= dots.get(name, 0) < DOTS]
        text = labelled(
            self.tr("At the gentle limit"), listed(list(map(names.ambient_name, at_limit)))
        )
        self._limit.setText(text)
        self._limit.setVisible(bool(at_limit))

    def _take_places(self, on: frozenset[str]) -> None:
        """Give each sound that came a free place; the others stay where they are."""
        for level in self._levels:
            if level.sound and level.sound not in on:
                if level.has_keyboard:
                    self._tiles[level.sound].show_ring()
                level.sound = ""
        came = on - {level.sound for level in self._levels}
        for name in (each for each in self._tiles if each in came):
            free = next((level for level in self._levels if not level.sound), None)
            (free or self._new_level()).sound = name
        for level in self._levels:
            level.setVisible(bool(level.sound))
        self._free.setVisible(bool(on) and not self._levels[0].sound)
        self._beside.setVisible(bool(on))

    def _new_level(self) -> AmbientLevel:
        level = AmbientLevel(self._theme)
        level.requested.connect(self.requested)
        self._levels.append(level)
        self._beside.add(level)
        return level

    def _turn(self, name: str) -> None:
        """Turn a sound on, as loud as it was last, or off."""
        before = self._on
        turned_on = name not in before
        self.requested.emit(name, self._last.get(name, FIRST_DOTS) if turned_on else 0)
        if turned_on:
            self._tell(before - self._on)
        self._tiles[name].setChecked(name in self._on)

    def _tell(self, gone: frozenset[str]) -> None:
        """Say in the heading how many sounds there can be, and which made room for another."""
        text = self.tr("Background sounds, up to two")
        if gone:
            text = self.tr("Up to two sounds: {sound} is off now")
        sounds = [names.ambient_name(name) for name in self._tiles if name in gone]
        self._heading.setText(text.format(sound=listed(sounds)))
