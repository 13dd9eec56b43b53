"""The sound when a song changes its key, melody or verses: the real session, engine, renderer and
files, driven by hand.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lullaby.audio.decoder import RATE
from lullaby.audio.port import START_RAMP, AmbientSound, SpeedPitch
from lullaby.background import KeptSounds, kept_songs
from lullaby.jobs import JobRunner
from lullaby.journal.store import JournalStore
from lullaby.library.renditions import SongRenditions
from lullaby.library.score_catalogue import ScoreCatalogue
from lullaby.library.singing import Singing
from lullaby.library.track import GainSource, Loudness, Track, TrackId
from lullaby.paths import assets
from lullaby.session.session import Session
from lullaby.session.session_recorder import SessionRecorder
from lullaby.session.state import Programme, SessionState
from lullaby.songbook.catalogue import catalogue
from lullaby.units import Gain, Ms
from tests.audio.hand_driven import HandDriven
from tests.audio.sounds import Sound
from tests.audio.test_engine import steepest
from tests.fakes import FakeClock, PatientExecutor, Postbox

SONGS = {song.id: song for song in catalogue(assets() / "songs")}
BEAT = 100
CENTS = 5


class Playback:
    """One song with a score, through everything but the window."""

    def __init__(self, folder: Path, song: str, memory: sqlite3.Connection) -> None:
        entry = SONGS[song]
        assert entry.gain_db is not None
        clock = FakeClock()
        self.engine = HandDriven(clock)
        self.making, self.post = PatientExecutor(), Postbox()
        jobs = JobRunner(self.making, self.post)
        renditions = SongRenditions(ScoreCatalogue(SONGS.values()), kept_songs(folder), jobs)
        recorder = SessionRecorder(JournalStore(memory))
        self.session = Session(self.engine.player, clock, recorder, 20, renditions=renditions)
        self.track = Track(
            TrackId(1),
            entry.audio,
            entry.title,
            songbook_id=song,
            loudness=Loudness(entry.gain_db, entry.peak, GainSource.MEASURED),
        )

    def begin(self, track: Track | None = None) -> None:
        self.session.start_session(Programme("night_waking", (track or self.track,), (), 20, None))

    def make(self) -> None:
        while self.making.work():
            self.post.deliver()

    def hear(self, ms: int) -> Sound:
        return np.concatenate([self._beat() for _ in range(ms // BEAT)])

    def _beat(self) -> Sound:
        heard = self.engine.hear(BEAT)
        self.session.tick()
        return heard

    @property
    def state(self) -> SessionState:
        return self.session.tick()


@pytest.fixture
def playback(tmp_path: Path, memory: sqlite3.Connection) -> Callable[[str], Playback]:
    return lambda song: Playback(tmp_path, song, memory)


def colours(sound: Sound) -> np.ndarray:
    """The strength of each pitch, in bins of 5 cents from 110 Hz over four octaves."""
    size = 1 << 16
    window = np.hanning(size)
    total = np.zeros(size // 2 + 1)
    for at in range(0, len(sound) - size, size // 2):
        total += np.abs(np.fft.rfft(sound[at : at + size].mean(axis=1) * window))
    pitches = 110.0 * 2 ** (np.arange(0, 4 * 1200, CENTS) / 1200)
    strong = np.interp(pitches, np.fft.rfftfreq(size, 1 / RATE), total)
    return np.sqrt(strong)


def interval(one: Sound, other: Sound) -> float:
    """How many semitones `other` is higher, where their pitches match best."""
    first, second = colours(one), colours(other)
    reach = 400 // CENTS
    fits = [
        float(np.corrcoef(first[reach:-reach], second[reach + by : len(second) - reach + by])[0, 1])
        for by in range(-reach, reach + 1)
    ]
    return (int(np.argmax(fits)) - reach) * CENTS / 100


def levels(sound: Sound) -> np.ndarray:
    """In dB, for every 200 ms."""
    size = RATE // 5
    parts = sound[: len(sound) // size * size].reshape(-1, size, 2)
    return 10 * np.log10(np.mean(parts**2, axis=(1, 2)) + 1e-12)


@pytest.mark.long
def test_two_lower_is_two_semitones_lower_at_once_and_when_it_is_made(playback) -> None:
    at_home, lower = playback("fais-dodo"), playback("fais-dodo")
    for each in (at_home, lower):
        each.begin()
        each.hear(START_RAMP)
    lower.session.set_speed_pitch(SpeedPitch(semitones=-2.0))
    home, bent = at_home.hear(10_000), lower.hear(10_000)
    assert interval(home, bent) == pytest.approx(-2.0, abs=0.1)
    lower.make()
    lower.hear(6_000)
    at_home.hear(6_000)
    song = lower.engine.player._song
    assert song is not None
    assert song.cue.made.semitones == -2, "the made one has taken over"
    home, made = at_home.hear(10_000), lower.hear(10_000)
    assert interval(home, made) == pytest.approx(-2.0, abs=0.1)
    assert abs(np.median(levels(made)) - np.median(levels(home))) < 3.0


def test_the_change_to_the_made_recording_has_no_gap_and_no_click(playback) -> None:
    it, bent = playback("fais-dodo"), playback("fais-dodo")
    for each in (it, bent):
        each.begin()
        each.hear(START_RAMP)
        each.session.set_speed_pitch(SpeedPitch(0.9, -2.0))
    it.make()
    heard, before = it.hear(9_000), bent.hear(9_000)
    song = it.engine.player._song
    assert song is not None
    assert song.cue.made.pace == pytest.approx(0.9)
    after = it.hear(9_000)
    floor = min(levels(before).min(), levels(after).min())
    assert levels(heard).min() > floor - 3.0, "no gap"
    assert steepest(heard) < 1.05 * max(steepest(before), steepest(after)), "no click"


def test_the_tune_leaves_within_400_ms_at_the_same_place_without_a_gap(playback) -> None:
    it, with_tune, without = playback("fais-dodo"), playback("fais-dodo"), playback("fais-dodo")
    without.begin(replace(without.track, singing=Singing(with_tune=False)))
    it.begin()
    with_tune.begin()
    for each in (it, with_tune, without):
        each.hear(12_000)
    it.session.set_singing(Singing(with_tune=False))
    it.session.tick()
    changing, loud, soft = it.hear(3_000), with_tune.hear(3_000), without.hear(3_000)
    differs = np.abs(changing - soft).max(axis=1) > 0.004
    assert np.flatnonzero(differs).max() < 1.0 * RATE, "the same place, to the sample"
    assert np.abs(loud - soft).max() > 0.05, "or this test sees nothing"
    floor = np.minimum(levels(loud), levels(soft))
    assert (levels(changing) > floor - 1.5).all(), "no gap"
    assert steepest(changing) < 1.1 * max(steepest(loud), steepest(soft)), "no click"


def test_two_sounds_at_once_each_at_its_own_level(tmp_path: Path) -> None:
    def power(*sounds: AmbientSound) -> float:
        engine = HandDriven(FakeClock(), ambient_loops=KeptSounds(tmp_path))
        engine.player.set_ambient_sounds(sounds, Ms(0))
        engine.pass_ms(1_000)
        return float(np.mean(engine.hear(8_000).astype(np.float64) ** 2))

    fan, noise = AmbientSound("fan", Gain(0.8)), AmbientSound("pink_noise", Gain(0.4))
    apart = power(fan), power(noise)
    assert power(AmbientSound("fan", Gain(0.4))) == pytest.approx(apart[0] / 4, rel=0.02)
    assert power(fan, noise) == pytest.approx(sum(apart), rel=0.1)
    assert {path.name.split("-")[0] for path in tmp_path.iterdir()} == {"fan", "pink_noise"}


@pytest.mark.long
def test_chosen_verses_are_what_is_heard(playback) -> None:
    it, only = playback("schlaf-kindlein"), playback("schlaf-kindlein")
    second = Singing(verses=(1,))
    kept = replace(only.track, singing=second)
    it.begin()
    it.hear(2_000)
    it.session.set_singing(second)
    it.make()
    it.hear(1_000)
    assert it.state.verses == (1,), "in the introduction it is taken over at once"
    only.begin(kept)
    only.hear(1_000)
    assert only.state.verses == (1,), "made by the other, in the same folder"
    assert it.state.duration_ms == pytest.approx(only.state.duration_ms, abs=30)
    it.session.seek(it.state.position_ms)
    for each in (it, only):
        each.session.seek(type(each.state.position_ms)(20_000))
        each.hear(2_000)
    one, other = it.hear(4_000), only.hear(4_000)
    assert np.abs(one - other).max() < 0.02
