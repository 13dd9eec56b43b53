"""The command `words`: show, check and rewrite words."""

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from lullaby.cli.reading import print_json, print_json_rows
from lullaby.cli.wording import FAULTS, UNWRITTEN, complain, name_of, say
from lullaby.helpers import Helpers, Unanswered
from lullaby.library.found import Tags
from lullaby.library.in_helper import tags_of, words_in, words_in_helper
from lullaby.library.track import Fault
from lullaby.library.walk import AUDIO
from lullaby.lyrics.as_json import as_json
from lullaby.lyrics.beside import SUFFIXES, folded, recordings_of
from lullaby.lyrics.finder import LARGEST
from lullaby.lyrics.model import NO_WORDS, Lyrics, Part, Reason
from lullaby.lyrics.not_words import reason_of
from lullaby.lyrics.saving import save_words
from lullaby.lyrics.tag_writer import write_tags
from lullaby.paths import assets
from lullaby.regular_file import open_regular
from lullaby.songbook.catalogue import catalogue
from lullaby.ui.text.complaints import in_english, sentence, what_it_is, with_place
from lullaby.units import Ms

VOICES = {Part.EVERYONE: "", Part.FIRST: "1", Part.SECOND: "2", Part.BACKGROUND: "("}
WRONG_USE = 2
SOUNDLESS = (Fault.UNREADABLE, Fault.NOT_AUDIO)
"""Faults of the sound; the tags of such a file may hold words all the same."""


def words(
    files: list[Path],
    wants_json: bool,
    save: Path | None,
    into: Path | None,
    helpers: Helpers,
) -> int:
    """Print the words of each file; as JSON, one object for one file, a list for several."""
    if (save or into) and len(files) != 1:
        complain("words", "--save and --into take the words of one FILE")
        return WRONG_USE
    failed = False

    def found() -> Iterator[tuple[Path, Lyrics]]:
        nonlocal failed
        for file in files:
            lyrics = _words_of(file, helpers)
            if lyrics is None or not lyrics.has_words:
                failed = True
            if lyrics is not None and (lyrics.has_words or lyrics.complaints):
                yield file, lyrics

    if len(files) > 1:
        _show(found(), wants_json)
        return int(failed)
    one = list(found())
    if wants_json and one:
        print_json({"file": name_of(one[0][0]), **as_json(one[0][1])})
    else:
        _show(iter(one), wants_json)
    if not failed and save is not None:
        failed = not _save(files[0], save, one[0][1], helpers)
    if not failed and into is not None:
        failed = not _write_into(into, one[0][1], helpers)
    return int(failed)


def _show(found: Iterator[tuple[Path, Lyrics]], wants_json: bool) -> None:
    """Print each file's words as soon as they are read."""
    if wants_json:
        print_json_rows({"file": name_of(file), **as_json(lyrics)} for file, lyrics in found)
        return
    for file, lyrics in found:
        _print(file, lyrics)
        sys.stdout.flush()


def _words_of(file: Path, helpers: Helpers) -> Lyrics | None:
    """A file's words, or None; the result may have complaints but no words."""
    try:
        with open_regular(file) as opened:
            large = os.fstat(opened.fileno()).st_size > LARGEST
    except FileNotFoundError:
        complain(file, "not there")
        return None
    except OSError as problem:
        complain(file, f"cannot be read ({problem.strerror})")
        return None
    if file.suffix.lower() in SUFFIXES or file.suffix.lower() not in AUDIO:
        lyrics = words_in(file, _length_beside(file, helpers), helpers)
        if lyrics is None:
            complain(file, "too large for a words file" if large else "cannot be read")
            return None
    else:
        tags, fault = tags_of(file, helpers)
        if fault is None:
            songs = {song.title: song.words for song in catalogue(assets() / "songs")}
            lyrics = _words_of_song(file, tags, helpers, songs)
        else:
            lyrics = _words_of_song(file, tags, helpers, {}) if fault in SOUNDLESS else None
            if not isinstance(lyrics, Lyrics) or not lyrics.has_words:
                complain(file, FAULTS[fault])
                return None
    if isinstance(lyrics, Unanswered):
        complain(file, f"cannot be read (it {lyrics.value}); the original is untouched")
        return None
    if lyrics is None or not lyrics.has_words:
        _complain_of_none(file, lyrics)
    return lyrics


def _words_of_song(
    file: Path, tags: Tags, helpers: Helpers, songbook: Mapping[str, Path]
) -> Lyrics | Unanswered | None:
    length, language = tags.duration_ms, tags.language
    return words_in_helper(
        file, length, helpers, songbook, languages=_languages(), language=language
    )


def _complain_of_none(file: Path, lyrics: Lyrics | None) -> None:
    what = None if lyrics is None else reason_of(lyrics)
    instead = () if lyrics is None else [c for c in lyrics.complaints if c.reason in NO_WORDS]
    for complaint in instead:
        if complaint.file or complaint.reason is Reason.NOT_WORDS_IN_TAGS:
            complain(file, sentence(complaint, in_english))
        elif what is not None:
            complain(file, f"no words here. {what_it_is(what, in_english)}")
    if not instead:
        complain(file, "no words here")


def _languages() -> tuple[str, ...]:
    """The person's, as the system tells programs in a terminal."""
    told = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    first = next((each for each in told if each), "")
    return (first.partition(".")[0],)


def _length_beside(file: Path, helpers: Helpers) -> Ms | None:
    """The length of the recording beside a words file."""
    named = recordings_of(file.stem)
    try:
        beside = sorted(file.absolute().parent.iterdir())
    except OSError:
        return None
    for audio in beside:
        if audio.suffix.casefold() not in AUDIO:
            continue
        if folded(audio.stem) in named or folded(audio.name) in named:
            tags, fault = tags_of(audio, helpers)
            if fault is None:
                return tags.duration_ms
    return None


def _save(file: Path, out: Path, lyrics: Lyrics, helpers: Helpers) -> bool:
    try:
        saved = save_words(out, lyrics, _length_beside(file, helpers))
    except OSError as problem:
        complain(out, f"cannot be written ({problem.strerror})")
        return False
    if saved.kept is not None:
        complain(saved.kept, "the file that was there is kept under this name")
    return True


def _write_into(song: Path, lyrics: Lyrics, helpers: Helpers) -> bool:
    try:
        refused = write_tags(song, lyrics, helpers)
    except OSError as problem:
        complain(song, f"cannot be written ({problem.strerror}); nothing was changed")
        return False
    if refused is not None:
        complain(song, UNWRITTEN[refused])
    return refused is None


def _print(file: Path, lyrics: Lyrics) -> None:
    if any(complaint.reason in NO_WORDS for complaint in lyrics.complaints):
        return
    say(f"# {lyrics.title or file.stem}")
    for line in lyrics.lines:
        stamp = "        " if line.start_ms is None else f"{line.start_ms / 1000:8.2f}"
        say(f"{stamp} {VOICES[line.part]:1} {line.text}".rstrip())
        for translation in line.translation.split("\n") if line.translation else ():
            say(f"{'':11}{translation}")
    for complaint in lyrics.complaints:
        complain(file, with_place(complaint, in_english))
