"""The ear in a process of its own: the same answers, cancelled soon, called again when it dies."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from lullaby import spare_ear
from lullaby.audio.content import content_of
from lullaby.jobs import Job, JobRunner
from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.library.hearing_queue import HearingQueue, Unheard
from lullaby.listening import hear_file
from lullaby.spare_ear import SpareEar
from lullaby.stores import over
from lullaby.tempo.answer import TempoSource
from lullaby.tempo.spectrum import RATE
from tests.audio.sounds import write
from tests.fakes import FakeClock, ImmediateExecutor, Postbox
from tests.tempo.pieces import song


@pytest.fixture
def ear() -> Iterator[SpareEar]:
    ear = SpareEar()
    yield ear
    ear.rest()


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    return write(tmp_path / "a.flac", song(66, 20.0)[:, None], RATE)


def test_it_answers_like_the_ear_in_this_process(ear: SpareEar, recording: Path) -> None:
    assert ear.content(recording, Job()) == content_of(recording)
    assert ear.hear(recording, Job()) == hear_file(recording)
    recording.with_name("bad.mp3").write_bytes(b"no song at all" * 50)
    assert ear.hear(recording.with_name("bad.mp3"), Job()) is Unheard.UNREADABLE
    assert ear.content(recording.with_name("gone.mp3"), Job()) is Unheard.MISSING


def test_a_helper_that_dies_is_replaced(ear: SpareEar, recording: Path) -> None:
    assert ear.content(recording, Job()) == content_of(recording)
    helper = ear._helper
    assert helper is not None
    helper.kill()
    helper.join()
    assert ear.content(recording, Job()) == content_of(recording)
    ear.rest()
    assert ear.content(recording, Job()) == content_of(recording)


def test_a_cancelled_song_is_left_at_once(ear: SpareEar, recording: Path) -> None:
    job = Job()
    job.cancel()
    assert ear.hear(recording, job) is Unheard.CANCELLED
    assert ear._helper is None


def test_a_file_that_takes_for_ever_is_given_up(
    ear: SpareEar, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spare_ear, "LONGEST_S", 0.0)
    assert ear.hear(recording, Job()) is Unheard.UNREADABLE


def test_a_real_file_through_the_queue_once(
    memory: sqlite3.Connection, ear: SpareEar, recording: Path
) -> None:
    stores, post = over(memory, ()), Postbox()
    stores.scans.apply(ScanBatch(found=(FoundFile(recording, 1, 1, 0, Tags("a")),)))
    queue = HearingQueue(
        stores.hearing, JobRunner(ImmediateExecutor(), post), ear, FakeClock(), lambda: None
    )
    queue.start()
    post.deliver()
    (track,) = stores.library.tracks()
    assert track.tempo.source is TempoSource.EAR
    assert track.tempo.bpm == pytest.approx(66, rel=0.02)
    assert stores.hearing.next() is None
