"""A second start raises the first window, in separate processes."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from lullaby.ui.shell.single_instance import SingleInstance, address_of, message, parse
from tests.waiting import wait_until

ROOT = Path(__file__).parents[2]


@pytest.fixture
def around(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A private runtime folder, for this process and its children."""
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
def first(qapp, tmp_path: Path, around: dict[str, str]) -> Iterator[SingleInstance]:
    one = SingleInstance(tmp_path / "data")
    assert not one.is_second()
    yield one
    one.close()


def lullaby(data: Path, around: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen((sys.executable, "-m", "lullaby", "--data", str(data)), env=around)


def test_a_second_start_calls_the_first_and_leaves(
    qtbot: QtBot, first: SingleInstance, tmp_path: Path, around: dict[str, str]
) -> None:
    first.listen(lambda: True)
    with qtbot.waitSignal(first.raised, timeout=20_000) as raised:
        second = lullaby(tmp_path / "data", {**around, "XDG_ACTIVATION_TOKEN": "a token"})
    assert raised.args == ["a token"]
    assert second.wait(20) == 0
    assert not (tmp_path / "data" / "lullaby.sqlite3").exists(), "it opened nothing"


def test_a_second_start_hands_over_its_files(
    qtbot: QtBot, first: SingleInstance, tmp_path: Path, around: dict[str, str]
) -> None:
    first.listen(lambda: True)
    files = [os.fsdecode(b"music/\xff one.mp3"), "./play", "https://example.org/a.mp3"]
    with qtbot.waitSignal(first.opened, timeout=20_000) as opened:
        second = subprocess.Popen(
            (sys.executable, "-m", "lullaby", "--data", str(tmp_path / "data"), *files),
            env=around,
            cwd=tmp_path,
        )
    assert opened.args == [(str(tmp_path / files[0]), str(tmp_path / "play"), files[2])]
    assert second.wait(20) == 0


@given(
    st.text(st.characters(exclude_characters="\n\0", exclude_categories=("Cs",)), max_size=40),
    st.lists(st.binary(min_size=1, max_size=30).filter(lambda name: b"\0" not in name)),
    st.data(),
)
def test_a_message_is_understood_however_it_is_cut(
    token: str, names: list[bytes], data: st.DataObject
) -> None:
    files = tuple(os.fsdecode(name) for name in names)
    whole = message(token, files)
    assert parse(whole) == (token.strip(), files)
    cut = data.draw(st.integers(0, len(whole) - 1))
    assert parse(whole[:cut]) is None


@given(st.binary())
def test_other_callers_are_told_apart(heard: bytes) -> None:
    try:
        said = parse(heard)
    except ValueError:
        return
    assert said is None or heard.startswith((b"come", b"open"))


def test_more_paths_than_the_socket_takes_are_cut_between_two() -> None:
    files = tuple(f"/music/{number:0200}.mp3" for number in range(30_000))
    said = parse(message("", files))
    assert said is not None
    assert 10_000 < len(said[1]) < len(files)
    assert said[1] == files[: len(said[1])]


def test_a_killed_instance_blocks_no_later_one(
    qtbot: QtBot, tmp_path: Path, around: dict[str, str]
) -> None:
    data = tmp_path / "data"
    process = lullaby(data, around)
    wait_until(Path(address_of(data)).exists, within=30)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert Path(address_of(data)).exists(), "its socket is left"
    heir = SingleInstance(data)
    assert not heir.is_second()
    heir.listen(lambda: True)
    with qtbot.waitSignal(heir.raised, timeout=20_000):
        third = lullaby(data, around)
    assert third.wait(20) == 0
    heir.close()


def test_a_hanging_instance_is_waited_for_only_briefly(
    first: SingleInstance, tmp_path: Path
) -> None:
    first.listen(lambda: True)
    second = SingleInstance(tmp_path / "data")
    assert not second.is_second(within_ms=200), "nobody turns the loop of the first one"
    assert second.hangs
    second.close()


def test_a_window_that_is_closing_does_not_answer(
    qtbot: QtBot, first: SingleInstance, tmp_path: Path, around: dict[str, str]
) -> None:
    asked: list[bool] = []

    def closing() -> bool:
        asked.append(True)
        return False

    first.listen(closing)
    second = lullaby(tmp_path / "data", around)
    database = tmp_path / "data" / "lullaby.sqlite3"
    qtbot.waitUntil(lambda: bool(asked), timeout=20_000)
    assert not database.exists(), "it waits until the first one is gone"
    first.close()
    qtbot.waitUntil(database.exists, timeout=20_000)
    second.terminate()
    assert second.wait(20) == 0


def test_a_closing_instance_that_never_exits_counts_as_hanging(
    first: SingleInstance, tmp_path: Path
) -> None:
    first.listen(lambda: False)
    second = SingleInstance(tmp_path / "data")
    assert not second.is_second(within_ms=100, closing_ms=100)
    assert second.hangs
    first.close()
    assert not second.is_second(within_ms=100)
    assert not second.hangs
    second.close()


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="processes cannot be stopped here")
def test_a_hanging_instance_is_ended_on_request_and_its_folder_is_free(
    tmp_path: Path, qapp, around: dict[str, str]
) -> None:
    data = tmp_path / "data"
    process = lullaby(data, around)
    wait_until(Path(address_of(data)).exists, within=30)
    process.send_signal(signal.SIGSTOP)
    second = SingleInstance(data)
    assert not second.is_second(within_ms=300)
    assert second.hangs
    ended = threading.Thread(target=process.wait)
    ended.start()
    assert second.end_first()
    ended.join(10)
    assert not second.hangs
    assert not second.is_second(), "this one is the first now"
    second.close()


def test_beside_a_hanging_instance_nothing_opens_until_the_person_agrees(
    first: SingleInstance, tmp_path: Path, around: dict[str, str]
) -> None:
    """The first one's event loop does not run; the message waits for a press."""
    first.listen(lambda: True)
    second = lullaby(tmp_path / "data", around)
    logs = tmp_path / "data" / "logs"
    wait_until(lambda: any("does not answer" in text for text in logged(logs)), within=30)
    assert second.poll() is None, "it asks what to do"
    second.kill()
    second.wait()
    assert not (tmp_path / "data" / "lullaby.sqlite3").exists()


def logged(folder: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in folder.rglob("*.log*")]


def test_another_folder_is_another_lullaby(first: SingleInstance, tmp_path: Path) -> None:
    other = SingleInstance(tmp_path / "other")
    assert not other.is_second()
    assert address_of(tmp_path / "other") != address_of(tmp_path / "data")
    other.close()


def test_an_unwritable_folder_delays_nothing(qapp, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    one = SingleInstance(tmp_path / "data")
    assert not one.is_second()
    one.listen(lambda: True)
    one.close()
