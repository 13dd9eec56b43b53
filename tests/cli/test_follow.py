"""lullaby follow: the syllables of a song as somebody sings it, and the key."""

import json
import os
import sys
from pathlib import Path

import numpy as np
import pytest

from lullaby.audio.writer import write_sound
from lullaby.cli.follow import standard_input
from lullaby.following.listener import STEP
from lullaby.following.melody import Melody, melody_of
from lullaby.paths import assets
from lullaby.songbook.score_folder import ScoreFile, read_score
from lullaby.songbook.timeline import timeline
from tests.cli.test_commands import Run, run
from tests.following.singing import tone

__all__ = ["run"]

SONG = "suo-gan"
KEY = -5
NOTES = 14


@pytest.fixture(scope="module")
def melody() -> Melody:
    found = read_score(assets() / "songs" / f"{SONG}.abc")
    assert isinstance(found, ScoreFile)
    return melody_of(timeline(found.score))


@pytest.fixture(scope="module")
def singing(melody: Melody) -> np.ndarray:
    """At 16 kHz."""
    sung = [tone([note.pitch + KEY], note.ms / 1000) for note in melody.notes[:NOTES]]
    return np.concatenate([np.zeros(8_000, np.float32), *sung])


@pytest.fixture
def recording(singing: np.ndarray, tmp_path: Path) -> Path:
    path = tmp_path / "singing.wav"
    fast = np.interp(np.arange(3 * len(singing)) / 3, np.arange(len(singing)), singing)
    write_sound(path, [np.repeat(fast.astype(np.float32)[:, None], 2, axis=1)], "", "")
    return path


def test_a_recording_is_followed(run: Run, recording: Path, melody: Melody) -> None:
    code, out, err = run("follow", SONG, recording, "--json")
    assert (code, err) == (0, "")
    places = [json.loads(row) for row in out.splitlines()]
    assert places[0][1] == 0
    assert places[-1][1] >= melody.notes[NOTES - 3].syllable
    assert run("follow", SONG, recording)[1].split(maxsplit=1)[1].startswith(melody.texts[0])


def test_channels_that_cancel_are_followed(
    run: Run, singing: np.ndarray, melody: Melody, tmp_path: Path
) -> None:
    path = tmp_path / "opposite.wav"
    fast = np.interp(np.arange(3 * len(singing)) / 3, np.arange(len(singing)), singing)
    write_sound(path, [np.stack([fast, -fast], axis=1).astype(np.float32)], "", "")
    code, out, _ = run("follow", SONG, path, "--json")
    assert code == 0
    assert json.loads(out.splitlines()[-1])[1] >= melody.notes[NOTES - 3].syllable


def test_sound_that_comes_in_is_followed(
    run: Run, singing: np.ndarray, melody: Melody, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = (singing * 32767).astype("<i2").tobytes()
    whole = tmp_path / "singing.pcm"
    told = []
    for size in (len(sound), len(sound) // 2 | 1):
        whole.write_bytes(sound[:size])
        with whole.open() as opened:
            monkeypatch.setattr(sys, "stdin", opened)
            code, out, _ = run("follow", SONG, "-", "--json")
        assert code == 0
        told.append([json.loads(row) for row in out.splitlines()])
    assert told[0][-1][1] >= melody.notes[NOTES - 3].syllable
    assert 0 < len(told[1]) < len(told[0])
    assert told[0][: len(told[1])] == told[1]


def test_sound_is_taken_as_soon_as_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A step that has come in is heard before there is more, also if half a sample follows it."""
    ours, theirs = os.pipe()
    with os.fdopen(ours) as opened, os.fdopen(theirs, "wb", 0) as sender:
        monkeypatch.setattr(sys, "stdin", opened)
        sound = standard_input()
        for size in (STEP, 7, 1):
            sender.write(bytes(2 * size))
            assert len(next(sound)) == size
        sender.write(bytes(3))
        assert len(next(sound)) == 1
        sender.write(bytes(1))
        assert len(next(sound)) == 1


def test_the_key_is_told(run: Run, recording: Path) -> None:
    code, out, _ = run("follow", "key", recording, "--song", SONG, "--json")
    assert code == 0
    assert json.loads(out)["semitones"] == pytest.approx(KEY, abs=0.3)


def test_a_song_from_a_file_with_sheets(
    run: Run, recording: Path, melody: Melody, tmp_path: Path
) -> None:
    sheets = tmp_path / "sheets.json"
    notes = [
        {"start": 0, "end": n.ms, "pitch": n.pitch, "syl": n.syllable, "line": n.line}
        for n in melody.notes
    ]
    lines = [{"verse": verse} for verse in melody.verses]
    sheets.write_text(json.dumps({"mine": {"notes": notes, "lines": lines}}))
    code, out, _ = run("follow", "mine", recording, "--sheet", sheets, "--json")
    assert code == 0
    assert json.loads(out.splitlines()[-1])[1] >= melody.notes[NOTES - 3].syllable


def test_what_cannot_be_followed_says_why(run: Run, recording: Path, tmp_path: Path) -> None:
    silent, words, short = (tmp_path / name for name in ("no.wav", "words.json", "short.json"))
    silent.write_text("no sound")
    words.write_text("[]")
    note = {"start": 0, "end": 500, "pitch": 60, "syl": 0, "line": 0}
    short.write_text(json.dumps({"mine": {"notes": [note], "lines": [{"verse": 0}]}}))
    for arguments, message in (
        (("nothing", recording), "no song of that name"),
        ((SONG, tmp_path / "missing.wav"), "not there"),
        ((SONG, silent), "cannot be read"),
        (("mine", recording, "--sheet", tmp_path / "missing.json"), "not there"),
        (("mine", recording, "--sheet", silent), "is no JSON"),
        (("mine", recording, "--sheet", words), "has no song named mine"),
        (("mine", recording, "--sheet", short), "too few notes"),
    ):
        code, out, err = run("follow", *arguments, "--json")
        assert (code, out) == (1, "")
        assert message in err
    assert run("follow", "key", recording)[0] == 2
    assert run("follow", SONG, recording, "--song", SONG)[0] == 2


def test_too_little_singing_tells_no_key(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "quiet.wav"
    write_sound(path, [np.zeros((48_000, 2), np.float32)], "", "")
    code, out, err = run("follow", "key", path, "--song", SONG, "--json")
    assert (code, json.loads(out)["semitones"]) == (1, None)
    assert "the key is not sure yet" in err
