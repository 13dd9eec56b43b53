"""Everything copied into a folder, proved, and brought back."""

import errno
import json
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby import whole_copy
from lullaby.copy_exchange import (
    COMING,
    carry_out,
    forget,
    go_on,
    prepare_to_bring,
    prepare_to_return,
)
from lullaby.library.take import TakeFacts, TakePlace
from lullaby.paths import WAITING, Paths, paths_under
from lullaby.regular_file import sha256_of
from lullaby.storage import backups
from lullaby.stores import open_stores
from lullaby.units import Ms
from lullaby.whole_copy import (
    DATABASE,
    LIST,
    Copied,
    CopyProblem,
    copy_everything,
    fetch,
    read_copy,
)
from tests.fakes import A_NIGHT

ON_WINDOWS = pytest.mark.skipif(os.name != "nt", reason="a plain name elsewhere")

BINNED = {".deleted/suo-gan/gone.opus"}

FILES = {
    "voices/suo-gan/2026-11-03 Ana.opus": b"a voice",
    "voices/suo-gan/2026-11-03 Ana.lrc": b"[00:01.00]Huna",
    "words/abc.json": b"{}",
    "songs/mine.abc": b"X:1",
}


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    paths = paths_under(tmp_path / "here")
    open_stores(paths.database, A_NIGHT, ()).connection.close()
    for name, content in FILES.items():
        write(paths.data / name, content)
    write(paths.voices / ".deleted" / "suo-gan" / "gone.opus", b"gone")
    paths.settings.write_text('{"welcomed": true}', "utf-8")
    return paths


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    stick = tmp_path / "stick"
    stick.mkdir()
    return stick


def write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def copy(paths: Paths, stick: Path) -> Copied:
    copied = copy_everything(paths, stick, A_NIGHT)
    assert copied is not None
    return copied


def put_in_place(paths: Paths) -> dict[Path, Path]:
    """Exchange the folders for those that were fetched; where the former ones are."""
    exchange = prepare_to_bring(paths, DATABASE, "", A_NIGHT)
    carry_out(paths, exchange)
    return exchange.kept(paths)


def put_back(paths: Paths, kept: dict[Path, Path]) -> None:
    carry_out(paths, prepare_to_return(paths, kept, paths.data / COMING / DATABASE))


def test_a_copy_holds_everything_but_what_was_deleted(paths: Paths, stick: Path) -> None:
    copied = copy(paths, stick)
    assert copied.folder == stick / f"Lullaby {A_NIGHT:%Y-%m-%d}"
    there = {
        path.relative_to(copied.folder).as_posix()
        for path in copied.folder.rglob("*")
        if path.is_file()
    }
    assert there == {*FILES, "lullaby.sqlite3", "settings.json", LIST}
    assert read_copy(copied.folder) == copied
    assert copied.recordings == 1
    assert copy(paths, stick).folder.name.endswith("(2)"), "an older copy stays"


def test_a_copy_comes_back_on_another_computer(paths: Paths, stick: Path, tmp_path: Path) -> None:
    copied = copy(paths, stick)
    other = paths_under(tmp_path / "there")
    write(other.voices / "old.opus", b"was here before")
    assert fetch(copied, other) is None
    assert (other.voices / "old.opus").exists(), "nothing is changed yet"
    kept = put_in_place(other)
    for name, content in FILES.items():
        assert (other.data / name).read_bytes() == content
    assert (kept[other.voices] / "old.opus").read_bytes() == b"was here before"
    put_back(other, kept)
    assert [path.name for path in other.voices.iterdir()] == ["old.opus"]
    assert not other.words.exists()


@pytest.mark.skipif(os.name == "nt", reason="no file has such a name there")
@pytest.mark.parametrize("name", ["songs/Hush: a song.abc", "songs/one\\two.abc"])
def test_whatever_is_copied_comes_back(
    paths: Paths, stick: Path, tmp_path: Path, name: str
) -> None:
    write(paths.data / name, b"X:2")
    copied = copy(paths, stick)
    assert read_copy(copied.folder) == copied
    other = paths_under(tmp_path / "there")
    assert fetch(copied, other) is None
    put_in_place(other)
    assert (other.data / name).read_bytes() == b"X:2"


def test_recordings_that_wait_stay_where_they_are_offered(
    paths: Paths, stick: Path, tmp_path: Path
) -> None:
    copied = copy(paths, stick)
    other = paths_under(tmp_path / "there")
    waiting = other.voices / WAITING / "2026-11-03 20.00.00.flac"
    write(waiting, b"not kept yet")
    assert fetch(copied, other) is None
    kept = put_in_place(other)
    assert waiting.read_bytes() == b"not kept yet"
    put_back(other, kept)
    assert waiting.read_bytes() == b"not kept yet"


class Killed(BaseException):
    """The process ends here."""


def test_a_recording_that_begins_while_a_copy_is_checked_waits_on(
    paths: Paths, stick: Path
) -> None:
    assert fetch(copy(paths, stick), paths) is None
    brought = prepare_to_bring(paths, DATABASE, "", A_NIGHT)
    write(paths.voices / WAITING / "new.flac", b"sung just now")
    carry_out(paths, brought)
    assert (paths.voices / WAITING / "new.flac").read_bytes() == b"sung just now"
    put_back(paths, brought.kept(paths))
    assert (paths.voices / WAITING / "new.flac").read_bytes() == b"sung just now"


def restored(paths: Paths, database: Path, now: datetime) -> Path:
    """The database put in, in one step; where the former one is kept."""
    stores = open_stores(paths.database, now, ())
    try:
        return backups.restore(stores.connection, paths.database, database, now)
    finally:
        stores.connection.close()


def names(folder: Path) -> set[str]:
    return {each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()}


def in_use(paths: Paths) -> tuple[set[str], set[str], set[str], str]:
    """What is in the folders, and who sings by the database."""
    stores = open_stores(paths.database, A_NIGHT, ())
    singers = ", ".join(stores.takes.singers())
    stores.connection.close()
    return names(paths.voices), names(paths.words), names(paths.songs), singers


def sung(paths: Paths, singer: str) -> None:
    stores = open_stores(paths.database, A_NIGHT, ())
    place = TakePlace(0.0)
    facts = TakeFacts("suo-gan", "Suo Gân", singer, A_NIGHT, Ms(1_000), place)
    stores.takes.add(facts, f"suo-gan/{singer}.opus", "")
    stores.connection.close()


def killed_after(monkeypatch: pytest.MonkeyPatch, renames: int, act: Callable[[], object]) -> bool:
    """Kill `act` before its next rename after so many; whether it was killed."""
    done = 0
    rename = Path.rename

    def count(path: Path, target: Path) -> Path:
        nonlocal done
        if done == renames:
            raise Killed
        done += 1
        return rename(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", count)
        try:
            act()
        except Killed:
            return True
    return False


@pytest.mark.parametrize("renames", [0, 1, 2, 4])
def test_a_kill_in_the_middle_leaves_the_old_or_the_new(
    paths: Paths, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renames: int
) -> None:
    sung(paths, "Ana")
    copied = copy(paths, stick)
    other = paths_under(tmp_path / "there")
    sung(other, "Ben")
    write(other.voices / "suo-gan" / "Ben.opus", b"was here before")
    write(other.songs / "old.abc", b"X:2")
    waiting = other.voices / WAITING / "2026-11-03 20.00.00.flac"
    write(waiting, b"not kept yet")
    old = in_use(other)
    assert fetch(copied, other) is None
    brought = prepare_to_bring(other, DATABASE, copied.data, A_NIGHT)
    assert go_on(other) is None
    assert in_use(other) == old, "the database was not put in yet"
    brought = prepare_to_bring(other, DATABASE, copied.data, A_NIGHT)
    aside = restored(other, other.data / COMING / DATABASE, A_NIGHT)
    killed = killed_after(monkeypatch, renames, lambda: carry_out(other, brought))
    assert (go_on(other) is not None) is killed
    voices = names(paths.voices) - BINNED | {f"{WAITING}/{waiting.name}"}
    assert in_use(other) == (voices, names(paths.words), names(paths.songs), "Ana")
    assert waiting.read_bytes() == b"not kept yet"
    forget(other)

    back = prepare_to_return(other, brought.kept(other), aside)
    restored(other, aside, A_NIGHT + timedelta(minutes=1))
    killed = killed_after(monkeypatch, renames, lambda: carry_out(other, back))
    assert (go_on(other) is not None) is killed
    assert in_use(other) == old
    assert waiting.read_bytes() == b"not kept yet"


@pytest.mark.parametrize(
    "name",
    [
        "songs/what: a song? *really*.abc",
        "songs/aux.abc",
        "songs/ends with a dot.",
        "songs/50 %.abc",
        f"songs/{'long ' * 40}.abc",
    ],
)
def test_names_that_a_stick_cannot_hold_come_back_as_they_were(
    paths: Paths, stick: Path, tmp_path: Path, name: str
) -> None:
    write(paths.data / name, b"X:2")
    copied = copy(paths, stick)
    for path in copied.folder.rglob("*"):
        assert not set(path.name) & set('<>:"|?*\\'), path.name
        assert path.name[-1] not in ". "
        assert path.stem.casefold() not in ("aux", "con")
        assert len(path.name) <= 130
    assert read_copy(copied.folder) == copied
    other = paths_under(tmp_path / "there")
    assert fetch(copied, other) is None
    put_in_place(other)
    assert (other.data / name).read_bytes() == b"X:2"


def test_names_that_differ_in_case_only_do_not_overwrite_each_other(
    paths: Paths, stick: Path
) -> None:
    write(paths.songs / "hush.abc", b"X:1")
    write(paths.songs / "Hush.abc", b"X:2")
    copied = copy(paths, stick)
    there = [each.there.casefold() for each in copied.files]
    assert len(set(there)) == len(there)
    contents = {each.name: (copied.folder / each.there).read_bytes() for each in copied.files}
    assert contents["songs/hush.abc"] == b"X:1"
    assert contents["songs/Hush.abc"] == b"X:2"


@pytest.mark.parametrize("name", list(FILES))
def test_a_damaged_copy_is_told_and_nothing_is_fetched(
    paths: Paths, stick: Path, tmp_path: Path, name: str
) -> None:
    copied = copy(paths, stick)
    file = copied.folder / name
    content = file.read_bytes()
    other = paths_under(tmp_path / "there")
    file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert fetch(copied, other) is CopyProblem.DAMAGED
    file.unlink()
    assert fetch(copied, other) is CopyProblem.DAMAGED
    assert not (other.data / COMING).exists()


def test_a_link_in_a_copy_is_not_followed(paths: Paths, stick: Path, tmp_path: Path) -> None:
    copied = copy(paths, stick)
    file = copied.folder / "words/abc.json"
    file.unlink()
    write(tmp_path / "secret", b"{}")
    file.symlink_to(tmp_path / "secret")
    assert fetch(copied, paths_under(tmp_path / "there")) is CopyProblem.DAMAGED


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_full_disk_or_a_pulled_stick_leaves_nothing(
    paths: Paths, stick: Path, monkeypatch: pytest.MonkeyPatch, code: int, after: int
) -> None:
    written = 0
    fsync = os.fsync

    def refuse(handle: int) -> None:
        nonlocal written
        written += 1
        if written > after:
            raise OSError(code, os.strerror(code))
        fsync(handle)

    monkeypatch.setattr(whole_copy.os, "fsync", refuse)
    with pytest.raises(OSError, match=os.strerror(code)):
        copy_everything(paths, stick, A_NIGHT)
    assert list(stick.iterdir()) == []
    assert (paths.voices / "suo-gan/2026-11-03 Ana.opus").read_bytes() == b"a voice"


def test_a_copy_that_reads_back_differently_is_not_kept(
    paths: Paths, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(path: Path) -> str:
        return sha256_of(path) + ("!" if stick in path.parents else "")

    monkeypatch.setattr(whole_copy, "sha256_of", read)
    with pytest.raises(OSError, match="differs"):
        copy_everything(paths, stick, A_NIGHT)
    assert list(stick.iterdir()) == []


def test_a_cancelled_copy_leaves_nothing(paths: Paths, stick: Path) -> None:
    assert copy_everything(paths, stick, A_NIGHT, lambda: True) is None
    assert list(stick.iterdir()) == []


def test_what_is_no_copy_or_a_newer_one_is_told(paths: Paths, stick: Path) -> None:
    assert read_copy(stick) is CopyProblem.NO_COPY
    copied = copy(paths, stick)
    listed = json.loads((copied.folder / LIST).read_text("utf-8"))
    (copied.folder / LIST).write_text(json.dumps({**listed, "version": 3}), "utf-8")
    assert read_copy(copied.folder) is CopyProblem.NEWER


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "voices/../../evil",
        "/etc/passwd",
        "voices",
        "voices/..",
        "C:/x",
        "other/x",
        "voices//x",
        "voices\\..\\x",
        pytest.param("voices/a:b", marks=ON_WINDOWS),
    ],
)
def test_a_list_names_no_file_outside_the_copy(paths: Paths, stick: Path, name: str) -> None:
    copied = copy(paths, stick)
    listed = json.loads((copied.folder / LIST).read_text("utf-8"))
    listed["files"].append({"name": name, "size": 1, "sha256": ""})
    (copied.folder / LIST).write_text(json.dumps(listed), "utf-8")
    assert read_copy(copied.folder) is CopyProblem.NO_COPY


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8")))
def test_any_list_is_read_calmly(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / LIST).write_bytes(content)
    assert read_copy(folder) is CopyProblem.NO_COPY
