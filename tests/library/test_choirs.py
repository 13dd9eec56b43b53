"""Who sings in a choir, in which key and at which pace, how loud and when."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.audio.port import AS_RECORDED, SpeedPitch
from lullaby.library.choirs import (
    FARTHEST_MS,
    LOUDEST_DB,
    MOST_VOICES,
    SOFTEST_DB,
    ChoirMix,
    TooFarApart,
    choir_of,
    later,
    louder,
    moved_to,
    switched,
)
from lullaby.library.song_preferences import EVERYBODY, ChildId
from lullaby.library.take import PlacedBy, Take, TakeFacts, TakeId, TakeKind, TakePlace
from lullaby.units import Ms
from tests.fakes import A_NIGHT

FACTS = TakeFacts("suo-gan", "Suo Gân", "Ana", A_NIGHT, Ms(10_000), TakePlace(500.0))


def take(number: int, place: TakePlace = FACTS.place, **changes: object) -> Take:
    day = A_NIGHT + timedelta(days=number)
    facts = replace(FACTS, recorded_at=day, place=place, **changes)
    return Take(TakeId(number), facts, f"{number}.opus", str(number))


def singing(mix: ChoirMix) -> list[int]:
    return [part.take.id for part in mix.singing]


def test_the_takes_of_one_song_sing_the_oldest_first() -> None:
    takes = [take(3), take(1), take(2, song="twinkle"), take(4, kind=TakeKind.CHOIR)]
    mix, strangers = choir_of(takes, takes[0])
    assert singing(mix) == [1, 3]
    assert not strangers


@pytest.mark.parametrize(
    ("place", "moved"),
    [
        (TakePlace(0.0, semitones=-12.0), AS_RECORDED),
        (TakePlace(0.0, semitones=-2.0), SpeedPitch(1.0, 2.0)),
        (TakePlace(0.0, semitones=13.5), SpeedPitch(1.0, -1.5)),
        (TakePlace(0.0, semitones=-3.0), TooFarApart.KEY),
        (TakePlace(0.0, pace=1.0004), AS_RECORDED),
        (TakePlace(0.0, pace=1.25), TooFarApart.PACE),
    ],
)
def test_a_take_is_moved_to_the_lead_if_it_is_near(
    place: TakePlace, moved: SpeedPitch | TooFarApart
) -> None:
    assert moved_to(take(2, place), take(1)) == moved


def test_a_slower_take_is_played_faster() -> None:
    moved = moved_to(take(2, TakePlace(0.0, pace=0.95)), take(1))
    assert isinstance(moved, SpeedPitch)
    assert moved.pace == pytest.approx(1 / 0.95)


def test_what_would_have_to_be_moved_is_off_at_first_and_what_cannot_be_is_told() -> None:
    lead, lower = take(1), take(2, TakePlace(0.0, semitones=-2.0))
    other = take(3, TakePlace(0.0, semitones=5.0))
    mix, strangers = choir_of([lead, lower, other], lead)
    assert singing(mix) == [1]
    assert singing(switched(mix, lower.id, True)) == [1, 2]
    assert strangers == (other,)


def test_of_very_many_the_lead_and_the_oldest_sing() -> None:
    takes = [take(number) for number in range(1, MOST_VOICES + 4)]
    mix, _ = choir_of(takes, takes[-1])
    assert singing(mix) == [*range(1, MOST_VOICES), MOST_VOICES + 3]
    assert switched(mix, TakeId(MOST_VOICES), True) == mix


def test_a_choir_begins_with_its_first_voice_and_ends_with_its_last() -> None:
    early, late = take(1, TakePlace(-300.0, 0.9)), take(2, TakePlace(1_800.0, 0.9))
    mix, _ = choir_of([early, late], early)
    assert mix.begins_ms == pytest.approx(-300 / 0.9)
    assert mix.length_ms == round((1_800 + 300) / 0.9 + 10_000)
    moved = later(mix, TakeId(1), -5)
    assert moved.begins_ms == pytest.approx(-300 / 0.9 - 50)
    assert [each.starts_ms for each in moved.voices(lambda each: Path(each.file))] == [
        pytest.approx(-300 / 0.9 - 50),
        pytest.approx(2_000),
    ]


def test_a_moved_take_lasts_longer_or_shorter() -> None:
    lead, slow = take(1), take(2, TakePlace(500.0, pace=0.95))
    mix, _ = choir_of([lead, slow], lead)
    assert switched(mix, slow.id, True).length_ms == 10_000
    fast = take(3, TakePlace(500.0, pace=1.05))
    mix, _ = choir_of([lead, fast], lead)
    assert switched(mix, fast.id, True).length_ms == 10_500


def test_the_choir_is_a_take_of_all_who_sing() -> None:
    one, other = (
        take(1, child=ChildId(3)),
        take(2, TakePlace(900.0), singer="Ben", child=ChildId(3)),
    )
    mix, _ = choir_of([one, other], one)
    facts = mix.facts(A_NIGHT)
    assert (facts.singer, facts.kind, facts.child) == ("Ana, Ben", TakeKind.CHOIR, ChildId(3))
    assert facts.place == TakePlace(500.0, by=PlacedBy.HAND)
    mix, _ = choir_of([one, replace(other, facts=replace(other.facts, child=ChildId(4)))], one)
    assert mix.facts(A_NIGHT).child == EVERYBODY


@given(st.lists(st.tuples(st.integers(1, 4), st.sampled_from("+-><01"), st.integers(1, 60))))
def test_whatever_is_pressed_the_choir_stays_within_its_limits(
    presses: list[tuple[int, str, int]],
) -> None:
    takes = [take(number) for number in range(1, 5)]
    mix, _ = choir_of(takes, takes[0])
    for number, what, steps in presses:
        voice = TakeId(number)
        match what:
            case "+" | "-":
                mix = louder(mix, voice, steps if what == "+" else -steps)
            case ">" | "<":
                mix = later(mix, voice, steps if what == ">" else -steps)
            case _:
                mix = switched(mix, voice, what == "1")
    assert [part.take.id for part in mix.parts] == [1, 2, 3, 4]
    assert mix.singing
    assert all(SOFTEST_DB <= part.louder_db <= LOUDEST_DB for part in mix.parts)
    assert all(abs(part.later_ms) <= FARTHEST_MS for part in mix.parts)
    assert mix.length_ms >= 10_000
