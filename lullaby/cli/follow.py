"""The command `follow`: where in a song somebody sings, and in which key."""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from lullaby.audio.file_access import CannotPlay
from lullaby.cli.reading import print_json
from lullaby.cli.songbook import find_score
from lullaby.cli.wording import (
    UNREADABLE,
    complain,
    name_of,
    say,
    trouble_words,
    unreadable_words,
)
from lullaby.following.melody import Melody, melody_of
from lullaby.following.sheet_file import SheetError, read_sheet
from lullaby.regular_file import read_regular
from lullaby.songbook.catalogue import SongEntry
from lullaby.songbook.timeline import timeline

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    from lullaby.following.listener import Listener, Place

KEY = "key"
STANDARD_INPUT = "-"
WRONG_USE = 2
LARGEST_SHEET = 20_000_000
"""Bytes of the largest file with sheets."""


def follow(arguments: argparse.Namespace, songs: tuple[SongEntry, ...]) -> int:
    """Run the command and return the exit code: 0 done, 1 some input could not be used."""
    known: str | None = arguments.known
    asks_key = arguments.song == KEY
    if asks_key and known is None:
        complain("follow key", "--song SONG names the song that is sung")
        return WRONG_USE
    if known is not None and not asks_key:
        complain("follow", "--song belongs to “lullaby follow key FILE --song SONG”")
        return WRONG_USE
    name: str = known or arguments.song
    melody = _sheet_file(arguments.sheet, name) if arguments.sheet else _song(name, songs)
    if melody is None:
        return 1
    if not melody.can_be_followed:
        complain(name, "too few notes with words to follow a singer")
        return 1
    from lullaby.following.listener import Listener

    listener = Listener(melody)
    try:
        if asks_key:
            return _tell_key(listener, arguments.file, name, arguments.json)
        for place in _places(listener, arguments.file):
            _tell_place(place, melody, arguments.json)
    except CannotPlay as problem:
        complain(arguments.file, trouble_words(problem.trouble))
        return 1
    return 0


def _song(name: str, songs: tuple[SongEntry, ...]) -> Melody | None:
    found = find_score(name, songs)
    return None if found is None else melody_of(timeline(found.score))


def _sheet_file(path: Path, name: str) -> Melody | None:
    try:
        return read_sheet(read_regular(path, LARGEST_SHEET).decode("utf-8"), name)
    except UNREADABLE as problem:
        complain(path, unreadable_words(problem))
    except SheetError as problem:
        complain(path, str(problem))
    return None


def _places(listener: "Listener", file: str) -> "Iterator[Place]":
    """Raises CannotPlay."""
    for samples in _sound(file):
        yield from listener.hear(samples)


def _sound(file: str) -> "Iterator[NDArray[float32]]":
    """Mono sound at 16 kHz, full scale 1, as it comes. Raises CannotPlay."""
    return standard_input() if file == STANDARD_INPUT else _recording(Path(file))


def standard_input() -> "Iterator[NDArray[float32]]":
    """Mono sound at 16 kHz as signed 16-bit samples, little end first, whenever some has come."""
    import numpy as np

    from lullaby.following.listener import STEP

    left = b""
    with open(sys.stdin.fileno(), "rb", buffering=0, closefd=False) as sound:
        while some := os.read(sound.fileno(), 2 * STEP):
            left += some
            whole = len(left) & ~1
            yield np.frombuffer(left[:whole], "<i2").astype(np.float32) / np.float32(32768)
            left = left[whole:]


def _recording(path: Path) -> "Iterator[NDArray[float32]]":
    from lullaby.audio.decoder import Decoder
    from lullaby.audio.mono import RunningMono
    from lullaby.following.listener import STEP
    from lullaby.following.pitch_candidates import RATE

    mixer = RunningMono()
    with closing(Decoder(path, rate=RATE)) as decoder:
        while (block := decoder.read()) is not None:
            mono = mixer.take(block)
            for at in range(0, len(mono), STEP):
                yield mono[at : at + STEP]


def _tell_place(place: "Place", melody: Melody, wants_json: bool) -> None:
    if wants_json:
        say(json.dumps([place.at_s, place.syllable]), flush=True)
        return
    line = melody.line_beginning_at(place.syllable)
    if line is not None:
        say(f"{place.at_s:8.2f} {melody.texts[line]}", flush=True)


def _tell_key(listener: "Listener", file: str, name: str, wants_json: bool) -> int:
    for _ in _places(listener, file):
        if listener.key is not None:
            break
    key = listener.key
    if wants_json:
        print_json(
            {
                "file": name_of(Path(file)),
                "song": name,
                "semitones": None if key is None else key.semitones,
                "seconds": None if key is None else round(key.at_s, 2),
            }
        )
    if key is None:
        complain(file, "the key is not sure yet; a line that you know well, sung once more, helps")
        return 1
    if not wants_json:
        say(f"{key.semitones:+.1f} semitones from the key of {name}")
    return 0
