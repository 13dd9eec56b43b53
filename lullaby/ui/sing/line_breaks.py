"""Where a line of words may break, and where it breaks best: between phrases."""

import unicodedata
from collections.abc import Callable, Sequence

Measure = Callable[[str], float]

PHRASE_ENDS = ",;:.!?…–—、。，；：！？،؛؟"
NEVER_FIRST = PHRASE_ENDS + ")]}»”’」』）】ー"
MIDDLE_COSTS = 1.18
"""A break inside a phrase must make the longest row shorter by this factor."""


def places(text: str) -> list[int]:
    """Indices at which a row may start: after spaces, and between full-width characters."""
    return [
        index
        for index in range(1, len(text))
        if text[:index].strip() and text[index:].strip() and _may_break(text, index)
    ]


def rows(text: str, count: int, measure: Measure) -> list[tuple[int, int]]:
    """`text` in at most `count` rows, as even as phrases allow: (start, end), without spaces."""
    starts = [0]
    if count == 2:
        best = min(places(text), key=lambda place: _cost(text, place, measure), default=None)
        starts += [] if best is None else [best]
    elif count > 2:
        starts = _even_starts(text, count, measure)
    ends = [*starts[1:], len(text)]
    return [_trimmed(text, start, end) for start, end in zip(starts, ends, strict=True)]


def _may_break(text: str, index: int) -> bool:
    before, after = text[index - 1], text[index]
    if after.isspace() or after in NEVER_FIRST or unicodedata.combining(after):
        return False
    if before.isspace():
        return before not in "\u00a0\u202f"
    return unicodedata.east_asian_width(before) in "WF"


def _cost(text: str, place: int, measure: Measure) -> float:
    longest = max(measure(text[:place].rstrip()), measure(text[place:]))
    return longest * (1.0 if _phrase_before(text, place) else MIDDLE_COSTS)


def _phrase_before(text: str, place: int) -> bool:
    return text[:place].rstrip()[-1:] in PHRASE_ENDS


def _even_starts(text: str, count: int, measure: Measure) -> list[int]:
    """The row starts for the narrowest column that needs only `count` rows, found by bisection."""
    possible = places(text)
    low, high = 0.0, measure(text)
    for _ in range(12):
        middle = (low + high) / 2
        if len(_filled(text, possible, middle, measure)) <= count:
            high = middle
        else:
            low = middle
    return _filled(text, possible, high, measure)


def _filled(text: str, possible: Sequence[int], width: float, measure: Measure) -> list[int]:
    starts, last = [0], None
    for place in [*possible, len(text)]:
        if last is not None and measure(text[starts[-1] : place].rstrip()) > width:
            starts.append(last)
        last = place
    return starts


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    end = start + len(text[start:end].rstrip())
    return end - len(text[start:end].lstrip()), end
