"""Finds the words of a recording: in a sidecar, else in its tags, else in the songbook."""

import logging
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from lullaby.frozen import frozen
from lullaby.lyrics.beside import sidecars
from lullaby.lyrics.encoding_choice import content_key, ways_to_read
from lullaby.lyrics.language_hints import NO_HINTS, LanguageHints, hints_for
from lullaby.lyrics.model import ENCODINGS, Complaint, Line, Lyrics, Reason, Timing
from lullaby.lyrics.not_words import NotWords
from lullaby.lyrics.sniffing import DATA_SUFFIXES, words_of_file
from lullaby.lyrics.translations import in_order_for
from lullaby.regular_file import TooLargeError, open_regular, read_regular
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
    language: str = "",
) -> Lyrics | None:
    """The words of `audio`; None where there is nothing.

    Of words in several languages, those in the first of `languages` are preferred, and of several
    translations of a line the one in that language comes first. Where words are expected and there
    is something else, or nothing that can be read, the result has no lines, and complaints that
    tell why; a file whose name may be that of any data is not expected to have any.

    `songbook` maps titles to words files, for a song without words of its own. Their times belong
    to another recording and are dropped. `encodings` are those that the person chose, by
    `encoding_choice.content_key`. Where an encoding has to be guessed, `languages` count, and the
    `language` that the recording's tag tells.
    """
    hints = hints_for(language, languages)
    instead: list[Complaint] = []
    for beside in sidecars(audio, languages):
        data = _read(beside)
        if isinstance(data, Reason):
            instead.append(Complaint(1, data, file=beside.name))
            continue
        chosen = encodings.get(content_key(data)) if encodings else None
        words = words_of_file(
            data, beside.name, duration_ms=duration_ms, encoding=chosen, hints=hints
        )
        if words.has_words:
            ways = ways_to_read(data, beside.name, chosen, hints)
            return replace(in_order_for(words, languages), ways=ways)
        if beside.suffix.lower() in DATA_SUFFIXES:
            continue
        told = (complaint for complaint in words.complaints if complaint.reason not in ENCODINGS)
        instead += (replace(complaint, file=beside.name) for complaint in told)
    inside = _inside(audio, duration_ms, languages, encodings, hints)
    words = inside.words
    if words is None and songbook:
        words = _from_songbook((inside.title, audio.stem), songbook)
    if inside.instead is not None:
        instead.append(Complaint(1, Reason.NOT_WORDS_IN_TAGS, inside.instead.value))
    if words is not None:
        return in_order_for(words, languages)
    return Lyrics((), Timing.NONE, complaints=tuple(instead)) if instead else None


def read_words(
    file: Path, duration_ms: Ms | None = None, hints: LanguageHints = NO_HINTS
) -> Lyrics | None:
    """Words from a words file; None if it cannot be read or is far too large."""
    data = _read(file)
    if isinstance(data, Reason):
        return None
    return words_of_file(data, file.name, duration_ms=duration_ms, hints=hints)


def _read(file: Path) -> bytes | Reason:
    try:
        return read_regular(file, LARGEST)
    except OSError as problem:
        log.warning("the words file %s could not be read: %s", file.name, problem.strerror)
        return Reason.TOO_LARGE if isinstance(problem, TooLargeError) else Reason.NOT_OPENED


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


@frozen
class _Inside:
    """What the tags of a recording hold."""

    words: Lyrics | None = None
    title: str = ""
    instead: NotWords | None = None
    """What is there instead of words."""


def _inside(
    audio: Path,
    duration_ms: Ms | None,
    languages: Sequence[str],
    encodings: Mapping[str, str],
    hints: LanguageHints,
) -> _Inside:
    from lullaby.lyrics.tagged_file import open_tagged
    from lullaby.lyrics.tags import ape_beside, no_words_in_tags, title_from_tags, words_from_tags

    try:
        with open_regular(audio) as stream:
            file = open_tagged(stream).file
            ape = None if file is None else ape_beside(file, stream)
    except MemoryError:
        raise
    except Exception:  # mutagen's parsers meet any bytes
        log.info("the tags of %s could not be read", audio.name)
        return _Inside()
    if file is None:
        return _Inside()
    words = words_from_tags(
        file, duration_ms, languages=languages, ape=ape, encodings=encodings, hints=hints
    )
    instead = no_words_in_tags(file, ape) if words is None else None
    return _Inside(words, title_from_tags(file), instead)


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
