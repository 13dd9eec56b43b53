"""Parses words as web services answer: JSON of Spotify, Musixmatch and LRCLIB, as tools save it.

The finest words in the answer count: words in time before lines in time, and those before plain
words. A place in a complaint counts the lines of the answer, because JSON has no rows of its own.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from lullaby.lyrics import lrc, not_words
from lullaby.lyrics.assemble import assemble, sung_apart, timing_of
from lullaby.lyrics.languages import tag_of
from lullaby.lyrics.model import Format, Lyrics
from lullaby.lyrics.not_words import NotWords
from lullaby.lyrics.pieces import RawLine, clean
from lullaby.lyrics.stamps import LINE_STAMP, read_stamp
from lullaby.lyrics.worded import Word, join_words, start_of
from lullaby.units import Ms

_KEYS = re.compile(
    r'"(?:startTimeMs|timeTag|richsync_body|subtitle_body|lyrics_body|syncedLyrics|plainLyrics)"\s*:'
    r'|\[\s*\{\s*"(?:ts|te|l|x)"\s*:|"time"\s*:\s*\{\s*"(?:total|minutes|seconds|hundredths)"'
)
_NUMBER = re.compile(r"\s*-?[0-9]{1,9}(?:\.[0-9]{1,9})?\s*")
_MUSIC = " \t\u2669\u266a\u266b\u266c"
_TITLES = ("trackName", "track_name")
_ARTISTS = ("artistName", "artist_name")
_TEXTS = ("syncedLyrics", "subtitle_body", "plainLyrics", "lyrics_body")
"""Keys of a whole text, timed before plain."""
_LANGUAGES = ("language", "richsync_language", "subtitle_language", "lyrics_language")
_NOTICE = re.compile(r"^\*{3,20}[^\n]{0,80}\bCommercial use\b", re.MULTILINE)
"""What Musixmatch puts below plain words, of which the rest is missing."""
_LRCLIB = frozenset(("syncedLyrics", "plainLyrics"))
_MOST_LOOKED_AT = 20_000
"""Objects and lists in which words are looked for."""


def is_json_words(head: str) -> bool:
    """Whether a text is JSON with the keys of words in time."""
    return '"' in head and head.lstrip()[:1] in {"{", "["} and _KEYS.search(head) is not None


def parse(text: str, *, duration_ms: Ms | None = None, source: str = "") -> Lyrics:
    """Parse an answer; never raises. One without words is refused as data of another program."""
    answer = _best_match(_loaded(text.lstrip("\ufeff")))
    facts = {key: value for each in _objects(answer) for key, value in reversed(each.items())}
    lines = list(_finest(answer))
    title = _first(facts, _TITLES)
    artist = _first(facts, _ARTISTS)
    language = tag_of(_first(facts, _LANGUAGES))
    if any(line.text for line in lines):
        made, complaints = assemble(sung_apart(lines), 0, duration_ms)
        return Lyrics(
            made,
            timing_of(made),
            title=title,
            artist=artist,
            language=language,
            format=Format.JSON,
            source=source,
            complaints=complaints,
        )
    texts = (_without_notice(_text(facts.get(key))) for key in _TEXTS)
    written = next((body for text in texts if (body := text.strip())), "")
    words = lrc.parse(written, duration_ms=duration_ms, source=source)
    if not words.has_words:
        return not_words.refused(NotWords.DATA, source)
    return Lyrics(
        words.lines,
        words.timing,
        title=words.title or title,
        artist=words.artist or artist,
        language=words.language or language,
        format=Format.JSON,
        source=source,
        complaints=words.complaints,
        offset_ms=words.offset_ms,
        tags=words.tags,
    )


def _without_notice(text: str) -> str:
    notice = _NOTICE.search(text)
    return text if notice is None else text[: notice.start()].rstrip().removesuffix("...")


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _best_match(answer: Any) -> Any:
    """Of the songs that a search of LRCLIB found, best first, the first one with words."""
    if not isinstance(answer, list):
        return answer
    songs = [each for each in answer if isinstance(each, dict) and _LRCLIB & each.keys()]
    worded = (each for each in songs if any(_text(each.get(key)).strip() for key in _LRCLIB))
    return next(worded, answer)


def _objects(answer: Any) -> Iterator[dict[str, Any]]:
    """The objects in an answer, the outermost last, without those of single lines."""
    waiting, found = [answer], []
    for _ in range(_MOST_LOOKED_AT):
        if not waiting:
            break
        each = waiting.pop()
        if isinstance(each, dict):
            found.append(each)
            waiting += [value for key, value in each.items() if key != "lines"]
        elif isinstance(each, list):
            waiting += each[:20]
    yield from reversed(found)


def _finest(answer: Any) -> Iterator[RawLine]:
    """The lines of the finest list of lines in an answer."""
    lists: list[list[RawLine]] = [list(_lines(answer))]
    for each in _objects(answer):
        for key in ("richsync_body", "subtitle_body"):
            body = each.get(key)
            lists.append(list(_lines(_loaded(body) if isinstance(body, str) else body)))
        untimed = each.get("syncType") == "UNSYNCED"
        lists.append(list(_lines(each.get("lines"), untimed=untimed)))
    yield from max(lists, key=_fineness)


def _fineness(lines: list[RawLine]) -> tuple[bool, bool, int]:
    """What makes one list of lines better than another."""
    timed = any(line.start for line in lines)
    return any(line.syllables for line in lines), timed, sum(len(line.text) for line in lines)


def _lines(body: Any, *, untimed: bool = False) -> Iterator[RawLine]:
    for number, line in enumerate(body if isinstance(body, list) else (), start=1):
        if not isinstance(line, dict):
            continue
        if "startTimeMs" in line or "timeTag" in line:
            text = _text(line.get("words"))
            start = _ms(line.get("startTimeMs"), 1)
            start = _stamp_ms(line.get("timeTag")) if start is None else start
            end = _ms(line.get("endTimeMs"), 1) or None
            words = list(_by_length(text, line.get("syllables")))
        elif isinstance(line.get("time"), dict):
            text, words, end = _text(line.get("text")), [], None
            start = _ms(line["time"].get("total"), 1000)
        elif "ts" in line:
            text, words = _text(line.get("x")), list(_by_offset(line))
            start, end = _ms(line["ts"], 1000), _ms(line.get("te"), 1000)
        else:
            continue
        joined = join_words(text.strip(_MUSIC), words, start)
        end = end if end is not None and start is not None and end > start else None
        if untimed or start is None:
            yield RawLine(number, joined.text)
        else:
            begins = start_of(joined, start)
            yield RawLine(number, joined.text, begins, end, joined.syllables)


def _by_offset(line: dict[str, Any]) -> Iterator[Word]:
    """Words of Musixmatch: each counts from the start of its line, in seconds."""
    start = _ms(line["ts"], 1000)
    found = [each for each in _list(line.get("l")) if isinstance(each, dict)]
    timed = [(_text(each.get("c")), _ms(each.get("o"), 1000)) for each in found]
    last = _ms(line.get("te"), 1000)
    for place, (text, offset) in enumerate(timed):
        if start is None or offset is None or not text.strip():
            continue
        yield text, start + offset, last if place == len(timed) - 1 else None


def _by_length(text: str, syllables: Any) -> Iterator[Word]:
    """Syllables of Spotify: each takes so many characters of the line."""
    found = [each for each in _list(syllables) if isinstance(each, dict)]
    counts = [_ms(each.get("numChars"), 1) for each in found]
    if sum(count or 0 for count in counts) > len(text) or None in counts:
        return
    place = 0
    for each, count in zip(found, counts, strict=True):
        start = _ms(each.get("startTimeMs"), 1)
        if start is not None and count:
            yield text[place : place + count], start, _ms(each.get("endTimeMs"), 1) or None
        place += count or 0


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    """A text; half of a pair of UTF-16, which no encoding can write, is replaced."""
    if not isinstance(value, str):
        return ""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _first(facts: dict[str, Any], keys: tuple[str, ...]) -> str:
    return next((clean(found).strip() for key in keys if (found := _text(facts.get(key)))), "")


def _ms(value: Any, scale: int) -> int | None:
    """A number, or one in a text, times a scale; None if it is none, or below zero."""
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not -1 < value < 1e9:
        return None
    return max(0, round(value * scale))


def _stamp_ms(value: Any) -> int | None:
    found = LINE_STAMP.match(f"[{_text(value)}]")
    return None if found is None else read_stamp(found).ms(third_is_fraction=True)
