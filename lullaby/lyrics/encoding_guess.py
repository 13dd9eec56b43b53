"""Guesses the encoding of words from before Unicode, by the letters that each would give.

Every candidate is read in every language that was written in it, and costs what its letters cost
there (`letter_costs`); the cheapest wins. Purely ASCII words tell of the language too.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from lullaby.frozen import frozen
from lullaby.lyrics.letter_costs import (
    CONTROL,
    HALF_WIDTH_RUN,
    PER_NAT,
    Alphabet,
    alphabets,
    neighbour_cost,
    sign_cost,
    signs,
)

LOOKED_AT = 16_000
"""Bytes at the beginning of a file that are looked at; of these, judged are the first JUDGED."""

JUDGED = 1_300
"""Bytes of lines with something other than ASCII; more would not change a judgement."""

NAMED_LANGUAGE = 8.0
"""In nats, what it counts that the song's tags or file name tell the language."""

OWN_LANGUAGE = 3.0
"""In nats, what it counts that the person reads the language."""

ENGLISH = 8.0
"""In nats, at most, what it costs a language that the words in plain ASCII are English."""

BROKEN = 15.0
"""In nats, what a sequence that an encoding does not have costs."""

HOPELESS = 80.0
"""In nats; a candidate this much worse than the best is not judged to its end."""

_WESTERN = (
    "en",
    "de",
    "fr",
    "es",
    "it",
    "nl",
    "pt",
    "sv",
    "da",
    "nb",
    "fi",
    "is",
    "ca",
    "af",
    "sq",
    "cy",
    "ga",
    "eu",
    "et",
)
_CENTRAL = ("pl", "cs", "sk", "hu", "sl", "hr", "ro", "sq", "de")
_CYRILLIC = ("ru", "uk", "bg", "sr", "mk", "be")


@frozen
class Encoding:
    """An encoding that words are still found in."""

    name: str
    """As Python names it."""

    rarity: float
    """In nats, how much rarer it is than the common encoding of its languages."""

    languages: Sequence[str]
    wide: bool = False
    """Whether a letter takes more than one byte."""


ENCODINGS = (
    Encoding("cp932", 0.0, ("ja",), wide=True),
    Encoding("euc_jp", 1.0, ("ja",), wide=True),
    Encoding("cp949", 0.0, ("ko",), wide=True),
    Encoding("gb18030", 0.0, ("zh",), wide=True),
    Encoding("big5hkscs", 0.5, ("zh-Hant",), wide=True),
    Encoding("cp1252", 0.0, _WESTERN),
    Encoding("cp1251", 0.0, _CYRILLIC),
    Encoding("cp1250", 0.0, _CENTRAL),
    Encoding("cp1253", 0.0, ("el",)),
    Encoding("cp1254", 0.0, ("tr",)),
    Encoding("cp1255", 0.0, ("he", "yi")),
    Encoding("cp1256", 0.0, ("ar", "fa", "ur")),
    Encoding("cp1257", 0.0, ("lt", "lv", "et")),
    Encoding("cp1258", 0.0, ("vi",)),
    Encoding("cp874", 0.0, ("th",)),
    Encoding("koi8-r", 1.0, ("ru", "bg")),
    Encoding("koi8-u", 1.5, ("uk", "be")),
    Encoding("iso8859-7", 1.0, ("el",)),
    Encoding("iso8859-2", 1.0, _CENTRAL),
    Encoding("iso8859-13", 2.0, ("lt", "lv")),
    Encoding("iso8859-15", 2.5, _WESTERN),
    Encoding("iso8859-5", 3.0, _CYRILLIC),
    Encoding("cp866", 2.5, ("ru", "bg")),
    Encoding("cp1125", 3.0, ("uk", "be")),
    Encoding("mac_cyrillic", 3.0, _CYRILLIC),
    Encoding("mac_roman", 2.5, _WESTERN),
    Encoding("cp437", 2.5, _WESTERN),
    Encoding("cp850", 3.0, _WESTERN),
    Encoding("cp852", 3.0, _CENTRAL),
    Encoding("mac_latin2", 3.5, _CENTRAL),
    Encoding("mac_greek", 3.5, ("el",)),
    Encoding("mac_turkish", 3.5, ("tr",)),
    Encoding("cp857", 3.5, ("tr",)),
    Encoding("cp737", 3.5, ("el",)),
    Encoding("cp775", 4.0, ("lt", "lv", "et")),
    Encoding("cp862", 4.0, ("he",)),
)
"""Of two that give the same text, the first is named."""

NAMES = frozenset(encoding.name for encoding in ENCODINGS)

_STAMP = re.compile(rb"\[[0-9:.,]{1,15}\]|<[^<>\r\n\x80-\xff]{1,60}>")
_TAG = re.compile(rb"^[ \t]*(?:\[[a-z#]{1,10}:[^\]\r\n]*\]|#[A-Za-z0-9]{1,20}:)", re.MULTILINE)
_HIGH = re.compile(rb"[\x80-\xff]")
_HIGH_WORD = re.compile(rb"[A-Za-z]*[\x80-\xff][A-Za-z\x80-\xff]*")
_HALF_WIDTH = re.compile(r"[\uff61-\uff9f]+(?:\s+[\uff61-\uff9f]+)*")
_ASCII_WORD = re.compile(rb"[A-Za-z]+")
_BESIDE_SIGNS = re.compile(r"(?<![A-Za-z])[A-Za-z]++(?=[^\x00-\x7f])|(?<=[^\x00-\x7f])[A-Za-z]++")

_Pairs = dict[tuple[int, int], int]


@frozen
class Guess:
    encoding: str
    language: str
    """BCP 47; the one whose letters fit best, which need not be right among neighbours."""

    cost: float
    """In nats; the lower, the likelier."""


def guesses(
    data: bytes, named: Sequence[str] = (), own: Sequence[str] = (), *, best_only: bool = False
) -> list[Guess]:
    """How the text in `data` may be encoded, the likeliest first; one guess per encoding.

    `named` are the languages that the song's tags or file name tell, `own` those that the person
    reads, both as ISO 639-1 codes. Empty where there is nothing but ASCII. With `best_only` what
    is hopeless is left out.
    """
    sample = _sample(data)
    if not _HIGH.search(sample):
        return []
    pairs, plain = _pairs(_HIGH_WORD, sample), _pairs(_ASCII_WORD, _HIGH_WORD.sub(b" ", sample))
    gains = _gains(plain)
    for language in gains:
        base = language.split("-")[0]
        gains[language] += NAMED_LANGUAGE * (base in named) + OWN_LANGUAGE * (base in own)
    found: list[Guess] = []
    best = float("inf")
    for encoding in ENCODINGS:
        limit = best + HOPELESS if best_only else float("inf")
        if encoding.wide:
            judged = _wide(sample, encoding, gains)
        else:
            judged = _narrow(pairs, encoding, gains, limit)
        first = min(judged, key=lambda guess: guess.cost, default=None)
        if first is not None:
            found.append(first)
            best = min(best, first.cost)
    return sorted(found, key=lambda guess: guess.cost)


def _sample(data: bytes) -> bytes:
    """Lines with something other than ASCII, without stamps and tags."""
    head = data[:LOOKED_AT]
    if len(data) > LOOKED_AT:
        head = head[: max(head.rfind(b"\n"), head.rfind(b"\r")) + 1] or head
    bare = _STAMP.sub(b" ", head)
    untagged = _TAG.sub(b" ", bare)
    lines = [line for line in untagged.splitlines() if _HIGH.search(line)]
    if not lines:
        lines = [line for line in bare.splitlines() if _HIGH.search(line)]
    return b"\n".join(lines)[:JUDGED] if len(lines) > 1 else b"".join(lines)[:JUDGED]


def _pairs(word: re.Pattern[bytes], sample: bytes) -> _Pairs:
    """Which byte follows which in the words, with a blank before and after each."""
    spaced = b" " + b" ".join(word.findall(sample)) + b" "
    return dict(Counter(pairwise(spaced)))


def _gains(plain: _Pairs) -> dict[str, float]:
    """In nats, how much better than in English the ASCII words fit each language.

    Worse only to a degree, because words of a song are often English here and there.
    """
    english = _letters_cost(alphabets()["en"], plain)
    gains = dict.fromkeys((*alphabets(), *signs()), 0.0)
    for name, alphabet in alphabets().items():
        if alphabet.script == "LATIN":
            gains[name] = max(-ENGLISH, english - _letters_cost(alphabet, plain))
    return gains


def _letters_cost(alphabet: Alphabet, pairs: _Pairs) -> float:
    place = [alphabet.place(chr(byte)) for byte in range(128)]
    width, costs = alphabet.width, alphabet.costs
    return (
        sum(
            costs[place[first] * width + place[second]] * count
            for (first, second), count in pairs.items()
        )
        / PER_NAT
    )


def _wide(data: bytes, encoding: Encoding, gains: dict[str, float]) -> Iterator[Guess]:
    text = data.decode(encoding.name, "replace")
    counts = Counter(text)
    broken = counts.pop("\N{REPLACEMENT CHARACTER}", 0)
    if broken * 20 > len(text):
        return
    shared = encoding.rarity + broken * BROKEN + _latin_beside_signs(text)
    shared += HALF_WIDTH_RUN * len(_HALF_WIDTH.findall(text))
    for language in encoding.languages:
        model = signs()[language]
        cost = sum(model.cost(sign) * count for sign, count in counts.items() if sign > "\x7f")
        yield Guess(encoding.name, language, cost + shared - gains[language])


def _latin_beside_signs(text: str) -> float:
    """Latin letters in one word with others were judged as such a word in other encodings too."""
    found = _BESIDE_SIGNS.findall(text)
    return 3.0 * sum(map(len, found)) + 2.0 * len(found)


def _narrow(
    pairs: _Pairs, encoding: Encoding, gains: dict[str, float], limit: float
) -> Iterator[Guess]:
    letters = _letters(encoding.name)
    shared = encoding.rarity
    seen: Counter[int] = Counter()
    for (first, second), count in pairs.items():
        seen[second] += count
        if first > 127 or second > 127:
            shared += _neighbours(letters[first], letters[second]) * count
    for byte, count in seen.items():
        shared += _sign(letters[byte]) * count
    if shared > limit:
        return
    for language in encoding.languages:
        alphabet = alphabets()[language]
        place = dict.fromkeys(seen, 0)
        cost = shared - gains[language]
        for byte, count in seen.items():
            letter = letters[byte]
            if letter is not None:
                place[byte] = alphabet.place(letter)
                cost += alphabet.strangeness(letter) * count
        if cost > limit:
            continue
        width, costs = alphabet.width, alphabet.costs
        total = 0
        for (first, second), count in pairs.items():
            total += costs[place[first] * width + place[second]] * count
        yield Guess(encoding.name, language, cost + total / PER_NAT)


@cache
def _letters(encoding: str) -> list[str | None]:
    """What each byte stands for; None where it stands for nothing."""
    letters: list[str | None] = []
    for byte in range(256):
        text = bytes([byte]).decode(encoding, "replace")
        letters.append(None if text == "\N{REPLACEMENT CHARACTER}" else text)
    return letters


@cache
def _neighbours(first: str | None, second: str | None) -> float:
    return 0.0 if first is None or second is None else neighbour_cost(first, second)


@cache
def _sign(letter: str | None) -> float:
    return CONTROL if letter is None else sign_cost(letter)
