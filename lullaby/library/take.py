"""A take: a person's own recording of a song, with its place in it."""

from datetime import datetime
from enum import StrEnum

from lullaby.frozen import frozen
from lullaby.library.song_preferences import EVERYBODY, ChildId, TakeId
from lullaby.units import Ms

MESSAGES = "messages"
"""Where messages stand instead of a song; no score has this id."""


BETWEEN_SINGERS = ", "
"""Parts the names of those who sing in a choir."""


class PlacedBy(StrEnum):
    """How the place of a take was found."""

    CLOCK = "clock"
    SCORE = "score"
    HAND = "hand"


class TakeKind(StrEnum):
    VOICE = "voice"
    """One voice in a song."""
    CHOIR = "choir"
    """Several takes of a song laid together."""
    MESSAGE = "message"
    """A story or a few words, without a song."""


@frozen
class TakePlace:
    """Time t of the take is at `first_ms + pace * t` of the song as it is performed."""

    first_ms: float
    pace: float = 1.0
    semitones: float = 0.0
    """How much higher than the score it is sung."""
    doubt_ms: float = 0.0
    by: PlacedBy = PlacedBy.SCORE


@frozen
class TakeFacts:
    """What is known of a take, wherever its file is."""

    song: str
    """The id of the score; for a message, `MESSAGES`."""
    title: str
    singer: str
    recorded_at: datetime
    length_ms: Ms
    place: TakePlace
    child: ChildId = EVERYBODY
    kind: TakeKind = TakeKind.VOICE
    music_audible: bool = False
    """Whether the music may be heard in it: it came from a loudspeaker beside the microphone."""


@frozen
class Take:
    id: TakeId
    facts: TakeFacts
    file: str
    """Its path below the folder of voices, with `/`."""
    sha256: str
    """Of the file."""
    deleted_at: datetime | None = None
