"""A written accompaniment is played as the song is sung: in its key, at its pace, in each verse."""

import pytest

from lullaby.songbook import musicxml_piano
from lullaby.songbook.arrangement import Instrument, InstrumentNote, arrange
from lullaby.songbook.musicxml_reader import read_musicxml
from lullaby.songbook.notes import Score
from lullaby.songbook.renderer import prepare
from lullaby.songbook.setting import Setting
from lullaby.songbook.timeline import timeline
from tests.songbook.musicxml_files import FOUR_FOUR, bar, note, parts

VOICE = [
    bar(1, FOUR_FOUR, note("E4", 8, "Hush,", "Sleep,"), note("G4", 8, "child,", "dear,")),
    bar(2, note("E4", 16, "now.", "well.")),
]
BACK = "<backup><duration>16</duration></backup>"
TIE, STOP = '<tie type="start"/>', '<tie type="stop"/>'


def piano() -> list[str]:
    low = BACK + note("C3", 16, more=f"{TIE}|", voice="2")
    again = BACK + note("C3", 16, more=f"{STOP}|", voice="2")
    chord = note("C5", 8) + note("E5", 8, more="<chord/>|")
    return [bar(1, FOUR_FOUR, chord, note("D5", 8), low), bar(2, note("C5", 16), again)]


def song(*others: tuple[str, str, list[str]]) -> Score:
    return read_musicxml(parts(("P1", "Voice", VOICE), *others).encode())


def harp(score: Score, setting: Setting) -> list[InstrumentNote]:
    """What the harp plays while the verses are sung."""
    performed = timeline(score, setting)
    spans = performed.verses_ms
    return [
        stroke
        for stroke in arrange(score, performed)
        if stroke.instrument is Instrument.HARP
        and any(begin <= stroke.start_ms < end for begin, end in spans)
    ]


def test_a_piano_is_played_in_the_key_and_at_the_pace_that_are_sung() -> None:
    score = song(("P2", "Piano", piano()))
    assert [(float(n.at), float(n.length), n.pitch) for n in score.accompaniment] == [
        (0.0, 2.0, 48),
        (0.0, 0.5, 72),
        (0.0, 0.5, 76),
        (0.5, 0.5, 74),
        (1.0, 1.0, 72),
    ]
    setting = Setting(key=2, pace=0.5)
    performed = timeline(score, setting)
    for begin, end in performed.verses_ms:
        whole = (end - begin) / 2
        played = [s for s in harp(score, setting) if begin <= s.start_ms < end]
        assert [(s.pitch, round((s.start_ms - begin) / whole, 3)) for s in played] == [
            *((50, 0.0), (74, 0.0), (78, 0.0)),
            *((76, 0.5), (74, 1.0)),
        ]
        sung = [n for n in performed.notes if begin <= n.start_ms < end]
        assert sung[0].start_ms == begin
        assert sung[0].pitch == 66
    assert len(performed.verses_ms) == 2


def test_before_between_and_after_the_verses_the_harp_plays_by_rule() -> None:
    score = song(("P2", "Piano", piano()))
    performed = timeline(score)
    strokes = arrange(score, performed)
    (first, end), (second, last) = performed.verses_ms
    for begins, ends in ((0.0, first), (end, second), (last, performed.end_ms)):
        assert any(begins <= s.start_ms < ends for s in strokes if s.instrument is Instrument.HARP)
    rule = [s for s in strokes if s.instrument is Instrument.WARM_PAD]
    assert all(
        s.end_ms <= begin + 0.1 or s.start_ms >= end - 0.1
        for s in rule
        for begin, end in performed.verses_ms
    )
    assert prepare(score).frames > 0


WORDED = [bar(1, FOUR_FOUR, note("C4", 16, "la")), bar(2, note("C4", 16, "la"))]
SPARSE = [bar(1, FOUR_FOUR, note("r", 16)), bar(2, note("r", 16))]


@pytest.mark.parametrize(
    "others",
    [
        [],
        [("P2", "Piano", WORDED)],
        [("P2", "Violin", piano()), ("P3", "Viola", piano())],
        [("P2", "Piano", SPARSE)],
    ],
)
def test_other_parts_are_no_accompaniment(others: list[tuple[str, str, list[str]]]) -> None:
    score = song(*others)
    assert score.accompaniment == ()
    assert len(harp(score, Setting())) > 5


@pytest.mark.parametrize("name", ["Klavier", "Harfe", "Guitare", ""])
def test_the_part_that_accompanies_is_known_by_its_name_or_alone(name: str) -> None:
    assert song(("P2", name, piano())).accompaniment
    if name:
        assert len(song(("P2", name, piano()), ("P3", "Oboe", piano())).accompaniment) == 5


def test_an_accompaniment_longer_than_any_is_made_by_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(musicxml_piano, "MOST_PLAYED", 4)
    assert song(("P2", "Piano", piano())).accompaniment == ()


def test_chords_of_many_notes_are_struck_more_softly() -> None:
    strokes = harp(song(("P2", "Piano", piano())), Setting())
    three, one = strokes[0].strength, strokes[3].strength
    assert three < one
