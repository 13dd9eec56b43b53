"""Nights as files: exported, on a summary page, and imported."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPageSize, QPainter
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from lullaby.helper_pool import HelperPool
from lullaby.journal.entry import Ending, EntryId, EntrySong, JournalEntry, Outcome
from lullaby.journal.handover_report import HandoverReport, handover_report
from lullaby.journal.reading import MOST_BYTES, read_nights
from lullaby.settings import Settings
from lullaby.stores import Stores
from lullaby.ui.journal import report_words
from lullaby.ui.journal.export_controller import ExportController
from lullaby.ui.journal.paper import page_bytes, paint_page
from lullaby.ui.journal.paper_chart import PaperChart
from lullaby.ui.shell.files import Files
from lullaby.ui.shell.keys import Action
from lullaby.units import Ms
from tests.fakes import A_NIGHT
from tests.world import World, make_world

BOTH = (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft)


def nights(count: int) -> list[JournalEntry]:
    return [
        JournalEntry(
            EntryId(0),
            A_NIGHT - timedelta(days=day),
            A_NIGHT - timedelta(days=day) + timedelta(minutes=20),
            Ending.TIMER,
            "bedtime",
            ("rain",),
            20,
            Outcome.CALMER if day % 3 else Outcome.ASLEEP,
            7 + day % 9,
            f"Note *{day}* " + "and many words " * 12,
            songs=(EntrySong(None, f"A song of the name {day % 12}", Ms(60_000)),),
            children=("Ada",),
        )
        for day in range(count)
    ]


def some(stores: Stores) -> None:
    stores.journal.take_in(nights(6))


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    quiet = Settings(welcomed=True, reduce_motion=True)
    world = make_world(qapp, tmp_path / "data", quiet, some)
    world.services.gui.window.show()
    world.go("journal")
    yield world
    world.close()


def controller(world: World) -> ExportController:
    return world.find(ExportController)


def import_nights(world: World) -> None:
    controller(world).import_nights()
    world.post.deliver()


def choose(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(Files, "ask_open", lambda *_, **__: path)
    monkeypatch.setattr(Files, "ask_save", lambda *_, **__: path)


def test_exported_nights_can_be_imported_elsewhere_and_the_import_undone(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "nights.csv"
    choose(monkeypatch, path)
    before = world.stores.journal.entries()
    controller(world).export_nights()
    assert len(read_nights(path.read_bytes(), None).entries) == 6
    import_nights(world)
    assert world.stores.journal.entries() == before
    for entry in before[:4]:
        world.stores.journal.delete(entry.id)
    import_nights(world)
    assert len(world.stores.journal.entries()) == 6
    assert len(world.journal.shown) == 6
    world.act(Action.UNDO)
    assert world.stores.journal.entries() == before[4:]


def test_a_night_changed_here_stays_and_both_versions_can_be_kept(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "nights.json")
    controller(world).export_nights()
    first = world.stores.journal.entries()[0]
    world.stores.journal.set_note(first.id, "changed here")
    before = world.stores.journal.entries()
    import_nights(world)
    assert world.stores.journal.entries() == before
    press(world, "Add it as well")
    assert len(world.stores.journal.entries()) == 7
    world.act(Action.UNDO)
    assert world.stores.journal.entries() == before


def press(world: World, name: str) -> None:
    buttons = world.services.gui.window.findChildren(QAbstractButton)
    next(each for each in buttons if each.text() == name and each.isVisible()).click()


@pytest.mark.parametrize("content", [b"", b"\x00\xff\x00", b"title,artist\na,b\n", None])
def test_a_file_without_nights_changes_nothing(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    path = tmp_path / "holiday.csv"
    if content is not None:
        path.write_bytes(content)
    choose(monkeypatch, path)
    before = world.stores.journal.entries()
    import_nights(world)
    assert world.stores.journal.entries() == before


def test_the_window_stays_responsive_while_nights_are_read(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "nights.csv")
    controller(world).export_nights()
    for entry in world.stores.journal.entries():
        world.stores.journal.delete(entry.id)
    controller(world).import_nights()
    assert world.stores.journal.entries() == []
    world.post.deliver()
    assert len(world.stores.journal.entries()) == 6


def test_a_disk_that_does_not_answer_changes_nothing(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "nights.csv")
    controller(world).export_nights()
    silent = HelperPool()
    silent.close()
    monkeypatch.setattr(controller(world), "_helpers", silent)
    before = world.stores.journal.entries()
    import_nights(world)
    assert world.stores.journal.entries() == before
    notice = world.services.gui.notices._board.notice("export")
    assert notice is not None
    assert notice.text == "This file could not be opened."


def test_a_film_is_no_journal(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "film.csv"
    with path.open("wb") as film:
        film.truncate(MOST_BYTES + 1)
    choose(monkeypatch, path)
    import_nights(world)
    notice = world.services.gui.notices._board.notice("export")
    assert notice is not None
    assert notice.text == "There are no nights in film.csv."


def the_page(count: int) -> HandoverReport:
    page = handover_report(nights(count), "Ada")
    assert page is not None
    return page


@pytest.mark.parametrize("count", [1, 6, 400])
def test_the_page_is_one_page_however_much_was_written(qapp: QGuiApplication, count: int) -> None:
    content = page_bytes(the_page(count), pdf=True)
    assert content.startswith(b"%PDF")
    assert content.rstrip().endswith(b"%%EOF")
    assert content.count(b"/Type /Page\n") == 1


@pytest.mark.parametrize("direction", BOTH)
@pytest.mark.parametrize("size", [QPageSize.PageSizeId.A4, QPageSize.PageSizeId.Letter])
@pytest.mark.parametrize("count", [1, 6, 400])
def test_everything_on_the_page_fits_on_a4_and_letter(
    direction: Qt.LayoutDirection, size: QPageSize.PageSizeId, count: int
) -> None:
    room = QSizeF(QPageSize.size(size, QPageSize.Unit.Millimeter) - QSizeF(36, 36)) * 4
    QGuiApplication.setLayoutDirection(direction)
    used, _ = painted(the_page(count), room)
    assert room.height() / 4 < used <= room.height()


def test_the_strip_of_nights_begins_where_reading_begins() -> None:
    halves: list[tuple[bool, bool]] = []
    for direction in BOTH:
        QGuiApplication.setLayoutDirection(direction)
        chart = PaperChart(the_page(1), 600, 1.5, direction)
        picture = QImage(600, round(chart.height), QImage.Format.Format_Grayscale8)
        picture.fill(255)
        painter = QPainter(picture)
        chart.paint(painter, 0)
        painter.end()
        rows = range(round(34 * 1.5), round(40 * 1.5))
        dark = {x < 300 for x in range(600) for y in rows if picture.pixelColor(x, y).value() < 90}
        halves.append((True in dark, False in dark))
    assert halves == [(True, False), (False, True)]


@pytest.fixture(autouse=True)
def left_to_right(qapp: QApplication) -> Iterator[None]:
    yield
    QGuiApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def painted(page: HandoverReport, room: QSizeF) -> tuple[float, QImage]:
    """The used height of a page at four dots per mm, and its picture."""
    picture = QImage(room.toSize(), QImage.Format.Format_Grayscale8)
    picture.setDotsPerMeterX(4_000)
    picture.setDotsPerMeterY(4_000)
    picture.fill(255)
    painter = QPainter(picture)
    used = paint_page(page, painter, room)
    painter.end()
    return used, picture


def test_on_the_page_what_is_counted_stands_where_one_begins_to_read() -> None:
    rows = {
        mirrored: report_words.as_html(the_page(6), 6, 6, 6, mirrored).split("<tr>")[1]
        for mirrored in (False, True)
    }
    assert rows[False].startswith("<td width='34%'><b>Answers</b>")
    assert rows[True].startswith("<td>")
    assert "<b>Answers</b></td></tr>" in rows[True]


def test_the_page_as_text_keeps_a_persons_own_signs() -> None:
    text = page_bytes(the_page(6), pdf=False).decode("utf-8")
    assert text.startswith("# Nights with Ada\n")
    assert "Note \\*0\\*" in text
    assert "Rain:" in text


def test_few_nights_give_no_number_of_minutes() -> None:
    text = report_words.as_markdown(the_page(3))
    assert "typically" not in text
    assert "Rain:" not in text


def test_a_page_is_written_where_requested_or_not_at_all(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "nights.pdf")
    controller(world).write_summary()
    assert (tmp_path / "nights.pdf").stat().st_size > 1_000
    choose(monkeypatch, tmp_path / "nowhere" / "nights.pdf")
    controller(world).write_summary()
    assert not (tmp_path / "nowhere").exists()
