"""Tells the credits that karaoke programs keep in timed rows before the words."""

import re
from collections.abc import Sequence

from lullaby.lyrics.pieces import RawLine

MOST_ROWS = 24
"""Rows at the beginning that may be credits."""

_LABEL = re.compile(
    r"词|詞|曲|编|編|制作|製作|监制|監製|混音|母带|母帶|录音|錄音|和声|和聲|和音|吉他|贝斯|貝斯|鼓|弦|"
    r"键盘|鍵盤|演唱|原唱|出品|发行|發行|企划|企劃|策划|統籌|统筹|작사|작곡|편곡|"
    r"\b(?:lyrics?|lyricist|compos(?:ed|er)|arrang(?:ed|er)|produc(?:ed|er)|written|mix(?:ed|ing)|"
    r"master(?:ed|ing)|recorded|publisher|op|sp|isrc|guitar|bass|drums|vocals?|music) ?(?:by)?\b",
    re.IGNORECASE,
)
_ROW = re.compile(r"\s*(?P<label>[^:\uff1a]{1,28})[:\uff1a]\s*\S")
_TITLE = re.compile(r"\S.* [-\u2013\u2014] .*\S")


def without_credits(lines: Sequence[RawLine]) -> list[RawLine]:
    """The lines without credits at the beginning, and without the title row above these.

    Words of a song that has nothing else are kept.
    """
    first = next((place for place, line in enumerate(lines) if line.text), 0)
    titled = first < len(lines) and _TITLE.fullmatch(lines[first].text) is not None
    end = start = first + titled
    for place in range(start, min(len(lines), start + MOST_ROWS)):
        text = lines[place].text
        if text and not is_credit(text):
            break
        end = place + 1 if text else end
    kept = [line for place, line in enumerate(lines) if not first <= place < end]
    return kept if end > start and any(line.text for line in kept) else list(lines)


def is_credit(text: str) -> bool:
    """Whether a row names who made a song: `作词：X`, `Composed by: X`."""
    found = _ROW.match(text)
    return found is not None and _LABEL.search(found["label"]) is not None
