"""Makes one HTML file of a song for people who have only a browser.

The words can be read without any script. Where scripts run, they light up in time: from a press, or
from an agreed moment by that device's own clock. The file asks no network for anything.
"""

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html import escape
from pathlib import Path

from lullaby.bundles.manifest import SingAt
from lullaby.frozen import frozen
from lullaby.lyrics.assemble import LONGEST_LINE_MS
from lullaby.lyrics.model import Line, Lyrics
from lullaby.units import Ms

TEMPLATE = Path(__file__).parent / "page" / "song.html"
_INLINE = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)
_PLACE = re.compile(r"\{(LANGUAGE|DIRECTION|POLICY|TITLE|BY|HOW|LINES|SONG)\}")

_OF_THE_SCRIPT = (
    *("begin", "stop", "stopped", "over", "at"),
    *("earlier", "later", "earlier_by", "later_by", "in_time"),
)

VERSE_GAP_MS = 4_000
"""A longer pause, in ms, sets lines apart."""


@frozen
class SongPageTexts:
    """What the page says, in one language (BCP 47)."""

    language: str = "en"
    right_to_left: bool = False
    how: str = (
        "Press “Begin” when the song begins where you are. The words light up in time, by the"
        " clock of this device. Nothing is sent anywhere."
    )
    how_untimed: str = "These words have no times yet."
    begin: str = "Begin"
    stop: str = "Stop"
    earlier: str = "Words earlier"
    later: str = "Words later"
    earlier_by: str = "{ms} ms earlier"
    later_by: str = "{ms} ms later"
    in_time: str = "In time"
    stopped: str = "Stopped"
    over: str = "The song is over."
    at: str = "It begins by itself on {when}, by the clock of this device."


@frozen
class PageSong:
    """The song on a page; times are those of its recording or score."""

    title: str
    by: str
    words: Lyrics
    pace: float = 1.0
    """How fast it is sung, as a share of the tempo that the words have."""
    beat_ms: float = 1_000.0
    """Of a beat that is counted in, as it is sung."""
    sing_at: SingAt | None = None


IN_ENGLISH = SongPageTexts()


def song_page(song: PageSong, texts: SongPageTexts = IN_ENGLISH) -> str:
    """The document. Raises OSError without its template."""
    lines = list(_lines(song))
    timed = [line for line in song.words.lines if line.text and line.start_ms is not None]
    end = max((_end(line) for line in timed), default=0)
    at = song.sing_at
    told = {
        "end_ms": round(end / song.pace),
        "beat_ms": round(song.beat_ms),
        "beats": 4 if at is None else at.beats,
        "at": None if at is None else round(at.at.timestamp() * 1000),
        "texts": {name: getattr(texts, name) for name in _OF_THE_SCRIPT},
    }
    data = json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    template = TEMPLATE.read_text(encoding="utf-8")
    values = {
        "LANGUAGE": escape(texts.language),
        "DIRECTION": "rtl" if texts.right_to_left else "ltr",
        "POLICY": _policy(template),
        "TITLE": escape(song.title),
        "BY": escape(song.by),
        "HOW": escape(texts.how if timed else texts.how_untimed),
        "LINES": "\n".join(lines),
        "SONG": data,
    }
    return _PLACE.sub(lambda place: values[place[1]], template)


def _policy(template: str) -> str:
    """A content security policy: only the page's own script and style, and no address at all."""
    allowed = {
        kind: b64encode(sha256(text.encode()).digest()).decode()
        for kind, text in _INLINE.findall(template)
    }
    return (
        "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
        f"script-src 'sha256-{allowed['script']}'; style-src 'sha256-{allowed['style']}'"
    )


def _end(line: Line) -> int:
    if line.end_ms is not None:
        return line.end_ms
    return (line.start_ms or 0) + LONGEST_LINE_MS


def _lines(song: PageSong) -> Iterator[str]:
    language = escape(song.words.language, quote=True)
    apart, before, begun = False, None, False
    for line in song.words.lines:
        if not line.text:
            apart = begun
            continue
        start = line.start_ms
        apart = apart or (
            start is not None and before is not None and start - before > VERSE_GAP_MS
        )
        kinds = "line" + (" break" if apart else "") + ("" if start is None else " timed")
        at = "" if start is None else f' data-at="{_ms(start, song.pace)}"'
        said = _said(line, song.pace)
        below = "".join(
            f'<p class="below" dir="auto">{escape(each)}</p>'
            for each in line.translation.split("\n")
            if each
        )
        spoken = f' lang="{language}"' if language else ""
        yield (
            f'<div class="{kinds}"{at} dir="auto"><p class="words"{spoken}>{said}</p>{below}</div>'
        )
        apart, before, begun = False, None if start is None else _end(line), True


def _said(line: Line, pace: float) -> str:
    if not line.syllables:
        return escape(line.text)
    return "".join(
        f'<span class="s" data-at="{_ms(each.start_ms, pace)}"'
        f' data-end="{_ms(each.end_ms, pace)}">{escape(each.text)}</span>'
        for each in line.syllables
    )


def _ms(ms: Ms, pace: float) -> int:
    return round(ms / pace)
