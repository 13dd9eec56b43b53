"""What kind of words some bytes or a text hold, told by their content and never by a name."""

import re
from dataclasses import replace

from lullaby.lyrics import cues, karaoke, lrc, subtitles, ttml, ultrastar
from lullaby.lyrics.assemble import by_number
from lullaby.lyrics.language_hints import named_languages, own_languages
from lullaby.lyrics.model import Format, Lyrics
from lullaby.lyrics.smf import HEADER
from lullaby.lyrics.stamps import LINE_STAMP
from lullaby.lyrics.text_decoding import Decoded, decode_as, decode_words, repaired
from lullaby.units import Ms

_RIFF_MIDI = re.compile(rb"\ARIFF.{4}RMID", re.DOTALL)
_XML = re.compile(r"\s*<(?:\?xml|!DOCTYPE|!--|(?:\w+:)?tt[\s>])", re.IGNORECASE)
_ULTRASTAR_TEMPO = re.compile(r"^[ \t]*#\s*BPM\s*:", re.IGNORECASE | re.MULTILINE)
_ULTRASTAR_NOTE = re.compile(r"^[ \t]*[:*FRG]\s*-?\d+[ \t]+\d+[ \t]+-?\d+(?:[ \t]|$)", re.MULTILINE)
_CUE = re.compile(r"^" + cues.CUE.pattern, re.MULTILINE)
_SBV = re.compile(r"^" + cues.SBV_CUE.pattern, re.MULTILINE)
_ENCODING = re.compile(rb"^[ \t]*#ENCODING:[ \t]*([\w-]+)", re.IGNORECASE | re.MULTILINE)
_ENCODINGS = {"cp1252": "cp1252", "cp1250": "cp1250", "utf8": "utf-8", "utf-8": "utf-8"}
_LOOKED_AT = 200_000
"""Characters; a file that is not decided by then is plain text."""


def words_from_bytes(data: bytes, *, duration_ms: Ms | None = None, source: str = "") -> Lyrics:
    """Words of any kind that Lullaby reads; never raises."""
    if data.startswith(HEADER) or _RIFF_MIDI.match(data):
        return karaoke.parse_bytes(data, duration_ms=duration_ms, source=source)
    return _told(_decode(data, source), duration_ms, source)


def words_from_text(text: str, *, duration_ms: Ms | None = None, source: str = "") -> Lyrics:
    """The same for the text of a tag, which may be of another encoding than the tag says."""
    return _told(repaired(text, own=own_languages()), duration_ms, source)


def _told(decoded: Decoded, duration_ms: Ms | None, source: str) -> Lyrics:
    lyrics = _read(decoded.text, duration_ms, source)
    return replace(lyrics, complaints=by_number((*decoded.complaints, *lyrics.complaints)))


def _read(text: str, duration_ms: Ms | None, source: str) -> Lyrics:
    kind = format_of(text)
    if kind is Format.ULTRASTAR:
        return ultrastar.parse(text, duration_ms=duration_ms, source=source)
    if kind is Format.TTML:
        return ttml.parse(text, duration_ms=duration_ms, source=source)
    if kind in {Format.SRT, Format.WEBVTT, Format.SBV}:
        return subtitles.parse(text, kind, duration_ms=duration_ms, source=source)
    return lrc.parse(text, duration_ms=duration_ms, source=source)


def format_of(text: str) -> Format:
    """LRC and plain text are told apart later, by their stamps."""
    head = text[:_LOOKED_AT].removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if _XML.match(head):
        return Format.TTML
    if re.match(r"\s*WEBVTT(?:\s|$)", head):
        return Format.WEBVTT
    if _ULTRASTAR_TEMPO.search(head) or len(_ULTRASTAR_NOTE.findall(head)) > 1:
        return Format.ULTRASTAR
    if _CUE.search(head) and not LINE_STAMP.search(head):
        return Format.SRT
    if _SBV.match(head.lstrip()) and not LINE_STAMP.search(head):
        return Format.SBV
    return Format.LRC


def _decode(data: bytes, name: str) -> Decoded:
    """As an UltraStar header names it, else as the bytes look."""
    header = _ENCODING.search(data[:8000])
    told = None if header is None else _ENCODINGS.get(header[1].decode("ascii", "replace").lower())
    if told is not None:
        return decode_as(data, told)
    return decode_words(data, named_languages(name, data), own_languages())
