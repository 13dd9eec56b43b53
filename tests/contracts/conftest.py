"""Every player: fake, silent, engine with and without a device, prompted, and settled."""

from pathlib import Path

import pytest

from lullaby.audio.decoder import duration_of
from lullaby.audio.port import Player, Trouble
from lullaby.session.sing_along_player import SingAlongPlayer
from lullaby.session.wind_down_player import WindDownPlayer
from lullaby.units import Ms
from tests.audio.hand_driven import HandDriven, HandSpeaker
from tests.audio.sounds import steady, tone, write
from tests.contracts.stage import SONG_MS, Stage
from tests.fakes import FakeClock, FakePlayer
from tests.silent_player import SilentPlayer


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("songs")
    write(folder / "song.flac", tone(SONG_MS / 1000))
    (folder / "unreadable.mp3").write_text("once upon a time")
    return folder


@pytest.fixture(
    params=["fake", "prompted", "settled", "silent", "engine", "engine without a device"]
)
def stage(request: pytest.FixtureRequest, files: Path) -> Stage:
    clock = FakeClock()
    song, missing, bad = files / "song.flac", files / "missing.mp3", files / "unreadable.mp3"
    troubles = {missing: Trouble.MISSING, bad: Trouble.UNREADABLE}
    fake = FakePlayer(clock, {song: Ms(SONG_MS)}, troubles)
    over: dict[str, Player] = {
        "fake": fake,
        "prompted": SingAlongPlayer(fake, clock),
        "settled": WindDownPlayer(fake),
    }
    if request.param in over:
        return Stage(over[request.param], clock.advance, song, missing, bad)
    if request.param == "silent":
        return Stage(SilentPlayer(clock, duration_of), clock.advance, song, missing, bad)
    speaker = HandSpeaker(plugged=request.param == "engine")
    engine = HandDriven(clock, speaker, beds=lambda _name, _rate: steady(1.0, 0.1))
    return Stage(engine.player, engine.pass_ms, song, missing, bad)
