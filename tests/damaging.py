"""Damages files at random, for as long as a reader is tried."""

import random
import time
from collections.abc import Iterator, Sequence

TRIED_S = 120.0
LARGEST = 100_000
ENOUGH = 100
SEED = 1849


def damaged(data: bytes, dice: random.Random, signs: Sequence[bytes]) -> bytes:
    """A copy with a few places cut out, doubled or changed, or with one of the `signs` put in."""
    found = bytearray(data)
    for _ in range(dice.randint(1, 8)):
        at, other = sorted(dice.randrange(len(found) + 1) for _ in range(2))
        match dice.randrange(5):
            case 0:
                del found[at:other]
            case 1:
                del found[at : at + dice.randint(1, 8)]
            case 2:
                found[at:at] = found[at:other]
            case 3:
                found[at:at] = dice.choice(signs)
            case _:
                found[at : at + 1] = bytes([dice.randrange(256)])
    return bytes(found[:LARGEST])


def damaged_for(
    sources: Sequence[bytes], signs: Sequence[bytes], seconds: float = TRIED_S
) -> Iterator[bytes]:
    """Damaged copies of the sources for a time; fails if there were hardly any."""
    dice = random.Random(SEED)
    until = time.monotonic() + seconds
    tried = 0
    while time.monotonic() < until:
        yield damaged(dice.choice(sources), dice, signs)
        tried += 1
    assert tried > ENOUGH
