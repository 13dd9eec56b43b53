"""Tells the credits that programs keep in timed rows before and behind the words."""

import re
from collections.abc import Iterator, Sequence
from enum import Enum

from lullaby.lyrics.pieces import RawLine

MOST_ROWS = 60
"""Rows at the beginning, and at the end, that may be credits."""
MOST_BETWEEN = 2
"""Rows between two credits at the beginning that name nobody, such as the title once more."""

_ROLE = re.compile(
    r"词|詞|作曲|谱曲|譜曲|编曲|編曲|编写|編寫|制作|製作|监制|監製|混音|母带|母帶|录音|錄音|演唱|原唱|翻唱|"
    r"出品|发行|發行|企划|企劃|策划|統籌|统筹|음악|작사|작곡|편곡"
)
"""What a label hardly says if it is sung."""
_NOUN = re.compile(
    r"曲|和声|和聲|和音|合声|吉他|贝斯|貝斯|贝司|鼓|弦|琴|笛|号|键盘|鍵盤|打击乐|人声|后期|封面|"
    r"翻译|翻譯|译者|收录|収録|总监|编辑|编程|鸣谢|唄|呗|歌手|^歌$|器乐|"
    r"声乐|音响|音频|录制|主唱|歌唱|配唱|原创|文案|萨克斯|二胡|贡献"
)
"""What a label may say in a song."""
_ROLES = re.compile(
    r"lyrics?|lyricist|compos(?:ed|ers?)|arrang(?:ed|er|ement)|produc(?:ed|ers?)|written|mixed|"
    r"mastered|recorded|publish(?:er|ed)|isrc"
)
_NOUNS = re.compile(
    r"words|music|songs?|vocals?|singer|guitars?|bass|drums|piano|keyboards?|strings|mix(?:ing|er)?|"
    r"master(?:ing)?|recording|original|engineers?|studios?|program(?:ming)?|pgm|op|sp|arrange|"
    r"compose|translat(?:ed|ion)|cover|lrc|author|planner|remix"
)
_SMALL = re.compile(r"by|and|the|backing|background|electric|acoustic|executive|co|additional")
_ROW = re.compile(r"(?P<label>[^:\uff1a]{1,40})[:\uff1a]\s*\S")
_LONGEST = 16
"""Letters of a label in signs such as Chinese ones, without what is said in Latin letters."""
_WORD = re.compile(r"[a-z]+")
_LETTER = re.compile(r"[^\W\d_]")
_RIGHTS = re.compile(
    r"未经\S*(?:许可|授权|同意|允许)|版权所有|著作权人|(?:词曲作者|版权公司)\S*授权"
)
_SUNG = "~"
"""Stands for a row that names its own voice."""
_TITLE = re.compile(r"\S.* [-\u2013\u2014] .*\S")


class Credit(Enum):
    """How surely a row names who made a song."""

    SURE = "sure"
    BESIDE_ANOTHER = "beside another"
    """It may be sung as well, as `Drums: boom`; another credit beside it decides."""


def credit_of(text: str) -> Credit | None:
    """Whether a row names who made a song: `作词：X`, `Composed by: X`, `Music: X`."""
    if _RIGHTS.search(text):
        return Credit.BESIDE_ANOTHER
    found = _ROW.match(text.strip())
    if found is None:
        return None
    label = found["label"].casefold()
    words = _WORD.findall(label)
    signs = "".join(_LETTER.findall(_WORD.sub("", label)))
    if signs:
        short = len(signs) <= _LONGEST
        sure, other = _ROLE.search(signs), _NOUN.search(signs)
        return Credit.SURE if short and sure else Credit.BESIDE_ANOTHER if short and other else None
    named = [_kind_of(word) for word in words]
    if None in named or not {_ROLES, _NOUNS}.intersection(named):
        return None
    return Credit.SURE if _ROLES in named or words[-1] == "by" else Credit.BESIDE_ANOTHER


def _kind_of(word: str) -> re.Pattern[str] | None:
    return next((kind for kind in (_ROLES, _NOUNS, _SMALL) if kind.fullmatch(word)), None)


def without_credits(
    lines: Sequence[RawLine], title: str = "", artist: str = ""
) -> tuple[list[RawLine], list[str]]:
    """The lines without credits at the beginning and the end, and the texts of these.

    Several stand at the end, or none. A title row above goes with two credits below it, or with
    one if it names the `title` and `artist` of the header. Words of a song that has nothing else
    are kept, and so are rows with a voice of their own.
    """
    order = _as_sung(lines)
    texts = [_SUNG if lines[each].marked else lines[each].text for each in order]
    left_out = {order[each] for each in credit_places(texts, title, artist)}
    kept = [line for place, line in enumerate(lines) if place not in left_out]
    if not left_out or not any(line.text for line in kept):
        return list(lines), []
    said = dict.fromkeys(lines[each].text for each in order if each in left_out)
    return kept, list(said)


def credit_places(rows: Sequence[str], title: str = "", artist: str = "") -> set[int]:
    """Which rows, in the order in which they are sung, name who made the song."""
    first = next((place for place, text in enumerate(rows) if text), 0)
    titled = first < len(rows) and _TITLE.fullmatch(rows[first]) is not None
    start = first + titled
    leading = _credits(rows, range(start, min(len(rows), start + MOST_ROWS)), MOST_BETWEEN)
    last = range(len(rows) - 1, max(start, len(rows) - MOST_ROWS) - 1, -1)
    trailing = _credits(rows, last, 0)
    places = {*leading, *(trailing if len(trailing) > 1 else ())}
    below = next((place for place in range(start, len(rows)) if rows[place]), None)
    several = len(leading) > 1
    if titled and below in leading and (several or _names_song(rows[first], title, artist)):
        places.add(first)
    return places


def _credits(rows: Sequence[str], places: range, most_between: int) -> list[int]:
    """The credits among these places, which begin at an edge; none if not sure.

    Behind a row that names nobody, one credit alone may be sung.
    """
    runs: list[list[tuple[int, Credit]]] = [[]]
    between = 0
    for place in places:
        credit = credit_of(rows[place])
        if credit is not None:
            if between:
                runs.append([])
            runs[-1].append((place, credit))
            between = 0
        elif rows[place]:
            between += 1
            if between > most_between:
                break
    first, *others = runs
    found = [first] if len(first) > 1 or _are_sure(first) else []
    found += [run for run in others if len(run) > 1 and _are_sure(run)]
    return [place for run in found for place, _ in run]


def _are_sure(run: Sequence[tuple[int, Credit]]) -> bool:
    return any(credit is Credit.SURE for _, credit in run)


def _as_sung(lines: Sequence[RawLine]) -> list[int]:
    """The places of the lines by their time; one without a stamp follows the line above it."""

    def times() -> Iterator[int]:
        now = -1
        for line in lines:
            now = now if line.start is None else line.start
            yield now

    at = list(times())
    return sorted(range(len(lines)), key=at.__getitem__)


def _names_song(text: str, title: str, artist: str) -> bool:
    names = [each.strip().casefold() for each in (title, artist)]
    said = " ".join(text.split()).casefold()
    return all(names) and any(
        said == f"{one} {dash} {other}"
        for one, other in (names, names[::-1])
        for dash in "-\u2013\u2014"
    )
