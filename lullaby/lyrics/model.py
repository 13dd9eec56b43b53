"""Words in time. Times are milliseconds from the start of the recording, offset applied."""

from enum import Enum, StrEnum

from lullaby.frozen import frozen
from lullaby.units import Ms, Semitones


class Timing(Enum):
    """How finely the words are timed, coarsest first."""

    NONE = "none"
    LINES = "lines"
    SYLLABLES = "syllables"


class Format(Enum):
    """What kind of file or tag the words came from."""

    TEXT = "text"
    LRC = "lrc"
    ULTRASTAR = "ultrastar"
    TTML = "ttml"
    SRT = "srt"
    WEBVTT = "webvtt"
    SBV = "sbv"
    ASS = "ass"
    QRC = "qrc"
    KRC = "krc"
    YRC = "yrc"
    LYS = "lys"
    LYL = "lyl"
    MIDI = "midi"
    SYLT = "sylt"
    CHORDPRO = "chordpro"
    OPENLYRICS = "openlyrics"
    OPENSONG = "opensong"
    SONGSELECT = "songselect"
    LYRICSFILE = "lyricsfile"
    JSON = "json"


class Part(Enum):
    """Who sings a line."""

    EVERYONE = "everyone"
    FIRST = "first"
    SECOND = "second"
    BACKGROUND = "background"


@frozen
class Note:
    """One note of the melody; `pitch` is in semitones from C4 (261.6 Hz)."""

    pitch: Semitones
    start_ms: Ms
    end_ms: Ms


@frozen
class Syllable:
    """A timed piece of a line; joining the texts of a line's syllables gives the line.

    Spaces belong to the end of the piece they follow. `end_ms` is never before `start_ms`.
    """

    text: str
    start_ms: Ms
    end_ms: Ms
    notes: tuple[Note, ...] = ()
    """Its melody, if the source has one; several notes for a melisma."""

    @property
    def pitch(self) -> Semitones | None:
        """The pitch of its first note; None if not known."""
        return self.notes[0].pitch if self.notes else None


@frozen
class Chord:
    """A chord above a line, as its sheet names it."""

    name: str
    at: int
    """The character of the line's text that it stands above; the text's length for one after it."""


@frozen
class Line:
    """One sung line. An empty text with times is a break (music without words).

    An empty text without times parts two verses of words that are not timed. A line with text
    but without times, among timed ones, had no stamp in its file; it follows the line above it.
    """

    text: str
    start_ms: Ms | None = None
    end_ms: Ms | None = None
    syllables: tuple[Syllable, ...] = ()
    translation: str = ""
    """A translation or romanisation of the line; several are separated by line breaks."""
    part: Part = Part.EVERYONE
    chords: tuple[Chord, ...] = ()
    """In their order; only song sheets have them."""


class Reason(StrEnum):
    """What was left out or guessed in a words file."""

    DAMAGED_TEXT = "characters could not be read"
    BAD_STAMP = "stamp not understood"
    UNCLOSED_STAMP = "stamp without its closing bracket"
    SECONDS_OVER_59 = "more than 59 seconds in a stamp"
    BAD_OFFSET = "offset not understood"
    READ_AS_CENTISECONDS = "third group read as hundredths of a second"
    READ_AS_HOURS = "three groups read as hours, minutes and seconds"
    UNSTAMPED = "line without a stamp"
    WORDS_OUT_OF_ORDER = "word stamps go backwards"
    WORDS_SHIFTED = "word stamps moved to each repetition of the line"
    DUPLICATE = "the same line twice at one stamp"
    PAST_THE_END = "stamp after the end of the recording"
    NOT_WORDS = "no words, but something else"
    NOT_WORDS_IN_TAGS = "no words in the tags of the song, but something else"
    NOT_OPENED = "the file could not be opened"
    TOO_LARGE = "the file is far too large for words"
    GUESSED_ENCODING = "read in an encoding that was guessed"
    CHOSEN_ENCODING = "read in the encoding that somebody chose"
    BAD_NOTE = "note not understood; its text is kept with the one before"
    UNKNOWN_NOTE = "kind of note not known; read as freely sung"
    BAD_HEADER = "value not understood"
    NO_TEMPO = "no usable BPM, so the words have no times"
    NO_END = "no closing E; the file may be cut short"
    BROKEN_XML = "the XML breaks off here; what came before is kept"
    DOCTYPE_REFUSED = "a document type declaration was skipped"
    READ_AS_RELATIVE = "times read as counted from the element around"
    BROKEN_MIDI = "the MIDI data breaks off; what came before is kept"
    OTHER_WORDS = "a second set of words is left out"
    NO_LINES = "no line ends; lines made at pauses"
    SUNG_PART = "several parts have words; one of them is sung"
    MORE_SONGS = "the file holds several songs; the first one is sung"
    UNCLEAR_JUMP = "where D.C. or D.S. leads is not clear; it is left out"
    TEMPO_IN_WORDS = "a change of tempo without a number is left out"


ENCODINGS = frozenset((Reason.GUESSED_ENCODING, Reason.CHOSEN_ENCODING))
"""The encoding of the file is not certain."""

NO_WORDS = frozenset(
    (Reason.NOT_WORDS, Reason.NOT_WORDS_IN_TAGS, Reason.NOT_OPENED, Reason.TOO_LARGE)
)
"""There are no words in a file or tag where words are expected."""


@frozen
class Complaint:
    """Something that had to be left out or guessed; `number` is the file's line, from 1."""

    number: int
    reason: Reason
    detail: str = ""
    """The encoding that was guessed or chosen, as Python names it; what is there instead; the name
    of the part that is sung; or how many songs there are."""
    file: str = ""
    """The name of the file, where it is not the one that the words are from."""


@frozen
class Decoding:
    """One way to read a file whose encoding is not certain."""

    encoding: str
    """As Python names it."""
    lines: tuple[str, ...]
    """The first lines of the words in this encoding."""


@frozen
class WaysToRead:
    content: str
    """What tells the bytes of this file from those of any other."""
    encoding: str
    """How the file is read now."""
    ways: tuple[Decoding, ...]
    """The likeliest first; each gives another text."""


@frozen
class Lyrics:
    lines: tuple[Line, ...]
    timing: Timing
    title: str = ""
    artist: str = ""
    language: str = ""
    format: Format = Format.TEXT
    source: str = ""
    """Where the words were found: a file name, or the tag's name."""
    complaints: tuple[Complaint, ...] = ()
    offset_ms: int = 0
    """The source's offset in ms, already applied; positive means earlier."""
    ways: WaysToRead | None = None
    """How else the file may be read, if its encoding is not certain."""
    tags: tuple[tuple[str, str], ...] = ()
    """The source's other tags in their order, kept for writing it again."""

    @property
    def has_words(self) -> bool:
        """Whether there is anything to sing."""
        return any(line.text for line in self.lines)

    @property
    def parts(self) -> frozenset[Part]:
        """The parts that have lines."""
        return frozenset(line.part for line in self.lines if line.text)

    @property
    def has_melody(self) -> bool:
        """Whether any syllable has notes."""
        return any(syllable.notes for line in self.lines for syllable in line.syllables)
