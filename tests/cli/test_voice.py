"""lullaby voice: where in its song a recorded voice sings."""

import json
from pathlib import Path

import numpy as np
import pytest

from lullaby.takes.salience import RATE
from tests.audio.sounds import write
from tests.cli.test_commands import Run, run
from tests.takes.singer import VOICES, first_verse, performed, sing

__all__ = ["run"]

BEGINS_MS = 350.0


@pytest.fixture(scope="module")
def sung(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sung") / "me.flac"
    notes = first_verse(performed("suo-gan"))
    mono = sing(notes, 1, VOICES["woman"], BEGINS_MS)
    write(path, np.repeat(mono[:, np.newaxis], 2, axis=1), RATE)
    return path


def test_a_recording_is_placed(run: Run, sung: Path) -> None:
    code, out, err = run("voice", "place", sung, "--song", "suo-gan", "--json")
    assert (code, err) == (0, "")
    row = json.loads(out)
    assert row["place_ms"] == pytest.approx(BEGINS_MS, abs=15)
    assert (row["song"], row["transposition"], row["pace"]) == ("suo-gan", -2.0, 1.0)
    assert row["agreement"] > 0.8
    assert row["doubt_ms"] < 45
    code, out, _ = run("voice", "place", sung, "--song", "suo-gan")
    begins = f"Suo Gân: the recording begins at {row['place_ms'] / 1000:.2f} s"
    assert out.startswith(f"{begins}, 2 semitones lower, at its pace (within ")


def test_what_cannot_be_placed_says_why(run: Run, sung: Path, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("Huna blentyn")
    for file, song, reason in (
        (sung, "stille-nacht", "the tune of “Stille Nacht” is not heard in it"),
        (sung, "nothing", "no song of that name"),
        (words, "suo-gan", "cannot be read; the original is untouched"),
        (tmp_path / "gone.wav", "suo-gan", "not there"),
    ):
        code, out, err = run("voice", "place", file, "--song", song)
        assert (code, out) == (1, "")
        assert reason in err
