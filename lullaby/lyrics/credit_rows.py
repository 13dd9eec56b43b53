"""Tells the credits that karaoke programs keep in timed rows before the words."""

import re
from collections.abc import Sequence

from lullaby.lyrics.pieces import RawLine

MOST_ROWS = 24
"""Rows at the beginning that may be credits."""

_ROLE = re.compile(
    r"词|詞|作曲|谱曲|譜曲|编|編|制作|製作|监制|監製|混音|母带|母帶|录音|錄音|演唱|原唱|出品|"
    r"发行|發行|企划|企劃|策划|統籌|统筹|작사|작곡|편곡|"
    r"\b(?:lyrics?|lyricist|compos(?:ed|er)|arrang(?:ed|er)|produc(?:ed|er)|written|mix(?:ed|ing)|"
    r"master(?:ed|ing)|recorded|publisher|isrc)\b|\b(?:guitar|bass|drums|vocals?|music) ?by\b",
    re.IGNORECASE,
)
"""Labels that are hardly sung."""
_NOUN = re.compile(
    r"曲|和声|和聲|和音|吉他|贝斯|貝斯|鼓|弦|键盘|鍵盤|\b(?:op|sp|guitar|bass|drums|vocals?|music)\b",
    re.IGNORECASE,
)
"""Labels that may be sung: `Drums: boom`."""
_ROW = re.compile(r"\s*(?P<label>[^:\uff1a]{1,28})[:\uff1a]\s*\S")
_TITLE = re.compile(r"\S.* [-\u2013\u2014] .*\S")


def without_credits(lines: Sequence[RawLine], title: str = "", artist: str = "") -> list[RawLine]:
    """The lines without credits at the beginning, and without the title row above these.

    A plain noun such as `Music` tells a credit only with another credit beside it; a title row
    needs two below it, or it names the `title` and `artist` of the header. Words of a song that
    has nothing else are kept.
    """
    first = next((place for place, line in enumerate(lines) if line.text), 0)
    titled = first < len(lines) and _TITLE.fullmatch(lines[first].text) is not None
    start = first + titled
    credited: list[int] = []
    for place in range(start, min(len(lines), start + MOST_ROWS)):
        text = lines[place].text
        if text and not is_credit(text):
            break
        if text:
            credited.append(place)
    several = len(credited) > 1
    if not credited or not (several or _names_role(lines[credited[0]].text)):
        return list(lines)
    whole = titled and (several or _names_song(lines[first].text, title, artist))
    begin = first if whole else start
    kept = [line for place, line in enumerate(lines) if not begin <= place <= credited[-1]]
    return kept if any(line.text for line in kept) else list(lines)


def is_credit(text: str) -> bool:
    """Whether a row may name who made a song: `作词：X`, `Composed by: X`, `Music: X`."""
    found = _ROW.match(text)
    return found is not None and any(each.search(found["label"]) for each in (_ROLE, _NOUN))


def _names_role(text: str) -> bool:
    found = _ROW.match(text)
    return found is not None and _ROLE.search(found["label"]) is not None


def _names_song(text: str, title: str, artist: str) -> bool:
    names = [each.strip().casefold() for each in (title, artist)]
    said = " ".join(text.split()).casefold()
    return all(names) and any(
        said == f"{one} {dash} {other}"
        for one, other in (names, names[::-1])
        for dash in "-\u2013\u2014"
    )
