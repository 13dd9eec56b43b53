"""The evening that goes on by itself: what the clock, the player and the timer lead to."""

from dataclasses import replace

from lullaby.audio.port import START_RAMP, Device, Phase, Player, PlayerStatus, Trouble
from lullaby.clock import Clock
from lullaby.journal.entry import Ending
from lullaby.library.rendition import Renditions
from lullaby.library.routine import AmbientStep
from lullaby.library.track import Track
from lullaby.session import queue
from lullaby.session.deck import AsKnownNow, Deck
from lullaby.session.derive import derive
from lullaby.session.ending_planner import EndingPlanner
from lullaby.session.levels import Levels
from lullaby.session.session_clock import SessionClock
from lullaby.session.session_recorder import SessionRecorder
from lullaby.session.sing_along_player import SingAlongPlayer
from lullaby.session.state import SessionState, Stage
from lullaby.session.timer import MS_PER_MINUTE
from lullaby.session.transitions import SOFT_START
from lullaby.session.wind_down import WindDown, share_elapsed, wind_down_at
from lullaby.session.wind_down_player import WindDownPlayer
from lullaby.units import SILENCE, UNITY, Ms

SYNC_LEAD_MS = 1_000

AWAKE_MS = 10 * MS_PER_MINUTE
"""How long after its end an evening can be taken up again."""


class SessionProgress:
    """Holds the state and the parts that the session's commands act on."""

    def __init__(
        self,
        player: Player,
        clock: Clock,
        recorder: SessionRecorder,
        limit: int,
        as_known_now: AsKnownNow,
        renditions: Renditions | None = None,
    ) -> None:
        self._wind_down_player = WindDownPlayer(player)
        self._share_elapsed = 0.0
        self._song_from = Ms(0)
        self.curve: WindDown | None = None
        self.player = SingAlongPlayer(self._wind_down_player, clock)
        self.clock = clock
        self.recorder = recorder
        self.session_clock = SessionClock(clock)
        self.levels = Levels(self.player, limit)
        self.deck = Deck(self.player, as_known_now, renditions)
        self.ending_planner = EndingPlanner(
            self.player, self.session_clock, self.deck, lambda: self._wind_down_player.pace
        )
        self.sung = False
        """The words are on screen."""
        self.ends_at = Ms(0)
        """When a stop is over at the latest, on the monotonic clock."""
        self.state = SessionState(device=player.status().device, music_step=self.levels.music_step)

    def change(self, **changes: object) -> None:
        """Replace these fields of the state."""
        self.state = replace(self.state, **changes)

    def tick(self) -> None:
        """Bring everything to now."""
        passed_ms, slept = self.session_clock.advance()
        if slept and self.state.stage is Stage.PLAYING:
            self.pause()
            self.change(slept=True)
        if self.state.stage is Stage.PLAYING:
            self._write_down(passed_ms)
            self._follow_player()
        if self.state.stage is Stage.PLAYING:
            self._wind_down()
            self._follow_timer()
        if self.state.stage is Stage.ENDING:
            self._follow_stop()
        self.recorder.retry(self.clock.monotonic_ms())
        self.refresh()

    def _write_down(self, passed_ms: Ms) -> None:
        """A song that cannot be played, or is not heard yet, is not written down as heard."""
        state, sung, status = self.state, self.sung or self.player.alone, self.player.status()
        heard = self.deck.is_heard(status) and status.trouble is None
        index, track = (state.index, state.track) if heard else (None, None)
        self.recorder.record_playback(index, track, passed_ms, sung, self.session_clock.moment())

    def _follow_player(self) -> None:
        status = self.player.status()
        self.session_clock.wait_for_device(status.device is Device.LOST and not self.player.alone)
        self._follow_deck(status)
        track = self.state.track
        if track is None or not self.deck.is_heard(status):
            return
        if status.trouble is not None:
            if status.position_ms <= self._song_from:
                self.recorder.discard_playback()
            self.change(skipped=self.state.skipped | {track.id})
        if status.trouble is Trouble.NOT_IN_TIME:
            self.change(late=self.state.late | {track.id})
        if status.trouble is not None or status.ended:
            self._go_on()

    def _follow_deck(self, status: PlayerStatus) -> None:
        """The next song has begun by itself; or it is time to line it up, or to take it back."""
        begun = self.deck.took_over(status)
        if begun is not None:
            self._song_from = Ms(0)
            self.change(index=begun)
        self.state = self.ending_planner.update_ending(self.state, status)
        track = self.state.track
        if track is None or not self.deck.is_heard(status):
            return
        if self.state.last_song or self.session_clock.too_late_for_a_song():
            self.deck.queue_next(track, None, None)
        elif self.deck.near_the_end(status):
            at = queue.following(self.tracks, self.state.index, self.state.skipped)
            self.deck.queue_next(track, at, None if at is None else self.tracks[at])

    def _go_on(self) -> None:
        """A song is over or cannot be played: the next one, the beds alone, or the end."""
        following = queue.following(self.tracks, self.state.index, self.state.skipped)
        too_late = self.session_clock.too_late_for_a_song()
        last = (
            self.state.last_song
            or self.session_clock.sinking
            or (self.session_clock.waits and too_late)
        )
        if last and self.levels.ambient_sounds_on:
            self.play_index(None, SOFT_START)
            if not self.session_clock.sinking:
                self.ending_planner.sink()
        elif last or (following is None and not self.levels.ambient_sounds_on):
            self.player.stop()
            self.end_session(Ending.TIMER if last else Ending.END_OF_LIST)
        elif following is None or not too_late:
            self.play_index(following, SOFT_START)

    def _wind_down(self) -> None:
        """On along the settling curve; more time never leads back up."""
        gone = share_elapsed(self.session_clock.elapsed_ms, self.session_clock.timer.total_ms)
        self._share_elapsed = max(self._share_elapsed, gone) if self.curve else 0.0
        self._wind_down_player.wind_down_to(wind_down_at(self.curve, self._share_elapsed))

    def _follow_timer(self) -> None:
        if self.session_clock.over:
            letting_go = self.session_clock.letting_go
            self.player.stop()
            self.end_session(Ending.STOPPED if letting_go else Ending.TIMER)
        elif self.session_clock.due_for_sync():
            self.ending_planner.lay(SYNC_LEAD_MS)

    def _follow_stop(self) -> None:
        over = self.clock.monotonic_ms() >= self.ends_at
        if over or self.player.status().phase is Phase.IDLE:
            self.end_session(Ending.STOPPED)

    def pause(self) -> None:
        if self.state.stage is Stage.PLAYING:
            self.session_clock.hold()
            self.player.pause()
            self.change(stage=Stage.PAUSED)

    def start_playing(
        self, step: int, beds: tuple[AmbientStep, ...], index: int | None, at: Ms = Ms(0)
    ) -> None:
        self._share_elapsed = 0.0
        self._wind_down()
        self.levels.apply_levels(step, beds)
        self.player.resume()
        self.ending_planner.lay(START_RAMP if self.player.status().master < UNITY else 0)
        if index is not None:
            self.play_index(index, START_RAMP, at)
        self.refresh()

    def play_index(self, index: int | None, ramp_ms: Ms, at: Ms = Ms(0)) -> None:
        """Play a song of the programme; None lets the songs go and leaves the beds."""
        self.change(index=index, last_song=False)
        track = self.state.track
        self._song_from = at
        if track is None:
            self.deck.drop()
        else:
            self.deck.play(track, ramp_ms, at)

    def end_session(self, ending: Ending) -> None:
        self.refresh()
        self.recorder.close_night(self.session_clock.moment(), ending, self.state.calm_after_ms)
        left = Ms(0) if self.state.remaining_ms is not None else None
        self.state = replace(
            self.state,
            stage=Stage.ENDED,
            ending=ending,
            remaining_ms=left,
            master=SILENCE,
            last_song=False,
            awake_until_ms=Ms(self.clock.monotonic_ms() + AWAKE_MS),
        )

    def refresh(self) -> None:
        self.levels.set_louder(self.deck.louder)
        status, night = self.player.status(), self.session_clock
        self.change(vocal_mode=self.player.vocal_mode)
        end = self.ending_planner.songs_end_ms(self.state, status)
        self.change(unsaved=self.recorder.unsaved)
        self.state = derive(
            self.state, status, night, self.levels, self.deck, self.recorder.lost, end
        )

    @property
    def tracks(self) -> tuple[Track, ...]:
        return self.state.programme.tracks if self.state.programme else ()

    @property
    def changeable(self) -> bool:
        return self.state.stage in (Stage.PLAYING, Stage.PAUSED)
