"""The application's player on SDL's dummy device, with its real threads and clock."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from lullaby.audio.port import AmbientSound, Cue, CueId, Device, Phase
from lullaby.audio.pygame_player import PygamePlayer
from lullaby.clock import SystemClock
from lullaby.units import Gain, Ms
from tests.audio.sounds import steady, tone, write
from tests.waiting import wait_until


@pytest.fixture
def song(tmp_path: Path) -> Path:
    return write(tmp_path / "song.flac", tone(30.0))


@pytest.fixture
def player(monkeypatch: pytest.MonkeyPatch) -> Iterator[PygamePlayer]:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    before = set(threading.enumerate())
    player = PygamePlayer(SystemClock(), lambda _name, _rate: steady(1.0, 0.1))
    yield player
    player.close()
    player.close()
    assert set(threading.enumerate()) <= before


def test_it_plays_in_real_time(player: PygamePlayer, song: Path) -> None:
    player.set_ambient_sounds((AmbientSound("rain", Gain(0.5)),))
    player.play(Cue(CueId(1), song))
    wait_until(lambda: player.status().position_ms > 100)
    clock = SystemClock()
    begun, place = clock.monotonic_ms(), player.status().position_ms
    wait_until(lambda: player.status().position_ms > place + 700)
    assert clock.monotonic_ms() - begun == pytest.approx(700, abs=150)
    assert (player.status().device, player.status().duration_ms) == (Device.READY, 30_000)
    player.seek(Ms(20_000))
    wait_until(lambda: player.status().position_ms > 20_050)
    player.stop(Ms(100))
    wait_until(lambda: player.status().phase is Phase.IDLE)
    assert player.status().cue is None


def test_it_may_be_asked_from_many_threads(player: PygamePlayer, song: Path) -> None:
    def ask(number: int) -> None:
        for turn in range(20):
            player.play(Cue(CueId(100 * number + turn), song, start_ms=Ms(turn)))
            player.status()
            player.seek(Ms(1_000 * turn))
            player.set_volume(Gain(turn / 20))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    player.play(Cue(CueId(1_000), song))
    wait_until(lambda: player.status().position_ms > 50)
    assert player.status().cue == 1_000


def test_commands_do_not_wait(player: PygamePlayer, song: Path) -> None:
    clock = SystemClock()
    begun = clock.monotonic_ms()
    player.play(Cue(CueId(1), song))
    player.set_ambient_sounds((AmbientSound("rain", Gain(0.5)),))
    player.pause()
    player.resume()
    player.seek(Ms(10_000))
    player.stop()
    assert clock.monotonic_ms() - begun < 100


def test_without_a_device_time_runs_until_one_is_found(
    monkeypatch: pytest.MonkeyPatch, song: Path
) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "nothing-of-that-name")
    player = PygamePlayer(SystemClock(), lambda _name, _rate: steady(1.0, 0.1))
    try:
        player.play(Cue(CueId(1), song))
        wait_until(lambda: player.status().device is Device.NONE)
        wait_until(lambda: player.status().position_ms > 200)
        assert not player.look_again()
        place = player.status().position_ms
        monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
        assert player.look_again()
        assert player.status().device is Device.READY
        assert player.status().position_ms < place + 1_500
        wait_until(lambda: player.status().position_ms > place + 500)
    finally:
        player.close()
