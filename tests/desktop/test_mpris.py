"""Media keys, headsets and the lock screen, over a real bus."""

from collections.abc import Iterator, Sequence
from configparser import ConfigParser
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from typing import Any
from xml.etree import ElementTree

import pytest
from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageType,
    message_bus,
    new_method_call,
)
from jeepney.io.threading import DBusRouter, open_dbus_router

from lullaby.desktop import application
from lullaby.desktop.media_controls import (
    NO_TRACK,
    PATH,
    PLAYER,
    ROOT,
    NowPlaying,
    PlaybackStatus,
    changed_properties,
    obey,
)
from lullaby.desktop.mime_types import BUNDLES, OPENED, SCORES
from lullaby.desktop.mpris import INTROSPECTABLE, NAME, PROPERTIES, Mpris
from lullaby.units import Ms
from tests.desktop.buses import a_bus, needs_a_bus
from tests.waiting import wait_until

SONG = NowPlaying(PlaybackStatus.PLAYING, 7, "Suo Gân", "Traditional", Ms(180_000), Ms(61_000), 0.5)
RETURNED = MessageType.method_return
NOWHERE = "unix:path=/nonexistent/lullaby/bus"


class RecordingRemote:
    """A remote control that records its calls."""

    def __init__(self) -> None:
        self.made: SimpleQueue[object] = SimpleQueue()

    def raise_window(self, token: str = "") -> None:
        self.made.put(("raise", token) if token else "raise")

    def open_files(self, targets: Sequence[str]) -> None:
        self.made.put(("open", tuple(targets)))

    def play(self) -> None:
        self.made.put("play")

    def pause(self) -> None:
        self.made.put("pause")

    def play_pause(self) -> None:
        self.made.put("play_pause")

    def next(self) -> None:
        self.made.put("next")

    def previous(self) -> None:
        self.made.put("previous")

    def fade(self) -> None:
        self.made.put("fade")

    def seek(self, position_ms: Ms) -> None:
        self.made.put(("seek", position_ms))

    def set_volume(self, share: float) -> None:
        self.made.put(("volume", share))


class Desktop:
    """Another program on the bus that reads and controls the player."""

    def __init__(self, router: DBusRouter, whom: str = NAME) -> None:
        self._router = router
        self.whom = whom

    def ask(self, interface: str, method: str, signature: str = "", *words: Any) -> Message:
        address = DBusAddress(PATH, self.whom, interface)
        call = new_method_call(address, method, signature or None, words)
        return self._router.send_and_get_reply(call, timeout=5)

    def player(self) -> dict[str, Any]:
        return dict(self.ask(PROPERTIES, "GetAll", "s", PLAYER).body[0])

    def on_the_bus(self, name: str) -> bool:
        reply = self._router.send_and_get_reply(message_bus.NameHasOwner(name), timeout=5)
        return bool(reply.body[0])


@contextmanager
def a_desktop(folder: Path, remote: RecordingRemote) -> Iterator[tuple[Mpris, Desktop, DBusRouter]]:
    with a_bus(folder) as bus, open_dbus_router(bus) as router:
        mpris = Mpris(remote, lambda call: call(), bus)
        desktop = Desktop(router)
        mpris.register()
        wait_until(lambda: desktop.on_the_bus(NAME))
        yield mpris, desktop, router
        mpris.unregister()
        wait_until(lambda: not desktop.on_the_bus(NAME))


@needs_a_bus
def test_the_desktop_gets_the_song_in_mpris_types(tmp_path: Path) -> None:
    with a_desktop(tmp_path, RecordingRemote()) as (mpris, desktop, _):
        mpris.publish(SONG)
        seen = desktop.player()
        assert seen["PlaybackStatus"] == ("s", "Playing")
        assert seen["Position"] == ("x", 61_000_000)
        assert seen["Volume"] == ("d", 0.5)
        assert dict(seen["Metadata"][1]) == {
            "mpris:trackid": ("o", "/lullaby/track/7"),
            "xesam:title": ("s", "Suo Gân"),
            "xesam:artist": ("as", ["Traditional"]),
            "mpris:length": ("x", 180_000_000),
        }
        root = dict(desktop.ask(PROPERTIES, "GetAll", "s", ROOT).body[0])
        assert root["Identity"] == ("s", "Lullaby")
        assert root["DesktopEntry"] == ("s", "lullaby")
        answer = desktop.ask(PROPERTIES, "Get", "ss", PLAYER, "CanSeek")
        assert answer.body == (("b", True),)


@needs_a_bus
def test_changes_are_reported_once_and_seeks_as_such(tmp_path: Path) -> None:
    with a_desktop(tmp_path, RecordingRemote()) as (mpris, _, router):
        signals: SimpleQueue[Message] = SimpleQueue()
        rule = MatchRule(type="signal", path=PATH)
        router.send_and_get_reply(message_bus.AddMatch(rule), timeout=5)
        with router.filter(rule, queue=signals):  # type: ignore[arg-type]
            mpris.publish(SONG)
            mpris.publish(replace(SONG, position_ms=Ms(62_000)))
            mpris.seeked(Ms(90_000))
            mpris.publish(replace(SONG, status=PlaybackStatus.PAUSED))
            first, second, third = (signals.get(timeout=5) for _ in range(3))
    assert first.header.fields[HeaderFields.member] == "PropertiesChanged"
    assert {"PlaybackStatus", "Metadata", "CanGoNext"} <= dict(first.body[1]).keys()
    assert (second.header.fields[HeaderFields.member], second.body) == ("Seeked", (90_000_000,))
    assert third.body == (PLAYER, {"PlaybackStatus": ("s", "Paused")}, [])


@needs_a_bus
def test_keys_reach_the_player(tmp_path: Path) -> None:
    remote = RecordingRemote()
    with a_desktop(tmp_path, remote) as (mpris, desktop, _):
        mpris.publish(SONG)
        for method, expected in (
            ("PlayPause", "play_pause"),
            ("Play", "play"),
            ("Pause", "pause"),
            ("Next", "next"),
            ("Previous", "previous"),
            ("Stop", "fade"),
        ):
            assert desktop.ask(PLAYER, method).header.message_type is MessageType.method_return
            assert remote.made.get(timeout=5) == expected
        desktop.ask(PLAYER, "Seek", "x", -10_000_000)
        assert remote.made.get(timeout=5) == ("seek", 51_000)
        desktop.ask(PLAYER, "SetPosition", "ox", "/lullaby/track/7", 5_000_000)
        assert remote.made.get(timeout=5) == ("seek", 5_000)
        desktop.ask(PROPERTIES, "Set", "ssv", PLAYER, "Volume", ("d", 7.0))
        assert remote.made.get(timeout=5) == ("volume", 1.0)
        desktop.ask(ROOT, "Raise")
        assert remote.made.get(timeout=5) == "raise"


@needs_a_bus
def test_unknown_calls_are_refused(tmp_path: Path) -> None:
    remote = RecordingRemote()
    with a_desktop(tmp_path, remote) as (_, desktop, _router):
        unknown: tuple[tuple[Any, ...], ...] = (
            (PLAYER, "Explode"),
            (PLAYER, "OpenUri", "s", "https://example.org/a.mp3"),
            (PLAYER, "Seek", "s", "far"),
            (PROPERTIES, "Get", "ss", PLAYER, "Colour"),
            (PROPERTIES, "GetAll", "s", "org.example.Nothing"),
            (PROPERTIES, "Set", "ssv", PLAYER, "PlaybackStatus", ("s", "Playing")),
            (PROPERTIES, "Get", "s", PLAYER),
        )
        for asked in unknown:
            assert desktop.ask(*asked).header.message_type is MessageType.error, asked
        assert desktop.ask("org.freedesktop.DBus.Peer", "Ping").body == ()
        (description,) = desktop.ask("org.freedesktop.DBus.Introspectable", "Introspect").body
        assert 'name="SetPosition"' in description
        assert remote.made.empty()


@needs_a_bus
def test_the_desktop_hands_over_files(tmp_path: Path) -> None:
    remote = RecordingRemote()
    with a_desktop(tmp_path, remote) as (_, desktop, router):
        wait_until(lambda: desktop.on_the_bus(application.NAME))
        root = dict(desktop.ask(PROPERTIES, "GetAll", "s", ROOT).body[0])
        assert root["SupportedUriSchemes"] == ("as", ["file"])
        assert "audio/flac" in root["SupportedMimeTypes"][1]
        desktop.ask(PLAYER, "OpenUri", "s", "file:///a%20b.mp3")
        assert remote.made.get(timeout=5) == ("open", ("file:///a%20b.mp3",))

        address = DBusAddress(application.PATH, application.NAME, application.INTERFACE)

        def ask(method: str, signature: str, *words: Any) -> MessageType:
            call = new_method_call(address, method, signature, words)
            return router.send_and_get_reply(call, timeout=5).header.message_type

        token = {"activation-token": ("s", "a token")}
        assert ask("Activate", "a{sv}", {}) is MessageType.method_return
        assert remote.made.get(timeout=5) == "raise"
        assert ask("Open", "asa{sv}", ["file:///a.mp3", "file:///b"], token) is RETURNED
        assert remote.made.get(timeout=5) == ("raise", "a token")
        assert remote.made.get(timeout=5) == ("open", ("file:///a.mp3", "file:///b"))
        assert ask("ActivateAction", "sava{sv}", "fade", [], {}) is RETURNED
        assert remote.made.get(timeout=5) == "fade"
        assert ask("ActivateAction", "sava{sv}", "explode", [], {}) is MessageType.error
        assert ask("Open", "s", "file:///a.mp3") is MessageType.error
        assert remote.made.empty()
        call = new_method_call(
            DBusAddress(application.PATH, application.NAME, INTROSPECTABLE), "Introspect"
        )
        (described,) = router.send_and_get_reply(call, timeout=5).body
        assert 'name="ActivateAction"' in described


def test_the_desktop_file_lists_what_can_be_opened() -> None:
    desktop_file = Path(__file__).parents[2] / "packaging" / "linux" / "lullaby.desktop"
    entry = ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment]
    entry.read(desktop_file, encoding="utf-8")
    main = entry["Desktop Entry"]
    assert main["Exec"] == "lullaby %F"
    assert main["MimeType"] == "".join(f"{each};" for each in OPENED)
    assert len(set(OPENED)) == len(OPENED)


def test_types_of_our_own_are_told_to_the_desktop() -> None:
    types = Path(__file__).parents[2] / "packaging" / "linux" / "lullaby-types.xml"
    root = ElementTree.parse(types).getroot()
    named = {
        each.get("type") for each in root.iter() if each.tag.endswith(("mime-type", "sub-class-of"))
    }
    named.discard(None)
    ours = named - {"text/plain", "application/zip", "application/xml"}
    assert ours == {*SCORES, *BUNDLES, "application/x-lrc", "application/ttml+xml"}
    assert ours <= set(OPENED)


@needs_a_bus
def test_a_second_lullaby_has_its_own_name(tmp_path: Path) -> None:
    with a_desktop(tmp_path, RecordingRemote()) as (first, desktop, router):
        del first
        second = Mpris(RecordingRemote(), lambda call: call(), f"unix:path={_socket(tmp_path)}")
        second.register()

        def names() -> list[str]:
            return router.send_and_get_reply(message_bus.ListNames(), timeout=5).body[0]

        wait_until(lambda: any(name.startswith(f"{NAME}.instance") for name in names()))
        second.unregister()
        assert desktop.on_the_bus(NAME)


def test_without_a_bus_it_still_opens_and_closes() -> None:
    mpris = Mpris(RecordingRemote(), lambda call: call(), NOWHERE)
    mpris.register()
    mpris.publish(SONG)
    mpris.unregister()


@pytest.mark.parametrize(
    ("method", "words", "expected"),
    [
        ("Seek", (500_000_000,), "next"),
        ("Seek", (-500_000_000,), ("seek", 0)),
        ("SetPosition", ("/lullaby/track/6", 1), None),
        ("SetPosition", ("/lullaby/track/7", 180_000_001), None),
        ("SetPosition", ("/lullaby/track/7", -1), None),
    ],
)
def test_seeking_stays_within_the_song(
    method: str, words: tuple[object, ...], expected: object
) -> None:
    remote = RecordingRemote()
    assert obey(remote, SONG, method, words)
    assert (None if remote.made.empty() else remote.made.get()) == expected


def test_without_a_song_there_is_no_track_and_no_seeking() -> None:
    remote = RecordingRemote()
    assert obey(remote, NowPlaying(), "Seek", (1,))
    assert obey(remote, NowPlaying(), "SetPosition", (NO_TRACK, 0))
    assert remote.made.empty()
    assert changed_properties(SONG, SONG) == {}
    gone = changed_properties(SONG, NowPlaying())
    assert gone["Metadata"] == ("a{sv}", {"mpris:trackid": ("o", NO_TRACK)})
    assert gone["CanSeek"] == ("b", False)


def _socket(folder: Path) -> Path:
    (socket,) = folder.glob("dbus-*")
    return socket
