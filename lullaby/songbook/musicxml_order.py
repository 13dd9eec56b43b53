"""The order in which the bars of a score are sung: repeats, endings, D.C., D.S., Fine and Coda."""

from collections.abc import Mapping, Sequence

from lullaby.frozen import frozen
from lullaby.songbook.abc_unrolling import MOST_NOTES, TOO_MANY
from lullaby.songbook.musicxml_parts import XmlBar
from lullaby.songbook.musicxml_tree import MusicXmlError


@frozen
class Turn:
    """A bar at one of its turns, which count from 0 within its section."""

    place: int
    section: int
    """The place of the first bar of the section, which is repeated as a whole."""
    turn: int


def sections_of(bars: Sequence[XmlBar]) -> list[int]:
    """For each bar, the place where its section begins; endings belong to the section before."""
    found: list[int] = []
    start = 0
    ended = False
    for place, ending in enumerate(_endings(bars)):
        if bars[place].forward or (ended and not ending):
            start, ended = place, False
        found.append(start)
        ended = ended or bars[place].backward > 0
    return found


def order_of(
    bars: Sequence[XmlBar], sections: Sequence[int], verses: Mapping[int, int]
) -> list[Turn]:
    """The bars as sung. `verses` tells how many lie below each section.

    A section without endings is repeated once more for a verse that would be left over. After D.C.
    and D.S. repeats are not sung again. Raises MusicXmlError.
    """
    endings = _endings(bars)
    turns = _turns(bars, sections, endings, verses)
    found: list[Turn] = []
    visits: dict[int, int] = {}
    at, turn, inside = 0, 1, -1
    entered, jumped = True, False
    while at < len(bars):
        section, bar = sections[at], bars[at]
        if entered or section != inside:
            inside = section
            visits[section] = visits.get(section, 0) + 1
            turn = turns[section] if jumped else min(turn, turns[section])
            entered = False
        if endings[at] and turn not in endings[at]:
            at += 1
            continue
        found.append(Turn(at, section, visits[section] - 1))
        if len(found) > MOST_NOTES:
            raise MusicXmlError(TOO_MANY, bar=at + 1)
        if bar.backward and not jumped and turn < turns[section]:
            at, turn, entered = section, turn + 1, True
            continue
        at, before = _next(bars, at, jumped), at
        if at == before:
            break
        if not jumped and at <= before:
            jumped = entered = True
        if at < len(bars) and sections[at] != section:
            turn = 1
    return found


def _next(bars: Sequence[XmlBar], at: int, jumped: bool) -> int:
    """The place after a bar; the same place at the end."""
    signs = bars[at].signs
    if jumped:
        if "fine" in signs:
            return at
        coda = _coda(bars, at)
        return coda if coda is not None else at + 1
    if "dacapo" in signs:
        return 0
    if "dalsegno" in signs:
        marked = [place for place in range(at + 1) if "segno" in bars[place].signs]
        return marked[-1] if marked else 0
    return at + 1


def _coda(bars: Sequence[XmlBar], at: int) -> int | None:
    """Where the coda begins, if this bar leads there."""
    signed = [place for place, bar in enumerate(bars) if "coda" in bar.signs]
    told = any("tocoda" in bar.signs for bar in bars)
    leads = "tocoda" in bars[at].signs if told else len(signed) > 1 and at == signed[0]
    return signed[-1] if leads and signed and signed[-1] > at else None


def _endings(bars: Sequence[XmlBar]) -> list[tuple[int, ...]]:
    """For each bar the turns of the ending to which it belongs; none outside of endings."""
    found: list[tuple[int, ...]] = []
    here: tuple[int, ...] = ()
    for bar in bars:
        if bar.endings or bar.forward:
            here = bar.endings
        found.append(here)
        if bar.ending_closes or bar.backward:
            here = ()
    return found


def _turns(
    bars: Sequence[XmlBar],
    sections: Sequence[int],
    endings: Sequence[tuple[int, ...]],
    verses: Mapping[int, int],
) -> dict[int, int]:
    """How often each section is sung."""
    found: dict[int, int] = {}
    free: dict[int, bool] = {}
    for bar, section, ending in zip(bars, sections, endings, strict=True):
        most = max((bar.backward, *ending, 1)) if bar.backward or ending else 1
        found[section] = max(found.get(section, 1), most)
        free[section] = free.get(section, True) and not ending and not bar.times_told
    for section, turns in found.items():
        below = verses.get(section, 0)
        if free[section] and turns > 1 and below % turns:
            found[section] = max(turns, below)
    return found
