"""Whatever an item does to its process affects that item alone."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from lullaby.helper_pool import HelperPool
from lullaby.helpers import Bounds, Helpers, Inline, NoHelperError, Unanswered, ask
from tests.waiting import wait_until

ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="no limits of that kind there")
SMALL = Bounds(memory=64 << 20, cpu_s=0)
SOON_S = 5.0
"""For a machine that is busy with other tests."""


@pytest.fixture
def pool() -> Iterator[HelperPool]:
    pool = HelperPool(SMALL)
    yield pool
    pool.close()


@pytest.fixture(params=[Inline, HelperPool])
def helpers(request: pytest.FixtureRequest) -> Iterator[Helpers]:
    made: Helpers = request.param()
    yield made
    made.close()


def twice(number: int) -> int:
    return 2 * number


def of_this_process(_: object) -> int:
    return os.getpid()


def troubled(what: str) -> str:
    """Do what the name says; some of it only once, recorded in a file."""
    match what.split(":"):
        case ["swell"]:
            return str(len(bytearray(1 << 30)))
        case ["compute"]:
            while True:
                pass
        case ["compute a while"]:
            until = time.process_time() + 0.8
            while time.process_time() < until:
                pass
        case ["hang"]:
            threading.Event().wait()
        case ["die"]:
            os.kill(os.getpid(), signal.SIGKILL)
        case ["die once", mark] if not Path(mark).exists():
            Path(mark).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        case ["abort"]:
            os.abort()
        case ["raise"]:
            raise ValueError(what)
    return what


def answers(helpers: Helpers, work: Callable, items: list, **more: Any) -> dict:
    results = list(chain.from_iterable(helpers.each(work, items, **more)))
    assert len(results) == len(dict(results)), "each item has one answer"
    return dict(results)


@pytest.mark.parametrize("at_once", [1, 3])
def test_every_item_gets_its_answer(helpers: Helpers, at_once: int) -> None:
    numbers = list(range(1_234))
    assert answers(helpers, twice, numbers, at_once=at_once) == {n: 2 * n for n in numbers}
    assert answers(helpers, twice, []) == {}
    assert ask(helpers, twice, 7) == 14


def test_cancelled_items_get_no_answers(helpers: Helpers) -> None:
    assert answers(helpers, twice, [1, 2], cancelled=lambda: True) == {}
    helpers.close()


def test_a_helper_is_used_again(pool: HelperPool) -> None:
    first = ask(pool, of_this_process, 0)
    assert first not in (os.getpid(), Unanswered.NOT_IN_TIME)
    assert ask(pool, of_this_process, 1) == first


@POSIX
@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("swell", Unanswered.TOO_MUCH),
        ("compute", Unanswered.TOO_MUCH),
        ("hang", Unanswered.NOT_IN_TIME),
        ("die", Unanswered.BROKEN),
        ("abort", Unanswered.BROKEN),
        ("raise", Unanswered.BROKEN),
    ],
)
def test_a_bad_item_affects_no_other(pool: HelperPool, what: str, why: Unanswered) -> None:
    items = [f"{number}" for number in range(20)]
    items[7] = what
    patience = 0.5 if what == "hang" else 20.0
    results = answers(pool, troubled, items, patience_s=patience)
    assert results.pop(what) is why
    assert all(item == answer for item, answer in results.items())
    assert len(results) == 19


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how long a process waits")
def test_only_waiting_for_a_file_counts_against_the_patience() -> None:
    pool = HelperPool()
    assert ask(pool, twice, 1) == 2, "it has started"
    assert ask(pool, troubled, "compute a while", patience_s=0.3) == "compute a while"
    assert ask(pool, troubled, "hang", patience_s=0.3) is Unanswered.NOT_IN_TIME
    pool.close()


@POSIX
def test_a_helper_killed_through_no_fault_of_its_item_is_replaced(
    pool: HelperPool, tmp_path: Path
) -> None:
    item = f"die once:{tmp_path / 'mark'}"
    assert ask(pool, troubled, item) == item
    pid = ask(pool, of_this_process, 0)
    assert isinstance(pid, int)
    os.kill(pid, signal.SIGKILL)
    assert ask(pool, twice, 4) == 8


@POSIX
@pytest.mark.long
def test_many_bad_items_among_many_helpers(tmp_path: Path) -> None:
    """Every seventh item crashes its helper in one of five ways."""
    bad = ["swell", "die", "abort", "raise", "hang"]
    items = [f"{n}" if n % 7 else f"{bad[n // 7 % 5]}" for n in range(700)]
    items = list(dict.fromkeys(items))
    pool = HelperPool(SMALL)
    for _ in range(5):
        results = answers(pool, troubled, items, at_once=4, patience_s=2.0)
        assert all(results[item] == item for item in items if item.isdigit())
        assert all(isinstance(results[item], Unanswered) for item in bad)
    pool.close()


def test_a_hanging_item_is_abandoned_when_cancelled(pool: HelperPool) -> None:
    ask(pool, twice, 1)
    begun, left = time.monotonic(), threading.Event()

    def cancelled() -> bool:
        return time.monotonic() - begun > 0.2

    assert answers(pool, troubled, ["hang", "later"], cancelled=cancelled) == {}
    assert time.monotonic() - begun < SOON_S
    assert not left.is_set()


def test_closing_ends_a_helper_in_the_middle_of_its_work(pool: HelperPool) -> None:
    ended = threading.Event()
    pid = ask(pool, of_this_process, 0)

    def wait_for_ever() -> None:
        assert answers(pool, troubled, ["hang"], patience_s=600.0) == {}
        ended.set()

    waiting = threading.Thread(target=wait_for_ever)
    waiting.start()
    wait_until(lambda: bool(pool._busy))
    pool.close()
    assert ended.wait(SOON_S)
    waiting.join()
    assert pid not in [child.pid for child in multiprocessing.active_children()]
    assert answers(pool, twice, [1]) == {}, "nothing is asked any more"


def test_an_idle_helper_exits_and_another_answers() -> None:
    pool = HelperPool(Bounds(idle_s=0.05))
    first = ask(pool, of_this_process, 0)
    wait_until(lambda: first not in [child.pid for child in multiprocessing.active_children()])
    second = ask(pool, of_this_process, 0)
    assert isinstance(second, int)
    assert second != first
    pool.close()


def test_if_no_process_can_start_no_item_is_blamed(
    pool: HelperPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: str) -> object:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(multiprocessing, "get_context", full)
    with pytest.raises(NoHelperError):
        answers(pool, twice, [1])


ALONE_AGAIN = """
import os
from pathlib import Path
from lullaby.helper_pool import HelperPool
from lullaby.helpers import Bounds, ask
from tests.core.test_helper_pool import twice
from tests.waiting import wait_until

def children():
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()

if __name__ == "__main__":
    pool = HelperPool(Bounds(idle_s=0.05))
    for number in (1, 2):
        assert ask(pool, twice, number) == 2 * number
        assert len(children()) == 2, "a helper, and what keeps account of it"
        wait_until(lambda: not children())
    pool.close()
    print("alone")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="told by /proc")
def test_after_the_last_helper_no_process_is_left(tmp_path: Path) -> None:
    """Including those that only wait: each uses memory while nothing happens."""
    program = tmp_path / "alone.py"
    program.write_text(ALONE_AGAIN, encoding="utf-8")
    results = subprocess.run(
        [sys.executable, str(program)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert results.stdout.strip() == "alone", results.stderr


FROZEN = """
import multiprocessing, sys
from lullaby.helper_pool import HelperPool
from lullaby.helpers import ask
from tests.core.test_helper_pool import twice

if __name__ == "__main__":
    multiprocessing.set_executable(sys.argv[1])
    sys.frozen = True
    pool = HelperPool()
    print(ask(pool, twice, 21, patience_s=30.0))
    pool.close()
"""

PROGRAM = """#!/bin/sh
exec {python} -c 'import sys; sys.frozen = True; from lullaby.__main__ import start; start()' "$@"
"""


@POSIX
def test_in_a_frozen_build_the_program_itself_is_the_helper(tmp_path: Path) -> None:
    script, program = tmp_path / "frozen.py", tmp_path / "lullaby"
    script.write_text(FROZEN)
    program.write_text(PROGRAM.format(python=sys.executable))
    program.chmod(0o755)
    done = subprocess.run(
        [sys.executable, script, program],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "42\n"
    assert done.stderr == ""


BUSY = """
import sys
from lullaby.helper_pool import HelperPool
from tests.core.test_helper_pool import of_this_process, troubled

if __name__ == "__main__":
    pool = HelperPool()
    for told in pool.each(of_this_process, [0]):
        print(told[0][1], flush=True)
    for told in pool.each(troubled, ["hang"], patience_s=600.0):
        pass
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_busy_helper_does_not_outlive_a_killed_app(tmp_path: Path) -> None:
    script = tmp_path / "busy.py"
    script.write_text(BUSY)
    here = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=here
    ) as app:
        assert app.stdout is not None
        helper = Path("/proc") / app.stdout.readline().strip()
        assert helper.exists()
        app.kill()
    wait_until(lambda: not helper.exists() or ") Z " in (helper / "stat").read_text())
