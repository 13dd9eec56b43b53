"""How often a guess at an old encoding is right on three lines: ours beside two libraries.

`python -m benchmarks encodings` asks the environment variable LULLABY_TEXTS for a folder of UTF-8
texts named by their language, such as `ru.txt`; without it the lines of the tests are taken.
charset-normalizer and chardet are compared where they can be imported. Right means the same text,
whatever the encoding is called.
"""

import os
import random
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path

from lullaby.lyrics.text_decoding import decode_words
from tests.lyrics.lullaby_lines import LINES, WRITTEN_IN, encoded

PIECES = 6
"""Of each text, for each encoding."""

WORDS_IN_LINE = 6


def main() -> None:
    folder = os.environ.get("LULLABY_TEXTS")
    texts = _pieces(Path(folder)) if folder else {name: [text] for name, text in LINES.items()}
    readers = {"lullaby": lambda data: decode_words(data).text, **_libraries()}
    right: Counter[tuple[str, str]] = Counter()
    tried: Counter[str] = Counter()
    spent = dict.fromkeys(readers, 0.0)
    for encoding, data, text in _samples(texts):
        tried[encoding] += 1
        for name, read in readers.items():
            before = time.process_time()
            found = read(data)
            spent[name] += time.process_time() - before
            right[name, encoding] += unicodedata.normalize("NFC", found) == text
    print(f"{'':14}{'pieces':>7}" + "".join(f"{name:>20}" for name in readers))
    for encoding, number in tried.items():
        shares = (f"{right[name, encoding] / number:20.1%}" for name in readers)
        print(f"{encoding:14}{number:7}" + "".join(shares))
    whole = sum(tried.values())
    total = (sum(right[name, encoding] for encoding in tried) / whole for name in readers)
    print(f"{'all':14}{whole:7}" + "".join(f"{share:20.1%}" for share in total))
    print(f"{'ms each':21}" + "".join(f"{spent[name] / whole * 1000:20.1f}" for name in readers))


def _samples(texts: Mapping[str, list[str]]) -> Iterator[tuple[str, bytes, str]]:
    for encoding, languages in WRITTEN_IN.items():
        for language in languages:
            for text in texts.get(language, ()):
                try:
                    data = encoded(text, encoding)
                except UnicodeEncodeError:
                    continue
                if not data.isascii() or b"\0" in data:
                    yield encoding, data, unicodedata.normalize("NFC", text)


def _pieces(folder: Path) -> dict[str, list[str]]:
    """Three lines of a few words each, from places that are the same each time."""
    found: dict[str, list[str]] = {}
    for file in sorted(folder.glob("*.txt")):
        words = file.read_text(encoding="utf-8").split()
        per_line = WORDS_IN_LINE if len(words) > 300 else 1
        place = random.Random(file.stem)
        starts = [place.randrange(max(1, len(words) - 3 * per_line)) for _ in range(PIECES)]
        found[file.stem] = [
            "\n".join(
                " ".join(words[at : at + per_line])
                for at in range(start, start + 3 * per_line, per_line)
            )
            for start in starts
        ]
    return found


def _libraries() -> dict[str, Callable[[bytes], str]]:
    found: dict[str, Callable[[bytes], str]] = {}
    try:
        from_bytes = import_module("charset_normalizer").from_bytes
    except ImportError:
        pass
    else:
        found["charset-normalizer"] = lambda data: str(from_bytes(data).best() or "")
    try:
        detect = import_module("chardet").detect
    except ImportError:
        pass
    else:
        found["chardet"] = lambda data: data.decode(
            detect(data)["encoding"] or "latin-1", "replace"
        )
    return found
