"""Damaged words files of every kind are read or refused, and what was read can be written."""

from pathlib import Path

import pytest

from tests.damaging import damaged_for
from tests.lyrics.fuzz_words import check

FILES = Path(__file__).parents[1] / "data" / "words"
KINDS = {
    "LRC": ("lrc", "bytes", "text"),
    "captions": ("srt", "vtt", "sbv"),
    "captions of other players": ("captions",),
    "stamps of other programs": ("dialect",),
    "rows of syllables": ("krc", "qrc", "yrc", "lys", "lyl"),
    **{kind: (kind,) for kind in ("ass", "json", "lyricsfile", "midi", "sheet", "ttml")},
    "UltraStar": ("ultrastar", "txt"),
}
"""By kind, how the names of its files begin."""

SIGNS = tuple(
    text.encode()
    for text in (
        *("[", "]", "<", ">", "(", ")", "{", "}", "\n", "\n\n", "\r", "\t", "\0", ":", ",", "."),
        *("[00:01.00]", "<00:01.00>", "-->", "99999999999", "-1", "0", "1e9", "&#0;", '"', "\\"),
        *("|", "~", "- ", "\n: 1 2 3 la\n", "\nP2\n", "{\\k9}", "<p>", "</p>", "ねんね", "\ufeff"),
    )
)


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_two_minutes_of_damaged_files(kind: str) -> None:
    sources = [
        path.read_bytes()
        for path in sorted(FILES.iterdir())
        if path.stem.partition("-")[0] in KINDS[kind]
    ]
    for data in damaged_for(sources, SIGNS):
        check(data)
