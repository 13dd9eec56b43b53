"""A phone follows an evening over a real socket: it joins, sings along, wishes, and is told the
end."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from websockets.sync.client import ClientConnection, connect

from lullaby.audio.port import SpeedPitch
from lullaby.clock import SystemClock
from lullaby.paths import assets
from lullaby.session.state import Stage
from lullaby.settings import Settings
from lullaby.together.guests import hello_proof, wish_mac
from lullaby.ui.shell.keys import Action
from lullaby.ui.together.home_network import HomeNetwork, NetworkKind
from lullaby.ui.together.phones_controller import PhonesController
from lullaby.ui.together.phones_view import PhonesView
from lullaby.ui.together.ports import SharingPorts
from lullaby.ui.together.system_ports import system_ports
from lullaby.units import Ms
from tests.together.sockets import PATIENCE_S
from tests.together.visiting import secret_of
from tests.waiting import wait_until
from tests.world import World, make_world

LOOPBACK = HomeNetwork("lo", NetworkKind.OTHER, "127.0.0.1", 8)


class Phone:
    """A phone that scanned a code, and keeps what it was told last."""

    def __init__(self, socket: ClientConnection, secret: str) -> None:
        self._socket, self._secret = socket, secret
        self.told: dict[str, dict[str, Any]] = {}
        self.await_told(lambda: "nonce" in self.told)
        self._nonce = self.told["nonce"]["nonce"]
        self._say(t="hello", v=1, proof=hello_proof(self._secret, self._nonce))
        self.await_told(lambda: "where" in self.told)

    def await_told(self, fact: Callable[[], bool]) -> None:
        """Listen until `fact` holds."""
        while not fact():
            message = json.loads(self._socket.recv(PATIENCE_S))
            self.told[message["t"]] = message

    @property
    def where(self) -> dict[str, Any]:
        """Where the song is, if it is the one whose words are shown."""
        place = self.told["where"]
        return place if place["song"] == self.told["words"]["song"] else {}

    def shown_at(self, now_ms: Ms) -> str:
        """The line that is sung at a time of the laptop's clock."""
        place, words = self.where, self.told["words"]
        position = place["pos"] + (now_ms - place["at"]) * place["pace"] * place["play"]
        begun = [line for line in words["lines"] if line["at"] <= position + place["earlier"]]
        return begun[-1]["text"] if begun else ""

    def wish(self, number: int, wish: str) -> None:
        mac = wish_mac(self._secret, self._nonce, number, wish)
        self._say(t="wish", do=wish, n=number, mac=mac)

    def _say(self, **fields: object) -> None:
        self._socket.send(json.dumps(fields))


@contextmanager
def scanned(url: str) -> Iterator[Phone]:
    """A phone whose camera read this address."""
    host = url.split("/")[2]
    with connect(
        f"ws://{host}/ws",
        origin=f"http://{host}",  # pyright: ignore[reportArgumentType]
        compression=None,
        proxy=None,
    ) as socket:
        yield Phone(socket, secret_of(url))


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    machine = system_ports(SystemClock(), assets() / "translations")
    ports = SharingPorts(lambda: (LOOPBACK,), machine.make_server)
    settings = Settings(welcomed=True, reduce_motion=True)
    world = make_world(qapp, tmp_path, settings, sharing=ports)
    world.services.gui.window.resize(1280, 800)
    world.services.gui.window.show()
    yield world
    world.services.gui.stop()
    world.close()


def share(world: World) -> PhonesController:
    """Press the tile and the button, and wait until phones can come."""
    world.go("sing")
    tile = world.sing.dock.last
    assert tile is not None
    tile.click()
    world.find(PhonesView).share.click()
    phones = world.find(PhonesController)
    bring(world, lambda: phones.sharing.on)
    return phones


def bring(world: World, fact: Callable[[], bool]) -> None:
    """Deliver what the server reports until `fact` holds."""
    wait_until(lambda: world.post.deliver() >= 0 and fact(), PATIENCE_S)


def line_of(world: World) -> str:
    """The line that the laptop shows as sung."""
    words, state = world.sing.words.lyrics, world.services.bridge.state
    assert words is not None
    begun = [
        line.text
        for line in words.lines
        if line.text and line.start_ms is not None and line.start_ms <= state.position_ms
    ]
    return begun[-1] if begun else ""


def test_a_phone_sings_along_through_an_evening(world: World) -> None:
    bridge, clock = world.services.bridge, world.clock
    world.act(Action.TOGGLE)
    phones = share(world)
    with scanned(phones.sharing.remote_url) as phone:
        phone.await_told(lambda: bool(phone.told["words"]["song"]) and bool(phone.where))
        bring(world, lambda: len(phones.sharing.guests) == 1)
        assert phone.told["words"]["title"] == bridge.state.tracks[0].title

        bridge.seek(Ms(20_000))
        phone.await_told(lambda: phone.where.get("pos") == 20_000)
        world.pass_time(4_000)
        assert phone.shown_at(clock.monotonic_ms()) == line_of(world) != ""

        bridge.toggle()
        phone.await_told(lambda: phone.where.get("play") is False)
        stands = phone.shown_at(clock.monotonic_ms())
        world.pass_time(30_000)
        assert phone.shown_at(clock.monotonic_ms()) == stands == line_of(world)
        bridge.toggle()
        phone.await_told(lambda: phone.where.get("play") is True)

        bridge.set_speed_pitch(SpeedPitch(0.9, -2.0))
        phone.await_told(lambda: phone.where.get("pace") == 0.9)

        phone.wish(1, "softer")
        before = bridge.state.music_step
        bring(world, lambda: bridge.state.music_step == before - 1)
        phone.await_told(lambda: phone.told.get("done") == {"t": "done", "n": 1, "what": "softer"})

        bridge.next()
        world.post.deliver()
        title = bridge.state.tracks[1].title
        phone.await_told(lambda: phone.told["words"].get("title") == title and bool(phone.where))

        phones.stop()
        phone.await_told(lambda: phone.told.get("bye", {}).get("why") == "closed")
        assert bridge.state.stage is Stage.PLAYING


def test_a_phone_that_comes_before_the_evening_waits_for_its_song(world: World) -> None:
    phones = share(world)
    with scanned(phones.sharing.words_url) as phone:
        assert phone.told["words"]["song"] is None
        assert phone.told["welcome"]["may"] == "words"
        world.act(Action.TOGGLE)
        phone.await_told(lambda: bool(phone.told["words"]["song"]) and bool(phone.where))
