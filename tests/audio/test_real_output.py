"""The sound that leaves through SDL and a real sound server, as recorded there."""

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from lullaby.audio.port import Cue, CueId, Device, FadePoint, Phase
from lullaby.audio.pygame_player import PygamePlayer
from lullaby.clock import SystemClock
from lullaby.session.sing_along_player import SingAlongPlayer
from lullaby.session.vocal_mode import LeadSource
from lullaby.units import Gain, Ms
from tests.audio.sounds import RATE, Sound, clicks, tone, write
from tests.sound_server import SoundServer, available
from tests.waiting import wait_until

pytestmark = [
    pytest.mark.sound,
    pytest.mark.skipif(not available(), reason="needs PulseAudio"),
]

CLICK = 0.5
"""Only the clicks are louder than this."""

CLICKS_MS = 500
FIRST_MS = 1_500


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    with SoundServer(tmp_path) as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.fixture
def player(server: SoundServer) -> Iterator[PygamePlayer]:
    player = PygamePlayer(SystemClock(), lambda _name, _rate: tone(1.0))
    yield player
    player.close()


def test_a_song_fades_in_keeps_time_and_fades_to_silence(
    server: SoundServer, player: PygamePlayer, tmp_path: Path
) -> None:
    track = clicks(8.0, every=CLICKS_MS / 1000)
    track[: 3 * FIRST_MS * RATE // 4_000] = 0
    song = write(tmp_path / "song.flac", tone(8.0, 0.2) + track)
    recorder = server.record()
    wait_until(lambda: recorder.frames > RATE // 4)
    player.play(Cue(CueId(1), song, ramp_ms=Ms(1_000)))
    shown: list[tuple[float, int]] = []

    def observe() -> bool:
        shown.append((time.monotonic(), player.status().position_ms))
        return shown[-1][1] > 3_300

    wait_until(observe)
    player.fade((FadePoint(Ms(1_500), Gain(0.0)),))
    deadline = time.monotonic() + 1.5
    wait_until(lambda: time.monotonic() > deadline + 0.4)
    assert player.status().master == 0.0
    heard = recorder.stop()[:, 0]

    begin = int(np.argmax(np.abs(heard) > 1e-4))
    levels = _levels(heard[begin:])
    assert np.all(np.diff(levels[:16]) > 0)
    assert levels[8] == pytest.approx(0.2 * np.sin(np.pi / 2 * 0.425), abs=0.02)
    assert np.allclose(levels[21:24], 0.2, atol=0.005)

    moments = np.array([recorder.moment_of(at) for at in _clicks(heard)])
    moments = moments[moments < shown[-1][0]]
    times, places = np.array(shown).T
    ahead = np.interp(moments, times, places) - (FIRST_MS + CLICKS_MS * np.arange(len(moments)))
    assert len(ahead) >= 4
    assert abs(float(np.median(ahead))) < 60
    assert float(np.ptp(ahead[1:])) < 40

    silent = recorder.moment_of(len(heard) - int(np.argmax(heard[::-1] != 0)))
    assert deadline - 0.15 < silent < deadline + 0.15


@pytest.mark.long
def test_a_sound_server_restart_keeps_the_position(
    server: SoundServer, player: PygamePlayer, tmp_path: Path
) -> None:
    song = write(tmp_path / "song.flac", tone(60.0, 0.4))
    player.play(Cue(CueId(1), song, ramp_ms=Ms(200)))
    wait_until(lambda: player.status().position_ms > 500)
    server.stop()
    wait_until(lambda: player.status().device is Device.LOST)
    place = player.status().position_ms
    assert player.status().phase is Phase.PLAYING
    server.start()
    recorder = server.record()
    wait_until(lambda: player.status().device is Device.READY)
    wait_until(lambda: player.status().position_ms > place + 900)
    assert player.status().position_ms < place + 1_500
    heard = recorder.stop()[:, 0]
    levels = _levels(heard[int(np.argmax(np.abs(heard) > 1e-3)) :])
    assert np.all(np.diff(levels[6:12]) > 0)
    assert levels[:12].max() < 0.05


def _levels(sound: Sound) -> Sound:
    """The peak of each 50 ms, without clicks."""
    parts = np.abs(sound[: len(sound) // 2_400 * 2_400]).reshape(-1, 2_400)
    return np.where(parts > CLICK / 2, 0, parts).max(axis=1)


def _clicks(sound: Sound) -> list[int]:
    """The top of each click."""
    loud = np.flatnonzero(np.abs(sound) > CLICK)
    starts = loud[np.diff(loud, prepend=-RATE) > RATE // 4]
    return [int(at + np.argmax(np.abs(sound[at : at + 60]))) for at in starts]


@pytest.mark.long
def test_an_unplugged_speaker_is_awaited_and_no_other_is_used(
    server: SoundServer, tmp_path: Path
) -> None:
    """The second device exists from the start: SDL does not notice one that appears meanwhile."""
    server.plug("second")
    with closing(PygamePlayer(SystemClock(), lambda _name, _rate: tone(1.0))) as player:
        unplugged(server, player, tmp_path)


def unplugged(server: SoundServer, player: PygamePlayer, tmp_path: Path) -> None:
    song = write(tmp_path / "song.flac", tone(60.0, 0.4))
    player.play(Cue(CueId(1), song, ramp_ms=Ms(200)))
    wait_until(lambda: "second" in player.speakers())
    player.use_speaker("second")
    wait_until(lambda: player.status().position_ms > 2_500)
    elsewhere = server.record()
    server.unplug("second")
    wait_until(lambda: player.status().device is Device.LOST)
    place = player.status().position_ms
    quiet = elsewhere.frames + 2 * RATE
    wait_until(lambda: elsewhere.frames > quiet)
    heard = elsewhere.stop()
    assert not heard[RATE // 2 :].any(), "the other loudspeaker stays silent"
    assert player.status().position_ms == place
    server.plug("second")
    back = server.record("second")
    wait_until(lambda: player.status().device is Device.READY)
    wait_until(lambda: player.status().position_ms > place + 900)
    levels = _levels(back.stop()[:, 0])
    assert 0.01 < levels.max() < 0.2, "it comes back slowly"


@pytest.mark.long
def test_switching_speakers_fades_out_and_in_without_a_step(
    server: SoundServer, player: PygamePlayer, tmp_path: Path
) -> None:
    """The recording goes to silence and back, never faster than its ramp."""
    song = write(tmp_path / "song.flac", tone(30.0, 0.4))
    prompted = SingAlongPlayer(player, SystemClock())
    prompted.play(Cue(CueId(1), song, ramp_ms=Ms(300)))
    wait_until(lambda: prompted.status().position_ms > 1_500)
    recorder = server.record()
    began = time.monotonic()
    jumps: list[float] = []
    last = [prompted.status().position_ms, time.monotonic()]

    def words_until(seconds: float) -> None:
        def go_on() -> bool:
            now, position = time.monotonic(), prompted.status().position_ms
            jumps.append(abs(position - last[0] - (now - last[1]) * 1000))
            last[:] = [position, now]
            return now - began > seconds

        wait_until(go_on)

    words_until(1.0)
    prompted.switch_lead()
    words_until(6.0)
    prompted.switch_lead()
    words_until(12.0)
    heard = recorder.stop()[:, 0]
    step = RATE // 50
    level = np.sqrt(np.mean(heard[: len(heard) // step * step].reshape(-1, step) ** 2, axis=1))
    loud = level[10]
    assert level.min() < loud / 1_000, "it was silent in between"
    assert level[-10] == pytest.approx(loud, rel=0.02)
    steepest = float(np.abs(np.diff(level)).max() / loud)
    print(f"steepest {steepest:.4f} of the level in 20 ms, words off by {max(jumps):.1f} ms")
    assert steepest < 0.03, f"{steepest:.4f} of the level within 20 ms"
    assert max(jumps) <= 20, f"the words jumped by {max(jumps):.0f} ms"
    assert prompted.vocal_mode.lead is LeadSource.RECORDING
