"""Writes a choir: to be listened to, kept as a take, or for other players."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lullaby.frozen import frozen
from lullaby.library.choir_work import Cancelled, Choir, Tell
from lullaby.library.kept_takes import KeptTakes
from lullaby.library.take import Take
from lullaby.library.voice_work import Failure
from lullaby.takes.choir_order import ChoirOrder

if TYPE_CHECKING:
    from lullaby.lyrics.model import Lyrics
    from lullaby.songbook.notes import Score


@frozen
class ChoirWriters:
    """What writes sound. Both may take a minute."""

    mix: Callable[[ChoirOrder, Cancelled, Tell], Failure | None]
    """Writes takes as one recording and tells which share is done; raises NoHelperError."""
    music: "Callable[[str, Score, float, int, Cancelled], Path | None]"
    """The accompaniment of the song of this id at a pace, so many semitones higher; None if there
    is none, or if cancelled. Raises OSError."""


def write_choir(
    choir: Choir,
    target: Path,
    writers: ChoirWriters,
    cancelled: Cancelled,
    tell: Tell,
) -> Failure | None:
    """Write a choir as a .wav, .opus, .mp3 or .flac file. Raises NoHelperError."""
    from lullaby.songbook.score_folder import RefusedScore, read_score

    mix = choir.mix
    order = ChoirOrder(mix.voices(choir.path_of), target, choir.title, mix.singers, choir.workplace)
    found = read_score(choir.score) if mix.music and choir.score is not None else None
    if found is not None and not isinstance(found, RefusedScore):
        song, key = mix.parts[0].take.facts.song, mix.key
        try:
            music = writers.music(song, found.score, mix.lead.pace, round(key), cancelled)
        except OSError as problem:
            return problem
        order = replace(order, music=music, music_semitones=key - round(key))
    return writers.mix(order, cancelled, tell)


def keep_choir(
    choir: Choir,
    recorded_at: datetime,
    kept: KeptTakes,
    writers: ChoirWriters,
    cancelled: Cancelled,
    tell: Tell,
) -> Take | Failure:
    """Keep a choir as a take of its own, with the words of its song. Raises `StorageError` and
    NoHelperError; nothing is left of it then."""
    facts = choir.mix.facts(recorded_at)
    target = kept.new_file(facts.song)
    try:
        failed = write_choir(choir, target, writers, cancelled, tell)
        return kept.add(facts, target, _words(choir.score)) if failed is None else failed
    finally:
        target.unlink(missing_ok=True)


def export_choir(
    choir: Choir,
    target: Path,
    writers: ChoirWriters,
    cancelled: Cancelled,
    tell: Tell,
) -> Failure | None:
    """Write a choir for other players, with its words beside it as LRC. Words that were beside an
    earlier file of that name are kept as .bak. Raises NoHelperError."""
    from lullaby.library.take_words import words_of_take
    from lullaby.lyrics.saving import save_words

    failed = write_choir(choir, target, writers, cancelled, tell)
    words = None if failed is not None else _words(choir.score)
    if words is not None and words.has_words:
        facts = choir.mix.facts(datetime.now().astimezone())
        try:
            save_words(target.with_suffix(".lrc"), words_of_take(words, facts), facts.length_ms)
        except OSError as problem:
            return problem
    return failed


def _words(score: Path | None) -> "Lyrics | None":
    """The words of the whole song as it is performed."""
    from lullaby.library.bringing_in import as_sung
    from lullaby.library.song_words import words_of
    from lullaby.songbook.score_folder import RefusedScore, read_score

    if score is None:
        return None
    found = read_score(score)
    return None if isinstance(found, RefusedScore) else words_of(found.score, as_sung(found.score))
