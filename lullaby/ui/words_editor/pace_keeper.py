"""Plays the song more slowly while its words are timed, and restores its speed afterwards."""

from dataclasses import replace

from lullaby.audio.port import SpeedPitch
from lullaby.library.track import Track
from lullaby.ui.bridge import SessionBridge


class PaceKeeper:
    """The slower speed is not stored with the song."""

    def __init__(self, bridge: SessionBridge) -> None:
        self._bridge = bridge
        self._wanted: float | None = None
        self._own: SpeedPitch | None = None

    def now(self, track: Track | None) -> float:
        """The speed chosen for editing, else that of the song."""
        if self._wanted is not None:
            return self._wanted
        if self._sounds(track):
            return self._bridge.state.speed_pitch.pace
        return 1.0 if track is None else track.speed_pitch.pace

    def set(self, track: Track | None, pace: float) -> None:
        self._wanted = pace
        self.reapply(track)

    def reapply(self, track: Track | None) -> None:
        """Set the speed again, because the song may have restarted at its own."""
        if self._wanted is None or not self._sounds(track):
            return
        speed_pitch = self._bridge.state.speed_pitch
        if speed_pitch.pace != self._wanted:
            if self._own is None:
                self._own = speed_pitch
            self._bridge.set_speed_pitch(replace(speed_pitch, pace=self._wanted))

    def give_back(self, track: Track | None) -> None:
        """Restore the song's own speed."""
        own, self._wanted, self._own = self._own, None, None
        if own is not None and self._sounds(track):
            self._bridge.set_speed_pitch(replace(self._bridge.state.speed_pitch, pace=own.pace))

    def _sounds(self, track: Track | None) -> bool:
        state = self._bridge.state
        if track is None or state.track is None:
            return False
        return state.sounding and state.track.id == track.id
