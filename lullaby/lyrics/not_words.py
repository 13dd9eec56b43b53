"""Recognises by content what stands where words are expected and is none.

Two ordered tables, one for bytes and one for decoded text. A reader for a format that is refused
today takes its row out here and adds one to `sniffing.READERS`.
"""

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Generic, TypeVar

from lullaby.frozen import frozen
from lullaby.lyrics import data_rows
from lullaby.lyrics.model import Complaint, Lyrics, Reason, Timing
from lullaby.lyrics.row_pattern import RowPattern
from lullaby.lyrics.text_decoding import utf16_by_its_zeros

LOOKED_AT = 16_000
"""Bytes or characters at the beginning of a file."""


class NotWords(StrEnum):
    """What a file or a tag holds instead of words."""

    PLAYLIST = "a playlist"
    CUE_SHEET = "a cue sheet"
    SCORE = "a score"
    WEB_PAGE = "a web page"
    DATA = "data of another program"
    LOG = "a log of a copied CD"
    CHECKSUMS = "a list of checksums"
    LOCKED = "encrypted words"
    PICTURE = "a picture"
    KARAOKE_PICTURES = "pictures of a karaoke disc"
    KARAOKE_PACK = "a karaoke pack"
    SOUND = "a recording"
    VIDEO = "a film"
    DOCUMENT = "a document"
    ARCHIVE = "an archive"
    BINARY = "no text"


Content = TypeVar("Content", bytes, str)


@frozen
class FilePattern(Generic[Content]):
    """How the beginning of a file tells what it is instead of words."""

    what: NotWords
    is_it: Callable[[Content], bool]
    """Whether the beginning of a file is of this kind."""


def refused(what: NotWords, source: str = "") -> Lyrics:
    """What a reader gives of something that is no words: no lines, and the reason."""
    complaint = Complaint(1, Reason.NOT_WORDS, what.value)
    return Lyrics((), Timing.NONE, source=source, complaints=(complaint,))


def reason_of(words: Lyrics) -> NotWords | None:
    """Why there are no lines, if the content was no words."""
    for complaint in words.complaints:
        if complaint.reason is Reason.NOT_WORDS:
            return NotWords(complaint.detail)
    return None


def in_bytes(data: bytes) -> NotWords | None:
    """What some bytes are if they are no text; None for text of any encoding."""
    head = data[:LOOKED_AT]
    return next((kind.what for kind in _BYTES if kind.is_it(head)), None)


def in_text(text: str) -> NotWords | None:
    """What a text is if it is no words."""
    head = text[:LOOKED_AT].removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return next((kind.what for kind in _TEXTS if kind.is_it(head)), None)


def _starts(pattern: bytes) -> Callable[[bytes], bool]:
    compiled = re.compile(pattern, re.DOTALL)
    return lambda head: compiled.match(head) is not None


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda head: compiled.match(head) is not None


def _has(*patterns: str) -> Callable[[str], bool]:
    """Whether for each pattern there is a row that begins with it."""
    compiled = [RowPattern(pattern) for pattern in patterns]
    return lambda head: all(pattern.found_in(head) for pattern in compiled)


def _is_score(head: str) -> bool:
    return "<" in head and _SCORE.search(head) is not None


def _is_rip_log(head: str) -> bool:
    """Whether at least two rows are those of such a log; one alone may be sung."""
    if not ("AccurateRip" in head or "Used drive" in head):
        return False
    return sum(pattern.found_in(head) for pattern in _RIP_LOG) > 1


def _is_cdg(head: bytes) -> bool:
    """Packets of 24 bytes whose first, if they say anything, is command 9 (in six bits)."""
    packets = [head[at] & 0x3F for at in range(0, len(head) - 23, 24)]
    return len(packets) > 1 and 9 in packets and all(command in {0, 9} for command in packets)


def _is_binary(head: bytes) -> bool:
    """Far more control bytes than in any text; those of UTF-16 are told by their place."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")) or utf16_by_its_zeros(head):
        return False
    controls = len(head.translate(None, _NO_CONTROLS))
    if controls == head.count(0) == len(_ZERO_FOR_BLANK.findall(head)):
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as problem:
        cut = problem.start > len(head) - 4 and problem.reason == "unexpected end of data"
        return controls * (4 if cut else 20) > len(head)
    return controls * 4 > len(head)


_ZERO_FOR_BLANK = re.compile(rb"[A-Za-z\x80-\xff,.!?]\0(?=[A-Za-z\x80-\xff])")
_NO_CONTROLS = bytes({*range(256)} - {*range(32), 127} | set(b"\t\n\r\v\f\x1a\x1b"))

_BYTES = (
    FilePattern(NotWords.PICTURE, _starts(rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|II\*\0|MM\0\*")),
    FilePattern(NotWords.PICTURE, _starts(rb"BM.{4}\0\0\0\0|RIFF.{4}WEBP")),
    FilePattern(NotWords.KARAOKE_PACK, _starts(rb"KFNB")),
    FilePattern(NotWords.LOCKED, _starts(rb"krc1|\x98\x25\xb0\xac\xe3\x02\x83\x68\xe8\xfc\x6c")),
    FilePattern(NotWords.SOUND, _starts(rb"ID3[\x02-\x04]|OggS\0|fLaC\0|wvpk|MAC [^ -~]|\xff\xfb")),
    FilePattern(NotWords.SOUND, _starts(rb"RIFF.{4}WAVE|FORM.{4}AIF[FC]")),
    FilePattern(NotWords.VIDEO, _starts(rb"\x1a\x45\xdf\xa3|RIFF.{4}AVI |.{4}ftyp")),
    FilePattern(NotWords.DOCUMENT, _starts(rb"%PDF-|\{\\rtf|\xd0\xcf\x11\xe0")),
    FilePattern(
        NotWords.SCORE, _starts(rb"PK\x03\x04.{0,400}?(?:META-INF/container\.xml|recordare)")
    ),
    FilePattern(
        NotWords.ARCHIVE, _starts(rb"PK\x03\x04|Rar!\x1a|7z\xbc\xaf|\x1f\x8b\x08|BZh[1-9]1AY")
    ),
    FilePattern(NotWords.KARAOKE_PICTURES, _is_cdg),
    FilePattern(NotWords.BINARY, _is_binary),
)

_SOUND_FILES = r"\.(?:mp3|m4a|aac|ogg|oga|opus|flac|wav|wma|aif|aiff|ape|wv|mka|mp4)"
_SCORE = re.compile(r"<(?:score-partwise|score-timewise|museScore|mei)[\s>]")
_RIP_LOG = tuple(
    RowPattern(pattern)
    for pattern in (
        r"(?:\S.*[ \t])?AccurateRip\b",
        r"(?:Used drive|Read mode|Read offset correction|Ripper|Drive|Log checksum)[ \t]*:",
        r"[ \t]*Track[ \t]+\d+(?:[ \t]|$)",
        r"[ \t]*(?:\S.*[ \t])?CRC[ \t]*+(?:\w++[ \t]*+)?[:=]?[ \t]*+[0-9A-F]{8}\b",
    )
)
_LIST = (
    r'\s*\[\s*(?:\]\s*$|\{\s*["}]|"(?:[^"\\\n]|\\.)*"\s*'
    r'(?:\]\s*$|,\s*(?:["\[{]|-?[0-9]|true\b|false\b|null\b)))'
)
"""A list of JSON: empty, of objects, or of texts, of which words in brackets have one at most."""
_SETTING = re.compile(r"[\w.-]{1,60}[ \t]{0,4}=.{0,400}")
_SECTION = re.compile(r"\[[\w.\- ]{1,60}\]")
_YAML = re.compile(r"(?:-[ \t]+\S.*|(?:-[ \t]+)?[\w-]{1,60}:(?:[ \t]+.*)?)")
_FINGERPRINT = re.compile(r"\S.{0,300}\.\w{2,5}:[0-9a-f]{32}")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{60,}={0,2}")
_ADDRESS = re.compile(r"[a-z]{2,8}://\S+", re.IGNORECASE)
_TAGGED = re.compile(
    r"(?:<[!?][^<>]{0,400}>\s*){0,5}<([A-Za-z][\w:.-]{0,40})[^<>]{0,2000}>", re.DOTALL
)
_PAGES = frozenset(("html", "head", "body", "div", "script", "style", "table", "span", "section"))
_IN_WORDS = frozenset(
    ("tt", "i", "b", "u", "em", "strong", "font", "br", "sub", "sup", "ruby", "v", "c")
)
"""Tags that stand in front of words too, without a prefix."""


def _rows_of(head: str) -> list[str]:
    return [row for each in head.split("\n") if (row := each.strip())]


def _all_rows(*patterns: re.Pattern[str]) -> Callable[[str], bool]:
    """Whether each row is of one of these patterns, and some row is of each."""

    def look(head: str) -> bool:
        rows = _rows_of(head)[:200]
        known = [[pattern.fullmatch(row) is not None for pattern in patterns] for row in rows]
        return bool(rows) and all(map(any, known)) and all(map(any, zip(*known, strict=True)))

    return look


def _is_yaml(head: str) -> bool:
    rows = _rows_of(head)[:200]
    return rows[:1] == ["---"] and len(rows) > 1 and all(map(_YAML.fullmatch, rows[1:]))


def _tag_of(head: str) -> str:
    """The first tag of a text that is all in tags; empty for words, with or without some."""
    bare = head.strip()
    found = _TAGGED.match(bare) if bare[:1] == "<" else None
    name = "" if found is None else found[1].lower().rpartition(":")[2]
    whole = (bare.endswith(">") or len(head) >= LOOKED_AT) and ("</" in bare or "/>" in bare)
    return name if whole and name not in _IN_WORDS else ""


def _is_page(head: str) -> bool:
    return _tag_of(head) in _PAGES


def _is_markup(head: str) -> bool:
    return _tag_of(head) != ""


_HEX = re.compile(r"\s*[0-9A-Fa-f]{64,}\s*")


def _is_hex(head: str) -> bool:
    return _HEX.fullmatch(head) is not None


def _is_bare_playlist(head: str) -> bool:
    """Nothing but names of recordings, one in a row."""
    rows = [row.strip() for row in head.split("\n") if row.strip() and not row.startswith("#")]
    return bool(rows) and all(re.search(_SOUND_FILES + "$", row, re.IGNORECASE) for row in rows)


_TEXTS = (
    FilePattern(NotWords.PLAYLIST, _matches(r"\s*#EXTM3U\b")),
    FilePattern(NotWords.PLAYLIST, _matches(r"\s*\[playlist\]\s*\n")),
    FilePattern(
        NotWords.PLAYLIST,
        _matches(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,400}?-->\s*)?<(?:playlist|asx|smil)[\s>]"),
    ),
    FilePattern(NotWords.PLAYLIST, _matches(r"\s*<\?wpl\b")),
    FilePattern(
        NotWords.CHECKSUMS,
        _matches(
            r"(?:\s*;.*\n)*\s*(?:[0-9a-f]{32,64} [ *]\S|\S.*\.\w{2,5} [0-9a-f]{8}[ \t]*(?:\n|$))"
        ),
    ),
    FilePattern(NotWords.PLAYLIST, _is_bare_playlist),
    FilePattern(
        NotWords.CUE_SHEET,
        _has(r"[ \t]*FILE[ \t]+\S.*\S[ \t]*$", r"[ \t]*TRACK[ \t]+\d+[ \t]+AUDIO\b"),
    ),
    FilePattern(NotWords.SCORE, _has(r"X:[ \t]*\d+", r"K:[ \t]*\S")),
    FilePattern(NotWords.SCORE, _is_score),
    FilePattern(NotWords.SCORE, _matches(r"(?:\s*%.*\n)*\s*\\(?:version|relative|score|header)\b")),
    FilePattern(NotWords.WEB_PAGE, _matches(r"\s*(?:<[?!][^>]*>\s*){0,2}<!doctype html\b")),
    FilePattern(NotWords.WEB_PAGE, _matches(r"\s*<(?:html|head|body)[\s>]")),
    FilePattern(NotWords.DATA, _matches(r'\s*\{\s*(?:"[^"\n]*"\s*:|\}\s*$)')),
    FilePattern(NotWords.DATA, _matches(_LIST)),
    FilePattern(
        NotWords.DATA, _matches(r"\s*<\?xml[^>]*>\s*(?:<!DOCTYPE plist[^>]*>\s*)?<plist\b")
    ),
    FilePattern(
        NotWords.LOG, _matches(r"\s*(?:Exact Audio Copy|EAC extraction|X Lossless Decoder)\b")
    ),
    FilePattern(NotWords.LOG, _matches(r"\s*Log created by: whipper\b")),
    FilePattern(NotWords.LOG, _is_rip_log),
    FilePattern(
        NotWords.DATA, _matches(r"#!\s*/|\s*karaoke\s*:=|\s*<REAPER_PROJECT\b|d\d{1,3}:\w")
    ),
    FilePattern(NotWords.DATA, _all_rows(_SECTION, _SETTING)),
    FilePattern(NotWords.DATA, _is_yaml),
    FilePattern(NotWords.DATA, data_rows.is_table),
    FilePattern(NotWords.DOCUMENT, data_rows.is_mail),
    FilePattern(NotWords.DATA, data_rows.is_difference),
    FilePattern(NotWords.DATA, data_rows.is_code),
    FilePattern(NotWords.CHECKSUMS, _all_rows(_FINGERPRINT)),
    FilePattern(NotWords.LOCKED, _all_rows(_BASE64)),
    FilePattern(NotWords.PLAYLIST, _all_rows(_ADDRESS)),
    FilePattern(
        NotWords.LOCKED, _has(r"[ \t]*<QrcInfos>|[ \t]*<Lyric_1\b.*LyricContent=\"[0-9A-F]{64}")
    ),
    FilePattern(NotWords.WEB_PAGE, _is_page),
    FilePattern(NotWords.DATA, _is_markup),
    FilePattern(NotWords.LOCKED, _is_hex),
)
