"""What a choir consists of, before it is written."""

from pathlib import Path

from lullaby.audio.port import AS_RECORDED, SpeedPitch
from lullaby.frozen import frozen
from lullaby.units import Decibels, Ms


@frozen
class SungAt:
    """A take in a choir, and when it begins."""

    source: Path
    starts_ms: float
    length_ms: Ms
    """Of the take as it was recorded."""
    gain_db: Decibels = Decibels(0.0)
    """How much louder it is than it was."""
    moved: SpeedPitch = AS_RECORDED
    """How it is played, to be in the key and at the pace of the others."""


@frozen
class ChoirOrder:
    """Takes of one song, and where to write them together."""

    voices: tuple[SungAt, ...]
    target: Path
    """A .wav, .opus, .mp3 or .flac file."""
    title: str
    singers: str
    workplace: Path
    """A folder for voices that were moved; while it is there they are not moved again."""
    music: Path | None = None
    """An accompaniment at their pace, which begins at 0 ms; None for none."""
    music_semitones: float = 0.0
    """How much higher they sing than it was made."""
