"""The keys, for whoever presses ?."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.ui.controls.labels import KeyHint
from lullaby.ui.text.translate import translate
from lullaby.ui.theme.theme import Theme


def key_lines() -> list[tuple[str, str]]:
    """Each key and what it does."""

    return [
        (translate("keys", "Space"), translate("keys", "begin, pause, go on")),
        ("F", translate("keys", "let it fade now, keep playing")),
        ("Shift+F", translate("keys", "this song to its end, then quiet")),
        ("E", translate("keys", "still awake: 10 minutes more, soon after the end too")),
        ("L", translate("keys", "words to sing, and back")),
        ("H", translate("keys", "sing without the recording, and back to it")),
        ("P", translate("keys", "without the recording: by itself, tapped, by hand")),
        ("K", translate("keys", "how we sing this one, while singing")),
        ("; '", translate("keys", "words earlier, later on this speaker; Shift: of this song")),
        (translate("keys", "Page ↑ ↓"), translate("keys", "line before and after, for pedals")),
        ("+ −", translate("keys", "louder, softer")),
        ("[ ]", translate("keys", "slower, faster: the song that plays, in its key")),
        (", .", translate("keys", "lower, higher: its key, at its pace")),
        ("M  Y", translate("keys", "songs from scores: the melody on or off, which verses")),
        ("T", translate("keys", "another fade time, Shift+T the other way")),
        ("C", translate("keys", "calm now")),
        ("J", translate("keys", "note how it went")),
        ("N", translate("keys", "Dusk or Night")),
        ("← →", translate("keys", "song before and after, or line while singing")),
        ("1 – 4", translate("keys", "choose a routine, or how it went")),
        ("W", translate("keys", "time or mend the words, while singing")),
        ("Enter", translate("keys", "large words across the room, while singing")),
        ("Esc", translate("keys", "back; the sound goes on")),
        ("/", translate("keys", "find a song")),
        ("Alt+Enter", translate("keys", "what a song’s tempo is, in the list of songs")),
        ("Alt+↑ ↓", translate("keys", "move a song in a playlist")),
        ("Ctrl+Z", translate("keys", "undo")),
        ("Ctrl + −", translate("keys", "larger and smaller words")),
        ("Ctrl+1 – 5", translate("keys", "the five places")),
        (
            "Ctrl+L",
            translate("keys", "lock keys and pointer against small hands; hold Esc to open"),
        ),
        ("?", translate("keys", "these keys")),
        (
            translate("keys", "Space"),
            translate("keys", "timing words: the line, or syllable, begins now"),
        ),
        (
            translate("keys", "Backspace"),
            translate("keys", "timing words: the last step back, Ctrl+Y again"),
        ),
        ("Ctrl+← →", translate("keys", "timing words: 50 ms earlier, later; Alt 10 ms")),
        (".", translate("keys", "timing words: the voice rests here")),
        ("R", translate("keys", "timing words: this line again and again")),
        ("S", translate("keys", "timing words: by line or by syllable")),
        ("1 – 3", translate("keys", "timing words: first voice, second, together")),
        (translate("keys", "Enter"), translate("keys", "timing words: hear this line; P pauses")),
        ("Ctrl+S", translate("keys", "timing words: save")),
    ]


class KeysList(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(8)
        for key, text in key_lines():
            column.addWidget(KeyHint(theme, key, text))
