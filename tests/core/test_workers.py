"""Threads that may hang: work is done, and nothing waits for what never ends."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from lullaby.jobs import Job, JobRunner, close_all
from lullaby.workers import MOST_HANGING, Workers
from tests.fakes import Postbox
from tests.waiting import wait_until


@pytest.fixture
def stuck() -> Iterator[threading.Event]:
    """What hanging work waits for; it is set when the test is over."""
    event = threading.Event()
    yield event
    event.set()


def test_one_worker_runs_in_order_and_several_in_parallel(stuck: threading.Event) -> None:
    one = Workers(1, "one")
    done: list[int] = []
    futures = [one.submit(done.append, number) for number in range(50)]
    for future in futures:
        assert future.result(5.0) is None
    assert done == list(range(50))
    one.shutdown()
    two = Workers(2, "two")
    two.submit(stuck.wait)
    assert two.submit(lambda: 7).result(5.0) == 7, "the second passes the one that hangs"


def test_an_error_is_reported_and_the_thread_survives() -> None:
    workers = Workers(1, "one")
    with pytest.raises(ZeroDivisionError):
        workers.submit(lambda: 1 // 0).result(5.0)
    assert workers.submit(lambda: 7).result(5.0) == 7
    workers.shutdown()
    with pytest.raises(RuntimeError):
        workers.submit(print)


def test_a_hanging_thread_is_replaced_and_ends_when_it_returns(stuck: threading.Event) -> None:
    one = Workers(1, "one", patience_s=0.05)
    hanging = one.submit(stuck.wait)
    tick = threading.Event()
    tick.wait(0.1)
    done: list[int] = []
    futures = [one.submit(done.append, number) for number in range(20)]
    for future in futures:
        future.result(5.0)
    assert done == list(range(20)), "still one after the other"
    stuck.set()
    hanging.result(5.0)
    one.submit(print).result(5.0)
    wait_until(lambda: sum(thread.name == "one" for thread in threading.enumerate()) == 1)
    one.shutdown()


def test_only_so_many_hanging_threads_are_replaced(stuck: threading.Event) -> None:
    one = Workers(1, "one", patience_s=0.0)
    for _ in range(30):
        one.submit(stuck.wait)
        threading.Event().wait(0.005)
    assert sum(thread.name == "one" for thread in threading.enumerate()) <= MOST_HANGING + 1


def test_shutdown_waits_only_briefly(stuck: threading.Event) -> None:
    workers = Workers(1, "one")
    begun = threading.Event()
    workers.submit(lambda: begun.set() or stuck.wait())
    assert begun.wait(5.0)
    waiting = workers.submit(print)
    began = time.monotonic()
    workers.shutdown(cancel_futures=True)
    assert 0.3 < time.monotonic() - began < 1.0
    assert waiting.cancelled()


def test_runners_that_hang_are_waited_for_together(stuck: threading.Event) -> None:
    runners = [JobRunner(Workers(1, f"runner {number}"), Postbox()) for number in range(5)]
    begun = threading.Barrier(5)

    def hang(_: Job) -> None:
        begun.wait()
        stuck.wait()

    jobs = [runner.submit(hang, print, print) for runner in runners[:4]]
    begun.wait(5.0)
    began = time.monotonic()
    assert not close_all(runners, 0.5)
    assert time.monotonic() - began < 1.0
    assert all(job.cancelled for job in jobs)


def test_work_that_can_be_cancelled_ends_with_the_runner() -> None:
    runner = JobRunner(Workers(1, "runner"), Postbox())
    tick = threading.Event()

    def work(job: Job) -> None:
        while not job.cancelled:
            tick.wait(0.01)

    runner.submit(work, print, print)
    assert close_all([runner], 5.0)


HANGS = """
import threading, time
from lullaby.workers import Workers
from lullaby.exit_guard import ExitGuard
{how}
"""

WAYS = {
    "a worker": "Workers(1, 'one').submit(threading.Event().wait)",
    "a thread that is no daemon": (
        "ExitGuard(0.2).arm(0); threading.Thread(target=threading.Event().wait).start()"
    ),
    "the main thread": "ExitGuard(0.2).arm(0); threading.Event().wait()",
    "a call as the interpreter ends": (
        "import atexit; atexit.register(threading.Event().wait); ExitGuard(0.2).arm(0)"
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_process_ends_whatever_hangs(way: str) -> None:
    code = HANGS.format(how=WAYS[way])
    done = subprocess.run([sys.executable, "-c", code], timeout=10, check=False)
    assert done.returncode == 0


def test_leaving_does_not_wait_for_the_interpreter() -> None:
    way = "import atexit; atexit.register(threading.Event().wait); ExitGuard().leave(3)"
    code = HANGS.format(how=way)
    assert subprocess.run([sys.executable, "-c", code], timeout=10, check=False).returncode == 3


@pytest.mark.skipif(sys.platform == "win32", reason="needs the C library's sleep")
def test_native_code_that_holds_the_interpreter_is_ended_too() -> None:
    hold = "import ctypes; ExitGuard(0.1).arm(0); ctypes.PyDLL(None).sleep(60)"
    code = HANGS.format(how=hold)
    asked = [sys.executable, "-c", code]
    done = subprocess.run(asked, timeout=10, check=False, stderr=subprocess.DEVNULL)
    assert done.returncode == 1
