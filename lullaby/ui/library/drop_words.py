"""What a drop on the window will do, as one sentence."""

from lullaby.library.opened import OpenedFiles
from lullaby.ui.text.translate import PLURAL, translate


def drop_sentence(opened: OpenedFiles, sung: str | None, recording: bool = False) -> str:
    """What dropping these files does, or what can be dropped if nothing of them can be used.

    `sung` is the title of the song whose words are on show; a `recording` becomes one of the
    person's own.
    """
    if recording:
        return translate("drop", "Drop to bring in this recording of your voice")
    if not opened.usable:
        return translate("drop", "Lullaby opens songs, scores, words, playlists and folders.")
    if opened.bundles:
        return translate("drop", "Drop to see what somebody sent you")
    count = len(opened.songs)
    if count and not (opened.folders or opened.playlists):
        return translate("drop", "Drop to add %n songs to your library", None, PLURAL, count)
    if opened.folders and not opened.playlists:
        if len(opened.folders) == 1 and not opened.songs:
            text = translate("drop", "Drop to add the folder “{name}” to your library")
            return text.format(name=opened.folders[0].name)
        return translate("drop", "Drop to add this music to your library")
    count = len(opened.playlists)
    if count:
        return translate("drop", "Drop to import %n playlists", None, PLURAL, count)
    if sung is not None:
        return translate("drop", "Drop to use these words for “{song}”").format(song=sung)
    return translate("drop", "Drop to use these words for a song")
