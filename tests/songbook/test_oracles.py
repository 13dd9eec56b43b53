"""Other programs read our scores as we do, where they are installed (the extra `oracle`, and
abc2midi); music21 does not know ABC's words, so it is asked only for notes.
"""

import shutil
import subprocess
import warnings
from fractions import Fraction
from pathlib import Path

import mutagen
import pytest

from lullaby.paths import assets
from lullaby.songbook.abc_reader import read_abc
from lullaby.songbook.notes import Score

SCORES = sorted((assets() / "songs").glob("*.abc"))


def ours(score: Score) -> list[tuple[Fraction, int | None]]:
    return [(note.length * 4, note.pitch) for p in score.phrases for note in p.notes]


@pytest.mark.parametrize("path", SCORES, ids=lambda path: path.stem)
def test_music21_reads_the_same_notes(path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        music21 = pytest.importorskip("music21")
        found = music21.converter.parse(path, format="abc", forceSource=True).flatten()
        notes = [
            (Fraction(each.quarterLength), each.pitch.midi if each.isNote else None)
            for each in found.notesAndRests
            if not isinstance(each, music21.harmony.ChordSymbol)
        ]
    assert notes == ours(read_abc(path.read_text(encoding="utf-8")))


@pytest.mark.skipif(shutil.which("abc2midi") is None, reason="abc2midi is not installed")
@pytest.mark.parametrize("path", SCORES, ids=lambda path: path.stem)
def test_abc2midi_hears_a_song_of_the_same_length(path: Path, tmp_path: Path) -> None:
    score = read_abc(path.read_text(encoding="utf-8"))
    target = tmp_path / "song.mid"
    subprocess.run(
        ["abc2midi", str(path), "-NCOM", "-NGRA", "-o", str(target)],
        check=True,
        capture_output=True,
    )
    file = mutagen.File(target)
    assert file is not None
    wanted = float(score.length / score.beat) * 60 / score.bpm
    assert file.info.length == pytest.approx(wanted, abs=0.6)
