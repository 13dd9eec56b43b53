"""Edits words while they are being timed; stamps stay with their letters."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from difflib import SequenceMatcher

from lullaby.lyrics.model import Part
from lullaby.lyrics.syllables import split_line
from lullaby.lyrics.tap_marks import Marks
from lullaby.lyrics.tapping import TapLine, TapSession
from lullaby.units import Ms


def with_pieces(session: TapSession, line: int, pieces: tuple[str, ...]) -> TapSession:
    """The session with a line split into these syllables, whose text may be new."""
    old = session.lines[line]
    if not pieces or not old.pieces or pieces == old.pieces:
        return session
    new = replace(old, text="".join(pieces), pieces=pieces)
    return _rebuilt(session, [(new, line) if i == line else (each, i) for i, each in _all(session)])


def joined(session: TapSession, line: int, piece: int) -> TapSession:
    """The session with a syllable joined to the next in its line."""
    pieces = session.lines[line].pieces
    if not 0 <= piece < len(pieces) - 1:
        return session
    one = pieces[piece] + pieces[piece + 1]
    return with_pieces(session, line, (*pieces[:piece], one, *pieces[piece + 2 :]))


def by_rule(session: TapSession, lines: Iterable[int], language: str) -> TapSession:
    """The session with lines split again by the rules of a language."""
    wanted = set(lines)
    cut = [_cut(each, language) if i in wanted else each for i, each in _all(session)]
    if tuple(cut) == session.lines:
        return session
    return _rebuilt(session, list(zip(cut, range(len(cut)), strict=True)))


def with_part(session: TapSession, lines: Iterable[int], part: Part) -> TapSession:
    """The session with lines given to another part."""
    return _changed(session, lines, lambda line: replace(line, part=part))


def with_translation(session: TapSession, line: int, text: str, again: bool = False) -> TapSession:
    """The session with another translation; `again` merges it with the previous action."""
    rows = "\n".join(row.strip() for row in text.splitlines() if row.strip())
    return _changed(session, [line], lambda each: replace(each, translation=rows), again)


def verse_from(session: TapSession, line: int) -> range:
    """The lines from `line` to the end of its verse."""
    lines = session.lines
    return range(line, next((i for i in range(line, len(lines)) if not lines[i].text), len(lines)))


def plain_words(session: TapSession) -> str:
    """All words as text, one row per line."""
    return "\n".join(line.text for line in session.lines)


def with_words(session: TapSession, text: str, language: str = "") -> TapSession:
    """The session with edited text; unchanged lines keep their stamps and details."""
    rows = _rows(text)
    before = [line.text for line in session.lines]
    if rows == before:
        return session
    made: list[tuple[TapLine, int | None]] = []
    for kind, start, end, begin, stop in SequenceMatcher(
        None, before, rows, autojunk=False
    ).get_opcodes():
        same_count = kind == "equal" or (kind == "replace" and end - start == stop - begin)
        for place in range(begin, stop):
            old = start + place - begin if same_count else None
            made.append((_line(session, old, rows[place], language), old))
    return _rebuilt(session, made)


def _rows(text: str) -> list[str]:
    """Rows without blanks around them; one empty row parts verses, more are as one."""
    rows: list[str] = []
    for row in (" ".join(row.split()) for row in text.splitlines()):
        if row or (rows and rows[-1]):
            rows.append(row)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _line(session: TapSession, old: int | None, text: str, language: str) -> TapLine:
    if old is None:
        return TapLine(text, split_line(text, language))
    line = session.lines[old]
    return (
        line if line.text == text else replace(line, text=text, pieces=split_line(text, language))
    )


def _cut(line: TapLine, language: str) -> TapLine:
    return replace(line, pieces=split_line(line.text, language))


def _all(session: TapSession) -> list[tuple[int, TapLine]]:
    return list(enumerate(session.lines))


def _changed(
    session: TapSession,
    lines: Iterable[int],
    change: Callable[[TapLine], TapLine],
    again: bool = False,
) -> TapSession:
    """Apply a change that does not affect the stamps."""
    wanted = {line for line in lines if session.lines[line].text}
    made = tuple(change(each) if i in wanted else each for i, each in _all(session))
    return session if made == session.lines else session.did(made, session.marks, again)


def _rebuilt(session: TapSession, made: list[tuple[TapLine, int | None]]) -> TapSession:
    """A session of these lines; each tells which of the old ones it comes from."""
    starts: list[Ms | None] = []
    ends: list[Ms | None] = []
    firsts: dict[int, int] = {}
    for line, old in made:
        if old is None:
            starts += [None] * len(line.pieces)
            ends.append(None)
            continue
        if line.pieces:
            firsts[old] = len(starts)
        pieces = session.marks.pieces(old)
        before = [session.marks.starts[piece] for piece in pieces]
        starts += _moved(session.lines[old], line, before)
        ends.append(session.marks.ends[old] if line.pieces else None)
    lines = tuple(line for line, _ in made)
    blank = Marks.blank(tuple(len(line.pieces) for line in lines))
    marks = replace(replace(blank, ends=tuple(ends)).with_starts(starts), at=len(starts))
    here = session.line
    done = replace(session.did(lines, marks), selected=None)
    if here is not None and here in firsts:
        own = marks.pieces(marks.line_of(firsts[here]))
        at = min(own.start + (session.piece or 0), own.stop - 1)
        return replace(done, marks=replace(marks, at=at))
    return replace(done, marks=replace(marks, at=done.first_open))


def _moved(old: TapLine, new: TapLine, starts: list[Ms | None]) -> list[Ms | None]:
    """Stamps go to the syllables that begin at the same letter, counted from the nearer end."""
    if old.pieces == new.pieces:
        return starts
    common = _common(old.text, new.text)
    tail = min(_common(old.text[::-1], new.text[::-1]), len(old.text) - common)
    longer = len(new.text) - len(old.text)
    known: dict[int, Ms | None] = {}
    for place, start in zip(_offsets(old.pieces), starts, strict=True):
        if place <= common:
            known[place] = start
        elif place >= len(old.text) - tail:
            known[place + longer] = start
    return [known.get(place) for place in _offsets(new.pieces)]


def _common(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _offsets(pieces: tuple[str, ...]) -> list[int]:
    offsets, at = [], 0
    for piece in pieces:
        offsets.append(at)
        at += len(piece)
    return offsets
