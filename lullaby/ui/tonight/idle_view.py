"""Tonight before the press: the moon in the middle, and what it will start."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from lullaby.ui.controls.labels import KeyHint, Label
from lullaby.ui.controls.rows import BigChoice
from lullaby.ui.graphics.moon import BeginMoon
from lullaby.ui.mirroring import place
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.tonight.continuing import ContinueButton
from lullaby.ui.tonight.suggestion import SuggestionLine

MOON = 276
FOLDED_MOON = 252
LEAST_MOON = 132
MARGIN = 36
CHOICE_GAP = 16
EDGE, TOP, FOOT = 24, 12, 28
LEAST_GAP = 6
"""Between the moon and the name under it, in px."""

OVERHANG = 22
"""How far a button without an edge starts before its icon, in px."""


class IdleView(QWidget):
    """Places its parts by hand, because the moon's glow may lie under everything else."""

    begun = Signal()
    choice_requested = Signal(int)
    """Folded: the button of routine (0), fade (1) or background sounds (2) was pressed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._folded = False
        self.moon = BeginMoon(theme, self.tr("Begin"), MOON)
        self.moon.setParent(self)
        self.moon.clicked.connect(self.begun)
        self._greeting = Label(theme, "", Text.TITLE, parent=self)
        self._under = Label(
            theme, self.tr("Press the moon to begin."), Text.BODY, "text2", parent=self
        )
        self._name = Label(theme, "", Text.SECTION, wrap=True, parent=self)
        self._summary = Label(theme, "", Text.BODY, "text", wrap=True, parent=self)
        self._hints = [
            KeyHint(theme, self.tr("Space"), self.tr("begin"), self),
            KeyHint(theme, "L", self.tr("sing along"), self),
        ]
        self._last = Label(theme, "", Text.ROW, "text2", wrap=True, parent=self)
        self.suggestion = SuggestionLine(theme, self)
        self.continuing = ContinueButton(theme, self)
        for label in (self._name, self._summary):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.choices = [
            BigChoice(theme, "cloud-moon", self.tr("Routine")),
            BigChoice(theme, "feather", self.tr("Fade out after")),
            BigChoice(theme, "cloud-rain", self.tr("Background sounds")),
        ]
        for at, choice in enumerate(self.choices):
            choice.setParent(self)
            choice.clicked.connect(lambda *_, at=at: self.choice_requested.emit(at))
        theme.changed.connect(self._place)

    def set_folded(self, folded: bool) -> None:
        """Show three large buttons instead of the side panel, and no greeting."""
        self._folded = folded
        self._place()

    def say(self, greeting: str, name: str, summary: str, last: str) -> None:
        self._greeting.setText(greeting)
        self._name.setText(name)
        self._summary.setText(summary)
        self._last.setText(last)
        self._place()

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 300)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def place(self) -> None:
        """Lay out again after the content changed its size."""
        self._place()

    def _place(self) -> None:
        width, height = self.width(), self.height()
        roomy = not self._folded
        hints = roomy and self._theme.scale < 1.5 and height >= 560
        greeting = roomy and height >= 640
        for label in (self._greeting, self._under):
            label.setVisible(greeting)
        for hint in self._hints:
            hint.setVisible(hints)
        offered = self.continuing.wanted
        self.continuing.setVisible(offered)
        self._last.setVisible(roomy and bool(self._last.text()) and not offered)
        for choice in self.choices:
            choice.setVisible(self._folded)
        self.suggestion.setVisible(self.suggestion.wanted and greeting and not offered)
        top = self._place_greeting(width) if greeting else TOP
        bottom = self._place_foot(width, height)
        self._place_middle(top, bottom, width, hints)

    def _place_greeting(self, width: int) -> int:
        """Place the greeting at the top; returns where it ends."""
        first, second = self._greeting.sizeHint(), self._under.sizeHint()
        self._greeting.setGeometry(MARGIN, 40, width - 2 * MARGIN, first.height())
        top = 40 + first.height() + 2
        self._under.setGeometry(MARGIN, top, width - 2 * MARGIN, second.height())
        return top + second.height()

    def _place_foot(self, width: int, height: int) -> int:
        """Place what is at the foot; returns where it starts.

        That is the evening to continue, or else the last night; and folded, the three choices.
        """
        if self._folded:
            top = height - self._choices_height(width) - FOOT
            for choice, box in zip(self.choices, self._choice_boxes(width, top), strict=True):
                place(choice, box)
            return self._place_continuing(EDGE, top - 8, width)
        if self.continuing.wanted:
            return self._place_continuing(MARGIN, height - 16, width)
        room = width - 2 * MARGIN
        top = height - 24
        if self._last.text():
            tall = self._last.heightForWidth(room)
            top = height - 28 - tall - 8
            self._last.setGeometry(MARGIN, top + 8, room, tall)
        if self.suggestion.isVisibleTo(self):
            wanted = self.suggestion.sizeHint()
            wanted.setWidth(min(wanted.width(), room))
            wanted.setHeight(self.suggestion.height_in(wanted.width()))
            top -= wanted.height()
            box = QRect(MARGIN - OVERHANG, top, min(wanted.width(), room), wanted.height())
            place(self.suggestion, box)
        return top

    def _place_continuing(self, left: int, bottom: int, width: int) -> int:
        """Place the evening to continue above `bottom`, if any; returns where it starts."""
        if not self.continuing.wanted:
            return bottom
        wanted = self.continuing.design_size()
        top = bottom - 8 - wanted.height()
        wide = min(wanted.width(), width - 2 * left)
        place(self.continuing, QRect(left, top, wide, wanted.height()))
        return top - 8

    def _choice_boxes(self, width: int, top: int) -> list[QRect]:
        """The boxes of the choices: beside each other, or stacked if they would be too narrow."""
        design = self.choices[0].design_size()
        tall, count = design.height(), len(self.choices)
        each = (width - 2 * EDGE - (count - 1) * CHOICE_GAP) // count
        if each >= design.width():
            return [QRect(EDGE + at * (each + CHOICE_GAP), top, each, tall) for at in range(count)]
        wide = width - 2 * EDGE
        return [QRect(EDGE, top + at * (tall + CHOICE_GAP // 2), wide, tall) for at in range(count)]

    def _choices_height(self, width: int) -> int:
        return self._choice_boxes(width, 0)[-1].bottom() + 1

    def least_height(self, width: int) -> int:
        """The height below which something would be cut at a width of `width` px."""
        words = self._name.heightForWidth(width - 2 * EDGE) + 4
        words += self._summary.heightForWidth(width - 2 * EDGE)
        foot = self._choices_height(width) + FOOT + 8
        if self.continuing.wanted:
            foot = (foot if self._folded else 16) + 16 + self.continuing.design_size().height()
        elif not self._folded:
            foot = 24
            if self._last.text():
                foot = 36 + self._last.heightForWidth(width - 2 * MARGIN)
        return TOP + LEAST_MOON + LEAST_GAP + words + foot

    def _place_middle(self, top: int, bottom: int, width: int, hints: bool) -> None:
        room = width - 2 * EDGE
        name = self._name.heightForWidth(room)
        summary = self._summary.heightForWidth(room)
        hint = self._hints[0].sizeHint().height() + 16 if hints else 0
        words = name + 4 + summary + hint
        spare = bottom - top - words
        wanted = FOLDED_MOON if self._folded else MOON
        largest = min(int(spare * 0.84), max(spare - 2 * LEAST_GAP, 0), width - 120)
        diameter = max(LEAST_MOON, min(wanted, largest))
        self.moon.set_diameter(diameter)
        gap = max(LEAST_GAP, min(28, (spare - diameter) // 3))
        free = max(0, spare - diameter - gap)
        moon_top = top + round(free * 0.35)
        side = self.moon.design_size().width()
        outside = (side - diameter) // 2
        self.moon.setGeometry((width - side) // 2, moon_top - outside, side, side)
        y = moon_top + diameter + gap
        self._name.setGeometry(EDGE, y, room, name)
        y += name + 4
        self._summary.setGeometry(EDGE, y, room, summary)
        y += summary + 16
        if hints:
            widths = [hint.sizeHint().width() for hint in self._hints]
            x = (width - sum(widths) - 28) // 2
            for hint_widget, wide in zip(self._hints, widths, strict=True):
                place(hint_widget, QRect(x, y, wide, hint_widget.sizeHint().height()))
                x += wide + 28
        self.moon.lower()
