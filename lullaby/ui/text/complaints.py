"""What a reader of words complained of, as sentences for the window and the terminal.

Free of Qt: whoever asks passes its own `translate`, so that the sentences stand in one place.
"""

from collections.abc import Sequence
from typing import Protocol

from lullaby.lyrics.model import ENCODINGS, NO_WORDS, Complaint, Reason
from lullaby.lyrics.not_words import NotWords


class Translate(Protocol):
    """`lullaby.ui.text.translate.translate`, or `in_english`."""

    def __call__(self, context: str, text: str, /) -> str: ...


def in_english(context: str, text: str, /) -> str:
    """The texts of the source, for the terminal."""
    del context
    return text


def sentence(complaint: Complaint, translate: Translate) -> str:
    """What was left out or guessed, without the number of the line."""
    if complaint.reason in ENCODINGS:
        return encoding_sentence(complaint.detail, translate)
    if complaint.reason in NO_WORDS:
        return _no_words(complaint, translate)
    if complaint.reason is Reason.SUNG_PART:
        text = translate("words", "Several parts have words. This one is sung: {part}.")
        return text.format(part=complaint.detail)
    if complaint.reason is Reason.MORE_SONGS:
        text = translate("words", "This file holds several songs ({n}). The first one is sung.")
        return text.format(n=complaint.detail)
    return _sentences(translate).get(complaint.reason, complaint.reason.value)


def _no_words(complaint: Complaint, translate: Translate) -> str:
    if complaint.reason in (Reason.NOT_OPENED, Reason.TOO_LARGE):
        text = (
            translate("words", "“{file}” could not be opened.")
            if complaint.reason is Reason.NOT_OPENED
            else translate("words", "“{file}” is far too large for a words file.")
        )
        return text.format(file=complaint.file)
    what = what_it_is(NotWords(complaint.detail), translate)
    if complaint.reason is Reason.NOT_WORDS_IN_TAGS:
        return translate("words", "There are no words in the song’s tags. {what}").format(what=what)
    if not complaint.file:
        return what
    text = translate("words", "There are no words in “{file}”. {what}")
    return text.format(file=complaint.file, what=what)


def with_place(complaint: Complaint, translate: Translate) -> str:
    """The same with the number of the line in the file."""
    text = sentence(complaint, translate)
    if complaint.file and complaint.reason not in NO_WORDS:
        return translate("words", "“{file}”: {sentence}").format(file=complaint.file, sentence=text)
    if complaint.reason in OF_THE_WHOLE_FILE:
        return text
    line = translate("words", "Line {n}: {sentence}")
    return line.format(n=complaint.number, sentence=text)


CHOICES = ENCODINGS | {Reason.SUNG_PART, Reason.MORE_SONGS}
"""What was chosen among several ways to read or sing the words."""


def without_time(complaints: Sequence[Complaint]) -> int:
    """How many lines had no time that could be read."""
    return len({each.number for each in complaints if each.reason in NO_TIME})


def others(complaints: Sequence[Complaint]) -> int:
    """How many complaints are of neither a choice, nor times, nor files without words."""
    told = NO_TIME | CHOICES | NO_WORDS
    return sum(1 for each in complaints if each.reason not in told)


OF_THE_WHOLE_FILE = frozenset(
    (
        *ENCODINGS,
        *NO_WORDS,
        Reason.NO_TEMPO,
        Reason.NO_LINES,
        Reason.OTHER_WORDS,
        Reason.SUNG_PART,
        Reason.MORE_SONGS,
        Reason.UNCLEAR_JUMP,
        Reason.TEMPO_IN_WORDS,
        Reason.BROKEN_MIDI,
        Reason.READ_AS_HOURS,
        Reason.READ_AS_CENTISECONDS,
    )
)
NO_TIME = frozenset((Reason.BAD_STAMP, Reason.UNCLOSED_STAMP, Reason.UNSTAMPED))


def encoding_sentence(encoding: str, translate: Translate) -> str:
    """As what kind of text the words were read."""
    return _read_as(translate)[_GROUPS.get(encoding, "western")]


def encoding_name(encoding: str, translate: Translate) -> str:
    """An encoding among others of its letters: Cyrillic, Windows-1251."""
    letters = _letters(translate)[_GROUPS.get(encoding, "western")]
    text = translate("words", "{letters}, {encoding}")
    return text.format(letters=letters, encoding=_NAMES.get(encoding, encoding))


def listed(told: Sequence[Complaint]) -> list[Complaint]:
    """Each complaint once; that a line has no time follows from a time that could not be read."""
    unread = {each.number for each in told if each.reason in NO_TIME - {Reason.UNSTAMPED}}
    return [
        each
        for each in dict.fromkeys(told)
        if each.reason is not Reason.UNSTAMPED or each.number not in unread
    ]


def what_it_is(what: NotWords, translate: Translate) -> str:
    """What a file is that holds no words."""
    return _not_words(translate)[what]


_GROUPS = {
    "utf-8": "unicode",
    "cp1250": "central",
    "iso8859-2": "central",
    "cp852": "central",
    "mac_latin2": "central",
    "cp1251": "cyrillic",
    "koi8-r": "cyrillic",
    "koi8-u": "cyrillic",
    "iso8859-5": "cyrillic",
    "cp866": "cyrillic",
    "cp1125": "cyrillic",
    "mac_cyrillic": "cyrillic",
    "cp1253": "greek",
    "iso8859-7": "greek",
    "mac_greek": "greek",
    "cp737": "greek",
    "cp1254": "turkish",
    "mac_turkish": "turkish",
    "cp857": "turkish",
    "cp1255": "hebrew",
    "cp862": "hebrew",
    "cp1256": "arabic",
    "cp1257": "baltic",
    "iso8859-13": "baltic",
    "cp775": "baltic",
    "cp1258": "vietnamese",
    "cp874": "thai",
    "cp932": "japanese",
    "euc_jp": "japanese",
    "iso2022_jp": "japanese",
    "cp949": "korean",
    "gb18030": "chinese",
    "big5hkscs": "traditional chinese",
}
_NAMES = {
    "cp932": "Shift-JIS",
    "cp949": "EUC-KR",
    "euc_jp": "EUC-JP",
    "iso2022_jp": "ISO-2022-JP",
    "gb18030": "GBK",
    "big5hkscs": "Big5",
    "cp874": "TIS-620",
    "koi8-r": "KOI8-R",
    "koi8-u": "KOI8-U",
    "mac_roman": "Mac",
    "mac_cyrillic": "Mac",
    "mac_latin2": "Mac",
    "mac_greek": "Mac",
    "mac_turkish": "Mac",
    "utf-8": "UTF-8",
    **{f"cp{number}": f"Windows-{number}" for number in range(1250, 1259)},
    **{f"cp{number}": f"DOS-{number}" for number in (437, 737, 775, 850, 852, 857, 862, 866, 1125)},
    **{f"iso8859-{number}": f"ISO 8859-{number}" for number in (2, 5, 7, 13, 15)},
}


def _read_as(translate: Translate) -> dict[str, str]:
    return {
        "unicode": translate("words", "Read as Unicode text."),
        "western": translate("words", "Read as Western European text."),
        "central": translate("words", "Read as Central European text."),
        "cyrillic": translate("words", "Read as Cyrillic text."),
        "greek": translate("words", "Read as Greek text."),
        "turkish": translate("words", "Read as Turkish text."),
        "hebrew": translate("words", "Read as Hebrew text."),
        "arabic": translate("words", "Read as Arabic text."),
        "baltic": translate("words", "Read as Baltic text."),
        "vietnamese": translate("words", "Read as Vietnamese text."),
        "thai": translate("words", "Read as Thai text."),
        "japanese": translate("words", "Read as Japanese text."),
        "korean": translate("words", "Read as Korean text."),
        "chinese": translate("words", "Read as Chinese text."),
        "traditional chinese": translate("words", "Read as traditional Chinese text."),
    }


def _letters(translate: Translate) -> dict[str, str]:
    return {
        "unicode": translate("words", "All letters"),
        "western": translate("words", "Western European"),
        "central": translate("words", "Central European"),
        "cyrillic": translate("words", "Cyrillic"),
        "greek": translate("words", "Greek"),
        "turkish": translate("words", "Turkish"),
        "hebrew": translate("words", "Hebrew"),
        "arabic": translate("words", "Arabic"),
        "baltic": translate("words", "Baltic"),
        "vietnamese": translate("words", "Vietnamese"),
        "thai": translate("words", "Thai"),
        "japanese": translate("words", "Japanese"),
        "korean": translate("words", "Korean"),
        "chinese": translate("words", "Chinese"),
        "traditional chinese": translate("words", "Traditional Chinese"),
    }


def _not_words(translate: Translate) -> dict[NotWords, str]:
    return {
        NotWords.PLAYLIST: translate("words", "This is a playlist."),
        NotWords.CUE_SHEET: translate("words", "This is a cue sheet, the track list of a CD."),
        NotWords.SCORE: translate("words", "This is a score: play it."),
        NotWords.WEB_PAGE: translate("words", "This is a web page."),
        NotWords.DATA: translate("words", "This is another program’s data."),
        NotWords.LOG: translate("words", "This is the log of a CD copy."),
        NotWords.CHECKSUMS: translate("words", "This is a list of checksums."),
        NotWords.LOCKED: translate("words", "These words are encrypted."),
        NotWords.PICTURE: translate("words", "This is a picture."),
        NotWords.KARAOKE_PICTURES: translate("words", "This is a karaoke CD with pictures (CD+G)."),
        NotWords.KARAOKE_PACK: translate("words", "This is another program’s karaoke package."),
        NotWords.SOUND: translate("words", "This is a recording."),
        NotWords.VIDEO: translate("words", "This is a video."),
        NotWords.DOCUMENT: translate("words", "This is a document; save it as plain text."),
        NotWords.ARCHIVE: translate("words", "This is an archive; unpack it first."),
        NotWords.BINARY: translate("words", "This is not text."),
    }


def _sentences(translate: Translate) -> dict[Reason, str]:
    return {
        Reason.DAMAGED_TEXT: translate("words", "Some letters could not be read."),
        Reason.BAD_STAMP: translate("words", "A time could not be read."),
        Reason.UNCLOSED_STAMP: translate("words", "A time has no closing bracket."),
        Reason.SECONDS_OVER_59: translate("words", "A time has more than 59 seconds."),
        Reason.BAD_OFFSET: translate("words", "The offset of all times could not be read."),
        Reason.READ_AS_CENTISECONDS: translate(
            "words", "The third part of each time was read as hundredths of a second."
        ),
        Reason.READ_AS_HOURS: translate("words", "Times were read as hours, minutes and seconds."),
        Reason.UNSTAMPED: translate("words", "This line has no time."),
        Reason.WORDS_OUT_OF_ORDER: translate("words", "The times of its words go backwards."),
        Reason.WORDS_SHIFTED: translate(
            "words", "The times of its words were moved to where the line is repeated."
        ),
        Reason.DUPLICATE: translate("words", "The same line appears twice."),
        Reason.PAST_THE_END: translate("words", "It starts after the recording ends."),
        Reason.BAD_NOTE: translate(
            "words", "A note could not be read; its text is kept with the one before."
        ),
        Reason.UNKNOWN_NOTE: translate("words", "A note of unknown kind is sung freely."),
        Reason.BAD_HEADER: translate("words", "A value could not be read."),
        Reason.NO_TEMPO: translate("words", "There is no tempo, so the words have no times."),
        Reason.NO_END: translate("words", "The end is missing; the file may be cut short."),
        Reason.BROKEN_XML: translate("words", "It is damaged here; what came before is kept."),
        Reason.DOCTYPE_REFUSED: translate("words", "A document type declaration was skipped."),
        Reason.READ_AS_RELATIVE: translate(
            "words", "Times were counted from the beginning of their part."
        ),
        Reason.BROKEN_MIDI: translate("words", "The file is damaged; what came before is kept."),
        Reason.OTHER_WORDS: translate("words", "A second set of words is left out."),
        Reason.NO_LINES: translate("words", "No line ends are marked; lines end at pauses."),
        Reason.UNCLEAR_JUMP: translate(
            "words", "It is not clear where D.C. or D.S. leads, so it is left out."
        ),
        Reason.TEMPO_IN_WORDS: translate(
            "words", "A change of tempo without a number is left out."
        ),
    }
