"""Gives each verse of a score in MusicXML its words, note by note."""

from collections import Counter
from collections.abc import Mapping, Sequence

from lullaby.frozen import frozen
from lullaby.songbook.musicxml_lyrics import XmlSyllable
from lullaby.songbook.musicxml_voice import LineNote
from lullaby.songbook.notes import HOLD, SKIP, Verse

CHORUS = "chorus"
LOOSE = 8
"""Notes without words over which a syllable is held where neither slur nor line tells so."""


@frozen
class Verses:
    """The verses of a song; the keys of words are as in `musicxml_lyrics`."""

    below: dict[int, tuple[str, ...]]
    """The keys of the verses below each section, in order."""
    turns: dict[int, int]
    """How often each section is sung in one pass."""
    translation: str = ""
    """The key of words in a second language."""
    languages: tuple[str, str] = ("", "")
    """Of the words, and of the translation."""
    count: int = 0

    def number(self, note: LineNote, verse: int) -> int:
        """The place of the words of a note among the verses below it."""
        section = note.turn.section
        return verse * self.turns.get(section, 1) + note.turn.turn

    def key(self, notes: Sequence[LineNote], verse: int) -> str:
        """The key of the words that are sung to a line in a verse; empty for none."""
        here = {key for note in notes for key in note.words if key != self.translation}
        if not here:
            return ""
        at = next(note for note in notes if note.words)
        below = self.below[at.turn.section]
        number = self.number(at, verse)
        if number < len(below) and below[number] in here:
            return below[number]
        if CHORUS in here:
            return CHORUS
        left = sorted(here, key=int)
        return left[number % len(left)]


def keys_below(line: Sequence[LineNote], ignored: str = "") -> dict[int, tuple[str, ...]]:
    """The keys of the verses below each section, in order."""
    found: dict[int, set[str]] = {}
    for note in line:
        keys = found.setdefault(note.turn.section, set())
        keys.update(key for key in note.words if key not in (CHORUS, ignored))
    return {section: tuple(sorted(keys, key=int)) for section, keys in found.items()}


def translation_of(line: Sequence[LineNote], told: Mapping[str, str]) -> tuple[str, str, str]:
    """The key of a translation, the language of the words and that of the translation.

    `told` gives the languages that the file names for all words of a key. Words that the file
    marks as being in another language than the first are their translation.
    """
    counts: dict[str, Counter[str]] = {}
    for note in line:
        for key, syllable in note.words.items():
            language = syllable.language or told.get(key) or told.get("", "")
            counts.setdefault(key, Counter())[language.partition("-")[0].lower()] += 1
    languages = {key: each.most_common(1)[0][0] for key, each in counts.items() if key != CHORUS}
    keys = sorted(languages, key=int)
    if not keys:
        return "", "", ""
    first = languages[keys[0]]
    others = [key for key in keys if first and languages[key] not in ("", first)]
    if len(others) != 1:
        return "", first, ""
    return others[0], first, languages[others[0]]


def verses_of(
    line: Sequence[LineNote], told: Mapping[str, str], turns: Mapping[int, int]
) -> Verses:
    """How the words of a line as sung make verses."""
    translation, own, other = translation_of(line, told)
    below = keys_below(line, translation)
    worded = any(note.words for note in line)
    passes = [-(-len(keys) // turns.get(section, 1)) for section, keys in below.items()]
    count = max([1, *passes]) if worded else 0
    return Verses(below, dict(turns), translation, (own, other), count)


def verse_of(notes: Sequence[LineNote], verses: Verses, verse: int) -> Verse:
    """One verse of one line."""
    key = verses.key(notes, verse)
    meaning = ""
    if verses.translation and key == _first(verses, notes):
        meaning = "".join(_texts(notes, verses.translation)).strip()
    return Verse(_slots(notes, key), meaning=meaning)


def _first(verses: Verses, notes: Sequence[LineNote]) -> str:
    below = verses.below[notes[0].turn.section]
    return below[0] if below else ""


def _texts(notes: Sequence[LineNote], key: str) -> list[str]:
    found = [note.words[key] for note in notes if key in note.words]
    return [_text(each) for each in found if each.text != HOLD]


def _text(syllable: XmlSyllable) -> str:
    return syllable.text + (" " if syllable.ends else "")


def _slots(notes: Sequence[LineNote], key: str) -> tuple[str, ...]:
    found: list[str] = []
    last: XmlSyllable | None = None
    loose = 0
    for note in notes:
        if note.pitch is None:
            last = None
            continue
        word = note.words.get(key) or note.words.get(CHORUS)
        if word is not None and word.text != HOLD:
            found.append(_text(word))
            last, loose = word, 0
            continue
        told = word is not None or note.continues
        sure = last is not None and (told or last.extends or not last.ends)
        loose += not sure
        found.append(HOLD if sure or (last is not None and loose <= LOOSE) else SKIP)
    return _trimmed(found)


def _trimmed(slots: list[str]) -> tuple[str, ...]:
    for at in range(len(slots) - 1, -1, -1):
        if slots[at] not in (HOLD, SKIP):
            slots[at] = slots[at].rstrip()
            break
    return tuple(slots)
