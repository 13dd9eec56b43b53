"""A player in its own process on a private sound server, and incidents that interrupt them."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.audio.sounds import RATE, write
from tests.audio.sweep import SweepReading, read_places, sweep
from tests.sound_server import Recorder, SoundServer
from tests.waiting import wait_until

PLAYER = """
import sys, threading
from pathlib import Path
from lullaby.audio.port import Cue, CueId
from lullaby.audio.pygame_player import PygamePlayer
from lullaby.clock import SystemClock
from lullaby.units import Ms
player = PygamePlayer(SystemClock(), lambda _name, _rate: None)
player.play(Cue(CueId(1), Path(sys.argv[1]), ramp_ms=Ms(200)))
wait = threading.Event()
while not wait.wait(0.05):
    status = player.status()
    print(SystemClock().monotonic_ms(), status.position_ms, status.device.name, flush=True)
"""
SONG_S = 58.0


@dataclass
class Stage:
    """The server, and the process that plays."""

    server: SoundServer
    player: subprocess.Popen[str]
    shown: list[tuple[int, int, str]]
    recorders: list[Recorder]

    def record(self) -> None:
        """Start recording, with a separate recorder, because one ends with the server."""
        self.recorders.append(self.server.record())

    @property
    def frames(self) -> int:
        return self.recorders[-1].frames

    def wait_ms(self, time: int) -> None:
        """Wait by the clock, because nothing is recorded while the server stands still."""
        threading.Event().wait(time / 1000)

    @property
    def position(self) -> int:
        return self.shown[-1][1] if self.shown else 0


Befall = Callable[[Stage], None]


def suspended(for_ms: int) -> Befall:
    """Suspend the sink and resume it."""

    def befall(stage: Stage) -> None:
        stage.server.suspend(True)
        stage.wait_ms(for_ms)
        stage.server.suspend(False)

    return befall


def server_stopped(for_ms: int) -> Befall:
    """Stop the sound server and let it continue."""

    def befall(stage: Stage) -> None:
        stage.server.signal(signal.SIGSTOP)
        stage.wait_ms(for_ms)
        stage.server.signal(signal.SIGCONT)

    return befall


def player_stopped(for_ms: int) -> Befall:
    """Stop the player's process and let it continue."""

    def befall(stage: Stage) -> None:
        stage.player.send_signal(signal.SIGSTOP)
        stage.wait_ms(for_ms)
        stage.player.send_signal(signal.SIGCONT)

    return befall


def server_restarted(after_ms: int) -> Befall:
    """End the sound server and start another. Waits until its sound is recorded."""

    def befall(stage: Stage) -> None:
        stage.server.stop()
        stage.wait_ms(after_ms)
        stage.player.send_signal(signal.SIGSTOP)
        stage.server.start()
        stage.record()
        stage.player.send_signal(signal.SIGCONT)

    return befall


def several(*mishaps: Befall, apart_ms: int = 1_500) -> Befall:
    """Several incidents in a row."""

    def befall(stage: Stage) -> None:
        for mishap in mishaps:
            mishap(stage)
            stage.wait_ms(apart_ms)

    return befall


CASES: dict[str, Befall] = {
    "the sink is suspended for 1 s": suspended(1_000),
    "the sink is suspended for 3 s": suspended(3_000),
    "the sink is suspended for 8 s": suspended(8_000),
    "the server stands still for 0.3 s": server_stopped(300),
    "the server stands still for 1 s": server_stopped(1_000),
    "the server stands still for 4 s": server_stopped(4_000),
    "we stand still for 1 s": player_stopped(1_000),
    "we stand still for 8 s": player_stopped(8_000),
    "the sink is suspended three times": several(
        suspended(1_500), suspended(700), suspended(2_500)
    ),
    "the sink flickers": several(*[suspended(250)] * 5, apart_ms=150),
    "we stumble": several(player_stopped(400), player_stopped(520), player_stopped(600)),
    "the server is started anew": server_restarted(1_000),
}


@dataclass(frozen=True)
class Outcome:
    reading: SweepReading
    shown: tuple[tuple[int, int, str], ...]
    """The time in ms, the position in ms that the player reported, and the state of its device."""


def play_through(folder: Path, befall: Befall, before_ms: int, after_ms: int) -> Outcome:
    """Play, trigger the incident `before_ms` into the song, and record until `after_ms` later."""
    song = write(folder / "song.flac", sweep(SONG_S))
    with SoundServer(folder) as server:
        environment = {**os.environ, **server.environment}
        command = [sys.executable, "-c", PLAYER, str(song)]
        player = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        shown: list[tuple[int, int, str]] = []
        stage = Stage(server, player, shown, [])
        stage.record()
        reader = threading.Thread(target=_read, args=(player, shown), daemon=True)
        reader.start()
        try:
            wait_until(lambda: stage.position > before_ms, within=60.0)
            befall(stage)
            until = stage.frames + after_ms * RATE // 1000
            wait_until(lambda: stage.frames > until, within=60.0)
        finally:
            player.kill()
            player.wait()
            reader.join(5.0)
            if player.stdout is not None:
                player.stdout.close()
        heard = np.concatenate([recorder.stop() for recorder in stage.recorders])
        return Outcome(read_places(heard), tuple(shown))


def _read(player: subprocess.Popen[str], shown: list[tuple[int, int, str]]) -> None:
    if player.stdout is None:
        return
    for line in player.stdout:
        at, place, device = line.split()
        shown.append((int(at), int(place), device))
