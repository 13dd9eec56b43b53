"""One rule as a row: what it tests, a choice, a number or two, and a cross."""

from enum import Enum, auto

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from lullaby.library.rules import Rule, UnreadRule
from lullaby.ui.controls.buttons import RoundButton
from lullaby.ui.controls.choice import ChoicePill
from lullaby.ui.controls.flow import Flow
from lullaby.ui.controls.labels import Label
from lullaby.ui.controls.stepper import Stepper
from lullaby.ui.library import rule_words
from lullaby.ui.library.rule_forms import Form, Offered, chosen, form_of, stepped
from lullaby.ui.theme.theme import Text, Theme

MOST_VALUES = 2
HELD = 2
SMALL = 48


class RowWidth(Enum):
    WIDE = auto()
    FOLDED = auto()
    """The caption stands above the rest."""
    TIGHT = auto()
    """The choice stands above two numbers."""


class FormRow(QWidget):
    """A caption, then a choice and steppers as a `Form` describes them."""

    choice_made = Signal(int)
    value_stepped = Signal(int, int)
    """Which number, and by how many steps."""

    def __init__(self, theme: Theme, caption: str) -> None:
        super().__init__()
        self._room = RowWidth.WIDE
        self._values_shown = 0
        self._caption = Label(theme, caption, Text.BODY)
        self.choice = ChoicePill(theme, caption)
        self.choice.chosen.connect(self.choice_made)
        self.steppers = [self._stepper(theme, caption, which) for which in range(MOST_VALUES)]
        self._values = Flow(12)
        for stepper in self.steppers:
            self._values.add(stepper)
        self._controls = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._controls.setSpacing(12)
        self._controls.addWidget(self.choice)
        self._controls.addWidget(self._values, 1)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(8)
        self._line.addWidget(self._caption)
        self._line.addLayout(self._controls, 1)

    def _stepper(self, theme: Theme, caption: str, which: int) -> Stepper:
        names = (
            self.tr("{what}, less").format(what=caption),
            self.tr("{what}, more").format(what=caption),
        )
        stepper = Stepper(theme, names, held=HELD, diameter=SMALL)
        stepper.requested.connect(lambda by: self.value_stepped.emit(which, by))
        return stepper

    def show_form(self, form: Form) -> None:
        self.choice.setVisible(bool(form.choices))
        self.choice.offer(form.choices, form.chosen)
        self._values_shown = len(form.values)
        self._arrange()
        for which, stepper in enumerate(self.steppers):
            stepper.setVisible(which < len(form.values))
            if which < len(form.values):
                stepper.show_text(form.values[which])

    def fit(self, room: RowWidth, caption_width: int) -> None:
        """Place the parts beside or below each other; captions beside take `caption_width` px."""
        self._room = room
        self._caption.setMinimumWidth(caption_width if room is RowWidth.WIDE else 0)
        self._arrange()

    def _arrange(self) -> None:
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._line.setDirection(across if self._room is RowWidth.WIDE else down)
        tight = self._room is RowWidth.TIGHT and self._values_shown > 1
        self._controls.setDirection(down if tight else across)

    def add_control(self, control: QWidget) -> None:
        self._values.add(control)


class RuleRow(FormRow):
    changed = Signal(object, object)
    """The rule before and after."""
    removed = Signal(object)

    def __init__(self, theme: Theme, rule: Rule | UnreadRule, offered: Offered) -> None:
        unread = isinstance(rule, UnreadRule)
        caption = rule_words.of_the_newer(rule) if unread else rule_words.kind_name(type(rule))
        super().__init__(theme, caption)
        self._caption.setWordWrap(unread)
        self._rule = rule
        self._offered = offered
        name = self.tr("Remove: {what}").format(what=caption)
        self.cross = RoundButton(theme, "x", name, SMALL)
        self.cross.clicked.connect(lambda: self.removed.emit(self))
        self.add_control(self.cross)
        self.choice_made.connect(self._choose)
        self.value_stepped.connect(self._step)
        self._show()

    @property
    def rule(self) -> Rule | UnreadRule:
        return self._rule

    def _choose(self, place: int) -> None:
        if not isinstance(self._rule, UnreadRule):
            self._change(chosen(self._rule, place, self._offered))

    def _step(self, which: int, by: int) -> None:
        if not isinstance(self._rule, UnreadRule):
            self._change(stepped(self._rule, which, by))

    def _change(self, rule: Rule) -> None:
        before, self._rule = self._rule, rule
        self._show()
        self.changed.emit(before, rule)

    def _show(self) -> None:
        rule = self._rule
        self.show_form(Form() if isinstance(rule, UnreadRule) else form_of(rule, self._offered))
