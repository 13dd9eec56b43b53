"""Finds where in a song a recorded voice was singing, from the notes of its score.

The voice may sing in any key. Two measures of the place are taken: where the pitches of the
recording agree best with the notes, and where its onsets agree best with the beginnings of the
syllables. Their errors have little in common, so that their mean is closer than either.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lullaby.frozen import frozen
from lullaby.songbook.timeline import SungNote, Timeline
from lullaby.takes.onset_strength import HOP as ONSET_HOP
from lullaby.takes.onset_strength import onset_strength
from lullaby.takes.salience import LOOKS_S, RATE, STEP, Salience, Sound, pitches, salience

LONGEST_S = 600
"""A recording is placed by its first ten minutes."""

FURTHEST = 19
"""Semitones by which a voice may be higher or lower than the score: an octave and a fifth."""

NEAR_MS = 600.0
"""How far the place may be from one that is known roughly."""

LATE_MS = 17.0
"""By how much the mean of both measures is late: singers slide into their notes, and a vowel takes
time to rise. Median over 24 takes of synthetic singers at 10 and 20 dB; 17.3 and 16.9."""

PITCH_LATE_MS = 14.0
"""The same for the pitches alone."""

AROUND_MS = 45.0
"""Onsets are believed within this distance of the place that the pitches gave."""

EQUAL = 0.95
"""Verses share a tune: of places that agree as well as the best, to this share, the first wins."""

PACES = tuple(round(1.03**step, 4) for step in range(-8, 9))
"""Paces that a recording is tried at, as shares of the song's own: 0.79 to 1.27."""

FINER = (0.0025, 0.0005, 0.0001)
"""Steps of finer and finer grids around a pace: the last shifts the end of two minutes by 12 ms."""

ALL_SHIFTS = tuple(
    part * STEP for part in range(round(-FURTHEST / STEP), round(FURTHEST / STEP) + 1)
)

BETTER = 0.1
"""Another pace than the song's own is believed if it agrees better by so much."""

HEARD = 0.55
"""A lower agreement is no singing of this song."""

SUNG = 0.3
"""A note that has less than this share of the salience of the clear ones is not sung."""

LEAST_NOTES = 6
"""Fewer notes within the recording give no place."""


@frozen
class Placement:
    """The place of a recording in the performed song: `first_ms + pace * time` in the recording."""

    first_ms: float
    """Where in the song the recording begins; negative if it begins before the song."""
    semitones: float
    """How much higher than the score the voice sings, in halves."""
    pace: float
    """How fast the voice sings in comparison with the song, 1 for as fast."""
    doubt_ms: float
    """How far the place may be off: what the two measures differ, at least 3."""
    agreement: float
    """How much of what is heard during the notes is at their pitch, 0 to 1."""
    sung_ms: tuple[float, float]
    """Begin of the first and end of the last note that is sung, in the recording."""


@frozen
class _Fit:
    lag_ms: float
    """Where in the recording the song begins."""
    semitones: float
    agreement: float
    strength: float
    """Mean salience along the notes, those outside the recording counted as 0."""


def place(sound: Sound, song: Timeline, near_ms: float | None = None) -> Placement | None:
    """Place mono sound at `RATE` in `song`; within 0.6 s of `near_ms` and at the song's own pace if
    that is known.

    Returns None if too little of the song's tune is heard.
    """
    sound = sound[: LONGEST_S * RATE]
    if not song.notes or len(sound) < RATE:
        return None
    heard = _Heard(salience(sound), max(note.end_ms for note in song.notes) / PACES[0])
    pace, fit = 1.0, heard.fit(_Search(song.notes, near_ms))
    if near_ms is None and (fit is None or fit.agreement < 1 - BETTER):
        pace, fit = _at_best_pace(heard, song.notes, fit)
    if fit is None or fit.agreement < HEARD:
        return None
    begins = np.array([each.start_ms for line in song.lines for each in line.syllables])
    if not len(begins):
        begins = np.array([note.start_ms for note in song.notes])
    by_onset = _by_onset(sound, begins / pace, fit.lag_ms)
    if by_onset is None:
        lag, doubt = fit.lag_ms - PITCH_LATE_MS, AROUND_MS / 2
    else:
        lag = (fit.lag_ms + by_onset) / 2 - LATE_MS
        doubt = max(3.0, abs(fit.lag_ms - by_onset))
    sung = _sung_ms(heard.salience, _faster(song.notes, pace), lag, fit.semitones)
    return Placement(-lag * pace, fit.semitones, pace, doubt, fit.agreement, sung)


@frozen
class _Search:
    """What `_by_pitch` looks for."""

    notes: Sequence[SungNote]
    near_ms: float | None = None
    shifts: tuple[float, ...] = ALL_SHIFTS


class _Heard:
    """The salience of a recording, ready to be compared with notes."""

    def __init__(self, heard: Salience, longest_ms: float) -> None:
        """No note ends later than `longest_ms`."""
        self.salience = heard
        self._song_looks = math.ceil(longest_ms / 1000 * LOOKS_S) + 1
        self._size = 1 << (len(heard) + self._song_looks).bit_length()
        self._spectra = [np.fft.rfft(column, self._size).astype(np.complex64) for column in heard.T]
        lags = np.arange(self._size)
        lags[lags >= len(heard)] -= self._size
        self._lags = lags

    def fit(self, wanted: _Search) -> _Fit | None:
        """The lag and the transposition at which the salience along the notes is greatest."""
        allowed = (self._lags > -self._song_looks) & (self._lags < len(self.salience))
        if wanted.near_ms is not None:
            allowed &= np.abs(self._lags * 1000 / LOOKS_S + wanted.near_ms) <= NEAR_MS
        patterns = self._patterns(wanted.notes)
        lowest = pitches()[0]
        best, best_shift = np.zeros(0), 0.0
        for shift in wanted.shifts:
            total = np.zeros(self._size // 2 + 1, np.complex64)
            for pitch, pattern in patterns.items():
                column = round((pitch + shift - lowest) / STEP)
                if 0 <= column < len(self._spectra):
                    total += self._spectra[column] * pattern
            curve = np.where(allowed, np.fft.irfft(total, self._size), -np.inf)
            if not len(best) or curve.max() > best.max():
                best, best_shift = curve, shift
        if best.max() <= 0:
            return None
        at = _first_of_equals(best, self._lags)
        lag = int(self._lags[at])
        length = sum(note.end_ms - note.start_ms for note in wanted.notes)
        return _Fit(
            _peak(best, at, self._lags),
            best_shift,
            _agreement(self.salience, wanted.notes, lag, best_shift),
            float(best[at]) / length,
        )

    def _patterns(self, notes: Sequence[SungNote]) -> dict[int, NDArray[np.complex64]]:
        """By pitch, the conjugate spectrum of the looks in which it is to be heard."""
        active: dict[int, NDArray[np.float64]] = {}
        for note in notes:
            row = active.setdefault(note.pitch, np.zeros(self._song_looks))
            row[_looks_of(note)] = 1.0
        return {
            pitch: np.conj(np.fft.rfft(row, self._size)).astype(np.complex64)
            for pitch, row in active.items()
        }


def _at_best_pace(
    heard: _Heard, notes: Sequence[SungNote], own: _Fit | None
) -> tuple[float, _Fit | None]:
    """The pace at which the voice sings and the fit there, in three finer and finer grids."""

    def at(pace: float, shifts: tuple[float, ...]) -> tuple[float, _Fit | None]:
        return pace, heard.fit(_Search(_faster(notes, pace), shifts=shifts))

    tried = [at(pace, ALL_SHIFTS) for pace in PACES]
    pace, found = max(tried, key=lambda each: each[1].agreement if each[1] else 0.0)
    if found is None or (own is not None and found.agreement < own.agreement + BETTER):
        return 1.0, own
    for step in FINER:
        tried = [at(pace * (1 + step * part), (found.semitones,)) for part in range(-6, 7)]
        pace, finer = max(tried, key=lambda each: each[1].strength if each[1] else 0.0)
        found = finer or found
    return pace, found


def _faster(notes: Sequence[SungNote], pace: float) -> list[SungNote]:
    return [SungNote(note.start_ms / pace, note.end_ms / pace, note.pitch) for note in notes]


def _looks_of(note: SungNote) -> slice:
    return slice(math.ceil(note.start_ms / 1000 * LOOKS_S), math.ceil(note.end_ms / 1000 * LOOKS_S))


def _first_of_equals(curve: NDArray[np.float64], lags: NDArray[np.int_]) -> int:
    """The best place; of several that agree as well, the one earliest in the song, whose lag is the
    greatest."""
    peaks = np.flatnonzero((curve >= np.roll(curve, 1)) & (curve >= np.roll(curve, -1)))
    equal = peaks[curve[peaks] >= EQUAL * curve.max()]
    return int(equal[lags[equal].argmax()]) if len(equal) else int(curve.argmax())


def _peak(curve: NDArray[np.float64], at: int, lags: NDArray[np.int_]) -> float:
    """The lag in ms of the peak at `at`, between the looks by a parabola."""
    before, here, after = curve[at - 1], curve[at], curve[(at + 1) % len(curve)]
    bend = before - 2 * here + after
    part = 0.5 * (before - after) / bend if np.isfinite(bend) and bend < 0 else 0.0
    return float((lags[at] + part) * 1000 / LOOKS_S)


def _agreement(
    heard: NDArray[np.float32], notes: Sequence[SungNote], lag: int, shift: float
) -> float:
    """Salience at the notes' pitches, within half a semitone, over the greatest at any pitch."""
    at_notes = greatest = 0.0
    within = 0
    lowest = pitches()[0]
    for note in notes:
        looks = _looks_of(note)
        first, end = looks.start + lag, looks.stop + lag
        column = round((note.pitch + shift - lowest) / STEP)
        if first < 0 or end > len(heard) or not 1 <= column < heard.shape[1] - 1:
            continue
        part = heard[first:end]
        at_notes += float(part[:, column - 1 : column + 2].max(axis=1).sum())
        greatest += float(part.max(axis=1).sum())
        within += 1
    return at_notes / greatest if within >= LEAST_NOTES and greatest > 0 else 0.0


def _sung_ms(
    heard: Salience, notes: Sequence[SungNote], lag_ms: float, shift: float
) -> tuple[float, float]:
    """From the first to the last note that is sung, in the time of the recording."""
    lowest, lag = pitches()[0], round(lag_ms / 1000 * LOOKS_S)
    strengths: list[tuple[float, SungNote]] = []
    for note in notes:
        looks = _looks_of(note)
        column = round((note.pitch + shift - lowest) / STEP)
        part = heard[max(0, looks.start + lag) : max(0, looks.stop + lag)]
        part = part[:, max(0, column - 1) : max(0, column + 2)]
        if part.size:
            strengths.append((float(part.max(axis=1).mean()), note))
    if not strengths:
        return 0.0, len(heard) * 1000 / LOOKS_S
    clear = float(np.percentile([strength for strength, _ in strengths], 75))
    sung = [note for strength, note in strengths if strength >= SUNG * clear]
    return (
        min(note.start_ms for note in sung) + lag_ms,
        max(note.end_ms for note in sung) + lag_ms,
    )


def _by_onset(sound: Sound, begins: NDArray[np.float64], lag_ms: float) -> float | None:
    """The lag near `lag_ms` at which the onsets agree best with `begins`; None without any."""
    strength = onset_strength(sound)
    hop_ms = 1000 * ONSET_HOP / RATE
    reach = round(AROUND_MS / hop_ms)
    ticks = ((begins + lag_ms) / hop_ms)[:, np.newaxis] + np.arange(-reach, reach + 1)
    ticks = ticks[(ticks[:, 0] >= 0) & (ticks[:, -1] < len(strength) - 1)]
    if not len(ticks):
        return None
    whole = ticks.astype(np.intp)
    part = ticks - whole
    sums = (strength[whole] * (1 - part) + strength[whole + 1] * part).sum(axis=0)
    at = int(sums.argmax())
    if at in (0, len(sums) - 1):
        return None
    before, here, after = sums[at - 1 : at + 2]
    bend = before - 2 * here + after
    offset = at - reach + (0.5 * (before - after) / bend if bend < 0 else 0.0)
    return float(lag_ms + offset * hop_ms)
