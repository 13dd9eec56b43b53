"""Decodes ABC files of any program and parts them into songs."""

import codecs
import re

from lullaby.frozen import frozen

CHARSET = re.compile(rb"^%%(?:abc-charset|encoding)\s+([\w-]{1,20})", re.MULTILINE)
COMMENT = re.compile(r"(?<!\\)%.*")
BLOCK = re.compile(r"%%begin(\w+)")
FIELD = re.compile(r"[A-Za-z]:|\+:")


@frozen
class TextLine:
    """A line without its comment; `number` counts from 1 in the file."""

    number: int
    text: str


def decode(data: bytes) -> str:
    """The text of a file: by its byte order mark, as UTF-8, as its `%%abc-charset`, as Latin-1.

    Raises UnicodeDecodeError for what is no text.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    if b"\0" in data:
        raise UnicodeDecodeError("utf-8", data, 0, 1, "zero bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        named = CHARSET.search(data)
    try:
        return data.decode(named[1].decode("ascii") if named else "cp1252")
    except (LookupError, UnicodeDecodeError):
        return data.decode("latin-1")


def songs_in(text: str) -> list[list[TextLine]]:
    """The lines of each song: from its `X:` to the next, after what stands above the first.

    A text without `X:` is one song.
    """
    above: list[TextLine] = []
    found: list[list[TextLine]] = []
    for line in _lines(text):
        if line.text.startswith("X:"):
            found.append([*above, line])
        elif found:
            found[-1].append(line)
        else:
            above.append(line)
    if not found:
        return [above]
    return found


def _lines(text: str) -> list[TextLine]:
    found: list[TextLine] = []
    block = ""
    for number, whole in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        line = whole.strip()
        if block:
            block = "" if line == f"%%end{block}" else block
            continue
        begins = BLOCK.match(line)
        if begins:
            block = begins[1]
        elif line.startswith("%%lb-"):
            found.append(TextLine(number, line))
        elif not line.startswith("%"):
            text_only = COMMENT.sub("", line) if "%" in line else line
            found.append(TextLine(number, text_only.replace("\\%", "%").strip()))
    return found
