"""Saves finished words: beside the song, else in our own folder; on request also in its tags."""

from __future__ import annotations

import logging
from dataclasses import replace
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from lullaby.frozen import frozen
from lullaby.helpers import Helpers
from lullaby.lyrics.beside import folded, sidecars
from lullaby.lyrics.draft_store import DraftStore
from lullaby.units import Ms

if TYPE_CHECKING:
    from lullaby.lyrics.model import Lyrics

log = logging.getLogger(__name__)

LRC = ".lrc"


@frozen
class WordsTarget:
    """The song whose words are to be saved."""

    key: str
    audio: Path
    duration_ms: Ms | None = None
    ours: bool = False
    """Whether it came with the app, whose folders are never written."""


class TagsOutcome(Enum):
    NOT_ASKED = auto()
    WRITTEN = auto()
    LEFT_ALONE = auto()
    """The recording is as it was."""


@frozen
class Placed:
    file: Path
    beside: bool
    """Whether the words were saved beside the song and not in our own folder."""
    kept: Path | None = None
    """Where another program's file that was replaced is kept now."""
    tags: TagsOutcome = TagsOutcome.NOT_ASKED


def place_words(
    song: WordsTarget,
    lyrics: Lyrics,
    drafts: DraftStore,
    helpers: Helpers,
    into_tags: bool = False,
) -> Placed:
    """Save `lyrics` permanently; `helpers` read the recording.

    Its tags, which take longest, come last. Raises OSError if not even our own folder can be
    written.
    """
    placed = _place(song, lyrics, drafts)
    if not into_tags or song.ours:
        return placed
    return replace(placed, tags=_into_tags(song, lyrics, helpers))


def _place(song: WordsTarget, lyrics: Lyrics, drafts: DraftStore) -> Placed:
    from lullaby.lyrics.saving import save_words  # with the reader that checks what was saved

    if not song.ours:
        try:
            saved = save_words(target_of(song.audio), lyrics, song.duration_ms)
        except OSError:
            log.info("no words can be written beside %s", song.audio.name, exc_info=True)
        else:
            drafts.let_words_go(song.key)
            return Placed(saved.path, True, saved.kept)
    return Placed(drafts.keep_words(song.key, lyrics, song.duration_ms), False)


def target_of(audio: Path) -> Path:
    """The LRC file beside a recording: the one that is there in whatever case, or a new one."""
    stem = folded(audio.stem)
    there = (path for path in sidecars(audio) if path.parent == audio.parent)
    own = (path for path in there if folded(path.stem) == stem)
    return next((path for path in own if path.suffix.casefold() == LRC), audio.with_suffix(LRC))


def stored_words(song: WordsTarget, drafts: DraftStore) -> Lyrics | None:
    """Words from our own folder, unless there is a newer file beside the song."""
    kept_at = drafts.kept_at(song.key)
    if kept_at is None:
        return None
    for beside in sidecars(song.audio):
        try:
            newer = not song.ours and beside.stat().st_mtime > kept_at
        except OSError:
            continue
        if newer:
            return None
    return drafts.words(song.key, song.duration_ms)


def _into_tags(song: WordsTarget, lyrics: Lyrics, helpers: Helpers) -> TagsOutcome:
    from lullaby.lyrics.tag_writer import write_tags

    try:
        refused = write_tags(song.audio, lyrics, helpers)
    except OSError:
        log.info("the tags of %s were left alone", song.audio.name, exc_info=True)
        return TagsOutcome.LEFT_ALONE
    if refused is not None:
        log.info("the tags of %s were left alone: %s", song.audio.name, refused.value)
    return TagsOutcome.WRITTEN if refused is None else TagsOutcome.LEFT_ALONE
