"""The delay that the sound server reports."""

import os
from pathlib import Path

import pytest

from lullaby.audio.output import SERVED, SERVED_BY, PygameLoudspeaker
from lullaby.audio.reported_delay import more_than_usual, read_delay_ms, reported_delay_ms
from tests.audio.sounds import RATE
from tests.sound_server import SoundServer, available
from tests.waiting import wait_until

STREAM = """Sink Input #{number}
\tDriver: protocol-native.c
\tSink: 0
\tBuffer Latency: {buffer} usec
\tSink Latency: {sink} usec
\tProperties:
\t\tmedia.name = "Sink Latency: 99 usec"
\t\tapplication.process.id = "{process}"
"""


def test_the_delay_of_our_own_stream_is_read() -> None:
    others = STREAM.format(number=1, buffer=900_000, sink=1, process=7)
    ours = STREAM.format(number=2, buffer=62_687, sink=180_000, process=77)
    assert read_delay_ms(others + ours, 77) == pytest.approx(242.7, abs=0.2)


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "Connection failure: Connection refused",
        STREAM.format(number=2, buffer=62_687, sink=1, process=7),
        STREAM.format(number=2, buffer=9_000_000, sink=1, process=77),
        STREAM.format(number=2, buffer="many", sink="few", process=77).replace("99 usec", ""),
    ],
)
def test_output_without_a_delay_gives_none(answer: str) -> None:
    assert read_delay_ms(answer, 77) is None


def test_without_the_tool_the_usual_delay_applies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert reported_delay_ms() is None


def test_the_median_answer_counts_if_it_differs_much() -> None:
    assert more_than_usual([100.0, 70.0, 40.0], usual_ms=67.0) == 0
    assert more_than_usual([67.0, 267.0, 967.0], usual_ms=67.0) == RATE // 5
    assert more_than_usual([17.0] * 5, usual_ms=67.0) == -RATE // 20


@pytest.mark.sound
@pytest.mark.skipif(not available(), reason="needs PulseAudio")
def test_a_real_server_reports_the_usual_delay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SoundServer(tmp_path) as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        speaker = PygameLoudspeaker()
        assert speaker.open_device() is not None
        assert speaker.buffer == SERVED.buffer
        assert SERVED_BY not in os.environ, "programs started later keep their own delay"
        delays: list[float | None] = []

        def has_delay() -> bool:
            delays.append(reported_delay_ms())
            return delays[-1] is not None

        wait_until(has_delay)
        assert delays[-1] == pytest.approx(SERVED.reported_ms, abs=60)
        assert abs(speaker.latency - SERVED.latency) < RATE // 10
        speaker.close()
