"""Every player: fake, silent, engine with and without a device, sing-along, and unopened."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from lullaby.audio.port import Player, Trouble
from lullaby.audio.unopened_player import UnopenedPlayer
from lullaby.session.sing_along_player import SingAlongPlayer
from lullaby.units import Ms
from tests.audio.hand_driven import HandDriven, HandSpeaker
from tests.audio.sounds import steady, tone, write
from tests.contracts.stage import SONG_MS, Stage
from tests.decoding import duration_of
from tests.fakes import FakeClock, FakePlayer, ImmediateExecutor
from tests.silent_player import SilentPlayer


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("songs")
    write(folder / "song.flac", tone(SONG_MS / 1000))
    (folder / "unreadable.mp3").write_text("once upon a time")
    return folder


class ReadersThatHang(ImmediateExecutor):
    """Reads at once, except for one file on a dead share, which hangs."""

    def __init__(self, hanging: Path) -> None:
        self._hanging = hanging

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        (source,) = args
        return Future() if source.path == self._hanging else super().submit(fn, *args, **kwargs)


@pytest.fixture(
    params=["fake", "prompted", "opened late", "silent", "engine", "engine without a device"]
)
def stage(request: pytest.FixtureRequest, files: Path) -> Stage:
    clock = FakeClock()
    song, missing, bad = files / "song.flac", files / "missing.mp3", files / "unreadable.mp3"
    hanging = files / "hanging.flac"
    troubles = {
        missing: Trouble.MISSING,
        bad: Trouble.UNREADABLE,
        hanging: Trouble.NOT_IN_TIME,
    }

    def lasting(path: Path) -> Ms | Trouble:
        return Trouble.NOT_IN_TIME if path == hanging else duration_of(path)

    def on_stage(player: Player, pass_ms: Callable[[int], None]) -> Stage:
        return Stage(player, pass_ms, song, missing, bad, clock, hanging)

    fake = FakePlayer(clock, {song: Ms(SONG_MS)}, troubles)
    opened_late = SingAlongPlayer(UnopenedPlayer(lambda: fake), clock)
    opened_late.prepare()
    over: dict[str, Player] = {
        "fake": fake,
        "prompted": SingAlongPlayer(fake, clock),
        "opened late": opened_late,
    }
    if request.param in over:
        return on_stage(over[request.param], clock.advance)
    if request.param == "silent":
        return on_stage(SilentPlayer(clock, lasting), clock.advance)
    speaker = HandSpeaker(plugged=request.param == "engine")
    engine = HandDriven(
        clock,
        speaker,
        ambient_loops=lambda _name, _rate: steady(1.0, 0.1),
        readers=ReadersThatHang(hanging),
    )
    return on_stage(engine.player, engine.pass_ms)
