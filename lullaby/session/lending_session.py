"""An evening that can be lent: its player works on another song and then returns to its place."""

from dataclasses import replace

from lullaby.audio.port import PAUSE_RAMP, PlayerStatus
from lullaby.session.session import Session
from lullaby.session.state import Programme, SessionState, Stage
from lullaby.session.transitions import SOFT_START
from lullaby.units import Ms


class LendingSession(Session):
    """While it is lent, timer and fade stand still and the journal records nothing."""

    _lent: SessionState | None = None
    """The evening as it was when it was lent."""

    def borrow(self, programme: Programme, at_ms: Ms = Ms(0)) -> None:
        """Play `programme` from `at_ms` instead of the evening; without one it is a session of its
        own.

        The evening keeps its song, place, timer, levels and row in the journal.
        """
        evening = self.tick()
        running = evening.programme is not None and evening.programme.remembered
        if not evening.changeable or not (running or self._lent):
            self.start_session(programme)
            return
        self._lent = self._lent or evening
        self._time.lend(True)
        self._player.choose_lead(programme.by_voice)
        self._planner.start_playing(programme.music_step, programme.ambient)
        self._change(
            stage=Stage.PLAYING,
            programme=programme,
            entry=None,
            skipped=frozenset(),
            late=frozenset(),
            planned=False,
            slept=False,
        )
        self._state = self._deck.play_index(self._state, 0, PAUSE_RAMP, at_ms)
        self._refresh()

    def give_back(self) -> None:
        """Return to the evening where it was, paused if it was paused; no effect without one."""
        evening = self._lent
        if evening is None:
            return
        self._time.advance()
        self._take_in(evening)
        self._time.run()
        self._player.choose_lead(evening.vocal_mode.alone)
        self._planner.start_playing(evening.music_step, evening.ambient)
        at = evening.position_ms
        self._state = self._deck.play_index(self._state, evening.index, SOFT_START, at)
        if evening.stage is Stage.PAUSED:
            self.toggle()
            self._change(slept=evening.slept)
        self._refresh()

    def start_session(self, programme: Programme) -> None:
        if self._lent is not None:
            self._take_in(self._lent)
        super().start_session(programme)

    def stop(self) -> None:
        if self._lent is not None:
            self._take_in(self._lent)
        super().stop()

    def let_fade(self) -> None:
        self.give_back()
        super().let_fade()

    def _take_in(self, evening: SessionState) -> None:
        """Make the evening this session's own again; nothing is played yet."""
        self._lent = None
        self._time.lend(False)
        self._state = replace(evening, stage=Stage.PLAYING)

    def _record(self, status: PlayerStatus, passed_ms: Ms) -> None:
        if self._lent is None:
            super()._record(status, passed_ms)

    def _follow_player(self, status: PlayerStatus) -> None:
        if self._lent is None:
            super()._follow_player(status)
            return
        self._state = self._deck.follow(self._state, status)
        if self._deck.is_current(status) and (status.ended or status.trouble is not None):
            # The borrower's song is over or cannot be played; the evening waits all the same.
            self._change(stage=Stage.PAUSED, index=None)
