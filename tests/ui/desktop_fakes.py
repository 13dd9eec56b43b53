"""A fake desktop that records what the application asks of it and reports to it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from lullaby.desktop.battery import Charge
from lullaby.desktop.media_controls import NowPlaying, Remote
from lullaby.desktop.serial_worker import SerialWorker
from lullaby.desktop.sleep_watch import Release
from lullaby.desktop.system_preferences import NullPreferencesWatch, PreferencesWatch
from lullaby.ui.desktop.integration import DesktopIntegration
from lullaby.units import Ms
from tests.world import World


@dataclass
class RecordedDesktop:
    """A desktop's power, battery, media display and worker in one."""

    power: list[str] = field(default_factory=list)
    playing: NowPlaying = field(default_factory=NowPlaying)
    seeks: list[Ms] = field(default_factory=list)
    open_now: bool = False
    battery: Charge | None = None

    def charge(self) -> Charge | None:
        return self.battery

    def keep_awake(self, lid_closed: bool = False) -> None:
        self.power.append("awake behind the lid" if lid_closed else "awake")

    def let_sleep(self) -> None:
        self.power.append("may sleep")

    def suspend(self) -> bool:
        self.power.append("sleep")
        return True

    def register(self) -> None:
        self.open_now = True

    def unregister(self) -> None:
        self.open_now = False

    def publish(self, playing: NowPlaying) -> None:
        self.playing = playing

    def seeked(self, position_ms: Ms) -> None:
        self.seeks.append(position_ms)


class Sleeper:
    """A machine that announces sleep, and waits to be released."""

    def __init__(self) -> None:
        self.released = 0

    def start(self, about_to_sleep: Callable[[Release], None], woke: Callable[[], None]) -> None:
        self._about_to_sleep, self._woke = about_to_sleep, woke

    def stop(self) -> None:
        pass

    def lie_down(self) -> None:
        self._about_to_sleep(self._let)

    def wake(self) -> None:
        self._woke()

    def _let(self) -> None:
        self.released += 1


class AtOnce(SerialWorker):
    """A worker without a thread: it runs a task when it is requested."""

    def __init__(self) -> None:
        pass

    def submit(self, call: Callable[[], object]) -> None:
        call()

    def close(self) -> None:
        pass


def attach_fake_desktop(
    world: World,
    recorded: RecordedDesktop,
    sleeper: Sleeper | None = None,
    watch: PreferencesWatch | None = None,
) -> DesktopIntegration:
    def show(remote: Remote) -> RecordedDesktop:
        return recorded

    services = world.services
    return DesktopIntegration(
        services.theme,
        services.gui,
        services.bridge,
        services.clock,
        recorded,
        sleeper or Sleeper(),
        watch or NullPreferencesWatch(),
        recorded,
        AtOnce(),
        world.post,
        show,
    )
