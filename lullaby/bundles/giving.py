"""Chooses what of a song goes into a bundle, and makes it.

A bundle never holds a recording but the takes that were chosen, and nothing of the journal.
"""

import re
from pathlib import Path

from lullaby import __version__
from lullaby.audio.port import AS_RECORDED
from lullaby.bundles.archive import digest_of, facts_of
from lullaby.bundles.manifest import (
    CAPTIONS,
    LARGEST,
    MOST_ENTRIES,
    MOST_SONGS,
    WORDS,
    BundleKind,
    FileFacts,
    GivenRoutine,
    GivenSong,
    GivenTake,
    Manifest,
    SingAt,
    to_json,
)
from lullaby.bundles.song_page import PageSong
from lullaby.frozen import frozen
from lullaby.library.singing import WHOLE_SONG
from lullaby.library.song_preferences import SongPreferences
from lullaby.library.take import Take, TakeId, TakeKind
from lullaby.library.track import Track
from lullaby.lyrics.lrc_writer import to_lrc
from lullaby.lyrics.model import Lyrics
from lullaby.lyrics.vtt_writer import to_vtt
from lullaby.regular_file import read_regular
from lullaby.songbook.score_folder import LARGEST_MUSICXML
from lullaby.units import Ms


@frozen
class GiveableTake:
    take: Take
    path: Path
    child: str = ""
    """Whom it was sung for; empty for everybody."""


@frozen
class Giveable:
    """All that can be given away of a song."""

    track: Track
    preferences: SongPreferences
    """Everybody's."""
    score: Path | None = None
    score_id: str = ""
    words: Lyrics | None = None
    """Of the whole song, without a choice of verses."""
    own_words: bool = False
    """Whether somebody edited them here."""
    sound: str = ""
    """What the recording sounds like, as `audio.content` tells; empty if unknown or for a score."""
    takes: tuple[GiveableTake, ...] = ()


@frozen
class Gift:
    """What can be given away together: a song, or the songs of a list."""

    kind: BundleKind
    name: str
    songs: tuple[Giveable, ...]
    order: tuple[int, ...] = ()
    """As `Manifest.order`."""
    routine: GivenRoutine | None = None


@frozen
class Chosen:
    """What somebody chose to give away of songs; words and score always go."""

    manner: bool = True
    """Tempo, key, verses and parts."""
    takes: frozenset[TakeId] = frozenset()
    child_names: bool = False
    """Whether takes tell for whom they were sung."""


@frozen
class Bundle:
    """A bundle that is to be written."""

    manifest: Manifest
    contents: dict[str, bytes | Path]

    def size_of(self, name: str) -> int:
        """Bytes of a file before compression."""
        return self.manifest.files[name].bytes


class TooManySongsError(Exception):
    """A list holds more songs than a bundle."""


def song_gift(song: Giveable) -> Gift:
    return Gift(BundleKind.SONG, song.track.title, (song,))


def bundle_of(gift: Gift, chosen: Chosen, giver: str = "", sing_at: SingAt | None = None) -> Bundle:
    """A bundle of all songs.

    Raises OSError if a score or take cannot be read, and TooManySongsError.
    """
    if len(gift.songs) > MOST_SONGS or len(gift.order) > MOST_ENTRIES:
        raise TooManySongsError
    contents: dict[str, bytes | Path] = {}
    facts: dict[str, FileFacts] = {}

    def put(file: str, content: bytes | Path) -> str:
        contents[file] = content
        facts[file] = facts_of(content) if isinstance(content, bytes) else digest_of(content)
        return file

    bundled: list[GivenSong] = []
    for number, song in enumerate(gift.songs, start=1):
        folder = f"songs/{number}"
        score = words = ""
        if song.score is not None:
            content = read_regular(song.score, LARGEST_MUSICXML)
            score = put(f"{folder}/score{song.score.suffix.lower()}", content)
        length = None if song.score is not None else song.track.duration_ms
        if song.words is not None and song.words.has_words:
            words = put(f"{folder}/{WORDS}", to_lrc(song.words, duration_ms=length).encode())
            captions = to_vtt(song.words, duration_ms=length)
            if captions:
                contents[f"{folder}/{CAPTIONS}"] = captions.encode()
        takes = tuple(
            _take(each, put(f"{folder}/takes/{place}.opus", each.path), chosen.child_names)
            for place, each in enumerate(
                (each for each in song.takes if each.take.id in chosen.takes), start=1
            )
        )
        bundled.append(_song(song, chosen, score, words, takes))
    manifest = Manifest(
        gift.kind,
        gift.name,
        tuple(bundled),
        facts,
        giver,
        f"Lullaby {__version__}",
        sing_at,
        gift.order,
        gift.routine,
    )
    if len(to_json(manifest)) > LARGEST:
        raise TooManySongsError
    return Bundle(manifest, contents)


def _song(
    song: Giveable, chosen: Chosen, score: str, words: str, takes: tuple[GivenTake, ...]
) -> GivenSong:
    track, preferences = song.track, song.preferences
    speed_pitch = preferences.speed_pitch or track.speed_pitch
    singing = preferences.singing or track.singing
    manner = chosen.manner
    return GivenSong(
        track.title,
        track.artist,
        track.language,
        song.score_id,
        song.sound if re.fullmatch("[0-9a-f]{32}", song.sound) else "",
        track.duration_ms,
        score,
        words,
        song.own_words,
        speed_pitch if manner and speed_pitch != AS_RECORDED else None,
        singing if manner and singing != WHOLE_SONG else None,
        bool(preferences.swapped) and manner,
        preferences.earlier_ms or Ms(0) if manner else Ms(0),
        takes,
    )


def _take(given: GiveableTake, file: str, child_name: bool) -> GivenTake:
    facts = given.take.facts
    return GivenTake(
        file,
        facts.singer,
        facts.recorded_at,
        facts.length_ms,
        facts.place,
        given.child if child_name else "",
        facts.music_audible,
        facts.kind is TakeKind.CHOIR,
    )


def page_song(song: Giveable, chosen: Chosen, sing_at: SingAt | None = None) -> PageSong:
    """The song for a page; `song` has words."""
    speed_pitch = song.preferences.speed_pitch or song.track.speed_pitch
    pace = speed_pitch.pace if chosen.manner else AS_RECORDED.pace
    bpm = song.track.tempo.bpm or 60.0
    if song.words is None:
        raise ValueError("a song without words has no page")
    return PageSong(
        song.track.title, song.track.artist, song.words, pace, 60_000 / (bpm * pace), sing_at
    )
