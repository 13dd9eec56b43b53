"""What kind of words some bytes or a text hold, told by their content and never by a name.

READERS is an ordered table: the first row that recognises a text reads it. What no row recognises
and is no words is refused (`not_words`); what is left is LRC or plain text.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from typing import Protocol

from lullaby.frozen import frozen
from lullaby.lyrics import (
    ass,
    bare_stamps,
    chordpro,
    chords_above,
    cues,
    framed_captions,
    json_words,
    karaoke,
    lrc,
    lyricify_export,
    lyricify_lines,
    lyricsfile,
    not_words,
    openlyrics,
    opensong,
    songselect,
    subtitles,
    syllable_rows,
    timed_text,
    ttml,
    ultrastar,
)
from lullaby.lyrics.assemble import by_number
from lullaby.lyrics.language_hints import NO_HINTS, LanguageHints, named_languages
from lullaby.lyrics.model import Complaint, Format, Lyrics, Reason
from lullaby.lyrics.row_pattern import RowPattern
from lullaby.lyrics.smf import HEADER
from lullaby.lyrics.stamps import LINE_STAMP
from lullaby.lyrics.text_decoding import (
    Decoded,
    decode_as,
    decode_words,
    repaired,
    stored_bytes,
    with_blanks,
)
from lullaby.units import Ms

_RIFF_MIDI = re.compile(rb"\ARIFF.{4}RMID", re.DOTALL)
_XML = re.compile(r"\s*<(?:\?xml|!DOCTYPE|!--|(?:\w+:)?tt[\s>])", re.IGNORECASE)
_ULTRASTAR_TEMPO = RowPattern(r"[ \t]*#\s*BPM\s*:", re.IGNORECASE | re.MULTILINE)
_ULTRASTAR_NOTE = RowPattern(r"[ \t]*[:*]\s*-?\d+[ \t]+\d+[ \t]+-?\d+(?:[ \t]|$)")
_CUE = RowPattern(cues.CUE.pattern)
_SBV = re.compile(cues.SBV_CUE.pattern, re.MULTILINE)
_ENCODING = re.compile(rb"^[ \t]*#ENCODING:[ \t]*([\w-]+)", re.IGNORECASE | re.MULTILINE)
_ENCODINGS = {"cp1252": "cp1252", "cp1250": "cp1250", "utf8": "utf-8", "utf-8": "utf-8"}
DATA_SUFFIXES = (".json", ".xml", ".yaml")
"""Words files share these suffixes with files of any other program."""
_LOOKED_AT = 200_000
"""Characters examined; a file still undecided after them is plain text."""


class Parse(Protocol):
    """Parse a recognised text; never raises."""

    def __call__(self, text: str, *, duration_ms: Ms | None, source: str) -> Lyrics: ...


@frozen
class Reader:
    """One row of READERS."""

    format: Format
    recognises: Callable[[str], bool]
    """Gets the first characters of a text, with line feeds as line ends."""

    read: Parse


def _is_ultrastar(head: str) -> bool:
    return _ULTRASTAR_TEMPO.found_in(head) or len(list(islice(_ULTRASTAR_NOTE.all_in(head), 2))) > 1


def _is_srt(head: str) -> bool:
    return (
        cues.ANY_ARROW.search(head) is not None
        and _CUE.found_in(head)
        and not LINE_STAMP.search(head)
    )


def _is_webvtt(head: str) -> bool:
    return re.match(r"\s*WEBVTT(?:\s|$)", head, re.IGNORECASE) is not None


def _is_xml_of_words(head: str) -> bool:
    return _XML.match(head) is not None and not_words.in_text(head) is None


def _is_sbv(head: str) -> bool:
    return _SBV.match(head.lstrip()) is not None and not LINE_STAMP.search(head)


def _captions(kind: Format) -> Parse:
    def read(text: str, *, duration_ms: Ms | None, source: str) -> Lyrics:
        return subtitles.parse(text, kind, duration_ms=duration_ms, source=source)

    return read


def _wrapped_lrc(text: str, *, duration_ms: Ms | None, source: str) -> Lyrics:
    content = syllable_rows.unwrapped(text)
    return lrc.parse(content, duration_ms=duration_ms, source=source)


READERS: tuple[Reader, ...] = (
    Reader(Format.ASS, ass.is_ass, ass.parse),
    Reader(Format.LYS, lyricify_export.is_export, lyricify_export.parse),
    *(
        Reader(kind, syllable_rows.is_kind(kind), syllable_rows.parser(kind))
        for kind in syllable_rows.KINDS
    ),
    Reader(Format.LRC, syllable_rows.is_wrapped_lrc, _wrapped_lrc),
    Reader(Format.LYL, lyricify_lines.is_lyricify_lines, lyricify_lines.parse),
    Reader(Format.WEBVTT, timed_text.is_timed_text, timed_text.parse),
    Reader(Format.JSON, json_words.is_json_words, json_words.parse),
    Reader(Format.OPENLYRICS, openlyrics.is_openlyrics, openlyrics.parse),
    Reader(Format.OPENSONG, opensong.is_opensong, opensong.parse),
    Reader(Format.TTML, _is_xml_of_words, ttml.parse),
    Reader(Format.WEBVTT, _is_webvtt, _captions(Format.WEBVTT)),
    Reader(Format.ULTRASTAR, _is_ultrastar, ultrastar.parse),
    Reader(Format.LYRICSFILE, lyricsfile.is_lyricsfile, lyricsfile.parse),
    Reader(Format.CHORDPRO, chordpro.is_chordpro, chordpro.parse),
    Reader(Format.SONGSELECT, songselect.is_songselect, songselect.parse),
    Reader(Format.WEBVTT, framed_captions.is_framed, framed_captions.parse),
    Reader(Format.SRT, _is_srt, _captions(Format.SRT)),
    Reader(Format.SBV, _is_sbv, _captions(Format.SBV)),
    Reader(Format.CHORDPRO, chords_above.is_chords_above, chords_above.parse),
    Reader(Format.LRC, bare_stamps.is_bare, bare_stamps.parse),
)
"""Add a new reader here, before any that would also accept its texts."""


def words_from_bytes(
    data: bytes,
    *,
    duration_ms: Ms | None = None,
    source: str = "",
    encoding: str | None = None,
    hints: LanguageHints = NO_HINTS,
) -> Lyrics:
    """Words of any kind that Lullaby reads; never raises.

    `encoding` is what the person chose for these bytes; `hints` count where none is. What is no
    words has no lines and the complaint NOT_WORDS.
    """
    if is_midi(data):
        words = karaoke.parse_bytes(
            data, duration_ms=duration_ms, source=source, encoding=encoding, hints=hints
        )
        return words if encoding is None else _chosen(words, encoding)
    what = not_words.in_bytes(data)
    if what is not None:
        return not_words.refused(what, source)
    if encoding is None:
        return _told(decode_file(data, source, hints), duration_ms, source)
    return _chosen(_told(decode_as(data, encoding), duration_ms, source), encoding)


def is_midi(data: bytes) -> bool:
    """Whether the bytes are a karaoke file: MIDI, bare or wrapped."""
    return data.startswith(HEADER) or _RIFF_MIDI.match(data) is not None


def _chosen(words: Lyrics, encoding: str) -> Lyrics:
    chosen = Complaint(1, Reason.CHOSEN_ENCODING, encoding)
    return replace(words, complaints=(chosen, *words.complaints))


def words_of_file(
    data: bytes,
    name: str,
    *,
    duration_ms: Ms | None = None,
    encoding: str | None = None,
    hints: LanguageHints = NO_HINTS,
) -> Lyrics:
    """The same for a file of this name: one that is named as data is no plain text."""
    words = words_from_bytes(
        data, duration_ms=duration_ms, source=name, encoding=encoding, hints=hints
    )
    if words.format is Format.TEXT and words.has_words and name.lower().endswith(DATA_SUFFIXES):
        return not_words.refused(not_words.NotWords.DATA, name)
    return words


def words_from_text(
    text: str,
    *,
    duration_ms: Ms | None = None,
    source: str = "",
    encoding: str | None = None,
    hints: LanguageHints = NO_HINTS,
) -> Lyrics:
    """The same for a tag's text, whose encoding may differ from the declared one."""
    stored = None if encoding is None else stored_bytes(text)
    if stored is None or encoding is None:
        return _told(repaired(text, hints.song, hints.own), duration_ms, source)
    return _chosen(_told(decode_as(stored, encoding), duration_ms, source), encoding)


def decode_file(data: bytes, name: str, hints: LanguageHints = NO_HINTS) -> Decoded:
    """Decode by an UltraStar header, else by the bytes; the file's `name` may give the language."""
    header = _ENCODING.search(data[:8000])
    told = None if header is None else _ENCODINGS.get(header[1].decode("ascii", "replace").lower())
    if told is not None:
        return decode_as(data, told)
    return decode_words(data, named_languages(name, data) or hints.song, hints.own)


def _told(decoded: Decoded, duration_ms: Ms | None, source: str) -> Lyrics:
    lyrics = _read(decoded.text, duration_ms, source)
    if not_words.reason_of(lyrics) is not None:
        return lyrics
    return replace(lyrics, complaints=by_number((*decoded.complaints, *lyrics.complaints)))


def _read(text: str, duration_ms: Ms | None, source: str) -> Lyrics:
    text = with_blanks(text) if "\0" in text else text
    reader = _reader_of(_head(text))
    if reader is not None:
        return reader.read(text, duration_ms=duration_ms, source=source)
    what = not_words.in_text(text)
    if what is not None:
        return not_words.refused(what, source)
    return lrc.parse(text, duration_ms=duration_ms, source=source)


def _reader_of(head: str) -> Reader | None:
    return next((reader for reader in READERS if reader.recognises(head)), None)


def _head(text: str) -> str:
    return text[:_LOOKED_AT].removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
