"""The evening that goes on by itself: what the clock, the player and the timer lead to."""

from dataclasses import replace

from lullaby.audio.port import START_RAMP, Device, Phase, Player, PlayerStatus, Trouble
from lullaby.clock import Clock
from lullaby.journal.entry import Ending
from lullaby.library.rendition import Renditions
from lullaby.library.routine import BedStep
from lullaby.library.track import Track
from lullaby.session import queue
from lullaby.session.deck import AsKnownNow, Deck
from lullaby.session.derive import derive
from lullaby.session.descent import Descent
from lullaby.session.diary import Diary
from lullaby.session.joints import SOFT_START
from lullaby.session.levels import Levels
from lullaby.session.pacing import NightClock
from lullaby.session.prompted_player import PromptedPlayer
from lullaby.session.settled_player import SettledPlayer
from lullaby.session.settling import Settling, settled, way_gone
from lullaby.session.state import SessionState, Stage
from lullaby.session.timer import MS_PER_MINUTE
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
        diary: Diary,
        limit: int,
        as_known_now: AsKnownNow,
        renditions: Renditions | None = None,
    ) -> None:
        self._settled = SettledPlayer(player)
        self._way_gone = 0.0
        self._song_from = Ms(0)
        self.curve: Settling | None = None
        self.player = PromptedPlayer(self._settled, clock)
        self.clock = clock
        self.diary = diary
        self.night = NightClock(clock)
        self.levels = Levels(self.player, limit)
        self.deck = Deck(self.player, as_known_now, renditions)
        self.descent = Descent(self.player, self.night, self.deck, lambda: self._settled.pace)
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
        passed_ms, slept = self.night.advance()
        if slept and self.state.stage is Stage.PLAYING:
            self.pause()
            self.change(slept=True)
        if self.state.stage is Stage.PLAYING:
            self._write_down(passed_ms)
            self._follow_player()
        if self.state.stage is Stage.PLAYING:
            self._settle()
            self._follow_timer()
        if self.state.stage is Stage.ENDING:
            self._follow_stop()
        self.diary.retry(self.clock.monotonic_ms())
        self.refresh()

    def _write_down(self, passed_ms: Ms) -> None:
        """A song that cannot be played, or is not heard yet, is not written down as heard."""
        state, sung, status = self.state, self.sung or self.player.alone, self.player.status()
        heard = self.deck.is_heard(status) and status.trouble is None
        index, track = (state.index, state.track) if heard else (None, None)
        self.diary.hear(index, track, passed_ms, sung, self.night.moment())

    def _follow_player(self) -> None:
        status = self.player.status()
        self.night.wait_for_device(status.device is Device.LOST and not self.player.alone)
        self._follow_deck(status)
        track = self.state.track
        if track is None or not self.deck.is_heard(status):
            return
        if status.trouble is not None:
            if status.position_ms <= self._song_from:
                self.diary.unheard()
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
        self.state = self.descent.follow(self.state, status)
        track = self.state.track
        if track is None or not self.deck.is_heard(status):
            return
        if self.state.last_song or self.night.too_late_for_a_song():
            self.deck.line_up(track, None, None)
        elif self.deck.near_the_end(status):
            at = queue.following(self.tracks, self.state.index, self.state.skipped)
            self.deck.line_up(track, at, None if at is None else self.tracks[at])

    def _go_on(self) -> None:
        """A song is over or cannot be played: the next one, the beds alone, or the end."""
        following = queue.following(self.tracks, self.state.index, self.state.skipped)
        too_late = self.night.too_late_for_a_song()
        last = self.state.last_song or self.night.sinking or (self.night.waits and too_late)
        if last and self.levels.beds_sound:
            self.play(None, SOFT_START)
            if not self.night.sinking:
                self.descent.sink()
        elif last or (following is None and not self.levels.beds_sound):
            self.player.stop()
            self.close(Ending.TIMER if last else Ending.END_OF_LIST)
        elif following is None or not too_late:
            self.play(following, SOFT_START)

    def _settle(self) -> None:
        """On along the settling curve; more time never leads back up."""
        gone = way_gone(self.night.elapsed_ms, self.night.timer.total_ms)
        self._way_gone = max(self._way_gone, gone) if self.curve else 0.0
        self._settled.settle(settled(self.curve, self._way_gone))

    def _follow_timer(self) -> None:
        if self.night.over:
            letting_go = self.night.letting_go
            self.player.stop()
            self.close(Ending.STOPPED if letting_go else Ending.TIMER)
        elif self.night.due_for_sync():
            self.descent.lay(SYNC_LEAD_MS)

    def _follow_stop(self) -> None:
        over = self.clock.monotonic_ms() >= self.ends_at
        if over or self.player.status().phase is Phase.IDLE:
            self.close(Ending.STOPPED)

    def pause(self) -> None:
        if self.state.stage is Stage.PLAYING:
            self.night.hold()
            self.player.pause()
            self.change(stage=Stage.PAUSED)

    def start(
        self, step: int, beds: tuple[BedStep, ...], index: int | None, at: Ms = Ms(0)
    ) -> None:
        self._way_gone = 0.0
        self._settle()
        self.levels.begin(step, beds)
        self.player.resume()
        self.descent.lay(START_RAMP if self.player.status().master < UNITY else 0)
        if index is not None:
            self.play(index, START_RAMP, at)
        self.refresh()

    def play(self, index: int | None, ramp_ms: Ms, at: Ms = Ms(0)) -> None:
        """Play a song of the programme; None lets the songs go and leaves the beds."""
        self.change(index=index, last_song=False)
        track = self.state.track
        self._song_from = at
        if track is None:
            self.deck.drop()
        else:
            self.deck.play(track, ramp_ms, at)

    def close(self, ending: Ending) -> None:
        self.refresh()
        self.diary.close(self.night.moment(), ending, self.state.calm_after_ms)
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
        status, night = self.player.status(), self.night
        self.change(handover=self.player.handover)
        end = self.descent.songs_end_ms(self.state, status)
        self.change(unsaved=self.diary.unsaved)
        self.state = derive(self.state, status, night, self.levels, self.deck, self.diary.lost, end)

    @property
    def tracks(self) -> tuple[Track, ...]:
        return self.state.programme.tracks if self.state.programme else ()

    @property
    def changeable(self) -> bool:
        return self.state.stage in (Stage.PLAYING, Stage.PAUSED)
