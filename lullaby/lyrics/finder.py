"""Finds the words of a recording: in a sidecar, else in its tags, else in the songbook."""

import logging
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from lullaby.lyrics.beside import sidecars
from lullaby.lyrics.encoding_choice import content_key, ways_to_read
from lullaby.lyrics.model import ENCODINGS, Line, Lyrics, Timing
from lullaby.lyrics.sniffing import words_of_file
from lullaby.regular_file import open_regular, read_regular
from lullaby.units import Ms

log = logging.getLogger(__name__)

LARGEST = 2_000_000
"""Bytes; no song has more words, so a larger file is something else."""


def find_words(
    audio: Path,
    duration_ms: Ms | None = None,
    songbook: Mapping[str, Path] | None = None,
    languages: Sequence[str] = (),
    encodings: Mapping[str, str] = MappingProxyType({}),
) -> Lyrics | None:
    """The words of `audio`; None where there are none. What cannot be read is logged.

    Where there are words in several languages, those in the first of `languages` are preferred.

    `songbook` maps titles to words files, for a song without words of its own. Their times belong
    to another recording and are dropped. `encodings` are those that the person chose, by
    `encoding_choice.content_key`.
    """
    for beside in sidecars(audio, languages):
        data = _read(beside)
        words = None if data is None else _words_of(data, beside.name, duration_ms, encodings)
        if data is not None and words is not None and words.has_words:
            if any(complaint.reason in ENCODINGS for complaint in words.complaints):
                chosen = encodings.get(content_key(data))
                words = replace(words, ways=ways_to_read(data, beside.name, chosen))
            return words
    inside, title = _inside(audio, duration_ms, languages)
    if inside is not None or not songbook:
        return inside
    return _from_songbook((title, audio.stem), songbook)


def read_words(file: Path, duration_ms: Ms | None = None) -> Lyrics | None:
    """Words from a words file; None if it cannot be read or is far too large."""
    data = _read(file)
    return None if data is None else _words_of(data, file.name, duration_ms, {})


def _words_of(
    data: bytes, name: str, duration_ms: Ms | None, encodings: Mapping[str, str]
) -> Lyrics:
    encoding = encodings.get(content_key(data)) if encodings else None
    return words_of_file(data, name, duration_ms=duration_ms, encoding=encoding)


def _read(file: Path) -> bytes | None:
    try:
        return read_regular(file, LARGEST)
    except OSError as problem:
        log.warning("the words file %s could not be read: %s", file.name, problem.strerror)
        return None


def without_times(lyrics: Lyrics) -> Lyrics:
    """The same lines for any recording; breaks part the verses."""
    lines: list[Line] = []
    for line in lyrics.lines:
        if line.text:
            lines.append(Line(line.text, translation=line.translation, part=line.part))
        elif lines and lines[-1].text:
            lines.append(Line(""))
    while lines and not lines[-1].text:
        lines.pop()
    return replace(lyrics, lines=tuple(lines), timing=Timing.NONE, offset_ms=0, complaints=())


def _inside(
    audio: Path, duration_ms: Ms | None, languages: Sequence[str]
) -> tuple[Lyrics | None, str]:
    """The words in the tags, and the title that they tell."""
    import mutagen

    from lullaby.lyrics.tags import ape_beside, title_from_tags, words_from_tags

    try:
        with open_regular(audio) as stream:
            file = mutagen.File(stream)
            ape = None if file is None else ape_beside(file, stream)
    except MemoryError:
        raise
    except Exception:  # mutagen's parsers meet any bytes
        log.info("the tags of %s could not be read", audio.name)
        return None, ""
    if file is None:
        return None, ""
    words = words_from_tags(file, duration_ms, languages=languages, ape=ape)
    return words, title_from_tags(file)


def _from_songbook(titles: tuple[str, ...], songbook: Mapping[str, Path]) -> Lyrics | None:
    by_name = {_plain(name): path for name, path in songbook.items()}
    for title in titles:
        path = by_name.get(_plain(title))
        words = None if path is None else read_words(path)
        if words is not None and words.has_words:
            return without_times(words)
    return None


def _plain(title: str) -> str:
    """Letters and digits without accents and case."""
    taken_apart = unicodedata.normalize("NFKD", title).casefold()
    return "".join(c for c in taken_apart if c.isalnum())
