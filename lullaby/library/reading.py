"""Reads one file of a scan: its tags, and the words beside it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from lullaby.library.found import FoundFile, SeenFile, Tags
from lullaby.library.score_reading import read_score_tags
from lullaby.library.tags import TIMINGS, read_header, read_tags
from lullaby.library.track import Fault
from lullaby.lyrics.beside import sidecars
from lullaby.lyrics.finder import read_words
from lullaby.lyrics.language_hints import hints_for
from lullaby.lyrics.languages import code_of
from lullaby.songbook.score_names import is_score_name


def read_file(file: SeenFile, languages: Sequence[str] = ()) -> FoundFile:
    """Read a file by its header; the result is `unsure` if that cannot be trusted.

    Words in the first of the person's `languages` count before others.

    Never raises for a file's content; the fault says why it cannot be used.
    """
    path = Path(file.path)
    if is_score_name(path):
        tags, fault, note = read_score_tags(path)
        return _found(file, tags, fault, note)
    tags, fault, unsure = read_header(path)
    return _found(file, _with_words(file, tags, languages), fault, unsure=unsure)


def read_whole(file: SeenFile, languages: Sequence[str] = ()) -> FoundFile:
    """The same with the decoder's answer, where it has to be asked."""
    tags, fault = read_tags(Path(file.path))
    return _found(file, _with_words(file, tags, languages), fault)


def _with_words(file: SeenFile, tags: Tags, languages: Sequence[str]) -> Tags:
    if file.words_mtime_ns:
        hints = hints_for(tags.language, languages)
        for beside in sidecars(Path(file.path), languages):
            words = read_words(beside, tags.duration_ms, hints)
            if words is not None and words.has_words:
                language = code_of(words.language) or tags.language
                return replace(tags, words=TIMINGS[words.timing], language=language)
    return tags


def _found(
    file: SeenFile, tags: Tags, fault: Fault | None, note: str = "", unsure: bool = False
) -> FoundFile:
    return FoundFile(
        Path(file.path),
        file.size,
        file.mtime_ns,
        file.words_mtime_ns,
        tags,
        fault,
        note,
        file.inode,
        file.ctime_ns,
        unsure=unsure,
    )
