"""What a playlist file held is given back, byte for byte, through the database."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.library import exchange, playlist_file
from lullaby.library.playlist_entry import FileEntry, NotAPlaylistError, PlaylistFile
from lullaby.library.playlist_source import (
    entry_from_json,
    entry_json,
    source_from_json,
    source_json,
)
from lullaby.library.playlist_store import PlaylistItem
from lullaby.library.routine import PlaylistId
from lullaby.stores import Stores, over
from lullaby.units import Ms

DATA = Path(__file__).parents[1] / "data" / "playlists"
KINDS = pytest.mark.parametrize("kind", ["m3u8", "xspf"])


@pytest.fixture
def stores(memory: sqlite3.Connection) -> Stores:
    return over(memory, ())


def kept(stores: Stores, file: Path) -> PlaylistId:
    """The playlist of an imported file."""
    read = playlist_file.read(file)
    made = stores.playlists.create(read.name)
    stores.playlists.set_items(made, exchange.items_for(read.entries, stores.library))
    stores.playlists.set_source(made, read.source)
    return made


def written(stores: Stores, playlist: PlaylistId, path: Path) -> bytes:
    name = next(each.name for each in stores.playlists.all() if each.id == playlist)
    entries = exchange.entries_of(stores.playlists.items(playlist))
    playlist_file.write(path, name, entries, stores.playlists.source(playlist))
    return path.read_bytes()


def copied(kind: str, folder: Path) -> Path:
    file = folder / f"in.{kind}"
    file.write_bytes((DATA / f"everything.{kind}").read_bytes())
    return file


@KINDS
def test_an_untouched_list_goes_out_as_it_came(stores: Stores, tmp_path: Path, kind: str) -> None:
    file = copied(kind, tmp_path)
    made = kept(stores, file)
    assert written(stores, made, tmp_path / f"out.{kind}") == file.read_bytes()
    copy = stores.playlists.duplicate(made, playlist_file.read(file).name)
    assert written(stores, copy, tmp_path / f"copy.{kind}") == file.read_bytes()
    deleted = stores.playlists.delete(made)
    assert deleted is not None
    stores.playlists.restore(deleted)
    assert written(stores, made, tmp_path / f"again.{kind}") == file.read_bytes()


@KINDS
def test_a_changed_list_keeps_what_was_not_changed(
    stores: Stores, tmp_path: Path, kind: str
) -> None:
    file = copied(kind, tmp_path)
    made = kept(stores, file)
    first, second = stores.playlists.items(made)
    new = PlaylistItem(None, tmp_path / "new.ogg", "New & shiny")
    stores.playlists.set_items(made, [second, replace(first, path=tmp_path / "here.ogg"), new])
    out = tmp_path / f"out.{kind}"
    text = written(stores, made, out).decode()
    again = playlist_file.read(out)
    assert [entry.path.name for entry in again.entries] == [second.path.name, "here.ogg", "new.ogg"]
    assert again.entries[2].title == "New & shiny"
    for held in ("radio.example", "Cradle"):
        assert text.count(held) == file.read_bytes().decode().count(held)
    assert playlist_file.read(out).skipped == playlist_file.read(file).skipped


@KINDS
@pytest.mark.parametrize("places", [[0], [1], [0, 0]])
def test_what_stands_above_a_song_outlives_it(
    stores: Stores, tmp_path: Path, kind: str, places: list[int]
) -> None:
    file = copied(kind, tmp_path)
    made = kept(stores, file)
    for place in places:
        items, source = stores.playlists.items(made), stores.playlists.source(made)
        left, around = exchange.taken_out(items, place, source)
        stores.playlists.set_items(made, left)
        stores.playlists.set_source(made, around)
    out = tmp_path / f"out.{kind}"
    text = written(stores, made, out).decode()
    assert text.count("radio.example") == file.read_bytes().decode().count("radio.example")
    assert ("a station" in text) == (kind == "xspf")
    before, after = playlist_file.read(file), playlist_file.read(out)
    assert after.skipped == before.skipped
    assert len(after.entries) == len(before.entries) - len(places)
    assert ("EXTALB" in text) == (kind == "m3u8" and places == [0])


def test_a_comment_above_a_song_goes_to_the_next_one(stores: Stores, tmp_path: Path) -> None:
    file = tmp_path / "in.m3u"
    file.write_text("#EXTM3U\na.ogg\n# Quiet ones\n\n#EXTINF:9,B\nb.ogg\n#EXTINF:8,C\nc.ogg\n")
    made = kept(stores, file)
    items, source = stores.playlists.items(made), stores.playlists.source(made)
    left, _ = exchange.taken_out(items, 1, source)
    stores.playlists.set_items(made, left)
    text = written(stores, made, tmp_path / "out.m3u").decode()
    assert text == "#EXTM3U\na.ogg\n# Quiet ones\n\n#EXTINF:8,C\nc.ogg\n"


@KINDS
def test_another_name_and_another_folder(stores: Stores, tmp_path: Path, kind: str) -> None:
    file = copied(kind, tmp_path)
    read = playlist_file.read(file)
    out = tmp_path / "other" / f"x.{kind}"
    playlist_file.write(out, "Renamed <3", read.entries, read.source)
    again = playlist_file.read(out)
    assert again.name == "Renamed <3"
    assert [entry.path for entry in again.entries] == [entry.path for entry in read.entries]
    assert "Cradle" in out.read_text(encoding="utf-8")


def test_a_base_that_no_longer_holds_falls_back_to_a_plain_list(tmp_path: Path) -> None:
    text = (
        '<playlist version="1" xml:base="deep/"><trackList>'
        "<track><location>a.mp3</location></track></trackList></playlist>"
    )
    read = playlist_file.parse(text.encode(), tmp_path / "x.xspf")
    out = tmp_path / "else" / "y.xspf"
    playlist_file.write(out, read.name, read.entries, read.source)
    assert [e.path for e in playlist_file.read(out).entries] == [tmp_path / "deep" / "a.mp3"]


def through_text(read: PlaylistFile) -> tuple[str, list[FileEntry]]:
    """What the database keeps, and what comes out of it."""
    entries = [
        replace(entry, source=entry.source and entry_from_json(entry_json(entry.source)))
        for entry in read.entries
    ]
    assert read.source is not None
    return source_json(read.source), entries


LINES = st.one_of(
    st.sampled_from(
        ["", " ", "#EXTM3U", "#PLAYLIST:x", "#EXTINF:61,A - B", "#EXTINF:-1,", "http://a.example/"]
    ),
    st.sampled_from(["a.mp3", " b.ogg ", "sub\\c.mp3", "../d.flac", "/e.mp3", "file:///f%20g.mp3"]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n"), max_size=20),
)


def round_trip(data: bytes, path: Path) -> bytes:
    read = playlist_file.parse(data, path)
    source, entries = through_text(read)
    playlist_file.write(path, read.name, entries, source_from_json(source))
    return path.read_bytes()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lists")


@given(
    rows=st.lists(st.tuples(LINES, st.sampled_from(["\n", "\r\n", "\r"])), max_size=12),
    last=LINES,
    mark=st.sampled_from(["", "\ufeff"]),
)
def test_any_m3u_comes_back_byte_for_byte(
    folder: Path, rows: list[tuple[str, str]], last: str, mark: str
) -> None:
    data = (mark + "".join(row + end for row, end in rows) + last).encode()
    try:
        playlist_file.parse(data, folder / "x.m3u8")
    except NotAPlaylistError:
        return
    assert round_trip(data, folder / "x.m3u8") == data


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn"]), max_size=12)
ESCAPED = TEXTS.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;"))
INSIDE = st.one_of(
    ESCAPED.map(lambda text: f"<title>{text}</title>"),
    ESCAPED.map(lambda text: f"<extension application='x'><y:z a='1'>{text}</y:z></extension>"),
    st.sampled_from(["<!-- > -->", "\n  ", "<image>a.png</image>", "<album><![CDATA[<]]></album>"]),
)
LOCATION = st.one_of(
    st.sampled_from(["a.mp3", "http://a.example/", " b%20c.ogg ", "<![CDATA[d.mp3]]>", ""]),
    ESCAPED.filter(lambda text: "\r" not in text),
).map(lambda text: f"<location>{text}</location>")
TRACK = st.tuples(st.lists(INSIDE, max_size=2), st.lists(LOCATION, max_size=2)).map(
    lambda parts: f"<track>{''.join(parts[0] + parts[1])}</track>"
)


@given(
    st.lists(INSIDE, max_size=2),
    st.lists(TRACK | st.sampled_from(["<track/>", "\n", "<!-- -->"]), max_size=5),
    st.lists(INSIDE, max_size=2),
)
def test_any_xspf_comes_back_byte_for_byte(
    folder: Path, head: list[str], tracks: list[str], tail: list[str]
) -> None:
    text = (
        '<?xml version="1.0"?><playlist version="1" xmlns:y="y" xmlns="http://xspf.org/ns/0/">'
        f"{''.join(head)}<trackList>{''.join(tracks)}</trackList>{''.join(tail)}</playlist>"
    )
    try:
        playlist_file.parse(text.encode(), folder / "x.xspf")
    except NotAPlaylistError:
        return
    assert round_trip(text.encode(), folder / "x.xspf") == text.encode()


@given(st.text(max_size=40))
def test_any_stored_text_is_read_or_ignored(text: str) -> None:
    source_from_json(text)
    entry_from_json(text)


def test_a_song_of_ours_in_a_list_with_windows_line_ends() -> None:
    read = playlist_file.parse(b"#EXTM3U\r\na.mp3\r\n", Path("/m/x.m3u"))
    assert read.source is not None
    new = FileEntry(Path("/m/b.mp3"), "B", Ms(5_000))
    text = playlist_file.m3u.render_again(
        Path("/m/x.m3u"), "x", [*read.entries, new], read.source, ()
    )
    assert text == "#EXTM3U\r\na.mp3\r\n#EXTINF:5,B\r\nb.mp3\r\n"
