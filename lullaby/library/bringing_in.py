"""Makes a take of a recording from anywhere: a phone's recorder, another program."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lullaby.audio.port import Trouble
from lullaby.helpers import Helpers, NoHelperError, Unanswered
from lullaby.library.song_preferences import EVERYBODY, ChildId
from lullaby.library.take import MESSAGES, PlacedBy, Take, TakeFacts, TakeKind, TakePlace
from lullaby.library.voice_work import BroughtRecording
from lullaby.takes.in_helper import (
    MessageOrder,
    PreparedTake,
    TakeOrder,
    prepare_in_helper,
    prepare_message_in_helper,
)

if TYPE_CHECKING:
    from lullaby.library.kept_takes import KeptTakes
    from lullaby.songbook.notes import Score
    from lullaby.songbook.timeline import Timeline


def as_sung(score: "Score") -> "Timeline":
    """The song as takes are placed in it: with all its verses, repeated to last."""
    from lullaby.songbook.setting import Setting
    from lullaby.songbook.timeline import timeline, verses_to_last

    return timeline(score, Setting(verses=verses_to_last(score)))


def bring_in(
    recording: BroughtRecording,
    kept: "KeptTakes",
    helpers: Helpers,
    child: Callable[[], ChildId] = lambda: EVERYBODY,
) -> "Take | Trouble | Unanswered | OSError | None":
    """Place, cut, clean and level a recording, and keep it with the words of its song.

    `child` tells for whom it is sung, and is asked once the tune has been heard.

    None if the tune is not heard in it, OSError if the take cannot be written. Raises
    `StorageError` and NoHelperError; nothing is left of the take then.
    """
    from lullaby.library.song_words import words_of

    performed, title = as_sung(recording.score), recording.score.about.title
    try:
        target = kept.new_file(recording.song)
    except OSError as problem:
        return problem
    try:
        order = TakeOrder(recording.path.absolute(), performed, target, title, recording.singer)
        prepared = prepare_in_helper(order, helpers)
        if not isinstance(prepared, PreparedTake):
            return prepared
        placement = prepared.placement
        facts = TakeFacts(
            recording.song,
            title,
            recording.singer,
            _written_at(recording.path),
            prepared.length_ms,
            TakePlace(prepared.first_ms, placement.pace, placement.semitones, placement.doubt_ms),
            child(),
        )
        return kept.add(facts, target, words_of(recording.score, performed))
    except OSError as problem:
        if isinstance(problem, NoHelperError):
            raise
        return problem
    finally:
        target.unlink(missing_ok=True)


def bring_in_message(
    path: Path,
    title: str,
    singer: str,
    kept: "KeptTakes",
    helpers: Helpers,
    child: Callable[[], ChildId] = lambda: EVERYBODY,
) -> "Take | Trouble | Unanswered | OSError | None":
    """Keep a story or a few words as a take; as `bring_in`, without a song to place it in.

    None if nothing is heard in it.
    """
    try:
        target = kept.new_file(MESSAGES)
    except OSError as problem:
        return problem
    try:
        order = MessageOrder(path.absolute(), target, title, singer)
        length = prepare_message_in_helper(order, helpers)
        if not isinstance(length, int):
            return length
        facts = TakeFacts(
            MESSAGES,
            title,
            singer,
            _written_at(path),
            length,
            TakePlace(0.0, by=PlacedBy.HAND),
            child(),
            TakeKind.MESSAGE,
        )
        return kept.add(facts, target, None)
    except OSError as problem:
        if isinstance(problem, NoHelperError):
            raise
        return problem
    finally:
        target.unlink(missing_ok=True)


def _written_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime).astimezone()
