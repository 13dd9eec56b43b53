"""The evening as one state machine, advanced by `tick()`; it never counts ticks.

Commands come from the person, facts from the player and the clock; both meet in a frozen
`SessionState`. The player gets the fade as a gain envelope in advance, so that a busy
window cannot delay it.
"""

from dataclasses import replace

from lullaby.audio.port import (
    PAUSE_RAMP,
    START_RAMP,
    Device,
    Phase,
    Player,
    PlayerStatus,
    SpeedPitch,
)
from lullaby.clock import Clock
from lullaby.journal.entry import Ending
from lullaby.library.rendition import Renditions
from lullaby.library.routine import STEPS
from lullaby.library.singing import Singing
from lullaby.session import queue
from lullaby.session.deck import AsKnownNow, Deck
from lullaby.session.derive import derive
from lullaby.session.ending_planner import SYNC_LEAD_MS, EndingPlanner
from lullaby.session.finish import Finish
from lullaby.session.levels import Levels
from lullaby.session.lull import NO_LULL, lull
from lullaby.session.session_clock import SessionClock
from lullaby.session.session_recorder import SessionRecorder
from lullaby.session.sing_along_player import SingAlongPlayer
from lullaby.session.state import Programme, SessionState, Stage
from lullaby.session.timer import next_choice
from lullaby.session.transitions import SOFT_START
from lullaby.units import Lufs, Ms

AWAKE_MINUTES = 10
"""Minutes added when the child is still awake."""

END_GRACE_MS = 1_900
"""Milliseconds after which a stop counts as done, even without word from the player."""

AFTER_SLEEP_RAMP = Ms(4_000)
"""How long the sound takes to return after the machine has slept."""


class Session:
    """One evening at a time. Commands never raise; the next tick's `state` shows their effect."""

    def __init__(
        self,
        player: Player,
        clock: Clock,
        recorder: SessionRecorder,
        limit: int = STEPS,
        as_known_now: AsKnownNow = lambda track: track,
        renditions: Renditions | None = None,
    ) -> None:
        self.sing_along = self._player = SingAlongPlayer(player, clock)
        """The player, with the commands for singing without the recording."""
        self._clock, self._recorder, self.note_voice = clock, recorder, recorder.note_voice
        self._time = SessionClock(clock)
        self._levels = levels = Levels(self._player, limit)
        self._deck = Deck(self._player, as_known_now, renditions)
        self._planner = EndingPlanner(self._player, self._time, levels, self._deck)
        self._ends_at, self._lull, self._lull_ms = Ms(0), NO_LULL, 0
        self._state = SessionState(device=player.status().device, music_step=levels.music_step)
        self.set_music_step, self.set_ambient_sound = levels.set_music, levels.set_ambient_sound
        self.set_repeat, self.set_shuffle = self._planner.set_repeat, self._planner.set_shuffle
        self.set_limit, self.set_louder = levels.set_limit, self._deck.set_louder
        self.set_wind_down, self.look_again = self._planner.set_wind_down, self._player.look_again

    @property
    def state(self) -> SessionState:
        """The state at the last tick, with the stage that later commands led to."""
        return self._state

    def start_session(self, programme: Programme) -> None:
        """Start an evening, closing a running one first; no effect if there is nothing to play."""
        first = queue.first(programme.tracks, programme.first, frozenset())
        if first is None and not any(sound.step for sound in programme.ambient):
            return
        if self._state.sounding:
            self._end(Ending.STOPPED)
        self._player.prepare()
        self._time.start_clock(programme.minutes, programme.fade_minutes, programme.elapsed_ms)
        entry = self._recorder.open_night(programme, self._time.moment())
        calm = self._recorder.calm_before_ms
        self._state = SessionState(Stage.PLAYING, programme, entry=entry, calm_after_ms=calm)
        self._planner.start_planning(programme)
        self._player.choose_lead(programme.by_voice)
        self._planner.start_playing(programme.music_step, programme.ambient)
        self._state = self._deck.play_index(self._state, first, START_RAMP, programme.at(first))
        self._refresh()

    def toggle(self) -> None:
        """Pause or resume."""
        if self._state.stage is Stage.PLAYING:
            self._time.hold()
            self._player.pause()
            self._change(stage=Stage.PAUSED)
        else:
            self.resume()

    def pause(self) -> None:
        if self._state.stage is Stage.PLAYING:
            self.toggle()

    def pause_for_sleep(self) -> None:
        """Fade out before the machine sleeps, and stay paused at this position until resumed."""
        if self._state.stage is Stage.PLAYING:
            self.toggle()
            self._change(slept=True)

    def resume(self) -> None:
        """Resume from a pause; after sleep the sound rises slowly."""
        if self._state.stage is Stage.PAUSED:
            self._time.run()
            self._player.resume(AFTER_SLEEP_RAMP if self._state.slept else PAUSE_RAMP)
            self._planner.send_envelope(SYNC_LEAD_MS)
            self._change(stage=Stage.PLAYING, slept=False)

    def stop(self) -> None:
        """Fade out quickly and end the evening."""
        if self._state.changeable:
            self._player.stop()
            self._ends_at = Ms(self._clock.monotonic_ms() + END_GRACE_MS)
            self._change(stage=Stage.ENDING)

    def mark_calm(self, calm: bool = True) -> None:
        """Note that the child is calm; only the first time counts, until it is taken back."""
        if self._state.changeable and calm is (self._state.calm_after_ms is None):
            after = self._time.elapsed_ms if calm else None
            self._change(calm_after_ms=after)
            self._recorder.note_calm(after)

    def next(self) -> None:
        """Play the next song; after the last one only the background sounds, if any are on."""
        state = self._state
        following = queue.following(state.tracks, state.index, state.skipped)
        if state.song_changeable and (following is not None or self._levels.ambient_sounds_on):
            self._skip_to(following)

    def previous(self) -> None:
        """Restart the song, or play the one before if it has only just begun."""
        to = queue.back(self._state, self._player.status().position_ms)
        if to == self._state.index:
            self.seek(Ms(0))
        elif self._state.changeable:
            self._skip_to(to)

    def seek(self, position_ms: Ms) -> None:
        """Move within the song."""
        if self._state.song_changeable:
            self._player.seek(Ms(max(0, position_ms)))

    def switch_lead(self) -> None:
        """Fade out the recording while the person sings on, or bring it back at the words."""
        if self._state.song_changeable:
            self.resume()
            if self._player.alone:
                self._deck.set_speed_pitch(self._planner.own_pace(self._player.vocal_mode.pace))
            self._player.switch_lead()

    def set_speed_pitch(self, speed_pitch: SpeedPitch) -> None:
        """Change tempo and key of the current song; the caller stores them for the next time."""
        if self._state.song_changeable:
            self._deck.set_speed_pitch(speed_pitch)

    def set_singing(self, singing: Singing) -> None:
        """Change tune and verses of the current song."""
        if self._state.song_changeable:
            self._deck.set_singing(singing)

    def let_fade(self) -> None:
        """Fade to silence over 60 seconds, or sooner if the timer ends before that."""
        self.resume()
        if self._state.stage is Stage.PLAYING and not self._time.fade_requested:
            self.mark_calm()
            self._planner.fade_out()

    def keep_playing(self) -> None:
        """Take back the fade: return to the timer's envelope within 5 s."""
        if self._state.changeable and self._time.fade_requested:
            self._planner.keep_playing()

    def set_minutes(self, minutes: int | None) -> None:
        """Restart the timer from now; also takes back a fade."""
        if self._state.changeable:
            self._planner.set_minutes(minutes)

    def cycle_minutes(self, direction: int) -> None:
        """Select the next (+1) or previous (-1) timer choice."""
        self.set_minutes(next_choice(self._time.timer.total_ms, direction))

    def extend(self, minutes: float) -> None:
        """Extend the timer, or shorten it by negative minutes; within 5 s a fade is taken back."""
        if self._state.changeable:
            self._planner.extend(minutes)

    def still_awake(self) -> None:
        """Add ten minutes; an evening that has just ended resumes where it was."""
        if self._state.changeable:
            if self._time.fading or self._state.last_song:
                self._recorder.note_still_awake(self._time.elapsed_ms)
            self.extend(AWAKE_MINUTES)
        elif self._state.can_be_taken_up(self._clock.monotonic_ms()):
            self._resume_evening()

    def set_finish(self, finish: Finish) -> None:
        """Set how this evening ends."""
        programme = self._state.programme
        if self._state.changeable and programme is not None:
            self._change(programme=replace(programme, finish=finish))

    def end_after_song(self) -> None:
        """Make the current song the last, played to its end."""
        if self._state.changeable:
            self._state = self._planner.end_after_song(self._state, self._player.status())

    def louder(self) -> None:
        self._levels.nudge(+1, song_on=self._state.index is not None)

    def softer(self) -> None:
        self._levels.nudge(-1, song_on=self._state.index is not None)

    def set_even_sound(self, overlap_s: int, target: Lufs, warmth: float) -> None:
        """Set the crossfade in seconds, the target loudness and the warmth, 0 to 1."""
        self._deck.overlap_s, self._deck.target = overlap_s, target
        self._player.set_warmth(warmth)

    def sung(self, shown: bool) -> None:
        """The words are on screen, or gone, from now on."""
        self._record_lull()
        self._recorder.note_words(shown)

    def tick(self) -> SessionState:
        """Update everything to now and return the new state."""
        return self._bring_to_now(*self._time.advance())

    def glance(self) -> SessionState:
        """A cheaper `tick` when no command came since: in a lull it only advances the time."""
        passed_ms, slept = self._time.advance()
        status, lull = self._player.recording.status(), self._lull
        still = replace(status, position_ms=Ms(0)) == lull.status
        if slept or not still or self._clock.monotonic_ms() >= lull.until_ms:
            return self._bring_to_now(passed_ms, slept)
        self._lull_ms += passed_ms
        left = self._state.remaining_ms
        self._change(
            position_ms=Ms(0) if self._state.index is None else status.position_ms,
            remaining_ms=None if left is None else Ms(left - passed_ms),
            elapsed_ms=Ms(self._state.elapsed_ms + passed_ms),
        )
        return self._state

    def _bring_to_now(self, passed_ms: Ms, slept: bool) -> SessionState:
        self._record_lull()
        if slept:
            self.pause_for_sleep()
        if self._state.stage is Stage.PLAYING:
            status = self._player.status()
            self._record(status, passed_ms)
            self._follow_player(status)
        if self._state.stage is Stage.PLAYING:
            ending = self._planner.follow_timer()
            if ending is not None:
                self._player.stop()
                self._end(ending)
        now, ending = self._clock.monotonic_ms(), self._state.stage is Stage.ENDING
        if ending and (now >= self._ends_at or self._player.status().phase is Phase.IDLE):
            self._end(Ending.STOPPED)
        self._recorder.retry(now)
        self._refresh()
        return self._state

    def _skip_to(self, index: int | None) -> None:
        self.resume()
        self._state = self._deck.play_index(self._state, index, SOFT_START)

    def _record_lull(self) -> None:
        passed_ms, self._lull_ms = self._lull_ms, 0
        self._recorder.record_more(passed_ms, self._time.moment(), self._state)

    def _record(self, status: PlayerStatus, passed_ms: Ms) -> None:
        """Record what was heard; a song not heard yet, or unplayable, does not count."""
        current = self._deck.is_current(status) and status.trouble is None
        index, track = (self._state.index, self._state.track) if current else (None, None)
        moment = self._time.moment()
        self._recorder.record_playback(index, track, passed_ms, self._player.alone, moment)

    def _follow_player(self, status: PlayerStatus) -> None:
        self._time.wait_for_device(status.device is Device.LOST and not self._player.alone)
        self._state = self._deck.follow(self._state, status)
        self._state = self._planner.update_ending(self._state, status)
        self._planner.line_up(self._state, status)
        if self._state.track is None or not self._deck.is_current(status):
            return
        if status.trouble is not None:
            if self._deck.not_started(status):
                self._recorder.discard_playback()
            self._state = self._state.passed_over(status)
        elif not status.ended:
            return
        coming = self._planner.after_song(self._state)
        if coming.plays_on:
            self._state = self._deck.play_index(self._state, coming.index, SOFT_START)
        if coming.final_fade:
            self._planner.start_final_fade()
        if coming.ending is not None:
            self._player.stop()
            self._end(coming.ending)

    def _resume_evening(self) -> None:
        """Resume the ended evening where it was, for ten minutes."""
        state = self._state
        index, at = queue.left_off(state)
        self._time.resume_evening(AWAKE_MINUTES)
        self._state = state.resumed(self._recorder.reopen_night(state.entry))
        self._recorder.note_still_awake(self._time.elapsed_ms)
        self._planner.start_playing(state.music_step, state.ambient)
        self._state = self._deck.play_index(self._state, index, START_RAMP, at)
        self._refresh()

    def _end(self, ending: Ending) -> None:
        self._record_lull()
        self._refresh()
        self._recorder.close_night(self._time.moment(), ending, self._state.calm_after_ms)
        self._state = self._state.ended(ending, self._clock.monotonic_ms())

    def _refresh(self) -> None:
        self._levels.set_louder(self._deck.louder)
        status, recorder = self._player.status(), self._recorder
        self._change(
            vocal_mode=self._player.vocal_mode, unwritten=recorder.lost, unsaved=recorder.unsaved
        )
        self._state = self._planner.ordered(self._state)
        end = self._planner.songs_end_ms(self._state, status)
        self._state = derive(self._state, status, self._time, self._levels, self._deck, end)
        settled = self._state.index is None or self._deck.is_settled(status)
        now, left = self._clock.monotonic_ms(), self._time.left
        self._lull = lull(now, self._state, status, left, recorder.next_write_ms, settled)

    def _change(self, **changes: object) -> None:
        """Replace these fields of the state."""
        self._state = replace(self._state, **changes)
