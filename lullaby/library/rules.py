"""Evaluates the rules of smart playlists, with three-valued answers.

All functions are pure. An answer is True, False, or None if a fact that a rule needs is not known;
such songs are left out, and counted for the screen.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import Enum

from lullaby.frozen import frozen
from lullaby.library.calm import slow_to_slower
from lullaby.library.search import sorted_by_title
from lullaby.library.track import Track, TrackId, Words
from lullaby.tempo.answer import Pace
from lullaby.units import Bpm, Ms

VERSION = 1
"""Version of the stored rules; a newer Lullaby may store more."""

Answer = bool | None


@frozen
class History:
    """A song's history in the journal: when it last played, and its number of calm nights."""

    last_played: datetime | None = None
    calmed: int = 0


NO_HISTORY = History()


@frozen
class TempoRule:
    """The tempo shown is between `low` and `high` BPM; None is an open end.

    What sounds slow at another tempo is the matter of `PaceRule`.
    """

    low: Bpm | None = None
    high: Bpm | None = None

    def answer(self, track: Track, history: History, now: datetime) -> Answer:
        if track.tempo.bpm is None:
            return None
        shown = round(track.tempo.bpm)
        return (self.low is None or shown >= self.low) and (self.high is None or shown <= self.high)


@frozen
class PaceRule:
    """The verdict is slow, not slow or not known, by tag, analysis and person together."""

    pace: Pace = Pace.SLOW

    def answer(self, track: Track, history: History, now: datetime) -> Answer:
        if self.pace is not Pace.UNKNOWN and track.pace is Pace.UNKNOWN:
            return None
        return track.pace is self.pace


@frozen
class CalmRule:
    """Calmness by analysis is at least this, 0 to 1; the person's own verdict wins."""

    at_least: float = 0.5

    def answer(self, track: Track, history: History, now: datetime) -> Answer:
        if track.calms is not None:
            return track.calms
        return None if track.calm is None else track.calm >= self.at_least


@frozen
class LengthRule:
    """The duration is between `low` and `high`; None is an open end."""

    low: Ms | None = None
    high: Ms | None = None

    def answer(self, track: Track, history: History, now: datetime) -> Answer:
        length = track.duration_ms
        if length is None:
            return None
        return (self.low is None or length >= self.low) and (
            self.high is None or length <= self.high
        )


@frozen
class LanguageRule:
    """It is sung in this language, a code as in `Track`."""

    code: str = "en"

    def answer(self, track: Track, history: History, now: datetime) -> Answer:
        return track.language == self.code if track.language else None


@frozen
class WordsRule:
    """It has words beside or inside its file, or has none."""

    has: bool = True

    def answer(self, track: Track, history: History, now: datetime) -> Answer:
        return (track.words is not Words.NONE) is self.has


class LastPlayed(Enum):
    NEVER = "never"
    NOT_WITHIN = "not within"
    """More than `days` ago, or never."""
    WITHIN = "within"


@frozen
class LastPlayedRule:
    """When it last played by the journal; `days` are spans of 24 hours before now."""

    when: LastPlayed = LastPlayed.NOT_WITHIN
    days: int = 30

    def answer(self, track: Track, history: History, now: datetime) -> Answer:
        last = history.last_played
        if self.when is LastPlayed.NEVER or last is None:
            return last is None and self.when is not LastPlayed.WITHIN
        return (last >= now - timedelta(days=self.days)) is (self.when is LastPlayed.WITHIN)


@frozen
class CalmNightsRule:
    """It played on at least so many nights that the person marked asleep or calmer."""

    nights: int = 1

    def answer(self, track: Track, history: History, now: datetime) -> Answer:
        return history.calmed >= self.nights


class Recordings(Enum):
    """Which of the person's own recordings."""

    BY = "by"
    """Those in which one person sings."""
    ANY = "any"
    NONE = "none"
    """Only songs that are none."""


@frozen
class SungByRule:
    """It is a recording of the person's own, sung by `singer`; or by anybody; or it is none."""

    which: Recordings = Recordings.ANY
    singer: str = ""

    def answer(self, track: Track, history: History, now: datetime) -> Answer:
        if self.which is Recordings.BY:
            return track.sung_by == self.singer
        return bool(track.sung_by) is (self.which is Recordings.ANY)


@frozen
class UnreadRule:
    """A rule of a newer Lullaby, kept verbatim (JSON) and not evaluated."""

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
    | SungByRule
)


class Join(Enum):
    ALL = "all"
    ANY = "any"


class Order(Enum):
    SLOW_TO_SLOWER = "slow to slower"
    TITLE = "title"
    LONGEST_SINCE = "longest since"
    """Never played first, then by the longest time since."""


class LimitKind(Enum):
    SONGS = "songs"
    MINUTES = "minutes"


@frozen
class Limit:
    kind: LimitKind
    most: int


@frozen
class Rules:
    """The definition of a smart playlist; `more` holds unknown JSON of a newer Lullaby."""

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
        """Number of rules that only a newer Lullaby understands."""
        return len(self.rules) - len(self.known)


def matches(rules: Rules, track: Track, history: History, now: datetime) -> Answer:
    """Whether a song matches. Without any rule all songs match; with only unread rules none does.

    If all rules must hold, one False decides; if any suffices, one True decides. Otherwise one
    None makes the result None.
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


@frozen
class Found:
    """The songs of a smart playlist in order, and the number of undecided ones."""

    tracks: tuple[Track, ...] = ()
    unknown: int = 0
    fitting: int = 0
    """Number of matches before the limit."""
    length_ms: Ms = Ms(0)
    """How long they last; worked out where the songs are found, as there may be very many."""

    def __post_init__(self) -> None:
        length = sum(track.duration_ms or 0 for track in self.tracks)
        object.__setattr__(self, "length_ms", Ms(length))


def find(
    rules: Rules, tracks: Sequence[Track], histories: Mapping[TrackId, History], now: datetime
) -> Found:
    """Evaluate rules over a library; unusable files never match."""
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
    """Keep the first songs of the order; from slow to slower the slowest, which calm best.

    The remaining songs keep their order. At least one remains, however long it is.
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
