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
from lullaby.songbook.abc_dialect import read_dialect
from lullaby.songbook.abc_reader import read_abc
from lullaby.songbook.notes import Score
from lullaby.songbook.timeline import timeline

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


def seconds_of_abc2midi(source: Path, folder: Path) -> float:
    target = folder / "song.mid"
    subprocess.run(
        ["abc2midi", str(source), "-NCOM", "-NGRA", "-o", str(target)],
        check=True,
        capture_output=True,
    )
    file = mutagen.File(target)
    assert file is not None
    return file.info.length


@pytest.mark.skipif(shutil.which("abc2midi") is None, reason="abc2midi is not installed")
@pytest.mark.parametrize("path", SCORES, ids=lambda path: path.stem)
def test_abc2midi_hears_a_song_of_the_same_length(path: Path, tmp_path: Path) -> None:
    score = read_abc(path.read_text(encoding="utf-8"))
    wanted = float(score.length / score.beat) * 60 / score.bpm
    assert seconds_of_abc2midi(path, tmp_path) == pytest.approx(wanted, abs=0.6)


@pytest.mark.skipif(shutil.which("abc2midi") is None, reason="abc2midi is not installed")
@pytest.mark.parametrize("music", ["[Q:1/4=30]E F|G A|]", "E F|\nQ:3/8=120\nG [Q:1/8=60]A|]"])
def test_abc2midi_changes_the_tempo_where_we_do(music: str, tmp_path: Path) -> None:
    source = tmp_path / "song.abc"
    text = f"X:1\nT:Moon\nM:2/4\nL:1/4\nQ:1/4=60\nK:C\nC D|{music}\n"
    source.write_text(text, encoding="utf-8")
    ((begin, end),) = timeline(read_dialect(text)).verses_ms
    assert seconds_of_abc2midi(source, tmp_path) == pytest.approx((end - begin) / 1000, abs=0.1)
