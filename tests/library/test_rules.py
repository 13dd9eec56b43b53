"""Rules of smart playlists: what matches, what does not, and what is unknown."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.library.rules import (
    NO_HISTORY,
    VERSION,
    CalmNightsRule,
    CalmRule,
    Found,
    History,
    Join,
    LanguageRule,
    LastPlayed,
    LastPlayedRule,
    LengthRule,
    Limit,
    LimitKind,
    Order,
    PaceRule,
    Recordings,
    Rule,
    Rules,
    SungByRule,
    TempoRule,
    UnreadRule,
    WordsRule,
    find,
    matches,
)
from lullaby.library.rules_json import from_json, to_json
from lullaby.library.track import Fault, Track, TrackId, Words
from lullaby.tempo.answer import Pace, TempoAnswer, TempoSource
from lullaby.units import Bpm, Ms
from tests.fakes import A_NIGHT


def song(number: int = 1, bpm: float | None = None, **facts: Any) -> Track:
    tempo = TempoAnswer(None if bpm is None else Bpm(bpm), TempoSource.TAG if bpm else None)
    return Track(
        TrackId(number), Path(f"/m/{number}.ogg"), f"Song {number:03}", tempo=tempo, **facts
    )


def answer_of(rule: Rule, track: Track, history: History = NO_HISTORY) -> bool | None:
    return matches(Rules((rule,)), track, history, A_NIGHT)


def nights_ago(nights: float, calmed: int = 0) -> History:
    return History(A_NIGHT - timedelta(days=nights), calmed)


@pytest.mark.parametrize(
    ("rule", "track", "answer"),
    [
        (TempoRule(high=Bpm(70)), song(bpm=66), True),
        (TempoRule(high=Bpm(70)), song(bpm=72), False),
        (TempoRule(high=Bpm(70)), song(), None),
        (TempoRule(low=Bpm(60), high=Bpm(70)), song(bpm=59), False),
        (TempoRule(low=Bpm(100)), song(bpm=180), True),
        (PaceRule(Pace.SLOW), song(bpm=66), True),
        (PaceRule(Pace.SLOW), song(bpm=66, felt=Pace.NOT_SLOW), False),
        (PaceRule(Pace.NOT_SLOW), song(bpm=120), True),
        (PaceRule(Pace.SLOW), song(), None),
        (PaceRule(Pace.UNKNOWN), song(), True),
        (PaceRule(Pace.UNKNOWN), song(bpm=66), False),
        (CalmRule(0.6), song(calm=0.6), True),
        (CalmRule(0.6), song(calm=0.5), False),
        (CalmRule(0.6), song(), None),
        (CalmRule(0.6), song(calm=0.1, calms=True), True),
        (CalmRule(0.6), song(calm=0.9, calms=False), False),
        (LengthRule(high=Ms(180_000)), song(duration_ms=Ms(180_000)), True),
        (LengthRule(low=Ms(180_001)), song(duration_ms=Ms(180_000)), False),
        (LengthRule(high=Ms(180_000)), song(), None),
        (LanguageRule("cy"), song(language="cy"), True),
        (LanguageRule("cy"), song(language="de"), False),
        (LanguageRule("cy"), song(), None),
        (WordsRule(True), song(words=Words.PLAIN), True),
        (WordsRule(False), song(words=Words.PLAIN), False),
        (WordsRule(False), song(), True),
        (SungByRule(Recordings.BY, "Ana"), song(sung_by="Ana"), True),
        (SungByRule(Recordings.BY, "Ana"), song(sung_by="Ben"), False),
        (SungByRule(Recordings.BY, "Ana"), song(artist="Ana"), False),
        (SungByRule(Recordings.ANY), song(sung_by="Ben"), True),
        (SungByRule(Recordings.NONE), song(sung_by="Ben"), False),
        (SungByRule(Recordings.NONE), song(), True),
    ],
)
def test_what_a_rule_says_of_a_song(rule: Rule, track: Track, answer: bool | None) -> None:
    assert answer_of(rule, track) is answer


def test_a_tempo_rule_goes_by_the_tempo_shown() -> None:
    """What sounds slow at 113 is no song of at most 70; another rule finds it."""
    sounds_slow = song(bpm=113, felt=Pace.SLOW)
    assert answer_of(TempoRule(high=Bpm(70)), sounds_slow) is False
    assert answer_of(TempoRule(Bpm(60), Bpm(80)), sounds_slow) is False
    assert answer_of(PaceRule(Pace.SLOW), sounds_slow) is True
    assert answer_of(TempoRule(high=Bpm(70)), song(bpm=70.4)) is True
    assert answer_of(TempoRule(high=Bpm(70)), song(bpm=70.6)) is False
    assert answer_of(TempoRule(high=Bpm(140)), song(bpm=180)) is False
    undecided = song(bpm=140, felt=Pace.UNKNOWN)
    assert answer_of(TempoRule(low=Bpm(100)), undecided) is True


@pytest.mark.parametrize(
    ("when", "days", "history", "answer"),
    [
        (LastPlayed.NEVER, 30, NO_HISTORY, True),
        (LastPlayed.NEVER, 30, nights_ago(300), False),
        (LastPlayed.NOT_WITHIN, 30, NO_HISTORY, True),
        (LastPlayed.NOT_WITHIN, 30, nights_ago(31), True),
        (LastPlayed.NOT_WITHIN, 30, nights_ago(29), False),
        (LastPlayed.WITHIN, 30, nights_ago(29), True),
        (LastPlayed.WITHIN, 30, nights_ago(31), False),
        (LastPlayed.WITHIN, 30, NO_HISTORY, False),
    ],
)
def test_when_a_song_was_last_heard(
    when: LastPlayed, days: int, history: History, answer: bool
) -> None:
    assert answer_of(LastPlayedRule(when, days), song(), history) is answer


def test_songs_that_calmed_before() -> None:
    assert answer_of(CalmNightsRule(2), song(), History(None, 2)) is True
    assert answer_of(CalmNightsRule(2), song(), History(None, 1)) is False
    assert answer_of(CalmNightsRule(1), song()) is False


RULES = st.one_of(
    st.builds(
        TempoRule,
        st.none() | st.integers(40, 140).map(Bpm),
        st.none() | st.floats(40, 140).map(Bpm),
    ),
    st.builds(PaceRule, st.sampled_from(Pace)),
    st.builds(CalmRule, st.floats(0, 1)),
    st.builds(LengthRule, st.none() | st.integers(0, 10**7), st.none() | st.integers(0, 10**7)),
    st.builds(LanguageRule, st.sampled_from(["cy", "de", "en"])),
    st.builds(WordsRule, st.booleans()),
    st.builds(LastPlayedRule, st.sampled_from(LastPlayed), st.integers(1, 400)),
    st.builds(CalmNightsRule, st.integers(1, 20)),
    st.builds(SungByRule, st.sampled_from(Recordings), st.sampled_from(["", "Ana"])),
)
TRACKS = st.builds(
    song,
    st.integers(1, 40),
    st.none() | st.floats(30, 200),
    felt=st.none() | st.sampled_from(Pace),
    calm=st.none() | st.floats(0, 1),
    calms=st.none() | st.booleans(),
    duration_ms=st.none() | st.integers(1, 10**6),
    language=st.sampled_from(["", "cy", "de"]),
    words=st.sampled_from(Words),
    fault=st.none() | st.sampled_from(Fault),
)
HISTORIES = st.builds(
    History,
    st.none() | st.integers(0, 500).map(lambda days: A_NIGHT - timedelta(days=days)),
    st.integers(0, 9),
)
LIMITS = st.none() | st.builds(Limit, st.sampled_from(LimitKind), st.integers(1, 60))
WHOLE = st.builds(
    Rules,
    st.lists(RULES, max_size=4).map(tuple),
    st.sampled_from(Join),
    st.sampled_from(Order),
    LIMITS,
)
LIBRARIES = st.lists(TRACKS, max_size=20, unique_by=lambda track: track.id)


@given(RULES, RULES, TRACKS, HISTORIES)
def test_joined_rules_follow_the_three_answers(
    one: Rule, two: Rule, track: Track, history: History
) -> None:
    answers = [answer_of(one, track, history), answer_of(two, track, history)]
    every = matches(Rules((one, two), Join.ALL), track, history, A_NIGHT)
    some = matches(Rules((one, two), Join.ANY), track, history, A_NIGHT)
    assert every is (False if False in answers else None if None in answers else True)
    assert some is (True if True in answers else None if None in answers else False)
    assert every is matches(Rules((two, one), Join.ALL), track, history, A_NIGHT)


@given(WHOLE, LIBRARIES, HISTORIES)
def test_what_is_found_matches_and_the_rest_does_not(
    rules: Rules, library: list[Track], history: History
) -> None:
    histories = {track.id: history for track in library[::2]}
    found = find(rules, library, histories, A_NIGHT)
    usable = [track for track in library if track.fault is None]
    answers = {
        track.id: matches(rules, track, histories.get(track.id, NO_HISTORY), A_NIGHT)
        for track in usable
    }
    fitting = {number for number, answer in answers.items() if answer}
    taken = [track.id for track in found.tracks]
    assert len(taken) == len(set(taken))
    assert set(taken) <= fitting
    assert found.fitting == len(fitting)
    assert found.unknown == sum(answer is None for answer in answers.values())
    if rules.limit is None:
        assert set(taken) == fitting
    elif rules.limit.kind is LimitKind.SONGS:
        assert len(taken) == min(rules.limit.most, len(fitting))
    else:
        assert bool(taken) == bool(fitting)
        assert len(taken) <= 1 or found.length_ms <= rules.limit.most * 60_000


@given(WHOLE, LIBRARIES)
def test_the_order_does_not_depend_on_that_of_the_library(
    rules: Rules, library: list[Track]
) -> None:
    assert find(rules, library, {}, A_NIGHT) == find(rules, library[::-1], {}, A_NIGHT)


def test_the_orders() -> None:
    quick, slow, unknown = song(1, 120), song(2, 60), song(3)
    library = [slow, unknown, quick]
    histories = {quick.id: nights_ago(9), unknown.id: nights_ago(2)}

    def order(order: Order) -> list[int]:
        return [t.id for t in find(Rules(order=order), library, histories, A_NIGHT).tracks]

    assert order(Order.TITLE) == [1, 2, 3]
    assert order(Order.SLOW_TO_SLOWER) == [1, 2, 3]
    assert order(Order.LONGEST_SINCE) == [2, 1, 3]


def test_a_limit_from_slow_to_slower_keeps_the_slowest() -> None:
    library = [song(n, bpm, duration_ms=Ms(120_000)) for n, bpm in enumerate((90, 60, 75, 66))]
    some = find(Rules(limit=Limit(LimitKind.SONGS, 2)), library, {}, A_NIGHT)
    assert [track.tempo.bpm for track in some.tracks] == [66, 60]
    some = find(Rules(limit=Limit(LimitKind.MINUTES, 5)), library, {}, A_NIGHT)
    assert [track.tempo.bpm for track in some.tracks] == [66, 60]
    assert (some.fitting, some.length_ms) == (4, 240_000)
    assert find(Rules(limit=Limit(LimitKind.MINUTES, 1)), library, {}, A_NIGHT).tracks == (
        library[1],
    )


def test_without_rules_every_song_fits_and_with_unread_ones_alone_none() -> None:
    assert find(Rules(), [song()], {}, A_NIGHT) == Found((song(),), 0, 1)
    assert find(Rules(join=Join.ANY), [song()], {}, A_NIGHT).tracks == (song(),)
    newer = UnreadRule('{"kind": "moon phase"}')
    assert find(Rules((newer,)), [song()], {}, A_NIGHT) == Found()
    both = Rules((newer, WordsRule(False)))
    assert find(both, [song()], {}, A_NIGHT).tracks == (song(),)


@given(WHOLE)
def test_rules_come_back_as_they_were_written(rules: Rules) -> None:
    assert from_json(to_json(rules)) == rules


NEWER = {
    "version": 7,
    "join": "most",
    "rules": [{"kind": "moon phase", "is": "full"}, {"kind": "words", "has": True}, "odd"],
    "order": {"by": "mood"},
    "limit": {"kind": "songs", "most": 5, "spread": "wide"},
    "colour": "blue",
}


def test_what_a_newer_lullaby_wrote_is_kept() -> None:
    rules = from_json(json.dumps(NEWER))
    assert (rules.unread, rules.known) == (2, (WordsRule(True),))
    assert json.loads(to_json(rules)) == NEWER
    changed = replace(rules, rules=rules.rules[:2], order=Order.TITLE, join=Join.ANY)
    kept = NEWER | {"rules": NEWER["rules"][:2], "order": "title", "join": "any"}
    assert json.loads(to_json(changed)) == kept


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "tempo", "low": "slow", "high": None},
        {"kind": "tempo", "low": 50, "high": 60, "felt": True},
        {"kind": "tempo", "low": 50},
        {"kind": "calm", "at least": 1.5},
        {"kind": "calm", "at least": True},
        {"kind": "heard", "when": "on Sundays", "days": 3},
        {"kind": "heard", "when": "within", "days": 0},
        {"kind": "calmed", "nights": 1.5},
        {"kind": "language", "is": ["cy"]},
        {"kind": ["tempo"]},
        17,
    ],
)
def test_a_rule_that_is_half_understood_is_left_alone(rule: object) -> None:
    rules = from_json(json.dumps({"version": 1, "rules": [rule]}))
    assert rules.unread == 1
    assert json.loads(to_json(rules))["rules"] == [rule]


@given(
    st.text()
    | st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner) | st.dictionaries(st.sampled_from(["rules", "kind", "order"]), inner)
        ),
    ).map(json.dumps)
)
def test_anything_can_be_read(text: str) -> None:
    rules = from_json(text)
    assert rules.version >= VERSION
    assert from_json(to_json(rules)) == rules
