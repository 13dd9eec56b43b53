"""A song changes its key, tempo, melody and verses during playback."""

from dataclasses import replace
from pathlib import Path

import pytest

from lullaby.audio.port import AS_RECORDED, PlayerStatus, SpeedPitch, Trouble
from lullaby.library.rendition import Rendition
from lullaby.library.singing import WHOLE_SONG, Singing
from lullaby.library.track import Track, TrackId
from lullaby.session.rendition_switcher import CueMaker, RenditionSwitcher
from lullaby.session.state import Programme, SessionState, Stage
from lullaby.songbook.passes import Passes
from lullaby.units import Ms
from tests.fakes import FakeClock, FakePlayer
from tests.session.evening import Evening, programme, track

LOWER = SpeedPitch(0.9, -2.0)
LINES = ((0.0, 4_000.0), (4_000.0, 8_000.0))
ALL = Passes((0, 1, 2), 6_000.0, 10_000.0, LINES)


class FakeRenditions:
    """Songs with an original recording; `there` are the renditions that have been made."""

    def __init__(self, recorded: bool = True) -> None:
        self.recorded = recorded
        self.there: set[tuple[SpeedPitch, Singing]] = set()
        self.requested: list[tuple[SpeedPitch, Singing]] = []
        self.prepared: list[TrackId] = []
        self.discarded: list[Path] = []

    def exact(self, track: Track, speed_pitch: SpeedPitch, singing: Singing) -> Rendition | None:
        if self.recorded and speed_pitch == AS_RECORDED and singing.verses is None:
            return self.meanwhile(track, singing)
        if (speed_pitch, singing) not in self.there:
            return None
        order = singing.verses or ALL.order
        passes = Passes(order, ALL.first_ms, ALL.every_ms, LINES)
        return Rendition(made_path(speed_pitch, singing), speed_pitch, singing, None, passes, False)

    def meanwhile(self, track: Track, singing: Singing) -> Rendition | None:
        if not self.recorded:
            return None
        path = track.path if singing.with_tune else track.path.with_suffix(".below")
        return Rendition(path, singing=Singing(singing.with_tune), passes=ALL)

    def make(self, track: Track, speed_pitch: SpeedPitch, singing: Singing) -> None:
        self.requested.append((speed_pitch, singing))

    def prepare(self, track: Track) -> None:
        self.prepared.append(track.id)

    def discard(self, rendition: Rendition) -> bool:
        self.discarded.append(rendition.path)
        self.there.clear()
        return not rendition.recorded


def made_path(speed_pitch: SpeedPitch, singing: Singing) -> Path:
    return Path(f"/made/{speed_pitch} {singing}.opus")


class Night(Evening):
    """The evening; what plays is read from the player."""

    @property
    def playing(self) -> Path:
        cue = self.player._cue
        assert cue is not None
        return cue.path


def evening(scores: FakeRenditions, songs: int = 1) -> Night:
    night = Night(renditions=scores)
    night.session.start_session(programme(songs))
    return night


def settled(night: Night, ms: int) -> SessionState:
    return night.pass_time(ms, 100)


def test_another_key_is_heard_at_once_and_rendered_between_lines() -> None:
    scores = FakeRenditions()
    night = evening(scores)
    settled(night, 7_000)
    night.session.set_speed_pitch(LOWER)
    assert scores.requested == [(LOWER, WHOLE_SONG)]
    assert night.playing == track(1).path, "the player bends what sounds"
    assert settled(night, 200).speed_pitch == LOWER
    scores.there.add((LOWER, WHOLE_SONG))
    settled(night, 1_000)
    assert night.playing == track(1).path, "in the middle of a line"
    settled(night, 2_500)
    assert night.playing == made_path(LOWER, WHOLE_SONG)
    cue = night.player._cue
    assert cue is not None
    assert (cue.speed_pitch, cue.made) == (LOWER, LOWER)
    position = night.state.position_ms
    assert position == pytest.approx(7_000 + 3_700 * 0.9, abs=150)
    settled(night, 3_000)
    assert night.state.position_ms == pytest.approx(position + 2_700, abs=100)


def test_the_melody_switches_off_and_on_at_once() -> None:
    night = evening(FakeRenditions())
    settled(night, 7_500)
    night.session.set_singing(Singing(with_tune=False))
    state = settled(night, 100)
    assert night.playing == track(1).path.with_suffix(".below")
    assert state.position_ms == pytest.approx(7_600, abs=100)
    night.session.set_singing(WHOLE_SONG)
    settled(night, 100)
    assert night.playing == track(1).path


def test_the_melody_switches_off_at_once_in_another_key_too() -> None:
    scores = FakeRenditions()
    without = Singing(with_tune=False)
    scores.there |= {(LOWER, WHOLE_SONG), (LOWER, without)}
    night = evening(scores)
    night.session.set_speed_pitch(LOWER)
    settled(night, 8_000)
    assert night.playing == made_path(LOWER, WHOLE_SONG)
    night.session.set_singing(without)
    settled(night, 100)
    assert night.playing == made_path(LOWER, without)


def test_before_its_twin_is_rendered_the_recording_substitutes_it() -> None:
    scores = FakeRenditions()
    scores.there.add((LOWER, WHOLE_SONG))
    night = evening(scores)
    night.session.set_speed_pitch(LOWER)
    settled(night, 8_000)
    assert night.playing == made_path(LOWER, WHOLE_SONG)
    night.session.set_singing(Singing(with_tune=False))
    settled(night, 200)
    assert night.playing == track(1).path.with_suffix(".below")


def test_while_the_twin_is_rendered_the_recording_without_melody_substitutes_it() -> None:
    scores = FakeRenditions()
    night = evening(scores)
    settled(night, 7_000)
    night.session.set_speed_pitch(LOWER)
    night.session.set_singing(Singing(with_tune=False))
    settled(night, 100)
    cue = night.player._cue
    assert cue is not None
    assert cue.path == track(1).path.with_suffix(".below")
    assert (cue.speed_pitch, cue.made) == (LOWER, AS_RECORDED)


def test_the_words_follow_the_verses_that_are_heard() -> None:
    scores = FakeRenditions()
    night = evening(scores)
    settled(night, 7_000)
    second = Singing(verses=(1,))
    night.session.set_singing(second)
    state = settled(night, 200)
    assert (state.singing, state.verses) == (second, None), "still those of the recording"
    scores.there.add((AS_RECORDED, second))
    state = settled(night, 3_000)
    assert state.verses is None, "the first verse is sung to its end"
    state = settled(night, 4_500)
    assert state.verses == (1,)
    assert state.position_ms < 6_000, "before the second verse, which is the first one there"


def test_a_song_stored_in_another_key_starts_in_it() -> None:
    scores = FakeRenditions()
    scores.there.add((LOWER, WHOLE_SONG))
    night = Night(renditions=scores)
    song = Track(TrackId(1), Path("/songs/1.ogg"), "One", speed_pitch=LOWER)
    night.session.start_session(Programme("night_waking", (song,), (), 8, 30))
    assert night.player.cues[0].path == made_path(LOWER, WHOLE_SONG)
    assert not scores.requested


def test_a_song_without_a_recording_waits_until_it_is_made() -> None:
    scores = FakeRenditions(recorded=False)
    night = evening(scores)
    assert settled(night, 1_000).stage is Stage.PLAYING
    assert not night.player.cues
    assert night.state.position_ms == 0
    scores.there.add((AS_RECORDED, WHOLE_SONG))
    state = settled(night, 1_000)
    assert len(night.player.cues) == 1
    assert state.position_ms == pytest.approx(900, abs=100)


def test_the_next_song_is_rendered_in_time_and_queued_when_ready() -> None:
    scores = FakeRenditions(recorded=False)
    scores.there.add((AS_RECORDED, WHOLE_SONG))
    night = evening(scores, songs=2)
    settled(night, 150_000)
    scores.there.clear()
    settled(night, 15_000)
    assert TrackId(2) in scores.prepared
    scores.there.add((AS_RECORDED, WHOLE_SONG))
    assert settled(night, 16_000).index == 1


def test_a_damaged_file_is_rendered_again_once() -> None:
    scores = FakeRenditions()
    scores.there.add((LOWER, WHOLE_SONG))
    night = Night(renditions=scores)
    song = Track(TrackId(1), Path("/songs/1.ogg"), "One", speed_pitch=LOWER)
    night.player.troubles[made_path(LOWER, WHOLE_SONG)] = Trouble.UNREADABLE
    night.session.start_session(Programme("night_waking", (song,), (), 8, 30))
    state = settled(night, 1_000)
    assert scores.discarded == [made_path(LOWER, WHOLE_SONG)]
    assert (state.track, state.skipped) == (song, frozenset())
    assert night.playing == song.path, "the recording stands in"
    assert scores.requested == [(LOWER, WHOLE_SONG)]


def test_an_unusable_rendition_is_not_retried_forever() -> None:
    scores = FakeRenditions()
    scores.there.add((LOWER, WHOLE_SONG))
    night = evening(scores)
    night.player.troubles[made_path(LOWER, WHOLE_SONG)] = Trouble.UNREADABLE
    night.session.set_speed_pitch(LOWER)
    settled(night, 12_000)
    assert night.playing == track(1).path
    assert night.state.speed_pitch == LOWER


class LateRenditions(FakeRenditions):
    """The scores have not been read when the evening starts."""

    read = False

    def exact(self, track: Track, speed_pitch: SpeedPitch, singing: Singing) -> Rendition | None:
        return super().exact(track, speed_pitch, singing) if self.read else None

    def meanwhile(self, track: Track, singing: Singing) -> Rendition | None:
        rendition = super().meanwhile(track, singing)
        return rendition if self.read or rendition is None else replace(rendition, passes=None)


def test_a_score_may_become_known_while_its_recording_plays() -> None:
    scores, second = LateRenditions(), Singing(verses=(1,))
    night = evening(scores)
    assert night.playing == track(1).path, "it begins before its score is read"
    settled(night, 1_000)
    scores.read = True
    settled(night, 6_000)
    assert len(night.player.cues) == 1, "and continues"
    night.session.set_singing(second)
    scores.there.add((AS_RECORDED, second))
    assert settled(night, 3_000).verses is None, "the first verse is sung to its end"
    assert settled(night, 4_500).verses == (1,)


def switcher(scores: FakeRenditions) -> tuple[RenditionSwitcher, FakePlayer]:
    player = FakePlayer(FakeClock())
    return RenditionSwitcher(player, scores, CueMaker()), player


def test_a_song_is_settled_while_what_was_asked_for_is_heard() -> None:
    song, player = switcher(FakeRenditions())
    song.play_track(track(1), Ms(0))
    status = player.status()
    assert not song.is_settled(status)
    song.update_rendition(status)
    assert song.is_settled(status)
    assert not song.is_settled(replace(status, trouble=Trouble.UNREADABLE))
    assert not song.is_settled(replace(status, ended=True))


def test_a_rendition_that_is_never_heard_is_given_up_after_five_seconds() -> None:
    scores = FakeRenditions()
    song, player = switcher(scores)
    song.play_track(track(1), Ms(0))
    before = player.status()
    scores.there.add((LOWER, WHOLE_SONG))
    song.set_speed_pitch(LOWER)
    at = next(at for at in range(0, 20_000, 50) if turned(song, player, before, at))
    assert song.is_current(replace(before, position_ms=Ms(at))), "the one before still sounds"
    for later, settled in ((4_900, False), (5_100, True)):
        status = replace(before, position_ms=Ms(at + later))
        song.update_rendition(status)
        assert song.is_settled(status) is settled


def turned(song: RenditionSwitcher, player: FakePlayer, before: PlayerStatus, at: int) -> bool:
    """Whether another rendition was asked for at this place."""
    song.update_rendition(replace(before, position_ms=Ms(at)))
    return player.status().cue != before.cue


def test_a_song_that_has_to_be_rendered_first_ends_the_one_before() -> None:
    scores = FakeRenditions(recorded=False)
    song, player = switcher(scores)
    scores.there.add((AS_RECORDED, WHOLE_SONG))
    song.play_track(track(1), Ms(0))
    assert player.status().cue is not None
    scores.there.clear()
    song.play_track(track(2), Ms(0))
    assert player.status().cue is None


def test_without_a_song_nothing_is_rendered() -> None:
    scores = FakeRenditions()
    song, _ = switcher(scores)
    song.set_speed_pitch(LOWER)
    assert scores.requested == []
