"""Background work, folders and the log."""

import logging
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import pytest

from lullaby import logs
from lullaby.clock import SystemClock
from lullaby.jobs import Job, JobRunner
from lullaby.paths import assets, paths_under, usual_paths
from tests.fakes import FakeClock, ImmediateExecutor, Postbox
from tests.waiting import wait_until


@pytest.fixture(params=[ImmediateExecutor, lambda: ThreadPoolExecutor(1)], ids=["fake", "thread"])
def runner(request: pytest.FixtureRequest) -> tuple[JobRunner, Postbox]:
    make: Callable[[], Executor] = request.param
    post = Postbox()
    return JobRunner(make(), post), post


def test_done_and_progress_are_posted(runner: tuple[JobRunner, Postbox]) -> None:
    jobs, post = runner
    delivered: list[object] = []

    def work(_: Job) -> int:
        jobs.post(lambda: delivered.append("half"))
        return 7

    jobs.submit(work, delivered.append, delivered.append)
    assert delivered == []
    wait_until(lambda: post.deliver() >= 0 and len(delivered) == 2)
    assert delivered == ["half", 7]
    jobs.close()


def test_an_error_is_reported_not_lost(runner: tuple[JobRunner, Postbox]) -> None:
    jobs, post = runner
    delivered: list[object] = []

    def work(_: Job) -> int:
        raise ValueError("no")

    jobs.submit(work, delivered.append, delivered.append)
    wait_until(lambda: post.deliver() >= 0 and len(delivered) == 1)
    assert isinstance(delivered[0], ValueError)
    jobs.close()


def test_cancelling_is_a_request(runner: tuple[JobRunner, Postbox]) -> None:
    jobs, post = runner
    delivered: list[object] = []
    first = Job()
    first.cancel()
    job = jobs.submit(lambda own: own.cancelled, delivered.append, delivered.append)
    job.cancel()
    wait_until(lambda: post.deliver() >= 0 and len(delivered) == 1)
    assert job.cancelled
    assert isinstance(delivered[0], bool)
    jobs.close()


def test_one_folder_holds_everything(tmp_path: Path) -> None:
    paths = paths_under(tmp_path)
    for path in (paths.database, paths.settings, paths.window, paths.cache, paths.logs):
        assert path.is_relative_to(tmp_path)
    assert list(tmp_path.iterdir()) == [], "asking for a path touches nothing"
    assert paths_under(Path("~/x")).data.is_absolute()


def test_the_usual_folders_carry_the_name() -> None:
    paths = usual_paths()
    assert all("lullaby" in str(path).lower() for path in (paths.data, paths.config, paths.logs))


def test_the_assets_are_there() -> None:
    assert (assets() / "songs" / "index.json").is_file()


def test_a_log_is_written_and_an_unwritable_folder_does_not_prevent_the_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    logger = logging.getLogger("lullaby.test")
    logs.set_up(tmp_path / "logs")
    logger.info("a quiet line")
    assert "a quiet line" in (tmp_path / "logs" / "lullaby.log").read_text(encoding="utf-8")
    (tmp_path / "file").write_text("")
    logs.set_up(tmp_path / "file" / "logs")
    logger.info("another line")
    assert "another line" in capsys.readouterr().err
    root = logging.getLogger("lullaby")
    for handler in [*root.handlers]:
        root.removeHandler(handler)
        handler.close()
    root.propagate = True


@pytest.mark.parametrize("clock", [SystemClock(), FakeClock()], ids=["system", "fake"])
def test_a_clock_never_goes_backwards_and_knows_its_offset(clock: SystemClock | FakeClock) -> None:
    first = (clock.monotonic_ms(), clock.slept_ms())
    second = (clock.monotonic_ms(), clock.slept_ms())
    assert first[0] <= second[0]
    assert abs(second[1] - first[1]) <= 50
    assert clock.now().utcoffset() is not None
