"""Sentences about the tempo of a playlist, without widgets."""

from collections.abc import Sequence

from lullaby.library.playlist_store import PlaylistItem
from lullaby.library.routine import Playlist
from lullaby.library.rules import Found, Rules
from lullaby.library.track import Track
from lullaby.ui.library import rule_words
from lullaby.ui.text.lists import full_stop, sentences
from lullaby.ui.text.locale import whole
from lullaby.ui.text.translate import translate


def falling(tracks: Sequence[Track]) -> str:
    """Slows from 72 to 60 bpm. Empty unless true of the current order."""
    tempos = [track.tempo.bpm for track in tracks if track.tempo.bpm is not None]
    if not tempos:
        return ""
    first, last = round(tempos[0]), round(tempos[-1])
    if first == last:
        return translate("playlists", "About {n} bpm.").format(n=whole(first))
    if first > last:
        return translate("playlists", "Slows from {a} to {b} bpm.").format(
            a=whole(first), b=whole(last)
        )
    return translate("playlists", "Between {a} and {b} bpm.").format(
        a=whole(round(min(tempos))), b=whole(round(max(tempos)))
    )


def about_smart(rules: Rules, found: Found) -> str:
    """Slow, with words. 5 not known yet. Slows from 72 to 60 bpm."""
    unknown = rule_words.not_known(found.unknown)
    parts = (rule_words.sentence(rules), full_stop(unknown), falling(found.tracks))
    return sentences(parts)


def nothing_in(playlist: Playlist | None) -> str:
    if playlist is None:
        return translate("playlists", "No playlists yet.")
    if playlist.rules is not None:
        return translate("playlists", "No song matches these rules right now.")
    return translate(
        "playlists", "Nothing in it yet. Press … beside a song in Songs to add it here."
    )


def tracks_of(items: Sequence[PlaylistItem]) -> list[Track]:
    return [item.track for item in items if item.track is not None]
