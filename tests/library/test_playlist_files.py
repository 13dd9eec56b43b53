"""M3U, M3U8 and XSPF as other players write them, and as they must be able to read ours."""

import contextlib
import os
import sys
import unicodedata
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.library import m3u, xspf
from lullaby.library.playlist_entry import FileEntry, NotAPlaylistError, Refusal
from lullaby.library.playlist_file import read, write
from lullaby.units import Ms

NAMES = st.text(
    st.characters(exclude_characters="/\\\0\n\r\ufeff", exclude_categories=["Cs", "Cc"]),
    min_size=1,
    max_size=20,
).filter(lambda name: name.strip(" .") and name == name.strip())
NO_XML = "\ufffe\uffff"
TITLES = st.text(
    st.characters(exclude_characters=NO_XML, exclude_categories=["Cs", "Cc", "Zl", "Zp"]),
    max_size=30,
).map(lambda text: " ".join(text.split()))
ENTRIES = st.lists(
    st.builds(
        lambda name, title, seconds: FileEntry(
            Path("/music", name + ".ogg"), title, None if seconds is None else Ms(seconds * 1000)
        ),
        NAMES,
        TITLES,
        st.none() | st.integers(1, 9_999),
    ),
    max_size=6,
)


def bare(entries: tuple[FileEntry, ...]) -> list[tuple[Path, str, Ms | None]]:
    return [
        (Path(unicodedata.normalize("NFC", str(e.path))), e.title, e.duration_ms) for e in entries
    ]


@pytest.mark.parametrize("form", [m3u, xspf], ids=["m3u", "xspf"])
@given(entries=ENTRIES, name=TITLES)
def test_what_is_written_reads_back(form, entries: list[FileEntry], name: str) -> None:
    path = Path("/music/lists/night.x")
    text = form.render(path, name, entries)
    found = form.parse(text.encode(), path)
    assert [e.path for e in found.entries] == [e.path for e in entries]
    for before, after in zip(entries, found.entries, strict=True):
        assert after.title == before.title
        if form is xspf or before.title or before.duration_ms:
            assert after.duration_ms == before.duration_ms
    assert found.name == (name or "night")
    assert found.skipped == 0
    assert form.render(path, found.name, found.entries) == form.render(path, found.name, entries)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for form in (m3u, xspf):
        with contextlib.suppress(NotAPlaylistError):
            found = form.parse(data, Path("/m/x.m3u"))
            assert all(entry.path.is_absolute() for entry in found.entries)


def parse(text: str | bytes, folder: Path = Path("/m")) -> m3u.PlaylistFile:
    data = text if isinstance(text, bytes) else text.encode()
    return m3u.parse(data, folder / "list.m3u")


def test_an_extended_list_with_everything_in_it() -> None:
    found = parse(
        "\ufeff#EXTM3U\r\n#PLAYLIST:Cosy evening\r\n#EXTINF:61,Welsh - Suo Gân\r\nsub/a.mp3\r\n"
        "#EXTALB:Cradle\r\n#EXTINF:-1,\r\n/abs/b.ogg\r\n\r\nhttp://radio.example/stream\r\n"
    )
    assert found.name == "Cosy evening"
    assert [entry.path for entry in found.entries] == [Path("/m/sub/a.mp3"), Path("/abs/b.ogg")]
    assert found.entries[0].duration_ms == 61_000
    assert found.entries[0].title == "Welsh - Suo Gân"
    assert found.entries[1].duration_ms is None
    assert found.entries[1].comments == ("#EXTALB:Cradle",)
    assert found.skipped == 1


def test_backslashes_mean_folders_where_the_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.mp3").touch()
    found = parse("sub\\a.mp3\n", tmp_path)
    assert found.entries[0].path == tmp_path / "sub" / "a.mp3"


def test_names_from_a_mac_are_found_composed(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFC", "Gân.mp3")
    (tmp_path / name).touch()
    found = parse(unicodedata.normalize("NFD", name) + "\n", tmp_path)
    assert found.entries[0].path.is_file()


def test_latin_1_and_utf_16_are_understood() -> None:
    assert parse("Gân.mp3\n".encode("cp1252")).entries[0].path.name == "Gân.mp3"
    assert parse("Gân.mp3\n".encode("utf-16")).entries[0].path.name == "Gân.mp3"


def test_a_file_uri_is_a_path() -> None:
    found = parse("file:///music/a%20b.mp3\nfile://localhost/c.mp3\n")
    assert [entry.path for entry in found.entries] == [Path("/music/a b.mp3"), Path("/c.mp3")]


def test_segments_of_a_stream_are_refused() -> None:
    with pytest.raises(NotAPlaylistError) as problem:
        parse("#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:9,\na.ts\n")
    assert problem.value.refusal is Refusal.STREAM


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_entity_bomb_is_refused(encoding: str) -> None:
    bomb = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "cc">]>'
        f'<playlist version="1" xmlns="{xspf.NAMESPACE}"><title>&b;</title></playlist>'
    )
    with pytest.raises(NotAPlaylistError) as problem:
        xspf.parse(bomb.encode(encoding), Path("/m/x.xspf"))
    assert problem.value.refusal is Refusal.NOT_A_PLAYLIST


def test_xspf_is_valid_xml_whatever_the_title() -> None:
    entry = FileEntry(Path("/music/a&b <c> %41.ogg"), 'say "hi" & <bye>\x01', Ms(5))
    text = xspf.render(Path("/music/x.xspf"), "n&m", [entry])
    ElementTree.fromstring(text)
    found = xspf.parse(text.encode(), Path("/music/x.xspf"))
    assert found.entries[0].path == entry.path
    assert found.name == "n&m"


def test_a_spelling_that_still_means_the_file_is_kept() -> None:
    found = parse("./sub/../a.mp3\n#weird:x\nb.mp3\n")
    again = m3u.render(Path("/m/out.m3u"), "", found.entries)
    assert again == "#EXTM3U\n./sub/../a.mp3\n#weird:x\nb.mp3\n"


def test_a_playlist_written_elsewhere_finds_its_songs(tmp_path: Path) -> None:
    song = tmp_path / "music" / "#1 song.ogg"
    song.parent.mkdir()
    song.touch()
    for name in ("a.m3u8", "b.xspf", "deep.m3u"):
        target = tmp_path / "lists" / name
        write(target, "x", [FileEntry(song, "One")])
        found = read(target)
        assert found.entries[0].path == song
        assert str(tmp_path) not in target.read_text(encoding="utf-8")


def test_other_files_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(NotAPlaylistError) as problem:
        read(tmp_path / "gone.m3u")
    assert problem.value.refusal is Refusal.UNREADABLE
    (tmp_path / "x.odt").write_text("[list]")
    with pytest.raises(NotAPlaylistError) as problem:
        read(tmp_path / "x.odt")
    assert problem.value.refusal is Refusal.UNKNOWN_FORMAT
    with pytest.raises(NotAPlaylistError):
        write(tmp_path / "x.pls", "x", [])
    (tmp_path / "x.m3u").write_bytes(b"\0\1\2")
    with pytest.raises(NotAPlaylistError) as problem:
        read(tmp_path / "x.m3u")
    assert problem.value.refusal is Refusal.NOT_A_PLAYLIST


@pytest.mark.parametrize(
    "name", ["Bach: Air.mp3", "line\u2028end.mp3", "page\x0cfeed.mp3", "next\x85.mp3"]
)
def test_names_that_look_like_directives_stay_names(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    found = parse(f"{name}\n", tmp_path)
    assert [entry.path for entry in found.entries] == [tmp_path / name]
    assert found.skipped == 0
    for kind in ("x.m3u8", "x.xspf"):
        write(tmp_path / kind, "", [FileEntry(tmp_path / name)])
        assert [entry.path for entry in read(tmp_path / kind).entries] == [tmp_path / name]


def test_directives_are_known_in_any_case() -> None:
    found = parse("#extm3u url-tvg=x\n#extinf:5,A\na.mp3\n")
    assert found.entries[0].title == "A"
    assert found.entries[0].comments == ()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems decode every name")
def test_an_undecodable_name_is_written_and_read(tmp_path: Path) -> None:
    song = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.mp3"))
    song.touch()
    (tmp_path / "by another.m3u").write_bytes(b"caf\xe9.mp3\n")
    write(tmp_path / "ours.m3u8", "x", [FileEntry(song)])
    write(tmp_path / "ours.xspf", "x", [FileEntry(song)])
    for name in ("by another.m3u", "ours.m3u8", "ours.xspf"):
        found = read(tmp_path / name)
        assert [entry.path for entry in found.entries] == [song]
        write(tmp_path / "again.m3u8", "x", found.entries)
        assert [entry.path for entry in read(tmp_path / "again.m3u8").entries] == [song]


def xspf_of(inside: str, attributes: str = "") -> xspf.PlaylistFile:
    text = (
        f'<playlist version="1" xmlns="{xspf.NAMESPACE}" {attributes}>'
        f"<trackList>{inside}</trackList></playlist>"
    )
    return xspf.parse(text.encode(), Path("/m/x.xspf"))


def test_locations_start_from_the_base_that_is_given() -> None:
    tracks = (
        "<track><location>a.mp3</location></track>"
        '<track xml:base="deep/"><location>b.mp3</location></track>'
        '<track xml:base="file:///else/where.xspf"><location> c%20c.mp3 </location></track>'
    )
    found = xspf_of(tracks, 'xml:base="file:///music/"')
    assert [str(entry.path) for entry in found.entries] == [
        "/music/a.mp3",
        "/music/deep/b.mp3",
        "/else/c c.mp3",
    ]


def test_blanks_inside_a_location_are_kept() -> None:
    (entry,) = xspf_of("<track><location>two  blanks.mp3</location></track>").entries
    assert entry.path == Path("/m/two  blanks.mp3")
