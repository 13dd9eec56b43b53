"""What a person may want to do about the end of the evening."""

from enum import Enum, auto

from lullaby.session.state import SessionState


class EndOffer(Enum):
    FADE = auto()
    """Fade out now."""
    KEEP_PLAYING = auto()
    """Take the fade back that was asked for."""
    STILL_AWAKE = auto()
    """Play on although the end is near."""


def end_offer(state: SessionState) -> EndOffer:
    if state.fade_requested:
        return EndOffer.KEEP_PLAYING
    left = state.remaining_ms
    fades = left is not None and left <= state.fade_ms
    if fades or state.last_song or state.final_fade:
        return EndOffer.STILL_AWAKE
    return EndOffer.FADE
