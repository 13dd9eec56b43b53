"""Reads score files, both bundled ones and those in the person's own folders."""

import re
from dataclasses import replace
from enum import Enum, auto
from pathlib import Path

from lullaby.frozen import frozen
from lullaby.regular_file import NotRegularError, TooLargeError, read_regular
from lullaby.songbook.abc_dialect import NO_NOTES, read_dialect
from lullaby.songbook.abc_reader import AbcError, read_abc
from lullaby.songbook.abc_text import decode, songs_in
from lullaby.songbook.notes import Checked, Choice, Remark, Score, ScoreError
from lullaby.songbook.score_names import ABC, MUSICXML

LARGEST = 200_000
"""Largest file in ABC, in bytes; the longest bundled song has 2,000."""

LARGEST_MUSICXML = 8_000_000
"""Largest file in MusicXML, in bytes, which needs a hundred times as many."""

OWN_SCORE = re.compile(r"^%%lb-id\s", re.MULTILINE)
"""The line by which a file is a score of the songbook."""

LARGEST_COLLECTION = 10_000_000
"""Largest file that is parted into its songs, in bytes."""

EASY_RANGE = 12
"""Range in semitones that nearly everybody can sing: an octave."""


class Advice(Enum):
    """A suggestion for a playable score: missing metadata, or something hard to sing."""

    NO_TITLE = auto()
    NO_ID = auto()
    NO_LANGUAGE = auto()
    NO_ORIGIN = auto()
    NO_COMPOSER = auto()
    NO_WORDS = auto()
    NO_STORY = auto()
    NO_LICENCE = auto()
    UNCHECKED = auto()
    WORDS_UNCHECKED = auto()
    WIDE = auto()


@frozen
class ScoreFile:
    path: Path
    score: Score


@frozen
class RefusedScore:
    """A file that is no valid score, and why; `line` and `bar` are None for the whole file."""

    path: Path
    reason: str
    line: int | None = None
    bar: int | None = None


def read_score(path: Path) -> ScoreFile | RefusedScore:
    """Read one song; the file name replaces a missing id or title.

    A file that names its id is read strictly, any other, and MusicXML, as far as it can be
    understood."""
    try:
        score = _read_file(path)
    except FileNotFoundError:
        return RefusedScore(path, "is not there")
    except TooLargeError:
        return RefusedScore(path, "is larger than any song")
    except NotRegularError:
        return RefusedScore(path, "is no ordinary file")
    except OSError:
        return RefusedScore(path, "cannot be opened")
    except UnicodeDecodeError:
        return RefusedScore(path, "is no text")
    except ScoreError as problem:
        return RefusedScore(path, problem.reason, problem.line or None, problem.bar or None)
    about = score.about
    named = replace(about, id=about.id or slug(path.stem), title=about.title or path.stem)
    return ScoreFile(path, replace(score, about=named))


def _read_file(path: Path) -> Score:
    """Raises OSError, UnicodeDecodeError and ScoreError."""
    try:
        return _read_any(path)
    except ArithmeticError as problem:
        reason = "has lengths of notes that do not fit together"
        raise ScoreError(reason, 0, 0, reason) from problem


def _read_any(path: Path) -> Score:
    """Raises OSError, UnicodeDecodeError, ScoreError and ArithmeticError."""
    if path.suffix.lower() not in MUSICXML:
        return _read_abc_file(path)
    from lullaby.songbook.musicxml_reader import read_musicxml

    return read_musicxml(read_regular(path, LARGEST_MUSICXML))


def _read_abc_file(path: Path) -> Score:
    """Of a collection that is larger than any song, the beginning is read.

    Raises OSError, UnicodeDecodeError, ScoreError and ArithmeticError."""
    try:
        return _read(decode(read_regular(path, LARGEST)), path.name)
    except TooLargeError:
        text = decode(read_regular(path, LARGEST_COLLECTION)).replace("\r\n", "\n")
    count = f"\n{text}".count("\nX:")
    if count < 2:
        raise TooLargeError(path)
    score = read_dialect(text[:LARGEST].rpartition("\nX:")[0], path.name)
    others = tuple(each for each in score.remarks if each.choice is not Choice.MORE_SONGS)
    return replace(score, remarks=(Remark(Choice.MORE_SONGS, str(count)), *others))


def _read(text: str, name: str) -> Score:
    """Raises AbcError."""
    if OWN_SCORE.search(text):
        return read_abc(text, name)
    try:
        return read_abc(text, name)
    except AbcError:
        return read_dialect(text, name)


def songs_of(path: Path) -> dict[str, str]:
    """The text of each song in a file, by a file name for it, made from its title.

    Raises OSError, NotRegularError, TooLargeError and UnicodeDecodeError."""
    found: dict[str, str] = {}
    for lines in songs_in(decode(read_regular(path, LARGEST_COLLECTION))):
        texts = [line.text for line in lines]
        if not any(text.startswith("K:") for text in texts):
            continue
        title = next((text[2:] for text in texts if text.startswith("T:")), path.stem)
        name = slug(title)[:80]
        number = 1
        while (named := name if number == 1 else f"{name}-{number}") in found:
            number += 1
        found[named] = "\n".join(texts).strip() + "\n"
    return {f"{name}{ABC}": text for name, text in found.items()}


def other_songs_of(path: Path) -> dict[str, str]:
    """The same without the song that is sung from the file itself, the first that has notes."""
    songs = songs_of(path)
    for name, text in songs.items():
        try:
            read_dialect(text)
        except AbcError as problem:
            if problem.reason == NO_NOTES:
                continue
            break
        return {other: song for other, song in songs.items() if other != name}
    return songs


def write_song(target: Path, text: str) -> bool:
    """Write a song into a new file, with its folder; False if there is a file already.

    Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        return False
    return True


OF_ANY_SCORE = frozenset((Advice.NO_WORDS, Advice.WIDE))


def advice(path: Path, score: Score) -> tuple[Advice, ...]:
    """Suggestions for a score that `read_score` returned; for MusicXML only `OF_ANY_SCORE`."""
    about = score.about
    low, high = score.pitches
    lacks = {
        Advice.NO_TITLE: about.title == path.stem,
        Advice.NO_ID: about.id != path.stem,
        Advice.NO_LANGUAGE: not about.language,
        Advice.NO_ORIGIN: not about.origin,
        Advice.NO_COMPOSER: not about.composer,
        Advice.NO_WORDS: score.verses == 0,
        Advice.NO_STORY: not about.story,
        Advice.NO_LICENCE: not about.licence,
        Advice.UNCHECKED: about.checked is Checked.UNCHECKED,
        Advice.WORDS_UNCHECKED: score.verses > 0 and about.words_checked is Checked.UNCHECKED,
        Advice.WIDE: high - low > EASY_RANGE,
    }
    in_musicxml = path.suffix.lower() in MUSICXML
    asked = OF_ANY_SCORE if in_musicxml else lacks.keys()
    return tuple(each for each, lacking in lacks.items() if lacking and each in asked)


def slug(text: str) -> str:
    """Convert a file name to an id."""
    return re.sub(r"[^\w]+", "-", text.casefold()).strip("-") or "song"
