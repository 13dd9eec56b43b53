"""Writes strict LRC: UTF-8 text with LF, id tags first, `[mm:ss.xx]`, one line per stamp."""

import re
from collections.abc import Iterator, Sequence

from lullaby.lyrics.assemble import LONGEST_LINE_MS, Ends
from lullaby.lyrics.credit_rows import credit_places
from lullaby.lyrics.lrc import read_voice_mark
from lullaby.lyrics.lrc_scan import BACKGROUND, KNOWN_TAGS, scan_line
from lullaby.lyrics.lrc_spelling import kept_literal, narrowed
from lullaby.lyrics.model import Line, Lyrics, Part, Timing
from lullaby.lyrics.pieces import clean
from lullaby.lyrics.stamps import INNER_STAMP, WORD_STAMP, format_stamp
from lullaby.units import Ms

_MARKS = {Part.FIRST: "v1: ", Part.SECOND: "v2: "}
_TOGETHER = "D: "
_HEADER = "[#:]"
"""First tag row of untimed words that have no common tag."""
_LONGEST_INSIDE = 900
"""How far, in characters, a reader searches for the end of a bracket with nested ones."""


def to_lrc(lyrics: Lyrics, *, duration_ms: Ms | None = None) -> str:
    """The words as LRC, enhanced if they are timed by syllable.

    Parsing the result with the same `duration_ms` gives equal lines, tags and offset. Stamps have
    hundredths of a second, or milliseconds if needed. An offset that would require a negative
    stamp is applied to the stamps instead.
    """
    rows = [f"[{key}:{_tag_value(value)}]" for key, value in _tags(lyrics)]
    if lyrics.timing is Timing.NONE:
        tags = list(_tags(lyrics))
        rows[:0] = [_HEADER] if tags and tags[0][0] not in KNOWN_TAGS else []
        said = [_plain(line.text) for line in lyrics.lines]
        rows += [""] if rows and said and scan_line(1, said[0]).loose else []
        rows += said
    else:
        rows += _Writer(lyrics, duration_ms).rows()
    return "".join(f"{row}\n" for row in rows)


def _tags(lyrics: Lyrics) -> Iterator[tuple[str, str]]:
    named = (("ti", lyrics.title), ("ar", lyrics.artist), ("la", lyrics.language))
    yield from ((key, value) for key, value in named if value)
    yield from lyrics.tags
    offset = _offset(lyrics)
    if offset:
        yield "offset", f"{offset:+d}"


def _offset(lyrics: Lyrics) -> int:
    times = [time for line in lyrics.lines for time in _times(line)]
    return 0 if any(time + lyrics.offset_ms < 0 for time in times) else lyrics.offset_ms


def _times(line: Line) -> Iterator[int]:
    yield from (time for time in (line.start_ms, line.end_ms) if time is not None)
    yield from _word_times(line)


def _tag_value(text: str) -> str:
    """A tag's value, without brackets that would end it early or make words of it."""
    value = INNER_STAMP.sub(lambda stamp: f"({stamp[0][1:-1]})", clean(text).strip())
    return kept_literal(value if _closes_last(value) or "]" not in value else _rounded(value))


def _closes_last(text: str) -> bool:
    """Whether a bracket around the text would be read as closing after it."""
    if len(text) > _LONGEST_INSIDE and "]" in text:
        return False
    depth = 0
    for character in text:
        depth += {"[": 1, "]": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0


def _in_brackets(text: str) -> str:
    """A translation after a background voice, without anything readers take for another mark."""
    own = text if _closes_last(text) else _rounded(text)
    return f"({own})" if _misread(own) else own


def _rounded(text: str) -> str:
    return text.replace("[", "(").replace("]", ")")


class _Writer:
    def __init__(self, lyrics: Lyrics, duration_ms: Ms | None) -> None:
        self._lines = lyrics.lines
        self._offset = _offset(lyrics)
        self._stamps = _stamps(lyrics.lines, self._offset)
        texts = [
            text for line in lyrics.lines for text in (line.text, *line.translation.split("\n"))
        ]
        self._like_credits = {
            texts[place] for place in credit_places(texts, lyrics.title, lyrics.artist)
        }
        lead = {
            stamp
            for line, stamp in zip(self._lines, self._stamps, strict=True)
            if stamp is not None and line.part is not Part.BACKGROUND
        }
        limit = None if duration_ms is None else duration_ms + self._offset
        self._ends = Ends(sorted(lead), limit)
        written = [stamp for stamp in self._stamps if stamp is not None]
        for line, stamp in zip(self._lines, self._stamps, strict=True):
            written += [time + self._offset for time in _word_times(line)]
            written += [end for end in (self._closing(line, stamp),) if end is not None]
        self._digits = 3 if any(time % 10 for time in written) else 2

    def rows(self) -> Iterator[str]:
        before: int | None = None
        behind: int | None = None
        for line, stamp in zip(self._lines, self._stamps, strict=True):
            head = "" if stamp is None else f"[{format_stamp(stamp, self._digits)}]"
            shared = stamp is not None and stamp == before
            yield head + self._voiced(line, stamp, shared, shared and behind == stamp)
            for translation in line.translation.split("\n") if line.translation else ():
                text = _escaped(translation).strip()
                if line.part is Part.BACKGROUND:
                    yield f"{head}[bg:{_in_brackets(text)}]"
                    continue
                misread = _misread(text) or translation in self._like_credits
                guard = _MARKS.get(line.part, _TOGETHER) if misread else ""
                yield f"{head}{guard}{text}"
            before = stamp
            behind = stamp if line.part is Part.BACKGROUND else None

    def _voiced(self, line: Line, stamp: int | None, shared: bool, apart: bool) -> str:
        body = self._body(line, stamp)
        misread = _misread(body) or read_voice_mark(line.text) is not None
        misread = misread or line.text in self._like_credits
        if line.part is Part.BACKGROUND:
            body = body if _closes_last(body) else _rounded(body)
            return f"[bg:{_TOGETHER if misread or apart else ''}{body}]"
        if not body:
            return ""
        if line.part in _MARKS:
            return _MARKS[line.part] + body
        return _TOGETHER + body if shared or misread else body

    def _body(self, line: Line, stamp: int | None) -> str:
        if line.syllables:
            return "".join(self._words(line))
        end = self._closing(line, stamp)
        return _escaped(line.text, stamp is not None).strip() + (
            "" if end is None else self._word_stamp(end)
        )

    def _closing(self, line: Line, stamp: int | None) -> int | None:
        """The end to write after a line without syllables; None if readers derive it."""
        if stamp is None or line.end_ms is None or line.syllables or not line.text:
            return None
        end = line.end_ms + self._offset
        return None if end == self._ends.after(stamp, LONGEST_LINE_MS) else end

    def _words(self, line: Line) -> Iterator[str]:
        end: int | None = None
        for syllable in line.syllables:
            if end is not None and end < syllable.start_ms:
                yield self._word_stamp(end + self._offset)
            yield self._word_stamp(syllable.start_ms + self._offset) + _escaped(syllable.text)
            end = syllable.end_ms
        if end is not None:
            yield self._word_stamp(end + self._offset)

    def _word_stamp(self, time: int) -> str:
        return f"<{format_stamp(max(0, time), self._digits)}>"


def _word_times(line: Line) -> Iterator[int]:
    for syllable in line.syllables:
        yield from (syllable.start_ms, syllable.end_ms)


def _plain(text: str) -> str:
    """A row of untimed words, without anything that readers take for a stamp or tag."""
    text = INNER_STAMP.sub(_in_round_brackets, narrowed(clean(text).strip()))
    return kept_literal(text if scan_line(1, text).text == text else f"({text[1:]}")


def _escaped(text: str, stamped: bool = True) -> str:
    """Text without anything that readers take for a stamp or voice; LRC has no escapes."""
    pattern = INNER_STAMP if stamped else WORD_STAMP
    plain = pattern.sub(_in_round_brackets, narrowed(clean(text)))
    return kept_literal(BACKGROUND.sub("(bg:", plain))


def _in_round_brackets(found: re.Match[str]) -> str:
    return f"({found[0][1:-1]})"


def _misread(text: str) -> bool:
    """Whether readers would take the start of this text for a stamp, tag or voice mark."""
    scanned = scan_line(1, text)
    return scanned.text != text or bool(scanned.loose) or read_voice_mark(text) is not None


def _stamps(lines: Sequence[Line], offset: int) -> list[int | None]:
    """The stamp of every line, before the offset.

    A positive offset can move several lines to the very beginning. They get stamps one
    millisecond apart, so that they are not read as translations of each other.
    """
    stamps = [None if line.start_ms is None else max(0, line.start_ms + offset) for line in lines]
    if offset <= 0:
        return stamps
    levels: dict[int, int] = {}
    beside: list[Line] = []
    level = 0
    for index, line in enumerate(lines):
        if line.start_ms not in {None, 0}:
            break
        if beside and any(_would_merge(line, other) for other in beside):
            level += 1
            beside = []
        beside.append(line)
        if line.start_ms == 0:
            levels[index] = level
    for index, own in levels.items():
        stamps[index] = max(0, offset - (level - own))
    return stamps


def _would_merge(line: Line, other: Line) -> bool:
    """Whether readers would merge or swap two lines with the same stamp."""
    if line.start_ms is None or other.start_ms is None:
        return True
    if Part.BACKGROUND in {line.part, other.part}:
        return not (line.text and other.text)
    return line.part is other.part or line.text == other.text or not (line.text and other.text)
