"""Arranges the lines of words: sizes by their role, evenly spread over the height."""

from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from enum import Enum, auto

from PySide6.QtGui import QFont

from lullaby.frozen import frozen
from lullaby.lyrics.model import Line
from lullaby.lyrics.windows import Window
from lullaby.ui.sing.line_layout import LineBox, LineLayout, lay_out

FontOf = Callable[[float], QFont]

SPREAD = {"before": 0.5, "gone": 1.1, "current": 1.0, "next": 0.8, "after": 0.5}
"""How spare height is divided: above the first line, and after each."""


class Role(Enum):
    GONE = auto()
    CURRENT = auto()
    NEXT = auto()
    AFTER = auto()


@frozen
class Style:
    """Letter sizes in px at 100 %. A `gone` of None omits that line."""

    gone: int | None
    current: int
    least: int
    next: int
    after: int | None
    """None omits that line."""
    two_rows: bool
    """Break the current line before making it smaller."""
    band: int
    """Height of the melody above the current line."""
    chords: int
    """Height of the chords above the current line; less above the next one."""
    track: int
    """Space for the track and its bead under the current line."""
    translation: int
    centred: bool = False


SING = Style(32, 64, 44, 38, 30, False, band=52, chords=38, track=28, translation=25)
BESIDE = Style(26, 46, 40, 32, 26, False, band=40, chords=30, track=24, translation=25)
"""Beside an open panel."""

ROOM = Style(56, 146, 72, 76, None, False, 100, 76, track=46, translation=46, centred=True)
"""On a screen of `ROOM_SIZE`."""

ROOM_SIZE = (1_920, 1_080)
LEAST_ROOM = 0.5
"""The Room view's words are not scaled further down; they break or are dropped instead."""

NEXT_CHORDS = 0.8
"""The chords above the next line, as a share of those above the current one."""


@frozen
class Slot:
    """One line on screen; `y` is the top of its first row, in px."""

    role: Role
    line: int
    layout: LineLayout
    y: float


@frozen
class Arrangement:
    slots: tuple[Slot, ...]
    current_y: float
    """Where the current line is, or would be."""
    pitch: float
    """From the next line to the current one: how far the words slide."""
    translation_y: float
    current_size: float
    """The largest letter size of the current line, in px."""
    translation_size: float
    centred: bool = False

    def slot(self, role: Role) -> Slot | None:
        return next((slot for slot in self.slots if slot.role is role), None)


def room_style(width: int, height: int) -> Style:
    """The Room view's letters on a screen of this size, in px."""
    share = max(LEAST_ROOM, min(width / ROOM_SIZE[0], height / ROOM_SIZE[1]))
    sizes = ("gone", "current", "least", "next", "band", "chords", "track", "translation")
    return replace(ROOM, **{name: round(getattr(ROOM, name) * share) for name in sizes})


def arrange(
    lines: Sequence[Line],
    window: Window,
    size: tuple[int, int],
    style: Style,
    scale: float,
    translated: bool,
    font_of: FontOf,
    melody: bool = False,
    chords: Container[int] = (),
) -> Arrangement:
    """Arrange the lines of `window` within `size` (width, height); the outer ones are dropped
    first.

    `melody` reserves space for it above the letters of the current line; the lines of `chords`
    have room for these above their letters while they are current or next.
    """
    width, height = size
    wanted = [
        (Role.GONE, window.gone, style.gone),
        (Role.CURRENT, window.current, style.current),
        (Role.NEXT, window.next, style.next),
        (Role.AFTER, window.after, style.after),
    ]
    extra = style.track + (round(style.translation * scale * 1.5) if translated else 0)
    made: dict[Role, LineLayout] = {}
    used = float(extra)
    for role in (Role.CURRENT, Role.NEXT, Role.AFTER, Role.GONE):
        _, index, letters = next(each for each in wanted if each[0] is role)
        if index is None or letters is None:
            used += style.current * scale * 1.35 if role is Role.CURRENT else 0
            continue
        current = role is Role.CURRENT
        above = style.chords * scale * (1.0 if current else NEXT_CHORDS)
        chorded = index in chords and role in (Role.CURRENT, Role.NEXT)
        share = 0.62 if current else 0.5
        room = LineBox(
            width,
            max(40.0, min(height * share, height - used)),
            letters * scale,
            (style.least if current else letters * 0.7) * scale,
            most_rows=4 if current else 2,
            keep_size=current and style.two_rows,
            band=style.band * scale if current and melody else 0.0,
            chords=above if chorded else 0.0,
            centred=style.centred,
        )
        line = lines[index]
        layout = lay_out(line.text, [s.text for s in line.syllables], room, font_of)
        if not current and used + layout.height > height:
            continue
        made[role] = layout
        used += layout.height
    return _spread(wanted, made, height, max(0.0, height - used), extra, style, scale)


def _spread(
    wanted: Sequence[tuple[Role, int | None, int | None]],
    made: dict[Role, LineLayout],
    height: float,
    spare: float,
    extra: float,
    style: Style,
    scale: float,
) -> Arrangement:
    current_size = style.current * scale
    names = {Role.GONE: "gone", Role.CURRENT: "current", Role.NEXT: "next", Role.AFTER: "after"}
    present = [role for role, _, _ in wanted if role in made or role is Role.CURRENT]
    total = SPREAD["before"] + sum(SPREAD[names[role]] for role in present)
    unit = min(spare / total, height * 0.16)
    y = (spare - unit * total) / 2 + unit * SPREAD["before"]
    slots: list[Slot] = []
    current_y = next_y = translation_y = y
    for role, index, _ in wanted:
        if role is Role.CURRENT:
            current_y = y
            tall = made[role].height if role in made else current_size * 1.35
            translation_y = y + tall + style.track
            if role in made and index is not None:
                slots.append(Slot(role, index, made[role], y))
            y += tall + extra + unit * SPREAD["current"]
            next_y = y
        elif role in made and index is not None:
            slots.append(Slot(role, index, made[role], y))
            y += made[role].height + unit * SPREAD[names[role]]
    slots = [replace(slot, y=float(round(slot.y))) for slot in slots]
    return Arrangement(
        tuple(slots),
        float(round(current_y)),
        max(40.0, next_y - current_y),
        translation_y,
        current_size,
        style.translation * scale,
        style.centred,
    )
