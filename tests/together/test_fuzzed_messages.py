"""Messages with a few changes: each is read or refused, and opens nothing and makes no wish."""

import random

import pytest

from lullaby.together.messages import MalformedMessageError, parse
from tests.together.fuzz_messages import check, mutated


def check_some(seed: int, count: int) -> None:
    dice = random.Random(seed)
    for _ in range(count):
        data = mutated(dice)
        try:
            check(data)
        except Exception as problem:
            raise AssertionError(f"seed {seed}: {data!r}") from problem


def test_five_hundred_changed_messages() -> None:
    check_some(1, 500)


def test_many_changed_messages_are_still_messages() -> None:
    """Otherwise the fuzzing would only look at what is refused at once."""
    dice = random.Random(1)
    read = 0
    for _ in range(2_000):
        try:
            parse(mutated(dice).decode("utf-8", "replace"))
        except MalformedMessageError:
            continue
        read += 1
    assert 50 < read < 1_000


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 12))
def test_two_hundred_thousand_changed_messages(seed: int) -> None:
    check_some(seed, 20_000)
