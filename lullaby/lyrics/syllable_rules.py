"""Splits words into syllables by spelling rules: one sung vowel per syllable.

A consonant between two vowels starts the next syllable; of several the last one does, with those
pronounced together with it (`ch`, `tr`). `Spelling` holds what differs between languages.
"""

import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from lullaby.frozen import frozen


@frozen
class Spelling:
    """A language's spelling rules; letters are lower case without accents."""

    vowels: frozenset[str] = frozenset("aeiouyøœæ")
    pairs: frozenset[str] | None = None
    """Vowel pairs sung as one; None if all adjacent vowels are."""
    units: frozenset[str] = frozenset()
    """Consonants that stay together."""
    glides: frozenset[str] = frozenset()
    """Vowels that act as consonants before another vowel."""
    mute_e: bool = False
    """Whether a final `e` is silent."""


def _letters(written: str) -> frozenset[str]:
    return frozenset(written.split())


_STOPS_AND_LIQUIDS = frozenset(
    f"{stop}{liquid}" for stop in "bcdfgkptv" for liquid in "lr" if f"{stop}{liquid}" != "dl"
)
_SPOKEN_AS_ONE = frozenset(("ch", "ph", "sh", "th", "gn", "qu", "gu", "ck", "sch", "wh"))

ENGLISH = Spelling(units=_STOPS_AND_LIQUIDS | _SPOKEN_AS_ONE, glides=frozenset("y"), mute_e=True)
GENERAL = Spelling(units=_STOPS_AND_LIQUIDS | _SPOKEN_AS_ONE, glides=frozenset("y"))
WELSH = Spelling(
    vowels=frozenset("aeiouwy"),
    pairs=_letters("ae ai au aw ei eu ew ey iw oe oi ou ow uw wy yw"),
    units=_STOPS_AND_LIQUIDS | frozenset(("ch", "dd", "ff", "ng", "ll", "ph", "rh", "th")),
    glides=frozenset("iw"),
)
MAORI = Spelling(
    vowels=frozenset("aeiou"),
    pairs=_letters("ai ae ao au ei oi ou"),
    units=frozenset(("ng", "wh")),
)

_MUTE_ENDINGS = {"ed": frozenset("td"), "es": frozenset("szxcgh")}
"""English silent endings, with the letters after which they are sung."""


def part(word: str, spelling: Spelling) -> tuple[str, ...]:
    """The syllables of a word, which join to the word."""
    plain = [_plain(character) for character in word]
    edges = [0]
    ends: int | None = None
    for start, end in _nuclei(plain, spelling):
        if ends is not None:
            cut = _cut(plain, ends, start, spelling)
            while cut < len(word) and unicodedata.combining(word[cut]):
                cut += 1
            edges.append(cut)
        ends = end
    edges.append(len(word))
    return tuple(word[a:b] for a, b in pairwise(edges) if b > a)


def sung(word: str, spelling: Spelling) -> int:
    """Number of sung vowels in a word."""
    return sum(1 for _ in _nuclei([_plain(character) for character in word], spelling))


def _plain(character: str) -> str:
    return unicodedata.normalize("NFD", character.lower())[0]


def _nuclei(plain: list[str], spelling: Spelling) -> Iterator[tuple[int, int]]:
    """Start and end of every vowel or group of vowels sung as one."""
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(plain):
        if not _is_vowel(plain, at, spelling):
            at += 1
            continue
        end = at + 1
        while end < len(plain) and _goes_on(plain, at, end, spelling):
            end += 1
        found.append((at, end))
        at = end
    if spelling.mute_e and len(found) > 1 and _is_mute(plain, found[-1]):
        found.pop()
    return iter(found)


def _is_vowel(plain: list[str], at: int, spelling: Spelling) -> bool:
    letter = plain[at]
    if letter not in spelling.vowels:
        return False
    if letter == "u" and at and plain[at - 1] == "q":
        return False
    if letter not in spelling.glides or at + 1 >= len(plain):
        return True
    following = plain[at + 1]
    if spelling.pairs is not None and letter + following in spelling.pairs:
        return True
    return following not in spelling.vowels


def _goes_on(plain: list[str], start: int, at: int, spelling: Spelling) -> bool:
    if unicodedata.combining(plain[at]):
        return True
    if not _is_vowel(plain, at, spelling):
        return False
    if spelling.pairs is None:
        return True
    letters = [letter for letter in plain[start : at + 1] if not unicodedata.combining(letter)]
    return "".join(letters) in spelling.pairs


def _is_mute(plain: list[str], last: tuple[int, int]) -> bool:
    """Whether a final `e` is silent: `bove`, `used`, `times`; not `little`, `wanted`, `roses`."""
    start, end = last
    if plain[start:end] != ["e"] or start == 0:
        return False
    rest = "".join(plain[start:])
    before = plain[start - 1]
    if rest == "e":
        two_before = plain[start - 2] if start > 1 else ""
        return not (before == "l" and two_before not in "aeiouyrl")
    spoken_after = _MUTE_ENDINGS.get(rest)
    return spoken_after is not None and before not in spoken_after


def _cut(plain: list[str], start: int, end: int, spelling: Spelling) -> int:
    """Where to split the consonants between `start` and `end`."""
    for length in (3, 2):
        unit = "".join(plain[end - length : end])
        if end - length >= start and unit in spelling.units:
            return end - length
    return max(start, end - 1)
