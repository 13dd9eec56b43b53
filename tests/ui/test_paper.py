"""Songbooks on paper: what is in the file, on how many pages, and how to request one."""

import re
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from lullaby.library.song_sheet import SheetLine, SongSheet
from lullaby.library.track import Origin
from lullaby.lyrics.model import Chord
from lullaby.settings import Settings
from lullaby.ui.library.menus import offer_paper
from lullaby.ui.paper import book
from lullaby.ui.paper.layout import PageFormat, Setter
from lullaby.ui.shell.files import Files
from lullaby.ui.shell.pieces import finish
from lullaby.ui.theme.dress import dress
from lullaby.ui.theme.theme import plain_theme
from tests.world import World, make_world


def song(title: str, verses: int, lines: int = 4) -> SongSheet:
    verse = tuple(
        SheetLine(f"Line {number} of the song", ("and what it says",)) for number in range(lines)
    )
    return SongSheet(title, "Traditional", (verse,) * verses)


OTHERS = SongSheet(
    "江戸子守唄",
    "",
    (
        (
            SheetLine("ねんねんころりよ", ("Nennen korori yo,",)),
            SheetLine("נוּמָה פֶּרַח"),
            SheetLine("Ha‘aheo ka ua", (), (Chord("G7", 3),)),
        ),
    ),
)


@pytest.fixture(autouse=True)
def dressed(qapp) -> None:
    dress(qapp, plain_theme()).register_rest()


def write(path: Path, songs: Sequence[SongSheet], cover: book.Cover) -> int:
    return finish(book.write_book(path, songs, cover))


def streams(path: Path) -> Iterator[bytes]:
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", path.read_bytes(), re.DOTALL):
        try:
            yield zlib.decompress(found.group(1))
        except zlib.error:
            yield found.group(1)


def letters(path: Path) -> set[str]:
    """Every character that can be searched for or copied: those of the fonts' Unicode maps."""
    found: set[str] = set()
    for stream in streams(path):
        for block in re.findall(rb"beginbfrange(.*?)endbfrange", stream, re.DOTALL):
            for listed in re.findall(rb"\[(.*?)\]", block, re.DOTALL):
                codes = re.findall(rb"<([0-9a-fA-F]+)>", listed)
                found |= {bytes.fromhex(code.decode()).decode("utf-16-be") for code in codes}
    return set("".join(found))


def pages(path: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", path.read_bytes()))


def test_the_text_of_a_song_can_be_searched(tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    assert write(path, [OTHERS], book.Cover("Songs", ["Words by nobody"])) == 1
    assert path.read_bytes().startswith(b"%PDF-")
    assert pages(path) == 1
    assert path.read_bytes().count(b"/FontFile") >= 2, "the letters travel with the file"
    wanted = set("Ha‘aheokauG7Nenkrorib12Wordsbynobody") - {"2"}
    assert wanted <= letters(path)


def test_the_title_is_that_of_the_book(tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    write(path, [OTHERS], book.Cover("Für Oma", [""]))
    assert "Für Oma".encode("utf-16-be") in path.read_bytes().replace(b"\\", b"")


def test_several_songs_have_contents_and_a_page_each(tmp_path: Path) -> None:
    songs = [song("One", 1), song("Two", 6), song("Three", 1)]
    path = tmp_path / "book.pdf"
    count = write(path, songs, book.Cover("Songs", ["", "", ""]))
    assert count == pages(path)
    assert count >= 5


def test_many_songs_need_several_pages_of_contents_with_correct_numbers(
    tmp_path: Path,
) -> None:
    songs = [song(f"Song {number}", 1) for number in range(60)]
    path = tmp_path / "book.pdf"
    assert write(path, songs, book.Cover("Songs", [""] * 60)) == 60 + 3


def test_if_nothing_can_be_written_the_old_file_stays(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"."):
        write(tmp_path / "nowhere" / "book.pdf", [OTHERS], book.Cover("S", [""]))
    assert not list(tmp_path.iterdir())


# Setting


@pytest.fixture
def setter(qapp) -> Setter:
    from PySide6.QtGui import QImage

    device = QImage(10, 10, QImage.Format.Format_RGB32)
    device.setDotsPerMeterX(round(300 / 0.0254))
    device.setDotsPerMeterY(round(300 / 0.0254))
    return Setter(PageFormat(2_480, 3_508, 300), device)


def test_words_are_large_and_stay_on_the_paper(setter: Setter) -> None:
    setter.set_song(song("A" * 80, 9, lines=6), "Words by nobody")
    page = PageFormat(2_480, 3_508, 300)
    assert len(setter.leaves) > 2
    for leaf in setter.leaves:
        assert leaf.blocks, "no empty page"
        for top, block in leaf.blocks:
            assert top >= page.margin
            assert top + block.height <= page.foot + 1
            assert block.rows.boundingRect().width() <= page.column + 1
    _, words = setter.leaves[0].blocks[2]
    assert words.rows.font().pixelSize() >= 18 * 300 / 72


def test_a_line_is_never_separated_from_what_is_below_it(setter: Setter) -> None:
    setter.set_song(song("One", 1, lines=40), "")
    for leaf in setter.leaves:
        texts = [block.rows.text() for _, block in leaf.blocks]
        assert texts[-1] == "and what it says"


def test_a_verse_that_fits_is_kept_together(setter: Setter) -> None:
    setter.set_song(song("One", 5, lines=4), "")
    for leaf in setter.leaves[1:]:
        assert leaf.blocks[0][1].rows.text() == "Line 0 of the song"


# Asking


@pytest.fixture
def world(qtbot: QtBot, qapp, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path, Settings(welcomed=True))
    yield world
    world.close()


def test_a_playlist_is_printed(
    world: World, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "tonight.pdf"
    monkeypatch.setattr(Files, "ask_save", lambda *_: target)
    tracks = [track for track in world.stores.library.tracks() if track.origin is Origin.SONGBOOK]
    world.library_actions.print_requested.emit("Tonight", tracks[:3])
    world.post.deliver()
    assert not target.exists(), "the pages are drawn one in a turn"
    qtbot.waitUntil(target.exists)
    assert pages(target) >= 4
    assert set("Words") <= letters(target)


def test_songs_without_words_make_no_file(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "tonight.pdf"
    monkeypatch.setattr(Files, "ask_save", lambda *_: target)
    world.library_actions.print_requested.emit("Tonight", [])
    world.post.deliver()
    assert not target.exists()


def test_the_menu_offers_it_before_removing(qapp) -> None:
    menu, asked = QMenu(), []
    menu.addAction("Sing")
    menu.addSeparator()
    menu.addAction("Delete")
    offer_paper(menu, lambda: asked.append(True))
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts == ["Sing", "Print the words…", "Delete"]
    menu.actions()[1].trigger()
    assert asked
