"""Songs in ABC as other programs write it are played, or told where they cannot be."""

import re
import time
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.library.song_words import words_of
from lullaby.lyrics.model import Reason, Timing
from lullaby.songbook.abc_dialect import read_dialect
from lullaby.songbook.abc_fields import speed_of
from lullaby.songbook.abc_music import plain_chord
from lullaby.songbook.abc_reader import AbcError
from lullaby.songbook.arrangement import arrange
from lullaby.songbook.figures import figures
from lullaby.songbook.kept_songs import KeptSongs
from lullaby.songbook.notes import Choice, Remark, Score
from lullaby.songbook.passes import passes
from lullaby.songbook.pitches import chord_of, key_of
from lullaby.songbook.score_folder import RefusedScore, ScoreFile, read_score
from lullaby.songbook.setting import AS_WRITTEN, Setting
from lullaby.songbook.timeline import timeline

HEAD = "X:1\nT:Test\nM:4/4\nL:1/4\nQ:1/4=60\nK:C\n"


def song(body: str, head: str = HEAD) -> Score:
    return read_dialect(head + body)


def sung(score: Score, verse: int = 0) -> str:
    """The words of a verse, lines parted by a slash."""
    lines = timeline(score).lines
    return " / ".join(
        "".join(s.text for s in line.syllables) for line in lines if line.verse == verse
    )


def pitches(score: Score) -> list[int | None]:
    return [note.pitch for phrase in score.phrases for note in phrase.notes]


def lengths(score: Score) -> list[Fraction]:
    return [note.length * 4 for phrase in score.phrases for note in phrase.notes]


FILES = {
    "windows lines and a mark": (HEAD + "C D E F | G4 |]\nw: soft is the moon now\n").replace(
        "\n", "\r\n"
    ),
    "signs of their own": HEAD + "C D E F | G4 |]\nw: one \\- two \\_ three\n",
    "words after two lines": HEAD + "C D E F |\nG A G F | E4 |]\nw: a b c d e f g h i\n",
    "numbered verses": HEAD + "C D E F |\nw: 1.~soft is the moon\nw: 2. slow is the tide\n"
    "G4 |]\nw: now\nw: then\n",
    "endings": HEAD + "|: C D E F |1 G4- :|2 G2 E2 |]\nw: soft is the moon now here\n",
    "usual fields": 'X:1\nT:Std\nM:3/4\nL:1/8\nQ:"Slowly" 1/4=70\nR:waltz\nK:Gmaj clef=treble\n'
    '"G"B2 A>G {g}A2 | (3BAG A4 ||\nw: soft-ly the moon and so slow now\n"G"G6 |]\nw: home\n',
    "two songs": f"{HEAD}C D E F | G4 |]\nw: a b c d e\n\n{HEAD}G F E D | C4 |]\nw: e d c b a\n",
    "a voice below": f"{HEAD}V:1\nC D E F |\nw: soft is the moon\nV:2\nC,4 |\nV:1\nG4 |]\nw: now\n",
    "no words": HEAD + "C D E F | G4 |]\nW: soft is the moon now\n",
    "short bars": HEAD + "C D E | G4 |]\nw: soft is the moon\n",
}
WORDS = {
    "windows lines and a mark": "soft is the moon now",
    "signs of their own": "one - two _ three",
    "words after two lines": "a b c d / e f g h i",
    "numbered verses": "soft is the moon / now",
    "endings": "soft is the moon now / soft is the moon here",
    "usual fields": "softly the moon and so slow now / home",
    "two songs": "a b c d e",
    "a voice below": "soft is the moon / now",
    "no words": "",
    "short bars": "soft is the moon",
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "latin-1"])
def test_a_file_of_another_program_is_played(name: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "été.abc"
    path.write_bytes(FILES[name].replace("T:", "T:Été ").encode(encoding))
    found = read_score(path)
    assert isinstance(found, ScoreFile)
    assert found.score.about.title.startswith("Été")
    assert sung(found.score) == WORDS[name]
    performed = timeline(found.score)
    assert arrange(found.score, performed)
    assert performed.chords[-1].end_ms == performed.end_ms


def test_a_file_that_is_no_music_says_where(tmp_path: Path) -> None:
    path = tmp_path / "song.abc"
    path.write_text(HEAD + "C D E F | G4 |\nQuilt knits | whimsy tonight |\n")
    found = read_score(path)
    assert isinstance(found, RefusedScore)
    assert (found.line, found.bar) == (8, 3)


@pytest.mark.parametrize("body", ["C" * 40_000, "C|\n" * 1_100, "|:C:|" * 2_000])
def test_a_song_longer_than_any_is_refused(body: str) -> None:
    with pytest.raises(AbcError, match="than any song"):
        song(body)


def test_a_score_of_the_songbook_is_still_read_strictly(tmp_path: Path) -> None:
    path = tmp_path / "song.abc"
    path.write_text("%%lb-id song\n" + FILES["short bars"])
    assert isinstance(read_score(path), RefusedScore)


@pytest.mark.parametrize(
    ("music", "wanted"),
    [
        ("|: C D :|: E F :|", "CDCDEFEF"),
        ("C D :: E F :|", "CDCDEFEF"),
        ("C |: D |1 E :|2 F :|3 G |] A", "CDEDFDGA"),
        ("|: C [1,3 D :|[2 E :| F", "CDCECDF"),
        ("|: C |1 D :|2 E || F G :|", "CDCEFGFG"),
        ("C |1 D :|2 E |: F :| G", "CDCEFFG"),
        ("|:: C ::| D", "CCCD"),
    ],
)
def test_repeats_are_written_out(music: str, wanted: str) -> None:
    assert pitches(song(music + "\n")) == [60 + "C D EF G A B".index(each) for each in wanted]


@pytest.mark.parametrize(
    ("music", "wanted"),
    [
        ("C>D E<F", ["3/2", "1/2", "1/2", "3/2"]),
        ("C>>D", ["7/4", "1/4"]),
        ("(3CDE F", ["2/3", "2/3", "2/3", "1"]),
        ("(2CD (3:2:2EF G", ["3/2", "3/2", "2/3", "2/3", "1"]),
        ("C/ D// E3/2 F/4", ["1/2", "1/4", "3/2", "1/4"]),
        ("[L:1/8] C2 [CEG]4 z", ["1", "2", "1/2"]),
        ("{ab}C !fermata!D .E ~F y2 Z", ["1", "1", "1", "1", "4"]),
    ],
)
def test_lengths(music: str, wanted: list[str]) -> None:
    assert lengths(song(music + " |]\n")) == [Fraction(each) for each in wanted]


@pytest.mark.parametrize(
    ("key", "music", "wanted"),
    [
        ("G", "F ^G g | g =F", [66, 68, 80, 79, 65]),
        ("D dorian", "F B", [65, 71]),
        ("Amix", "G C", [67, 61]),
        ("HP", "F C G", [66, 61, 67]),
        ("C clef=bass octave=-1", "C", [48]),
        ("D exp ^f", "F C", [66, 60]),
        ("none", "F", [65]),
        ("C", "F [K:G] F", [65, 66]),
        ("C", "[CEG] [c,G]", [67, 67]),
        ("C", "c'' C", [96, 60]),
        ("C", "c''' C", [96, 48]),
    ],
)
def test_keys_and_accidentals(key: str, music: str, wanted: list[int]) -> None:
    found = song(music + " |]\n", HEAD.replace("K:C", f"K:{key}"))
    assert pitches(found) == wanted
    key_of(found.key)


@pytest.mark.parametrize(
    ("text", "beat", "bpm"),
    [
        ("1/4=70", "1/4", 70),
        ('"Slowly" 1/4 = 70', "1/4", 70),
        ('3/8=50 "Andante"', "3/8", 50),
        ("120", "1/4", 120),
        ("C=100", "1/8", 100),
        ("1/8=240", "1/4", 120),
        ('"Adagio"', "1/4", 66),
        ("1/0=5", "1/4", 80),
        ("", "1/4", 80),
    ],
)
def test_tempos(text: str, beat: str, bpm: float) -> None:
    found = speed_of(text, Fraction(1, 8), (4, 4))
    assert (found.beat, found.bpm) == (Fraction(beat), bpm)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("C D E F |]\nw: a-b -- c\n", "ab c"),
        ("C D | E F |]\nw: a | b c\n", "a b c"),
        ("C D E F |]\nw: a b\n", "a b"),
        ("C D |]\nw: a b c d\n", "a b c d"),
        ("C D- D E |]\nw: a b c\n", "a b c"),
        ("(C D) E |]\nw: a b\n", "a b"),
        ("C D \\\nE F |]\nw: a~b c d e\n", "a b c / d e"),
        ("C D |]\nw: a\n+: b\n", "a b"),
    ],
)
def test_words_find_their_notes(body: str, words: str) -> None:
    assert sung(song(body)) == words


def test_each_turn_of_a_repeat_has_its_words() -> None:
    found = song("|: C D :|\nw: a b\nw: c d\nE F |]\nw: e f\n")
    assert (found.verses, sung(found)) == (1, "a b / c d / e f")
    chorus = song("C D |\nw: a b\nw: c d\nE F |]\nw: e f\n")
    assert (sung(chorus, 0), sung(chorus, 1)) == ("a b / e f", "c d / e f")


@pytest.mark.parametrize(
    ("music", "wanted"),
    [
        ("|:C D[|]:|\nG2|", "CDCDG"),
        ("|:C|1 D[|]:|2 G|]", "CDCG"),
        ("C[|]|:D:|", "CDD"),
        ("C D[|]E|", "CDE"),
    ],
)
def test_a_bar_that_nobody_sees_takes_no_repeat_away(music: str, wanted: str) -> None:
    """As abc2midi plays them, but for the third, of which it repeats all."""
    assert pitches(song(music + "\n")) == [
        {"C": 60, "D": 62, "E": 64, "G": 67}[letter] for letter in wanted
    ]


PARTS = "P:A\nC D |\nw: one two\nw: five six\nP:B\nG2 |\nw: three\n"


@pytest.mark.parametrize(
    ("order", "wanted"),
    [
        ("ABA", "CDGCD"),
        ("A2B", "CDCDG"),
        ("A.(BA)2", "CDGCDGCD"),
        ("B A", "GCD"),
        ("", "CDG"),
        ("ABC", "CDG"),
    ],
)
def test_parts_are_sung_in_their_order(order: str, wanted: str) -> None:
    """As abc2midi plays them; an order with a part that is not there is left out."""
    score = song(PARTS, HEAD.replace("K:", f"P:{order}\nK:"))
    assert pitches(score) == [{"C": 60, "D": 62, "G": 67}[letter] for letter in wanted]


def test_a_part_that_comes_again_has_its_next_words() -> None:
    score = song(PARTS, HEAD.replace("K:", "P:ABA\nK:"))
    assert score.verses == 1
    assert sung(score) == "one two / three / five six"


def test_parts_may_begin_within_a_line_and_keep_their_repeats() -> None:
    score = song("[P:A]|:C D:|[P:B]G2|\nE2|\n", HEAD.replace("K:", "P:BA\nK:"))
    assert pitches(score) == [67, 64, 60, 62, 60, 62]


@pytest.mark.parametrize(
    ("music", "wanted"),
    [
        ("C D|!fine!E F|G A !D.C.!|]", "CDEFGACDEF"),
        ('C D|E "Fine"|G "^D.C. al Fine"|]', "CDEGCDE"),
        ('C|!segno!D|E "_Fine"|G A "D.S."|]', "CDEGADE"),
        ("C|SD|E!fine!|G !D.S.alfine!|]", "CDEGDE"),
        ("C|D !coda!|E !D.C.alcoda!||!coda!F|G|]", "CDECDFG"),
        ('C|D "To Coda"|E "D.C. al Coda"||"Coda"F|]', "CDECDF"),
        ("C|OD|E !D.C.!|]OF G|]", "CDECFG"),
        ("|:C:|D !fine!|E !D.C.!|]", "CCDECD"),
        ("|:C|1D:|2E!fine!||F !D.C.!|]", "CDCEFCE"),
        ("|:C|1D:|2E||F !fine!||G !D.C.!|]", "CDCEFGCEF"),
        ("C D|]!fine!E|F !D.C.!|]", "CDEFCD"),
        ("|:C D!fine!|E !D.C.!:|", "CDECDECD"),
        ("C|D !D.C.!|E !coda!|F||!coda!|G|", "CDEFG"),
    ],
)
def test_jumps_are_written_out_where_they_are_clear(music: str, wanted: str) -> None:
    score = song(music + "\n")
    letters = dict(zip("CDEFGA", (60, 62, 64, 65, 67, 69), strict=True))
    assert pitches(score) == [letters[letter] for letter in wanted]


@pytest.mark.parametrize(
    "music",
    [
        "C D|E F !D.C.!|]",
        "C !fine!|D !fine!|E !D.C.!|]",
        "C !D.C.!|D !fine!|E !D.C.!|]",
        "C !fine!|D|E !D.S.!|]",
        "!segno!C|D|E !D.S.!|F !fine!|]",
        "C|D !coda! E|F !D.C.!|!coda!G|]",
        "C !fine!|D !coda!|E !D.C.!|!coda!G|]",
    ],
)
def test_a_jump_that_is_not_clear_is_left_out_and_told(music: str) -> None:
    plain = re.sub(r"!.*?!", "", music)
    score = song(music + "\nw: soft-ly\n")
    assert pitches(score) == pitches(song(plain + "\n"))
    assert [remark.choice for remark in score.remarks] == [Choice.JUMPS]
    told = [complaint.reason for complaint in words_of(score, timeline(score)).complaints]
    assert told == [Reason.UNCLEAR_JUMP]


def test_signs_without_a_jump_and_chords_change_nothing() -> None:
    score = song('"D"C !fine!|"C"D !segno!|"Dm"E O|]\n')
    assert pitches(score) == [60, 62, 64]
    assert score.remarks == ()


def test_after_a_jump_a_refrain_comes_again_and_verses_go_on() -> None:
    refrain = song("C D!fine!|\nw: a b\nE F !D.C.!|]\nw: c d\nw: e f\n")
    assert (sung(refrain, 0), sung(refrain, 1)) == ("a b / c d / a b", "a b / e f / a b")
    verses = song("C D!fine!|\nw: a b\nw: e f\nE F !D.C.!|]\nw: c d\n")
    assert (verses.verses, sung(verses)) == (1, "a b / c d / e f")


TEMPOS = {
    "C D|E F|]": [1000, 1000, 1000, 1000],
    "C D|[Q:1/4=60]E F|]": [1000, 1000, 1000, 1000],
    "C D|[Q:1/4=120]E F|]": [1000, 1000, 500, 500],
    "C D|\nQ:1/4=120\nE F|]": [1000, 1000, 500, 500],
    "C [Q:1/8=60]D|[Q:60]E F|]": [1000, 2000, 1000, 1000],
    'C D|[Q:"slower" 30]E|[Q:"a tempo"]F|]': [1000, 1000, 2000, 1000],
    "|:C [Q:1/4=120]D:|E|]": [1000, 500, 1000, 500, 500],
    "C2|[Q:1/4=120]D2|[Q:1/4=30]E2 F2|]": [2000, 1000, 4000, 4000],
    "V:1\nz2|[Q:1/4=120]z2|]\nV:2\nC D|E F|]\nw: a b c d": [1000, 1000, 500, 500],
}
"""Music, and how long each note lasts in ms when a quarter begins as a second."""


@pytest.mark.parametrize("music", TEMPOS)
def test_tempos_that_change_are_followed(music: str) -> None:
    score = song(music + "\n")
    performed = timeline(score, Setting(verses=(0, 0)))
    one = [note.end_ms - note.start_ms for note in performed.notes]
    assert one == [pytest.approx(each) for each in TEMPOS[music] * 2]
    slower = timeline(score, Setting(verses=(0, 0), pace=0.5))
    assert slower.notes[-1].end_ms == pytest.approx(2 * performed.notes[-1].end_ms)
    notes = [note.start_ms for note in performed.notes]
    harp = sorted({*performed.eighths_ms, performed.end_ms})
    for start in notes:
        assert min(abs(start - each) for each in harp) < 0.01, "the harp keeps with the tune"
    assert not score.remarks
    between = passes(score, (0, 0))
    within = [note - between.first_ms for note in notes]
    half = len(notes) // 2
    assert within[half:] == [pytest.approx(each + between.every_ms) for each in within[:half]]


def test_a_tempo_told_in_words_alone_is_left_out() -> None:
    score = song('C D|[Q:"slower"]E F|]\n')
    assert (score.tempos, score.remarks) == ((), (Remark(Choice.TEMPO_IN_WORDS),))
    first = song('[Q:"Adagio"]C D|E F|]\n', HEAD.replace("Q:1/4=60\n", ""))
    assert (first.bpm, first.tempos, first.remarks) == (66, (), ())


def test_a_changed_tempo_is_another_sound() -> None:
    kept = KeptSongs(Path("songs"), lambda path, blocks: None)
    plain, changed = song("C D|E F|]\n"), song("C D|[Q:1/4=120]E F|]\n")
    assert kept.path_of(plain, AS_WRITTEN) != kept.path_of(changed, AS_WRITTEN)


SIGNS = ("!fine!", "!D.C.!", "!D.S.!", "!segno!", "!coda!", '"To Coda"', "|", ":|", "|:", "|1", "C")


@given(st.lists(st.sampled_from(SIGNS), max_size=30))
def test_any_signs_are_sung_or_refused(signs: list[str]) -> None:
    with suppress(AbcError):
        timeline(song("C " + " ".join(signs) + "\n"))


@given(st.text("AB()27.", max_size=30))
def test_any_order_of_parts_is_sung_or_refused(order: str) -> None:
    with suppress(AbcError):
        assert pitches(song(PARTS, HEAD.replace("K:", f"P:{order}\nK:")))


def test_words_below_a_song_are_kept_without_times() -> None:
    found = song(FILES["no words"].removeprefix(HEAD))
    words = words_of(found, timeline(found))
    assert words.timing is Timing.NONE
    assert [line.text for line in words.lines] == ["soft is the moon now"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Gmin7", "Gm7"),
        ("C#dim7", "C#dim7"),
        ("D/F#", "D/F#"),
        ("A-", "Am"),
        ("Cmaj9", "Cmaj7"),
        ("E7sus4", "Esus4"),
        ("G(add9)", "G"),
        ("^slowly", ""),
        ("Chorus", ""),
        ("N.C.", ""),
        ("d", "D"),
    ],
)
def test_a_chord_is_the_nearest_that_can_be_played(text: str, wanted: str) -> None:
    assert plain_chord(text).replace("dim7", "dim") == wanted.replace("dim7", "dim")


def test_a_bare_melody_gets_plain_chords() -> None:
    twinkle = song("C C G G | A A G2 | F F E E | D D C2 |]\n")
    chords = [n.chord for p in twinkle.phrases for n in p.notes if n.chord]
    assert chords[0] == chords[-1] == "C"
    assert any(chord.startswith("F") for chord in chords)
    assert any(chord.startswith("G") for chord in chords)
    minor = song("A B c d | e2 c2 | ^G2 B2 | A4 |]\n", HEAD.replace("K:C", "K:Am"))
    found = [n.chord for p in minor.phrases for n in p.notes if n.chord]
    assert found[0] == found[-1] == "Am"
    assert {"E", "E7"} & set(found)


ANY = st.text(alphabet="CDEFGabc|]-_()[]:123\"'z,/ \n{}<>~!+&\\%wKMLQVWXT=^#.Zxy*", max_size=200)


@given(ANY, st.sampled_from(["4/4", "3/4", "6/8", "2/2", "9/8", "5/4", "C|", "none", "3/8", "7/8"]))
def test_any_text_is_played_or_refused_by_name(body: str, meter: str) -> None:
    try:
        found = song(body, HEAD.replace("M:4/4", f"M:{meter}"))
    except AbcError:
        return
    performed = timeline(found)
    assert arrange(found, performed)
    assert performed.notes
    for phrase in found.phrases:
        notes = [note for note in phrase.notes if note.pitch is not None]
        assert len(phrase.verses) in (0, found.verses)
        assert all(len(verse.slots) == len(notes) for verse in phrase.verses)


@given(ANY)
def test_any_chord_text_is_a_chord_or_nothing(text: str) -> None:
    found = plain_chord(text)
    if found:
        chord_of(found)


SYLLABLES = st.lists(st.sampled_from(["la", "lu", "ben"]), min_size=1, max_size=8)


@given(st.lists(SYLLABLES, min_size=1, max_size=4), st.integers(1, 3))
def test_every_syllable_is_sung_in_every_verse(lines: list[list[str]], verses: int) -> None:
    body = ""
    for line in lines:
        music = "".join(f"{'CDEFG'[at % 5]}4 | " for at in range(len(line)))
        body += f"{music}\n" + f"w: {' '.join(line)}\n" * verses
    found = song(body)
    assert found.verses == verses
    wanted = " ".join(word for line in lines for word in line)
    for verse in range(verses):
        assert re.sub(r"[ /]+", " ", sung(found, verse)) == wanted


@given(
    st.lists(
        st.sampled_from(["C2", "D", "E", "F2", "G", "A", "B4", "c", "z", "^F", "_B3"]), min_size=1
    ),
    st.sampled_from(["4/4", "3/4", "6/8", "2/2", "5/4"]),
    st.sampled_from(["C", "Am", "Dmix", "none", "Eb"]),
)
def test_chords_by_rule_change_by_the_half_bar_and_stay_below_the_tune(
    notes: list[str], meter: str, key: str
) -> None:
    head = HEAD.replace("M:4/4", f"M:{meter}").replace("K:C", f"K:{key}")
    found = song("C " + " ".join(notes) + " |]\n", head)
    performed = timeline(found)
    assert figures(arrange(found, performed), performed).above_tune == 0
    half = performed.bar_ms / 2
    for span in performed.chords:
        chord_of(span.symbol)
        assert span.end_ms - span.start_ms > 0
    assert len(performed.chords) <= performed.end_ms / half


@pytest.mark.parametrize(
    "tune",
    [
        "K:C\n" + "[" * 190_000,
        "K:C\nC" + "Z50|" * 3_000,
        "L:1/1\nK:C\n" + "C999|" * 3_000,
        "Q:" + "1/4 " * 40_000 + "\nK:C\nC|",
    ],
    ids=["brackets", "rests", "lengths", "tempo"],
)
def test_hostile_tunes_are_read_or_refused_without_delay(tune: str) -> None:
    begun = time.process_time()
    with suppress(AbcError):
        read_dialect("X:1\n" + tune)
    assert time.process_time() - begun < 5
