"""Optional details of a night besides its outcome."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.journal.entry import Help, JournalEntry, Kind, Mood
from lullaby.journal.filling import after_of, kind_of_entry
from lullaby.ui.controls.chips import FlowChips
from lullaby.ui.controls.fields import PillField
from lullaby.ui.controls.labels import Label
from lullaby.ui.text import night_names
from lullaby.ui.theme.theme import Text, Theme

KINDS, MOODS, HELPS = tuple(Kind), tuple(Mood), tuple(Help)


class NightDetails(QWidget):
    """Emits the changed entry after every change."""

    changed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._entry: JournalEntry | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._kind = self._chips(
            theme, self.tr("Occasion"), [night_names.kind_name(k) for k in KINDS]
        )
        moods = [night_names.mood_name(mood) for mood in MOODS]
        self._before = self._chips(theme, self.tr("Mood before"), moods)
        self._after = self._chips(theme, self.tr("Mood after"), moods)
        helps = [night_names.help_name(each) for each in HELPS]
        self._helped = self._chips(theme, self.tr("Also helped"), helps, several=True)
        self._who = PillField(theme, "users", self.tr("Who was on duty?"))
        self._child = PillField(theme, "heart", self.tr("Which child?"))
        for field in (self._who, self._child):
            self._column.addWidget(field)
            field.editingFinished.connect(self.take_names)
        self._kind.chosen.connect(lambda at: self._change(kind=_one(KINDS, at)))
        self._before.chosen.connect(lambda at: self._change(before=_one(MOODS, at)))
        self._after.chosen.connect(lambda at: self._change(after=_one(MOODS, at)))
        self._helped.chosen.connect(lambda at: self._change(helped=tuple(HELPS[n] for n in at)))

    def show_entry(self, entry: JournalEntry) -> None:
        self._entry = entry
        after = after_of(entry)
        self._kind.choose((KINDS.index(kind_of_entry(entry)),))
        self._before.choose((MOODS.index(entry.before),) if entry.before else ())
        self._after.choose((MOODS.index(after),) if after else ())
        self._helped.choose([HELPS.index(each) for each in entry.helped])
        for field, words in ((self._who, entry.who), (self._child, entry.children)):
            if not field.hasFocus():
                typed = ", ".join(words)
                field.setText(typed)

    def take_names(self) -> None:
        """Accept typed text even without Enter."""
        if self._entry is None:
            return
        who, children = _names(self._who.text()), _names(self._child.text())
        if (who, children) != (self._entry.who, self._entry.children):
            self._change(who=who, children=children)

    def _chips(self, theme: Theme, title: str, texts: list[str], several: bool = False):
        self._column.addWidget(Label(theme, title, Text.LABEL, "text2"))
        chips = FlowChips(theme, title, texts, several)
        self._column.addWidget(chips)
        self._column.addSpacing(4)
        return chips

    def _change(self, **changes: object) -> None:
        if self._entry is not None:
            self._entry = replace(self._entry, **changes)
            self.show_entry(self._entry)
            self.changed.emit(self._entry)


def _one(values: tuple, places: tuple[int, ...]) -> object:
    return values[places[0]] if places else None


def _names(text: str) -> tuple[str, ...]:
    """Names separated by commas, each once."""
    return tuple(dict.fromkeys(name for part in text.split(",") if (name := part.strip())))
