"""The initial content of the editor for a song."""

from lullaby.frozen import frozen
from lullaby.library.track import Track
from lullaby.lyrics.draft_store import Draft
from lullaby.lyrics.model import Lyrics


@frozen
class EditorContent:
    """What exists for a song: words, a draft, both or neither."""

    track: Track
    words: Lyrics | None
    draft: Draft | None
