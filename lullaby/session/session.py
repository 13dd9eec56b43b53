"""The soothing session: a state machine that is advanced by `tick()` and never counts ticks.

Commands come from the person, facts from the player and the clock; both meet in a frozen
`SessionState`. The way to silence is handed to the player as a course of gains, so that a busy
window cannot hold up the night.
"""

from dataclasses import replace

from lullaby.audio.port import Player, SpeedPitch
from lullaby.clock import Clock
from lullaby.journal.entry import Ending
from lullaby.library.rendition import Renditions
from lullaby.library.routine import STEPS
from lullaby.library.singing import Singing
from lullaby.session import fade, queue
from lullaby.session.deck import AsKnownNow
from lullaby.session.finish import Finish
from lullaby.session.progress import SYNC_LEAD_MS, SessionProgress
from lullaby.session.session_recorder import SessionRecorder
from lullaby.session.state import Programme, SessionState, Stage
from lullaby.session.timer import MS_PER_MINUTE, next_choice
from lullaby.session.transitions import SOFT_START
from lullaby.session.wind_down import WindDown
from lullaby.units import Lufs, Ms

AWAKE_MINUTES = 10
"""How much longer it goes on when they are still awake."""

END_GRACE_MS = 1_900
"""A stop is over when the player says so, or after this at the latest."""


AFTER_SLEEP_RAMP = Ms(4_000)
"""How slowly the sound comes back after the machine has slept."""


class Session:
    """One at a time. No command raises; what came of it is in `state` after the next tick."""

    def __init__(
        self,
        player: Player,
        clock: Clock,
        recorder: SessionRecorder,
        limit: int = STEPS,
        as_known_now: AsKnownNow = lambda track: track,
        renditions: Renditions | None = None,
    ) -> None:
        self._progress = SessionProgress(player, clock, recorder, limit, as_known_now, renditions)
        self.sing_along = self._progress.player
        """What a singer without a recording wishes for."""

    @property
    def state(self) -> SessionState:
        """As of the last tick, together with the stage that a later command led to."""
        return self._progress.state

    def start_session(self, programme: Programme) -> None:
        """Start an evening; one that is under way is closed first. Nothing to play: no change."""
        first = queue.first(programme.tracks, programme.first, frozenset())
        if first is None and not any(bed.step for bed in programme.beds):
            return
        if self.state.sounding:
            self._progress.end_session(Ending.STOPPED)
        self._progress.session_clock.start_clock(programme.minutes, programme.fade_minutes)
        self._progress.state = SessionState(
            stage=Stage.PLAYING,
            programme=programme,
            entry=self._progress.recorder.open_night(
                programme, self._progress.session_clock.moment()
            ),
        )
        self._progress.ending_planner.start_planning(programme)
        self.sing_along.choose_lead(programme.by_voice)
        self._progress.start_playing(programme.music_step, programme.beds, first)

    def toggle(self) -> None:
        """Pause, or go on."""
        if self.state.stage is Stage.PAUSED:
            self.resume()
        else:
            self.pause()

    def pause(self) -> None:
        self._progress.pause()

    def pause_for_sleep(self) -> None:
        """The machine is about to sleep: sink, keep the place, and wait for a wish to go on."""
        if self.state.stage is Stage.PLAYING:
            self._progress.pause()
            self._progress.change(slept=True)

    def resume(self) -> None:
        """Go on from a pause; after a sleep of the machine the sound takes its time to rise."""
        if self.state.stage is Stage.PAUSED:
            self._progress.session_clock.run()
            if self.state.slept:
                self._progress.player.resume(AFTER_SLEEP_RAMP)
            else:
                self._progress.player.resume()
            self._progress.ending_planner.lay(SYNC_LEAD_MS)
            self._progress.change(stage=Stage.PLAYING, slept=False)

    def next(self) -> None:
        """The song after this one; after the last one the background sounds, if there are any."""
        if not self._progress.changeable or self.state.index is None:
            return
        following = queue.following(self._progress.tracks, self.state.index, self.state.skipped)
        if following is not None or self._progress.levels.ambient_sounds_on:
            self.resume()
            self._progress.play_index(following, SOFT_START)

    def previous(self) -> None:
        """Back to the start of the song, or to the one before when it has only begun."""
        if not self._progress.changeable:
            return
        index = self.state.index
        before = queue.preceding(self._progress.tracks, index, self.state.skipped)
        begun = self._progress.player.status().position_ms > queue.RESTART_AFTER
        if index is not None and (begun or before is None):
            self._progress.player.seek(Ms(0))
        elif before is not None:
            self.resume()
            self._progress.play_index(before, SOFT_START)

    def seek(self, position_ms: Ms) -> None:
        """Move within the song."""
        if self._progress.changeable and self.state.index is not None:
            self._progress.player.seek(Ms(max(0, position_ms)))

    def switch_lead(self) -> None:
        """The recording sinks while its singer goes on; or it comes back to where the words are."""
        if self._progress.changeable and self.state.index is not None:
            self.resume()
            if self.sing_along.alone:
                pace = self.sing_along.vocal_mode.pace
                self.set_speed_pitch(replace(self._progress.deck.speed_pitch, pace=pace))
            self.sing_along.switch_lead()

    def let_fade(self) -> None:
        """Fade to silence over 60 seconds, or by the timer where that comes first."""
        self.resume()
        if self.state.stage is Stage.PLAYING and not self._progress.session_clock.letting_go:
            self.mark_calm()
            self._progress.ending_planner.let_go()

    def keep_playing(self) -> None:
        """Take the fade back: within 5 s to where the timer's own course is."""
        if self._progress.changeable and self._progress.session_clock.letting_go:
            self._progress.session_clock.keep_playing()
            self._progress.ending_planner.lay(fade.RETURN_MS)

    def set_minutes(self, minutes: int | None) -> None:
        """A new timer, counted from now; it also takes back a fade."""
        if self._progress.changeable:
            self._progress.session_clock.set_minutes(minutes)
            self._progress.ending_planner.lay(fade.RETURN_MS)

    def extend(self, minutes: float) -> None:
        """So much longer; a fade that has begun is taken back within 5 s."""
        if self._progress.changeable:
            self._progress.session_clock.extend(minutes)
            self._progress.ending_planner.lay(fade.RETURN_MS)

    def still_awake(self) -> None:
        """Ten minutes more; soon after the end the evening is taken up again where it was."""
        if self._progress.changeable:
            if self._progress.session_clock.fading or self.state.last_song:
                self._progress.recorder.note_still_awake(self._progress.session_clock.elapsed_ms)
            self.extend(AWAKE_MINUTES)
        elif self.state.stage is Stage.ENDED:
            self._take_up_again()

    def set_finish(self, finish: Finish) -> None:
        """How this evening comes to its end."""
        programme = self.state.programme
        if self._progress.changeable and programme is not None:
            self._progress.change(programme=replace(programme, finish=finish))

    def finish_song(self) -> None:
        """The song that sounds is the last one, and is heard to its end."""
        left = self._progress.ending_planner.song_left(self.state, self._progress.player.status())
        if self._progress.changeable and left is not None:
            self.set_finish(Finish.SONG)
            self._progress.session_clock.set_minutes(left / MS_PER_MINUTE)
            self._progress.state = self._progress.ending_planner.update_ending(
                self.state, self._progress.player.status()
            )

    def cycle_minutes(self, direction: int) -> None:
        """The next (+1) or previous (-1) of the timer's choices."""
        self.set_minutes(next_choice(self._progress.session_clock.timer.total_ms, direction))

    def louder(self) -> None:
        self._progress.levels.nudge(+1, song_on=self.state.index is not None)

    def softer(self) -> None:
        self._progress.levels.nudge(-1, song_on=self.state.index is not None)

    def set_music_step(self, step: int) -> None:
        """The music's volume, 0 to 20; it stops at the gentle limit and says so."""
        self._progress.levels.set_music(step)

    def set_louder(self, steps: int) -> None:
        """Steps of volume by which the song that plays stands out; the caller keeps them."""
        self._progress.deck.louder = steps

    def set_ambient_sound(self, name: str, step: int) -> None:
        """A background sound's level, 0 (gone) to 20."""
        self._progress.levels.set_ambient_sound(name, step)

    def set_speed_pitch(self, speed_pitch: SpeedPitch) -> None:
        """Another pace or key for the song that plays; the caller keeps it for the next time."""
        if self._progress.changeable and self.state.index is not None:
            self._progress.deck.set_speed_pitch(speed_pitch)

    def set_singing(self, singing: Singing) -> None:
        """With the tune or without, and other verses, for the song that plays."""
        if self._progress.changeable and self.state.index is not None:
            self._progress.deck.set_singing(singing)

    def set_even_sound(self, overlap_s: int, target: Lufs, warmth: float) -> None:
        """How songs cross, the level they are brought to, and their warmth, 0 to 1."""
        self._progress.deck.overlap_s, self._progress.deck.target = overlap_s, target
        self._progress.player.set_warmth(warmth)

    def set_wind_down(self, curve: WindDown | None) -> None:
        """Let pace and level sink over the evening; None leaves them."""
        self._progress.curve = curve

    def set_limit(self, step: int) -> None:
        """The gentle limit: the loudest step, and the ceiling of every sample."""
        self._progress.levels.set_limit(step)

    def mark_calm(self) -> None:
        """They are calm now; the first time counts."""
        if self._progress.changeable and self.state.calm_after_ms is None:
            self._progress.change(calm_after_ms=self._progress.session_clock.elapsed_ms)
            self._progress.recorder.note_calm(self._progress.session_clock.elapsed_ms)

    def sung(self, shown: bool) -> None:
        """The words are on screen, or gone."""
        self._progress.sung = shown

    def look_again(self) -> None:
        """Look for a loudspeaker."""
        self._progress.player.look_again()

    def stop(self) -> None:
        """Sink to silence in a moment; the window is closing."""
        if self._progress.changeable:
            self._progress.player.stop()
            self._progress.ends_at = Ms(self._progress.clock.monotonic_ms() + END_GRACE_MS)
            self._progress.change(stage=Stage.ENDING)

    def tick(self) -> SessionState:
        """Bring everything to now and return the new state."""
        self._progress.tick()
        return self.state

    def _take_up_again(self) -> None:
        """The evening goes on where it ended, for ten minutes."""
        state, programme = self.state, self.state.programme
        until = state.awake_until_ms
        if programme is None or until is None or self._progress.clock.monotonic_ms() > until:
            return
        index, at = queue.left_off(state)
        elapsed = self._progress.session_clock.elapsed_ms
        self._progress.session_clock.start_clock(AWAKE_MINUTES, programme.fade_minutes, elapsed)
        entry = self._progress.recorder.reopen_night(state.entry)
        self._progress.recorder.note_still_awake(elapsed)
        self._progress.state = replace(
            state, stage=Stage.PLAYING, entry=entry, ending=None, index=None, awake_until_ms=None
        )
        self._progress.start_playing(state.music_step, state.beds, index, at)
