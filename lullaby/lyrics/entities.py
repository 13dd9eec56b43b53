"""Entities of HTML in words: `&#39;` and `&amp;#39;`, as some programs escape a text twice.

What was escaped three times is meant as it then stands, so that Lullaby's own files can hold a
text that looks like an entity.
"""

import html
import re

_NAME = r"(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30})"
_ENTITY = re.compile(rf"&(?:amp;(amp;)?)?({_NAME};)")
_OPEN_ENTITY = re.compile(rf"&(?:(?:amp;(amp;)?)?({_NAME};)|({_NAME}))")


def closed_unescaped(text: str) -> str:
    """Text without entities that end with a semicolon, as song texts may well hold `R&B`."""
    return _ENTITY.sub(_letter, text)


def unescaped(text: str) -> str:
    """Text without entities, also such as `&nbsp` that pages leave open."""
    return _OPEN_ENTITY.sub(_open_letter, text) if "&" in text else text


def escaped_entities(text: str) -> str:
    """Text whose entities both functions give back as they are."""
    return _ENTITY.sub(lambda found: f"&amp;amp;{found[0][1:]}", text)


def _letter(found: re.Match[str]) -> str:
    written = f"&{found[2]}"
    return written if found[1] else html.unescape(written).replace("\u00a0", " ")


def _open_letter(found: re.Match[str]) -> str:
    return _letter(found) if found[3] is None else html.unescape(found[0])
