"""Covers come from untrusted files, the newest first, and never delay words."""

import struct
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QStringListModel
from PySide6.QtGui import QColor, QImage, QImageWriter
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.qtbot import QtBot

from lullaby.helper_pool import HelperPool
from lullaby.helpers import Inline
from lullaby.jobs import JobRunner
from lullaby.library.track import Track, TrackId
from lullaby.settings import Settings
from lullaby.ui.graphics.cover_picture import SIDE, small_cover, small_picture
from lullaby.ui.graphics.covers import MOST_WAITING, Covers
from lullaby.ui.graphics.covers_on_screen import CoversOnScreen
from lullaby.ui.newest_first import NewestFirst
from lullaby.ui.sing.words_source import WordsSource
from tests.fakes import ImmediateExecutor, PatientExecutor, Postbox
from tests.library.hostile import MPEG, frame, id3
from tests.library.songs import make
from tests.world import make_world


@pytest.fixture
def pool() -> Iterator[HelperPool]:
    pool = HelperPool()
    yield pool
    pool.close()


def chunk(name: bytes, content: bytes) -> bytes:
    checked = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + checked


def png(width: int, height: int, rows: bytes, *chunks: bytes) -> bytes:
    """A picture of this size in px, with any content."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [chunk(b"IHDR", head), *chunks, chunk(b"IDAT", rows), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def zeros(count: int) -> bytes:
    packer = zlib.compressobj(1)
    whole, rest = divmod(count, 1 << 20)
    packed = [packer.compress(bytes(1 << 20)) for _ in range(whole)]
    return b"".join(packed) + packer.compress(bytes(rest)) + packer.flush()


def painted(width: int, height: int, kind: str) -> bytes:
    """Its left half is dark and its right half bright."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    for x in range(width // 2):
        for y in range(height):
            image.setPixelColor(x, y, QColor("black"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(kind.encode())).write(image)
    return bytes(buffer.data().data())


def song(path: Path, picture: bytes) -> Track:
    path.write_bytes(id3(frame(b"APIC", b"\0image/png\0\3\0" + picture)) + MPEG)
    return Track(TrackId(1), path, path.stem, has_cover=True)


@pytest.mark.parametrize("kind", ["png", "jpg"])
@pytest.mark.parametrize("size", [(40, 30), (300, 300), (500, 90)])
def test_the_middle_of_a_cover_is_shown(size: tuple[int, int], kind: str) -> None:
    picture = small_picture(painted(*size, kind))
    assert picture is not None
    assert (picture.width(), picture.height()) == (SIDE, SIDE)
    assert picture.pixelColor(8, 64).lightness() < 40
    assert picture.pixelColor(SIDE - 8, 64).lightness() > 215


@pytest.mark.parametrize(
    "data",
    [
        png(30_000, 30_000, zeros(1_000)),
        png(40_000, 2, zeros(1_000)),
        png(1, 9_000, zeros(1_000)),
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
        b"no picture",
        b"",
    ],
)
def test_a_file_that_is_no_cover_is_not_decoded(data: bytes) -> None:
    assert small_picture(data) is None


@pytest.mark.long
@pytest.mark.parametrize("kind", ["large", "texts"])
def test_a_decompression_bomb_is_given_up(tmp_path: Path, pool: HelperPool, kind: str) -> None:
    if kind == "large":
        data = png(30_000, 30_000, zeros(30_000 * 90_001))
    else:
        data = png(9, 9, zeros(9 * 28), *[chunk(b"zTXt", b"a\0\0" + zeros(7 << 20))] * 600)
    track = song(tmp_path / "song.mp3", data)
    begun = time.monotonic()
    answers = [answer for part in pool.each(small_cover, [track.path]) for _, answer in part]
    assert time.monotonic() - begun < 10.0
    assert len(answers) == 1
    assert kind == "texts" or answers == [None]


def test_a_cover_comes_from_a_helper(qtbot: QtBot, tmp_path: Path, pool: HelperPool) -> None:
    post = Postbox()
    covers = Covers(JobRunner(ImmediateExecutor(), post), pool)
    track = song(tmp_path / "song.mp3", painted(60, 60, "png"))
    assert covers.image(track) is None
    with qtbot.waitSignal(covers.loaded):
        post.deliver()
    image = covers.image(track)
    assert image is not None
    assert image.pixelColor(8, 64).lightness() < 40


def test_covers_scrolled_past_are_dropped_and_visible_ones_load_first(
    qtbot: QtBot, tmp_path: Path
) -> None:
    made = make(tmp_path / "song.mp3")
    tracks = [Track(TrackId(n), made, "x", has_cover=True) for n in range(365)]
    post, executor = Postbox(), PatientExecutor()
    covers = Covers(JobRunner(executor, post), Inline())
    loaded: list[TrackId] = []
    covers.loaded.connect(loaded.append)
    for track in tracks:
        covers.image(track)
    while executor.work():
        post.deliver()
    assert loaded[1:4] == [364, 363, 362], "after the one that was under way"
    assert len(loaded) == MOST_WAITING + 1
    covers.image(tracks[100])
    while executor.work():
        post.deliver()
    assert loaded[-1] == 100, "it is sent for again when it is on screen again"


def test_a_cover_that_is_off_screen_is_cancelled_even_while_it_is_read(
    qtbot: QtBot, tmp_path: Path
) -> None:
    made = make(tmp_path / "song.mp3")
    tracks = [Track(TrackId(n), made, "x", has_cover=True) for n in range(6)]
    post, executor = Postbox(), PatientExecutor()
    covers = Covers(JobRunner(executor, post), Inline())
    loaded: list[TrackId] = []
    covers.loaded.connect(loaded.append)
    for track in tracks[:4]:
        covers.image(track, listed=True)
    covers.image(tracks[5])
    covers.show_only("list", [tracks[3].id, tracks[4].id])
    while executor.work():
        post.deliver()
    assert loaded == [5, 3], "one that no list asked for is read all the same"
    covers.image(tracks[0], listed=True)
    covers.show_only("list", [tracks[0].id])
    while executor.work():
        post.deliver()
    assert loaded == [5, 3, 0], "it is sent for again when it is on screen again"


def test_a_list_that_is_scrolled_leaves_the_covers_it_had(
    qapp: QApplication, tmp_path: Path
) -> None:
    covers = Covers(JobRunner(PatientExecutor(), Postbox()), Inline())
    shown: list[list[TrackId]] = []
    covers.show_only = lambda view, tracks: shown.append(list(tracks))
    view = QListView()
    view.setUniformItemSizes(True)
    view.setModel(QStringListModel([str(n) for n in range(500)]))
    CoversOnScreen(covers, view, lambda index: TrackId(index.row()))
    view.resize(200, 300)
    view.show()
    view.scrollToBottom()
    assert shown[-1][-1] == 499
    assert 5 < len(shown[-1]) < 60
    view.hide()
    assert shown[-1] == []


def test_the_latest_request_for_words_is_served_first(qtbot: QtBot) -> None:
    post, executor = Postbox(), PatientExecutor()
    source = WordsSource(JobRunner(executor, post), lambda track: None)
    found: list[TrackId] = []
    source.found.connect(lambda asked, words: found.append(asked[0]))
    for number in range(5):
        source.ask(Track(TrackId(number), Path(f"/m/{number}.mp3"), "x"))
    while executor.work():
        post.deliver()
    assert found == [0, 4, 3, 2, 1]


def test_failing_work_is_dropped_and_the_next_runs() -> None:
    post, answers = Postbox(), []
    requests: NewestFirst[int] = NewestFirst(JobRunner(ImmediateExecutor(), post), 9)

    def broken(_: object) -> int:
        raise OSError("gone")

    requests.request("a", broken, answers.append, lambda: answers.append("dropped"))
    requests.request("b", lambda _: 7, answers.append, lambda: answers.append("never"))
    post.deliver()
    assert answers == ["dropped", 7]


def test_words_wait_for_no_cover(qapp: QApplication, tmp_path: Path) -> None:
    world = make_world(qapp, tmp_path, Settings(welcomed=True))
    assert world.services.quick is not world.services.pictures
    world.close()
