"""Chooses chords for a melody that has none.

The key is the one that the song tells or its relative; without one, it is found by comparing the
melody with the key profiles of Krumhansl and Kessler (1982; in Krumhansl, Cognitive Foundations of
Musical Pitch, 1990, p. 30). Then each bar, or half bar of four quarters, gets one of the plain
chords of the key: the best path through the song, as in MySong (Simon, Morris, Basu, CHI 2008),
with weights by rule. A chord should hold the notes sung over it, first the long ones and those on
the beat; dominants lead home; the song ends on its tonic.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm

from lullaby.frozen import frozen
from lullaby.songbook.notes import ScoreNote
from lullaby.songbook.pitches import NAMES, chord_of

MAJOR_PROFILE = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
MINOR_PROFILE = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)
MAJOR_CHORDS = ((0, ""), (2, "m"), (5, ""), (7, ""), (7, "7"), (9, "m"))
MINOR_CHORDS = ((0, "m"), (3, ""), (5, "m"), (7, ""), (7, "7"), (8, ""), (10, ""))
"""Steps above the tonic, and kinds."""

LIKING = {"": 0.0, "m": 0.0, "7": -0.15}
HOME = 0.45
"""For the tonic, over any other chord."""

STEADY = 0.25
"""For staying on a chord into the second half of a bar."""

LEADS = {(7, 0): 0.5, (5, 0): 0.3, (5, 7): 0.35, (2, 7): 0.4, (0, 5): 0.25, (0, 7): 0.25}
"""For the steps of two chords, above the tonic, that follow each other."""

CADENCE = 3.0
IN_CHORD = (1.0, 0.9, 0.8, 0.5)
"""For a note that is the root, third, fifth or seventh."""

OUTSIDE = -0.7
ON_THE_BEAT = 1.5
SURE = 0.12
"""A relative key must fit the melody this much better than the key that the song tells."""


@frozen
class Tone:
    """A note of a melody; place, from the first full bar, and length in any one unit of time."""

    pitch: int
    at: int
    length: int


def tonic_of(tones: Sequence[Tone], told: tuple[int, str] | None) -> tuple[int, bool]:
    """The pitch class of the tonic, and whether the key is minor.

    `told` is the tonic and mode (as in `pitches.MODES`) that the song names.
    """
    weights = [0.0] * 12
    for tone in tones:
        weights[tone.pitch % 12] += float(tone.length)
    fits = {
        (tonic, minor): _correlation(weights, tonic, MINOR_PROFILE if minor else MAJOR_PROFILE)
        for tonic in range(12)
        for minor in (False, True)
    }
    if told is None:
        return max(fits, key=lambda key: fits[key])
    minor = told[1] in ("m", "min", "dor", "phr", "loc")
    named = (told[0], minor)
    relative = ((told[0] + (3 if minor else 9)) % 12, not minor)
    ends_there = bool(tones) and tones[-1].pitch % 12 == relative[0]
    return relative if ends_there and fits[relative] > fits[named] + SURE else named


def chords_for(
    tones: Sequence[Tone],
    bar: int,
    end: int,
    told: tuple[int, str] | None,
    starts: frozenset[int],
    halves: bool,
    under: Sequence[Tone] = (),
) -> list[tuple[int, str]]:
    """The start of each chord and its symbol, in the unit of `tones`.

    With `halves`, chords may change in the middle of the `bar`, which is then even. They change
    only at `starts`, where a note or rest begins. They should also hold the notes `under` the
    melody, which do not tell the key.
    """
    tonic, minor = tonic_of(tones, told)
    kinds = MINOR_CHORDS if minor else MAJOR_CHORDS
    steps = [step for step, _ in kinds]
    symbols = [NAMES[(tonic + step) % 12] + kind for step, kind in kinds]
    parts = 2 if halves else 1
    span = bar // parts
    count = max(1, -(-end // span))
    worths = [_worth(symbol) for symbol in symbols]
    liking = [LIKING[kind] + (0.0 if step else HOME) for step, kind in kinds]
    across = [_moves(steps, to, within_bar=False) for to in range(len(steps))]
    within = [_moves(steps, to, within_bar=True) for to in range(len(steps))]
    scores: list[list[float]] = []
    origins: list[list[int]] = []
    for place, heard in enumerate(_heard([*tones, *under], span, count)):
        fits = [_fit(heard, worth) + like for worth, like in zip(worths, liking, strict=True)]
        if place in (0, count - 1):
            fits[0] += CADENCE
        if not scores:
            scores.append(fits)
            origins.append([0] * len(kinds))
            continue
        stays = place * span not in starts
        moves = within if place % parts else across
        came = [_best_move(scores[-1], moves[to], to, stays) for to in range(len(kinds))]
        scores.append([fit + gained for fit, (_, gained) in zip(fits, came, strict=True)])
        origins.append([start for start, _ in came])
    return _path(scores, origins, symbols, span)


def harmonised(
    notes: Sequence[ScoreNote],
    pickup: Fraction,
    bar: Fraction,
    told: tuple[int, str] | None,
    others: Iterable[tuple[Fraction, Fraction, int]] = (),
) -> list[ScoreNote]:
    """The notes with chord symbols at the first notes of the bars in which the chord changes.

    `pickup` and `bar` are in whole notes; `told` is the key as in `tonic_of`. `others` are notes of
    other parts, which the chords should hold too: their place from the first note, length and
    pitch."""
    parts = 2 * lcm(bar.denominator, *(note.length.denominator for note in notes))
    starts: list[int] = []
    tones: list[Tone] = []
    at = -int(pickup * parts)
    for note in notes:
        starts.append(at)
        length = int(note.length * parts)
        if note.pitch is not None:
            tones.append(Tone(note.pitch, at, length))
        at += length
    under = [
        Tone(pitch, int((place - pickup) * parts), int(length * parts))
        for place, length, pitch in others
    ]
    chords = chords_for(tones, int(bar * parts), at, told, frozenset(starts), bar == 1, under)
    found: list[ScoreNote] = []
    place = -1
    sounding = ""
    for note, start in zip(notes, starts, strict=True):
        while place + 1 < len(chords) and chords[place + 1][0] <= max(start, 0):
            place += 1
        symbol = chords[place][1]
        found.append(replace(note, chord=symbol if symbol != sounding else ""))
        sounding = symbol
    return found


def _best_move(
    before: Sequence[float], moves: Sequence[float], to: int, stays: bool
) -> tuple[int, float]:
    """The chord from which to come to another, and the score of the way so far."""
    if stays:
        return to, before[to]
    ways = [score + move for score, move in zip(before, moves, strict=True)]
    best = max(ways)
    return ways.index(best), best


def _moves(steps: Sequence[int], to: int, within_bar: bool) -> list[float]:
    """What it is worth to come to a chord from each."""
    return [_move(step, steps[to], start == to, within_bar) for start, step in enumerate(steps)]


def _path(
    scores: list[list[float]], origins: list[list[int]], symbols: list[str], span: int
) -> list[tuple[int, str]]:
    at = max(range(len(symbols)), key=lambda each: scores[-1][each])
    found: list[tuple[int, str]] = []
    for place in range(len(scores) - 1, -1, -1):
        found.append((place * span, symbols[at]))
        at = origins[place][at]
    return found[::-1]


def _heard(tones: Sequence[Tone], span: int, count: int) -> list[dict[int, float]]:
    """How much each pitch class weighs in each span."""
    found: list[dict[int, float]] = [{} for _ in range(count)]
    for tone in tones:
        at, left = tone.at, tone.length
        while left > 0:
            place = at // span
            here = min(left, (place + 1) * span - at)
            if 0 <= place < count:
                weight = here / span * (ON_THE_BEAT if at == place * span else 1.0)
                heard = found[place]
                heard[tone.pitch % 12] = heard.get(tone.pitch % 12, 0.0) + weight
            at, left = at + here, left - here
    return found


def _worth(symbol: str) -> list[float]:
    """How well each pitch class fits a chord."""
    root, steps = chord_of(symbol)
    worth = [OUTSIDE] * 12
    for at, step in enumerate(steps):
        worth[(root + step) % 12] = IN_CHORD[at]
    return worth


def _fit(heard: dict[int, float], worth: Sequence[float]) -> float:
    return 3 * sum(weight * worth[tone] for tone, weight in heard.items())


def _move(before: int, after: int, same: bool, within_bar: bool) -> float:
    if same:
        return STEADY if within_bar else 0.0
    return LEADS.get((before, after), 0.0) - (STEADY if within_bar else 0.0)


def _correlation(weights: Sequence[float], tonic: int, profile: Sequence[float]) -> float:
    turned = [weights[(tonic + step) % 12] for step in range(12)]
    mean, usual = sum(turned) / 12, sum(profile) / 12
    both = sum((w - mean) * (p - usual) for w, p in zip(turned, profile, strict=True))
    spread = sum((w - mean) ** 2 for w in turned) * sum((p - usual) ** 2 for p in profile)
    return both / spread**0.5 if spread else 0.0
