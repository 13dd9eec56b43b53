"""The words editor: type or open words, tap their times along with the song, correct, save."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from lullaby.library.track import Track
from lullaby.lyrics.finder import read_words
from lullaby.lyrics.tap_lines import plain_words
from lullaby.session.state import SessionState
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.controls.areas import PageStack, overhang
from lullaby.ui.graphics.backdrop import Backdrop
from lullaby.ui.shell.key_places import codes_of
from lullaby.ui.shell.key_router import focus_kind, meanings_of
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.theme.theme import Theme
from lullaby.ui.words_editor import sentences, state
from lullaby.ui.words_editor.actions import EditorActions
from lullaby.ui.words_editor.beginnings import ResumePage, TypingPage
from lullaby.ui.words_editor.content import EditorContent
from lullaby.ui.words_editor.controller import EditorController
from lullaby.ui.words_editor.keys import REPEATED, action_for
from lullaby.ui.words_editor.state import Editing
from lullaby.ui.words_editor.tapping_page import TappingPage
from lullaby.ui.words_editor.top_bar import TopBar

OpenFile = Callable[[Track], Path | None]
EDGE = 28
LOOK_EVERY_MS = 200
"""How often the sounding line is looked for, in ms; other screens need the position less often."""


class WordsEditor(QWidget):
    """`open_file` asks for a words file."""

    left = Signal()

    def __init__(
        self,
        theme: Theme,
        bridge: SessionBridge,
        controller: EditorController,
        settings: SettingsController,
        open_file: OpenFile,
    ) -> None:
        super().__init__()
        self.controller = controller
        self._settings = settings
        self._open_file = open_file
        self._opening: EditorContent | None = None
        self._backdrop = Backdrop(theme, with_light=True)
        self.editor_actions = EditorActions(controller, self.save)
        self.top = TopBar(theme)
        self.resume = ResumePage(theme)
        self.typing = TypingPage(theme)
        self.tapping = TappingPage(theme, controller, self.editor_actions)
        self._body = PageStack()
        self._blank = QWidget()
        for page in (self._blank, self.resume, self.typing, self.tapping):
            self._body.addWidget(page)
        self.top.lay_over(self, self._body, EDGE)
        self._connect(bridge)
        theme.changed.connect(self.update)

    def open_track(self, track: Track) -> None:
        """Open the words of a song, and its draft."""
        self.top.show_song(track.title)
        self._show(self._blank)
        self.controller.open_track(track)

    def enter(self) -> None:
        """Called when the screen is shown."""
        self._looking.start()
        self._focus()

    def leave(self) -> None:
        """Leave: everything is kept, and the song plays as before."""
        self._looking.stop()
        self._put_typed_by()
        self.controller.leave()

    def save(self) -> None:
        self._put_typed_by()
        if self.controller.editing is not None and self.controller.editing.session.lines:
            self.controller.save(self.tapping.panel.into_tags.isChecked())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focus, single = focus_kind(QApplication.focusWidget()), self._settings.now.single_keys
        keys = meanings_of(event, codes_of(QApplication.platformName()))
        editor_actions = (action_for(key, event.modifiers(), focus, single) for key in keys)
        act = next((each for each in editor_actions if each is not None), None)
        if act is None or self._body.currentWidget() is not self.tapping:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat() or act in REPEATED:
            self.editor_actions.perform(act)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.tapping.fit(self.width(), self.height() - overhang(self))
        self.top.show_folding(self.tapping.folded)

    def paintEvent(self, event: QPaintEvent) -> None:
        picture = self._backdrop.picture(self.size(), self.devicePixelRatioF())
        QPainter(self).drawPixmap(0, 0, picture)

    def hideEvent(self, event: QHideEvent) -> None:
        self._backdrop.forget()

    def _connect(self, bridge: SessionBridge) -> None:
        controller = self.controller
        controller.opened.connect(self._opened)
        controller.changed.connect(self._show_editing)
        controller.message.connect(self.top.say)
        self.top.back.clicked.connect(self.left)
        self.top.save.clicked.connect(self.save)
        self.top.words.clicked.connect(self._to_words)
        self.top.fold.clicked.connect(self._fold)
        self.resume.resumed.connect(self._resume)
        self.resume.begun_anew.connect(self._begin_anew)
        self.typing.typed.connect(lambda text: controller.type_words(text, done=False))
        self.typing.done.connect(self._words_done)
        self.typing.file_requested.connect(self._choose_file)
        self._settings.changed.connect(self._show_singers)
        bridge.stage_changed.connect(self._on_change)
        bridge.track_changed.connect(self._on_change)
        bridge.speed_pitch_changed.connect(self._on_change)
        bridge.position_changed.connect(self._follow_position)
        self._looking = QTimer(self, interval=LOOK_EVERY_MS)
        self._looking.timeout.connect(partial(_look, bridge))
        self._show_singers()

    def _opened(self, opening: EditorContent) -> None:
        self._opening = opening
        draft = opening.draft
        if draft is not None and draft.session.lines:
            self.resume.ask(
                sentences.resume(*draft.session.progress), has_words=opening.words is not None
            )
            self._show(self.resume)
            return
        self.controller.start_editing(opening.words)
        self._to_lines() if opening.words is not None else self._to_words()

    def _resume(self) -> None:
        if self._opening is not None and self._opening.draft is not None:
            self.controller.resume(self._opening.draft)
            self._to_lines()

    def _begin_anew(self) -> None:
        opening = self._opening
        if opening is not None:
            self.controller.start_editing(opening.words, before=opening.draft)
            self._to_lines() if opening.words is not None else self._to_words()

    def _to_words(self) -> None:
        """Switch to typing, or back with what was typed."""
        editing = self.controller.editing
        if editing is None:
            return
        if self._body.currentWidget() is self.typing:
            self.typing.accept()
            return
        self.typing.begin(plain_words(editing.session))
        self._show(self.typing)

    def _words_done(self, text: str) -> None:
        self.controller.type_words(text, done=True)
        if self.controller.editing is not None and self.controller.editing.session.lines:
            self._to_lines()

    def _choose_file(self) -> None:
        track = self.controller.track
        path = self._open_file(track) if track is not None else None
        if track is None or path is None:
            return
        words = read_words(path, track.duration_ms)
        if words is None or not words.has_words:
            self.top.say(sentences.no_words_in(path.name, words))
            return
        self._put_typed_by()
        before = self.controller.editing
        like = words if words.title else replace(words, title=track.title, artist=track.artist)
        self.controller.start_editing(like, before.draft if before is not None else None)
        self.controller.keep()
        self._to_lines()

    def _put_typed_by(self) -> None:
        if self._body.currentWidget() is self.typing and self.controller.editing is not None:
            self.controller.type_words(self.typing.text.toPlainText(), done=True)

    def _to_lines(self) -> None:
        self._show(self.tapping)

    def _show(self, page: QWidget) -> None:
        self._body.setCurrentWidget(page)
        self.top.show_page(typing=page is self.typing, tapping=page is self.tapping)
        self._focus()

    def _focus(self) -> None:
        page = self._body.currentWidget()
        if page is self.tapping:
            self.tapping.focus_first()
        elif page is self.typing:
            self.typing.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fold(self) -> None:
        self.tapping.turn()
        self.top.show_turned(self.tapping.turned)

    def _show_editing(self, editing: Editing) -> None:
        self.top.show_editing(editing)
        self.tapping.show_editing(editing)
        self.top.show_folding(self.tapping.folded)

    def _show_singers(self) -> None:
        now = self._settings.now
        self.tapping.show_singers((now.first_singer, now.second_singer))

    def _on_change(self, now: SessionState) -> None:
        if self.controller.editing is not None and self.isVisible():
            self._show_editing(self.controller.editing)

    def _follow_position(self, now: SessionState) -> None:
        editing = self.controller.editing
        if editing is not None and self.isVisible():
            here = self.controller.here
            line = state.sounding_line(editing, now.position_ms) if here else None
            self.tapping.list.lines.set_sounding(line)
            self.tapping.place.show_place(*self.controller.place)


def _look(bridge: SessionBridge) -> None:
    if bridge.state.sounding:
        bridge.tick()
