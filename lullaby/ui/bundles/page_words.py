"""What the page of a song says, in the language of the application."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from lullaby.bundles.giving import Chosen, Gift, page_song
from lullaby.bundles.manifest import SingAt
from lullaby.bundles.song_page import SongPageTexts, song_page
from lullaby.settings import write_atomically
from lullaby.ui.text.locale import language
from lullaby.ui.text.translate import translate


def write_page(gift: Gift, chosen: Chosen, target: Path, sing_at: SingAt | None = None) -> int:
    """Write the page of a song; its size in bytes. Raises OSError."""
    text = song_page(page_song(gift.songs[0], chosen, sing_at), page_texts())
    write_atomically(target, text)
    return len(text.encode())


def page_texts() -> SongPageTexts:
    return SongPageTexts(
        language=language(),
        right_to_left=QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft,
        how=translate(
            "song page",
            "Press “Begin” when the song begins where you are. The words light up in time, by the"
            " clock of this device. Nothing is sent anywhere.",
        ),
        how_untimed=translate("song page", "These words have no times yet."),
        begin=translate("song page", "Begin"),
        stop=translate("song page", "Stop"),
        earlier=translate("song page", "Words earlier"),
        later=translate("song page", "Words later"),
        earlier_by=translate("song page", "{ms} ms earlier"),
        later_by=translate("song page", "{ms} ms later"),
        in_time=translate("song page", "In time"),
        stopped=translate("song page", "Stopped"),
        over=translate("song page", "The song is over."),
        at=translate("song page", "It begins by itself on {when}, by the clock of this device."),
    )
