"""The soothing session: a state machine that is advanced by `tick()` and never counts ticks.

Commands come from the person, facts from the player and the clock; both meet in a frozen
`SessionState`. The way to silence is handed to the player as a course of gains, so that a busy
window cannot hold up the night.
"""

from dataclasses import replace

from lullaby.audio.port import START_RAMP, Device, Manner, Phase, Player, PlayerStatus
from lullaby.clock import Clock
from lullaby.journal.entry import Ending
from lullaby.library.routine import STEPS
from lullaby.session import fade, queue
from lullaby.session.deck import AsKnownNow, Deck
from lullaby.session.derive import derive
from lullaby.session.diary import Diary
from lullaby.session.joints import SOFT_START
from lullaby.session.levels import Levels
from lullaby.session.pacing import NightClock
from lullaby.session.prompted_player import PromptedPlayer
from lullaby.session.state import Programme, SessionState, Stage
from lullaby.session.timer import next_choice
from lullaby.units import SILENCE, UNITY, Lufs, Ms

SYNC_LEAD_MS = 1_000

END_GRACE_MS = 2_500
"""A stop is over when the player says so, or after this at the latest."""


class Session:
    """One at a time. No command raises; what came of it is in `state` after the next tick."""

    def __init__(
        self,
        player: Player,
        clock: Clock,
        diary: Diary,
        limit: int = STEPS,
        as_known_now: AsKnownNow = lambda track: track,
    ) -> None:
        self._player = self.voice = PromptedPlayer(player, clock)
        self._clock = clock
        self._diary = diary
        self._night = NightClock(clock)
        self._levels = Levels(self._player, limit)
        self._deck = Deck(self._player, as_known_now)
        self._sung = False
        self._ends_at = Ms(0)
        self._state = SessionState(
            device=player.status().device, music_step=self._levels.music_step
        )

    @property
    def state(self) -> SessionState:
        """As of the last tick, together with the stage that a later command led to."""
        return self._state

    def begin(self, programme: Programme) -> None:
        """Start an evening; one that is under way is closed first. Nothing to play: no change."""
        first = queue.first(programme.tracks, programme.first, frozenset())
        if first is None and not any(bed.step for bed in programme.beds):
            return
        if self._state.sounding:
            self._close(Ending.STOPPED)
        self._night.begin(programme.minutes, programme.fade_minutes)
        self._state = SessionState(
            stage=Stage.PLAYING,
            programme=programme,
            entry=self._diary.open(programme, self._clock.now()),
        )
        self._levels.begin(programme.music_step, programme.beds)
        self.voice.begin(programme.by_voice)
        self._player.resume()
        self._lay_course(START_RAMP if self._player.status().master < UNITY else 0)
        if first is not None:
            self._play(first, START_RAMP)
        self._refresh()

    def toggle(self) -> None:
        """Pause, or go on."""
        (self.resume if self._state.stage is Stage.PAUSED else self.pause)()

    def pause(self) -> None:
        if self._state.stage is Stage.PLAYING:
            self._night.hold()
            self._player.pause()
            self._state = replace(self._state, stage=Stage.PAUSED)

    def resume(self) -> None:
        if self._state.stage is Stage.PAUSED:
            self._night.run()
            self._player.resume()
            self._lay_course(SYNC_LEAD_MS)
            self._state = replace(self._state, stage=Stage.PLAYING, slept=False)

    def next(self) -> None:
        """The song after this one; after the last one the background sounds, if there are any."""
        if not self._state.changeable or self._state.index is None:
            return
        following = queue.following(self._state.tracks, self._state.index, self._state.skipped)
        if following is not None or self._levels.beds_sound:
            self.resume()
            self._play(following, SOFT_START)

    def previous(self) -> None:
        """Back to the start of the song, or to the one before when it has only begun."""
        if not self._state.changeable:
            return
        index = self._state.index
        before = queue.preceding(self._state.tracks, index, self._state.skipped)
        begun = self._player.status().position_ms > queue.RESTART_AFTER
        if index is not None and (begun or before is None):
            self._player.seek(Ms(0))
        elif before is not None:
            self.resume()
            self._play(before, SOFT_START)

    def seek(self, position_ms: Ms) -> None:
        """Move within the song."""
        if self._state.changeable and self._state.index is not None:
            self._player.seek(Ms(max(0, position_ms)))

    def hand_over(self) -> None:
        """The recording sinks while its singer goes on; or it comes back to where the words are."""
        if self._state.changeable and self._state.index is not None:
            self.resume()
            if self.voice.alone:
                self._deck.set_manner(replace(self._deck.manner, pace=self.voice.handover.pace))
            self.voice.hand_over()

    def let_fade(self) -> None:
        """Fade to silence over 60 seconds, or by the timer where that comes first."""
        self.resume()
        if self._state.stage is Stage.PLAYING and not self._night.letting_go:
            self.mark_calm()
            self._night.let_go(self._player.status().master)
            self._lay_course()

    def keep_playing(self) -> None:
        """Take the fade back: within 5 s to where the timer's own course is."""
        if self._state.changeable and self._night.letting_go:
            self._night.keep_playing()
            self._lay_course(fade.RETURN_MS)

    def set_minutes(self, minutes: int | None) -> None:
        """A new timer, counted from now; it also takes back a fade."""
        if self._state.changeable:
            self._night.set_minutes(minutes)
            self._lay_course(fade.RETURN_MS)

    def cycle_minutes(self, direction: int) -> None:
        """The next (+1) or previous (-1) of the timer's choices."""
        self.set_minutes(next_choice(self._night.timer.total_ms, direction))

    def louder(self) -> None:
        self._levels.nudge(+1, song_on=self._state.index is not None)

    def softer(self) -> None:
        self._levels.nudge(-1, song_on=self._state.index is not None)

    def set_music_step(self, step: int) -> None:
        """The music's volume, 0 to 20; it stops at the gentle limit and says so."""
        self._levels.set_music(step)

    def set_louder(self, steps: int) -> None:
        """Steps of volume by which the song that plays stands out; the caller keeps them."""
        self._deck.louder = steps

    def set_bed(self, name: str, step: int) -> None:
        """A background sound's level, 0 (gone) to 20."""
        self._levels.set_bed(name, step)

    def set_manner(self, manner: Manner) -> None:
        """Another pace or key for the song that plays; the caller keeps it for the next time."""
        if self._state.changeable and self._state.index is not None:
            self._deck.set_manner(manner)

    def set_even_sound(self, overlap_s: int, target: Lufs, warmth: float) -> None:
        """How songs cross, the level they are brought to, and their warmth, 0 to 1."""
        self._deck.overlap_s, self._deck.target = overlap_s, target
        self._player.set_warmth(warmth)

    def set_limit(self, step: int) -> None:
        """The gentle limit: the loudest step, and the ceiling of every sample."""
        self._levels.set_limit(step)

    def mark_calm(self) -> None:
        """They are calm now; the first time counts."""
        if self._state.changeable and self._state.calm_after_ms is None:
            self._state = replace(self._state, calm_after_ms=self._night.elapsed_ms)

    def sung(self, shown: bool) -> None:
        """The words are on screen, or gone."""
        self._sung = shown

    def look_again(self) -> None:
        """Look for a loudspeaker."""
        self._player.look_again()

    def stop(self) -> None:
        """Sink to silence in a moment; the window is closing."""
        if self._state.changeable:
            self._player.stop()
            self._ends_at = Ms(self._clock.monotonic_ms() + END_GRACE_MS)
            self._state = replace(self._state, stage=Stage.ENDING)

    def tick(self) -> SessionState:
        """Bring everything to now and return the new state."""
        passed_ms, slept = self._night.advance()
        if slept and self._state.stage is Stage.PLAYING:
            self.pause()
            self._state = replace(self._state, slept=True)
        if self._state.stage is Stage.PLAYING:
            state, sung = self._state, self._sung or self.voice.alone
            self._diary.hear(state.index, state.track, passed_ms, sung, self._clock.now())
            self._follow_player()
        if self._state.stage is Stage.PLAYING:
            self._follow_timer()
        if self._state.stage is Stage.ENDING:
            self._follow_stop()
        self._refresh()
        return self._state

    def _follow_player(self) -> None:
        status = self._player.status()
        self._night.wait_for_device(status.device is Device.LOST and not self.voice.alone)
        self._follow_deck(status)
        track = self._state.track
        if track is None or not self._deck.is_heard(status):
            return
        if status.trouble is not None:
            self._state = replace(self._state, skipped=self._state.skipped | {track.id})
        if status.trouble is not None or status.ended:
            self._go_on()

    def _follow_deck(self, status: PlayerStatus) -> None:
        """The next song has begun by itself; or it is time to line it up, or to take it back."""
        begun = self._deck.took_over(status)
        if begun is not None:
            self._state = replace(self._state, index=begun)
        track = self._state.track
        if track is None or not self._deck.is_heard(status):
            return
        if self._night.too_late_for_a_song():
            self._deck.line_up(track, None, None)
        elif self._deck.near_the_end(status):
            at = queue.following(self._state.tracks, self._state.index, self._state.skipped)
            self._deck.line_up(track, at, None if at is None else self._state.tracks[at])

    def _go_on(self) -> None:
        """A song is over or cannot be played: the next one, the beds alone, or the natural end."""
        following = queue.following(self._state.tracks, self._state.index, self._state.skipped)
        if following is None and not self._levels.beds_sound:
            self._player.stop()
            self._close(Ending.END_OF_LIST)
        elif following is None or not self._night.too_late_for_a_song():
            self._play(following, SOFT_START)

    def _follow_timer(self) -> None:
        if self._night.remaining() == 0:
            letting_go = self._night.letting_go
            self._player.stop()
            self._close(Ending.STOPPED if letting_go else Ending.TIMER)
        elif self._night.due_for_sync():
            self._lay_course(SYNC_LEAD_MS)

    def _follow_stop(self) -> None:
        over = self._clock.monotonic_ms() >= self._ends_at
        if over or self._player.status().phase is Phase.IDLE:
            self._close(Ending.STOPPED)

    def _play(self, index: int | None, ramp_ms: Ms) -> None:
        """Play a song of the programme; None lets the songs go and leaves the beds."""
        self._state = replace(self._state, index=index)
        track = self._state.track
        if track is None:
            self._deck.drop()
        else:
            self._deck.play(track, ramp_ms)

    def _lay_course(self, lead_ms: int = 0) -> None:
        self._player.fade(self._night.course(lead_ms))

    def _close(self, ending: Ending) -> None:
        self._refresh()
        self._diary.close(self._clock.now(), ending, self._state.calm_after_ms)
        left = Ms(0) if self._state.remaining_ms is not None else None
        self._state = replace(
            self._state, stage=Stage.ENDED, ending=ending, remaining_ms=left, master=SILENCE
        )

    def _refresh(self) -> None:
        self._levels.set_louder(self._deck.louder)
        status, lost = self._player.status(), self._diary.lost
        state = derive(self._state, status, self._night, self._levels, self._deck, lost)
        self._state = replace(state, handover=self.voice.handover)
