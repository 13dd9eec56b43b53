"""Singing at an agreed time: what is saved, who is invited when, and how the song begins."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from lullaby.bundles.archive import look_into
from lullaby.bundles.manifest import SingAt
from lullaby.library.track import Track
from lullaby.session.state import Stage
from lullaby.settings import Settings
from lullaby.ui.appointments.controller import AppointmentsController
from lullaby.ui.appointments.count_in import CountIn
from lullaby.ui.appointments.sheet import AppointmentSheet, first_offer
from lullaby.ui.appointments.week_strip import first_of_week
from lullaby.ui.appointments.wording import invitation, place_about, time_for
from lullaby.ui.appointments.zones import find_zones, minutes_ahead, time_there
from lullaby.ui.bundles.controller import BundlesController
from lullaby.ui.bundles.give_sheet import GiveSheet
from lullaby.ui.bundles.open_sheet import OpenSheet
from lullaby.ui.shell.keys import Action
from lullaby.ui.shell.notices import Notice, NoticeBoard
from tests.fakes import A_NIGHT
from tests.world import World, make_world

MINUTE = timedelta(minutes=1)
SET_BY_HAND = "This clock may be off by a few seconds: it is not set by the network."


class ClockSetByHand:
    def sets_clock(self) -> bool | None:
        return False


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    settings = Settings(welcomed=True, reduce_motion=True, first_singer="Kim")
    world = make_world(qapp, tmp_path / "data", settings)
    world.services.gui.window.show()
    yield world
    world.close()


@pytest.fixture
def other(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    settings = Settings(welcomed=True, reduce_motion=True)
    world = make_world(qapp, tmp_path / "other", settings, network_time=ClockSetByHand())
    world.services.gui.window.show()
    yield world
    world.close()


def song(world: World, name: str = "suo-gan") -> Track:
    return next(t for t in world.stores.library.tracks() if t.songbook_id == name)


def plan(world: World) -> AppointmentSheet:
    world.find(BundlesController).give(song(world))
    world.post.deliver()
    world.find(GiveSheet).time.click()
    return world.find(AppointmentSheet)


def save(world: World, path: Path, monkeypatch: pytest.MonkeyPatch, page: bool = False) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(path), ""))
    sheet = world.find(AppointmentSheet)
    (sheet.page if page else sheet.save).click()
    world.post.deliver()


def agree(world: World, left: timedelta, partner: str = "Gran") -> None:
    """The song is to be sung after `left`."""
    at = world.clock.now() + left
    world.find(AppointmentsController).take(song(world).id, SingAt(at, 4), partner)
    world.make_songs()
    world.post.deliver()


def pass_to(world: World, ms: int) -> None:
    world.pass_time(ms)
    world.find(AppointmentsController).look()
    world.post.deliver()


def notice(world: World) -> Notice | None:
    current = world.find(NoticeBoard).current
    return None if current is None else current[1]


def test_an_invitation_is_two_files_and_an_appointment(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = plan(world)
    assert not world.find(GiveSheet).isVisible()
    assert sheet.isVisible()
    assert sheet.accessibleName() == "Sing “Suo Gân” at a time"
    sheet.change.click()
    sheet.form.name.setText("Gran")
    assert sheet.giver == "Kim"
    path = tmp_path / "for you.lullaby"
    save(world, path, monkeypatch)
    assert not sheet.isVisible()
    manifest = look_into(path).manifest
    assert manifest.sing_at is not None
    assert manifest.sing_at.at == first_offer(A_NIGHT).astimezone()
    assert manifest.giver == "Kim"
    event = (tmp_path / "for you.ics").read_bytes().decode()
    assert "SUMMARY:Sing Suo Gân with Gran\r\n" in event
    assert f"DTSTART:{manifest.sing_at.at.astimezone(UTC):%Y%m%dT%H%M%SZ}" in event
    (kept,) = world.stores.appointments.all()
    assert (kept.track, kept.at, kept.partner) == (song(world).id, manifest.sing_at.at, "Gran")
    told = notice(world)
    assert told is not None
    assert told.text == "“for you.lullaby” and “for you.ics” are saved."


def test_an_entry_of_a_calendar_that_is_there_stays(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "for you.ics"
    other.write_bytes(b"somebody's birthday")
    plan(world)
    save(world, tmp_path / "for you.lullaby", monkeypatch)
    assert other.read_bytes() == b"somebody's birthday"
    assert (tmp_path / "for you (2).ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
    told = notice(world)
    assert told is not None
    assert "“for you (2).ics”" in told.text
    plan(world)
    save(world, tmp_path / "for you.lullaby", monkeypatch)
    assert sorted(path.name for path in tmp_path.glob("*.ics")) == [
        "for you (2).ics",
        "for you (3).ics",
        "for you.ics",
    ]


def test_the_one_who_opens_it_has_the_appointment_too(
    world: World, other: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan(world)
    path = tmp_path / "song.lullaby"
    save(world, path, monkeypatch)
    for _ in range(2):
        other.services.gui.opener.open_files([str(path)])
        other.post.deliver()
        other.find(OpenSheet).keep.click()
        other.post.deliver()
    (here,), (there,) = world.stores.appointments.all(), other.stores.appointments.all()
    assert (there.at, there.beats, there.partner) == (here.at, here.beats, "Kim")


def test_a_page_begins_by_itself_at_that_time(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan(world)
    path = tmp_path / "song.html"
    save(world, path, monkeypatch, page=True)
    at = first_offer(A_NIGHT).astimezone()
    assert f'"at":{round(at.timestamp() * 1000)}' in path.read_text(encoding="utf-8")
    assert [each.at for each in world.stores.appointments.all()] == [at]


def test_a_place_that_cannot_be_written_is_told(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan(world)
    save(world, tmp_path / "gone" / "song.lullaby", monkeypatch)
    told = notice(world)
    assert told is not None
    assert told.text == "“song.lullaby” could not be saved there. Choose another place."
    assert world.stores.appointments.all() == []


def test_day_and_hour_are_chosen(world: World) -> None:
    sheet = plan(world)
    before = sheet.sing_at.at
    sheet.hour.requested.emit(-1)
    assert sheet.sing_at.at == before - timedelta(minutes=15)
    sheet.hour.typed.emit("6:05")
    assert (sheet.sing_at.at.hour, sheet.sing_at.at.minute) == (6, 5)
    sheet.hour.typed.emit("soon")
    assert (sheet.sing_at.at.hour, sheet.sing_at.at.minute) == (6, 5)
    sheet.week.after.click()
    sheet.week.days[0].click()
    assert sheet.sing_at.at.date() == sheet.week.days[0].day > before.date()
    assert sheet.week.days[0].isChecked()
    assert sheet.save.isEnabled()


def test_a_time_that_has_passed_is_not_saved(world: World) -> None:
    sheet = plan(world)
    today = A_NIGHT.astimezone().date()
    sheet.week.show_day(today, today)
    next(day for day in sheet.week.days if day.day == today).click()
    sheet.hour.typed.emit("0:00")
    assert not sheet.save.isEnabled()
    assert not sheet.page.isEnabled()
    assert all(not day.isEnabled() for day in sheet.week.days if day.day < today)


def test_where_the_other_one_lives_is_found_by_a_city(world: World) -> None:
    sheet = plan(world)
    sheet.change.click()
    sheet.form.place.setText("kath")
    assert list(find_zones("kath")) == ["Asia/Kathmandu"]
    sheet.form.choose("Asia/Kathmandu")
    sheet.form.name.setText("Gran")
    assert sheet.form.zone == "Asia/Kathmandu"
    sheet.form.place.setText("somewhere")
    assert sheet.form.zone == ""


def test_nobody_is_invited_before_it_is_time(world: World) -> None:
    agree(world, 10 * MINUTE)
    assert notice(world) is None
    pass_to(world, 8 * 60_000 - 1_000)
    assert notice(world) is None
    pass_to(world, 1_000)
    told = notice(world)
    assert told is not None
    assert (told.text, told.action_text) == ("In 2 minutes: Suo Gân with Gran", "I am here")
    assert told.hint == "Nothing sounds before you press."
    pass_to(world, 60_000)
    told = notice(world)
    assert told is not None
    assert told.text == "In 1 minute: Suo Gân with Gran"
    assert world.player.cues == []


def test_without_a_press_nothing_ever_sounds(world: World) -> None:
    agree(world, 2 * MINUTE)
    pass_to(world, 10 * 60_000)
    assert world.player.cues == []
    assert notice(world) is None


def test_after_the_press_the_song_begins_at_its_time(world: World) -> None:
    agree(world, 2 * MINUTE)
    told = notice(world)
    assert told is not None
    assert told.action is not None
    begins = world.clock.monotonic_ms() + 120_000
    told.action()
    told = notice(world)
    assert told is not None
    assert told.action_text == "Not now"
    assert world.player.cues == []
    pass_to(world, 113_000)
    (cue,) = world.player.cues
    assert (cue.begins_ms, cue.start_ms) == (begins, 0)
    assert notice(world) is None
    assert world.services.gui.window.current == "sing"
    count = world.find(CountIn)
    world.pass_time(4_000)
    count.look()
    assert (count.left, count.accessibleName()) == (4, "4 beats, then it begins")
    assert count.isVisible()
    assert world.services.bridge.state.position_ms == 0
    world.pass_time(3_000)
    count.look()
    assert not count.isVisible()
    world.pass_time(2_000)
    assert world.services.bridge.state.position_ms == pytest.approx(2_000, abs=5)


def test_a_computer_that_slept_through_the_song_begins_nothing(world: World) -> None:
    agree(world, 2 * MINUTE)
    told = notice(world)
    assert told is not None
    assert told.action is not None
    told.action()
    pass_to(world, 3 * 3_600_000)
    assert world.player.cues == []
    assert notice(world) is None
    assert world.stores.appointments.all() == []


def test_who_comes_late_joins_where_the_other_one_is(world: World) -> None:
    agree(world, timedelta(seconds=-20))
    told = notice(world)
    assert told is not None
    assert told.text == "It has begun: Suo Gân with Gran"
    assert told.action is not None
    told.action()
    world.pass_time(10_000)
    assert world.services.bridge.state.position_ms == pytest.approx(30_000, abs=5)
    count = world.services.gui.window.findChild(CountIn)
    assert count is None or not count.isVisible()


def test_an_evening_that_sounds_is_not_disturbed(world: World) -> None:
    world.act(Action.TOGGLE)
    agree(world, MINUTE)
    assert notice(world) is None
    world.services.bridge.stop()
    world.pass_time(3_000)
    assert world.services.bridge.state.stage is Stage.ENDED
    told = notice(world)
    assert told is not None
    assert told.action_text == "I am here"


def test_not_now_begins_nothing(world: World) -> None:
    agree(world, MINUTE)
    told = notice(world)
    assert told is not None
    assert told.action is not None
    told.action()
    told = notice(world)
    assert told is not None
    assert told.action is not None
    told.action()
    pass_to(world, 5 * 60_000)
    assert world.player.cues == []
    assert notice(world) is None


def test_a_clock_that_nobody_sets_is_told(other: World) -> None:
    agree(other, MINUTE)
    told = notice(other)
    assert told is not None
    assert told.hint == SET_BY_HAND


def test_an_invitation_that_is_long_over_is_not_kept(world: World) -> None:
    agree(world, timedelta(hours=-1))
    assert world.stores.appointments.all() == []


# Pure decisions


def test_this_evening_is_offered_or_the_next() -> None:
    noon = datetime(2026, 12, 24, 12).astimezone()
    assert first_offer(noon) == datetime(2026, 12, 24, 19)  # noqa: DTZ001
    assert first_offer(noon + timedelta(hours=8)) == datetime(2026, 12, 25, 19)  # noqa: DTZ001


@pytest.mark.parametrize(("first", "expected"), [(1, 21), (7, 20), (6, 19)])
def test_weeks_begin_as_in_the_country(first: int, expected: int) -> None:
    assert first_of_week(date(2026, 12, 24), first) == date(2026, 12, expected)


def test_the_time_elsewhere_follows_the_zone_on_that_day() -> None:
    berlin = timezone(timedelta(hours=1))
    winter = datetime(2026, 12, 24, 19, tzinfo=berlin)
    assert time_there(winter, "Europe/Lisbon").hour == 18
    assert minutes_ahead(winter, "Europe/Lisbon") == -60
    assert minutes_ahead(winter, "Asia/Kathmandu") == 4 * 60 + 45
    assert minutes_ahead(winter, "Nowhere/Atall") == 0
    summer = datetime(2026, 7, 24, 19, tzinfo=timezone(timedelta(hours=2)))
    assert minutes_ahead(summer, "America/New_York") == -6 * 60


def test_it_is_told_what_their_clock_shows(qapp: QApplication) -> None:
    winter = datetime(2026, 12, 24, 19, tzinfo=timezone(timedelta(hours=1)))
    assert place_about(winter, "Europe/Lisbon") == "Lisbon, 1 hour behind"
    assert place_about(winter, "Asia/Kathmandu") == "Kathmandu, 4 h 45 min ahead"
    assert time_for(winter, "Europe/Lisbon", "Gran").endswith("for Gran")
    assert time_for(winter, "Asia/Tokyo", "").startswith("Friday, ")


def test_minutes_are_rounded_up(qapp: QApplication) -> None:
    assert invitation("Suo Gân", "", timedelta(seconds=61)) == "In 2 minutes: Suo Gân"
    assert invitation("Suo Gân", "", timedelta(0)) == "It has begun: Suo Gân"
