"""The current song and the one queued after it, as the player is told of them."""

from dataclasses import replace
from pathlib import Path

import pytest

from lullaby.audio.port import PlayerStatus, SpeedPitch
from lullaby.library.rendition import Renditions
from lullaby.library.singing import WHOLE_SONG
from lullaby.library.track import Track
from lullaby.session.deck import Deck, near_the_end
from lullaby.session.loudness import TARGET
from lullaby.session.state import SessionState, Stage
from lullaby.session.wind_down import WindDownPoint
from lullaby.units import Lufs, Ms
from tests.fakes import FakeClock, FakePlayer
from tests.session.evening import programme, track
from tests.session.test_rendition_switcher import LOWER, FakeRenditions, made_path

RAMP = Ms(400)
PLAYING = SessionState(Stage.PLAYING, programme(3))


class Hand:
    """A deck and its player, without an evening around them."""

    def __init__(self, renditions: Renditions | None = None) -> None:
        self.clock = FakeClock()
        self.player = FakePlayer(self.clock)
        self.deck = Deck(self.player, lambda track: track, renditions)

    def queue(self, after: Track | None, index: int | None = 1) -> Path | None:
        """What the player would play next."""
        self.deck.queue_next(track(1), index, after)
        return self.queued[0] if self.queued else None

    @property
    def queued(self) -> tuple[Path, SpeedPitch] | None:
        following = self.player._next
        return None if following is None else (following[0].path, following[0].speed_pitch)

    @property
    def pace(self) -> float:
        return self.player._pace


@pytest.fixture
def hand() -> Hand:
    return Hand()


def test_a_deck_begins_without_crossfade_and_wind_down_at_the_usual_loudness(hand: Hand) -> None:
    assert (hand.deck.overlap_s, hand.deck.pace, hand.deck.target) == (0, 1.0, TARGET)
    hand.deck.target = Lufs(-23.0)
    assert hand.deck.target == -23.0
    assert hand.deck.not_started(PlayerStatus()) is True


def test_a_song_plays_from_its_start_or_where_it_was_left(hand: Hand) -> None:
    state = hand.deck.play_index(replace(PLAYING, last_song=True, repeat=True), 1, RAMP)
    assert (state.index, state.last_song, state.repeat) == (1, False, False)
    assert (hand.player.cues[-1].path, hand.player.cues[-1].start_ms) == (track(2).path, 0)
    hand.deck.play_index(state, 2, RAMP, Ms(5_000))
    assert hand.player.cues[-1].start_ms == 5_000
    assert hand.deck.play_index(replace(state, repeat=True), 1, RAMP).repeat, "the same again"
    assert hand.deck.play_index(state, None, RAMP).track is None
    assert hand.player.status().cue is None


def test_a_song_has_not_started_until_it_moves_and_never_if_it_played_before(hand: Hand) -> None:
    state = hand.deck.play_index(PLAYING, 1, RAMP, Ms(5_000))
    assert hand.deck.not_started(hand.player.status()) is True
    hand.clock.advance(1)
    assert hand.deck.not_started(hand.player.status()) is False
    hand.deck.play_index(state, 1, RAMP)
    assert hand.deck.not_started(hand.player.status()) is False


def test_without_a_song_to_follow_the_queue_is_empty(hand: Hand) -> None:
    hand.deck.play_index(PLAYING, 0, RAMP)
    assert hand.queue(track(2)) == track(2).path
    assert hand.queue(None) is None
    assert hand.queue(track(2)) == track(2).path
    assert hand.queue(track(2), index=None) is None


def test_a_song_that_has_to_be_rendered_is_asked_for_and_queued_once_it_is_there() -> None:
    scores = FakeRenditions(recorded=False)
    hand = Hand(scores)
    scores.there.add((track(2).speed_pitch, WHOLE_SONG))
    hand.deck.play_index(PLAYING, 0, RAMP)
    assert hand.queue(track(2)) == made_path(track(2).speed_pitch, WHOLE_SONG)
    assert scores.prepared == []
    scores.there.clear()
    assert hand.queue(track(2)) is None
    assert scores.prepared == [track(2).id]


def test_a_recording_stands_in_for_a_rendition_that_is_not_there_yet() -> None:
    scores = FakeRenditions()
    hand = Hand(scores)
    lower = replace(track(2), speed_pitch=LOWER)
    hand.deck.play_index(PLAYING, 0, RAMP)
    assert hand.queue(lower) == lower.path
    assert scores.prepared == [lower.id]
    scores.there.add((LOWER, WHOLE_SONG))
    assert hand.queue(lower) == made_path(LOWER, WHOLE_SONG)


def test_the_wind_down_slows_the_song_and_the_one_after_it(hand: Hand) -> None:
    hand.deck.play_index(PLAYING, 0, RAMP)
    hand.queue(track(2))
    hand.deck.wind_down(WindDownPoint(0.9))
    assert hand.deck.pace == hand.pace == 0.9
    assert hand.queued == (track(2).path, SpeedPitch(0.9))
    hand.player.queue_next(None)
    hand.deck.wind_down(WindDownPoint(0.9))
    assert hand.queued is None, "the same pace is not sent again"


@pytest.mark.parametrize(
    ("known", "told", "near"),
    [
        (None, None, True),
        (None, 30_000, True),
        (None, 30_001, False),
        (30_000, None, True),
        (30_001, None, False),
        (30_000, 90_000, False),
    ],
)
def test_twenty_seconds_before_its_end_a_song_is_near_it(
    known: int | None, told: int | None, near: bool
) -> None:
    song = replace(track(1), duration_ms=None if known is None else Ms(known))
    status = PlayerStatus(position_ms=Ms(10_000), duration_ms=None if told is None else Ms(told))
    assert near_the_end(song, status) is near
