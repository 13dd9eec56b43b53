"""Derives the session state from clock, player and levels."""

from dataclasses import replace

from lullaby.audio.port import PlayerStatus
from lullaby.session.deck import Deck
from lullaby.session.levels import Levels
from lullaby.session.session_clock import SessionClock
from lullaby.session.state import SessionState
from lullaby.units import Ms


def derive(
    state: SessionState,
    status: PlayerStatus,
    night: SessionClock,
    levels: Levels,
    deck: Deck,
    songs_end_ms: Ms | None,
) -> SessionState:
    """Return `state` updated to now."""
    state = replace(
        state,
        device=status.device,
        speaker=status.speaker,
        music_step=levels.music_step,
        ambient=levels.ambient,
        at_limit=levels.at_limit,
    )
    if not state.sounding:
        return state
    total, left = night.timer.total_ms, night.remaining()
    silent_at = night.silent_at()
    if songs_end_ms is not None and not night.fade_requested:
        silent_at = night.at(songs_end_ms)
    ours = state.index is not None and deck.is_current(status)
    return replace(
        state,
        position_ms=status.position_ms if ours else Ms(0),
        duration_ms=status.duration_ms if ours else None,
        heard_ms=deck.heard_ms(status) if ours else None,
        speed_pitch=deck.speed_pitch,
        singing=deck.singing,
        verses=deck.verses,
        master=status.master,
        total_ms=total if total is None or left is None else max(total, left),
        remaining_ms=left,
        fade_ms=night.fade_ms,
        softer_at=night.softer_at(),
        silent_at=silent_at,
        fade_requested=night.fade_requested,
        final_fade=night.final_fade,
        elapsed_ms=night.elapsed_ms,
    )
