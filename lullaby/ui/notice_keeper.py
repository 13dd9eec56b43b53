"""Turns what the evening tells of itself into notices: a speaker gone, a sleep, a full disk."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from lullaby.audio.port import Device
from lullaby.library.track import TrackId
from lullaby.session.state import SessionState
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.notices import Notice, NoticeBoard


class NoticeKeeper(QObject):
    """`mark_unusable` is told of each song that was passed over because it could not be played."""

    def __init__(
        self,
        bridge: SessionBridge,
        board: NoticeBoard,
        mark_unusable: Callable[[TrackId], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._board = board
        self._mark = mark_unusable
        self._skipped: frozenset[TrackId] = frozenset()
        for signal in (
            bridge.device_changed,
            bridge.stage_changed,
            bridge.track_changed,
            bridge.timer_changed,
        ):
            signal.connect(self.follow)

    def follow(self, state: SessionState) -> None:
        self._follow_device(state)
        self._keep(
            "slept",
            state.slept,
            Notice(
                self.tr("The laptop slept. Your place is kept."),
                action_text=self.tr("Go on"),
                icon="moon",
                action=self._bridge.toggle,
            ),
        )
        self._keep(
            "journal",
            state.unwritten,
            Notice(
                self.tr("No room to write the journal just now."),
                self.tr("The sound goes on. It is tried again by itself."),
            ),
        )
        passed_over = state.skipped - self._skipped
        for track in passed_over - state.late:
            self._mark(track)
        late = passed_over & state.late
        if late:
            self._tell_late(state, late)
        self._skipped = state.skipped

    def tell_set_aside(self, file: Path) -> None:
        """A damaged database was put away at the start."""
        self._board.show(
            "set aside",
            Notice(
                self.tr("We set an old journal file aside and started a fresh page."),
                self.tr("Nothing in it was changed."),
                action_text=self.tr("Show the file"),
                action=lambda: self._show_file(file),
            ),
        )

    def tell_no_room(self) -> None:
        """The library could not be written."""
        self._board.show(
            "library",
            Notice(
                self.tr("No room to remember your songs just now."),
                self.tr("What is here already stays. Look again when there is room."),
                action_text=self.tr("Good"),
                action=lambda: self._board.clear("library"),
            ),
        )

    def say(self, topic: str, text: str, hint: str = "") -> None:
        """A sentence that is put away by a press."""
        self._board.show(
            topic,
            Notice(
                text,
                hint,
                action_text=self.tr("Good"),
                action=lambda: self._board.clear(topic),
            ),
        )

    def offer(
        self, topic: str, text: str, hint: str, action_text: str, act: Callable[[], None]
    ) -> None:
        """A sentence with one thing to do about it; it goes when that is done."""

        def take() -> None:
            self._board.clear(topic)
            act()

        self._board.show(topic, Notice(text, hint, action_text=action_text, action=take))

    def take_back(self, topic: str) -> None:
        """What was said is no longer so."""
        self._board.clear(topic)

    def _tell_late(self, state: SessionState, late: frozenset[TrackId]) -> None:
        tracks = state.programme.tracks if state.programme else ()
        title = next((track.title for track in tracks if track.id in late), "")
        self.say(
            "late",
            self.tr("{title} could not be read in time.").format(title=title),
            self.tr("The evening goes on with the next song."),
        )

    def _follow_device(self, state: SessionState) -> None:
        texts = {
            Device.NONE: (
                self.tr("No speaker found just now."),
                self.tr("The words still work for singing."),
            ),
            Device.LOST: (
                self.tr("The speaker went away. We kept your place."),
                self.tr("It goes on softly as soon as the speaker is back."),
            ),
        }
        text, hint = texts.get(state.device, ("", ""))
        self._keep(
            "device",
            bool(text),
            Notice(text, hint, "volume-x", self.tr("Look again"), self._bridge.look_again),
        )

    def _keep(self, topic: str, wanted: bool, notice: Notice) -> None:
        current = self._board.notice(topic)
        if not wanted:
            self._board.clear(topic)
        elif current is None or current.text != notice.text:
            self._board.show(topic, notice)

    def _show_file(self, file: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.parent)))
        self._board.clear("set aside")
