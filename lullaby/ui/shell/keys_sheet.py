"""The keys, for whoever presses ?."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.ui.controls.labels import KeyHint
from lullaby.ui.theme.theme import Theme


def key_lines() -> list[tuple[str, str]]:
    """Each key and what it does."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("keys", text)

    return [
        (tr("Space"), tr("begin, pause, go on")),
        ("F", tr("let it fade now, keep playing")),
        ("Shift+F", tr("this song to its end, then quiet")),
        ("E", tr("still awake: 10 minutes more, soon after the end too")),
        ("L", tr("words to sing, and back")),
        ("H", tr("sing without the recording, and back to it")),
        ("P", tr("without the recording: by itself, tapped, by hand")),
        ("K", tr("how we sing this one, while singing")),
        ("; '", tr("words earlier, later on this speaker; Shift: of this song")),
        (tr("Page ↑ ↓"), tr("line before and after, for pedals")),
        ("+ −", tr("louder, softer")),
        ("[ ]", tr("slower, faster: the song that plays, in its key")),
        (", .", tr("lower, higher: its key, at its pace")),
        ("M  Y", tr("songs from scores: the melody on or off, which verses")),
        ("T", tr("another fade time, Shift+T the other way")),
        ("C", tr("calm now")),
        ("J", tr("note how it went")),
        ("N", tr("Dusk or Night")),
        ("← →", tr("song before and after, or line while singing")),
        ("1 – 4", tr("choose a routine, or how it went")),
        ("W", tr("time or mend the words, while singing")),
        ("Enter", tr("large words across the room, while singing")),
        ("Esc", tr("back; the sound goes on")),
        ("/", tr("find a song")),
        ("Alt+Enter", tr("what a song’s tempo is, in the list of songs")),
        ("Alt+↑ ↓", tr("move a song in a playlist")),
        ("Ctrl+Z", tr("undo")),
        ("Ctrl + −", tr("larger and smaller words")),
        ("Ctrl+1 – 5", tr("the five places")),
        ("Ctrl+L", tr("lock keys and pointer against small hands; hold Esc to open")),
        ("?", tr("these keys")),
        (tr("Space"), tr("timing words: the line, or syllable, begins now")),
        (tr("Backspace"), tr("timing words: the last step back, Ctrl+Y again")),
        ("Ctrl+← →", tr("timing words: 50 ms earlier, later; Alt 10 ms")),
        (".", tr("timing words: the voice rests here")),
        ("R", tr("timing words: this line again and again")),
        ("S", tr("timing words: by line or by syllable")),
        ("1 – 3", tr("timing words: first voice, second, together")),
        (tr("Enter"), tr("timing words: hear this line; P pauses")),
        ("Ctrl+S", tr("timing words: save")),
    ]


class KeysList(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(8)
        for key, text in key_lines():
            column.addWidget(KeyHint(theme, key, text))
