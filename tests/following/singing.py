"""A singer of made-up pitches, and a song for them: four lines of seven notes."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from lullaby.following.cells import cells_of
from lullaby.following.follower import Follower
from lullaby.following.hearing import FRAMES, Heard
from lullaby.following.melody import Melody, MelodyNote
from lullaby.following.pitch_candidates import RATE, Candidate
from lullaby.following.shown import Shown

FRAME_S = 0.02
NOTE_MS = 500.0
LONG_MS = 1000.0
LINES = (
    (60, 62, 64, 65, 67, 67, 64),
    (69, 71, 72, 71, 69, 67, 69),
    (67, 65, 64, 62, 64, 62, 59),
    (60, 67, 65, 64, 62, 59, 60),
)
PER_LINE = len(LINES[0])


def song(lines: tuple[tuple[int, ...], ...] = LINES, verses: int = 1) -> Melody:
    """The last note of each line is long; each note has a syllable of its own."""
    notes: list[MelodyNote] = []
    line_count = 0
    for _ in range(verses):
        for pitches in lines:
            for at, pitch in enumerate(pitches):
                ms = LONG_MS if at == len(pitches) - 1 else NOTE_MS
                notes.append(MelodyNote(pitch, ms, len(notes), line_count))
            line_count += 1
    return Melody(tuple(notes), tuple(at // len(lines) for at in range(line_count)))


class Singer:
    """Sings the syllables of a song; keeps what is heard, and when each syllable began."""

    def __init__(self, melody: Melody, key: float = 0.0, pace: float = 1.0) -> None:
        self._sheet = melody
        self._key = key
        self._pace = pace
        self.heard: list[Heard] = []
        self.began: list[tuple[float, int]] = []

    def sings(self, syllables: Iterable[int], drift: float = 0.0) -> "Singer":
        """`drift` is in semitones a note."""
        for syllable in syllables:
            note = next(note for note in self._sheet.notes if note.syllable == syllable)
            self.began.append((self._now, syllable))
            self._key += drift
            frames = round(note.ms / self._pace / (1000 * FRAME_S))
            for at in range(frames):
                pitch = Candidate(note.pitch + self._key, 0.9)
                self._frame(pitch, 0.97, 1.0 if at == 0 else 0.05)
        return self

    def pauses(self, seconds: float) -> "Singer":
        for _ in range(round(seconds / FRAME_S)):
            self._frame(None, 0.0, 0.0)
        return self

    def _frame(self, pitch: Candidate | None, voiced: float, onset: float) -> None:
        self.heard.append(Heard(self._now + FRAME_S, pitch, None, voiced, onset))

    @property
    def _now(self) -> float:
        return len(self.heard) * FRAME_S


def shown_while(melody: Melody, heard: list[Heard]) -> Iterator[tuple[float, int | None]]:
    """What is shown after each step."""
    cells = cells_of(melody)
    follower, shown = Follower(cells), Shown(cells)
    for at in range(0, len(heard) - FRAMES + 1, FRAMES):
        believed = follower.step(heard[at : at + FRAMES])
        shown.update(believed)
        yield believed.end_s, shown.syllable


def share_right(melody: Melody, singer: Singer, after_s: float = 0.0) -> float:
    """The share of the time after `after_s` in which the right syllable or its neighbour shows."""
    right: list[bool] = []
    for end_s, syllable in shown_while(melody, singer.heard):
        sung = [each for began, each in singer.began if began < end_s]
        if end_s > after_s and sung:
            right.append(syllable is not None and abs(syllable - sung[-1]) <= 1)
    return float(np.mean(right))


def tone(
    semitones: Iterable[float], seconds: float = 0.5, level: float = 0.2
) -> NDArray[np.float32]:
    """Notes of a voice-like sound with eight partials; pitches are MIDI numbers."""
    at = np.arange(round(seconds * RATE)) / RATE
    envelope = np.minimum(1, np.minimum(at, seconds - at) / 0.02)
    notes = [
        envelope * sum(np.sin(2 * np.pi * k * _hertz(pitch) * at) / k for k in range(1, 9))
        for pitch in semitones
    ]
    return (level * np.concatenate(notes)).astype(np.float32)


def _hertz(pitch: float) -> float:
    return 440 * 2 ** ((pitch - 69) / 12)
