"""What the desktop sees and can ask of the player, in MPRIS terms but without a bus.

https://specifications.freedesktop.org/mpris-spec/latest/
"""

from collections.abc import Sequence
from enum import Enum
from typing import Any, Protocol

from lullaby.desktop.mime_types import PLAYED
from lullaby.frozen import frozen
from lullaby.units import Ms

ROOT = "org.mpris.MediaPlayer2"
PLAYER = "org.mpris.MediaPlayer2.Player"
PATH = "/org/mpris/MediaPlayer2"
NO_TRACK = "/org/mpris/MediaPlayer2/TrackList/NoTrack"

Value = tuple[str, Any]
"""A D-Bus signature with a matching value."""


class PlaybackStatus(Enum):
    PLAYING = "Playing"
    PAUSED = "Paused"
    STOPPED = "Stopped"


@frozen
class NowPlaying:
    """One moment of the evening, as the desktop shows it."""

    status: PlaybackStatus = PlaybackStatus.STOPPED
    track: int | None = None
    """Distinguishes repeated plays of a song; None while no song plays."""
    title: str = ""
    artist: str = ""
    length_ms: Ms | None = None
    position_ms: Ms = Ms(0)
    volume: float = 0.0
    """0 to 1, which is the gentle limit."""
    pace: float = 1.0
    """Playback rate; 1 is the recording's own tempo."""


class MediaControls(Protocol):
    """Publishes to the desktop what plays. No method blocks."""

    def register(self) -> None: ...
    def publish(self, playing: NowPlaying) -> None: ...
    def seeked(self, position_ms: Ms) -> None:
        """The position jumped."""
        ...

    def unregister(self) -> None: ...


class NullMediaControls:
    """Publishes nothing."""

    def register(self) -> None:
        pass

    def publish(self, playing: NowPlaying) -> None:
        pass

    def seeked(self, position_ms: Ms) -> None:
        pass

    def unregister(self) -> None:
        pass


class Remote(Protocol):
    """The commands of media keys, headsets and the lock screen."""

    def raise_window(self, token: str = "") -> None:
        """`token` allows it on Wayland; see `lullaby.desktop.application.token_of`."""
        ...

    def open_files(self, targets: Sequence[str]) -> None:
        """Open paths and addresses, as a file manager names them."""
        ...

    def play(self) -> None: ...
    def pause(self) -> None: ...
    def play_pause(self) -> None: ...
    def next(self) -> None: ...
    def previous(self) -> None: ...
    def fade(self) -> None: ...
    def seek(self, position_ms: Ms) -> None: ...
    def set_volume(self, share: float) -> None:
        """0 to 1, which is the gentle limit."""
        ...


def track_path(playing: NowPlaying) -> str:
    return NO_TRACK if playing.track is None else f"/lullaby/track/{playing.track}"


def microseconds(ms: Ms) -> int:
    return ms * 1000


def root_properties() -> dict[str, Value]:
    return {
        "CanQuit": ("b", False),
        "CanRaise": ("b", True),
        "HasTrackList": ("b", False),
        "Identity": ("s", "Lullaby"),
        "DesktopEntry": ("s", "lullaby"),
        "SupportedUriSchemes": ("as", ["file"]),
        "SupportedMimeTypes": ("as", list(PLAYED)),
    }


def player_properties(playing: NowPlaying) -> dict[str, Value]:
    on = playing.track is not None and playing.status is not PlaybackStatus.STOPPED
    return {
        "PlaybackStatus": ("s", playing.status.value),
        "Rate": ("d", playing.pace),
        "MinimumRate": ("d", playing.pace),
        "MaximumRate": ("d", playing.pace),
        "Metadata": ("a{sv}", metadata(playing)),
        "Volume": ("d", playing.volume),
        "Position": ("x", microseconds(playing.position_ms)),
        "CanGoNext": ("b", on),
        "CanGoPrevious": ("b", on),
        "CanPlay": ("b", True),
        "CanPause": ("b", True),
        "CanSeek": ("b", on and playing.length_ms is not None),
        "CanControl": ("b", True),
    }


def metadata(playing: NowPlaying) -> dict[str, Value]:
    """MPRIS metadata; without a song only the track id, and the routine's name as title."""
    known: dict[str, Value] = {"mpris:trackid": ("o", track_path(playing))}
    if playing.title:
        known["xesam:title"] = ("s", playing.title)
    if playing.artist:
        known["xesam:artist"] = ("as", [playing.artist])
    if playing.length_ms is not None:
        known["mpris:length"] = ("x", microseconds(playing.length_ms))
    return known


def changed_properties(before: NowPlaying, after: NowPlaying) -> dict[str, Value]:
    """The properties to announce; MPRIS polls the position instead."""
    old, new = player_properties(before), player_properties(after)
    return {k: v for k, v in new.items() if k != "Position" and v != old[k]}


def obey(remote: Remote, playing: NowPlaying, method: str, words: tuple[Any, ...]) -> bool:
    """Run a player method; False if there is none of that name."""
    match method, words:
        case "OpenUri", (str(address),):
            remote.open_files((address,))
        case "Seek", (int(offset),):
            _seek_by(remote, playing, offset)
        case "SetPosition", (str(track), int(position)):
            length = playing.length_ms
            here = track == track_path(playing) and track != NO_TRACK
            if here and length is not None and 0 <= position <= microseconds(length):
                remote.seek(Ms(position // 1000))
        case _:
            plain = {
                "Play": remote.play,
                "Pause": remote.pause,
                "PlayPause": remote.play_pause,
                "Next": remote.next,
                "Previous": remote.previous,
                "Stop": remote.fade,
            }
            if method not in plain:
                return False
            plain[method]()
    return True


def _seek_by(remote: Remote, playing: NowPlaying, offset_us: int) -> None:
    """Seek by an offset; past its end this plays the next song (MPRIS)."""
    if playing.track is None or playing.length_ms is None:
        return
    wanted = playing.position_ms + offset_us // 1000
    if wanted > playing.length_ms:
        remote.next()
    else:
        remote.seek(Ms(max(0, wanted)))
