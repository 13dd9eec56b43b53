"""Small takes in rain and brown noise are followed, each to its own measure."""

import json
from bisect import bisect_right
from contextlib import closing
from typing import Any

import numpy as np
import pytest

from lullaby.audio.decoder import Decoder
from lullaby.audio.mono import RunningMono
from lullaby.following.cells import cells_of
from lullaby.following.listener import Listener
from lullaby.following.melody import Melody, melody_of
from lullaby.following.pitch_candidates import RATE
from tests.following.small_takes import AGAIN, FOLDER, PAUSE, PLAIN
from tests.takes.singer import performed

TRUTH: dict[str, dict[str, Any]] = json.loads((FOLDER / "truth.json").read_text("utf-8"))
RIGHT = {PLAIN: 0.85, PAUSE: 0.85, AGAIN: 0.7}
"""The least share of the sung time that shows the place that is sung. A line that is sung again is
known only after some seconds."""

NEAR = 2
"""Notes by which what shows may be off; lines of the same tune are one, as no ear knows which."""

LARGEST = 1_000_000


def sound_of(name: str) -> np.ndarray:
    mixer, blocks = RunningMono(), []
    with closing(Decoder(FOLDER / f"{name}.opus", rate=RATE)) as decoder:
        while (block := decoder.read()) is not None:
            blocks.append(mixer.take(block))
    return np.concatenate(blocks)


def shown(name: str, melody: Melody) -> list[tuple[float, int]]:
    return [(place.at_s, place.syllable) for place in Listener(melody).hear(sound_of(name))]


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_the_place_that_is_sung_shows(name: str) -> None:
    take = TRUTH[name]
    melody = melody_of(performed(take["song"]))
    in_tune = cells_of(melody).note_in_tune.tolist()
    place = {
        n.syllable: at for n, at in zip(reversed(melody.notes), reversed(in_tune), strict=True)
    }
    places = shown(name, melody)
    times = [at_s for at_s, _ in places]
    right = sung = 0
    rows = take["sung"]
    for at, (begins_s, syllable) in enumerate(rows):
        ends_s = min(rows[at + 1][0] if at + 1 < len(rows) else take["end"], begins_s + 1.5)
        for moment in np.arange(begins_s, ends_s, 0.05):
            sung += 1
            found = bisect_right(times, moment) - 1
            right += found >= 0 and abs(place[places[found][1]] - place[syllable]) <= NEAR
    assert right / sung >= RIGHT[name.rsplit("-", 1)[1]]


def test_the_takes_are_small() -> None:
    assert len(TRUTH) == 6
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < LARGEST
