"""The thread that listens: it tells places, takes corrections, and closes the microphone."""

import socket
import threading
from pathlib import Path

import numpy as np
import pytest

from lullaby.following import listening
from lullaby.following.attention import Hearing
from lullaby.following.listener import Listener
from lullaby.following.listening import LEVELS, RATE, End, Listening, VoiceReport, level_of
from lullaby.following.melody import Melody
from tests.following.singing import LINES, PER_LINE, song, tone
from tests.following.sound_sources import HeardSound, joined
from tests.waiting import wait_until

SONG = song(verses=2)
QUIET = np.zeros(RATE // 2, np.float32)


def sung(notes: int, melody: Melody = SONG, first: int = 0) -> np.ndarray:
    wanted = melody.notes[first : first + notes]
    return joined([QUIET, *(tone([n.pitch - 5], n.ms / 1000) for n in wanted)])


def open_files() -> set[str]:
    """The numbers of this process's open files, where the system lists them."""
    listed = Path("/proc/self/fd")
    return {each.name for each in listed.iterdir()} if listed.is_dir() else set()


class Told:
    """What one listening tells, until it has stopped."""

    def __init__(self, source: HeardSound, melody: Melody = SONG) -> None:
        """By the clock of the source."""
        self.reports: list[VoiceReport] = []
        self.threads: set[str] = set()
        self.ear = Listening(melody, source.open, self._take, source.now_s)

    def _take(self, report: VoiceReport) -> None:
        self.threads.add(threading.current_thread().name)
        self.reports.append(report)

    @property
    def syllables(self) -> list[int]:
        return [r.syllable for r in self.reports if r.moved and r.syllable is not None]

    def stop(self) -> None:
        self.ear.stop()
        assert self.ear.wait(10)


def test_a_singer_is_followed_on_a_thread_of_its_own() -> None:
    source = HeardSound(sung(14))
    told = Told(source)
    told.ear.start()
    wait_until(lambda: bool(told.syllables) and told.syllables[-1] >= 12)
    told.stop()
    assert told.reports[0].hearing is Hearing.READY or told.syllables[0] == 0
    assert told.threads == {"following"}
    assert (source.opened, source.closed) == (1, 1)
    moved = [r for r in told.reports if r.moved]
    assert all(0.5 <= r.tempo <= 2.0 for r in moved)
    assert told.reports[-1].sung_s > 4


def test_it_begins_at_a_line_and_takes_corrections_and_other_verses() -> None:
    third = 2 * PER_LINE
    source = HeardSound(sung(6, first=third))
    told = Told(source)
    told.ear.start(2)
    wait_until(lambda: bool(told.syllables) and told.syllables[-1] >= third + 4)
    told.ear.show_next_verse()
    told.ear.place(1)
    told.stop()
    assert set(told.syllables) <= set(range(third, third + PER_LINE))


def test_another_verse_shows_the_same_place_of_the_next() -> None:
    listener = Listener(SONG)
    for _ in listener.hear(sung(10)):
        pass
    before = listener.syllable
    assert before is not None
    listener.show_next_verse()
    assert listener.syllable == before + len(LINES) * PER_LINE
    listener.show_next_verse()
    assert listener.syllable == before


@pytest.mark.parametrize(
    ("source", "end"),
    [
        (HeardSound(QUIET, there=False), End.NO_MICROPHONE),
        (HeardSound(QUIET, lost=True), End.NO_MICROPHONE),
    ],
)
def test_a_microphone_that_is_not_there_or_goes_away_is_told(source: HeardSound, end: End) -> None:
    told = Told(source)
    told.ear.start()
    assert told.ear.wait(10)
    assert told.reports[-1].end is end
    assert source.closed == source.opened


def test_a_failure_is_told_and_the_microphone_closed() -> None:
    source = HeardSound(sung(2))
    told = Told(source, Melody((), ()))
    told.ear.start()
    assert told.ear.wait(10)
    assert told.reports[-1].end is End.FAILED


def test_a_computer_that_is_too_slow_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "MOST_BEHIND_S", 0.0)
    now = iter(range(1_000_000))
    source = HeardSound(sung(2))
    reports: list[VoiceReport] = []
    ear = Listening(SONG, source.open, reports.append, lambda: float(next(now)))
    ear.start()
    assert ear.wait(10)
    assert reports[-1].end is End.TOO_SLOW


@pytest.mark.parametrize("silence", [True, False])
def test_after_a_minute_without_a_voice_it_says_so(silence: bool) -> None:
    """Whether the room is silent, or the microphone gives nothing any more."""
    source = HeardSound(sung(3), then_s=7.0, silence=silence)
    told = Told(source)
    told.ear.start()
    wait_until(lambda: bool(told.reports) and told.reports[-1].hearing is Hearing.SILENT)
    told.stop()
    silent = [report.hearing is Hearing.SILENT for report in told.reports]
    assert silent.index(True) == len(silent) - 1
    assert source.now_s() > 60


def test_nothing_is_written_or_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.chdir(tmp_path)
    before = open_files()
    told = Told(HeardSound(sung(14)))
    told.ear.start()
    wait_until(lambda: bool(told.syllables) and told.syllables[-1] >= 12)
    told.stop()
    assert list(tmp_path.iterdir()) == []
    assert open_files() <= before


def test_the_level_goes_from_silence_to_loud() -> None:
    assert level_of(QUIET) == 0
    loud = np.sin(np.arange(RATE) / 5).astype(np.float32)
    assert level_of(loud) == LEVELS
    levels = [level_of(loud * share) for share in (0.003, 0.03, 0.1)]
    assert levels == sorted(set(levels))
