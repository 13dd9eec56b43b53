"""Why the list of songs is empty, and how to see more."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.library.song_lists import SongQuestion, SongsFound
from lullaby.ui.controls.buttons import WrappingPill
from lullaby.ui.controls.labels import Label
from lullaby.ui.text.language_names import own_name
from lullaby.ui.text.translate import translate
from lullaby.ui.theme.theme import Text, Theme


def reason_words(asked: SongQuestion, found: SongsFound) -> str:
    """Why nothing is listed."""
    language = own_name(found.choice.language) if found.choice.language else ""
    if asked.query:
        if found.by_name:
            return translate("songs", "No match at this tempo.")
        if found.anywhere and found.choice.favourites:
            return translate("songs", "No match among your favourites.")
        if found.anywhere and found.choice.own:
            return translate("songs", "No match among your own songs.")
        if found.anywhere:
            return translate("songs", "No match in {language}.").format(language=language)
        return translate("songs", "No songs found.")
    if found.choice.favourites:
        return translate(
            "songs", "No favourites here yet. Press the heart beside a song to add it."
        )
    if found.choice.own and not found.counts.filtered.total:
        return translate("songs", "No songs of your own here yet. Add music to see it here.")
    if asked.unknown:
        return translate("songs", "We know the tempo of every song.")
    if language:
        return translate("songs", "Nothing this slow in {language} yet.").format(language=language)
    return translate("songs", "Nothing this slow yet. Choose another tempo above to see more.")


class NoSongs(QWidget):
    """Hidden while songs are listed."""

    all_requested = Signal()
    """Search all songs, whatever their tempo and language."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._words = Label(theme, "", Text.BODY, "text2", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._all = WrappingPill(theme, self.tr("Search all songs"), "search")
        self._all.clicked.connect(self.all_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._words)
        column.addWidget(self._all, 0, Qt.AlignmentFlag.AlignHCenter)
        self.hide()

    def show_found(self, asked: SongQuestion, found: SongsFound) -> None:
        self._words.setText("" if found.rows else reason_words(asked, found))
        self._all.setVisible(bool(asked.query) and found.anywhere > 0)
        self.setVisible(not found.rows)
