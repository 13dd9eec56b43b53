"""Makes a take of a raw recording in a helper process: puts it together, places, cleans and levels
it."""

from pathlib import Path
from typing import TYPE_CHECKING

from lullaby.audio.microphone import RATE
from lullaby.frozen import frozen
from lullaby.helpers import Helpers, Unanswered, ask, costing, needing
from lullaby.takes.in_helper import AROUND_MS, PATIENCE_S, PREPARING
from lullaby.takes.made_take import MadeTake, NotMadeError, score_of
from lullaby.takes.raw_take import RawTake, made_file, pieces_of
from lullaby.takes.recorder import TakePart, parts_of
from lullaby.takes.sound_delay import SoundDelay
from lullaby.units import Ms

if TYPE_CHECKING:
    from lullaby.audio.port import Trouble
    from lullaby.songbook.timeline import Timeline
    from lullaby.takes.salience import Sound

CLOCK_DOUBT_MS = 60.0
"""How far a place by the clocks alone may be off: the delays of loudspeaker and microphone."""

LEAST_DOUBT_MS = 5.0
"""The same once these were measured."""

BARS = 136
"""Bars of the picture of a take."""


@frozen
class RawOrder:
    """What to make of a recording."""

    recording: Path
    parts: tuple[TakePart, ...]
    pace: float
    """That of the song while it was recorded."""
    song: "Timeline"
    """At that pace."""
    softer_noise: bool
    target: Path
    """An .opus file."""
    title: str = ""
    singer: str = ""
    delay: SoundDelay | None = None
    """By which the clocks place it too late."""


def make_take(
    raw: RawTake, softer_noise: bool, helpers: Helpers, delay: SoundDelay | None = None
) -> MadeTake:
    """Make a take beside the recording, in `made_file`; `delay` is that of its loudspeaker and
    microphone, if it was measured. Raises NotMadeError and OSError."""
    from lullaby.audio.port import Trouble

    if raw.is_message:
        made = _make_message(raw, softer_noise, helpers)
    else:
        made = _make_song(raw, softer_noise, helpers, delay if delay and delay.steady else None)
    if isinstance(made, Trouble | Unanswered):
        raise NotMadeError(made)
    if isinstance(made, OSError):
        raise made
    return made


def _make_song(
    raw: RawTake, softer_noise: bool, helpers: Helpers, delay: SoundDelay | None
) -> "MadeTake | Trouble | Unanswered | OSError":
    from lullaby.songbook.setting import Setting
    from lullaby.songbook.timeline import timeline

    facts = raw.facts
    song = timeline(score_of(raw), Setting(pace=facts.pace, verses=facts.verses))
    parts = parts_of(pieces_of(raw), facts.pace)
    order = RawOrder(
        raw.path, parts, facts.pace, song, softer_noise, made_file(raw), facts.title, delay=delay
    )
    return make_in_helper(order, helpers)


@frozen
class RawMessage:
    """A recording without a song, whose parts follow each other as they were spoken."""

    recording: Path
    frames: int
    softer_noise: bool
    target: Path
    """An .opus file."""


def _make_message(
    raw: RawTake, softer_noise: bool, helpers: Helpers
) -> "MadeTake | Trouble | Unanswered | OSError":
    frames = max((piece.end for piece in pieces_of(raw)), default=0)
    order = RawMessage(raw.path, frames, softer_noise, made_file(raw))
    return ask(helpers, _message, order, patience_s=PATIENCE_S)


@costing(PREPARING)
@needing("lullaby.audio.mono", "lullaby.audio.writer", "lullaby.takes.cutting")
def _message(order: RawMessage) -> "MadeTake | Trouble | OSError":
    from lullaby.audio.decoder import Decoder
    from lullaby.audio.file_access import CannotPlay
    from lullaby.audio.mono import read_mono
    from lullaby.audio.writer import write_sound
    from lullaby.takes.cleaning import cleaned, without_rumble
    from lullaby.takes.cutting import heard
    from lullaby.takes.levelling import levelled

    try:
        sound = read_mono(Decoder(order.recording), order.frames)
    except CannotPlay as problem:
        return problem.trouble
    first, end = heard(sound) or (0, len(sound))
    sound = sound[first:end]
    try:
        clean = cleaned(sound) if order.softer_noise else without_rumble(sound)
        write_sound(order.target, levelled(clean), mono=True)
    except OSError as problem:
        return problem
    length = Ms(len(sound) * 1000 // RATE)
    return MadeTake(0.0, 1.0, 0.0, 0.0, False, length, bars_of(sound))


def make_in_helper(
    order: RawOrder, helpers: Helpers
) -> "MadeTake | Trouble | Unanswered | OSError":
    """Make a take of a recording; OSError if it cannot be written. Raises NoHelperError."""
    return ask(helpers, _make, order, patience_s=2 * PATIENCE_S)


@costing(PREPARING)
@needing("lullaby.audio.mono", "lullaby.audio.writer", "lullaby.takes.placing")
def _make(order: RawOrder) -> "MadeTake | Trouble | OSError":
    """Placing and cleaning take a processor each."""
    from concurrent.futures import ThreadPoolExecutor

    from lullaby.audio.file_access import CannotPlay
    from lullaby.audio.writer import write_sound
    from lullaby.takes.cleaning import cleaned, without_rumble
    from lullaby.takes.levelling import levelled
    from lullaby.takes.placing import place
    from lullaby.takes.salience import RATE as PLACING_RATE

    pace, delay = order.pace, order.delay
    near = order.parts[0].song_ms if order.parts else 0.0
    clock_doubt_ms = CLOCK_DOUBT_MS
    if delay is not None:
        near -= delay.ms * pace
        clock_doubt_ms = max(LEAST_DOUBT_MS, delay.spread_ms)
    try:
        heard, sound = _whole(order, PLACING_RATE), _whole(order, RATE)
    except CannotPlay as problem:
        return problem.trouble
    with ThreadPoolExecutor(1) as other:
        placing = other.submit(place, heard, order.song, near / pace)
        clean = cleaned(sound) if order.softer_noise else without_rumble(sound)
        found = placing.result()
    if found is None:
        begin, first_ms, semitones, doubt_ms = 0.0, near, 0.0, clock_doubt_ms
    else:
        begin = max(0.0, found.sung_ms[0] - AROUND_MS)
        first_ms = (found.first_ms + begin) * pace
        semitones, doubt_ms = found.semitones, found.doubt_ms
        end = found.sung_ms[1] + AROUND_MS
        sung = slice(round(begin * RATE / 1000), round(end * RATE / 1000))
        sound, clean = sound[sung], clean[sung]
    try:
        write_sound(order.target, levelled(clean), order.title, order.singer, mono=True)
    except OSError as problem:
        return problem
    length = Ms(len(sound) * 1000 // RATE)
    by_score = found is not None
    return MadeTake(first_ms, pace, semitones, doubt_ms, by_score, length, bars_of(sound))


def _whole(order: RawOrder, rate: int) -> "Sound":
    from lullaby.audio.decoder import Decoder
    from lullaby.audio.mono import read_mono
    from lullaby.takes.assembling import assembled

    frames = max((part.end for part in order.parts), default=0)
    sound = read_mono(Decoder(order.recording, rate=rate), -(-frames * rate // RATE))
    return assembled(sound, rate, order.parts, order.pace)


def bars_of(sound: "Sound") -> tuple[float, ...]:
    """Root of the power in `BARS` equal parts, as a share of the loudest."""
    import numpy as np

    levels = [
        float(np.sqrt(np.mean(np.square(part)))) if len(part) else 0.0
        for part in np.array_split(sound, BARS)
    ]
    loudest = max(levels) or 1.0
    return tuple(round(level / loudest, 3) for level in levels)


def delay_in_helper(
    recording: Path, begins_ms: float, helpers: Helpers
) -> "SoundDelay | Trouble | Unanswered | None":
    """How late tones are heard in a recording, as `delay.delay_in`. Raises NoHelperError."""
    return ask(helpers, _delay, (recording, begins_ms), patience_s=PATIENCE_S)


@costing(PREPARING)
@needing("lullaby.audio.mono", "lullaby.takes.delay")
def _delay(asked: "tuple[Path, float]") -> "SoundDelay | Trouble | None":
    from lullaby.audio.decoder import Decoder
    from lullaby.audio.file_access import CannotPlay
    from lullaby.audio.mono import read_mono
    from lullaby.takes.delay import LENGTH_MS, delay_in

    recording, begins_ms = asked
    try:
        sound = read_mono(Decoder(recording), 2 * round(LENGTH_MS * RATE / 1000))
    except CannotPlay as problem:
        return problem.trouble
    return delay_in(sound, begins_ms)
