"""Two engines and the way between them: at the follower, the leader's voice is in step."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from lullaby.audio import microphone
from lullaby.audio.microphone import MicrophoneBlock, MicrophoneFacts
from lullaby.songbook.score_folder import RefusedScore, read_score
from lullaby.songbook.setting import Setting
from lullaby.together.leading.events import FrameCame, PlaceCame
from lullaby.together.leading.follower_session import FollowerSession
from lullaby.together.leading.leader_session import LeaderSession
from lullaby.together.leading.led_song import LedSong
from lullaby.together.leading.voice_sender import VoiceSender
from lullaby.together.leading.wire import (
    FollowerReport,
    FollowerState,
    LeaderPlace,
    Message,
    VoiceFrame,
)
from lullaby.units import Ms
from tests.audio.hand_driven import HandDriven
from tests.audio.sounds import RATE, Sound, tone, write
from tests.fakes import FakeClock

SCORE = Path(__file__).parents[3] / "assets" / "songs" / "suo-gan.abc"
TICK_MS = 20


class Ear:
    """A microphone that hears what a leader sings: a click at each second of the song."""

    facts = MicrophoneFacts("ear")

    def __init__(self, moment: Callable[[], float]) -> None:
        self._moment = moment
        self._first = 0
        self._waiting: list[bytes] = []

    def names(self) -> tuple[str, ...]:
        return ("ear",)

    def prepare(self) -> None: ...

    def release(self) -> None: ...

    def open(self, name: str | None = None) -> "Ear":
        return self

    def close(self) -> None: ...

    def sing(self, sound: Sound) -> None:
        self._waiting.append((sound * 32_767).astype(np.int16).tobytes())

    def read(self, within_s: float) -> MicrophoneBlock | None:
        if not self._waiting:
            return None
        block = MicrophoneBlock(self._first, self._waiting.pop(0), self._moment())
        self._first = block.end
        return block


class Homes:
    """A leader and a follower, and what is under way between them."""

    def __init__(self, folder: Path, delays: Callable[[int], float], pace: float) -> None:
        score = read_score(SCORE)
        assert not isinstance(score, RefusedScore)
        self.song = LedSong("Suo Gân", score.score, Setting(pace=pace))
        self.file = write(folder / "music.wav", 0.0 * tone(40.0))
        self.clock = FakeClock()
        self.here, self.there = HandDriven(self.clock), HandDriven(self.clock)
        self.reports: list[FollowerReport] = []
        self._under_way: list[tuple[float, Message]] = []
        self._sent = 0
        self._delays = delays
        self.ear = Ear(self.moment)
        self.leader = LeaderSession(self.here.player, self._post, self.moment)
        self.follower = FollowerSession(self.there.player, self._report, self.moment)
        self.sender = VoiceSender(self.ear, lambda: self.leader.line, self._post, self.moment)

    def moment(self) -> float:
        return float(self.clock.monotonic_ms())

    def _report(self, message: Message) -> None:
        assert isinstance(message, FollowerReport)
        self.reports.append(message)

    def _post(self, message: Message) -> None:
        self._sent += 1
        arrives = self.moment() + self._delays(self._sent)
        if self._under_way:
            arrives = max(arrives, self._under_way[-1][0])
        self._under_way.append((arrives, message))

    def begin(self) -> None:
        self.follower.get_ready(1)
        self.follower.song_ready(1, self.song, self.file)
        self.leader.play(1, self.song, self.file)

    def tick(self) -> Sound:
        """20 ms in both homes; what is heard at the follower's."""
        before = len(self.there.speaker.played)
        for home in (self.here, self.there):
            home.feeder.step()
            home.driver.step()
        self.clock.advance(TICK_MS)
        for home in (self.here, self.there):
            home.speaker.tick()
            home.driver.step()
        self.leader.tick()
        self._sing()
        self.sender.step()
        due = [each for each in self._under_way if each[0] <= self.moment()]
        self._under_way = [each for each in self._under_way if each[0] > self.moment()]
        for sent_at, message in due:
            self._arrive(message, sent_at)
        self.follower.tick()
        return self.there.speaker.sound(before)

    def _sing(self) -> None:
        """The last 20 ms of singing: a click wherever the song passed a full second."""
        frames = TICK_MS * microphone.RATE // 1000
        sound = np.zeros(frames, np.float32)
        line = self.leader.line
        if line is not None:
            for at in range(frames):
                moment = self.moment() - TICK_MS + at * 1000 / microphone.RATE
                into = line.place_at(moment) % 1_000.0
                if into < 2.0 * line.pace:
                    sound[at] = 0.5 * np.sin(np.pi * into / 2.0 / line.pace)
        self.ear.sing(sound)

    def _arrive(self, message: Message, at: float) -> None:
        match message:
            case LeaderPlace():
                self.follower.place_came(PlaceCame(message, message.at))
            case VoiceFrame():
                self.follower.frame_came(FrameCame(message, at - message.sent))
            case _:
                raise AssertionError(message)


@pytest.mark.parametrize("pace", [1.0, 0.8])
@pytest.mark.parametrize(
    "delays",
    [lambda _: 5.0, lambda number: 20.0 + (number * 7919) % 17 + (180.0 if not number % 47 else 0)],
    ids=["near", "far, with spikes"],
)
def test_the_voice_is_in_step_with_the_music_at_the_follower(
    tmp_path: Path, delays: Callable[[int], float], pace: float
) -> None:
    homes = Homes(tmp_path, delays, pace)
    homes.begin()
    places: list[float] = []
    for _ in range(9_000 // TICK_MS):
        sound = np.abs(homes.tick()[:, 0])
        if sound.max(initial=0.0) > 0.1:
            status = homes.there.player.status()
            left = (len(sound) - int(sound.argmax())) * 1_000 / RATE
            places.append(status.position_ms - left * pace)
    off = [(place + 500.0) % 1_000.0 - 500.0 for place in places]
    assert len(off) >= 6
    assert float(np.percentile(np.abs(off), 95)) < 8.0
    report = homes.reports[-1]
    assert report.state is FollowerState.SINGING
    assert report.late == 0
    assert 1_000.0 < report.behind < 1_600.0


def test_leader_and_follower_pause_and_go_on_at_the_same_place(tmp_path: Path) -> None:
    homes = Homes(tmp_path, lambda _: 30.0, 1.0)
    homes.begin()
    for _ in range(5_000 // TICK_MS):
        homes.tick()
    homes.here.player.pause()
    for _ in range(4_000 // TICK_MS):
        homes.tick()
    leader, follower = homes.here.player.status(), homes.there.player.status()
    assert follower.phase is leader.phase
    assert follower.position_ms == pytest.approx(leader.position_ms, abs=400)
    homes.here.player.resume()
    for _ in range(4_000 // TICK_MS):
        homes.tick()
    assert homes.reports[-1].behind == pytest.approx(1_100.0, abs=450.0)
    assert homes.there.player.status().position_ms > follower.position_ms + 1_500


def test_a_leader_who_moves_in_the_song_is_followed(tmp_path: Path) -> None:
    homes = Homes(tmp_path, lambda _: 30.0, 1.0)
    homes.begin()
    for _ in range(4_000 // TICK_MS):
        homes.tick()
    homes.here.player.seek(Ms(20_000))
    for _ in range(4_000 // TICK_MS):
        homes.tick()
    assert homes.there.player.status().position_ms > 20_000
    assert homes.reports[-1].behind == pytest.approx(1_100.0, abs=450.0)


def test_the_end_of_the_song_is_told_at_both(tmp_path: Path) -> None:
    homes = Homes(tmp_path, lambda _: 30.0, 1.0)
    write(tmp_path / "music.wav", 0.0 * tone(3.0))
    homes.begin()
    for _ in range(7_000 // TICK_MS):
        homes.tick()
    assert homes.leader.ended
    assert homes.follower.ended
    assert homes.reports[-1].state is FollowerState.WAITING
