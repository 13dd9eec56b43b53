"""The music folders in Settings."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lullaby.library.store import FolderCount
from lullaby.ui.controls.buttons import ButtonStyle, RoundButton, WrappingPill
from lullaby.ui.controls.labels import Elided, Label
from lullaby.ui.controls.switch import Switch
from lullaby.ui.library.music_folders import MusicFolders
from lullaby.ui.settings.topic import SettingsTopic
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.text import names
from lullaby.ui.text.locale import whole
from lullaby.ui.text.translate import PLURAL, translate
from lullaby.ui.theme.theme import Text, Theme


class FoldersTopic(SettingsTopic):
    add_requested = Signal()
    remove_requested = Signal(object)

    def __init__(self, theme: Theme, controller: SettingsController, folders: MusicFolders) -> None:
        super().__init__(theme, controller, self.tr("Music folders"))
        self._folders = folders
        self._asked = 0
        """Numbers the requests, so that a later count is never replaced by an earlier one."""
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self._add = WrappingPill(theme, self.tr("Add a folder"), "plus")
        self._add.clicked.connect(self.add_requested)
        self._again = WrappingPill(theme, self.tr("Scan again"), "refresh-cw", ButtonStyle.BARE)
        self._again.clicked.connect(folders.rescan)
        self._hidden = WrappingPill(theme, "", "eye-off", ButtonStyle.BARE)
        self._hidden.clicked.connect(folders.show_hidden)
        self._folders_row = self.row(self.tr("Music folders"), self._add)
        known = QWidget()
        known.setLayout(self._rows)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._folders_row.add_below(known)
        self._again_row = self.row(self.tr("Look for new songs"), self._again)
        self._hidden_row = self.row(self.tr("Hidden songs"), self._hidden)
        text = self.tr("Allow writing the tempo into files")
        self._write = Switch(theme, text)
        self._write.clicked.connect(lambda on: controller.change(write_tempo_tags=on))
        self.row(text, self._write)
        folders.finished.connect(self._refresh_shown)
        folders.songs_changed.connect(self._refresh_shown)

    def refresh(self) -> None:
        self._write.setChecked(self.controller.now.write_tempo_tags)
        self._asked += 1
        asked = self._asked

        def show(lines: list[FolderCount], hidden: int) -> None:
            if asked == self._asked:
                self._show(lines, hidden)

        self._folders.look_up(show)

    def _show(self, lines: list[FolderCount], hidden: int) -> None:
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        for line in lines:
            self._rows.addWidget(self._line(line))
        hint = self.tr("Lullaby finds the slow, calm songs in them.")
        self._folders_row.set_hint("" if lines else hint)
        self._again_row.offer(bool(lines))
        self._hidden_row.offer(bool(hidden))
        self._hidden.setText(
            translate("FoldersTopic", "Show %n hidden songs again", None, PLURAL, hidden)
        )

    def _refresh_shown(self) -> None:
        if self.isVisible():
            self.refresh()

    def _line(self, line: FolderCount) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        parts = line.path.parts[-2:] if len(line.path.parts) > 2 else line.path.parts[-1:]
        name = Elided(self.theme, " / ".join(parts), Text.BODY)
        name.setToolTip(str(line.path))
        text, songs = self.tr("{songs}, tempo known for {k}"), names.songs(line.songs)
        if line.away:
            text = self.tr("{songs}, unavailable right now")
        if 0 < line.away < line.songs:
            text = self.tr("{songs}, {k} of them unavailable right now")
        text = text.format(songs=songs, k=whole(line.away or line.tempo_known))
        remove = RoundButton(
            self.theme,
            "x",
            self.tr("Remove {folder}").format(folder=line.path.name),
            48,
            ButtonStyle.BARE,
        )
        remove.clicked.connect(lambda: self.remove_requested.emit(line.path))
        row.addWidget(name, 1)
        row.addWidget(Label(self.theme, text, Text.ROW, "text2", wrap=True), 1)
        row.addWidget(remove)
        return holder
