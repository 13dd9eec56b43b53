"""Smart playlists: rules that songs fit, do not fit, or of which that is not known yet.

Everything here is pure. An answer is True, False, or None where a fact that a rule asks for is
not known: such a song is never taken in, and counted, so that a screen can tell of it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from lullaby.library.calm import HIGHEST, LOWEST, Band, known, slow_to_slower, within
from lullaby.library.search import sorted_by_title
from lullaby.library.track import Track, TrackId, Words
from lullaby.tempo.answer import Pace
from lullaby.units import Bpm, Ms

VERSION = 1
"""Of the rules as they are written down; a newer Lullaby may write more."""

Answer = bool | None


@dataclass(frozen=True, slots=True)
class History:
    """What the journal tells of a song: when it was last heard, and on how many calm nights."""

    last_played: datetime | None = None
    calmed: int = 0


NO_HISTORY = History()


@dataclass(frozen=True, slots=True)
class TempoRule:
    """Moves at least `low` and at most `high` BPM, as in How slow?; None is an open end."""

    low: Bpm | None = None
    high: Bpm | None = None

    @property
    def band(self) -> Band:
        low = LOWEST if self.low is None else self.low
        return Band(low, HIGHEST if self.high is None else self.high)

    def answer(self, track: Track, history: History, now: datetime) -> Answer:
        return within(track, self.band) if known(track) else None


@dataclass(frozen=True, slots=True)
class PaceRule:
    """Slow, not slow, or not known yet: by tag, analysis and person together."""

    pace: Pace = Pace.SLOW

    def answer(self, track: Track, history: History, now: datetime) -> Answer:
        if self.pace is not Pace.UNKNOWN and track.pace is Pace.UNKNOWN:
            return None
        return track.pace is self.pace


@dataclass(frozen=True, slots=True)
class CalmRule:
    """The analysis rates it at least this calm, from 0 to 1; the person's word on a song wins."""

    at_least: float = 0.5

    def answer(self, track: Track, history: History, now: datetime) -> Answer:
        if track.calms is not None:
            return track.calms
        return None if track.calm is None else track.calm >= self.at_least


@dataclass(frozen=True, slots=True)
class LengthRule:
    """Lasts at least `low` and at most `high`; None is an open end."""

    low: Ms | None = None
    high: Ms | None = None

    def answer(self, track: Track, history: History, now: datetime) -> Answer:
        length = track.duration_ms
        if length is None:
            return None
        return (self.low is None or length >= self.low) and (
            self.high is None or length <= self.high
        )


@dataclass(frozen=True, slots=True)
class LanguageRule:
    """Sung in this language, a code as in `Track`."""

    code: str = "en"

    def answer(self, track: Track, history: History, now: datetime) -> Answer:
        return track.language == self.code if track.language else None


@dataclass(frozen=True, slots=True)
class WordsRule:
    """Words were found beside or inside it, or none were."""

    has: bool = True

    def answer(self, track: Track, history: History, now: datetime) -> Answer:
        return (track.words is not Words.NONE) is self.has


class LastPlayed(Enum):
    NEVER = "never"
    NOT_WITHIN = "not within"
    """Longer ago than so many days, or never."""
    WITHIN = "within"


@dataclass(frozen=True, slots=True)
class LastPlayedRule:
    """When the journal last heard it; `days` are spans of 24 hours before now."""

    when: LastPlayed = LastPlayed.NOT_WITHIN
    days: int = 30

    def answer(self, track: Track, history: History, now: datetime) -> Answer:
        last = history.last_played
        if self.when is LastPlayed.NEVER or last is None:
            return last is None and self.when is not LastPlayed.WITHIN
        return (last >= now - timedelta(days=self.days)) is (self.when is LastPlayed.WITHIN)


@dataclass(frozen=True, slots=True)
class CalmNightsRule:
    """Was there on at least so many nights that the person called asleep or calmer."""

    nights: int = 1

    def answer(self, track: Track, history: History, now: datetime) -> Answer:
        return history.calmed >= self.nights


@dataclass(frozen=True, slots=True)
class UnreadRule:
    """A rule of a newer Lullaby, as it was written (JSON); kept, and asked nothing."""

    written: str


Rule = (
    TempoRule
    | PaceRule
    | CalmRule
    | LengthRule
    | LanguageRule
    | WordsRule
    | LastPlayedRule
    | CalmNightsRule
)


class Join(Enum):
    ALL = "all"
    ANY = "any"


class Order(Enum):
    SLOW_TO_SLOWER = "slow to slower"
    TITLE = "title"
    LONGEST_SINCE = "longest since"
    """Never heard first, then the one that was heard longest ago."""


class LimitKind(Enum):
    SONGS = "songs"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True)
class Limit:
    kind: LimitKind
    most: int


@dataclass(frozen=True, slots=True)
class Rules:
    """All that makes a smart playlist. `more` is what a newer Lullaby wrote besides, as JSON."""

    rules: tuple[Rule | UnreadRule, ...] = ()
    join: Join = Join.ALL
    order: Order = Order.SLOW_TO_SLOWER
    limit: Limit | None = None
    version: int = VERSION
    more: str = ""

    @property
    def known(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if not isinstance(rule, UnreadRule))

    @property
    def unread(self) -> int:
        """How many rules only a newer Lullaby understands."""
        return len(self.rules) - len(self.known)


def matches(rules: Rules, track: Track, history: History, now: datetime) -> Answer:
    """Whether a song belongs: without any rule every one does, with only unread ones none.

    One False decides where all rules are to hold, one True where any is enough; after that one
    None leaves it not known.
    """
    asked = rules.known
    if not asked:
        return not rules.rules
    decides = rules.join is Join.ANY
    answer: Answer = not decides
    for rule in asked:
        one = rule.answer(track, history, now)
        if one is decides:
            return decides
        if one is None:
            answer = None
    return answer


@dataclass(frozen=True, slots=True)
class Found:
    """The songs of a smart playlist in its order, and how many may belong but are not known."""

    tracks: tuple[Track, ...] = ()
    unknown: int = 0
    fitting: int = 0
    """How many fit before the limit."""

    @property
    def length_ms(self) -> Ms:
        return Ms(sum(track.duration_ms or 0 for track in self.tracks))


def find(
    rules: Rules, tracks: Sequence[Track], histories: Mapping[TrackId, History], now: datetime
) -> Found:
    """Go through a library. Files that cannot be used belong to no smart playlist."""
    fitting: list[Track] = []
    unknown = 0
    for track in tracks:
        if track.fault is not None:
            continue
        answer = matches(rules, track, histories.get(track.id, NO_HISTORY), now)
        if answer:
            fitting.append(track)
        elif answer is None:
            unknown += 1
    ordered = _in_order(rules.order, fitting, histories)
    if rules.limit is not None:
        ordered = _limited(rules.order, rules.limit, ordered)
    return Found(tuple(ordered), unknown, len(fitting))


def _in_order(
    order: Order, tracks: Sequence[Track], histories: Mapping[TrackId, History]
) -> list[Track]:
    titled = sorted_by_title(tracks)
    match order:
        case Order.TITLE:
            return titled
        case Order.SLOW_TO_SLOWER:
            return slow_to_slower(titled)
        case Order.LONGEST_SINCE:
            return sorted(titled, key=_played_at(histories))


def _played_at(histories: Mapping[TrackId, History]) -> Callable[[Track], float]:
    def moment(track: Track) -> float:
        last = histories.get(track.id, NO_HISTORY).last_played
        return float("-inf") if last is None else last.timestamp()

    return moment


def _limited(order: Order, limit: Limit, ordered: Sequence[Track]) -> list[Track]:
    """The first songs of the order; from slow to slower the slowest, as it is they that calm.

    The songs that are left stay in their order. At least one is left, however long it is.
    """
    wished = list(ordered)
    if order is Order.SLOW_TO_SLOWER:
        wished.sort(key=lambda track: (track.tempo.bpm is None, track.tempo.bpm or 0))
    if limit.kind is LimitKind.SONGS:
        taken = wished[: max(1, limit.most)]
    else:
        room, taken = limit.most * 60_000, list[Track]()
        for track in wished:
            room -= track.duration_ms or 0
            if room < 0 and taken:
                break
            taken.append(track)
    chosen = {track.id for track in taken}
    return [track for track in ordered if track.id in chosen]
