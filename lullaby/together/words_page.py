"""The page that phones show: one document for each language, complete in itself.

`page/words.html` holds everything but the texts and the two films that keep the screen on. It has
no need of a second request: the browser gets all of it with `WordsPage.gzipped`.
Each copy holds a nonce of its own, with which it says hello.
"""

import json
import struct
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from pathlib import Path

from lullaby.frozen import frozen

FOLDER = Path(__file__).parent / "page"
"""Where words.html, wake.mp4 and wake.webm are."""


NUMBERS = 200
"""Numbers from 0 whose plural form is written down; of larger ones the last two digits decide."""


@frozen
class CountedText:
    """A text with a number, for which `{n}` stands, in its plural forms."""

    forms: tuple[str, ...]
    by_number: tuple[int, ...]
    """Which of the forms each number has, from 0."""


def counted(text: Callable[[int], str]) -> CountedText:
    """The plural forms of what `text` gives for a number."""
    forms: dict[str, int] = {}
    by_number = tuple(forms.setdefault(text(n), len(forms)) for n in range(NUMBERS))
    return CountedText(tuple(forms), by_number)


@frozen
class PageTexts:
    """What the page says, in one language."""

    language: str
    """BCP 47, such as `de` or `pt-BR`."""
    name: str
    """The language in its own words."""
    right_to_left: bool
    texts: Mapping[str, str]
    """By the names that words.html uses; values stand in braces, such as `{ms}`."""
    counted: Mapping[str, CountedText] = field(default_factory=dict[str, CountedText])
    """Those with a number."""


NONCE_PLACE = "{NONCE}"

GZIP_HEADER = b"\x1f\x8b\x08" + bytes(5) + b"\x02\xff"
"""Deflate, no name, no time, compressed well, by no system in particular (RFC 1952, 2.3)."""


class WordsPage:
    """The document in one language."""

    def __init__(self, language: str, html: str) -> None:
        """`html` has `NONCE_PLACE` once."""
        before, after = html.split(NONCE_PLACE)
        self.language = language
        self.html = before + after
        """Without a nonce."""
        self._before, self._after = before.encode(), after.encode()
        self._deflated = (
            _deflated(self._before, zlib.Z_FULL_FLUSH),
            _deflated(self._after, zlib.Z_FINISH),
        )

    def with_nonce(self, nonce: str) -> bytes:
        """A copy of the document."""
        return self._before + nonce.encode() + self._after

    def gzipped(self, nonce: str) -> bytes:
        """A copy of the document. Only its nonce is new, and stands as it is between what was
        compressed before: a stored block (RFC 1951, 3.2.4)."""
        plain = nonce.encode()
        copy = self.with_nonce(nonce)
        before, after = self._deflated
        lengths = struct.pack("<HH", len(plain), len(plain) ^ 0xFFFF)
        end = struct.pack("<II", zlib.crc32(copy), len(copy))
        return b"".join((GZIP_HEADER, before, b"\0", lengths, plain, after, end))


class WordsPages:
    """The page in every language that the application speaks, the default one first."""

    def __init__(self, languages: Sequence[PageTexts], folder: Path = FOLDER) -> None:
        """Read the page; raises OSError without its files and ValueError without a language."""
        if not languages:
            raise ValueError("the page needs the texts of a language")
        template = without_indents((folder / "words.html").read_text(encoding="utf-8"))
        for place, name in (("{WAKE_MP4}", "wake.mp4"), ("{WAKE_WEBM}", "wake.webm")):
            template = template.replace(place, b64encode((folder / name).read_bytes()).decode())
        names = [(each.language, each.name) for each in languages]
        self._pages = {each.language: _page(template, each, names) for each in languages}
        self._default = languages[0].language

    def choose(self, accept_language: str) -> WordsPage:
        """The page in the language that a browser would rather have, by its Accept-Language."""
        return self._pages[best_language(accept_language, self._pages) or self._default]


def best_language(accept_language: str, offered: Iterable[str]) -> str | None:
    """The first of the languages in an Accept-Language header (RFC 9110, 12.5.4) that is offered.

    `de` answers `de-AT`, and `pt-BR` answers `pt`. None if nothing fits.
    """
    known = list(offered)
    for wanted in _by_preference(accept_language):
        if wanted == "*":
            return known[0] if known else None
        pieces = wanted.split("-")
        for length in range(len(pieces), 0, -1):
            start = "-".join(pieces[:length])
            for language in known:
                folded = language.casefold()
                if folded == start or (length == 1 and folded.startswith(f"{start}-")):
                    return language
    return None


def without_indents(html: str) -> str:
    """The document without indentation, blank lines and comments on lines of their own."""
    lines = (line.strip() for line in html.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"


def _by_preference(accept_language: str) -> list[str]:
    ranked: list[tuple[float, int, str]] = []
    for place, piece in enumerate(accept_language[:1_000].split(",")):
        language, _, weight = piece.partition(";")
        quality = _quality(weight)
        if language.strip() and quality > 0:
            ranked.append((-quality, place, language.strip().casefold()))
    return [language for _, _, language in sorted(ranked)]


def _quality(weight: str) -> float:
    name, _, value = weight.strip().partition("=")
    if not name:
        return 1.0
    try:
        quality = float(value) if name.strip().casefold() == "q" else 0.0
    except ValueError:
        return 0.0
    return quality if 0.0 <= quality <= 1.0 else 0.0


def _page(template: str, texts: PageTexts, names: list[tuple[str, str]]) -> WordsPage:
    direction = "rtl" if texts.right_to_left else "ltr"
    told = {
        "language": texts.language,
        "direction": direction,
        "languages": names,
        "texts": dict(texts.texts),
        "counted": {
            name: [each.forms, "".join(map(str, each.by_number))]
            for name, each in texts.counted.items()
        },
    }
    data = json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    html = template.replace("{LANGUAGE}", texts.language)
    html = html.replace("{DIRECTION}", direction)
    html = html.replace("{TEXTS}", data)
    return WordsPage(texts.language, html)


def _deflated(plain: bytes, end: int) -> bytes:
    """Whole blocks without a header, whose last byte is full (RFC 1951)."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(plain) + packer.flush(end)
