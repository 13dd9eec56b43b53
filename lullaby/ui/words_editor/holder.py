"""Stands in for the words editor, which is loaded and built on first use."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.library.track import Track

if TYPE_CHECKING:
    from lullaby.ui.words_editor.screen import WordsEditor


class EditorHolder(QWidget):
    def __init__(self, make: Callable[[], WordsEditor]) -> None:
        super().__init__()
        self._make = make
        self._editor: WordsEditor | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    @property
    def editor(self) -> WordsEditor:
        if self._editor is None:
            self._editor = self._make()
            self._column.addWidget(self._editor)
            self._editor.show()
        return self._editor

    def open_track(self, track: Track) -> None:
        self.editor.open_track(track)

    def enter(self) -> None:
        self.editor.enter()

    def leave(self) -> None:
        if self._editor is not None:
            self._editor.leave()
