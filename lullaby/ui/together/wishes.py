"""What a phone with the remote may do: softer, ten more minutes, fade out. Never louder."""

from lullaby.session.state import SessionState, Stage
from lullaby.together.messages import Wish, WishOutcome
from lullaby.ui.bridge import SessionBridge, levels_part


class RemoteWishes:
    """Carries out the wishes of phones. None of them starts a sound or raises a level."""

    def __init__(self, bridge: SessionBridge) -> None:
        self._bridge = bridge
        self._faded_by = ""
        """The guest that asked for the fade which is under way."""
        bridge.timer_changed.connect(self._follow_fade)

    def carry_out(self, wish: Wish, guest: str) -> WishOutcome:
        """Do it, and return what happened."""
        state = self._bridge.state
        if not state.changeable:
            return WishOutcome.REFUSED
        match wish:
            case Wish.SOFTER:
                return self._softer(state)
            case Wish.AWAKE:
                return self._awake(state, guest)
            case Wish.FADE:
                return self._fade(state, guest)

    def _follow_fade(self, state: SessionState) -> None:
        if not state.fade_requested:
            self._faded_by = ""

    def _softer(self, before: SessionState) -> WishOutcome:
        song = before.index is not None
        if song and before.music_step <= 1:
            return WishOutcome.SOFTEST
        if not song and not any(sound.step > 1 for sound in before.ambient):
            return WishOutcome.SOFTEST
        self._bridge.softer()
        changed = levels_part(self._bridge.state) != levels_part(before)
        return WishOutcome.SOFTER if changed else WishOutcome.SOFTEST

    def _awake(self, state: SessionState, guest: str) -> WishOutcome:
        if state.fade_requested and self._faded_by == guest:
            self._faded_by = ""
            self._bridge.keep_playing()
        else:
            self._bridge.still_awake()
        return WishOutcome.AWAKE

    def _fade(self, state: SessionState, guest: str) -> WishOutcome:
        if state.stage is not Stage.PLAYING:
            return WishOutcome.REFUSED
        if not state.fade_requested:
            self._bridge.let_fade()
            self._faded_by = guest
        return WishOutcome.FADING
