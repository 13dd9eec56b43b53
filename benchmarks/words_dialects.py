"""Rows of words files as other programs, web pages and keyboards write them."""

import json
from collections.abc import Callable, Iterator

from benchmarks.words_rows import Song, clock, each_word, minutes


def _srv1(song: Song) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8" ?><transcript>'
    for at, words in song:
        yield f'<text start="{at / 1000}" dur="0.8">{" ".join(words)}</text>'


def _srv3(song: Song) -> Iterator[str]:
    yield '<timedtext format="3"><head><pen id="1"/></head><body>'
    for at, words in song:
        sung = "".join(f'<s t="{time - at}">{word}</s>' for time, word in each_word(at, words))
        yield f'<p t="{at}" d="800">{sung}</p>'


def _json3(song: Song) -> Iterator[str]:
    yield '{"wireMagic": "pb3", "events": ['
    for place, (at, words) in enumerate(song):
        pieces = [{"utf8": word, "tOffsetMs": time - at} for time, word in each_word(at, words)]
        told = {"tStartMs": at, "dDurationMs": 800, "segs": pieces}
        yield "," * (place > 0) + json.dumps(told)


def _sami(song: Song) -> Iterator[str]:
    yield "<SAMI><HEAD><TITLE>Hush</TITLE></HEAD><BODY>"
    for at, words in song:
        yield f"<SYNC Start={at}><P Class=ENCC>{' '.join(words)}"
        yield f"<SYNC Start={at + 800}><P Class=ENCC>&nbsp;"


def _ttpod(song: Song) -> Iterator[str]:
    for at, words in song:
        yield f"[{minutes(at)}]" + "".join(f"<100>{word}" for _, word in each_word(at, words))


def _rhythmica(song: Song) -> Iterator[str]:
    """Each word with a time in three groups, whose last is hundredths."""
    for at, words in song:
        stamps = ((minutes(time).replace(".", ":"), word) for time, word in each_word(at, words))
        yield "".join(f"[{stamp}]{word}" for stamp, word in stamps)
    yield "@Ruby1=moon,mu"


def _chords_above(song: Song) -> Iterator[str]:
    yield "Artist: Nobody\n\n[Verse 1]"
    for at, words in song:
        yield "" if at % 5 == 0 else f"C        G7\n{' '.join(words)}"


def _bare_stamps(song: Song) -> Iterator[str]:
    return (f"{minutes(at)} {' '.join(words)}" for at, words in song)


def _stamps_behind(song: Song) -> Iterator[str]:
    return (f"{' '.join(words)} [{minutes(at)}]" for at, words in song)


def _ranges(song: Song) -> Iterator[str]:
    return (f"[{minutes(at)}-{minutes(at + 800)}]{' '.join(words)}" for at, words in song)


def _microdvd(song: Song) -> Iterator[str]:
    yield "{1}{1}25"
    for at, words in song:
        yield f"{{{at // 40}}}{{{(at + 800) // 40}}}{' '.join(words)}"


def _mpl2(song: Song) -> Iterator[str]:
    return (f"[{at // 100}][{at // 100 + 8}] {' '.join(words)}" for at, words in song)


def _subviewer(song: Song) -> Iterator[str]:
    yield "[INFORMATION]\n[TITLE]Hush\n[END INFORMATION]\n[SUBTITLE]"
    for at, words in song:
        yield f"{clock(at)[:-1]},{clock(at + 800)[:-1]}\n{' '.join(words)}\n"


def _ksc(song: Song) -> Iterator[str]:
    yield "karaoke := CreateKaraokeObject;\nkaraoke.songname := 'Hush';"
    for at, words in song:
        lengths = ",".join("100" for _ in words)
        sung = "".join(f"[{word}]" for _, word in each_word(at, words))
        begins, ends = (f"{minutes(time)}0" for time in (at, at + 100 * len(words)))
        yield f"karaoke.add('{begins}', '{ends}', '{sung}', '{lengths}');"


ENDS = {
    "srv1 of YouTube": "</transcript>",
    "srv3 of YouTube": "</body></timedtext>",
    "json3 of YouTube": "]}",
    "SAMI": "</BODY></SAMI>",
}

KINDS: dict[str, Callable[[Song], Iterator[str]]] = {
    "srv1 of YouTube": _srv1,
    "srv3 of YouTube": _srv3,
    "json3 of YouTube": _json3,
    "SAMI": _sami,
    "TTPod": _ttpod,
    "RhythmicaLyrics": _rhythmica,
    "chords above words": _chords_above,
    "bare stamps": _bare_stamps,
    "stamps behind words": _stamps_behind,
    "LRC with ranges": _ranges,
    "MicroDVD": _microdvd,
    "MPL2": _mpl2,
    "SubViewer": _subviewer,
    "KSC": _ksc,
}
"""By kind, the rows of such a file."""
