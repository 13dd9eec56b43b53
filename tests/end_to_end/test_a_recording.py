"""A singer is heard by the microphone, recorded, placed by the score and kept: the whole way."""

import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from lullaby.audio.captured_microphones import CapturedMicrophones
from lullaby.audio.decoder import Decoder
from lullaby.audio.mono import read_mono
from lullaby.helpers import Inline
from lullaby.songbook.timeline import Timeline
from lullaby.takes.made_take import MadeTake
from lullaby.takes.raw_in_helper import RawOrder, make_in_helper
from lullaby.takes.raw_take import RawFacts, RawTake, RawTakes, made_file
from lullaby.takes.recorder import StopReason, parts_of
from lullaby.takes.recording import Recording, run
from lullaby.takes.salience import RATE
from tests.sound_server import SoundServer, available
from tests.takes.singer import VOICES, first_verse, performed, sing
from tests.waiting import wait_until

pytestmark = [
    pytest.mark.sound,
    pytest.mark.skipif(not available(), reason="needs PulseAudio"),
]

SUNG_S = 24
LATE_MS = 40.0
"""How late the clocks alone may place a take: the singer begins when its player does."""


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    with SoundServer(tmp_path / "server") as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        server.add_microphone("mic")
        yield server


def test_a_singer_is_recorded_and_placed(server: SoundServer, tmp_path: Path) -> None:
    song = performed("suo-gan")
    begin_ms = song.notes[0].start_ms - 600
    voice = sing(first_verse(song), 5, VOICES["woman"], from_ms=begin_ms)[: SUNG_S * RATE]
    raw = recorded(tmp_path / "waiting", voice, begin_ms)
    assert raw.reason is StopReason.ASKED
    assert raw.lost_frames == 0
    made = make_in_helper(_order(raw, song), Inline())
    assert isinstance(made, MadeTake)
    assert made.by_score

    heard = read_mono(Decoder(raw.path, rate=RATE), 1 << 30)
    at = _place_of(voice, heard)
    (part,) = parts_of(raw.pieces, 1.0)
    by_clock = part.song_ms + at - begin_ms
    kept = read_mono(Decoder(made_file(raw), rate=RATE), 1 << 30)
    by_score = made.first_ms + _place_of(voice, kept) - begin_ms
    assert abs(by_clock) < 250.0, "the player of the singer starts late"
    assert abs(by_score) < LATE_MS


def recorded(folder: Path, voice: np.ndarray, begin_ms: float) -> RawTake:
    """Record the voice while it is played; it begins at `begin_ms` of the song."""
    takes = RawTakes(folder, lambda: datetime.now(UTC))
    facts = RawFacts("suo-gan", "Suo Gân", "suo-gan.abc", datetime.now(UTC))
    recording = Recording(CapturedMicrophones(), None, takes, lambda: facts)
    thread = run(recording)
    recording.count_in(begin_ms)
    wait_until(lambda: recording.now.listening)
    recording.show_sign(_now_ms())
    recording.begin()
    wait_until(lambda: recording.now.recorder.begun)
    player = subprocess.Popen(
        ["pacat", "--rate", str(RATE), "--channels", "1", "--format", "s16le", "-d", "null"],
        stdin=subprocess.PIPE,
    )
    assert player.stdin is not None
    began = _now_ms()
    player.stdin.write(np.round(voice * 32_767 / np.abs(voice).max() / 2).astype("<i2").tobytes())
    player.stdin.close()

    def sung() -> bool:
        recording.look(_now_ms(), begin_ms + _now_ms() - began)
        return player.poll() is not None

    wait_until(sung, within=SUNG_S + 30.0)
    recording.stop()
    thread.join(10.0)
    saved = recording.now.saved
    assert saved is not None
    return saved


def _order(raw: RawTake, song: Timeline) -> RawOrder:
    return RawOrder(raw.path, parts_of(raw.pieces, 1.0), 1.0, song, True, made_file(raw))


def _place_of(voice: np.ndarray, heard: np.ndarray) -> float:
    """Where in what was heard the voice begins, in ms."""
    size = 1 << (len(voice) + len(heard)).bit_length()
    spectrum = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(voice, size))
    curve = np.fft.irfft(spectrum / (np.abs(spectrum) + 1e-9), size)
    lag = int(curve.argmax())
    return (lag if lag < size // 2 else lag - size) * 1000 / RATE


def _now_ms() -> float:
    return time.monotonic() * 1000
