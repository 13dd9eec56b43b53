"""A second start brings the first window forward, in processes of their own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from lullaby.ui.one_window import OneWindow, address_of
from tests.waiting import wait_until

ROOT = Path(__file__).parents[2]


@pytest.fixture
def around(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A runtime folder of its own, for this process and those it starts."""
    run = tmp_path / "run"
    run.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(run))
    for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_ACTIVATION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    return {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "SDL_AUDIODRIVER": "dummy",
        "PYTHONPATH": str(ROOT),
    }


@pytest.fixture
def first(qapp, tmp_path: Path, around: dict[str, str]) -> Iterator[OneWindow]:
    one = OneWindow(tmp_path / "data")
    assert not one.is_second()
    yield one
    one.close()


def lullaby(data: Path, around: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen((sys.executable, "-m", "lullaby", "--data", str(data)), env=around)


def test_a_second_start_calls_the_first_and_leaves(
    qtbot: QtBot, first: OneWindow, tmp_path: Path, around: dict[str, str]
) -> None:
    first.listen(lambda: True)
    with qtbot.waitSignal(first.raised, timeout=20_000) as raised:
        second = lullaby(tmp_path / "data", {**around, "XDG_ACTIVATION_TOKEN": "a token"})
    assert raised.args == ["a token"]
    assert second.wait(20) == 0
    assert not (tmp_path / "data" / "lullaby.sqlite3").exists(), "it opened nothing"


def test_a_first_one_that_was_killed_is_in_nobodys_way(
    qtbot: QtBot, tmp_path: Path, around: dict[str, str]
) -> None:
    data = tmp_path / "data"
    process = lullaby(data, around)
    wait_until(Path(address_of(data)).exists, within=30)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert Path(address_of(data)).exists(), "its socket is left"
    heir = OneWindow(data)
    assert not heir.is_second()
    heir.listen(lambda: True)
    with qtbot.waitSignal(heir.raised, timeout=20_000):
        third = lullaby(data, around)
    assert third.wait(20) == 0
    heir.close()


def test_a_first_one_that_hangs_is_waited_for_only_a_moment(
    first: OneWindow, tmp_path: Path
) -> None:
    first.listen(lambda: True)
    second = OneWindow(tmp_path / "data")
    assert not second.is_second(within_ms=200), "nobody turns the loop of the first one"
    second.close()


def test_a_window_that_is_closing_does_not_answer(
    qtbot: QtBot, first: OneWindow, tmp_path: Path, around: dict[str, str]
) -> None:
    first.listen(lambda: False)
    second = lullaby(tmp_path / "data", around)
    database = tmp_path / "data" / "lullaby.sqlite3"
    qtbot.waitUntil(database.exists, timeout=20_000)
    second.terminate()
    assert second.wait(20) == 0


def test_another_folder_is_another_lullaby(first: OneWindow, tmp_path: Path) -> None:
    other = OneWindow(tmp_path / "other")
    assert not other.is_second()
    assert address_of(tmp_path / "other") != address_of(tmp_path / "data")
    other.close()


def test_a_folder_that_cannot_be_written_holds_nobody_up(qapp, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    one = OneWindow(tmp_path / "data")
    assert not one.is_second()
    one.listen(lambda: True)
    one.close()
