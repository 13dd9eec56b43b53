"""Stores word drafts, and finished words that cannot be saved beside their song.

Every edit writes the whole draft, so that a crash costs nothing. Songs are named by a key: the
path of a recording, or the name of a song of the songbook.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from lullaby.frozen import frozen
from lullaby.settings import write_atomically
from lullaby.units import Ms

if TYPE_CHECKING:  # the editor's modules are loaded with the first draft, not at the start
    from lullaby.lyrics.model import Lyrics
    from lullaby.lyrics.tapping import TapSession

log = logging.getLogger(__name__)

VERSION = 1


@frozen
class Draft:
    session: TapSession
    like: Lyrics
    """Title, artist, language and tags of the words; its lines are those of the session."""


class DraftStore:
    """Reading never raises; writing raises OSError."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, key: str, draft: Draft) -> None:
        from lullaby.lyrics.tap_draft import to_draft

        like = draft.like
        values = {
            "version": VERSION,
            "song": key,
            "title": like.title,
            "artist": like.artist,
            "language": like.language,
            "tags": [list(pair) for pair in like.tags],
            "words": json.loads(to_draft(draft.session)),
        }
        write_atomically(self._draft(key), json.dumps(values))

    def draft(self, key: str) -> Draft | None:
        """The stored draft; a damaged file is renamed and None returned."""
        path = self._draft(key)
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError):
            log.warning("the draft %s could not be read", path.name, exc_info=True)
            return None
        from lullaby.lyrics.tap_draft import NotADraftError

        try:
            return _read(text)
        except NotADraftError:
            log.warning("the draft %s is damaged and put aside", path.name)
            _put_aside(path)
        return None

    def discard_draft(self, key: str) -> None:
        """Delete a draft after its words were saved elsewhere."""
        self._draft(key).unlink(missing_ok=True)

    def keep_words(self, key: str, lyrics: Lyrics, duration_ms: Ms | None = None) -> Path:
        """Store finished words of a song whose folder cannot be written."""
        from lullaby.lyrics.saving import save_words

        path = self._words(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        return save_words(path, lyrics, duration_ms).path

    def words(self, key: str, duration_ms: Ms | None = None) -> Lyrics | None:
        path = self._words(key)
        if not path.exists():
            return None
        from lullaby.lyrics.finder import read_words  # the readers of all formats: 2 MB

        return read_words(path, duration_ms)

    def kept(self) -> Callable[[str], bool]:
        """A test for whether a key has finished words here; reads the folder once for many keys."""
        try:
            names = {path.stem for path in (self._folder / "kept").glob("*.lrc")}
        except OSError:
            names = set()
        return lambda key: bool(names) and _name(key) in names

    def kept_at(self, key: str) -> float | None:
        """When the finished words were written, as a file's time in seconds."""
        try:
            return self._words(key).stat().st_mtime
        except OSError:
            return None

    def let_words_go(self, key: str) -> None:
        """Delete finished words after they were saved beside the song."""
        self._words(key).unlink(missing_ok=True)

    def _draft(self, key: str) -> Path:
        return self._folder / "drafts" / f"{_name(key)}.json"

    def _words(self, key: str) -> Path:
        return self._folder / "kept" / f"{_name(key)}.lrc"


def _name(key: str) -> str:
    import hashlib  # 4 ms to load, and the start needs none

    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()[:24]


def _put_aside(path: Path) -> None:
    try:
        path.replace(path.with_suffix(".damaged"))
    except OSError:
        log.warning("it could not be put aside", exc_info=True)


def _read(text: str) -> Draft:
    from lullaby.lyrics.model import Format, Lyrics, Timing
    from lullaby.lyrics.tap_draft import NotADraftError, from_draft

    try:
        values = json.loads(text)
        if values["version"] != VERSION:
            raise NotADraftError
        session = from_draft(json.dumps(values["words"]))
        tags = tuple((str(key), str(value)) for key, value in values["tags"])
        words = (str(values[name]) for name in ("title", "artist", "language"))
        title, artist, language = words
    except (ValueError, KeyError, TypeError, RecursionError) as problem:
        raise NotADraftError from problem
    return Draft(session, Lyrics((), Timing.NONE, title, artist, language, Format.LRC, tags=tags))
