"""Parses the header of an ABC file: its fields and Lullaby's own `%%lb-` lines."""

import re
from dataclasses import dataclass, field
from fractions import Fraction

from lullaby.songbook.notes import About, Checked
from lullaby.songbook.pitches import Key, key_of
from lullaby.songbook.season import Season
from lullaby.units import Bpm

FIELDS = "XTCONMLQK"
LB = re.compile(r"%%lb-(\S+)\s+(.*)")
OWN = (
    *("id", "lang", "level", "words-level", "origin", "words", "story", "season"),
    *("source", "words-source", "to-do", "on-one-note", "licence", "meanings"),
)
TEMPO = re.compile(r"(\d+)/(\d+)\s*=\s*(\d+(?:\.\d+)?)")
FRACTION = re.compile(r"(\d+)/(\d+)")
METERS = ((2, 4), (3, 4), (4, 4), (6, 8))
SLOWEST, FASTEST = 20.0, 200.0


@dataclass
class AbcHeader:
    """Parses header lines one by one. Raises ValueError with the reason."""

    titles: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    to_do: list[str] = field(default_factory=list)
    unit: Fraction = Fraction(1, 8)
    meter: tuple[int, int] = (4, 4)
    key: Key = Key(0)  # noqa: RUF009 - it is frozen
    beat: Fraction = Fraction(1, 4)
    bpm: Bpm | None = None

    @property
    def ended(self) -> bool:
        """Whether the key field, the last line of a header, has been read."""
        return "K" in self.fields

    def take(self, line: str) -> bool:
        """Parse a line; return whether it belongs to the header."""
        own = LB.fullmatch(line)
        if own:
            if own[1] not in OWN:
                raise ValueError(f"%%lb-{own[1]} is not known")
            self.own[own[1]] = own[2].strip()
            if own[1] == "to-do":
                self.to_do.append(own[2].strip())
            return True
        if len(line) < 2 or line[1] != ":" or line[0] not in FIELDS:
            return False
        name, value = line[0], line[2:].strip()
        if self.ended:
            raise ValueError(f"{name}: stands below the key; it may not change within a song")
        if name == "T":
            self.titles.append(value)
        self.fields.setdefault(name, value)
        self._understand(name, value)
        return True

    def _understand(self, name: str, value: str) -> None:
        match name:
            case "M":
                self.meter = {"C": (4, 4)}.get(value) or _two(value)
                if self.meter not in METERS:
                    raise ValueError(f"the meter {value} is not one of 2/4, 3/4, 4/4, 6/8")
            case "L":
                self.unit = Fraction(*_two(value))
            case "K":
                self.key = key_of(value)
            case "Q":
                tempo = TEMPO.fullmatch(value)
                if tempo is None or not int(tempo[1]) or not int(tempo[2]):
                    raise ValueError(f"{value!r} is no tempo, such as 1/4=66")
                self.beat = Fraction(int(tempo[1]), int(tempo[2]))
                if not SLOWEST <= float(tempo[3]) <= FASTEST:
                    raise ValueError(f"the tempo {tempo[3]} is not from 20 to 200")
                self.bpm = Bpm(float(tempo[3]))
            case _:
                pass

    def about(self) -> About:
        """The song's metadata. Raises ValueError for an unknown value of a fixed set."""
        own = self.own
        titles = [*self.titles, "", ""]
        return About(
            id=own.get("id", ""),
            title=titles[0],
            subtitle=titles[1],
            composer=self.fields.get("C", ""),
            origin=own.get("origin", self.fields.get("O", "")),
            words_by=own.get("words", self.fields.get("N", "")),
            language=own.get("lang", ""),
            story=own.get("story", ""),
            season=_season(own.get("season", "")),
            checked=_checked(own.get("level", "")),
            source=own.get("source", ""),
            words_checked=_checked(own.get("words-level", "")),
            words_source=own.get("words-source", ""),
            to_do=tuple(self.to_do),
            on_one_note=tuple(own.get("on-one-note", "").split()),
            licence=own.get("licence", ""),
            meanings_in=own.get("meanings", "en"),
        )


def _two(text: str) -> tuple[int, int]:
    match = FRACTION.fullmatch(text)
    if match is None or int(match[2]) == 0 or int(match[1]) == 0:
        raise ValueError(f"{text!r} is no fraction")
    return int(match[1]), int(match[2])


def _season(text: str) -> Season | None:
    try:
        return Season(text) if text else None
    except ValueError:
        raise ValueError(f"the season {text!r} is not known; there is: christmas") from None


def _checked(text: str) -> Checked:
    try:
        return Checked(text) if text else Checked.UNCHECKED
    except ValueError:
        raise ValueError(f"the level {text!r} is not one of A, B, unchecked") from None
