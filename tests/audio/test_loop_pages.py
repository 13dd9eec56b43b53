"""A background sound in a file is read shortly before it is heard, and is gapless."""

import numpy as np
import pytest

from lullaby.audio.loop_pages import KEPT, PAGE, LoopPages
from lullaby.audio.port import AmbientSound
from lullaby.audio.source import LoopSource
from lullaby.units import FULL_SCALE, Gain, Ms
from tests.audio.hand_driven import HandDriven
from tests.audio.sounds import RATE
from tests.fakes import FakeClock

LONG = 40 * RATE + 12_345


class Stored:
    """A loop that rises by one step of 16 bits with each frame, in a file that may break."""

    def __init__(self, frames: int = LONG) -> None:
        self.frames = frames
        self.broken = False
        self.asked: list[int] = []

    def __len__(self) -> int:
        return self.frames

    def read(self, at: int, frames: int) -> np.ndarray:
        if self.broken:
            raise OSError("the disk is gone")
        assert 0 < frames <= self.frames - at
        self.asked.append(at)
        return stored(np.arange(at, at + frames))


def stored(places: np.ndarray) -> np.ndarray:
    sides = (places % 20_000, places % 7_000)
    return np.stack(sides, axis=1).astype(np.int16)


def heard(pages: LoopPages, at: int, frames: int) -> np.ndarray:
    parts = pages.read(at, frames)
    return np.concatenate(parts) if parts else stored(np.arange(0))


@pytest.mark.parametrize("frames", [LONG, 3 * RATE, RATE, 100])
def test_it_sounds_as_if_it_were_in_memory(frames: int) -> None:
    pages = LoopPages(Stored(frames), lambda: None)
    at = 0
    for length in (40, 77_000, 1, 48_000) * 30:
        if pages.hungry:
            pages.feed()
        assert np.array_equal(heard(pages, at, length), stored(np.arange(at, at + length) % frames))
        at += length
    assert not pages.starved


def test_only_some_seconds_are_in_memory_and_each_is_read_once() -> None:
    loop, asked = Stored(), []
    pages = LoopPages(loop, lambda: asked.append(1))
    for second in range(30):
        if pages.hungry:
            pages.feed()
        assert len(heard(pages, second * RATE, RATE)) == RATE
        assert len(pages._pages) <= KEPT
    assert len(loop.asked) == len(set(loop.asked))
    assert len(asked) < 10, "several seconds at a time"


def test_it_goes_back_without_reading_again() -> None:
    loop = Stored()
    pages = LoopPages(loop, lambda: None)
    for second in range(12):
        pages.feed()
        heard(pages, second * RATE, RATE)
    before = len(loop.asked)
    assert len(heard(pages, 9 * RATE, 3 * RATE)) == 3 * RATE
    assert len(loop.asked) == before


def test_two_places_of_one_sound_are_heard_side_by_side() -> None:
    pages = LoopPages(Stored(), lambda: None)
    for second in range(20):
        for place in (second, second + 22):
            at = place * RATE
            pages.read(at, 1)
            if pages.hungry:
                pages.feed()
            there = heard(pages, at, RATE)
            assert np.array_equal(there, stored(np.arange(at, at + RATE) % LONG))


def test_what_is_not_there_yet_is_left_out_and_asked_for() -> None:
    asked: list[int] = []
    pages = LoopPages(Stored(), lambda: asked.append(1))
    assert pages.read(0, 10) == []
    assert pages.starved
    assert asked == [1]
    pages.feed()
    assert len(heard(pages, PAGE - 5, 10)) == 10


def test_a_sound_whose_file_breaks_is_made_again_and_goes_on() -> None:
    made: list[Stored] = []

    def make(name: str, rate: int) -> Stored:
        made.append(Stored())
        return made[-1]

    engine = HandDriven(FakeClock(), ambient_loops=make)
    engine.player.set_ambient_sounds((AmbientSound("rain", Gain(1.0)),), Ms(0))
    engine.pass_ms(3_000)
    made[0].broken = True
    there = engine.hear(20_000)
    assert len(made) == 2
    gaps = np.flatnonzero((there == 0).all(axis=1))
    assert len(gaps) < 10, "no gap"


def test_a_sound_in_a_file_is_heard_from_its_beginning_to_its_end_and_on() -> None:
    engine = HandDriven(FakeClock(), ambient_loops=lambda *_: Stored(3 * RATE))
    engine.player.set_ambient_sounds((AmbientSound("rain", Gain(1.0)),), Ms(0))
    sound = engine.hear(10_000)
    begin = int(np.argmax(sound[:, 0] > 0)) - 1
    wanted = stored(np.arange(len(sound) - begin) % (3 * RATE)) / FULL_SCALE
    assert np.allclose(sound[begin:], wanted, atol=3 / FULL_SCALE)


def test_a_source_without_a_sound_is_silent() -> None:
    source = LoopSource()
    assert not source.hungry
    assert not source.feed()
    assert source.read(0, 10).shape == (0, 2)
