"""Whether the time to read words, playlists, songs in ABC and nights grows with their size alone.

Each reader gets files that repeat one piece of its format many times, in one row and in many, and
twice as many. The worst ratio of each reader is printed; 2 is linear, 4 grows with the square.
Only files that take more than 25 ms count, because short times are mostly noise.
"""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import title
from lullaby.journal.reading import read_nights
from lullaby.library.playlist_entry import NotAPlaylistError
from lullaby.library.playlist_file import parse as parse_playlist
from lullaby.lyrics.sniffing import words_from_bytes, words_from_text
from lullaby.songbook.abc_dialect import read_dialect
from lullaby.songbook.abc_reader import AbcError

SIZE = 25_000
"""Characters of the smaller file."""
SHORT_MS = 25.0

_SIGNS = tuple(" \t[]<>(){}:;,.|-_~*#%&\"'\\/=+0aA\u3000\u00a0é子")


@dataclass(frozen=True, slots=True)
class Subject:
    """A reader, how its files begin and end, and the pieces that they are made of."""

    name: str
    read: Callable[[str], object]
    head: str = ""
    tail: str = ""
    pieces: Sequence[str] = ()


def _words(text: str) -> object:
    return words_from_bytes(text.encode())


def _playlist(suffix: str) -> Callable[[str], object]:
    def read(text: str) -> object:
        with suppress(NotAPlaylistError):
            return parse_playlist(text.encode(), Path(f"/nowhere/list{suffix}"))
        return None

    return read


def _abc(text: str) -> object:
    with suppress(AbcError):
        return read_dialect(text)
    return None


def _nights(text: str) -> object:
    with suppress(ValueError):
        return read_nights(text.encode(), None)
    return None


_ASS = "[Script Info]\n[Events]\nDialogue: 0,0:00:01.00,0:00:09.00,Default,,0,0,0,,"
_CUE = "00:00:01.000 --> 00:00:02.000\n"
SUBJECTS = (
    Subject(
        "LRC",
        _words,
        "[00:01.00]",
        pieces=(
            *(
                "[00:01.00]",
                "<00:01.00>",
                "<00:01.00>a ",
                "[00:01:00]",
                "[-00:01.00]",
                "[bg:",
                "[bg:a]",
            ),
            *(
                "v1:",
                "F: ",
                "[00:01",
                "<00:01",
                "&amp;",
                "<b>",
                "[ti:",
                "[ti:a]",
                "[x:y]",
                "[00 : 01",
                "a[",
                "\uff3b",
            ),
            *(
                "[00:01.00]a\n",
                "[00:01.00]\n",
                "a\n",
                "[bg:a]\n",
                "[00:01.00][bg:<00:01.00>a]\n",
                "[00:01.00]v1:a\n",
            ),
            *("[00:01.00][00:02.00]\na\n", "[offset:1]\n", "<00:01.00>a\n<00:00.50>b\n"),
        ),
    ),
    Subject(
        "text",
        words_from_text,
        pieces=(
            "a\n",
            ";\n",
            "\n",
            "é\n",
            "a b c\n",
            "CCLI 1\n",
            "Verse 1\n",
            "[C]a [G]b\n",
            "#BPM:1\n",
            "1\n",
        ),
    ),
    Subject(
        "SRT",
        _words,
        "1\n00:00:01,000 --> 00:00:02,000\na\n",
        pieces=(
            "1\n",
            "a\n",
            "\n\n1\n",
            f"1\n{_CUE}a\n\n",
            _CUE,
            "<i>",
            "<v a>",
            "{\\an8}",
            "&lt;",
            "<br>",
            "\u266a",
            "[a]",
            "<00:00:01.000>",
            "-->",
            ">>",
            "<rt>",
            "- a\n",
        ),
    ),
    Subject(
        "WebVTT",
        _words,
        f"WEBVTT\n\n{_CUE}a\n\n",
        pieces=(
            "NOTE\n",
            f"{_CUE}<v a>b\n\n",
            f"{_CUE}a\n\n",
            "STYLE\n\n",
            "a\n\n",
            "<c>",
            "<v ",
            "<00:00:01.000><c>a</c>",
            f"{_CUE}a\nb\n\n",
            "<rt>",
            "<v a>b\n",
            "&lrm;",
        ),
    ),
    Subject(
        "SBV",
        _words,
        "0:00:01.000,0:00:02.000\na\n\n",
        pieces=(
            "0:00:01.000,0:00:02.000\na\n\n",
            "a\n",
            "[br]",
            ">> ",
            "0:00:01.000,0:00:02.000\n",
        ),
    ),
    Subject(
        "TTML",
        _words,
        "<tt><body><div>",
        "</div></body></tt>",
        (
            "<p begin='1s'>a</p>",
            "<p begin='1s'>",
            "<span begin='1s'>a</span>",
            "<p begin='1s'><span begin='1s'>a</span></p>",
            "<br/>",
            "a<b/>",
            "&amp;",
            "&",
            "<p begin='1s'><span role='x-bg'>a</span></p>",
            "<![CDATA[a]]>",
            "<!-- a -->",
            "<p>a</p>",
            "<p begin='1s' lang='de'>a</p><p begin='1s' lang='en'>b</p>",
            "<",
            "<?a?>",
        ),
    ),
    Subject(
        "ASS",
        _words,
        _ASS,
        pieces=(
            "{\\k1}a",
            "{\\k1}",
            "\\N",
            "{",
            "}",
            "{\\p1}",
            "a|b",
            "\n" + _ASS.rpartition("\n")[2] + "a",
            "\n" + _ASS.rpartition("\n")[2] + "{\\k9}a",
            "\nDialogue: ",
            ",",
            "\\h",
            "{\\k1}a\\N",
            "\nComment: 0,0:00:01.00,0:00:02.00,A,,0,0,0,fx,a",
        ),
    ),
    Subject(
        "QRC",
        _words,
        "[1,2]a(1,2)\n",
        pieces=("(1,2)", "a(1,2)", "[1,2]a(1,2)\n", "(", "[1,2]", "[1,2]\n", "a\n", "(0,0)"),
    ),
    Subject(
        "KRC",
        _words,
        "[1,2]<1,2,0>a\n",
        pieces=("<1,2,0>", "<1,2,0>a", "[1,2]<1,2,0>a\n", "<", "[1,2]", "[language:aa]\n"),
    ),
    Subject(
        "YRC",
        _words,
        "[1,2](1,2,0)a\n",
        pieces=("(1,2,0)", "(1,2,0)a", "[1,2](1,2,0)a\n", '{"t":1}\n'),
    ),
    Subject(
        "LYS",
        _words,
        "[4]a(1,2)\n",
        pieces=("(1,2)", "a(1,2)", "[4]a(1,2)\n", "[5]a(1,2)\n", "[7]a(1,2)\n", "[4]\n"),
    ),
    Subject(
        "UltraStar",
        _words,
        "#TITLE:a\n#BPM:100\n",
        "\nE",
        (
            ": 1 2 3 a\n",
            ": 1 2 3 ~\n",
            "- 1\n",
            "P1\n",
            "B 1 90\n",
            "#a:b\n",
            ": x\n",
            ": 1 2 3 a\n- 2\n",
            "a\n",
            "* 0 9999 1 a\n",
            "F 0 1 1 a\n",
            ": 1 x 3 a\n",
            "#\n",
            ": 9 9 9 ~\n: 1 1 1 ~\n",
        ),
    ),
    Subject(
        "ChordPro",
        _words,
        "{title: a}\n",
        pieces=(
            "[C]",
            "[C]a",
            "[C]a\n",
            "{",
            "{c:",
            "{c:a}",
            "{soc}\na\n{eoc}\n{chorus}\n",
            "{chorus}\n",
            "\\\n",
            "a\n",
            "<b>",
            "[",
            "{soc}\n",
            "C G\n",
            "#\n",
        ),
    ),
    Subject(
        "OpenLyrics",
        _words,
        "<song xmlns='http://openlyrics.info/namespace/2009/song'><lyrics>",
        "</lyrics></song>",
        (
            "<verse name='v1'><lines>a</lines></verse>",
            "<verse name='v1' lang='de'><lines>a<br/>b</lines></verse>",
            "<verse><lines repeat='9'>a<br/></lines></verse>",
            "<verse><lines><chord name='C'/>a</lines></verse>",
            "<br/>",
            "<verse name='v1'>",
            "<lines>",
            "&",
        ),
    ),
    Subject(
        "OpenSong",
        _words,
        "<song><lyrics>",
        "</lyrics></song>",
        ("[V]\n", "[V1]\n a\n", " a\n", ".C\n a\n", ". C\n", "1a\n2b\n", "a\n", "|", "_ ", ";\n"),
    ),
    Subject(
        "SongSelect",
        _words,
        "A\n\n",
        "\nCCLI Song # 1234567\n",
        ("Verse 1\na\n", "a\n", "\n", "CCLI Song # 12345\n", "\u00a9 a\n", "Words=/t/n\n"),
    ),
    Subject(
        "Lyricsfile",
        _words,
        "metadata:\n  title: a\nlines:\n",
        pieces=(
            "- text: a\n",
            "  - text: a\n    start_ms: 1\n",
            '  - text: "a\n',
            "  a: |\n   b\n",
            "  - text: 'a''b'\n    words:\n      - text: a\n        start_ms: 1\n",
            "a: b\n",
            '\\"',
            "  \n",
            "- ",
            "a:\n ",
            "  b: 'c\n",
            "  c: >\n\n   d\n",
        ),
    ),
    Subject(
        "JSON",
        _words,
        '{"lines": [{"startTimeMs": "1", "words": "a"}',
        "]}",
        (
            ',{"startTimeMs":"1","words":"a","syllables":[{"startTimeMs":"1","numChars":"1"}]}',
            ",[",
            ',{"lines":[]}',
            ',{"x":{"y":1}}',
            " ",
        ),
    ),
    Subject(
        "M3U",
        _playlist(".m3u"),
        "#EXTM3U\n",
        pieces=(
            "a.mp3\n",
            "#EXTINF:1,a\n",
            "a/",
            "../",
            "#\n",
            "\n",
            "#PLAYLIST:a\n",
            "http://a/b\n",
            "A\\B.mp3\n",
            "file:///a%20b\n",
            "é/é.mp3\n",
            "\u00a0\n",
            "a/b/c/d/e/f.mp3\n",
        ),
    ),
    Subject(
        "XSPF",
        _playlist(".xspf"),
        "<playlist><trackList>",
        "</trackList></playlist>",
        (
            "<track><location>a.mp3</location></track>",
            "<location>a</location>",
            "<track>",
            "<track/>",
            "<!-- a -->",
            "<track><title>a</title></track>",
            "&amp;",
        ),
    ),
    Subject(
        "PLS",
        _playlist(".pls"),
        "[playlist]\n",
        pieces=("File1=a.mp3\n", "File1=", "Title1=a\n", "a\n", "[playlist]\n"),
    ),
    Subject(
        "ASX",
        _playlist(".asx"),
        "<asx>",
        pieces=(
            "<entry><ref href='a.mp3'/></entry>",
            "<ref href='a.mp3'/>",
            "<",
            "<a",
            "<title>a",
            "<ref href=",
            "<ref href='",
            "&amp;",
            "<entry>",
            '<ref href = "',
            "<ref " + "href ",
        ),
    ),
    Subject(
        "CUE",
        _playlist(".cue"),
        'FILE "a.wav" WAVE\n',
        pieces=(
            'FILE "a.wav" WAVE\n',
            "TRACK 01 AUDIO\n",
            'TITLE "a"\n',
            "FILE ",
            "a\n",
            "TITLE \t",
        ),
    ),
    Subject(
        "ABC",
        _abc,
        "X:1\nT:a\nM:4/4\nL:1/8\nK:C\n",
        pieces=(
            "c",
            "c|",
            "|:c:|",
            "[1",
            "[1c:|",
            "|\n",
            "c\nw:a\n",
            "w:a\n",
            "W:a\n",
            "(3ccc",
            "[ceg]",
            "{c}",
            "!a!",
            '"C"c',
            "c-",
            "(",
            "[V:1]c|",
            "V:1\nc|\n",
            "K:D\n",
            "[K:D]c",
            "[M:3/4]c|",
            "z",
            "c>c",
            "&c",
            "%%a\n",
            "X:2\nK:C\nc|\n",
            "[",
            '"',
            "!",
            "{",
            "Q:1/4=90\n",
            "P:A\n",
            "Z99|",
        ),
    ),
    Subject(
        "journal",
        _nights,
        '{"lullaby_journal": 2, "entries": [',
        "]}",
        ("{},", "[", '{"started": "2026-01-01T20:00:00+00:00"},'),
    ),
    Subject(
        "nights as CSV",
        _nights,
        "started,ended,outcome\n",
        pieces=(
            "2026-01-01 20:00,2026-01-01 20:30,asleep\n",
            "a,b,c\n",
            ",",
            '"',
            '""',
            '"a\n',
            "\n",
            "a;b\n",
        ),
    ),
)


def files(subject: Subject, size: int) -> Iterator[tuple[str, str]]:
    """The pieces of a subject, and the single signs, each repeated to this size."""
    for piece in (*subject.pieces, *_SIGNS):
        yield piece, f"{subject.head}{piece * (size // len(piece))}\n]>)}}{subject.tail}"


def took_ms(task: Callable[[], object]) -> float:
    begun = time.process_time()
    task()
    return (time.process_time() - begun) * 1000


def main() -> int:
    title(f"Time for twice as much of one piece, from {SIZE:,} characters, worst of each reader")
    for subject in SUBJECTS:
        worst, slowest = (0.0, 0.0, ""), (0.0, "")
        for (piece, whole), (_, half) in zip(
            files(subject, 2 * SIZE), files(subject, SIZE), strict=True
        ):
            double = took_ms(lambda whole=whole, subject=subject: subject.read(whole))
            slowest = max(slowest, (double, piece))
            if double < SHORT_MS:
                continue
            double = min(double, took_ms(lambda whole=whole, subject=subject: subject.read(whole)))
            single = min(
                took_ms(lambda half=half, subject=subject: subject.read(half)) for _ in range(2)
            )
            worst = max(worst, (double / max(single, 0.1), double, piece))
        print(
            f"  {subject.name:14}{worst[0]:6.1f} x to {worst[1]:7.1f} ms {json.dumps(worst[2]):44}"
            f" slowest {slowest[0]:7.1f} ms {json.dumps(slowest[1])}",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
