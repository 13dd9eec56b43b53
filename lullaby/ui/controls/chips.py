"""Choices in a row: separate chips, and segments in one pill."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from lullaby.ui.controls.base import ControlButton
from lullaby.ui.controls.flow import Flow
from lullaby.ui.controls.radio_group import RadioGroup
from lullaby.ui.mirroring import draw_text
from lullaby.ui.text.lists import labelled
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.theme.tokens import mixed


class Chip(ControlButton):
    """One choice; filled when checked."""

    def __init__(
        self, theme: Theme, text: str, width: int | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self.setText(text)
        self.setCheckable(True)
        self._width = width
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def design_size(self) -> QSize:
        px = self.theme.px
        text = self.theme.width(Text.STRONG, self.text())
        fitting = round(text) + px(36 if self._width is None else 24)
        return QSize(max(fitting, px(self._width or 0)), px(52))

    def minimumSizeHint(self) -> QSize:
        return self.tightest(0)

    def draw(self, painter: QPainter, box: QRectF) -> None:
        t = self.theme.tokens
        chosen = self.isChecked()
        fill, edge = (t.fill, None) if chosen else (t.surface2, t.outline)
        self.body(painter, box, fill, edge, min(self.theme.px(18), box.height() / 2))
        painter.setFont(self.theme.font(Text.STRONG))
        painter.setPen(t.on_accent if chosen else t.text)
        draw_text(painter, box, self.text(), Qt.AlignmentFlag.AlignCenter)


class Segment(Chip):
    """One part of a segmented pill, without an edge of its own."""

    def design_size(self) -> QSize:
        px = self.theme.px
        text = self.theme.width(Text.STRONG, self.text())
        return QSize(round(text) + px(44), px(48))

    def minimumSizeHint(self) -> QSize:
        return self.tightest(self.theme.px(44) - 20)

    def draw(self, painter: QPainter, box: QRectF) -> None:
        t = self.theme.tokens
        chosen = self.isChecked()
        fill, edge, words = None, None, t.text
        if chosen and self.theme.night:
            # A filled one is a fifth of the light that a whole screen may have at night.
            fill, edge = mixed(t.surface2, t.accent, 0.14), t.accent
        elif chosen:
            fill, words = t.fill, t.on_accent
        self.body(painter, box, fill, edge, box.height() / 2)
        painter.setFont(self.theme.font(Text.STRONG))
        painter.setPen(words)
        draw_text(painter, box, self.text(), Qt.AlignmentFlag.AlignCenter)


class ChipRow(Flow):
    """Chips of which one is chosen. `chosen` emits its index, only when the person chose.

    They stand on one line while the text fits, and wrap otherwise. The row has no height for its
    width, which would make the layouts around it taller than necessary; it asks for more height
    when it has become too narrow.
    """

    chosen = Signal(int)

    def __init__(
        self,
        theme: Theme,
        texts: Sequence[str],
        width: int | None = None,
        gap: int = 8,
        stretch: bool = False,
        edge: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        """`stretch` lets the chips share the whole width."""
        super().__init__(gap, edge, parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._stretch = stretch
        self._tall = 0
        self._group = RadioGroup(self)
        chips = [self.make_chip(theme, text, width) for text in texts]
        for place, chip in enumerate(chips):
            self._group.add(chip, place)
        self.add(*chips)
        self._group.idClicked.connect(self.chosen)

    def make_chip(self, theme: Theme, text: str, width: int | None) -> Chip:
        return Chip(theme, text, width)

    @property
    def chips(self) -> list[Chip]:
        return [chip for chip in self._group.buttons() if isinstance(chip, Chip)]

    def set_name(self, name: str) -> None:
        """Set what is chosen, which screen readers read with each chip."""
        for chip in self.chips:
            chip.setAccessibleName(labelled(name, chip.text()))

    @property
    def place(self) -> int:
        return self._group.checkedId()

    def show_chip(self, place: int, shown: bool) -> None:
        """Offer a choice, or leave it out."""
        self._group.offer(self._group.button(place), shown)
        self._request_layout()

    def choose(self, place: int | None) -> None:
        """Show a choice without emitting it; None for no choice."""
        self._group.choose(None if place is None else self._group.button(place))

    def hasHeightForWidth(self) -> bool:
        return False

    def sizeHint(self) -> QSize:
        wide = sum(self._size(chip).width() for chip in self._visible)
        wide += self._gap * max(0, len(self._visible) - 1) + 2 * self._edge
        return QSize(wide, self._height_now())

    def minimumSizeHint(self) -> QSize:
        lines = self._lines(self._width_now() - 2 * self._edge)
        tall = sum(max(self._least(chip).height() for chip in line) for line in lines)
        tall += self._gap * max(0, len(lines) - 1) + 2 * self._edge
        return QSize(super().minimumSizeHint().width(), tall)

    def _width_now(self) -> int:
        """The current width; unlimited while hidden, when the width means nothing."""
        return self.width() if self.isVisible() else 1 << 20

    def _height_now(self) -> int:
        return self.heightForWidth(self._width_now())

    def _place(self) -> None:
        super()._place()
        tall = self._height_now()
        if tall != self._tall:
            self._tall = tall
            self.updateGeometry()

    def _lines(self, width: int) -> list[list[QWidget]]:
        shown = self._visible
        least = sum(self._least(chip).width() for chip in shown)
        if shown and least + self._gap * (len(shown) - 1) <= width:
            return [shown]
        return super()._lines(width)

    def _widths(self, line: Sequence[QWidget], width: int) -> list[int]:
        room = width - self._gap * (len(line) - 1)
        requested = [self._size(chip).width() for chip in line]
        spare = room - sum(requested)
        if spare < 0 and len(line) > 1:
            return squeezed(requested, [self._least(chip).width() for chip in line], room)
        if spare > 0 and self._stretch:
            if max(requested) * len(line) <= room:
                requested, spare = [0] * len(line), room
            ends = [round(spare * at / len(line)) for at in range(len(line) + 1)]
            more = [end - start for start, end in pairwise(ends)]
            return [wide + extra for wide, extra in zip(requested, more, strict=True)]
        return [min(wide, max(1, width)) for wide in requested]

    def _high(self, widget: QWidget) -> int:
        """The height of a chip, lower than preferred if there is too little space."""
        requested, least = self._size(widget).height(), self._least(widget).height()
        lines = max(1, len(self._lines(self._width_now() - 2 * self._edge)))
        room = (self.height() - 2 * self._edge - self._gap * (lines - 1)) // lines
        return max(least, min(requested, room))

    def _top(self) -> int:
        spare = self.height() - self._height_now()
        return self._edge + max(0, spare // 2)


def squeezed(requested: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Widths that fill `room` px, each between its least and its requested width."""
    slack = sum(requested) - sum(least)
    share = max(0, room - sum(least)) / slack if slack else 0.0
    return [low + int((high - low) * share) for low, high in zip(least, requested, strict=True)]


class Segmented(ChipRow):
    """Choices in one pill: tabs and modes."""

    def __init__(
        self,
        theme: Theme,
        texts: Sequence[str],
        stretch: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, texts, gap=0, stretch=stretch, edge=4, parent=parent)
        self._theme = theme
        self.choose(0)
        theme.changed.connect(self.update)

    def make_chip(self, theme: Theme, text: str, width: int | None) -> Chip:
        return Segment(theme, text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t = self._theme.tokens
        painter.setPen(QPen(t.line, 1.2))
        painter.setBrush(t.surface)
        box = QRectF(self.used).adjusted(0.6, 0.6, -0.6, -0.6)
        radius = (self.chips[0].height() / 2 if self.chips else 0.0) + 3.4
        painter.drawRoundedRect(box, radius, radius)


class FlowChips(Flow):
    """Chips of which none, one or (`several`) more are chosen; pressing a chosen one deselects it.

    `chosen` emits the indices of all that are chosen, only when the person chose.
    """

    chosen = Signal(tuple)

    def __init__(
        self, theme: Theme, name: str, texts: Sequence[str], several: bool = False
    ) -> None:
        """Screen readers read `name` with each chip."""
        super().__init__()
        self._several = several
        self._chosen: tuple[int, ...] = ()
        self._chips: list[Chip] = []
        self._group = RadioGroup(self)
        for place, text in enumerate(texts):
            chip = Chip(theme, text)
            chip.setAccessibleName(labelled(name, text))
            chip.clicked.connect(lambda *_, place=place: self._press(place))
            self.add(chip)
            self._chips.append(chip)
            if not several:
                self._group.add(chip)

    @property
    def places(self) -> tuple[int, ...]:
        return self._chosen

    def choose(self, places: Sequence[int]) -> None:
        """Show a choice without emitting it."""
        self._chosen = tuple(sorted(places))
        if not self._several:
            self._group.choose(self._chips[self._chosen[0]] if self._chosen else None)
            return
        for at, chip in enumerate(self._chips):
            chip.setChecked(at in places)

    def _press(self, place: int) -> None:
        others = self._chosen if self._several else ()
        kept = () if place in self._chosen else (place,)
        self.choose((*(each for each in others if each != place), *kept))
        self.chosen.emit(self.places)
