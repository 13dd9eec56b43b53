"""What a bundle says of itself: songs, how they are sung, takes, and every file with its hash.

It is JSON in the file `manifest.json`. A manifest of unknown origin is checked in full before
anything of it is used; keys that this version does not know are passed over.
"""

import json
import math
import re
from collections.abc import Callable, Mapping
from datetime import MAXYEAR, MINYEAR, datetime
from enum import Enum
from typing import Any, TypeVar

from lullaby.audio.port import SpeedPitch
from lullaby.frozen import frozen
from lullaby.library.routine import MOST_AMBIENT_SOUNDS, STEPS, AmbientStep, RoutineIcon
from lullaby.library.singing import Singing
from lullaby.library.take import PlacedBy, TakePlace
from lullaby.units import Ms

T = TypeVar("T")

VERSION = 1
"""Increase this when an older Lullaby would misunderstand a bundle."""

LARGEST = 256_000
"""Bytes of JSON."""

MOST_SONGS = 300
MOST_TAKES = 16
"""For each song."""

LONGEST_TEXT = 300
"""Characters of a title or name."""

LONGEST_TAKE = Ms(30 * 60_000)
LONGEST_SONG = Ms(24 * 3_600_000)
MOST_VERSES = 100
MOST_ENTRIES = 1_000
"""Of a playlist, in which a song may come more than once."""
MOST_MINUTES = 24 * 60
"""Of the timer of a routine."""

SONG_FOLDER = re.compile(r"songs/[1-9][0-9]{0,2}")
SCORE = re.compile(r"score\.(?:abc|musicxml|mxl|xml)")
WORDS, CAPTIONS = "words.lrc", "words.vtt"
TAKE_FILE = re.compile(r"takes/[1-9][0-9]?\.opus")

_UNSHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, and those that reverse the text around them."""


class BundleKind(Enum):
    """What was given away."""

    SONG = "song"
    PLAYLIST = "playlist"
    ROUTINE = "routine"
    SONGBOOK = "songbook"
    """All songs with a score that somebody added."""


class BundleProblem(Enum):
    """Why a bundle is refused."""

    NO_BUNDLE = "no bundle"
    DAMAGED = "damaged"
    UNSAFE = "unsafe"
    """It holds what no bundle has: other names, links, repeated or encrypted files."""
    TOO_LARGE = "too large"
    NEWER = "newer"
    """Made by a newer Lullaby."""


class BundleError(Exception):
    """A bundle was refused; nothing of it was kept."""

    def __init__(self, problem: BundleProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@frozen
class FileFacts:
    bytes: int
    sha256: str


@frozen
class GivenTake:
    file: str
    """Its name inside the bundle."""
    singer: str
    recorded_at: datetime
    length_ms: Ms
    place: TakePlace
    child: str = ""
    """Whom it was sung for; empty unless the giver said so."""
    music_audible: bool = False
    """Whether the music may be heard in it."""
    choir: bool = False
    """Whether it is several takes laid together."""


@frozen
class GivenSong:
    title: str
    artist: str = ""
    language: str = ""
    id: str = ""
    """Of its score: `suo-gan`; empty for a recording."""
    sound: str = ""
    """What the recording sounds like, as `audio.content` tells; empty if unknown or for a score."""
    duration_ms: Ms | None = None
    score: str = ""
    """The file of its score in the bundle; empty for none."""
    words: str = ""
    """The file of its words in the bundle, as LRC; empty for none."""
    own_words: bool = False
    """Whether these words are somebody's own, and not those of the score."""
    speed_pitch: SpeedPitch | None = None
    """Its tempo and key as it is sung; None if that was not given away."""
    singing: Singing | None = None
    swapped: bool = False
    """Whether the two singers swapped parts."""
    earlier_ms: Ms = Ms(0)
    """How much earlier its words are shown."""
    takes: tuple[GivenTake, ...] = ()


@frozen
class SingAt:
    """An agreed time to begin, with its zone."""

    at: datetime
    beats: int = 8
    """Beats that are counted in."""


@frozen
class GivenRoutine:
    """How a routine sounds; its songs are those of the bundle, its name is that of the bundle."""

    minutes: int | None = None
    """Until silence; None plays without end."""
    fade_minutes: int | None = None
    """None as the settings of the other computer have it."""
    music_step: int = 8
    ambient: tuple[AmbientStep, ...] = ()
    """Sounds by name; the other computer may lack one."""
    icon: RoutineIcon | None = None
    playlist: str = ""
    """Name of its playlist; empty for none."""


@frozen
class Manifest:
    kind: BundleKind
    name: str
    """Title of the song, or name of the playlist."""
    songs: tuple[GivenSong, ...]
    files: Mapping[str, FileFacts]
    giver: str = ""
    """Who gave it; empty if not told."""
    made_by: str = ""
    """Program and version."""
    sing_at: SingAt | None = None
    order: tuple[int, ...] = ()
    """The entries of the playlist as indexes of `songs`; empty for each song once, as listed."""
    routine: GivenRoutine | None = None
    """Only in a bundle of that kind."""

    @property
    def entries(self) -> tuple[int, ...]:
        """The songs in the order of the playlist, as indexes of `songs`."""
        return self.order or tuple(range(len(self.songs)))


def to_json(manifest: Manifest) -> bytes:
    """The manifest as UTF-8."""
    values = {
        "lullaby": VERSION,
        "kind": manifest.kind.value,
        "made_by": manifest.made_by,
        "name": manifest.name,
        "songs": [_song_values(song) for song in manifest.songs],
        "files": {
            name: {"bytes": facts.bytes, "sha256": facts.sha256}
            for name, facts in sorted(manifest.files.items())
        },
    }
    if manifest.giver:
        values["giver"] = manifest.giver
    if manifest.sing_at is not None:
        at = manifest.sing_at
        values["sing_at"] = {"at": at.at.isoformat(), "beats": at.beats}
    if manifest.order:
        values["order"] = list(manifest.order)
    if manifest.routine is not None:
        values["routine"] = routine_values(manifest.routine)
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def routine_values(routine: GivenRoutine) -> dict[str, Any]:
    values: dict[str, Any] = {
        "minutes": routine.minutes,
        "fade_minutes": routine.fade_minutes,
        "music_step": routine.music_step,
        "sounds": [{"name": sound.name, "step": sound.step} for sound in routine.ambient],
        "icon": routine.icon and routine.icon.value,
        "playlist": routine.playlist,
    }
    return {key: value for key, value in values.items() if value not in ("", None, [])}


def _song_values(song: GivenSong) -> dict[str, Any]:
    values: dict[str, Any] = {
        "title": song.title,
        "artist": song.artist,
        "language": song.language,
        "id": song.id,
        "sound": song.sound,
        "duration_ms": song.duration_ms,
        "score": song.score,
        "words": song.words,
        "own_words": song.own_words,
        "swapped": song.swapped,
        "earlier_ms": song.earlier_ms,
        "takes": [_take_values(take) for take in song.takes],
    }
    if song.speed_pitch is not None:
        values["manner"] = {
            "pace": song.speed_pitch.pace,
            "semitones": song.speed_pitch.semitones,
        }
    if song.singing is not None:
        verses = None if song.singing.verses is None else list(song.singing.verses)
        values["singing"] = {"tune": song.singing.with_tune, "verses": verses}
    return {key: value for key, value in values.items() if value not in ("", None, [], False, 0)}


def _take_values(take: GivenTake) -> dict[str, Any]:
    place = take.place
    values: dict[str, Any] = {
        "file": take.file,
        "singer": take.singer,
        "recorded_at": take.recorded_at.isoformat(),
        "length_ms": take.length_ms,
        "first_ms": place.first_ms,
        "pace": place.pace,
        "semitones": place.semitones,
        "doubt_ms": place.doubt_ms,
        "placed_by": place.by.value,
    }
    if take.child:
        values["child"] = take.child
    if take.music_audible:
        values["music_audible"] = True
    if take.choir:
        values["choir"] = True
    return values


def from_json(data: bytes) -> Manifest:
    """Read a manifest of unknown origin. Raises BundleError."""
    if len(data) > LARGEST:
        raise BundleError(BundleProblem.TOO_LARGE)
    try:
        values = json.loads(data)
    except (ValueError, RecursionError):
        raise BundleError(BundleProblem.DAMAGED) from None
    version = values.get("lullaby") if isinstance(values, dict) else None
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise BundleError(BundleProblem.DAMAGED)
    if version > VERSION:
        raise BundleError(BundleProblem.NEWER)
    try:
        return _manifest(values)
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        raise BundleError(BundleProblem.DAMAGED) from None


def _manifest(values: Any) -> Manifest:
    files = {name: _file(facts) for name, facts in mapping(values["files"]).items()}
    songs = tuple(_song(song, files) for song in list_of(values["songs"], MOST_SONGS))
    kind = BundleKind(values["kind"])
    if kind is BundleKind.SONG and len(songs) != 1:
        raise ValueError("a song is one song")
    held = [name for song in songs for name in _names(song)]
    if len(held) != len(set(held)):
        raise ValueError("two songs share a file")
    if (kind is BundleKind.ROUTINE) != ("routine" in values):
        raise ValueError("a routine tells how it sounds")
    at, routine = values.get("sing_at"), values.get("routine")
    order = list_of(values.get("order", []), MOST_ENTRIES)
    return Manifest(
        kind,
        text_of(values["name"]) if kind is BundleKind.SONG else named(values["name"]),
        songs,
        files,
        text_of(values.get("giver", "")),
        text_of(values.get("made_by", "")),
        None if at is None else _sing_at(mapping(at)),
        tuple(whole(each, 0, len(songs) - 1) for each in order),
        None if routine is None else routine_from(mapping(routine)),
    )


def routine_from(values: Mapping[str, Any]) -> GivenRoutine:
    def minutes(value: Any) -> int:
        return whole(value, 1, MOST_MINUTES)

    return GivenRoutine(
        if_told(values.get("minutes"), minutes),
        if_told(values.get("fade_minutes"), minutes),
        whole(values["music_step"], 0, STEPS),
        tuple(_ambient(each) for each in list_of(values.get("sounds", []), MOST_AMBIENT_SOUNDS)),
        if_told(values.get("icon"), RoutineIcon),
        text_of(values.get("playlist", "")),
    )


def _ambient(sound: Any) -> AmbientStep:
    values = mapping(sound)
    name = text_of(values["name"])
    if not re.fullmatch("[a-z_]{1,40}", name):
        raise ValueError("no name of a sound")
    return AmbientStep(name, whole(values["step"], 1, STEPS))


def _names(song: GivenSong) -> list[str]:
    names = [song.score, song.words, *(take.file for take in song.takes)]
    return [name for name in names if name]


def _sing_at(values: Mapping[str, Any]) -> SingAt:
    at = _moment(values["at"])
    if at.tzinfo is None:
        raise ValueError("without a zone")
    return SingAt(at, whole(values.get("beats", 8), 0, 64))


def _file(facts: Any) -> FileFacts:
    digest = mapping(facts)["sha256"]
    if not isinstance(digest, str) or not re.fullmatch("[0-9a-f]{64}", digest):
        raise ValueError("no SHA-256")
    return FileFacts(whole(facts["bytes"], 0, 2**31), digest)


def _song(song: Any, files: Mapping[str, FileFacts]) -> GivenSong:
    values = mapping(song)

    def inside(value: Any, rest: re.Pattern[str]) -> str:
        """The name of a file that is in the bundle, in the folder of a song."""
        name = text_of(value)
        folder, _, own = name.partition("/")
        number, _, own = own.partition("/")
        if name not in files or not SONG_FOLDER.fullmatch(f"{folder}/{number}"):
            raise ValueError("no file of a song")
        if not rest.fullmatch(own):
            raise ValueError("another kind of file")
        return name

    def take(each: Any) -> GivenTake:
        told = mapping(each)
        place = TakePlace(
            number_of(told["first_ms"], -LONGEST_SONG, LONGEST_SONG),
            number_of(told.get("pace", 1.0), 0.25, 4.0),
            number_of(told.get("semitones", 0.0), -36.0, 36.0),
            number_of(told.get("doubt_ms", 0.0), 0.0, LONGEST_SONG),
            PlacedBy(told.get("placed_by", PlacedBy.SCORE.value)),
        )
        return GivenTake(
            inside(told["file"], TAKE_FILE),
            named(told["singer"]),
            _moment(told["recorded_at"]),
            Ms(whole(told["length_ms"], 1, LONGEST_TAKE)),
            place,
            text_of(told.get("child", "")),
            truth(told.get("music_audible", False)),
            truth(told.get("choir", False)),
        )

    return GivenSong(
        named(values["title"]),
        text_of(values.get("artist", "")),
        _language(values.get("language", "")),
        _id(values.get("id", "")),
        _sound(values.get("sound", "")),
        if_told(values.get("duration_ms"), lambda ms: Ms(whole(ms, 1, LONGEST_SONG))),
        if_told(values.get("score"), lambda name: inside(name, SCORE)) or "",
        if_told(values.get("words"), lambda name: inside(name, re.compile(WORDS))) or "",
        truth(values.get("own_words", False)),
        if_told(values.get("manner"), _manner),
        if_told(values.get("singing"), _singing),
        truth(values.get("swapped", False)),
        Ms(whole(values.get("earlier_ms", 0), -5_000, 5_000)),
        tuple(take(each) for each in list_of(values.get("takes", []), MOST_TAKES)),
    )


def _manner(manner: Any) -> SpeedPitch:
    values = mapping(manner)
    pace = number_of(values.get("pace", 1.0), 0.0, 10.0)
    return SpeedPitch(pace, number_of(values.get("semitones", 0.0), -48.0, 48.0))


def _singing(singing: Any) -> Singing:
    values = mapping(singing)
    verses = if_told(values.get("verses"), lambda told: list_of(told, MOST_VERSES))
    order = None if verses is None else tuple(whole(each, 0, MOST_VERSES) for each in verses)
    return Singing(truth(values.get("tune", True)), order or None)


def if_told(value: Any, read: Callable[[Any], T]) -> T | None:
    return None if value is None else read(value)


def mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise TypeError
    return value


def list_of(value: Any, most: int) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError
    if len(value) > most:
        raise ValueError("too many")
    return value


def text_of(value: Any) -> str:
    """One line of text without control characters."""
    if not isinstance(value, str):
        raise TypeError
    if len(value) > LONGEST_TEXT:
        raise ValueError("too long")
    return _UNSHOWN.sub(" ", value).strip()


def named(value: Any) -> str:
    text = text_of(value)
    if not text:
        raise ValueError("without a name")
    return text


def _id(value: Any) -> str:
    text = text_of(value)
    if not re.fullmatch(r"[\w-]{0,100}", text):
        raise ValueError("no id")
    return text


def _sound(value: Any) -> str:
    text = text_of(value)
    if not re.fullmatch(r"(?:[0-9a-f]{32})?", text):
        raise ValueError("no fingerprint")
    return text


def _language(value: Any) -> str:
    text = text_of(value)
    return text if re.fullmatch(r"[A-Za-z0-9-]{0,35}", text) else ""


def truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def whole(value: Any, low: int, high: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    if not low <= value <= high:
        raise ValueError("out of range")
    return value


def number_of(value: Any, low: float, high: float) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError
    if not (math.isfinite(value) and low <= value <= high):
        raise ValueError("out of range")
    return float(value)


def _moment(value: Any) -> datetime:
    if not isinstance(value, str) or len(value) > 40:
        raise TypeError
    moment = datetime.fromisoformat(value)
    if not MINYEAR < moment.year < MAXYEAR:
        raise ValueError("no other zone has this moment")
    return moment
