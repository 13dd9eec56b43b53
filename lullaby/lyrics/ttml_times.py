"""Time expressions of TTML (https://www.w3.org/TR/ttml2/#timing-time-expressions)."""

import re
from dataclasses import dataclass

from lullaby.lyrics.xml_tree import Node

_CLOCK = re.compile(
    r"(?:(?:(?P<h>\d{1,5}):)?(?P<m>\d{1,5}):)?(?P<s>\d{1,7})"
    r"(?:[.,](?P<fraction>\d{1,9})\d*|:(?P<frames>\d{1,4})(?:\.\d+)?)?"
)
_OFFSET = re.compile(r"(?P<count>\d{1,12}(?:\.\d{1,9})?)\s*(?P<unit>h|ms|m|s|f|t)")
_UNITS = {"h": 3_600_000.0, "m": 60_000.0, "s": 1000.0, "ms": 1.0}


@dataclass(frozen=True, slots=True)
class Rates:
    """Frames and ticks a second."""

    frames: float = 30.0
    ticks: float = 1.0

    @classmethod
    def of(cls, root: Node) -> "Rates":
        """As the root element tells them."""
        frames = _number(root.get("frameRate")) or 30.0
        multiplier = root.get("frameRateMultiplier").replace(":", " ").split()
        if len(multiplier) == 2 and _number(multiplier[0]) and _number(multiplier[1]):
            frames *= (_number(multiplier[0]) or 1.0) / (_number(multiplier[1]) or 1.0)
        return cls(frames, _number(root.get("tickRate")) or 1.0)

    def ms(self, written: str) -> int | None:
        """Milliseconds of `1:02.5`, `62.5s`, `3750t`...; None when it is no time."""
        offset = _OFFSET.fullmatch(written)
        if offset is not None:
            count, unit = float(offset["count"]), offset["unit"]
            rate = {"f": self.frames, "t": self.ticks}.get(unit)
            return round(count * _UNITS[unit] if rate is None else count * 1000 / rate)
        clock = _CLOCK.fullmatch(written)
        if clock is None:
            return None
        seconds = (int(clock["h"] or 0) * 60 + int(clock["m"] or 0)) * 60 + int(clock["s"])
        part = int(((clock["fraction"] or "0") + "00")[:3])
        if clock["frames"] is not None:
            part = round(int(clock["frames"]) * 1000 / self.frames)
        return seconds * 1000 + part


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0.001 < value < 1e9 else None
