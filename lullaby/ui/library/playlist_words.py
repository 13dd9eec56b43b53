"""What a playlist says of its tempo, decided without widgets."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from lullaby.library.track import Track


def _tr(text: str) -> str:
    return QCoreApplication.translate("playlists", text)


def falling(tracks: Sequence[Track]) -> str:
    """Slows from 72 to 60 bpm. Only what is true of the order as it stands."""
    tempos = [round(track.tempo.bpm) for track in tracks if track.tempo.bpm is not None]
    if not tempos:
        return ""
    if len(tempos) < 2 or tempos[0] == tempos[-1]:
        return _tr("About {n} bpm.").format(n=tempos[0])
    if tempos[0] > tempos[-1]:
        return _tr("Slows from {a} to {b} bpm.").format(a=tempos[0], b=tempos[-1])
    return _tr("Between {a} and {b} bpm.").format(a=min(tempos), b=max(tempos))
