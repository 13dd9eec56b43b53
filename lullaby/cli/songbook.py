"""The command `songbook`: songs rendered from scores in any key and tempo."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lullaby.cli.reading import print_json
from lullaby.cli.wording import (
    ADVICE,
    UNREADABLE,
    complain,
    count_of,
    misplaced_words,
    name_of,
    placed,
    remark_words,
    say,
    unreadable_words,
)
from lullaby.library.underlay import misplaced
from lullaby.songbook.catalogue import SongEntry
from lullaby.songbook.notes import Score
from lullaby.songbook.score_folder import (
    RefusedScore,
    ScoreFile,
    advice,
    read_score,
    songs_of,
    write_song,
)
from lullaby.songbook.score_names import is_score_name
from lullaby.songbook.setting import FASTEST, SLOWEST, Setting, pace_for
from lullaby.units import Bpm

if TYPE_CHECKING:
    from lullaby.audio.decoder import Block

WIDE = 40


def songbook(arguments: argparse.Namespace, songs: tuple[SongEntry, ...]) -> int:
    """Run the command and return the exit code: 0 done, 1 some input could not be used."""
    match arguments.action:
        case "list":
            return _list(songs, arguments.json)
        case "check":
            return max([_check(path) for path in arguments.files])
        case "split":
            return _split(arguments.file, arguments.output)
        case "page":
            return _page(arguments, songs)
        case _:
            return _render(arguments, songs)


def _list(songs: tuple[SongEntry, ...], wants_json: bool) -> int:
    rows = [
        {
            "id": song.id,
            "title": song.title,
            "people": song.people,
            "language": song.language,
            "season": song.season,
            "verses": song.verses,
            "checked": song.checked,
            "bpm": song.bpm,
        }
        for song in songs
    ]
    if wants_json:
        print_json(rows)
    else:
        wide = max((len(song.id) for song in songs), default=0)
        for song in songs:
            season = f"  ({song.season})" if song.season else ""
            say(f"{song.id:<{wide}}  {song.people:<10}  {song.title}{season}")
    return 0


def _check(path: Path) -> int:
    found = read_score(path)
    if isinstance(found, RefusedScore):
        _complain(found)
        return 1
    score = found.score
    low, high = score.pitches
    notes = sum(1 for p in score.phrases for n in p.notes if n.pitch is not None)
    say(f"{name_of(path)}: fine. {score.about.title}, {notes} notes, ", end="")
    verses = "1 verse" if score.verses <= 1 else f"{score.verses} verses"
    say(f"{verses}, {high - low} semitones wide")
    for remark in score.remarks:
        say(f"  {remark_words(remark)}")
    for each in advice(path, score):
        say(f"  {ADVICE[each]}")
    for doubtful in misplaced(score):
        say(f"  {misplaced_words(doubtful)}")
    for task in score.about.to_do:
        say(f"  to do: {task}")
    return 0


def _split(path: Path, folder: Path) -> int:
    """Write each song into a file of its own; files that are there already stay as they are."""
    try:
        songs = songs_of(path)
    except UNREADABLE as problem:
        complain(path, unreadable_words(problem))
        return 1
    if not songs:
        complain(path, "holds no songs")
        return 1
    written = 0
    for name, text in songs.items():
        target = folder / name
        try:
            if write_song(target, text):
                written += 1
            else:
                complain(target, "is there already and stays as it is")
        except OSError as problem:
            complain(target, f"cannot be written ({problem.strerror})")
    say(f"{count_of(written, 'song')} from {name_of(path)} in {name_of(folder)}")
    return 0 if written == len(songs) else 1


def _page(arguments: argparse.Namespace, songs: tuple[SongEntry, ...]) -> int:
    from lullaby.songbook.page import page

    found = find_score(arguments.song, songs)
    if found is None:
        return 1
    try:
        arguments.output.write_text(page(found.score), encoding="utf-8")
    except OSError as problem:
        complain(arguments.output, f"cannot be written ({problem.strerror})")
        return 1
    say(f"{found.score.about.title} is in {name_of(arguments.output)}")
    return 0


def _render(arguments: argparse.Namespace, songs: tuple[SongEntry, ...]) -> int:
    from lullaby.audio.writer import write_sound
    from lullaby.songbook.renderer import prepare

    found = find_score(arguments.song, songs)
    if found is None:
        return 1
    about = found.score.about
    try:
        rendering = prepare(found.score, _setting(arguments, found.score))
        blocks = _shown(rendering.blocks(), rendering.frames)
        write_sound(arguments.output, blocks, about.title, about.composer)
    except ValueError as problem:
        complain(arguments.song, str(problem))
        return 1
    except OSError as problem:
        complain(arguments.output, f"cannot be written ({problem.strerror})")
        return 1
    say(f"{about.title}, {rendering.duration_ms / 1000:.0f} s: {name_of(arguments.output)}")
    return 0


def _setting(arguments: argparse.Namespace, score: Score) -> Setting:
    """The requested setting. Raises ValueError for an impossible tempo or verse."""
    pace = 1.0 if arguments.tempo is None else pace_for(score, Bpm(arguments.tempo))
    if not SLOWEST <= pace <= FASTEST:
        low, high = score.bpm * SLOWEST, score.bpm * FASTEST
        raise ValueError(f"its tempo can be {low:g} to {high:g}; it is written at {score.bpm:g}")
    verses = None if arguments.verses is None else tuple(each - 1 for each in arguments.verses)
    return Setting(arguments.key, pace, verses, not arguments.no_tune)


def _shown(blocks: "Iterable[Block]", frames: int) -> "Iterator[Block]":
    """Pass the blocks on and show progress on a terminal."""
    done = 0
    for block in blocks:
        yield block
        done += len(block)
        if sys.stderr.isatty():
            full = WIDE * done // frames
            print(f"\r{'█' * full}{'░' * (WIDE - full)}", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print(f"\r{' ' * WIDE}\r", end="", file=sys.stderr, flush=True)


def find_score(name: str, songs: tuple[SongEntry, ...]) -> ScoreFile | None:
    """Find a score by song id or file name."""
    path = next((s.score for s in songs if s.id == name and s.score is not None), None)
    if path is None and not is_score_name(Path(name)):
        complain(name, "no song of that name; “lullaby songbook list” names them")
        return None
    found = read_score(path or Path(name))
    if isinstance(found, RefusedScore):
        _complain(found)
        return None
    return found


def _complain(refused: RefusedScore) -> None:
    complain(refused.path, placed(refused.line, refused.bar, refused.reason))
