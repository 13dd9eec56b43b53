"""Splits a `w:` line of ABC into one slot per sung note."""

from lullaby.songbook.notes import HOLD, SKIP


def slots(text: str) -> tuple[str, ...]:
    r"""The slots of a verse line.

    `-` parts syllables, `_` holds one over another note, `*` leaves a note without words, `~` is
    a blank inside a syllable and `\-` a hyphen. A syllable that ends its word carries the blank
    after it, except the last of the line.
    """
    found: list[str] = []
    for word in text.split():
        found += _word(word)
    for at in range(len(found) - 1, -1, -1):
        if found[at] not in (HOLD, SKIP):
            found[at] = found[at].rstrip(" ")
            break
    return tuple(found)


def _word(word: str) -> list[str]:
    found: list[str] = []
    syllable = ""
    place = 0
    last: int | None = None
    while place < len(word):
        character = word[place]
        if word.startswith("\\-", place):
            syllable += "-"
            place += 2
            continue
        if character in "-_*":
            if syllable:
                found.append(syllable.replace("~", " "))
                last = len(found) - 1
                syllable = ""
            if character == "_":
                found.append(HOLD)
            elif character == "*":
                found.append(SKIP)
        else:
            syllable += character
        place += 1
    if syllable:
        found.append(syllable.replace("~", " "))
        last = len(found) - 1
    if last is not None and not word.endswith("-"):
        found[last] += " "
    return found
