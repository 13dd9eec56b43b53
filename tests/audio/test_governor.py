"""No sound is louder than the night: unmeasured songs are held, measured ones unchanged."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lullaby.audio.governor import OWN_LEAP_DB, SLACK_LU
from lullaby.audio.port import Cue, CueId, SpeedPitch
from lullaby.audio.profile import CHUNK, HOP, MOMENT, Profile
from lullaby.k_weighting import loudness
from lullaby.library.track import GainSource, Loudness
from lullaby.paths import assets
from lullaby.session.transitions import SOFT_START
from lullaby.units import Decibels, Lufs, Ms
from tests.audio.faulty_songs import burst, faded, library, master, music, tag, torn, turned
from tests.audio.hand_driven import HandDriven
from tests.audio.nights import TARGET, Night, Song, blocks, render_night, short_terms
from tests.audio.sounds import RATE, Sound, tone, write
from tests.fakes import FakeClock

NEAR_LU = 0.5


@pytest.fixture
def engine() -> Iterator[HandDriven]:
    engine = HandDriven(FakeClock())
    yield engine
    engine.player.close()


def noise(seconds: float, lufs: float, seed: int = 1) -> Sound:
    """Steady noise, so that every part of it is as loud as the whole."""
    random = np.random.default_rng(seed)
    return turned(random.normal(0, 0.1, (round(seconds * RATE), 2)).astype(np.float32), lufs)


def even(folder: Path, lufs: float, name: str = "even") -> Song:
    return Song(write(folder / f"{name}.flac", noise(8.0, lufs)))


def known(song: Song, lufs: float, source: GainSource = GainSource.MEASURED) -> Song:
    return replace(song, loudness=Loudness(Decibels(-18.0 - lufs), 0.1, source))


def loudest(night: Night, song: int) -> float:
    """LUFS of the loudest 3 s of one song as heard."""
    begins = [*night.begins, len(night.sound)]
    return float(short_terms(night.sound[begins[song] : begins[song + 1]]).max())


def assert_even(night: Night) -> None:
    assert night.rise_lu() <= 1.0
    assert night.step_db() <= 6.0
    assert night.peak <= 1.0


def test_a_profile_agrees_with_the_loudness() -> None:
    sound = noise(4.0, -23.0)
    profile = Profile()
    for at in range(0, len(sound), CHUNK):
        profile.feed(sound[at : at + CHUNK])
    assert profile.hops == len(sound) // HOP
    powers = profile.weighted(10, profile.hops - 10)
    lufs = -0.691 + 10 * np.log10(powers.mean())
    assert lufs == pytest.approx(loudness(sound.astype(np.float64), RATE), abs=0.05)
    plain = np.square(sound[17 * HOP : 21 * HOP]).mean()
    assert profile.blocks(20, 21)[0] == pytest.approx(plain, rel=1e-4)
    assert profile.moments(200, 201)[0] == pytest.approx(
        profile.weighted(200 - MOMENT + 1, 201).mean()
    )
    assert not profile.weighted(-5, 0).any()


@pytest.mark.parametrize(
    "name",
    [
        "edo-komoriuta.opus",
        pytest.param("aloha-oe.opus", marks=pytest.mark.long),
        pytest.param("rozhinkes.opus", marks=pytest.mark.long),
    ],
)
def test_a_measured_song_is_bit_identical(engine: HandDriven, name: str) -> None:
    path = assets() / "songs" / name
    song = known(Song(path, seconds=14.0, start_ms=0), TARGET)
    played = render_night([song]).sound
    engine.player.play(Cue(CueId(1), path, ramp_ms=SOFT_START))
    plain = engine.hear(14_000)
    assert np.abs(played - plain).max() <= 2.1 / 32_767, "the dither alone differs"


FRESH = {
    "a tag with a lying peak": (-14.0, tag(20.0, 0.02)),
    "a tag with an honest peak": (-14.0, tag(20.0, 0.9)),
    "a tag that turns down": (-14.0, tag(-4.0, 0.9)),
    "no tag": (-5.0, None),
    "no tag, at the target": (-23.0, None),
}


@pytest.mark.parametrize("name", FRESH)
def test_an_unmeasured_song_is_brought_to_the_target_before_it_is_heard(
    tmp_path: Path, name: str
) -> None:
    lufs, tagged = FRESH[name]
    night = render_night([replace(even(tmp_path, lufs), loudness=tagged)])
    assert loudest(night, 0) == pytest.approx(TARGET, abs=NEAR_LU)
    assert_even(night)


def test_only_measuring_raises_a_soft_song(tmp_path: Path) -> None:
    soft = even(tmp_path, -35.0)
    for tagged in (None, tag(30.0, 0.001)):
        assert loudest(render_night([replace(soft, loudness=tagged)]), 0) == pytest.approx(
            -35.0, abs=0.3
        )
    assert loudest(render_night([known(soft, -35.0)]), 0) == pytest.approx(TARGET, abs=NEAR_LU)


def test_a_loud_record_after_a_soft_song_is_no_louder_than_the_target(tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    loud = Song(write(tmp_path / "loud.flac", master(8.0, -5.0, random)))
    night = render_night([even(tmp_path, -35.0), loud])
    assert loudest(night, 1) <= TARGET + 1.0
    assert_even(night)


def test_a_loud_part_after_a_soft_start_is_held_to_the_bound(tmp_path: Path) -> None:
    sound = np.concatenate((noise(5.0, -40.0), noise(6.0, -8.0)))
    night = render_night([Song(write(tmp_path / "late.flac", sound), seconds=11.0)])
    levels = short_terms(night.sound)
    assert levels[45] == pytest.approx(-40.0, abs=0.5), "the beginning is as it is"
    assert levels.max() == pytest.approx(TARGET + SLACK_LU, abs=0.3)
    assert_even(night)


def test_measured_and_unmeasured_songs_are_alike(tmp_path: Path) -> None:
    one = even(tmp_path, -16.0)
    night = render_night([one, known(one, -16.0), one])
    assert np.ptp([loudest(night, song) for song in range(3)]) < 0.7
    assert_even(night)


@pytest.mark.parametrize("lufs", [-35.0, -23.0, -10.0])
def test_the_same_song_never_comes_back_louder_in_one_night(tmp_path: Path, lufs: float) -> None:
    """Measured meanwhile, resumed, or started again."""
    song = even(tmp_path, lufs)
    night = render_night([song, replace(known(song, lufs), start_ms=2_000), known(song, lufs)])
    first = loudest(night, 0)
    assert loudest(night, 1) <= first + NEAR_LU
    assert loudest(night, 2) <= first + NEAR_LU


def test_a_seek_brings_nothing_back_louder(engine: HandDriven, tmp_path: Path) -> None:
    sound = np.concatenate((noise(8.0, -40.0), noise(8.0, -8.0), noise(8.0, -30.0)))
    path = write(tmp_path / "song.flac", sound)
    engine.player.play(Cue(CueId(1), path, ramp_ms=Ms(200), level=Lufs(TARGET)))
    engine.player.seek(Ms(9_000))
    loud = engine.hear(5_000)
    engine.player.seek(Ms(17_000))
    soft = engine.hear(5_000)[RATE:]
    assert short_terms(loud).max() == pytest.approx(TARGET, abs=NEAR_LU)
    assert short_terms(soft).max() == pytest.approx(TARGET - 22.0, abs=1.0)


def test_noise_within_a_song_never_exceeds_the_bound(tmp_path: Path) -> None:
    random = np.random.default_rng(5)
    calm = turned(tone(8.0, 0.1, 500.0), -35.0)
    sound = burst(calm, 4.0, 0.3, random)
    song = Song(write(tmp_path / "song.wav", sound), seconds=8.0)
    for each in (song, song.measured()):
        levels = blocks(render_night([each]).sound)
        usual = np.median(levels[100:])
        assert levels.max() <= usual + OWN_LEAP_DB + 0.5


def test_random_bytes_in_an_mp3_never_exceed_the_bound(tmp_path: Path) -> None:
    random = np.random.default_rng(6)
    path = write(tmp_path / "song.mp3", faded(turned(tone(8.0, 0.1, 500.0), -30.0)))
    night = render_night([Song(torn(path, random), seconds=8.0)])
    assert_even(night)


def test_an_offset_is_removed_and_other_songs_stay_bit_identical(
    engine: HandDriven, tmp_path: Path
) -> None:
    plain = noise(8.0, -23.0)
    path = write(tmp_path / "offset.flac", plain + np.float32(0.1))
    engine.player.play(Cue(CueId(1), path, ramp_ms=Ms(0)))
    out = engine.hear(6_000)
    assert np.abs(out[2 * RATE :].mean(axis=0)).max() < 0.004


@pytest.mark.parametrize("seed", [4, pytest.param(7, marks=pytest.mark.long)])
def test_a_library_of_faulty_files_is_no_louder_than_the_night(tmp_path: Path, seed: int) -> None:
    assert_even(render_night(library(tmp_path, seed, 2)))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(50))
def test_fifty_libraries_of_faulty_files_are_no_louder_than_the_night(
    tmp_path: Path, seed: int
) -> None:
    assert_even(render_night(library(tmp_path, 1_000 + seed)))


def test_a_measured_song_keeps_its_own_dynamics(engine: HandDriven, tmp_path: Path) -> None:
    random = np.random.default_rng(9)
    sound = np.concatenate((music(4.0, -30.0, random), music(5.0, -24.0, random)))
    song = Song(write(tmp_path / "song.flac", sound), seconds=9.0).measured()
    assert song.loudness is not None
    gain = song.loudness.gain_db + TARGET + 18.0
    engine.player.play(Cue(CueId(1), song.path, Decibels(gain), ramp_ms=SOFT_START))
    plain, played = blocks(engine.hear(9_000)), blocks(render_night([song]).sound)
    assert np.abs(plain - played)[plain > -60].max() < 0.1


def test_a_song_that_continues_in_another_key_is_not_treated_as_starting(tmp_path: Path) -> None:
    loud, soft = (turned(tone(5.0, 0.1, 330.0), lufs) for lufs in (-20.0, -42.0))
    path = write(tmp_path / "song.flac", np.concatenate((loud, soft, loud)))

    def played(level: Lufs | None) -> Sound:
        engine = HandDriven(FakeClock())
        cue = Cue(CueId(1), path, ramp_ms=Ms(200), level=level, measured=level is not None)
        engine.player.play(cue)
        before = engine.hear(6_000)
        engine.player.set_speed_pitch(SpeedPitch(semitones=-1.0))
        after = engine.hear(7_000)
        engine.player.close()
        return np.concatenate((before, after))

    free, held = blocks(played(None)), blocks(played(Lufs(TARGET)))
    assert np.abs(free - held)[free > -60].max() < 0.1


def test_a_song_queued_again_keeps_its_open_file(engine: HandDriven, tmp_path: Path) -> None:
    path = write(tmp_path / "one.flac", noise(3.0, -23.0))
    other = write(tmp_path / "two.flac", noise(5.0, -13.0))
    engine.player.play(Cue(CueId(1), path, ramp_ms=Ms(0)))
    guess = Cue(CueId(2), other, ramp_ms=Ms(0), level=Lufs(TARGET))
    engine.player.queue_next(guess)
    engine.pass_ms(1_000)
    opened = engine.driver.view.past[-1].queued
    engine.player.queue_next(replace(guess, id=CueId(3), gain_db=Decibels(-10.0), measured=True))
    engine.pass_ms(200)
    again = engine.driver.view.past[-1].queued
    assert opened is not None
    assert again is not None
    assert again.source is opened.source
    assert again.gain == pytest.approx(10 ** (-10 / 20))
    engine.player.queue_next(replace(guess, id=CueId(4), path=path))
    engine.pass_ms(200)
    last = engine.driver.view.past[-1].queued
    assert last is not None
    assert last.source is not opened.source
    engine.pass_ms(2_500)
    assert engine.player.status().cue == 4


def test_a_song_queued_again_as_it_starts_is_heard_once(engine: HandDriven, tmp_path: Path) -> None:
    path = write(tmp_path / "one.flac", noise(2.0, -23.0))
    other = write(tmp_path / "two.flac", noise(2.0, -23.0))
    engine.player.play(Cue(CueId(1), path, ramp_ms=Ms(0)))
    guess = Cue(CueId(2), other, ramp_ms=Ms(0), level=Lufs(TARGET))
    engine.player.queue_next(guess)
    engine.pass_ms(1_900)
    engine.player.queue_next(replace(guess, id=CueId(3), gain_db=Decibels(-10.0), measured=True))
    engine.pass_ms(2_500)
    assert engine.player.status().ended
    assert engine.player.status().cue == 3
    assert not engine.hear(1_000).any()
