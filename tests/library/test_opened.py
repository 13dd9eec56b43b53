"""What somebody opens or drops: which of it is what, and whose words they are."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.helpers import Inline
from lullaby.library.opened import MOST, OpenedFiles, song_of_words, sort_opened
from lullaby.library.opened_targets import is_address, local_path
from lullaby.library.track import Track, TrackId

NAMES = st.text(
    st.characters(exclude_characters="/\0", exclude_categories=("Cs",)), min_size=1, max_size=20
)


@given(NAMES)
def test_a_path_and_its_address_name_the_same_file(name: str) -> None:
    path = Path("/music") / name
    assert local_path(path.as_uri()) == path
    assert local_path(str(path)) == path


@given(st.text())
def test_every_text_names_a_path_or_nothing(text: str) -> None:
    path = local_path(text)
    assert path is None or "\0" not in str(path)


@pytest.mark.skipif(os.name == "nt", reason="paths of POSIX")
@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("file:///music/a%20b.mp3", Path("/music/a b.mp3")),
        ("file://localhost/a.mp3", Path("/a.mp3")),
        ("FILE:///a.mp3", Path("/a.mp3")),
        ("file:/a.mp3", Path("/a.mp3")),
        ("file:///a%23b.mp3#t=3", Path("/a#b.mp3")),
        ("file:///%ff.mp3", Path(os.fsdecode(b"/\xff.mp3"))),
        ("file://server/share/a.mp3", None),
        ("smb://server/a.mp3", None),
        ("https://example.org/a.mp3", None),
        ("file:///a%00b", None),
        ("", None),
    ],
)
def test_only_what_is_on_this_computer_has_a_path(text: str, path: Path | None) -> None:
    assert local_path(text) == path


def test_a_name_with_a_colon_is_no_address() -> None:
    assert not is_address("Suite: 1.mp3")
    assert not is_address("C:\\Music\\a.mp3")


def test_what_is_opened_is_sorted_by_what_is_there(tmp_path: Path) -> None:
    for name in ("b.mp3", "a.ABC", "list.m3u8", "words.lrc", "cover.jpg", "score.mid"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "score.xml").write_text("<score-partwise/>")
    (tmp_path / "song.xml").write_text("<song xmlns='http://openlyrics.info/namespace/2009/song'/>")
    (tmp_path / "album.mp3").mkdir()
    names = ("b.mp3", "a.ABC", "score.xml", "song.xml", "list.m3u8", "words.lrc", "score.mid")
    more = ("cover.jpg", "album.mp3", "gone.mp3", "b.mp3")
    targets = [*(str(tmp_path / name) for name in (*names, *more)), "https://example.org/a.mp3"]
    assert sort_opened(targets, Inline()) == OpenedFiles(
        songs=(tmp_path / "b.mp3", tmp_path / "a.ABC", tmp_path / "score.xml"),
        folders=(tmp_path / "album.mp3",),
        playlists=(tmp_path / "list.m3u8",),
        words=(tmp_path / "song.xml", tmp_path / "words.lrc", tmp_path / "score.mid"),
        others=(tmp_path / "cover.jpg",),
        missing=(tmp_path / "gone.mp3",),
        addresses=1,
    )


def test_no_more_than_a_thousand_are_looked_at(tmp_path: Path) -> None:
    opened = sort_opened([str(tmp_path / f"{n}.mp3") for n in range(MOST + 3)], Inline())
    assert len(opened.missing) == MOST
    assert opened.left_out == 3


def song(number: int, path: str, title: str = "") -> Track:
    return Track(TrackId(number), Path(path), title or Path(path).stem)


def test_words_belong_to_the_one_song_of_their_name() -> None:
    moon = song(1, "/music/01.mp3", "Moon")
    tracks = [moon, song(2, "/music/Sun.mp3"), song(3, "/other/Rain.mp3"), song(4, "/x/rain.ogg")]
    assert song_of_words(Path("/downloads/moon.lrc"), tracks) is moon
    assert song_of_words(Path("/downloads/Somebody - Sun.en.srt"), tracks) is tracks[1]
    assert song_of_words(Path("/downloads/rain.lrc"), tracks) is None, "two are called so"
    assert song_of_words(Path("/other/rain.lrc"), tracks) is tracks[2], "it lies beside one"
    assert song_of_words(Path("/downloads/wind.lrc"), tracks) is None
