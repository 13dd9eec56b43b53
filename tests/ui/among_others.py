"""A desktop around the app for tests: what it was asked and told is remembered."""

from collections.abc import Callable
from dataclasses import dataclass, field

from lullaby.desktop.errands import Errands
from lullaby.desktop.media import Playing, Remote
from lullaby.ui.desktop.household import Household
from lullaby.units import Ms
from tests.world import World


@dataclass
class Told:
    """A desktop's power, its media display and its errands in one."""

    power: list[str] = field(default_factory=list)
    playing: Playing = field(default_factory=Playing)
    seeks: list[Ms] = field(default_factory=list)
    open_now: bool = False

    def keep_awake(self) -> None:
        self.power.append("awake")

    def let_sleep(self) -> None:
        self.power.append("may sleep")

    def suspend(self) -> bool:
        self.power.append("sleep")
        return True

    def open(self) -> None:
        self.open_now = True

    def close(self) -> None:
        self.open_now = False

    def show(self, playing: Playing) -> None:
        self.playing = playing

    def seeked(self, position_ms: Ms) -> None:
        self.seeks.append(position_ms)


class AtOnce(Errands):
    """No thread: an errand is done when it is asked for."""

    def __init__(self) -> None:
        pass

    def do(self, call: Callable[[], object]) -> None:
        call()

    def close(self) -> None:
        pass


def among_others(world: World, told: Told) -> Household:
    def show(remote: Remote) -> Told:
        return told

    rooms = world.rooms
    return Household(rooms.theme, rooms.gui, rooms.bridge, rooms.clock, told, AtOnce(), show)
