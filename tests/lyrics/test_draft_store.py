"""Drafts, and words that cannot be saved beside their song."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lullaby.helpers import Inline
from lullaby.lyrics.draft_store import Draft, DraftStore
from lullaby.lyrics.lrc import parse
from lullaby.lyrics.model import Timing
from lullaby.lyrics.placing import TagsOutcome, WordsTarget, place_words, stored_words, target_of
from lullaby.lyrics.tap_draft import to_lyrics
from lullaby.lyrics.tapping import TapSession
from lullaby.units import Ms

PLAIN = parse("[ti:Suo Gân]\n[la:cy]\n[re:elsewhere]\nHuna blentyn\nar fy mynwes")

ENDS_ABRUPTLY = """
import os, signal, sys
from pathlib import Path
from lullaby.lyrics.draft_store import Draft, DraftStore
from lullaby.lyrics.lrc import parse
from lullaby.lyrics.tapping import TapSession
from lullaby.units import Ms

words = parse("Huna blentyn\\nar fy mynwes")
session = TapSession.of(words, delay_ms=Ms(0))
drafts = DraftStore(Path(sys.argv[1]))
for tap in (1000, 3000):
    session = session.tap(Ms(tap))
    drafts.keep("song", Draft(session, words))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(os.name == "nt", reason="there is no kill -9")
def test_a_killed_process_loses_no_tap(tmp_path: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", ENDS_ABRUPTLY, str(tmp_path)], check=False)
    assert ended.returncode == -signal.SIGKILL
    draft = DraftStore(tmp_path).draft("song")
    assert draft is not None
    marks = draft.session.marks
    assert [marks.starts[first] for first in marks.firsts] == [1000, 3000]


def test_a_draft_holds_title_language_and_tags(tmp_path: Path) -> None:
    drafts = DraftStore(tmp_path)
    draft = Draft(TapSession.of(PLAIN).tap(Ms(900)), PLAIN)
    drafts.keep("/music/a\udcff.ogg", draft)
    again = drafts.draft("/music/a\udcff.ogg")
    assert again is not None
    assert again.session.marks == draft.session.marks
    assert (again.like.title, again.like.language, again.like.tags) == (
        "Suo Gân",
        "cy",
        PLAIN.tags,
    )
    assert drafts.draft("another") is None
    drafts.discard_draft("/music/a\udcff.ogg")
    assert drafts.draft("/music/a\udcff.ogg") is None


def test_a_damaged_draft_is_set_aside(tmp_path: Path) -> None:
    drafts = DraftStore(tmp_path)
    drafts.keep("song", Draft(TapSession.of(PLAIN), PLAIN))
    (file,) = (tmp_path / "drafts").iterdir()
    file.write_text("{", encoding="utf-8")
    assert drafts.draft("song") is None
    assert [path.suffix for path in (tmp_path / "drafts").iterdir()] == [".damaged"]


def timed() -> TapSession:
    return TapSession.of(PLAIN, delay_ms=Ms(0)).tap(Ms(1000)).tap(Ms(3000))


def song(folder: Path, ours: bool = False) -> WordsTarget:
    audio = folder / "Suo.ogg"
    audio.write_bytes(b"sound")
    return WordsTarget("key", audio, Ms(60_000), ours)


def test_words_go_beside_the_song_into_the_file_that_is_there(tmp_path: Path) -> None:
    one = song(tmp_path)
    (tmp_path / "suo.LRC").write_text("Hush\n", encoding="utf-8")
    assert target_of(one.audio).name == "suo.LRC"
    drafts = DraftStore(tmp_path / "shelf")
    placed = place_words(one, to_lyrics(timed(), PLAIN), drafts, Inline())
    assert (placed.file.name, placed.beside, placed.tags) == (
        "suo.LRC",
        True,
        TagsOutcome.NOT_ASKED,
    )
    assert placed.kept is not None
    assert placed.kept.read_text(encoding="utf-8") == "Hush\n"
    assert stored_words(one, drafts) is None


def test_words_are_kept_in_the_data_folder_if_the_songs_folder_is_read_only(tmp_path: Path) -> None:
    one = song(tmp_path)
    (tmp_path / "Suo.lrc").mkdir()
    drafts = DraftStore(tmp_path / "shelf")
    assert not place_words(one, to_lyrics(timed(), PLAIN), drafts, Inline()).beside
    found = stored_words(one, drafts)
    assert found is not None
    assert found.timing is Timing.LINES
    (tmp_path / "Suo.lrc").rmdir()
    later = tmp_path / "Suo.lrc"
    later.write_text("[00:01.00]Newer\n", encoding="utf-8")
    os.utime(later, (4_000_000_000, 4_000_000_000))
    assert stored_words(one, drafts) is None, "a file that came since is the person's word"
    assert place_words(one, to_lyrics(timed(), PLAIN), drafts, Inline()).beside
    assert drafts.words("key") is None


def test_bundled_files_are_left_alone(tmp_path: Path) -> None:
    one = song(tmp_path, ours=True)
    drafts = DraftStore(tmp_path / "shelf")
    placed = place_words(one, to_lyrics(timed(), PLAIN), drafts, Inline(), into_tags=True)
    assert (placed.beside, placed.tags) == (False, TagsOutcome.NOT_ASKED)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Suo.ogg", "shelf"]
    assert stored_words(one, drafts) is not None


def test_a_recording_that_takes_no_tags_is_left_as_it_was(tmp_path: Path) -> None:
    one = song(tmp_path)
    placed = place_words(
        one, to_lyrics(timed(), PLAIN), DraftStore(tmp_path), Inline(), into_tags=True
    )
    assert (placed.beside, placed.tags) == (True, TagsOutcome.LEFT_ALONE)
    assert one.audio.read_bytes() == b"sound"


def test_tags_are_written_when_asked_for(tmp_path: Path) -> None:
    import numpy as np

    from lullaby.lyrics.finder import find_words
    from tests.audio.sounds import write

    audio = tmp_path / "Suo.flac"
    write(audio, np.zeros((4_000, 1), np.float32), 8_000)
    one = WordsTarget("key", audio, Ms(500))
    placed = place_words(
        one, to_lyrics(timed(), PLAIN), DraftStore(tmp_path), Inline(), into_tags=True
    )
    assert placed.tags is TagsOutcome.WRITTEN
    placed.file.unlink()
    inside = find_words(audio)
    assert inside is not None
    assert [line.start_ms for line in inside.lines] == [1000, 3000]
