"""Playlists from other systems and players: spelling, formats, and what they cost to read."""

import contextlib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.helper_pool import HelperPool
from lullaby.helpers import Inline
from lullaby.library.folder_listings import FolderListings
from lullaby.library.playlist_entry import MOST_SONGS, NotAPlaylistError, PlaylistFile, Refusal
from lullaby.library.playlist_file import parse, read
from lullaby.library.playlist_reading import read_aside


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def made(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


def paths(found: PlaylistFile) -> list[Path]:
    return [entry.path for entry in found.entries]


@pytest.mark.parametrize("kind", ["m3u8", "xspf"])
def test_each_part_of_a_path_may_have_a_unicode_form_of_its_own(tmp_path: Path, kind: str) -> None:
    songs = [
        made(tmp_path / composed("Schlafliéder") / decomposed("Mädchen.ogg")),
        made(tmp_path / decomposed("Größe") / composed("Nächtle.ogg")),
    ]
    names = ["/".join(composed(part) for part in song.parts[-2:]) for song in songs]
    text = "\n".join(names)
    if kind == "xspf":
        tracks = "".join(f"<track><location>{name}</location></track>" for name in names)
        text = f"<playlist><trackList>{tracks}</trackList></playlist>"
    assert paths(parse(text.encode(), tmp_path / f"x.{kind}")) == songs


def test_names_from_windows_are_found_in_any_case(tmp_path: Path) -> None:
    song = made(tmp_path / "Night Songs" / "Hush Now.ogg")
    text = "#EXTM3U\r\nNIGHT SONGS\\Hush now.OGG\r\nNight songs\\hush now.ogg\r\n"
    assert paths(parse(text.encode(), tmp_path / "win.m3u")) == [song, song]


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("Спи, моя радость", "cp1251"),
        ("Спи, моя радость", "koi8-r"),
        ("Νάνι νάνι το παιδί", "cp1253"),
        ("子守唄", "cp932"),
        ("Ça ira", "cp1252"),
        ("Élisabeth", "cp1252"),
        ("Brahms – Wiegenlied für Søren", "cp1252"),
    ],
)
def test_names_in_old_encodings_are_read_by_their_letters(
    tmp_path: Path, name: str, encoding: str
) -> None:
    song = made(tmp_path / "Songs" / f"{name}.mp3")
    text = f"#EXTM3U\r\n#EXTINF:60,{name}\r\nSONGS\\{name}.mp3\r\n"
    (entry,) = parse(text.encode(encoding), tmp_path / "x.m3u").entries
    assert (entry.path, entry.title) == (song, name)


def test_the_exact_name_goes_first_and_two_cases_are_not_guessed(tmp_path: Path) -> None:
    lower, upper = made(tmp_path / "a.ogg"), made(tmp_path / "A.ogg")
    if lower.samefile(upper):
        pytest.skip("this disk does not tell letter cases apart")
    assert paths(parse(b"A.ogg\na.OGG\n", tmp_path / "x.m3u")) == [upper, tmp_path / "a.OGG"]


def test_a_file_is_looked_for_in_all_folders_of_one_spelling(tmp_path: Path) -> None:
    made(tmp_path / composed("Café") / "other.ogg")
    song = made(tmp_path / decomposed("Café") / "song.ogg")
    written = f"{composed('Café')}/song.ogg\n"
    found = parse(written.encode(), tmp_path / "x.m3u8")
    assert found.entries[0].path.samefile(song)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_name_is_searched_without_an_error(name: str) -> None:
    with contextlib.suppress(ValueError):
        assert FolderListings().find(Path("/nowhere", name)) is None


def test_xspf_without_namespace_is_read() -> None:
    track = "<track><location>a.mp3</location><creator>A</creator><title>B</title></track>"
    text = f'<?xml version="1.0"?><playlist version="1"><trackList>{track}</trackList></playlist>'
    (entry,) = parse(text.encode(), Path("/m/x.xspf")).entries
    assert (entry.path, entry.title) == (Path("/m/a.mp3"), "A - B")


def test_a_pls_file_in_the_order_of_its_numbers() -> None:
    text = (
        "[playlist]\r\nFile10=http://radio.example/\r\nFile2=b.mp3\r\nfile1=sub\\a.mp3\r\n"
        "Title1=Suo Gân\r\nLength1=61\r\nLength2=-1\r\nNumberOfEntries=3\r\nVersion=2\r\n"
    )
    found = parse(text.encode(), Path("/m/evening.pls"))
    assert (found.name, found.skipped) == ("evening", 1)
    assert paths(found) == [Path("/m/sub/a.mp3"), Path("/m/b.mp3")]
    assert [(entry.title, entry.duration_ms) for entry in found.entries] == [
        ("Suo Gân", 61_000),
        ("", None),
    ]


def test_asx_as_it_is_written_without_care_for_xml() -> None:
    text = """<ASX version=3.0><Title>Night & Day</Title>
    <Entry><Title>Hush</title><REF HREF="sub\\a &amp; b.wma"/></Entry>
    <entry><ref href='mms://radio.example/x'></entry></asx>"""
    found = parse(text.encode(), Path("/m/x.asx"))
    assert (found.name, found.skipped) == ("Night & Day", 1)
    assert [(e.path, e.title) for e in found.entries] == [(Path("/m/sub/a & b.wma"), "Hush")]


def test_wpl_of_windows_media_player() -> None:
    text = """<?wpl version="1.0"?><smil><head><title>Cosy</title></head><body><seq>
    <media src="..\\Music\\a&apos;s.mp3" tid="{1}"/><media src="b.mp3"/></seq></body></smil>"""
    found = parse(text.encode(), Path("/m/lists/x.wpl"))
    assert found.name == "Cosy"
    assert paths(found) == [Path("/m/Music/a's.mp3"), Path("/m/lists/b.mp3")]


def test_a_cue_sheet_brings_in_whole_files() -> None:
    text = """REM GENRE Lullaby
PERFORMER "A"
TITLE "The album"
FILE "side one.wav" WAVE
  TRACK 01 AUDIO
    TITLE "First"
    INDEX 01 00:00:00
  TRACK 02 AUDIO
    TITLE "Second"
    INDEX 01 03:00:00
FILE two.mp3 MP3
  TRACK 03 AUDIO
    TITLE "Third"
"""
    found = parse(text.encode(), Path("/m/x.cue"))
    assert found.name == "The album"
    assert [(entry.path.name, entry.title) for entry in found.entries] == [
        ("side one.wav", "The album"),
        ("two.mp3", "Third"),
    ]


@pytest.mark.parametrize("name", ["x.pls", "x.asx", "x.wpl", "x.cue"])
@given(data=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(name: str, data: bytes) -> None:
    with contextlib.suppress(NotAPlaylistError):
        assert all(entry.path.is_absolute() for entry in parse(data, Path("/m", name)).entries)


@pytest.mark.parametrize("name", ["x.pls", "x.asx", "x.wpl", "x.cue"])
def test_text_of_another_kind_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("Dear diary")
    with pytest.raises(NotAPlaylistError) as problem:
        read(tmp_path / name)
    assert problem.value.refusal is Refusal.NOT_A_PLAYLIST


HOSTILE = {
    "x.asx": b"<asx><" + b"a" * 400_000,
    "x.wpl": b"<smil>" + b"<media src=" * 40_000,
    "x.cue": b"FILE a" + b" " * 400_000 + b"b\n",
    "x.pls": b"[playlist]\n" + b"File1=" * 70_000,
    "x.m3u": b"a/" * 200_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_costs_no_more_than_its_length(name: str) -> None:
    """With the square of its length, this would not come back."""
    with contextlib.suppress(NotAPlaylistError):
        parse(HOSTILE[name], Path("/m", name))


@pytest.mark.parametrize("kind", ["m3u", "xspf", "pls"])
def test_a_list_of_more_songs_than_a_playlist_holds_is_refused(tmp_path: Path, kind: str) -> None:
    most = {
        "m3u": "a.ogg\n" * (MOST_SONGS + 1),
        "xspf": "<playlist><trackList>"
        + "<track><location>a.ogg</location></track>" * (MOST_SONGS + 1)
        + "</trackList></playlist>",
        "pls": "[playlist]\n" + "".join(f"File{n}=a.ogg\n" for n in range(MOST_SONGS + 1)),
    }[kind]
    with pytest.raises(NotAPlaylistError) as refused:
        parse(most.encode(), tmp_path / f"x.{kind}")
    assert refused.value.refusal is Refusal.TOO_LONG


def test_a_playlist_read_aside_is_what_it_is_when_read_here(tmp_path: Path) -> None:
    made(tmp_path / "one.ogg")
    listed = tmp_path / "list.m3u8"
    listed.write_text("#EXTM3U\n# mine\n#EXTINF:12,A - B\nONE.ogg\ngone.ogg\nhttp://x/y.mp3\n")
    here = read(listed)
    helpers = HelperPool()
    try:
        aside = read_aside(listed, helpers)
    finally:
        helpers.close()
    assert isinstance(aside, PlaylistFile)
    assert (aside, aside.source) == (here, here.source)
    assert [each.source for each in aside.entries] == [each.source for each in here.entries]
    assert read_aside(tmp_path / "gone.m3u", Inline()) is Refusal.UNREADABLE


def test_a_letter_from_an_entity_need_not_be_one_of_the_encoding(tmp_path: Path) -> None:
    """Found by the fuzzer."""
    text = b"<asx><ref href='caf\xe9 &#9733;.ogg'/></asx>"
    (entry,) = parse(text, tmp_path / "x.asx").entries
    assert entry.path == tmp_path / "caf\N{LATIN SMALL LETTER E WITH ACUTE} \u2605.ogg"
