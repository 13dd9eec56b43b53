"""Lets the desktop control the evening with media keys, and shows it the current song."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject

from lullaby.clock import Clock
from lullaby.desktop.media_controls import MediaControls, NowPlaying, PlaybackStatus
from lullaby.session.state import SessionState, Stage
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.text import names, sentences
from lullaby.units import Ms

JUMP_MS = 1_000
"""A position that differs by more than this from the expected one means a seek."""

STATUS = {
    Stage.PLAYING: PlaybackStatus.PLAYING,
    Stage.ENDING: PlaybackStatus.PLAYING,
    Stage.PAUSED: PlaybackStatus.PAUSED,
}


class DesktopRemote:
    """Implements `lullaby.desktop.media_controls.Remote`, except while the child lock is on: a
    media key of the keyboard cannot be told from one of a headset."""

    def __init__(
        self,
        bridge: SessionBridge,
        toggle: Callable[[], None],
        show_window: Callable[[str], None],
        limit: Callable[[], int],
        locked: Callable[[], bool],
        set_step: Callable[[int], None],
        open_files: Callable[[Sequence[str]], None],
    ) -> None:
        """`toggle` starts, pauses or resumes, like Space; `show_window` takes the token of
        `raise_window`; `set_step` sets the music's volume, or that of the next evening while
        nothing plays; `open_files` waits by itself while the child lock is on."""
        self._bridge = bridge
        self._toggle = toggle
        self._show_window = show_window
        self._limit = limit
        self._locked = locked
        self._set_step = set_step
        self._open_files = open_files

    def raise_window(self, token: str = "") -> None:
        self._show_window(token)

    def open_files(self, targets: Sequence[str]) -> None:
        self._open_files(targets)

    def play(self) -> None:
        if self._stage not in (Stage.PLAYING, Stage.ENDING):
            self._unless_locked(self._toggle)

    def pause(self) -> None:
        if self._stage is Stage.PLAYING:
            self._unless_locked(self._toggle)

    def play_pause(self) -> None:
        self._unless_locked(self._toggle)

    def next(self) -> None:
        self._unless_locked(self._bridge.next)

    def previous(self) -> None:
        self._unless_locked(self._bridge.previous)

    def fade(self) -> None:
        """Stop, with a fade."""
        self._unless_locked(self._bridge.let_fade)

    def seek(self, position_ms: Ms) -> None:
        self._unless_locked(lambda: self._bridge.seek(position_ms))

    def set_volume(self, share: float) -> None:
        self._unless_locked(lambda: self._set_step(round(share * self._limit())))

    def still_awake(self) -> None:
        self._unless_locked(self._bridge.still_awake)

    @property
    def _stage(self) -> Stage:
        return self._bridge.state.stage

    def _unless_locked(self, act: Callable[[], None]) -> None:
        if not self._locked():
            act()


def playing_of(state: SessionState, limit: int) -> NowPlaying:
    """The evening as the desktop shows it; `limit` is the step shown as full volume."""
    volume = min(1.0, state.music_step / limit) if limit else 0.0
    if not state.sounding or state.programme is None:
        return NowPlaying(volume=volume)
    track = state.track
    routine = names.routine_name_of_value(state.programme.routine)
    return NowPlaying(
        status=STATUS[state.stage],
        track=state.index,
        title=sentences.sounding_title(state),
        artist=track.artist if track is not None and track.artist else routine,
        length_ms=None if track is None else state.duration_ms or track.duration_ms,
        position_ms=state.position_ms,
        volume=volume,
        pace=state.speed_pitch.pace,
    )


class MediaController(QObject):
    """Reports each change, and each seek, to the desktop."""

    def __init__(
        self,
        bridge: SessionBridge,
        clock: Clock,
        show: MediaControls,
        limit: Callable[[], int],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._media_controls = show
        self._limit = limit
        self._last = NowPlaying()
        self._at = clock.monotonic_ms()
        for signal in (
            bridge.stage_changed,
            bridge.track_changed,
            bridge.levels_changed,
            bridge.speed_pitch_changed,
        ):
            signal.connect(self._on_change)
        bridge.position_changed.connect(self._on_position)
        self._on_change(bridge.state)

    def _on_change(self, state: SessionState) -> None:
        self._publish(playing_of(state, self._limit()))

    def _on_position(self, state: SessionState) -> None:
        """Report a seek; earlier signals have reported everything else."""
        length_ms = state.duration_ms or self._last.length_ms
        if self._last.track is not None:
            self._publish(replace(self._last, position_ms=state.position_ms, length_ms=length_ms))

    def _publish(self, after: NowPlaying) -> None:
        now, before = self._clock.monotonic_ms(), self._last
        passed, self._at, self._last = now - self._at, now, after
        self._media_controls.publish(after)
        if after.track is None or (before.status, before.track) != (after.status, after.track):
            return
        runs = after.status is PlaybackStatus.PLAYING
        expected = before.position_ms + (passed * before.pace if runs else 0)
        if abs(after.position_ms - expected) > JUMP_MS:
            self._media_controls.seeked(after.position_ms)
