"""The sheet that edits the rules of a smart playlist and shows at once how many songs match."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lullaby.library.rules import Found, Join, Order, Rule, Rules
from lullaby.ui.controls.buttons import PillButton
from lullaby.ui.controls.chips import Segmented
from lullaby.ui.controls.labels import Label
from lullaby.ui.controls.labels import Separator as HairLine
from lullaby.ui.controls.menus import PassingMenu, open_below
from lullaby.ui.library import rule_words
from lullaby.ui.library.rule_forms import (
    KINDS,
    USUAL_LIMITS,
    Form,
    Offered,
    limit_form,
    limit_stepped,
)
from lullaby.ui.library.rule_row import FormRow, RowWidth, RuleRow
from lullaby.ui.mirroring import set_margins
from lullaby.ui.shell.sheets import Sheet
from lullaby.ui.text.lists import sentences
from lullaby.ui.theme.theme import Text, Theme

WIDTH = 860
FOLDED = 908
TIGHT = 660
"""Widths of the window (at 100 %) below which rows fold, as in `RowWidth`."""

CAPTION = 152

Look = Callable[[Rules, Callable[[Found], None]], None]


class RulesSheet(Sheet):
    """Done and Esc save the changes; they can be undone afterwards."""

    kept = Signal(object)
    """The rules, if they were changed."""

    def __init__(
        self, theme: Theme, window: QWidget, look: Look, offered: Callable[[], Offered]
    ) -> None:
        """`look` finds the songs that match now; `offered` is what the library has to
        choose from."""
        super().__init__(theme, window, WIDTH)
        self._look = look
        self._ask_offered = offered
        self._offered = Offered()
        self._rules = self._before = Rules()
        self.rows: list[RuleRow] = []
        self.words = Label(theme, "", Text.BODY, "text2", wrap=True)
        joins = [self.tr("All of these"), self.tr("Any of these")]
        self.join = Segmented(theme, joins)
        self.join.chosen.connect(lambda at: self._change(join=list(Join)[at]))
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        self.add = PillButton(theme, self.tr("Add a rule"), "plus")
        self.add.clicked.connect(self._open_kinds)
        self.order = FormRow(theme, self.tr("Sort by"))
        self.order.choice_made.connect(lambda at: self._change(order=list(Order)[at]))
        self.limit = FormRow(theme, self.tr("How many"))
        self.limit.choice_made.connect(lambda at: self._change(limit=USUAL_LIMITS[at]))
        self.limit.value_stepped.connect(self._step_limit)
        self._content = QWidget()
        self._lay_out(theme)
        self.hold(self._content)
        self.closed.connect(self._keep)

    @property
    def rules(self) -> Rules:
        return self._rules

    def open_for(self, title: str, rules: Rules) -> None:
        """Show the rules of a playlist for editing."""
        self._rules = self._before = rules
        self._offered = self._ask_offered()
        self._fill()
        self._show()
        self.open(title)
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_rule(self, rule: Rule) -> None:
        self._change(rules=(*self._rules.rules, rule))
        self._fill()
        self._make_room()
        row = self.rows[-1]
        first = row.choice if row.choice.isVisibleTo(row) else row.steppers[0].less
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _lay_out(self, theme: Theme) -> None:
        under = QHBoxLayout()
        under.addWidget(self.add)
        under.addStretch(1)
        head = QHBoxLayout()
        head.addWidget(self.join)
        head.addStretch(1)
        column = QVBoxLayout(self._content)
        set_margins(column, 0, 0, 6, 0)
        column.setSpacing(14)
        column.addWidget(self.words)
        column.addLayout(head)
        column.addLayout(self._list)
        column.addLayout(under)
        column.addWidget(HairLine(theme))
        column.addWidget(self.order)
        column.addWidget(self.limit)
        column.addStretch(1)

    def _fill(self) -> None:
        """Rebuild the rows; changes inside a row update it in place."""
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [RuleRow(self._theme, each, self._offered) for each in self._rules.rules]
        for row in self.rows:
            row.changed.connect(lambda *_: self._take_rows())
            row.removed.connect(self._remove)
            self._list.addWidget(row)
            row.show()
        self._fold()

    def _take_rows(self) -> None:
        self._change(rules=tuple(row.rule for row in self.rows))

    def _remove(self, row: RuleRow) -> None:
        self._change(rules=tuple(each.rule for each in self.rows if each is not row))
        self._fill()
        self._make_room()
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step_limit(self, which: int, by: int) -> None:
        if self._rules.limit is not None:
            self._change(limit=limit_stepped(self._rules.limit, by))

    def _change(self, **changes: object) -> None:
        self._rules = replace(self._rules, **changes)
        self._show()

    def _show(self) -> None:
        rules = self._rules

        def show(found: Found) -> None:
            self.words.setText(sentences((rule_words.fits(found), rule_words.unread(rules))))

        self._look(rules, show)
        self.join.choose(list(Join).index(rules.join))
        self.join.setVisible(len(rules.rules) > 1)
        orders = tuple(map(rule_words.order_name, Order))
        self.order.show_form(Form(orders, list(Order).index(rules.order)))
        self.limit.show_form(limit_form(rules.limit))

    def _open_kinds(self) -> None:
        menu = PassingMenu(self)
        for rule in KINDS:
            menu.addAction(rule_words.kind_name(type(rule)), lambda each=rule: self.add_rule(each))
        open_below(menu, self.add)

    def _make_room(self) -> None:
        """Fit the sheet to its rows."""
        layout = self._content.layout()
        if layout is not None:
            layout.activate()
        self._place()
        self._scroll.ensureWidgetVisible(self.add)

    def _fold(self) -> None:
        width = self.width() / self._theme.scale
        room = (
            RowWidth.TIGHT
            if width < TIGHT
            else RowWidth.FOLDED
            if width < FOLDED
            else RowWidth.WIDE
        )
        for row in (*self.rows, self.order, self.limit):
            row.fit(room, self._theme.px(CAPTION))

    def _keep(self) -> None:
        if self._rules != self._before:
            self.kept.emit(self._rules)
