"""Files that never answer, as on a share that is gone."""

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from lullaby.audio.engine_player import EnginePlayer
from lullaby.audio.feeder import LONGEST_LOOK, PATIENCE, Feeder
from lullaby.audio.port import Cue, CueId, Phase, Trouble
from lullaby.audio.pygame_player import PygamePlayer
from lullaby.clock import SystemClock
from lullaby.units import Ms
from lullaby.workers import Workers
from tests.audio.dead_share import NAME, DeadShare
from tests.audio.hand_driven import no_ambient_loops
from tests.audio.sounds import Sound, tone, write
from tests.fakes import FakeClock, ImmediateExecutor
from tests.waiting import wait_until


@pytest.fixture
def share(monkeypatch: pytest.MonkeyPatch) -> Iterator[DeadShare]:
    share = DeadShare().mount(monkeypatch)
    yield share
    share.release()


@pytest.fixture
def away(tmp_path: Path, share: DeadShare) -> Path:
    rng = np.random.default_rng(1)
    noise: Sound = (0.1 * rng.standard_normal((48_000 * 8, 2))).astype(np.float32)
    return write(tmp_path / f"{NAME}.flac", noise)


@pytest.fixture
def song(tmp_path: Path) -> Path:
    return write(tmp_path / "song.flac", tone(30.0))


class Fed:
    """A feeder with real threads and hand-driven time."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.woken = threading.Event()
        self.readers = Workers(8, "reader")
        maker = ImmediateExecutor()
        self.feeder = Feeder(no_ambient_loops, maker, self.readers, self.clock, self.woken.set)

    def look(self, after_ms: int) -> float | None:
        self.clock.advance(after_ms)
        return self.feeder.step()


@pytest.fixture
def fed(share: DeadShare) -> Iterator[Fed]:
    fed = Fed()
    yield fed
    share.release()
    fed.feeder.close()


def test_a_file_that_never_answers_is_given_up_in_time(
    fed: Fed, away: Path, share: DeadShare
) -> None:
    calls: list[bool] = []
    source = fed.feeder.open_source(away, Ms(0), lambda: calls.append(True))
    assert fed.look(0), "it is looked at again"
    assert share.silent.wait(5.0)
    for _ in range(PATIENCE // 250 - 1):
        fed.look(250)
    assert source.trouble is None
    assert fed.look(250) is None, "nothing is left to look at"
    assert source.trouble is Trouble.NOT_IN_TIME
    assert calls == [True]
    share.release()
    fed.feeder.close()
    assert source.trouble is Trouble.NOT_IN_TIME


def test_a_suspended_machine_is_not_blamed_on_the_file(
    fed: Fed, away: Path, share: DeadShare
) -> None:
    source = fed.feeder.open_source(away, Ms(0), lambda: None)
    fed.look(0)
    assert share.silent.wait(5.0)
    fed.look(3_600_000)
    assert source.trouble is None
    for _ in range(PATIENCE // LONGEST_LOOK):
        fed.look(LONGEST_LOOK)
    assert source.trouble is Trouble.NOT_IN_TIME


def test_other_files_are_filled_while_one_hangs(
    fed: Fed, away: Path, share: DeadShare, song: Path
) -> None:
    fed.feeder.open_source(away, Ms(0), lambda: None)
    fed.look(0)
    assert share.silent.wait(5.0)
    ready = threading.Event()
    source = fed.feeder.open_source(song, Ms(0), ready.set)
    fed.look(0)
    assert ready.wait(5.0)
    assert source.read(0, 480).any()


def test_a_file_that_stops_answering_plays_what_has_been_read(
    fed: Fed, away: Path, share: DeadShare
) -> None:
    share.answers = away.stat().st_size // 2
    ready = threading.Event()
    source = fed.feeder.open_source(away, Ms(0), ready.set)
    fed.look(0)
    assert ready.wait(5.0)
    assert share.silent.wait(5.0)
    for _ in range(PATIENCE // 250 + 2):
        fed.look(250)
    assert source.trouble is Trouble.NOT_IN_TIME
    assert source.read(24_000, 480).any()


@pytest.fixture
def player(monkeypatch: pytest.MonkeyPatch) -> Iterator[EnginePlayer]:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    player = PygamePlayer(SystemClock(), lambda _name, _rate: tone(1.0))
    yield player
    player.close()


def test_the_next_song_plays_at_once_and_closing_does_not_wait(
    player: EnginePlayer, away: Path, share: DeadShare, song: Path
) -> None:
    clock = SystemClock()
    for number in range(10):
        player.play(Cue(CueId(number), away))
    assert share.silent.wait(5.0)
    assert player.status().phase is Phase.PLAYING
    player.play(Cue(CueId(20), song, ramp_ms=Ms(0)))
    begun = clock.monotonic_ms()
    wait_until(lambda: player.status().position_ms > 50)
    assert clock.monotonic_ms() - begun < 1_500
    begun = clock.monotonic_ms()
    player.close()
    assert clock.monotonic_ms() - begun < 1_500
