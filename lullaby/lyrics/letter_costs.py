"""How well letters fit a language, by which follows which or by how common each is.

The figures are in assets/languages/letters.json, made by packaging/letter-pairs. A cost is the
negative natural logarithm of a probability: the lower, the likelier.
"""

import base64
import json
import math
import unicodedata
from collections.abc import Mapping
from functools import cache

from lullaby.frozen import frozen
from lullaby.paths import assets

PER_NAT = 20
"""What the costs of pairs count: twentieths of a nat."""

RARE_SIGN = 13.5
FULL_WIDTH_MARK = 4.0
HALF_WIDTH_KANA = 0.1
"""More than katakana of the usual width among themselves."""
HALF_WIDTH_RUN = 4.0
"""For a run of half-width katakana, with the blanks in it."""
HALF_WIDTH_MARK = 3.0
"""A mark of voice, or of punctuation, among half-width katakana."""
LATIN_AMONG_SIGNS = 4.0
UNKNOWN_OWN_LETTER = 7.5
OWN_MARK = 2.0
"""A vowel point or the like, which the counted texts leave out."""
FOREIGN_LETTER = 12.0
CONTROL = 20.0
SYMBOL = 12.0
MARK = 4.5
COMMON_MARK = 2.5
"""An apostrophe in print, in nearly every English text."""
MISPLACED_MARK = 6.0
CAPITAL_INSIDE = 4.0

_MARKS = frozenset("©’‘“”„‚«»‹›…–—\xa0¿¡·\u200e\u200f،؟؛־׳״")
_OPENING = frozenset("“„‚«¿¡‹")
_CLOSING = frozenset("”»…›؟،")
_FULL_WIDTH = frozenset("、。「」『』・ー～！？　，：；（）《》〈〉…—“”‘’〜※♪★☆─")


@frozen
class Alphabet:
    """A language with few letters."""

    index: Mapping[str, int]
    """The letters in lower case, from 1."""

    costs: bytes
    """Of each letter (column) after each (row), in 1/PER_NAT; row and column 0 part words."""

    script: str

    @property
    def width(self) -> int:
        return len(self.index) + 1

    def place(self, letter: str) -> int:
        """The row and column of a letter of any case; 0 for what is none of this language."""
        return self.index.get("i" if letter == "İ" else letter.lower(), 0)

    def strangeness(self, character: str) -> float:
        """In nats, what a letter that this language does not have costs; 0 for one it has."""
        if not is_letter(character) or self.place(character):
            return 0.0
        own = script_of(character) in {self.script, "COMBINING"}
        if own and unicodedata.category(character)[0] == "M":
            return OWN_MARK if self.script in {"HEBREW", "ARABIC"} else UNKNOWN_OWN_LETTER
        return UNKNOWN_OWN_LETTER if own else FOREIGN_LETTER


@frozen
class Signs:
    """A language with thousands of signs."""

    costs: Mapping[str, float]
    """In nats."""
    half_width: Mapping[str, float]
    """In nats, of half-width katakana, which stand among themselves."""

    def cost(self, character: str) -> float:
        """In nats; ASCII signs that are no letters cost nothing."""
        known = self.costs.get(character)
        if known is not None:
            return known
        if character < "\x80":
            return LATIN_AMONG_SIGNS if character.isalpha() else 0.0
        if character in _FULL_WIDTH:
            return FULL_WIDTH_MARK
        if "\uff61" <= character <= "\uff9f":
            return self.half_width.get(character, HALF_WIDTH_MARK)
        return RARE_SIGN if character > "\u2e7f" and is_letter(character) else SYMBOL + MARK


@cache
def alphabets() -> Mapping[str, Alphabet]:
    """The languages with few letters, by their BCP 47 tags."""
    return {name: _alphabet(known) for name, known in _figures().items() if "letters" in known}


@cache
def signs() -> Mapping[str, Signs]:
    """The languages with thousands of signs, by their BCP 47 tags."""
    return {name: _signs(known) for name, known in _figures().items() if "common" in known}


def is_letter(character: str) -> bool:
    """Whether a character is part of a word: a letter, or a mark upon one."""
    return unicodedata.category(character)[0] in "LM"


def sign_cost(character: str) -> float:
    """In nats, what a character that is no letter costs in any language."""
    if character < "\x80" or is_letter(character):
        return 0.0
    if unicodedata.category(character) == "Cc":
        return CONTROL
    if character == "’":
        return COMMON_MARK
    return MARK if character in _MARKS else SYMBOL


def neighbour_cost(first: str, second: str) -> float:
    """In nats, what two characters cost that hardly ever follow each other in any language."""
    if second in _OPENING:
        return MISPLACED_MARK if is_letter(first) else 0.0
    if first in _CLOSING:
        return MISPLACED_MARK if is_letter(second) else 0.0
    return CAPITAL_INSIDE if first.islower() and second.isupper() else 0.0


@cache
def script_of(character: str) -> str:
    """The script of a letter, such as LATIN."""
    return unicodedata.name(character, "").partition(" ")[0]


@cache
def _figures() -> Mapping[str, Mapping[str, str]]:
    file = assets() / "languages" / "letters.json"
    return json.loads(file.read_text(encoding="utf-8"))


def _alphabet(known: Mapping[str, str]) -> Alphabet:
    letters = known["letters"]
    index = {letter: number for number, letter in enumerate(letters, 1)}
    costs = b"\0" + base64.b64decode(known["costs"])[1:]
    return Alphabet(index, costs, script_of(letters[len(letters) // 2]))


def _signs(known: Mapping[str, str]) -> Signs:
    costs = base64.b64decode(known["costs"])
    pairs = zip(known["common"], costs, strict=True)
    named = {sign: cost / PER_NAT for sign, cost in pairs}
    return Signs(named, _half_width(named))


def _half_width(costs: Mapping[str, float]) -> Mapping[str, float]:
    """The costs of half-width katakana, as if a language had no other signs."""
    plain = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFF66, 0xFF9E)}
    known = {half: costs[full] for half, full in plain.items() if full in costs}
    share = math.log(sum(math.exp(-cost) for cost in known.values())) if known else 0.0
    dearest = max(known.values(), default=0.0)
    return {half: known.get(half, dearest) + share + HALF_WIDTH_KANA for half in plain}
