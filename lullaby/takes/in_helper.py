"""Places and prepares recordings in a helper process, since they are files of any origin."""

from pathlib import Path
from typing import TYPE_CHECKING

from lullaby.frozen import frozen
from lullaby.helpers import Bounds, Helpers, Unanswered, ask, costing, needing
from lullaby.units import Ms

if TYPE_CHECKING:
    from lullaby.audio.port import Trouble
    from lullaby.songbook.timeline import Timeline
    from lullaby.takes.placing import Placement

PATIENCE_S = 180.0
"""Ten minutes in which the tune is not heard take 7 s of a core, and longer where it is shared."""

BOUNDS = Bounds(memory=512 << 20, cpu_s=60)
"""Such ten minutes take 160 MB."""


def place_in_helper(
    path: Path, song: "Timeline", helpers: Helpers
) -> "Placement | Trouble | Unanswered | None":
    """Place a recording in a song, as `placing.place`; None if the tune is not heard in it.

    Raises NoHelperError."""
    return ask(helpers, _place, (path, song), patience_s=PATIENCE_S)


@costing(BOUNDS)
@needing("lullaby.audio.mono", "lullaby.takes.placing")
def _place(asked: "tuple[Path, Timeline]") -> "Placement | Trouble | None":
    from lullaby.audio.decoder import Decoder
    from lullaby.audio.file_access import CannotPlay
    from lullaby.audio.mono import read_mono
    from lullaby.takes.placing import LONGEST_S, place
    from lullaby.takes.salience import RATE

    path, song = asked
    try:
        return place(read_mono(Decoder(path, rate=RATE), LONGEST_S * RATE), song)
    except CannotPlay as problem:
        return problem.trouble


AROUND_MS = 1_200.0
"""What is kept before the first and after the last sung note."""

PREPARING = Bounds(memory=1536 << 20, cpu_s=180)
"""A quarter of an hour at 48 kHz, cleaned."""

LONGEST_MESSAGE_S = 900
"""A story is kept by its first quarter of an hour, which is as long as the recorder records."""


@frozen
class TakeOrder:
    """Where a recording is, in which song it is sung, and where its take is to be written."""

    recording: Path
    song: "Timeline"
    target: Path
    """An .opus file."""
    title: str
    singer: str


@frozen
class PreparedTake:
    """A take that was written."""

    first_ms: float
    """Where in the song it begins."""
    placement: "Placement"
    """That of the recording it was cut from."""
    length_ms: Ms


def prepare_in_helper(
    order: TakeOrder, helpers: Helpers
) -> "PreparedTake | Trouble | Unanswered | OSError | None":
    """Place a recording, cut it to what is sung, clean, level and write it.

    None if the tune is not heard in it, OSError if it cannot be written. Raises NoHelperError.
    """
    return ask(helpers, _prepare, order, patience_s=2 * PATIENCE_S)


@frozen
class MessageOrder:
    """Where a recording without a song is, and where its take is to be written."""

    recording: Path
    target: Path
    """An .opus file."""
    title: str
    singer: str


def prepare_message_in_helper(
    order: MessageOrder, helpers: Helpers
) -> "Ms | Trouble | Unanswered | OSError | None":
    """Cut a recording to what is spoken, clean, level and write it; returns its length.

    None if nothing is heard in it, OSError if it cannot be written. Raises NoHelperError.
    """
    return ask(helpers, _prepare_message, order, patience_s=PATIENCE_S)


@costing(PREPARING)
@needing("lullaby.audio.mono", "lullaby.audio.writer", "lullaby.takes.cutting")
def _prepare_message(order: MessageOrder) -> "Ms | Trouble | OSError | None":
    from lullaby.audio.decoder import RATE, Decoder
    from lullaby.audio.file_access import CannotPlay
    from lullaby.audio.mono import read_mono
    from lullaby.audio.writer import write_sound
    from lullaby.takes.cleaning import cleaned
    from lullaby.takes.cutting import heard
    from lullaby.takes.levelling import levelled

    try:
        sound = read_mono(Decoder(order.recording), LONGEST_MESSAGE_S * RATE)
    except CannotPlay as problem:
        return problem.trouble
    between = heard(sound)
    if between is None:
        return None
    sound = cleaned(sound[between[0] : between[1]])
    try:
        write_sound(order.target, levelled(sound), order.title, order.singer, mono=True)
    except OSError as problem:
        return problem
    return Ms(len(sound) * 1000 // RATE)


@costing(PREPARING)
@needing("lullaby.audio.mono", "lullaby.audio.writer", "lullaby.takes.placing")
def _prepare(order: TakeOrder) -> "PreparedTake | Trouble | OSError | None":
    from lullaby.audio.decoder import RATE, Decoder
    from lullaby.audio.file_access import CannotPlay
    from lullaby.audio.mono import read_mono
    from lullaby.audio.writer import write_sound
    from lullaby.takes.cleaning import cleaned
    from lullaby.takes.levelling import levelled
    from lullaby.takes.placing import Placement

    found = _place((order.recording, order.song))
    if not isinstance(found, Placement):
        return found
    begin = max(0.0, found.sung_ms[0] - AROUND_MS)
    first, end = (round(ms * RATE / 1000) for ms in (begin, found.sung_ms[1] + AROUND_MS))
    try:
        sound = read_mono(Decoder(order.recording), end - first, skip=first)
    except CannotPlay as problem:
        return problem.trouble
    try:
        blocks = levelled(cleaned(sound))
        write_sound(order.target, blocks, order.title, order.singer, mono=True)
    except OSError as problem:
        return problem
    length = Ms(len(sound) * 1000 // RATE)
    return PreparedTake(found.first_ms + found.pace * begin, found, length)
