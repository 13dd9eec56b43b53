"""Damaged songs in ABC are played or refused."""

from pathlib import Path

import pytest

from lullaby.songbook.arrangement import arrange
from lullaby.songbook.score_folder import RefusedScore, read_score
from lullaby.songbook.timeline import timeline
from tests.damaging import damaged_for

ONE = """X:1
T:One
M:3/4
L:1/8
Q:"Slowly" 1/4=70
P:AB2A
K:Gmaj clef=treble
P:A
|:"G"B2 A>G {g}A2 |1 (3BAG A4 :|2 [Q:1/4=50]"D7"d6 ||
w: 1.~soft-ly the moon_ and
w: so slow * now
P:B
"C"c3-c z2 | !D.C.!G6 |]
w: home
"""
TWO = """X:2
T:Two
M:C|
L:1/4
K:Am
V:1
(A B) [ce]2 | A4 !fine!|
w: hush my dear
V:2
A,4 | E,4 |]
V:1
Q:1/4=90
c2 B2 | A4 !D.C.!|]
w: sleep now love
W: below
"""
SIGNS = tuple(
    text.encode()
    for text in (
        *("|", ":|", "|:", "|1", "[2", "::", "||", "(3", "(9:2:9", ">", "<<", "-", "(", ")", "{"),
        *("!", '"', "&", "\\", "%", "\0", "c''''", "9999", "////", "Z50", "!segno!", "!coda!"),
        *("\n", "\nw:", "\nP:A\n", "\nV:2\n", "\nK:none\n", "\nX:3\n", "\nP:(A9)9\n", "[L:1/0]"),
        *("[M:7/8]", "[Q:0]", "[Q:1/4=999]", '[Q:"a tempo"]', "\nQ:1/8=1\n", '[Q:"slower"]'),
    )
)


@pytest.mark.long
def test_two_minutes_of_damaged_files(tmp_path: Path) -> None:
    file = tmp_path / "song.abc"
    for data in damaged_for([ONE.encode(), TWO.encode()], SIGNS):
        file.write_bytes(data)
        found = read_score(file)
        if not isinstance(found, RefusedScore):
            arrange(found.score, timeline(found.score))
