"""Statistics of songs and sounds, on invented nights and on families whose truth is known."""

from dataclasses import replace
from datetime import timedelta
from math import inf, log
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.journal.entry import EntryId, EntrySong, JournalEntry, Outcome
from lullaby.journal.helps import FactorKind, FactorSummary, middle, what_helps
from lullaby.journal.shrinkage import shrunk_estimates
from lullaby.units import Ms
from tests.fakes import A_NIGHT
from tests.journal.families import Family, mixed

FAMILIES = 120


def night(
    number: int, minutes: int | None, *songs: str, ambient: str = "", sung: bool = False
) -> JournalEntry:
    """A night; None as minutes means "not this time"."""
    return JournalEntry(
        EntryId(number + 1),
        A_NIGHT - timedelta(days=number),
        routine="bedtime",
        outcome=Outcome.NOT_THIS_TIME if minutes is None else Outcome.ASLEEP,
        minutes_to_calm=minutes,
        ambient=tuple(ambient.split()),
        songs=tuple(EntrySong(None, song, Ms(1), sung) for song in songs),
    )


def row(rows: list[FactorSummary], name: str, thing: FactorKind = FactorKind.SONG) -> FactorSummary:
    (found,) = [each for each in rows if each.name == name and each.kind is thing]
    return found


def songs(rows: list[FactorSummary]) -> list[str]:
    return [each.name for each in rows if each.kind is FactorKind.SONG]


def test_fewer_than_four_nights_give_nothing() -> None:
    assert what_helps([]) == []
    nights = [night(n, 5, "Suo Gân") for n in range(3)]
    assert what_helps(nights) == []
    assert row(what_helps([*nights, night(9, 5, "Suo Gân")]), "Suo Gân").nights == 4


def test_a_recording_is_told_apart_from_its_song() -> None:
    nights = [night(n, 5, "A") for n in range(4)]
    for n in range(4, 8):
        sung = replace(night(n, 9, "A"), songs=(EntrySong(None, "A", Ms(1), singer="Ana"),))
        nights.append(sung)
    found = what_helps(nights)
    assert {name: row(found, name).nights for name in songs(found)} == {"A": 4, "A · Ana": 4}


def test_a_seldom_song_does_not_hide_those_after_it() -> None:
    nights = [night(0, 5, "A", "Seldom", "B"), *(night(n, 5, "B", "A") for n in range(1, 4))]
    assert sorted(songs(what_helps(nights))) == ["A", "B"]


def test_medians_count_the_nights_that_did_not_grow_calm() -> None:
    nights = [night(n, minutes, "A") for n, minutes in enumerate((4, 8, 20, None))]
    rows = row(what_helps(nights), "A")
    assert (rows.median, rows.calm, rows.nights, rows.high) == (14, 3, 4, inf)
    worse = [*nights, *(night(10 + n, None, "A") for n in range(4))]
    assert row(what_helps(worse), "A").median == inf


def test_nights_without_an_answer_or_without_minutes_are_not_counted() -> None:
    nights = [night(n, 6, "A") for n in range(4)]
    silent = [JournalEntry(EntryId(50), A_NIGHT, songs=nights[0].songs)]
    unknown = [JournalEntry(EntryId(51), A_NIGHT, outcome=Outcome.CALMER, songs=nights[0].songs)]
    assert row(what_helps(nights + silent + unknown), "A").nights == 4


def test_a_song_counts_once_a_night_however_often_it_sounded() -> None:
    nights = [night(n, 6, "A", "A", "A") for n in range(5)]
    assert row(what_helps(nights), "A").nights == 5


def test_sounds_singing_and_kinds_have_rows_of_their_own() -> None:
    nights = [night(n, 6, "A", ambient="rain", sung=n < 4) for n in range(5)]
    rows = what_helps(nights)
    assert row(rows, "rain", FactorKind.SOUND).nights == 5
    assert row(rows, "", FactorKind.SINGING).nights == 4
    assert row(rows, "night waking", FactorKind.KIND).nights == 5


def test_a_song_that_is_always_last_is_marked() -> None:
    nights = [night(n, 10, "First", "Last") for n in range(6)]
    nights += [night(20 + n, 10, "First", "Other") for n in range(4)]
    rows = what_helps(nights)
    assert row(rows, "Last").usually_last
    assert not row(rows, "First").usually_last
    assert row(rows, "First").always_there
    assert not row(rows, "Last").always_there


@pytest.mark.parametrize(("last", "usually"), [(2, False), (3, True), (4, True)])
def test_a_song_usually_ends_the_evening_from_three_nights_of_four(
    last: int, usually: bool
) -> None:
    nights = [night(n, 10, "Other", "Song") for n in range(last)]
    nights += [night(10 + n, 10, "Song", "Other") for n in range(4 - last)]
    assert row(what_helps(nights), "Song").usually_last is usually


def test_one_sung_song_makes_a_night_of_singing() -> None:
    nights = [night(n, 6, "A", sung=True) for n in range(4)]
    mixed_songs = [
        replace(each, songs=(*each.songs, EntrySong(None, "B", Ms(1)))) for each in nights
    ]
    assert row(what_helps(mixed_songs), "", FactorKind.SINGING).nights == 4


def test_a_song_alone_in_its_evening_is_not_called_the_last() -> None:
    assert not row(what_helps([night(n, 10, "Only") for n in range(6)]), "Only").usually_last


def top(family: Family) -> str:
    return songs(what_helps(family.entries()))[0]


def naive_top(family: Family) -> str:
    """What ranking by the plain median would put at the top."""
    rows = [each for each in what_helps(family.entries()) if each.kind is FactorKind.SONG]
    return min(rows, key=lambda each: each.median).name


def share_of_seldom(choices: list[str]) -> float:
    return sum(name.startswith("seldom") for name in choices) / len(choices)


def test_where_all_songs_are_alike_four_lucky_nights_do_not_win() -> None:
    families = [mixed(seed, between=0.0) for seed in range(FAMILIES)]
    assert share_of_seldom([naive_top(family) for family in families]) > 0.6
    assert share_of_seldom([top(family) for family in families]) < 0.2


def test_the_figures_of_the_top_song_are_close_to_the_truth() -> None:
    """The smallest of ten medians is mostly luck; shrunken estimates are not."""
    for between in (0.0, 0.2, 0.4):
        ours, bare = [], []
        for family in (mixed(seed, between) for seed in range(FAMILIES)):
            rows = [each for each in what_helps(family.entries()) if each.kind is FactorKind.SONG]
            ours.append(log(rows[0].reckoned / family.truth[rows[0].name]))
            least = min(rows, key=lambda each: each.median)
            bare.append(log(max(least.median, 0.5) / family.truth[least.name]))
        assert abs(fmean(ours)) < 0.1
        assert fmean(bare) < -0.2


def test_caution_costs_little_where_songs_differ() -> None:
    families = [mixed(seed, between=0.4) for seed in range(FAMILIES)]

    def regret(family: Family, choice: str) -> float:
        return family.truth[choice] / min(family.truth.values())

    ours = fmean(regret(family, top(family)) for family in families)
    naive = fmean(regret(family, naive_top(family)) for family in families)
    assert ours < 1.06 * naive
    assert share_of_seldom([top(family) for family in families]) < 0.25
    assert share_of_seldom([naive_top(family) for family in families]) > 0.5


def test_a_song_that_is_truly_quicker_on_many_nights_stands_on_top() -> None:
    found = 0
    for seed in range(FAMILIES):
        truth = {"quick": 5.0} | {f"seldom {n}": 12.0 for n in range(5)} | {"often": 12.0}
        counts = {"quick": 20, "often": 20} | {f"seldom {n}": 4 for n in range(5)}
        found += top(Family(truth, counts, seed)) == "quick"
    assert found / FAMILIES > 0.9


def test_four_lucky_nights_stand_below_twenty_good_ones() -> None:
    many = [night(n, (4, 6, 9, 14)[n % 4], "Twenty") for n in range(20)]
    few = [night(100 + n, (4, 5, 7, 12)[n], "Four") for n in range(4)]
    rest = [night(200 + n, (7, 12, 18, 30)[n % 4], "Rest") for n in range(20)]
    rows = what_helps(many + few + rest)
    assert row(rows, "Four").median < row(rows, "Twenty").median
    assert songs(rows) == ["Twenty", "Four", "Rest"]


@given(
    st.dictionaries(
        st.sampled_from("abcdef"),
        st.lists(st.floats(0, 5), min_size=1, max_size=30),
        max_size=6,
    )
)
def test_an_estimate_lies_between_the_group_and_the_rest(groups: dict[str, list[float]]) -> None:
    rows = shrunk_estimates(groups)
    assert rows.keys() == groups.keys()
    means = {name: fmean(values) for name, values in groups.items()}
    for name, belief in rows.items():
        low, high = min(means.values()), max(means.values())
        assert low - 1e-9 <= belief.mean <= high + 1e-9
        assert belief.cautious >= belief.mean - 1e-12, name


@pytest.mark.parametrize(
    ("minutes", "wanted"),
    [
        ([5], (5, 5, 5)),
        ([1, 2, 3, 4, 5], (2, 3, 4)),
        ([1, inf], (inf, inf, inf)),
        ([3, 3, inf], (3, 3, inf)),
    ],
)
def test_the_median_of_nights(minutes: list[float], wanted: tuple[float, float, float]) -> None:
    assert middle(minutes) == wanted
