"""Names of routines, and background sounds at another level."""

from hypothesis import given
from hypothesis import strategies as st

from lullaby.library.routine import (
    MOST_AMBIENT_SOUNDS,
    STEPS,
    AmbientStep,
    free_name,
    with_sound,
)

NAMES = st.text(min_size=1, max_size=8)
SOUNDS = st.sampled_from(["rain", "ocean", "fan", "crickets"])


def test_a_name_that_is_taken_gets_the_first_free_number() -> None:
    assert free_name("Bath", ["Nap"]) == "Bath"
    assert free_name("Bath", ["bath"]) == "Bath 2"
    assert free_name("Bath", ["BATH", "Bath 2", "Bath 4"]) == "Bath 3"


@given(NAMES, st.lists(NAMES, max_size=6))
def test_a_free_name_begins_as_wanted_and_is_free(wanted: str, taken: list[str]) -> None:
    name = free_name(wanted, taken)
    assert name.startswith(wanted)
    assert name.casefold() not in {each.casefold() for each in taken}


@given(st.lists(st.tuples(SOUNDS, st.integers(-3, 30)), max_size=8))
def test_sounds_stay_few_distinct_and_within_their_steps(
    changes: list[tuple[str, int]],
) -> None:
    ambient: tuple[AmbientStep, ...] = ()
    for name, step in changes:
        before, ambient = ambient, with_sound(ambient, name, step)
        found = {sound.name: sound.step for sound in ambient}
        assert found.get(name, 0) == max(0, min(step, STEPS))
        assert len(found) == len(ambient) <= MOST_AMBIENT_SOUNDS
        assert set(found) <= {name, *(sound.name for sound in before)}
