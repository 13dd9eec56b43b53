"""A recording is on the disk every second, whatever happens to the microphone, disk and process."""

import errno
import random
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from lullaby.audio.decoder import Decoder
from lullaby.audio.microphone import (
    BYTES,
    RATE,
    MicrophoneFacts,
    MicrophoneTrouble,
)
from lullaby.audio.mono import read_mono
from lullaby.takes.raw_take import KEPT_FOR, RawTakes, pieces_of
from lullaby.takes.raw_writer import RawWriter
from lullaby.takes.recorder import StopReason, parts_of
from lullaby.takes.recording import Recording
from tests.fakes import FakeClock
from tests.microphones import FakeMicrophones
from tests.takes.record_in_child import FACTS, NOW, sung

LONG = pytest.mark.long
MIC = MicrophoneFacts("mic", RATE)


class Studio:
    """A recording with a fake microphone, stepped by hand."""

    def __init__(self, folder: Path, facts: MicrophoneFacts = MIC) -> None:
        self.clock = FakeClock()
        self.microphones = FakeMicrophones(self.clock, facts)
        self.takes = RawTakes(folder, lambda: NOW)
        self.recording = Recording(self.microphones, None, self.takes, lambda: FACTS, wait_s=0)
        self._seed = 0

    def sing(self, ms: int) -> bytes:
        """Sing, and let the recording take it in; returns what was sung."""
        if not self.microphones.opened or self.microphones.opened[-1].closed:
            self.step()
        self.clock.advance(ms)
        self._seed += 1
        noise = np.random.default_rng(self._seed).integers(-9_000, 9_000, ms * RATE // 1000)
        samples = noise.astype(np.int16).tobytes()
        self.microphones.opened[-1].hear(samples)
        for _ in range(ms // 10 + 1):
            self.step()
        return samples

    def step(self) -> bool:
        return self.recording.step()

    def begin(self, from_ms: float = 0.0) -> None:
        self.recording.count_in(from_ms)
        self.step()
        self.recording.show_sign(self.clock.monotonic_ms())
        self.recording.begin()

    def finish(self) -> None:
        while self.step():
            pass


def samples_of(path: Path) -> bytes:
    sound = read_mono(Decoder(path), 1 << 30)
    return np.round(sound * 32_768).astype(np.int16).tobytes()


def test_what_was_sung_is_kept_to_the_sample(tmp_path: Path) -> None:
    studio = Studio(tmp_path)
    studio.begin()
    sung = studio.sing(3_210)
    studio.recording.stop()
    studio.finish()
    now = studio.recording.now
    assert now.over
    assert now.saved is not None
    assert samples_of(now.saved.path) == sung
    assert studio.takes.waiting() == [now.saved]
    assert now.saved.reason is StopReason.ASKED
    assert studio.microphones.opened[-1].closed


def test_no_microphone_is_open_before_the_count_in_nor_after_a_pause(tmp_path: Path) -> None:
    studio = Studio(tmp_path)
    studio.step()
    assert studio.microphones.opened == []
    studio.begin()
    studio.sing(500)
    studio.recording.pause()
    studio.step()
    assert studio.microphones.opened[-1].closed
    assert not studio.recording.now.listening
    studio.recording.stop()
    studio.finish()


def test_nothing_is_written_before_the_sign(tmp_path: Path) -> None:
    studio = Studio(tmp_path)
    studio.recording.count_in()
    studio.sing(2_000)
    assert list(tmp_path.iterdir()) == []
    assert studio.recording.now.level.share > 0
    studio.recording.show_sign(studio.clock.monotonic_ms())
    sung = studio.sing(1_000)
    studio.recording.stop()
    studio.finish()
    saved = studio.recording.now.saved
    assert saved is not None
    assert samples_of(saved.path) == sung


def test_the_song_is_where_the_looks_say(tmp_path: Path) -> None:
    studio = Studio(tmp_path)
    studio.begin(2_000.0)
    studio.sing(1_000)
    for _ in range(5):
        studio.recording.look(studio.clock.monotonic_ms(), studio.clock.monotonic_ms() + 700.0)
        studio.sing(500)
    studio.recording.stop()
    studio.finish()
    saved = studio.recording.now.saved
    assert saved is not None
    (part,) = parts_of(saved.pieces, 1.0)
    begun_ms = studio.clock.monotonic_ms() - 3_500
    assert part.song_ms == pytest.approx(begun_ms + 700.0, abs=0.1)


def test_lost_frames_are_silence_of_their_length_and_told(tmp_path: Path) -> None:
    studio = Studio(tmp_path)
    studio.begin()
    one = studio.sing(1_000)
    studio.microphones.opened[-1].miss(RATE // 2)
    other = studio.sing(1_000)
    studio.recording.stop()
    studio.finish()
    saved = studio.recording.now.saved
    assert saved is not None
    assert saved.lost_frames == RATE // 2
    assert samples_of(saved.path) == one + bytes(RATE // 2 * BYTES) + other


def test_a_microphone_that_goes_away_leaves_all_that_came(tmp_path: Path) -> None:
    studio = Studio(tmp_path)
    studio.begin()
    sung = studio.sing(1_500)
    studio.microphones.unplug()
    studio.finish()
    now = studio.recording.now
    assert now.saved is not None
    assert now.saved.reason is StopReason.LOST
    assert samples_of(now.saved.path) == sung


@pytest.mark.parametrize("refused", [True, False])
def test_no_microphone_is_told_and_leaves_no_file(tmp_path: Path, refused: bool) -> None:
    studio = Studio(tmp_path)
    studio.microphones.refused = refused
    if not refused:
        studio.microphones.there.clear()
    studio.recording.count_in()
    studio.finish()
    now = studio.recording.now
    assert now.trouble is (MicrophoneTrouble.REFUSED if refused else MicrophoneTrouble.NONE)
    assert now.saved is None
    assert list(tmp_path.iterdir()) == []


def test_a_telephone_like_microphone_is_noted(tmp_path: Path) -> None:
    studio = Studio(tmp_path, MicrophoneFacts("headset", 16_000))
    studio.begin()
    studio.sing(300)
    studio.recording.stop()
    studio.finish()
    saved = studio.recording.now.saved
    assert saved is not None
    assert (saved.facts.microphone, saved.facts.telephone) == ("headset", True)


def test_a_full_disk_stops_it_and_keeps_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = Studio(tmp_path)
    studio.begin()
    sung = studio.sing(4_000)

    def full(_: RawWriter, __: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(RawWriter, "write", full)
        studio.sing(1_000)
        studio.finish()
    now = studio.recording.now
    assert now.saved is not None
    assert now.saved.reason is StopReason.NO_ROOM
    assert samples_of(now.saved.path) == sung


def test_what_was_not_noted_before_a_crash_belongs_to_the_take(tmp_path: Path) -> None:
    studio = Studio(tmp_path)
    studio.begin()
    for sung_ms in (300, 1_500):
        studio.sing(sung_ms)
        (take,) = RawTakes(tmp_path, lambda: NOW).waiting() or [None]
        if take is not None:
            assert take.pieces, "its first frames are noted at once"
            assert pieces_of(take)[-1].end * BYTES >= len(samples_of(take.path))
    assert take is not None
    studio.recording.stop()
    studio.finish()


def test_a_recording_that_waits_is_removed_after_a_week(tmp_path: Path) -> None:
    studio = Studio(tmp_path)
    studio.begin()
    studio.sing(1_000)
    studio.recording.stop()
    studio.finish()
    later = RawTakes(tmp_path, lambda: NOW + 3 * KEPT_FOR)
    later.tidy()
    (take,) = later.waiting()
    assert take.goes_at is None, "nobody was told of it yet"
    assert later.offer() == [replace(take, offered_at=NOW + 3 * KEPT_FOR)]
    soon = RawTakes(tmp_path, lambda: NOW + 4 * KEPT_FOR - timedelta(minutes=1))
    soon.tidy()
    (take,) = soon.offer()
    assert take.goes_at == NOW + 4 * KEPT_FOR
    soon.mark_kept(take)
    assert soon.waiting() == []
    assert take.path.exists()
    long_after = RawTakes(tmp_path, lambda: NOW + 5 * KEPT_FOR)
    long_after.tidy()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"song": 1}', b"\xff\xfe", b"[" * 5_000])
def test_facts_that_cannot_be_read_are_passed_over_and_removed_by_nobody(
    tmp_path: Path, damage: bytes
) -> None:
    studio = Studio(tmp_path)
    studio.begin()
    studio.sing(1_000)
    studio.recording.stop()
    studio.finish()
    (facts,) = tmp_path.glob("*.json")
    facts.write_bytes(damage)
    assert studio.takes.waiting() == []
    RawTakes(tmp_path, lambda: NOW + 2 * KEPT_FOR).tidy()
    assert len(list(tmp_path.iterdir())) == 2


def test_the_first_frames_of_a_cut_file_are_whole(tmp_path: Path) -> None:
    """As a crash leaves it: without the length, and cut within a frame."""
    path = tmp_path / "raw.flac"
    writer = RawWriter(path)
    noise = np.random.default_rng(3).integers(-9_000, 9_000, 4 * RATE).astype(np.int16).tobytes()
    writer.write(noise)
    whole = path.read_bytes()
    for cut in (len(whole), len(whole) - 1, len(whole) // 2, len(whole) // 3):
        (tmp_path / "cut.flac").write_bytes(whole[:cut])
        found = samples_of(tmp_path / "cut.flac")
        assert noise.startswith(found[: len(found) // 2])
        assert len(found) > (cut / len(whole) - 0.25) * len(noise)
    writer.close()


def run_and_kill(folder: Path, after_s: float) -> tuple[int, bytes]:
    """Kill a process that records; how many frames it said were heard, and those in the file."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.takes.record_in_child", str(folder)],
        stdout=subprocess.PIPE,
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        with suppress(subprocess.TimeoutExpired):
            child.wait(after_s)
        child.send_signal(signal.SIGKILL)
        heard = child.stdout.read().split()
    (take,) = RawTakes(folder, lambda: NOW).waiting()
    assert pieces_of(take)
    return int(heard[-1]), samples_of(take.path)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
@pytest.mark.parametrize(
    "seed", [*range(3), *(pytest.param(n, marks=pytest.mark.long) for n in range(3, 200))]
)
def test_a_kill_loses_a_second_at_most(tmp_path: Path, seed: int) -> None:
    """The child hears ten times as fast as time passes, noise that both know."""
    heard, found = run_and_kill(tmp_path, random.Random(seed).uniform(0.3, 1.0))
    frames = len(found) // BYTES
    assert frames >= heard - RATE
    sure = found[: max(0, frames - 4_096) * BYTES]
    assert sure == sung(len(sure) // BYTES)
