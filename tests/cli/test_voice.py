"""lullaby voice: takes placed, kept, listed, exported and deleted."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lullaby.audio.loudness import measure
from lullaby.audio.loudness_reading import LoudnessReading
from lullaby.library.tags import read_tags
from lullaby.library.take import TakeFacts, TakePlace
from lullaby.lyrics.lrc import parse_bytes
from lullaby.paths import paths_under
from lullaby.stores import open_stores
from lullaby.takes.in_helper import AROUND_MS
from lullaby.takes.levelling import CEILING, LEVEL
from lullaby.takes.salience import RATE
from lullaby.units import Ms
from tests.audio.sounds import write
from tests.cli.test_commands import Run, run
from tests.fakes import A_NIGHT
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


def test_a_take_is_kept_listed_exported_deleted_and_brought_back(
    run: Run, sung: Path, tmp_path: Path
) -> None:
    asked = ("voice", "add", sung, "--song", "suo-gan", "--singer", "Ana", "--child", "Mila")
    code, out, err = run(*asked, "--json")
    assert (code, err) == (0, "")
    take = json.loads(out)
    folder = tmp_path / "data" / "voices"
    kept = folder / take["file"]
    assert take["placed_by"] == "score"
    first_ms = performed("suo-gan").notes[0].start_ms
    assert take["place_ms"] == pytest.approx(first_ms - AROUND_MS, abs=30)
    reading = measure(kept)
    assert isinstance(reading, LoudnessReading)
    assert reading.integrated_lufs == pytest.approx(LEVEL, abs=0.5)
    assert reading.true_peak_db <= CEILING + 0.5, "the codec may add a little"
    assert reading.heard_ms == pytest.approx(take["length_ms"], abs=1)

    words = parse_bytes(kept.with_suffix(".lrc").read_bytes())
    sung_at = performed("suo-gan").lines[0].syllables[0].start_ms
    assert words.lines[0].start_ms == pytest.approx(sung_at - take["place_ms"], abs=10)
    assert all((line.start_ms or 0) < take["length_ms"] for line in words.lines)

    assert json.loads(run("voice", "list", "--singer", "Ana", "--json")[1]) == [take]
    assert json.loads(run("voice", "list", "--singer", "Ben", "--json")[1]) == []
    for kind in ("opus", "mp3", "flac"):
        target = tmp_path / f"ana.{kind}"
        assert run("voice", "export", str(take["take"]), "-o", target)[0] == 0
        tags, fault = read_tags(target)
        assert (tags.title, tags.artist, fault) == ("Suo Gân", "Ana", None)
        assert tags.duration_ms == pytest.approx(take["length_ms"], abs=60)
    (tmp_path / "ben.lrc").write_text("[00:01.00]Mine", encoding="utf-8")
    again = ("voice", "export", str(take["take"]), "-o", tmp_path / "ben.opus")
    assert run(*again)[0] == 0
    assert (tmp_path / "ben.opus").read_bytes() == kept.read_bytes()
    assert (tmp_path / "ben.lrc.bak").read_text("utf-8") == "[00:01.00]Mine"
    assert (tmp_path / "ana.lrc").read_bytes() == kept.with_suffix(".lrc").read_bytes()

    (song,) = json.loads(run("scan", folder, "--json")[1])["songs"]
    assert (song["title"], song["artist"], song["words"]) == ("Suo Gân", "Ana", "syllables")

    number = str(take["take"])
    both = tmp_path / "both.opus"
    code, out, _ = run("voice", "choir", number, "-o", both)
    assert (code, out) == (0, f"Suo Gân, Ana: {both}\n")
    assert read_tags(both)[0].duration_ms == pytest.approx(take["length_ms"], abs=60)
    assert run("voice", "choir", number, "99", "-o", both)[0] == 1
    assert run("voice", "delete", number)[0] == 0
    assert not kept.exists()
    assert run("voice", "list")[1] == ""
    assert run("voice", "delete", number)[0] == 1
    assert run("voice", "restore", number)[0] == 0
    assert kept.exists()
    assert json.loads(run("voice", "list", "--json")[1]) == [take]
    assert not [path for path in folder.rglob(".new*") if path.is_file()]


def test_a_recording_of_something_else_leaves_nothing(run: Run, sung: Path, tmp_path: Path) -> None:
    code, _, err = run("voice", "add", sung, "--song", "stille-nacht", "--singer", "Ana")
    assert code == 1
    assert "is not heard in it" in err
    assert not [path for path in (tmp_path / "data" / "voices").rglob("*") if path.is_file()]
    assert run("voice", "list")[1] == ""


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"song": "twinkle"}, "is another song"),
        (
            {"place": TakePlace(0.0, semitones=3.0)},
            "is sung more than two semitones higher or lower",
        ),
        ({"place": TakePlace(0.0, pace=0.8)}, "is sung more than a tenth slower or faster"),
    ],
)
def test_takes_that_do_not_go_together_say_why(
    run: Run, tmp_path: Path, other: dict[str, Any], reason: str
) -> None:
    facts = TakeFacts("suo-gan", "Suo Gân", "Ana", A_NIGHT, Ms(9_000), TakePlace(0.0))
    (tmp_path / "data").mkdir()
    stores = open_stores(paths_under(tmp_path / "data").database, A_NIGHT, ())
    stores.takes.add(facts, "a.opus", "")
    stores.takes.add(replace(facts, singer="Ben", **other), "b.opus", "")
    stores.connection.close()
    code, _, err = run("voice", "choir", "1", "2", "-o", tmp_path / "both.opus")
    assert code == 1
    assert f"Suo Gân, Ben, {A_NIGHT:%Y-%m-%d}, 0:09: {reason}" in err
