"""What there is to begin with when the words of a song are opened."""

from dataclasses import dataclass

from lullaby.library.track import Track
from lullaby.lyrics.draft_store import Draft
from lullaby.lyrics.model import Lyrics


@dataclass(frozen=True, slots=True)
class EditorContent:
    """What there is for a song: words, work that was begun, both or neither."""

    track: Track
    words: Lyrics | None
    draft: Draft | None
