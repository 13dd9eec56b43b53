"""Where D.C., D.S., Fine and Coda lead in a tune, if they are clear.

ABC (2.1, 4.14) names these signs and does not tell how to play them. They are followed where there
is just one way: one sign that sends back, and one Fine, or one way into a coda. A jump and a Fine
hold from the end of their bar, after its repeats. A coda sign stands at a bar line.
"""

from collections.abc import Sequence

from lullaby.frozen import frozen
from lullaby.songbook.abc_events import BarSign, WrittenNote

Event = WrittenNote | BarSign


@frozen
class Route:
    """Places among the events; what lies from one up to another is sung."""

    jump: int
    """Where the tune goes back to `target`."""
    target: int
    stop: int
    """Where it leaves after that."""
    coda: int | None
    """Where it goes on; None for the end."""


def has_jumps(events: Sequence[Event]) -> bool:
    """Whether a sign sends back."""
    return any(_signed(event) & {"dacapo", "dalsegno"} for event in events)


def route_of(events: Sequence[Event]) -> Route | None:
    """Where the signs lead; None where they are not clear, or there are none."""
    places: dict[str, list[int]] = {}
    for place, event in enumerate(events):
        for sign in _signed(event):
            places.setdefault(sign, []).append(place)
    jumps = [*places.get("dacapo", ()), *places.get("dalsegno", ())]
    if len(jumps) != 1:
        return None
    jump = _bar_end(events, jumps[0])
    target = 0
    if "dalsegno" in places:
        marked = [place for place in places.get("segno", ()) if place < jump]
        if len(marked) != 1:
            return None
        target = marked[0]
    ways = [
        *(Route(jump, target, _bar_end(events, place), None) for place in places.get("fine", ())),
        *_into_codas(events, jump, target, places),
    ]
    fitting = [way for way in ways if target < way.stop < jump]
    return fitting[0] if len(fitting) == len(ways) == 1 else None


def _into_codas(
    events: Sequence[Event], jump: int, target: int, places: dict[str, list[int]]
) -> list[Route]:
    """The ways from one coda sign, or from To Coda, to the last coda."""
    signs = [*places.get("tocoda", ()), *places.get("coda", ())]
    if not signs:
        return []
    leave, coda = _at_line(events, signs[0]), _at_line(events, signs[-1])
    clear = len(signs) == 2 and leave is not None and coda is not None and coda >= jump
    return [Route(jump, target, leave if clear and leave is not None else -1, coda)]


def _signed(event: Event) -> frozenset[str]:
    return event.signs if isinstance(event, BarSign) else frozenset()


def _bar_end(events: Sequence[Event], place: int) -> int:
    """The place after the bar in which a sign stands; a sign behind a double bar belongs before."""
    at = place
    while at > 0 and not isinstance(events[at - 1], WrittenNote):
        at -= 1
        before = events[at]
        if isinstance(before, BarSign) and before.is_line and (before.strong or before.ends):
            return at + 1
    for at in range(place, len(events)):
        event = events[at]
        if isinstance(event, BarSign) and event.is_line:
            return at + 1
    return len(events)


def _at_line(events: Sequence[Event], place: int) -> int | None:
    """The place of a sign beside a bar line; None if it stands between notes."""
    for at in range(place + 1, len(events)):
        event = events[at]
        if isinstance(event, WrittenNote):
            break
        if event.is_line:
            return at + 1
    else:
        return None
    for at in range(place - 1, -1, -1):
        event = events[at]
        if isinstance(event, WrittenNote):
            return None
        if event.is_line:
            return place
    return place
