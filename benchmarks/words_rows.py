"""The songs of made-up words files: when each row is sung, and how programs write such times."""

import random
from collections.abc import Iterable, Iterator

Song = Iterable[tuple[int, list[str]]]

LATIN = ("hush", "moon", "softly", "little", "lambs", "dream", "over", "quiet", "hills", "golden")
KANA = ("ねんね", "ころり", "よ", "おころり", "ぼうや", "は", "よい子だ", "月", "星", "夢")
CYRILLIC = ("спи", "моя", "радость", "усни", "в", "доме", "погасли", "огни", "пчёлки", "затихли")


def rows(seed: int, words: tuple[str, ...] = LATIN) -> Iterator[tuple[int, list[str]]]:
    """The times in ms and the words of an endless song."""
    dice = random.Random(seed)
    at = 0
    while True:
        at = (at + dice.randint(900, 3500)) % 86_000_000
        yield at, dice.choices(words, k=dice.randint(4, 8))


def clock(ms: int, mark: str = ".", hours: str = "02") -> str:
    whole = ms // 1000
    return f"{whole // 3600:{hours}d}:{whole // 60 % 60:02d}:{whole % 60:02d}{mark}{ms % 1000:03d}"


def minutes(ms: int) -> str:
    return f"{ms // 60_000:02d}:{ms // 1000 % 60:02d}.{ms // 10 % 100:02d}"


def each_word(at: int, words: list[str]) -> Iterator[tuple[int, str]]:
    """Words 100 ms apart, with the blanks behind them."""
    for place, word in enumerate(words):
        yield at + 100 * place, word + " " * (place < len(words) - 1)
