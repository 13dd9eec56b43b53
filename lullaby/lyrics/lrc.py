"""Parses LRC and enhanced (A2) LRC leniently, and reports its guesses as complaints.

Reads a file in two passes: `lrc_scan` splits each line into its parts. Once the whole file has
shown whether it is stamped and what a third group of digits means, the second pass makes lines.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from lullaby.lyrics.assemble import assemble, by_number, timing_of
from lullaby.lyrics.credit_rows import without_credits
from lullaby.lyrics.lrc_scan import Body, Scanned, Tag, Time, counted_line, scan_line
from lullaby.lyrics.lrc_spelling import as_meant, parted
from lullaby.lyrics.model import Complaint, Format, Line, Lyrics, Part, Reason, Timing
from lullaby.lyrics.pieces import RawLine, clean, join_pieces, moved, split_rows
from lullaby.lyrics.stamps import Stamp, third_is_fraction
from lullaby.lyrics.text_decoding import decode_words
from lullaby.units import Ms

_OFFSET = re.compile(r"([+\-\N{MINUS SIGN}]?)\s*([0-9]{1,8})(?:[.,][0-9]*)?\s*(?:[mM][sS])?")
_LENGTH = re.compile(r"([0-9]{1,4}):([0-9]{1,2})(?:[.:,][0-9]+)?")

AUTHOR = "au"
"""The tag that names who made a song."""
VOICE_MARK = re.compile(r"(?:(?P<letter>[FMD])|[vV](?P<voice>[0-9]{1,4})):\s*")
_LETTERS = {"F": Part.FIRST, "M": Part.SECOND, "D": Part.EVERYONE}
_SECTIONS = frozenset(("verse", "chorus", "bridge", "intro", "outro", "refrain", "hook"))
_VOICES = {1: Part.FIRST, 2: Part.SECOND}


def parse_bytes(data: bytes, *, duration_ms: Ms | None = None, source: str = "") -> Lyrics:
    """Parse the bytes of a file in any common encoding; never raises."""
    decoded = decode_words(data)
    lyrics = parse(decoded.text, duration_ms=duration_ms, source=source)
    return replace(lyrics, complaints=by_number((*decoded.complaints, *lyrics.complaints)))


def parse(text: str, *, duration_ms: Ms | None = None, source: str = "") -> Lyrics:
    """Parse text, stamped or not; never raises.

    `duration_ms` is the length of the recording; it decides what `[00:11:00]` means and ends the
    last line. Text without stamps gives lines without times (`Timing.NONE`).
    """
    rows = split_rows(parted(text.removeprefix("\ufeff")))
    scanned = [_scanned(number, clean(row)) for number, row in enumerate(rows, start=1)]
    complaints = [complaint for line in scanned for complaint in line.complaints]
    stamped = any(line.stamps or line.has_word_stamps for line in scanned)
    header = LrcHeader()
    for tag in _tags(scanned, stamped):
        header.take(tag, complaints)
    if stamped:
        stamps = [stamp for line in scanned for stamp in line.unusual_stamps()]
        length_ms = duration_ms or header.length_ms
        meaning = _meaning_of_thirds(scanned, stamps, length_ms, complaints)
        reader = _Reader(meaning, _early(stamps, meaning, header.offset_ms))
        raws = [raw for line in scanned for raw in reader.lines(line)]
        lines, more = assemble(header.credited(raws), header.offset_ms, duration_ms)
        complaints += [*reader.complaints, *more]
    else:
        lines = _plain(scanned[len(_untimed_header(scanned)) :])
    timing = timing_of(lines) if stamped else Timing.NONE
    kind = Format.LRC if stamped and lines else Format.TEXT
    return header.lyrics(lines, timing, kind, source, complaints)


def _scanned(number: int, row: str) -> Scanned:
    counted = counted_line(number, row) if "<" in row else None
    return counted or scan_line(number, as_meant(row))


def read_voice_mark(text: str) -> tuple[Part, bool, str] | None:
    """The part in a mark at the start of `text`, whether it applies to later lines, and the rest.

    Walaoke's `F:` `M:` `D:` apply until the next mark; `v1:` `v2:` to one line.
    """
    match = VOICE_MARK.match(text)
    if match is None:
        return None
    rest = text[match.end() :]
    if match["letter"] is not None:
        return _LETTERS[match["letter"]], True, rest
    return _VOICES.get(int(match["voice"]), Part.EVERYONE), False, rest


class LrcHeader:
    """The id tags; the first title and the last offset win."""

    def __init__(self) -> None:
        self.title = self.artist = self.language = ""
        self.offset_ms = 0
        self.length_ms: Ms | None = None
        self.others: list[tuple[str, str]] = []

    def lyrics(
        self,
        lines: tuple[Line, ...],
        timing: Timing,
        kind: Format,
        source: str,
        complaints: Iterable[Complaint],
    ) -> Lyrics:
        """The words under these tags."""
        return Lyrics(
            lines,
            timing,
            title=self.title,
            artist=self.artist,
            language=self.language,
            format=kind,
            source=source,
            complaints=by_number(complaints),
            offset_ms=self.offset_ms,
            tags=tuple(self.others),
        )

    def take(self, tag: Tag, complaints: list[Complaint]) -> None:
        match tag.key:
            case "ti" if not self.title:
                self.title = tag.value
            case "ar" if not self.artist:
                self.artist = tag.value
            case "la" | "lang" if not self.language:
                self.language = tag.value
            case "offset":
                found = _OFFSET.fullmatch(tag.value or "0")
                if found is None:
                    complaints.append(Complaint(tag.number, Reason.BAD_OFFSET))
                else:
                    self.offset_ms = int(found[2]) * (1 if found[1] in {"", "+"} else -1)
            case "#" if not tag.value:
                pass
            case _:
                self.others.append((tag.key, tag.value))
                if tag.key == "length" and (length := _LENGTH.fullmatch(tag.value)):
                    self.length_ms = Ms((int(length[1]) * 60 + int(length[2])) * 1000)

    def credited(self, raws: Sequence[RawLine]) -> Sequence[RawLine]:
        """The rows that are sung; who made the song becomes tags."""
        sung, credits_read = without_credits(raws, self.title, self.artist)
        self.others += ((AUTHOR, text) for text in credits_read)
        return sung


class _Reader:
    """Converts scanned lines to raw ones, tracking the current voice and stamps."""

    def __init__(self, third_is_fraction: bool, early: Mapping[int, int]) -> None:
        self._early = early
        self.complaints: list[Complaint] = []
        self._third_is_fraction = third_is_fraction
        self._part = Part.EVERYONE
        self._stamps: tuple[int, ...] = ()

    def lines(self, scanned: Scanned) -> Iterable[RawLine]:
        """One raw line per stamp and body; none for a blank row."""
        stamps = tuple([self._ms(stamp) for stamp in scanned.stamps])
        bodies = scanned.bodies
        text = _only_text(bodies)
        if stamps and text is not None:
            self._stamps = stamps
            return self._repeated(scanned.number, stamps, text)
        if text and not scanned.loose:
            return self._unstamped(scanned.number, text)
        return self._others(scanned, stamps, bodies)

    def _repeated(self, number: int, stamps: tuple[int, ...], text: str) -> Iterable[RawLine]:
        """A row whose words have no stamps of their own."""
        part, marked, text = self._marked(text)
        first, *others = stamps
        line = RawLine(number, text, first, part=part, marked=marked)
        return [line, *(moved(line, stamp - first) for stamp in others)]

    def _unstamped(self, number: int, text: str) -> Iterable[RawLine]:
        part, marked, text = self._marked(text)
        return [RawLine(number, text, part=part, marked=marked)] if text else []

    def _marked(self, text: str) -> tuple[Part, bool, str]:
        """The part of a text, whether it names it itself, and the rest."""
        mark = read_voice_mark(text) if ":" in text else None
        if mark is None:
            return self._part, False, text
        part, holds_on, rest = mark
        if holds_on:
            self._part = part
        return part, True, rest

    def _others(
        self, scanned: Scanned, stamps: tuple[int, ...], bodies: tuple[Body, ...]
    ) -> Iterable[RawLine]:
        if scanned.loose and not self._stamps:
            bodies = ()
        if not bodies and stamps:
            bodies = (Body((), background=False),)
        for body in bodies:
            made = list(self._sung(scanned.number, stamps, body))
            if stamps and body.background and len(bodies) == 1:
                made = [raw._replace(alone=True) for raw in made]
            if made and made[0].start is not None:
                self._stamps = stamps or (made[0].start,)
            yield from made

    def _sung(self, number: int, stamps: tuple[int, ...], body: Body) -> Iterable[RawLine]:
        pieces: Sequence[tuple[int | None, str]] = [
            (stamp if stamp is None or isinstance(stamp, int) else self._ms(stamp), text)
            for stamp, text in body.pieces
        ]
        pieces, part, marked = self._voice(pieces, body.background)
        word = next((time for time, _ in pieces if time is not None), None)
        if body.background and not stamps and word is None:
            stamps = self._stamps
        base = self._base(stamps, word)
        joined = join_pieces(pieces, base)
        if not joined.text and (base is None or body.background):
            return
        if joined.disordered:
            self.complaints.append(Complaint(number, Reason.WORDS_OUT_OF_ORDER))
        if len(stamps) > 1 and word is not None:
            self.complaints.append(Complaint(number, Reason.WORDS_SHIFTED))
        start = min(joined.syllables[0].start, base or 0) if joined.syllables else base
        line = RawLine(number, joined.text, start, joined.end, joined.syllables, part, marked)
        if not stamps:
            yield line
        for stamp in stamps:
            yield moved(line, stamp - (base or 0))

    def _ms(self, stamp: Time) -> int:
        if isinstance(stamp, int):
            return stamp
        time = stamp.ms(self._third_is_fraction)
        return self._early.get(time, time) if self._early else time

    def _voice(
        self, pieces: Sequence[tuple[int | None, str]], background: bool
    ) -> tuple[Sequence[tuple[int | None, str]], Part, bool]:
        place = next((i for i, (_, text) in enumerate(pieces) if text.strip()), None)
        spoken = "" if place is None else pieces[place][1].lstrip()
        mark = read_voice_mark(spoken) if ":" in spoken else None
        if place is None or mark is None:
            return pieces, Part.BACKGROUND if background else self._part, False
        part, holds_on, rest = mark
        time = pieces[place][0]
        if background:
            part = Part.BACKGROUND
        elif holds_on:
            self._part = part
        return [*pieces[:place], (time, rest), *pieces[place + 1 :]], part, True

    @staticmethod
    def _base(stamps: tuple[int, ...], word: int | None) -> int | None:
        """The line stamp that belongs to the word stamps: the last one not after the first word."""
        if not stamps:
            return word
        if word is None:
            return stamps[0]
        before = [stamp for stamp in stamps if stamp <= word]
        return max(before) if before else min(stamps)


def _only_text(bodies: Sequence[Body]) -> str | None:
    """The text of a row's only voice, if it has no word stamps."""
    if not bodies:
        return ""
    if len(bodies) > 1 or bodies[0].background:
        return None
    match bodies[0].pieces:
        case ((None, text),):
            return clean(text).strip()
        case _:
            return None


def _plain(scanned: Sequence[Scanned]) -> tuple[Line, ...]:
    """Rows as lines; blank rows between verses become one empty line."""
    lines: list[Line] = []
    gap = False
    for row in scanned:
        text = row.text.strip()
        if not text:
            gap = gap or not row.tags
            continue
        if gap and lines:
            lines.append(Line(""))
        gap = False
        lines.append(Line(text))
    return tuple(lines)


def _tags(scanned: Sequence[Scanned], stamped: bool) -> Iterable[Tag]:
    """Known tags from anywhere, unknown ones only from the header."""
    in_header = stamped
    for line in scanned:
        in_header = in_header and not (line.stamps or line.has_word_stamps)
        yield from line.tags
        if in_header:
            yield from line.loose
    if not stamped:
        yield from (tag for line in _untimed_header(scanned) for tag in line.loose)


def _untimed_header(scanned: Sequence[Scanned]) -> list[Scanned]:
    """The tag rows above unstamped words, if the first of them is a known tag.

    Otherwise a row such as `[genre:Lullaby]` is the name of a section.
    """
    header: list[Scanned] = []
    for line in scanned:
        blank = not line.text.strip() and not line.tags
        if blank and any(each.tags or each.loose for each in header):
            break
        if line.text.strip() and not _only_tags(line):
            break
        header.append(line)
    known = next((bool(line.tags) for line in header if line.tags or line.loose), False)
    return header if known else []


def _only_tags(line: Scanned) -> bool:
    keys = [tag.key for tag in line.loose]
    return bool(keys) and all(key.islower() and key not in _SECTIONS for key in keys)


def _early(stamps: Sequence[Stamp], meaning: bool, offset_ms: int) -> dict[int, int]:
    """Move stamps before the beginning to it, in order and still distinct."""
    if offset_ms > 0:
        return {}
    times = {stamp.ms(meaning) for stamp in stamps if offset_ms or stamp.negative}
    before = sorted(time for time in times if time < min(0, offset_ms))
    return {time: offset_ms + place for place, time in enumerate(before)}


def _meaning_of_thirds(  # no word is timed to a whole second, so theirs are hundredths
    scanned: Sequence[Scanned],
    stamps: Sequence[Stamp],
    length_ms: Ms | None,
    complaints: list[Complaint],
) -> bool:
    words = any(line.hundredths for line in scanned)
    if not words and all(stamp.third is None for stamp in stamps):
        return False
    dotted = any(isinstance(stamp, int) for line in scanned for stamp in line.stamps)
    words = words or any(
        isinstance(time, Stamp) and time.third is not None
        for line in scanned
        for body in line.bodies
        for time, _ in body.pieces
    )
    decided = words or third_is_fraction(stamps, dotted, length_ms)
    doubtful = next((line.number for line in scanned if _has_thirds(line)), None)
    if doubtful is not None:
        reason = Reason.READ_AS_CENTISECONDS if decided else Reason.READ_AS_HOURS
        complaints.append(Complaint(doubtful, reason))
    return decided


def _has_thirds(line: Scanned) -> bool:
    return line.hundredths or any(stamp.third is not None for stamp in line.unusual_stamps())
