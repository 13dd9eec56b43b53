"""lullaby tempo --write, and the state after Ctrl-C."""

import json
import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from lullaby.helpers import Inline
from lullaby.jobs import Job
from lullaby.library.analysis_store import PersonsWord
from lullaby.library.scanner import scan
from lullaby.library.tags import read_tags
from lullaby.paths import paths_under
from lullaby.stores import open_stores
from lullaby.tempo.answer import TempoAnswer, TempoSource
from lullaby.tempo.spectrum import RATE
from lullaby.units import Bpm
from tests.audio.sounds import write
from tests.cli.test_commands import Run, run
from tests.fakes import A_NIGHT
from tests.library.songs import make
from tests.tempo.pieces import hiss, song

__all__ = ["run"]


@pytest.fixture
def music(tmp_path: Path) -> Path:
    """A steady song, rain, and two that are tagged."""
    folder = tmp_path / "music"
    folder.mkdir()
    write(folder / "steady.flac", song(66, 20.0)[:, None], RATE)
    write(folder / "rain.flac", hiss(1, -0.5, 20.0)[:, None], RATE)
    make(folder / "tagged.mp3", bpm="120")
    make(folder / "said.ogg", bpm="120")
    return folder


def say(data: Path, folder: Path, name: str, bpm: float) -> None:
    """Add the folder to the library, with one song's tempo set by the person."""
    stores = open_stores(paths_under(data).database, A_NIGHT, ())
    with closing(stores.connection):
        stores.library.add_folder(folder)
        scan([folder], {}, Job(), stores.scans.apply, lambda _: None, 1, Inline())
        track = stores.library.by_path([folder / name])[folder / name]
        word = PersonsWord(TempoAnswer(Bpm(bpm), TempoSource.CHOSEN))
        stores.analyses.say(track, word)


def test_only_sure_tempos_are_written_and_reported(
    run: Run,
    music: Path,
    tmp_path: Path,
) -> None:
    say(tmp_path / "data", music, "said.ogg", 60.4)
    untouched = {name: (music / name).read_bytes() for name in ("rain.flac", "tagged.mp3")}
    code, out, err = run("tempo", music, "--write", "--json")
    assert (code, err) == (0, "")
    rows = {Path(row["file"]).name: row for row in json.loads(out)}
    assert {name: row["written"] for name, row in rows.items()} == {
        "steady.flac": 66,
        "rain.flac": None,
        "tagged.mp3": None,
        "said.ogg": 60,
    }
    assert rows["rain.flac"]["not_written"] == "not steady enough to be written"
    assert rows["tagged.mp3"]["not_written"] == "its tag already says so"
    assert read_tags(music / "steady.flac")[0].bpm == 66
    assert read_tags(music / "said.ogg")[0].bpm == 60
    for name, data in untouched.items():
        assert (music / name).read_bytes() == data
    assert "wrote" not in run("tempo", music, "--write")[1], "there is nothing left to write"


def test_nothing_is_written_without_being_asked(run: Run, music: Path) -> None:
    before = {path: path.read_bytes() for path in music.iterdir()}
    run("tempo", music)
    assert {path: path.read_bytes() for path in music.iterdir()} == before


def test_an_unwritable_file_is_named_and_the_rest_continues(
    run: Run,
    music: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(music / "another.flac", song(72, 20.0)[:, None], RATE)
    from lullaby import verified_copy

    monkeypatch.setattr(verified_copy.os, "access", lambda path, _: path.name != "steady.flac")
    code, out, err = run("tempo", music, "--write")
    assert code == 1
    assert "steady.flac: cannot be written (Permission denied); nothing was changed" in err
    assert "wrote 72" in out
    assert read_tags(music / "steady.flac")[0].bpm is None


@pytest.mark.skipif(sys.platform == "win32", reason="terminals are otherwise there")
def test_ctrl_c_ends_it_without_a_traceback(music: Path, tmp_path: Path) -> None:
    import pty

    for n in range(60):
        write(music / f"{n}.flac", song(60 + n, 20.0)[:, None], RATE)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "lullaby", "--data", tmp_path / "d", "tempo", music, "--json"]
    listening = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=_takes_ctrl_c,  # noqa: PLW1509
    )
    os.close(theirs)
    output = b""
    while b"listening, 2 of" not in output:
        output += os.read(ours, 4_096)
    os.killpg(listening.pid, signal.SIGINT)
    out, _ = listening.communicate(timeout=60)
    assert listening.returncode == 1, "its output ended: no helper is left behind"
    assert out.startswith(b"[\n"), "what was analysed is told at once"
    while more := _read(ours):
        output += more
    os.close(ours)
    assert b"Traceback" not in output


def _takes_ctrl_c() -> None:
    """A shell that starts the tests in the background has them ignore Ctrl+C, children too."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _read(terminal: int) -> bytes:
    """What is left to read; a closed terminal raises an error."""
    try:
        return os.read(terminal, 4_096)
    except OSError:
        return b""
