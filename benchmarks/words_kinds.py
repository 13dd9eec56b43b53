"""Words files of every kind that Lullaby reads, made up with fixed seeds, as long as asked for."""

import json
from collections.abc import Callable, Iterator
from html import escape
from itertools import takewhile

from benchmarks import words_dialects
from benchmarks.words_rows import CYRILLIC, KANA, LATIN, Song, clock, each_word, minutes, rows


def _lrc(song: Song) -> Iterator[str]:
    return (f"[{minutes(at)}]{' '.join(words)}" for at, words in song)


def _lrc_words(song: Song) -> Iterator[str]:
    for at, words in song:
        timed = "".join(f"<{minutes(time)}>{word}" for time, word in each_word(at, words))
        yield f"[{minutes(at)}]{timed}"


def _srt(song: Song) -> Iterator[str]:
    for number, (at, words) in enumerate(song, start=1):
        yield f"{number}\n{clock(at, ',')} --> {clock(at + 800, ',')}\n{' '.join(words)}\n"


def _webvtt(song: Song) -> Iterator[str]:
    yield "WEBVTT\n"
    for at, words in song:
        yield f"{clock(at)} --> {clock(at + 800)}\n{' '.join(words)}\n"


def _webvtt_rolling(song: Song) -> Iterator[str]:
    """As YouTube writes its own captions: each row twice, at first word by word."""
    yield "WEBVTT\nKind: captions\nLanguage: en\n"
    before = " "
    for at, words in song:
        (_, first), *others = each_word(at, words)
        timed = first + "".join(f"<{clock(time)}><c> {word}</c>" for time, word in others)
        place = "align:start position:0%"
        yield f"{clock(at)} --> {clock(at + 790)} {place}\n{before}\n{timed}\n"
        before = " ".join(words)
        yield f"{clock(at + 790)} --> {clock(at + 800)} {place}\n{before}\n \n"


def _sbv(song: Song) -> Iterator[str]:
    for at, words in song:
        yield f"{clock(at, hours='1')},{clock(at + 800, hours='1')}\n{' '.join(words)}\n"


def _ttml(song: Song) -> Iterator[str]:
    yield '<tt xmlns="http://www.w3.org/ns/ttml"><body><div>'
    for at, words in song:
        spans = " ".join(
            f'<span begin="{clock(time)}" end="{clock(time + 90)}">{word.strip()}</span>'
            for time, word in each_word(at, words)
        )
        yield f'<p begin="{clock(at)}" end="{clock(at + 850)}">{spans}</p>'


def _ttml_lines(song: Song) -> Iterator[str]:
    yield '<tt xmlns="http://www.w3.org/ns/ttml"><body><div>'
    for at, words in song:
        yield f'<p begin="{clock(at)}" end="{clock(at + 850)}">{escape(" ".join(words))}</p>'


def _ass_head() -> str:
    columns = "Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text"
    return f"[Script Info]\nTitle: Hush\n\n[Events]\nFormat: {columns}"


def _ass(song: Song) -> Iterator[str]:
    yield _ass_head()
    for at, words in song:
        times = f"{clock(at, hours='1')[:-1]},{clock(at + 800, hours='1')[:-1]}"
        yield f"Dialogue: 0,{times},Default,,0,0,0,,{' '.join(words)}"


def _ass_karaoke(song: Song) -> Iterator[str]:
    yield _ass_head()
    for at, words in song:
        times = f"{clock(at, hours='1')[:-1]},{clock(at + 800, hours='1')[:-1]}"
        sung = "".join(f"{{\\kf10}}{word}" for _, word in each_word(at, words))
        yield f"Dialogue: 0,{times},Default,,0,0,0,,{sung}"


def _qrc(song: Song) -> Iterator[str]:
    for at, words in song:
        yield f"[{at},800]" + "".join(f"{word}({time},90)" for time, word in each_word(at, words))


def _krc(song: Song) -> Iterator[str]:
    for at, words in song:
        timed = "".join(f"<{time - at},90,0>{word}" for time, word in each_word(at, words))
        yield f"[{at},800]{timed}"


def _yrc(song: Song) -> Iterator[str]:
    for at, words in song:
        timed = "".join(f"({time},90,0){word}" for time, word in each_word(at, words))
        yield f"[{at},800]{timed}"


def _lys(song: Song) -> Iterator[str]:
    for at, words in song:
        yield "[4]" + "".join(f"{word}({time},90)" for time, word in each_word(at, words))


def _ultrastar(song: Song) -> Iterator[str]:
    yield "#TITLE:Hush\n#ARTIST:Trad\n#BPM:300\n#GAP:0"
    for at, words in song:
        beat = at // 50
        for place, word in enumerate(words):
            yield f": {beat + 2 * place} 2 {place} {word} "
        yield f"- {beat + 17}"


def _chordpro(song: Song) -> Iterator[str]:
    yield "{title: Hush}\n{artist: Trad}"
    for at, words in song:
        yield "" if at % 5 == 0 else f"[C]{words[0]} {words[1]} [G7]" + " ".join(words[2:])


def _openlyrics(song: Song) -> Iterator[str]:
    yield '<song xmlns="http://openlyrics.info/namespace/2009/song"><lyrics>'
    for number, (_, words) in enumerate(song, start=1):
        text = " ".join(words)
        yield f'<verse name="v{number}"><lines><chord name="C"/>{text}<br/>{text}</lines></verse>'


def _opensong(song: Song) -> Iterator[str]:
    yield "<song><title>Hush</title><lyrics>"
    for number, (_, words) in enumerate(song, start=1):
        yield f"[V{number}]\n.C    G7\n {' '.join(words)}"


def _songselect(song: Song) -> Iterator[str]:
    yield "Hush\n"
    for number, (at, words) in enumerate(song, start=1):
        yield f"\nVerse {number}" if at % 5 == 0 else " ".join(words)


def _lyricsfile(song: Song) -> Iterator[str]:
    yield "version: '1.0'\nmetadata:\n  title: 'Hush'\nlines:"
    for at, words in song:
        yield f'  - text: "{" ".join(words)}"\n    start_ms: {at}\n    words:'
        for time, word in each_word(at, words):
            yield f'      - text: "{word}"\n        start_ms: {time}'


def _spotify(song: Song) -> Iterator[str]:
    yield '{"error": false, "syncType": "SYLLABLE_SYNCED", "lines": ['
    for place, (at, words) in enumerate(song):
        timed = [
            {"startTimeMs": str(time), "numChars": str(len(word))}
            for time, word in each_word(at, words)
        ]
        told = {"startTimeMs": str(at), "words": " ".join(words), "syllables": timed}
        yield "," * (place > 0) + json.dumps(told)


def _richsync(song: Song) -> Iterator[str]:
    yield "["
    for place, (at, words) in enumerate(song):
        timed = [{"c": word, "o": (time - at) / 1000} for time, word in each_word(at, words)]
        told = {"ts": at / 1000, "te": at / 1000 + 0.8, "l": timed, "x": " ".join(words)}
        yield "," * (place > 0) + json.dumps(told)


def _text(song: Song) -> Iterator[str]:
    return (" ".join(words) for _, words in song)


_ENDS = {
    "TTML": "</div></body></tt>",
    "TTML, lines": "</div></body></tt>",
    "OpenLyrics": "</lyrics></song>",
    "OpenSong": "</lyrics></song>",
    "SongSelect": "\nA. Nobody\nCCLI Song # 1234567",
    "JSON of Spotify": "]}",
    "JSON of Musixmatch": "]",
    **words_dialects.ENDS,
}
_OTHER_WORDS = {"LRC, kana": KANA, "SRT, kana": KANA, "LRC, Cyrillic in cp1251": CYRILLIC}

KINDS: dict[str, Callable[[Song], Iterator[str]]] = {
    "LRC": _lrc,
    "LRC, word by word": _lrc_words,
    "LRC, kana": _lrc,
    "LRC, Cyrillic in cp1251": _lrc,
    "SRT": _srt,
    "SRT, kana": _srt,
    "WebVTT": _webvtt,
    "WebVTT of YouTube": _webvtt_rolling,
    "SBV": _sbv,
    "TTML": _ttml,
    "TTML, lines": _ttml_lines,
    "ASS": _ass,
    "ASS, karaoke": _ass_karaoke,
    "QRC": _qrc,
    "KRC": _krc,
    "YRC": _yrc,
    "LYS": _lys,
    "UltraStar": _ultrastar,
    "ChordPro": _chordpro,
    "OpenLyrics": _openlyrics,
    "OpenSong": _opensong,
    "SongSelect": _songselect,
    "Lyricsfile": _lyricsfile,
    "JSON of Spotify": _spotify,
    "JSON of Musixmatch": _richsync,
    "text": _text,
    **words_dialects.KINDS,
}
"""By kind, the rows of such a file."""


def words_file(kind: str, size: int) -> bytes:
    """A whole file of about `size` bytes."""
    encoding = "cp1251" if kind.endswith("cp1251") else "utf-8"
    left = size

    def fits(row: str) -> bool:
        nonlocal left
        left -= len(row.encode(encoding)) + 1
        return left > 0

    written = KINDS[kind](rows(len(kind), _OTHER_WORDS.get(kind, LATIN)))
    return "\n".join([*takewhile(fits, written), _ENDS.get(kind, "")]).encode(encoding)
