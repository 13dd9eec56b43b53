"""A port for the laptop's battery level."""

from pathlib import Path
from typing import Protocol

from lullaby.frozen import frozen

POWER_SUPPLY = Path("/sys/class/power_supply")
LONGEST = 64
"""Bytes to read of a kernel value; none used here is longer."""


@frozen
class Charge:
    percent: int
    """0 to 100, for all batteries together."""
    discharging: bool
    """Whether the laptop runs on battery now."""


class Battery(Protocol):
    def charge(self) -> Charge | None:
        """The charge; None without a battery that reports it. May block briefly; never raises."""
        ...


class NullBattery:
    """Reports no battery."""

    def charge(self) -> Charge | None:
        return None


class LinuxBattery:
    """Reads the kernel's power supplies (Documentation/ABI/testing/sysfs-class-power).

    Batteries of mice and headsets, which have the scope "Device", do not count.
    """

    def __init__(self, folder: Path = POWER_SUPPLY) -> None:
        self._folder = folder

    def charge(self) -> Charge | None:
        try:
            supplies = sorted(self._folder.iterdir())
        except OSError:
            return None
        levels: list[float] = []
        discharging = False
        for supply in supplies:
            if _read(supply / "type") != "Battery" or _read(supply / "scope") == "Device":
                continue
            level = _number(supply / "capacity")
            if level is None or not 0 <= level <= 100:
                continue
            levels.append(level)
            discharging = discharging or _read(supply / "status") == "Discharging"
        if not levels:
            return None
        return Charge(round(sum(levels) / len(levels)), discharging)


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(LONGEST).decode("ascii", "replace").strip()
    except OSError:
        return ""


def _number(path: Path) -> float | None:
    try:
        return float(_read(path))
    except ValueError:
        return None
