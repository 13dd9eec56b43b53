"""The words on phones as the laptop offers them: the panel, its end, and what phones may do."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from lullaby.session.state import Stage
from lullaby.settings import Settings
from lullaby.together.events import (
    GuestsChanged,
    ServerEvent,
    SharingClosed,
    SharingEnd,
    SharingFailed,
    SharingFailure,
    WishMade,
)
from lullaby.together.messages import PageLight, Wish, WishOutcome
from lullaby.together.shared_timer import TimerPhase
from lullaby.ui.controls.buttons import RoundButton
from lullaby.ui.shell.announcer import Announcer
from lullaby.ui.shell.keys import Action
from lullaby.ui.shell.notices import NoticeBoard
from lullaby.ui.shell.sheets import top_sheet
from lullaby.ui.shell.tab_order import tab_stops
from lullaby.ui.sing.side_panel import SidePanel
from lullaby.ui.together import phones_words
from lullaby.ui.together.home_network import HomeNetwork, NetworkKind, in_order
from lullaby.ui.together.phones_controller import IDLE_MS, PhonesController
from lullaby.ui.together.phones_view import PhonesView
from lullaby.ui.together.sharing import HELP_AFTER_MS, Obstacle, SharingPhase
from lullaby.units import Ms
from tests.examples import share
from tests.sharing_doubles import (
    CABLE,
    HOME,
    PARTNER,
    PHONE,
    REMOTE_URL,
    TELEVISION,
    WORDS_URL,
    NotedServer,
)
from tests.ui.reach import settle
from tests.world import World, make_world

Key = Qt.Key
VPN = HomeNetwork("wg0", NetworkKind.VIRTUAL, "10.8.0.2", 24)


class Sharing:
    """What a person sees of the words on phones, in a world that plays."""

    def __init__(self, world: World) -> None:
        self.world = world
        world.go("sing")
        self.press()

    @property
    def phones(self) -> PhonesController:
        return self.world.find(PhonesController)

    @property
    def view(self) -> PhonesView:
        return self.world.find(PhonesView)

    @property
    def side(self) -> SidePanel:
        return self.world.find(SidePanel)

    @property
    def server(self) -> NotedServer:
        return self.world.servers.newest

    @property
    def obstacle(self) -> Obstacle | None:
        return self.phones.sharing.obstacle

    def press(self) -> None:
        """Press the tile."""
        tile = self.world.sing.dock.last
        assert tile is not None
        tile.click()
        self.world.post.deliver()

    def open(self) -> None:
        """Begin, as far as guests can come."""
        self.view.share.click()
        self.world.post.deliver()
        self.server.tell_opened()
        self.world.post.deliver()

    def tell(self, *events: ServerEvent) -> None:
        """The server reports events."""
        for event in events:
            self.server.report(event)
        self.world.post.deliver()

    def pass_time(self, ms: int) -> None:
        """Let time pass; the controller looks in the end."""
        self.world.pass_time(ms, min(ms, 1_000))
        self.phones.look()
        self.world.post.deliver()

    @property
    def soon(self) -> Ms:
        """The end of the time that a wish of now has."""
        return Ms(self.phones.now_ms + 4_000)

    def wish(self, wish: Wish, guest: str = "b") -> WishOutcome:
        """A phone wishes; returns what it is told."""
        self.tell(WishMade(guest, wish, len(self.server.answers) + 1, self.soon))
        return self.server.answers[-1][2]


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True, light="dusk"))
    window = world.services.gui.window
    window.resize(1280, 800)
    with qtbot.waitActive(window):
        window.show()
    world.act(Action.TOGGLE)
    yield world
    world.close()


@pytest.fixture
def sharing(world: World) -> Sharing:
    return Sharing(world)


def test_the_tile_opens_a_panel_beside_words_that_keep_their_place(sharing: Sharing) -> None:
    screen = sharing.world.sing
    assert sharing.side.is_open
    assert sharing.view.isVisible()
    words = screen.words.geometry()
    left = sharing.view.mapTo(screen, sharing.view.rect().topLeft()).x()
    assert screen.words.mapTo(screen, words.topLeft()).x() + words.width() <= left
    assert sharing.world.servers.made == []
    sharing.press()
    assert not sharing.view.isVisible()


def test_in_a_narrow_window_it_is_a_sheet(sharing: Sharing) -> None:
    window = sharing.world.services.gui.window
    sharing.open()
    window.resize(960, 600)
    assert top_sheet(window) is not None
    assert sharing.view.isVisible()
    assert sharing.phones.sharing.on
    window.resize(1280, 800)
    assert top_sheet(window) is None
    assert sharing.view.isVisible()
    window.resize(960, 600)
    QTest.keyClick(window, Key.Key_Escape)
    assert not sharing.side.is_open
    assert sharing.phones.sharing.on


def test_nothing_is_shared_before_the_press(sharing: Sharing) -> None:
    assert sharing.phones.sharing.phase is SharingPhase.OFF
    sharing.view.share.click()
    assert sharing.phones.sharing.phase is SharingPhase.OPENING
    sharing.world.post.deliver()
    assert sharing.server.opened
    assert sharing.server.network == HOME
    assert sharing.server.lights == [PageLight.DUSK]


def test_what_sharing_needs_is_loaded_while_the_panel_is_read(sharing: Sharing) -> None:
    """Once, and nothing is opened: the press that shares finds it there."""
    assert sharing.world.servers.loads == 1
    sharing.press()
    sharing.press()
    assert sharing.world.servers.loads == 1
    assert sharing.world.servers.made == []


def test_remotes_are_told_how_much_of_the_evening_is_left(sharing: Sharing) -> None:
    sharing.open()
    timers = sharing.server.timers
    assert timers[-1] is not None
    assert timers[-1].left_ms == pytest.approx(30 * 60_000, abs=1_500)
    assert timers[-1].phase is TimerPhase.RUNNING
    told = len(timers)
    sharing.pass_time(60_000)
    assert len(timers) == told, "it runs as told"
    bridge = sharing.world.services.bridge
    bridge.toggle()
    bridge.toggle()
    bridge.still_awake()
    bridge.let_fade()
    phases = [each and each.phase for each in timers[told:]]
    wanted = [TimerPhase.PAUSED, TimerPhase.RUNNING, TimerPhase.RUNNING, TimerPhase.FADING]
    assert phases == wanted
    bridge.stop()
    sharing.pass_time(5_000)
    assert timers[-1] is None
    sharing.view.stop.click()
    told = len(timers)
    sharing.world.act(Action.TOGGLE)
    assert len(timers) == told


def test_the_keyboard_stays_in_the_panel(sharing: Sharing) -> None:
    window = sharing.world.services.gui.window.window()
    assert window.focusWidget() is sharing.view.share
    sharing.open()
    assert window.focusWidget() is sharing.view.tabs.chips[0]
    sharing.view.stop.setFocus(Qt.FocusReason.TabFocusReason)
    sharing.view.stop.click()
    assert window.focusWidget() is sharing.view.share


def test_tab_goes_from_the_panel_to_its_close_button(sharing: Sharing) -> None:
    window = sharing.world.services.gui.window.window()
    QTest.keyClick(sharing.view.share, Key.Key_Tab)
    closing = window.focusWidget()
    assert isinstance(closing, RoundButton)
    assert closing.accessibleName() == "Close"


def test_opened_by_a_key_the_panel_shows_where_the_keyboard_is(
    sharing: Sharing, qtbot: QtBot
) -> None:
    window = sharing.world.services.gui.window.window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    tile = sharing.world.sing.dock.last
    assert tile is not None
    assert not sharing.view.share.ring, "it was opened by the pointer"
    sharing.press()
    tile.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(tile, Key.Key_Return)
    assert window.focusWidget() is sharing.view.share
    assert sharing.view.share.ring
    sharing.open()
    assert window.focusWidget() is sharing.view.tabs.chips[0]
    assert sharing.view.tabs.chips[0].ring
    QTest.keyClick(sharing.view.tabs.chips[0], Key.Key_Escape)
    assert window.focusWidget() is tile
    assert tile.ring


def test_the_invitation_can_be_scanned_or_typed(sharing: Sharing) -> None:
    sharing.open()
    shown = sharing.view.invitation
    assert shown.isVisible()
    assert shown.address.text() == "192.168.178.23:8437"
    assert shown.digits.text() == "482 913"
    assert shown.digits.accessibleName() == "4 8 2, 9 1 3"


def test_the_remote_is_only_to_be_scanned(sharing: Sharing) -> None:
    sharing.open()
    sharing.view.tabs.chips[1].click()
    shown = sharing.view.invitation
    assert shown.qr.isVisible()
    assert not shown.address.isVisible()
    assert not shown.digits.isVisible()


@pytest.mark.parametrize("light", ["dusk", "night"])
@pytest.mark.parametrize(("tab", "address"), [(0, WORDS_URL), (1, REMOTE_URL)])
def test_phones_read_the_code_in_both_lights(
    sharing: Sharing, tmp_path: Path, light: str, tab: int, address: str
) -> None:
    reader = shutil.which("zbarimg")
    if reader is None:
        pytest.skip("nothing here reads QR codes")
    sharing.world.services.theme.set_light(light == "night", 0)
    sharing.open()
    sharing.view.tabs.chips[tab].click()
    picture = tmp_path / "screen.png"
    sharing.world.services.gui.window.grab().save(str(picture))
    read = subprocess.run(
        [reader, "--quiet", "--raw", str(picture)], capture_output=True, text=True, check=True
    )
    assert read.stdout.strip() == address


def test_the_code_hides_after_a_minute_and_can_be_shown_again(sharing: Sharing) -> None:
    sharing.open()
    sharing.pass_time(12_000)
    assert sharing.view.countdown.text() == "code hides in 0:48"
    sharing.pass_time(48_000)
    assert not sharing.view.invitation.isVisible()
    sharing.view.show_code.click()
    assert sharing.view.invitation.isVisible()
    assert sharing.server.codes == 1


def test_the_first_phone_hides_the_code_and_those_asked_for_later_do_not(sharing: Sharing) -> None:
    sharing.open()
    sharing.tell(GuestsChanged((PHONE,)))
    assert not sharing.view.invitation.isVisible()
    sharing.view.show_code.click()
    sharing.tell(GuestsChanged((PHONE, PARTNER)))
    assert sharing.view.invitation.isVisible()


def test_guests_are_listed_and_can_be_disconnected(sharing: Sharing) -> None:
    sharing.open()
    sharing.tell(GuestsChanged((PHONE, PARTNER, TELEVISION)))
    assert sharing.view.count.text() == "3 devices show the words"
    names = [phones_words.name_of(guest) for guest in (PHONE, PARTNER, TELEVISION)]
    assert names == ["Phone 1", "Phone 2", "TV 3"]
    buttons = [row.disconnect_button for row in sharing.view.guests.rows]
    assert [button.accessibleName() for button in buttons] == [
        f"Disconnect {name}" for name in names
    ]
    buttons[1].click()
    assert sharing.server.disconnected == ["b"]
    sharing.view.tabs.chips[1].click()
    assert sharing.view.count.text() == "1 phone has the remote"
    assert len(sharing.view.guests.rows) == 1
    sharing.tell(GuestsChanged((PHONE, TELEVISION)))
    assert sharing.view.count.text() == "No phone has the remote yet"


def test_the_code_and_three_guests_are_seen_without_scrolling(sharing: Sharing) -> None:
    sharing.open()
    sharing.tell(GuestsChanged((PHONE, PARTNER, TELEVISION)))
    sharing.view.show_code.click()
    for size in ((1280, 800), (1366, 768)):
        sharing.world.services.gui.window.resize(*size)
        settle()
        assert sharing.view.invitation.isVisible()
        assert sharing.side._area.verticalScrollBar().maximum() == 0, size


def test_after_45_s_without_a_phone_a_sentence_helps(sharing: Sharing) -> None:
    sharing.open()
    sharing.pass_time(HELP_AFTER_MS - 1_000)
    assert not sharing.view.lacking.isVisible()
    sharing.pass_time(1_000)
    assert sharing.view.lacking.isVisible()
    sharing.view.more_help.click()
    assert phones_words.firewall_help(8437) in sharing.view.lacking.text()
    sharing.tell(GuestsChanged((PHONE,)))
    sharing.tell(GuestsChanged(()))
    sharing.pass_time(1_000)
    assert not sharing.view.lacking.isVisible()


def test_esc_closes_the_panel_and_not_the_sharing(sharing: Sharing) -> None:
    sharing.open()
    QTest.keyClick(sharing.world.services.gui.window, Key.Key_Escape)
    assert not sharing.side.is_open
    assert sharing.phones.sharing.on
    assert sharing.world.services.gui.window.current == "sing"
    assert sharing.world.services.bridge.state.stage is Stage.PLAYING


def test_stop_sharing_stops_it_and_leaves_the_song_alone(sharing: Sharing) -> None:
    sharing.open()
    sharing.view.stop.click()
    assert sharing.server.closed
    assert sharing.phones.sharing.phase is SharingPhase.OFF
    assert sharing.view.share.isVisible()
    assert sharing.world.services.bridge.state.stage is Stage.PLAYING


def test_another_network_can_be_chosen(sharing: Sharing) -> None:
    sharing.open()
    sharing.phones.move_to(CABLE)
    sharing.world.post.deliver()
    first, second = sharing.world.servers.made
    assert first.closed
    assert second.network == CABLE


def test_the_button_for_another_network_has_its_text_on_one_line(sharing: Sharing) -> None:
    sharing.open()
    button = sharing.view.invitation.other_network
    assert button.isVisible()
    assert button.width() >= button.design_size().width(), "its text would wrap"


def test_tab_goes_through_tabs_network_guests_and_stop(sharing: Sharing) -> None:
    sharing.open()
    sharing.tell(GuestsChanged((PHONE, PARTNER)))
    sharing.view.show_code.click()
    view = sharing.view
    wanted: list[QWidget] = [
        view.tabs.chips[0],
        view.invitation.other_network,
        *(row.disconnect_button for row in view.guests.rows),
        view.stop,
    ]
    assert tab_stops(view) == wanted
    wanted[0].setFocus(Qt.FocusReason.TabFocusReason)
    window = sharing.world.services.gui.window
    for expected in wanted:
        assert window.window().focusWidget() is expected
        QTest.keyClick(expected, Key.Key_Tab)


def test_without_a_network_it_says_so(sharing: Sharing) -> None:
    sharing.world.servers.networks.clear()
    sharing.view.share.click()
    assert "not on a network" in sharing.view.about.text()
    assert sharing.world.servers.made == []


@pytest.mark.parametrize(
    ("event", "obstacle"),
    [
        (SharingFailed(SharingFailure.NO_PORT), Obstacle.NO_PORT),
        (SharingFailed(SharingFailure.CRASHED), Obstacle.CRASHED),
        (SharingClosed(SharingEnd.ADDRESS_GONE), Obstacle.ADDRESS_GONE),
    ],
)
def test_whatever_breaks_it_off_is_told_and_the_song_goes_on(
    sharing: Sharing, event: ServerEvent, obstacle: Obstacle
) -> None:
    sharing.open()
    sharing.tell(event)
    assert sharing.obstacle is obstacle
    assert phones_words.obstacle(obstacle) in sharing.view.about.text()
    assert sharing.world.services.bridge.state.stage is Stage.PLAYING


def test_another_network_ends_it_and_one_press_begins_it_anew(sharing: Sharing) -> None:
    sharing.open()
    sharing.world.servers.networks[:] = [HomeNetwork("wlan0", HOME.kind, "172.20.10.2", 28)]
    sharing.pass_time(1_000)
    assert sharing.server.closed
    notice = sharing.world.find(NoticeBoard).notice("phones")
    assert notice is not None
    assert notice.text == phones_words.obstacle(Obstacle.ADDRESS_GONE)
    assert notice.action is not None
    sharing.world.go("tonight")
    notice.action()
    sharing.world.post.deliver()
    assert sharing.world.services.gui.window.current == "sing"
    assert sharing.view.isVisible()
    assert sharing.server.network.address == "172.20.10.2"


def test_a_sleep_ends_it(sharing: Sharing) -> None:
    sharing.open()
    sharing.world.clock.jump_wall(60_000)
    sharing.phones.look()
    assert sharing.server.closed
    assert sharing.obstacle is Obstacle.SLEPT


def test_two_clocks_that_drift_apart_are_no_sleep(sharing: Sharing) -> None:
    """Where only the wall clock tells of a sleep, a whole night of drift adds up to seconds."""
    sharing.open()
    for _ in range(100):
        sharing.world.clock.jump_wall(20)
        sharing.phones.look()
    assert sharing.phones.sharing.on


def test_it_ends_ten_minutes_after_the_evening(sharing: Sharing) -> None:
    sharing.open()
    sharing.world.services.bridge.stop()
    sharing.pass_time(5_000)
    sharing.pass_time(IDLE_MS - 10_000)
    assert sharing.phones.sharing.on
    sharing.pass_time(11_000)
    assert sharing.server.closed
    assert sharing.obstacle is None


def test_it_ends_with_the_application(sharing: Sharing) -> None:
    sharing.open()
    sharing.world.services.gui.stop()
    assert sharing.server.closed


def test_an_open_door_in_the_rail_leads_to_the_panel(sharing: Sharing) -> None:
    window = sharing.world.services.gui.window
    door = window.rail.door
    sharing.open()
    sharing.tell(GuestsChanged((PHONE, PARTNER, TELEVISION)))
    sharing.world.go("tonight")
    assert door.isVisible()
    assert door.text() == "3 phones"
    door.click()
    assert window.current == "sing"
    assert sharing.view.isVisible()
    sharing.view.stop.click()
    assert door.isHidden()


def test_a_screen_reader_is_told_who_comes_and_that_it_ended(sharing: Sharing) -> None:
    said: list[str] = []
    sharing.world.find(Announcer).said.connect(said.append)
    sharing.open()
    sharing.tell(GuestsChanged((PHONE,)))
    sharing.tell(GuestsChanged((PHONE, PARTNER)))
    sharing.view.stop.click()
    assert said == [
        "Phones can show the words now.",
        "1 device shows the words.",
        "2 devices show the words.",
        "The words are no longer on phones.",
    ]


def test_what_an_earlier_server_reports_is_ignored(sharing: Sharing) -> None:
    sharing.open()
    first = sharing.server
    sharing.view.stop.click()
    sharing.open()
    first.report(GuestsChanged((PHONE,)))
    first.report(SharingFailed(SharingFailure.CRASHED))
    sharing.world.post.deliver()
    assert sharing.phones.sharing.on
    assert sharing.phones.sharing.guests == ()


def test_the_page_is_as_dark_as_the_window(sharing: Sharing) -> None:
    sharing.open()
    theme = sharing.world.services.theme
    theme.set_light(True, 0)
    theme.set_light(True, 0, high_contrast=True)
    assert sharing.server.lights[-2:] == [PageLight.NIGHT, PageLight.CONTRAST]


def test_a_phone_makes_it_softer_down_to_the_softest_step(sharing: Sharing) -> None:
    sharing.open()
    bridge = sharing.world.services.bridge
    bridge.set_music_step(3)
    outcomes = [sharing.wish(Wish.SOFTER) for _ in range(4)]
    assert outcomes == [WishOutcome.SOFTER] * 2 + [WishOutcome.SOFTEST] * 2
    assert bridge.state.music_step == 1


def test_a_phone_adds_ten_minutes(sharing: Sharing) -> None:
    sharing.open()
    before = sharing.world.services.bridge.state.remaining_ms
    assert before is not None
    assert sharing.wish(Wish.AWAKE) is WishOutcome.AWAKE
    assert sharing.world.services.bridge.state.remaining_ms == before + 600_000


def test_a_phone_takes_back_the_fade_that_it_asked_for(sharing: Sharing) -> None:
    sharing.open()
    bridge = sharing.world.services.bridge
    before = bridge.state.remaining_ms
    assert sharing.wish(Wish.FADE) is WishOutcome.FADING
    assert bridge.state.fade_requested
    assert sharing.wish(Wish.AWAKE) is WishOutcome.AWAKE
    assert not bridge.state.fade_requested
    assert bridge.state.remaining_ms == before


def test_who_is_awake_also_takes_back_a_fade_asked_for_on_the_laptop(sharing: Sharing) -> None:
    sharing.open()
    bridge = sharing.world.services.bridge
    bridge.let_fade()
    assert bridge.state.fade_requested
    assert sharing.wish(Wish.AWAKE) is WishOutcome.AWAKE
    assert not bridge.state.fade_requested


def test_a_later_fade_of_the_laptop_is_not_taken_for_the_phones_own(sharing: Sharing) -> None:
    sharing.open()
    bridge = sharing.world.services.bridge
    before = bridge.state.remaining_ms
    assert before is not None
    sharing.wish(Wish.FADE)
    bridge.keep_playing()
    bridge.let_fade()
    sharing.wish(Wish.AWAKE)
    assert bridge.state.remaining_ms == before + 600_000


def test_no_phone_starts_what_is_silent(sharing: Sharing) -> None:
    sharing.open()
    bridge = sharing.world.services.bridge
    bridge.toggle()
    assert sharing.wish(Wish.FADE) is WishOutcome.REFUSED
    assert bridge.state.stage is Stage.PAUSED
    bridge.stop()
    sharing.pass_time(5_000)
    assert {sharing.wish(wish) for wish in Wish} == {WishOutcome.REFUSED}
    assert bridge.state.stage is Stage.ENDED


def test_a_wish_that_waited_too_long_is_not_carried_out(sharing: Sharing) -> None:
    """The phone was told that it was not."""
    sharing.open()
    before = sharing.world.services.bridge.state
    sharing.server.report(WishMade("b", Wish.SOFTER, 1, sharing.soon))
    sharing.server.report(WishMade("b", Wish.AWAKE, 2, sharing.soon))
    sharing.world.clock.advance(4_000)
    sharing.world.post.deliver()
    after = sharing.world.services.bridge.state
    assert (after.music_step, after.remaining_ms) == (before.music_step, before.remaining_ms)
    assert [outcome for _, _, outcome in sharing.server.answers] == [WishOutcome.REFUSED] * 2
    assert sharing.wish(Wish.SOFTER) is WishOutcome.SOFTER


def test_at_most_two_wishes_wait(sharing: Sharing) -> None:
    sharing.open()
    wishes = [WishMade("b", Wish.SOFTER, number, sharing.soon) for number in range(1, 6)]
    sharing.tell(*wishes)
    refused = [n for _, n, outcome in sharing.server.answers if outcome is WishOutcome.REFUSED]
    assert refused == [3, 4, 5]
    assert sharing.wish(Wish.SOFTER) is WishOutcome.SOFTER


@share(0.05)
@given(st.lists(st.sampled_from([*Wish, "pause", "wait"]), max_size=12))
def test_no_order_of_wishes_raises_a_level_or_starts_a_sound(
    qapp: QApplication, tmp_path_factory: pytest.TempPathFactory, steps: list[Wish | str]
) -> None:
    world = make_world(qapp, tmp_path_factory.mktemp("house"), Settings(welcomed=True))
    world.act(Action.TOGGLE)
    sharing = Sharing(world)
    sharing.open()
    bridge = world.services.bridge
    for step in steps:
        before = bridge.state
        if isinstance(step, Wish):
            sharing.wish(step)
            assert bridge.state.music_step <= before.music_step
            assert not (bridge.state.stage is Stage.PLAYING and before.stage is not Stage.PLAYING)
        elif step == "pause":
            bridge.toggle()
        else:
            world.pass_time(30_000, 1_000)
    world.close()


def test_networks_come_by_how_likely_phones_are_in_them() -> None:
    assert in_order([VPN, CABLE, HOME], "10.0.0.7") == (CABLE, HOME, VPN)
    assert in_order([VPN, CABLE, HOME], "10.8.0.2") == (HOME, CABLE, VPN)
    assert in_order([VPN], "") == (VPN,)


@pytest.mark.parametrize("prefix_length", [32, 0, -1])
def test_a_network_in_which_there_is_nobody_else_is_none(prefix_length: int) -> None:
    """Some VPNs give a computer an address alone; of others the system does not tell the size."""
    alone = HomeNetwork("wg1", NetworkKind.VIRTUAL, "10.9.0.2", prefix_length)
    assert in_order([alone, HOME], "10.9.0.2") == (HOME,)
