"""What the page of a song says, in the language of the application."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from lullaby.bundles.song_page import SongPageTexts
from lullaby.ui.text.locale import language
from lullaby.ui.text.translate import translate


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
