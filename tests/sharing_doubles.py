"""Sharing words without a network: a server that only notes what it is told."""

from collections.abc import Callable
from dataclasses import dataclass, field

from lullaby.together.anchor import Anchor
from lullaby.together.events import DeviceKind, Guest, ServerEvent, SharingOpened
from lullaby.together.messages import GuestRole, PageLight, WishOutcome
from lullaby.together.shared_timer import SharedTimer
from lullaby.together.shared_words import SharedWords
from lullaby.ui.together.home_network import HomeNetwork, NetworkKind
from lullaby.ui.together.ports import SharingPorts

HOME = HomeNetwork("wlan0", NetworkKind.WIFI, "192.168.178.23", 24)
CABLE = HomeNetwork("eth0", NetworkKind.CABLE, "10.0.0.7", 16)
WORDS_URL = "http://192.168.178.23:8437/#k=A1b2C3d4E5f6G7h8I9j0kL"
REMOTE_URL = "http://192.168.178.23:8437/#k=M1n2O3p4Q5r6S7t8U9v0wX"
PHONE = Guest("a", 1, DeviceKind.ANDROID, GuestRole.WORDS)
PARTNER = Guest("b", 2, DeviceKind.IPHONE, GuestRole.REMOTE)
TELEVISION = Guest("c", 3, DeviceKind.TV, GuestRole.WORDS)


@dataclass
class NotedServer:
    """Passes on nothing; `report` is what the controller listens to."""

    network: HomeNetwork
    report: Callable[[ServerEvent], None]
    lights: list[PageLight]
    opened: bool = False
    closed: bool = False
    codes: int = 0
    words: list[SharedWords | None] = field(default_factory=list)
    anchors: list[Anchor | None] = field(default_factory=list)
    timers: list[SharedTimer | None] = field(default_factory=list)
    disconnected: list[str] = field(default_factory=list)
    answers: list[tuple[str, int, WishOutcome]] = field(default_factory=list)

    def open(self) -> None:
        self.opened = True

    def tell_opened(self) -> None:
        """Report that guests can come."""
        self.report(SharingOpened(8437, self.network.address, WORDS_URL, REMOTE_URL, "482913"))

    def show_words(self, words: SharedWords | None) -> None:
        self.words.append(words)

    def show_anchor(self, anchor: Anchor | None) -> None:
        self.anchors.append(anchor)

    def show_timer(self, timer: SharedTimer | None) -> None:
        self.timers.append(timer)

    def set_light(self, light: PageLight) -> None:
        self.lights.append(light)

    def new_code(self) -> None:
        self.codes += 1

    def disconnect(self, guest_id: str) -> None:
        self.disconnected.append(guest_id)

    def answer(self, guest_id: str, number: int, outcome: WishOutcome) -> None:
        self.answers.append((guest_id, number, outcome))

    def close(self) -> None:
        self.closed = True


@dataclass
class NotedServers:
    """Ports of a house whose networks can be changed."""

    networks: list[HomeNetwork] = field(default_factory=lambda: [HOME, CABLE])
    made: list[NotedServer] = field(default_factory=list)
    loads: int = 0
    """How often what sharing needs was loaded ahead."""

    def ports(self) -> SharingPorts:
        return SharingPorts(lambda: tuple(self.networks), self._make, self._load)

    @property
    def newest(self) -> NotedServer:
        return self.made[-1]

    def _make(
        self, network: HomeNetwork, light: PageLight, report: Callable[[ServerEvent], None]
    ) -> NotedServer:
        self.made.append(NotedServer(network, report, [light]))
        return self.newest

    def _load(self) -> None:
        self.loads += 1
