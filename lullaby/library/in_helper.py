"""Reads untrusted files in helper processes, with a substitute result for files that cost too much.

The parsers are imported only in the helpers.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from lullaby.helpers import Helpers, Unanswered, ask, needing, never
from lullaby.library.found import FoundFile, SeenFile, Tags
from lullaby.library.matching import UNTOLD
from lullaby.library.paths_as_text import readable
from lullaby.library.track import Fault
from lullaby.units import Ms

if TYPE_CHECKING:
    from lullaby.library.tags import FileHeader
    from lullaby.lyrics.model import Lyrics

MOST_LINES = 20_000
"""Most lines of a song's words; the longest sung epics have fewer."""

SOUND_PATIENCE_S = 20.0
"""Timeout in seconds for identifying a sound, which reads up to 64 MB, even from a slow disk."""

NOT_NAMED = {Unanswered.NOT_IN_TIME: ""}

FAULTS = {
    Unanswered.TOO_MUCH: Fault.TOO_MUCH,
    Unanswered.NOT_IN_TIME: Fault.NO_ANSWER,
    Unanswered.BROKEN: Fault.UNREADABLE,
}


def read_songs(
    files: Sequence[SeenFile],
    helpers: Helpers,
    cancelled: Callable[[], bool] = never,
    at_once: int = 1,
    languages: Sequence[str] = (),
) -> Iterator[list[FoundFile]]:
    """Read files, a few at a time. Each comes back, if only with its fault, unless `cancelled`.

    Headers are read first; the decoder, which takes longer, is asked where they leave doubts.
    Words in the first of the person's `languages` count before others.
    """
    own = tuple(languages)
    asked = [(file, own) for file in files]
    unsure: dict[str, FoundFile] = {}
    doubted: list[tuple[SeenFile, tuple[str, ...]]] = []
    for answers in helpers.each(_read_header, asked, cancelled, at_once=at_once):
        sure: list[FoundFile] = []
        for (file, _), answer in answers:
            found = unread(file, answer) if isinstance(answer, Unanswered) else answer
            if found.unsure:
                unsure[file.path] = replace(found, unsure=False)
                doubted.append((file, own))
            else:
                sure.append(found)
        if sure:
            yield sure
    for heard in helpers.each(_read_whole, doubted, cancelled, at_once=at_once):
        yield [
            unsure[file.path] if isinstance(answer, Unanswered) else answer
            for (file, _), answer in heard
        ]


@needing("lullaby.library.reading")
def _read_header(asked: tuple[SeenFile, tuple[str, ...]]) -> FoundFile:
    from lullaby.library.reading import read_file

    return read_file(*asked)


@needing("lullaby.library.reading", "lullaby.audio.sound_facts")
def _read_whole(asked: tuple[SeenFile, tuple[str, ...]]) -> FoundFile:
    from lullaby.library.reading import read_whole

    return read_whole(*asked)


def unread(file: SeenFile, why: Unanswered) -> FoundFile:
    """A file that no helper could read, listed by name with the reason."""
    return FoundFile(
        Path(file.path),
        file.size,
        file.mtime_ns,
        file.words_mtime_ns,
        _named(Path(file.path)),
        FAULTS[why],
        inode=file.inode,
        ctime_ns=file.ctime_ns,
    )


def tags_of(path: Path, helpers: Helpers) -> tuple[Tags, Fault | None]:
    """The tags of a file, and its fault if it cannot be used. Raises NoHelperError."""
    header = ask(helpers, _header, path)
    if isinstance(header, Unanswered):
        return _named(path), FAULTS[header]
    if header.unsure:
        answer = ask(helpers, _tags, path)
        if not isinstance(answer, Unanswered):
            return answer
    return header.tags, header.fault


def score_tags_of(path: Path, helpers: Helpers) -> tuple[Tags, Fault | None, str]:
    """The same for a score, with the position of the fault. Raises NoHelperError."""
    answer = ask(helpers, _score_tags, path)
    return (_named(path), FAULTS[answer], "") if isinstance(answer, Unanswered) else answer


def words_in_helper(
    audio: Path,
    duration_ms: Ms | None,
    helpers: Helpers,
    songbook: Mapping[str, Path] = MappingProxyType({}),
    cancelled: Callable[[], bool] = never,
    languages: Sequence[str] = (),
    encodings: Mapping[str, str] = MappingProxyType({}),
    language: str = "",
) -> "Lyrics | Unanswered | None":
    """The words of a recording, as `lyrics.finder.find_words`. Raises NoHelperError."""
    asked = (audio, duration_ms, dict(songbook), tuple(languages), dict(encodings), language)
    return ask(helpers, _find_words, asked, cancelled)


def words_in(file: Path, duration_ms: Ms | None, helpers: Helpers) -> "Lyrics | Unanswered | None":
    """The words in a words file, as `lyrics.finder.read_words`. Raises NoHelperError."""
    return ask(helpers, _read_words, (file, duration_ms))


def other_songs_in(path: Path, helpers: Helpers) -> dict[str, str]:
    """The text of each song in an ABC file but the one that is sung from there, by a file name for
    it; empty if it cannot be read.

    Raises NoHelperError."""
    answer = ask(helpers, _other_songs_in, path)
    return {} if isinstance(answer, Unanswered) else answer


@needing("lullaby.songbook.score_folder")
def _other_songs_in(path: Path) -> dict[str, str]:
    from lullaby.songbook.score_folder import other_songs_of

    try:
        return other_songs_of(path)
    except (OSError, UnicodeDecodeError):
        return {}


def sounds_of(
    paths: Sequence[str], helpers: Helpers, cancelled: Callable[[], bool] = never
) -> dict[str, str]:
    """The identity of each file's sound (`sound.sound_of`), without files that are too slow."""
    answers = helpers.each(_sound, paths, cancelled, SOUND_PATIENCE_S)
    return {
        path: (NOT_NAMED.get(answer, UNTOLD) if isinstance(answer, Unanswered) else answer)
        for path, answer in chain.from_iterable(answers)
    }


@needing("lullaby.library.sound", "lullaby.audio.content")
def _sound(path: str) -> str:
    from lullaby.library.sound import sound_of

    return sound_of(Path(path))


@needing("lullaby.lyrics.finder", "lullaby.lyrics.tags", "mutagen")
def _find_words(
    asked: "tuple[Path, Ms | None, dict[str, Path], tuple[str, ...], dict[str, str], str]",
) -> "Lyrics | None":
    from lullaby.lyrics.finder import find_words

    return _sensible(find_words(*asked))


@needing("lullaby.lyrics.finder")
def _read_words(asked: "tuple[Path, Ms | None]") -> "Lyrics | None":
    from lullaby.lyrics.finder import read_words

    return _sensible(read_words(*asked))


def _sensible(words: "Lyrics | None") -> "Lyrics | None":
    """Discard words that are too long for any song."""
    return None if words is not None and len(words.lines) > MOST_LINES else words


@needing("lullaby.library.score_reading")
def _score_tags(path: Path) -> tuple[Tags, Fault | None, str]:
    from lullaby.library.score_reading import read_score_tags

    return read_score_tags(path)


@needing("lullaby.library.tags")
def _header(path: Path) -> "FileHeader":
    from lullaby.library.tags import read_header

    return read_header(path)


@needing("lullaby.library.tags", "lullaby.audio.sound_facts")
def _tags(path: Path) -> tuple[Tags, Fault | None]:
    from lullaby.library.tags import read_tags

    return read_tags(path)


def _named(path: Path) -> Tags:
    return Tags(title=Path(readable(path)).stem or readable(path))
