"""Texts of tags, which may be stored in another encoding than the tag says."""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace

from lullaby.frozen import frozen
from lullaby.lyrics.encoding_choice import content_key, ways_to_read_text
from lullaby.lyrics.language_hints import NO_HINTS, LanguageHints, hints_for
from lullaby.lyrics.model import Complaint, Lyrics, Reason, WaysToRead
from lullaby.lyrics.sniffing import words_from_text
from lullaby.lyrics.text_decoding import decode_as, repaired, stored_bytes
from lullaby.units import Ms


@frozen
class TextReading:
    """How texts are read whose encoding may be wrong."""

    encodings: Mapping[str, str] = field(default_factory=dict)
    """Those that the person chose, by `encoding_choice.content_key` of what a tag stores."""
    hints: LanguageHints = NO_HINTS

    def chosen(self, text: str) -> str | None:
        """The encoding that the person chose for this text."""
        stored = stored_bytes(text) if self.encodings else None
        return None if stored is None else self.encodings.get(content_key(stored))

    def hints_for(self, language: str) -> LanguageHints:
        """The hints for a text in a tag of this language."""
        told = hints_for(language).song
        return replace(self.hints, song=told) if told else self.hints

    def ways(self, text: str, language: str) -> WaysToRead | None:
        """How else the text may be read; None where its encoding is certain."""
        return ways_to_read_text(text, self.chosen(text), self.hints_for(language))


@frozen
class TagText:
    """Words as a tag holds them, not parsed yet."""

    text: str
    source: str
    language: str = ""
    """Language of the tag; one inside the words takes precedence."""

    def parse(self, duration_ms: Ms | None, reading: TextReading) -> Lyrics:
        words = words_from_text(
            self.text,
            duration_ms=duration_ms,
            source=self.source,
            encoding=reading.chosen(self.text),
            hints=reading.hints_for(self.language),
        )
        return words if words.language else replace(words, language=self.language)


def repaired_pieces(
    pieces: Sequence[str], language: str, reading: TextReading
) -> tuple[Sequence[str], Sequence[Complaint]]:
    """The pieces of a text, each in the encoding that the whole is in, and what was guessed."""
    whole = "".join(pieces)
    chosen, hints = reading.chosen(whole), reading.hints_for(language)
    decoded = repaired(whole, hints.song, hints.own)
    if whole.isascii() or (chosen is None and decoded.text == whole):
        return pieces, ()
    encoding = chosen or decoded.encoding
    read = [decode_as(stored_bytes(piece) or b"", encoding).text for piece in pieces]
    if chosen is not None:
        return read, (Complaint(1, Reason.CHOSEN_ENCODING, chosen),)
    return read, decoded.complaints
