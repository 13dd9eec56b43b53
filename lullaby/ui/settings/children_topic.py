"""The names of children in Settings. Naming anybody is optional."""

from PySide6.QtCore import Signal

from lullaby.library.song_preferences import Child
from lullaby.ui.controls.buttons import WrappingPill
from lullaby.ui.controls.fields import PillField
from lullaby.ui.settings.topic import SettingsTopic
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.sing.song_preferences_controller import SongPreferencesController
from lullaby.ui.theme.theme import Theme

MOST = 4


class ChildrenTopic(SettingsTopic):
    """One field for each child, and an empty one."""

    erase_requested = Signal(object)
    """Erase everything of this `Child`."""

    def __init__(
        self,
        theme: Theme,
        controller: SettingsController,
        song_preferences: SongPreferencesController,
    ) -> None:
        super().__init__(theme, controller, self.tr("Children"))
        self._song_preferences = song_preferences
        self._children: list[Child] = []
        self._fields = [PillField(theme, "heart", self.tr("A child’s name")) for _ in range(MOST)]
        hint = self.tr("Key and tempo are remembered per child.")
        self._rows = [
            self.row(self.tr("Child"), field, 1, "" if at else hint)
            for at, field in enumerate(self._fields)
        ]
        self._erase = [WrappingPill(theme, "", "trash-2") for _ in range(MOST)]
        for at, (pill, row) in enumerate(zip(self._erase, self._rows, strict=True)):
            pill.clicked.connect(lambda at=at: self.erase_requested.emit(self._children[at]))
            row.add_below(pill, at_start=True)
        for at, field in enumerate(self._fields):
            field.editingFinished.connect(lambda at=at: self._name(at))
        song_preferences.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        self._children = self._song_preferences.named()
        for at, field in enumerate(self._fields):
            known = at < len(self._children)
            self._erase[at].setVisible(known)
            if known:
                text = self.tr("Erase everything of {name}…")
                self._erase[at].setText(text.replace("{name}", self._children[at].name))
            if not field.hasFocus():
                field.setText(self._children[at].name if known else "")
            self._rows[at].offer(at <= len(self._children) or field.hasFocus())

    def _name(self, at: int) -> None:
        name = self._fields[at].text().strip()
        known = self._children[at] if at < len(self._children) else None
        if name != (known.name if known else ""):
            self._song_preferences.name_child(known.id if known else None, name)
