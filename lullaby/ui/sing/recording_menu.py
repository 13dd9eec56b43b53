"""A menu of the recordings that may play instead of a song."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtWidgets import QMenu

from lullaby.library.song_preferences import SONG_ITSELF
from lullaby.library.track import Track
from lullaby.ui.sing import song_preferences_words
from lullaby.ui.sing.song_preferences_controller import SongPreferencesController
from lullaby.ui.text.translate import translate


def offer_recordings(
    controller: SongPreferencesController, today: Callable[[], date], menu: QMenu, track: Track
) -> None:
    """Add the choice to the menu of a song, if there is a recording of it."""
    song, takes = controller.recordings(track)
    if not takes or song.id != track.id:
        return
    chosen = controller.song_preferences(song.id).recording or SONG_ITSELF
    choices = menu.addMenu(translate("kin", "Play it as"))
    options = [(SONG_ITSELF, song_preferences_words.itself())]
    options += [(take.id, song_preferences_words.recording(take, today())) for take in takes]
    for recording, text in options:
        action = choices.addAction(text, partial(controller.play_instead, song.id, recording))
        action.setCheckable(True)
        action.setChecked(recording == chosen)
