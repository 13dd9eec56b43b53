"""The person's choices, in one JSON file that a newer or older Lullaby can share.

Unknown keys are kept as they were; a value of the wrong kind falls back to its default and is
logged. Writing is atomic.
"""

import json
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, field, fields, replace
from enum import Enum, auto
from itertools import count
from pathlib import Path
from typing import Any, Literal, get_args, get_type_hints

from lullaby.frozen import frozen

log = logging.getLogger(__name__)

Light = Literal["follow", "dusk", "night"]
Face = Literal["storybook", "plain", "easy"]
FadeMinutes = Literal[4, 8, 15]
End = Literal["fade", "song", "planned"]
AtEnd = Literal["nothing", "dark", "sleep"]
Order = Literal["title", "artist", "album", "folder", "recent", "tempo", "length", "nights"]

RANGES: dict[str, tuple[int, int]] = {
    "night_from": (0, 23),
    "night_until": (0, 23),
    "dimmer": (0, 3),
    "gentle_limit": (0, 20),
    "overlap_s": (0, 12),
    "song_level": (-30, -16),
    "warmth": (0, 3),
    "balance": (-10, 10),
    "settle_from": (90, 110),
    "settle_to": (60, 100),
    "settle_db": (0, 8),
    "text_percent": (100, 200),
    "words_percent": (100, 200),
    "child": (0, 1 << 31),
    "tap_delay_ms": (0, 500),
}


@frozen
class Settings:
    light: Light = "follow"
    night_from: int = 20
    """Hour of the day at which Night begins."""
    night_until: int = 7
    dimmer: int = 0
    """Index into the dimming steps of Night, 0 (as designed) to 3 (dimmest)."""
    high_contrast: bool = False
    """Whether texts and controls have the colours of high contrast, lighter than a night needs."""
    gentle_limit: int = 12
    """The highest volume step, 0 to 20, that + reaches."""
    overlap_s: int = 0
    """Crossfade between songs, in seconds."""
    song_level: int = -23
    """Target loudness of songs, in LUFS."""
    warmth: int = 0
    """How much treble is reduced, in thirds."""
    mono: bool = False
    """Whether both sides play the same."""
    balance: int = 0
    """Tenths by which the left side is softer; negative: the right side."""
    settle: bool = False
    """Whether tempo and level drop over the evening."""
    settle_from: int = 100
    settle_to: int = 85
    """Percent of each song's own tempo at the start and end of the evening."""
    settle_db: int = 4
    """Drop of the level over the evening, in dB."""
    speaker: str = ""
    """The name of the chosen sound device; empty for the system default."""
    text_percent: int = 100
    words_percent: int = 100
    reduce_motion: bool = False
    lyric_face: Face = "storybook"
    show_tune: bool = False
    """Whether to draw the melody as bars above the words."""
    read_lines: bool = False
    """Whether a screen reader announces each line as it begins."""
    show_chords: bool = False
    """Whether to show the chords of song sheets above the words."""
    show_translation: bool = True
    single_keys: bool = True
    fade_minutes: FadeMinutes = 8
    finish: End = "fade"
    """How an evening ends (`session.finish.Finish`)."""
    at_end: AtEnd = "nothing"
    """What the laptop does after an evening."""
    play_with_lid_closed: bool = False
    """Whether playback keeps the laptop awake with its lid closed."""
    tray: bool = False
    """Whether to show a tray icon."""
    ask_afterwards: bool = True
    last_routine: int | None = None
    """The routine chosen last, at any hour."""
    last_night_routine: int | None = None
    """The routine chosen last between `night_from` and `night_until`."""
    night_by_itself: bool = True
    """Whether Begin starts `last_night_routine` between those hours."""
    first_singer: str = ""
    second_singer: str = ""
    may_listen: bool = False
    """Whether the person has allowed to listen while the words follow a voice."""
    note_singing: bool = False
    """Whether the journal keeps for how long somebody was heard singing meanwhile."""
    singer_voices: str = ""
    """How far the voice of each singer was heard to reach (`following.singer_voices`)."""
    key_singer: str = ""
    """The singer whose key was looked for last."""
    sung_languages: str = ""
    """Codes of the languages that the family sings in (ISO 639), separated by spaces."""
    child: int = 0
    """The child who is sung to, by number; 0 for everybody."""
    tap_delay_ms: int = 100
    """The person's tapping delay, in ms."""
    write_tempo_tags: bool = False
    """Whether a song's menu offers to write its tempo into the file."""
    song_order: Order = "title"
    """How the Library sorts songs (`library.song_order.SongOrder`)."""
    song_order_reversed: bool = False
    """Whether it lists them in the opposite order."""
    only_own_songs: bool = False
    """Whether the Library leaves out the bundled songs."""
    suggestion_rests_until: str = ""
    """The date (ISO 8601) from which Tonight may suggest a song again."""
    child_in_copies: str = ""
    """The name of a child that was erased here, and is still to be erased from the copies."""
    welcomed: bool = False
    """Whether the first-run screen was completed."""
    unknown: dict[str, Any] = field(default_factory=dict, compare=False)
    """Unknown keys from another version's file, preserved on saving."""


def in_night_hours(settings: Settings, hour: int) -> bool:
    """Whether an hour, 0 to 23, is in the night hours, whatever the colour scheme."""
    start, end = settings.night_from, settings.night_until
    if start == end:
        return False
    if start < end:
        return start <= hour < end
    return hour >= start or hour < end


class Whole(Enum):
    """How much of a settings file could be read."""

    YES = auto()
    IN_PART = auto()
    DAMAGED = auto()


def from_json(text: str) -> Settings:
    """Read settings, taking the default for whatever is missing or of the wrong kind."""
    return _read(text)[0]


def _read(text: str) -> tuple[Settings, Whole]:
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        log.warning("the settings file is not JSON; using the defaults")
        return Settings(), Whole.DAMAGED
    if not isinstance(raw, dict):
        log.warning("the settings file holds no object; using the defaults")
        return Settings(), Whole.DAMAGED
    hints = get_type_hints(Settings)
    known = {f.name for f in fields(Settings)} - {"unknown"}
    good: dict[str, Any] = {}
    whole = Whole.YES
    for name in known & raw.keys():
        if _fits(name, raw[name], hints[name]):
            good[name] = raw[name]
        else:
            log.warning("setting %s has the unusable value %r; using the default", name, raw[name])
            whole = Whole.IN_PART
    return Settings(**good, unknown={k: v for k, v in raw.items() if k not in known}), whole


def to_json(settings: Settings) -> str:
    plain = asdict(settings)
    unknown = plain.pop("unknown")
    return json.dumps({**unknown, **plain}, ensure_ascii=False, indent=2) + "\n"


def _fits(name: str, value: object, hint: object) -> bool:
    choices = get_args(hint)
    if type(None) in choices:
        return value is None or (isinstance(value, int) and not isinstance(value, bool))
    if choices:
        return value in choices and not isinstance(value, bool)
    if hint is int:
        low, high = RANGES[name]
        return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
    return isinstance(hint, type) and isinstance(value, hint)


class SettingsFile:
    """Holds the settings in force and writes each change at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.refused: Callable[[], None] = lambda: None
        """Called when a change could not be saved; `save` may be retried."""
        self.set_aside: Path | None = None
        """Where an unreadable settings file was kept."""
        self._to_keep = False
        self._now = self._read()

    @property
    def now(self) -> Settings:
        return self._now

    def change(self, **changes: object) -> Settings:
        """Replace the named fields and save; calls `refused` if the disk refuses the write."""
        self._now = replace(self._now, **changes)
        try:
            self.save()
        except OSError:
            log.warning("the settings could not be saved", exc_info=True)
            self.refused()
        return self._now

    def save(self) -> None:
        """Write the current settings; never overwrites a file that could not be read.

        Raises OSError.
        """
        if self._to_keep:
            with suppress(FileNotFoundError):
                self._path.rename(self._free_name())
            self._to_keep = False
        write_atomically(self._path, to_json(self._now))

    def _read(self) -> Settings:
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return Settings()
        except OSError:
            log.warning("the settings could not be read; using the defaults", exc_info=True)
            self._to_keep = True
            return Settings()
        try:
            found, whole = _read(content.decode("utf-8"))
        except UnicodeDecodeError:
            log.warning("the settings are no text; using the defaults")
            found, whole = Settings(), Whole.DAMAGED
        if whole is not Whole.YES:
            kept = self._keep_copy(content)
            self.set_aside = kept if whole is Whole.DAMAGED else None
        return found

    def _keep_copy(self, content: bytes) -> Path | None:
        """Keep a copy of this content beside the file, only once; returns its path."""
        for name in self._names():
            try:
                if not name.exists():
                    shutil.copyfile(self._path, name)
                    return name
                if name.read_bytes() == content:
                    return name
            except OSError:
                log.warning("there was no room for a copy of the settings", exc_info=True)
                self._to_keep = True
                return None
        return None

    def _free_name(self) -> Path:
        return next(name for name in self._names() if not name.exists())

    def _names(self) -> Iterator[Path]:
        yield self._path.with_name(f"{self._path.name}.damaged")
        for number in count(2):
            yield self._path.with_name(f"{self._path.name}.damaged-{number}")


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write bytes, or text as UTF-8, so that a reader sees the old file or the whole new one.

    Raises OSError; the old file is untouched then. A link stays a link; a target that is
    no regular file, such as a terminal, is written directly.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    target = Path(os.path.realpath(path))
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and not target.is_file():
        with target.open("wb") as out:
            out.write(data)
        return
    import secrets  # brings the whole of hmac, and most starts write nothing

    temporary = target.with_name(f".lullaby-{secrets.token_hex(8)}")
    try:
        with temporary.open("xb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
