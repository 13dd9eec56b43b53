"""The contract of every microphone: fake, silent, and those of SDL and PortAudio."""

import importlib.util
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from lullaby.audio.capture import Library
from lullaby.audio.captured_microphones import CapturedMicrophones
from lullaby.audio.microphone import (
    BYTES,
    RATE,
    MicrophoneBlock,
    MicrophoneFacts,
    Microphones,
    MicrophoneTrouble,
    NoMicrophoneError,
    OpenMicrophone,
)
from tests.fakes import FakeClock
from tests.microphones import FakeMicrophones, SilentMicrophones
from tests.sound_server import SoundServer, available

PATIENCE_S = 60.0
NAME = "mic"


@dataclass(frozen=True)
class Booth:
    """Microphones, and ways to let something happen to the one that is open."""

    microphones: Microphones
    now_ms: Callable[[], float]
    pass_ms: Callable[[int], None]
    """Let it hear so much, at least."""
    unplug: Callable[[], None]
    listeners: Callable[[], int]
    """How many devices are open."""

    def blocks(self, opened: OpenMicrophone, ms: int) -> list[MicrophoneBlock]:
        """What is heard in so much time, at least."""
        self.pass_ms(ms)
        found: list[MicrophoneBlock] = []
        until = time.monotonic() + PATIENCE_S
        while sum(block.frames for block in found) < ms * RATE // 1000:
            assert time.monotonic() < until, "nothing is heard"
            block = opened.read(0.2)
            if block is not None:
                found.append(block)
        return found


def _fake() -> Iterator[Booth]:
    clock = FakeClock()
    fakes = FakeMicrophones(clock, MicrophoneFacts(NAME, RATE))

    def pass_ms(ms: int) -> None:
        clock.advance(ms)
        fakes.opened[-1].hear(bytes(ms * RATE // 1000 * BYTES))

    yield Booth(fakes, clock.monotonic_ms, pass_ms, fakes.unplug, partial(_open, fakes))


def _silent() -> Iterator[Booth]:
    clock = FakeClock()
    silent = SilentMicrophones(clock)
    listeners = partial(_open, silent)
    yield Booth(silent, clock.monotonic_ms, clock.advance, silent.unplug, listeners)


def _open(microphones: FakeMicrophones) -> int:
    return sum(not each.closed for each in microphones.opened)


def _real(library: Library) -> Callable[[Path, pytest.MonkeyPatch], Iterator[Booth]]:
    def make(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Booth]:
        with SoundServer(folder) as server:
            for name, value in server.environment.items():
                monkeypatch.setenv(name, value)
            server.add_microphone(NAME)
            yield Booth(
                CapturedMicrophones((library,)),
                lambda: time.monotonic() * 1000,
                lambda ms: None,
                lambda: server.unplug(NAME),
                server.listeners,
            )

    return make


def has_portaudio() -> bool:
    return importlib.util.find_spec("sounddevice") is not None


REAL = {"sdl": Library.SDL, "portaudio": Library.PORTAUDIO}


@pytest.fixture(
    params=[
        "fake",
        "silent",
        pytest.param(
            "sdl",
            marks=[
                pytest.mark.sound,
                pytest.mark.skipif(not available(), reason="needs PulseAudio"),
            ],
        ),
        pytest.param(
            "portaudio",
            marks=[
                pytest.mark.sound,
                pytest.mark.skipif(
                    not (available() and has_portaudio()), reason="needs sounddevice"
                ),
            ],
        ),
    ]
)
def booth(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Booth]:
    if request.param == "fake":
        yield from _fake()
    elif request.param == "silent":
        yield from _silent()
    else:
        yield from _real(REAL[request.param])(tmp_path, monkeypatch)


def read_to_the_end(opened: OpenMicrophone) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        opened.read(0.2)


def test_it_is_named(booth: Booth) -> None:
    names = booth.microphones.names()
    assert names
    with closing(booth.microphones.open(names[-1])) as opened:
        assert opened.facts.name == names[-1]
        assert not opened.facts.telephone


def test_frames_are_numbered_from_zero_without_a_gap(booth: Booth) -> None:
    with closing(booth.microphones.open()) as opened:
        blocks = booth.blocks(opened, 500)
    assert blocks[0].first == 0
    assert [block.end for block in blocks[:-1]] == [block.first for block in blocks[1:]]
    assert all(block.samples and len(block.samples) % BYTES == 0 for block in blocks)


def test_no_frame_was_heard_before_it_was_opened_or_comes_from_the_future(booth: Booth) -> None:
    before = booth.now_ms()
    with closing(booth.microphones.open()) as opened:
        blocks = booth.blocks(opened, 500)
        after = booth.now_ms()
    times = [block.came_ms for block in blocks]
    assert before <= times[0]
    assert times == sorted(times)
    assert times[-1] <= after


def test_after_closing_nothing_comes(booth: Booth) -> None:
    opened = booth.microphones.open()
    booth.blocks(opened, 100)
    opened.close()
    opened.close()
    booth.pass_ms(100)
    assert opened.read(0.05) is None


def test_closing_ends_a_wait_in_another_thread(booth: Booth) -> None:
    opened = booth.microphones.open()
    ended = threading.Event()

    def read() -> None:
        while opened.read(PATIENCE_S) is not None:
            pass
        ended.set()

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    opened.close()
    assert ended.wait(PATIENCE_S)
    reader.join(PATIENCE_S)


def test_opened_again_it_begins_anew(booth: Booth) -> None:
    for _ in range(2):
        with closing(booth.microphones.open()) as opened:
            assert booth.blocks(opened, 100)[0].first == 0


def test_an_unknown_one_is_refused(booth: Booth) -> None:
    with pytest.raises(NoMicrophoneError) as told:
        booth.microphones.open("of somebody else")
    assert told.value.trouble is MicrophoneTrouble.NONE


def test_one_that_goes_away_is_reported_after_its_last_frame(booth: Booth) -> None:
    with closing(booth.microphones.open(booth.microphones.names()[-1])) as opened:
        booth.blocks(opened, 200)
        booth.unplug()
        with pytest.raises(NoMicrophoneError) as told:
            read_to_the_end(opened)
        assert told.value.trouble is MicrophoneTrouble.LOST


def test_prepared_it_hears_nothing_until_it_is_opened(booth: Booth) -> None:
    booth.microphones.prepare()
    booth.microphones.prepare()
    booth.microphones.names()
    assert booth.listeners() == 0
    before = booth.now_ms()
    with closing(booth.microphones.open()) as opened:
        blocks = booth.blocks(opened, 100)
        assert booth.listeners() == 1
    assert blocks[0].first == 0
    assert before <= blocks[0].came_ms


def test_released_or_refused_it_is_opened_as_usual(booth: Booth) -> None:
    booth.microphones.prepare()
    booth.microphones.release()
    booth.microphones.release()
    booth.microphones.prepare()
    with pytest.raises(NoMicrophoneError):
        booth.microphones.open("of somebody else")
    with closing(booth.microphones.open()) as opened:
        assert booth.blocks(opened, 100)[0].first == 0
