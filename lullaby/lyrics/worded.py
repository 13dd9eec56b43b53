"""Lines whose words are timed apart from the line's own text."""

from collections.abc import Sequence

from lullaby.lyrics.pieces import Joined, clean, join_pieces

Word = tuple[str, int, int | None]
"""The text, start and end of a word, in ms."""


def join_words(text: str, words: Sequence[Word], start: int | None) -> Joined:
    """The line's text, timed by its words as far as they are in it, in their order.

    Blanks between words come from the line. Words that are not in the line time nothing.
    """
    line = clean(text).strip()
    if not line:
        return join_pieces(_timed([(said, at, end) for said, at, end in words]), start)
    found: list[Word] = []
    place = 0
    ends: list[tuple[int, int | None]] = []
    starts: list[int] = []
    for said, at, end in words:
        word = clean(said).strip()
        here = line.find(word, place) if word else -1
        if here < 0:
            continue
        starts.append(here if starts else 0)
        ends.append((at, end))
        place = here + len(word)
    for index, (at, end) in enumerate(ends):
        until = starts[index + 1] if index + 1 < len(starts) else len(line)
        found.append((line[starts[index] : until], at, end))
    joined = join_pieces(_timed(found), start)
    return joined if joined.text == line else Joined(line)


def start_of(joined: Joined, start: int) -> int:
    """When a line starts that is said to start at `start` ms: with its first word, if sooner."""
    return min(start, joined.syllables[0].start) if joined.syllables else start


def _timed(words: Sequence[Word]) -> list[tuple[int | None, str]]:
    """Pieces for `join_pieces`; ends before the next word are pieces without text."""
    pieces: list[tuple[int | None, str]] = []
    for index, (text, at, end) in enumerate(words):
        pieces.append((at, text))
        following = words[index + 1][1] if index + 1 < len(words) else None
        if end is not None and end >= at and (following is None or end < following):
            pieces.append((end, ""))
    return pieces
