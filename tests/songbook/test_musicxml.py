"""Songs in MusicXML are sung as they are written, whichever program wrote them."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from lullaby.songbook.arrangement import arrange
from lullaby.songbook.musicxml_reader import read_musicxml
from lullaby.songbook.notes import Choice, Remark, Score
from lullaby.songbook.score_folder import RefusedScore, ScoreFile, read_score
from lullaby.songbook.timeline import timeline
from tests.songbook.musicxml_files import (
    FOUR_FOUR,
    LULLABY,
    bar,
    compressed,
    lyric,
    note,
    parts,
    score,
)


def read(text: str) -> Score:
    return read_musicxml(text.encode())


def sung(found: Score, verse: int = 0) -> str:
    """The words of a verse, without line ends."""
    lines = timeline(found).lines
    return " ".join(
        "".join(s.text for s in line.syllables) for line in lines if line.verse == verse
    )


def pitches(found: Score) -> list[int | None]:
    return [note.pitch for phrase in found.phrases for note in phrase.notes]


def quarters(found: Score) -> list[Fraction]:
    return [note.length * 4 for phrase in found.phrases for note in phrase.notes]


def slots(found: Score, verse: int = 0) -> list[str]:
    return [slot for phrase in found.phrases for slot in phrase.verses[verse].slots]


def four(*names: str, words: str = "") -> str:
    """A bar of quarters, each with one of the words if there are any."""
    texts = words.split() or [""] * len(names)
    return "".join(note(name, 4, text) for name, text in zip(names, texts, strict=True))


def repeat(direction: str, times: int = 0) -> str:
    told = f' times="{times}"' if times else ""
    return f'<barline><repeat direction="{direction}"{told}/></barline>'


def ending(number: str, kind: str = "start") -> str:
    return f'<barline><ending number="{number}" type="{kind}"/></barline>'


FORWARD, BACK = repeat("forward"), repeat("backward")


def sound(sign: str) -> str:
    return f'<direction><direction-type/><sound {sign}="yes"/></direction>'


def said(text: str) -> str:
    return f"<direction><direction-type><words>{text}</words></direction-type></direction>"


def test_a_song_has_its_notes_words_and_facts() -> None:
    found = read(LULLABY)
    assert pitches(found) == [60, 62, 64, 60, 67, 64]
    assert [sung(found, 0), sung(found, 1)] == [
        "Sleep my darling one, sleep",
        "Dream my little one, dream",
    ]
    about = found.about
    assert (about.title, about.composer, about.words_by, about.licence) == (
        "Sleep, my dear",
        "A neighbour",
        "Her mother",
        "CC0",
    )
    assert (found.meter, found.key, found.beat, found.bpm) == ((4, 4), "C", Fraction(1, 4), 60)
    assert arrange(found, timeline(found))


@pytest.mark.parametrize("suffix", [".musicxml", ".xml", ".MXL"])
def test_a_file_is_read_whatever_its_suffix(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"song{suffix}"
    path.write_bytes(compressed(LULLABY) if suffix == ".MXL" else LULLABY.encode())
    found = read_score(path)
    assert isinstance(found, ScoreFile)
    assert found.score.about.id == "song"
    assert sung(found.score) == "Sleep my darling one, sleep"


@pytest.mark.parametrize(
    ("declared", "stored"),
    [
        ("UTF-8", "utf-8"),
        ("UTF-8", "utf-8-sig"),
        ("UTF-16", "utf-16"),
        ("ISO-8859-1", "latin-1"),
        ("windows-1252", "cp1252"),
        ("UTF-8", "latin-1"),
        ("UTF-16", "utf-8"),
        ("x-unknown", "utf-8"),
    ],
)
def test_its_encoding_may_be_told_wrongly(declared: str, stored: str) -> None:
    text = LULLABY.replace("Sleep, my dear", "Été").replace("UTF-8", declared, 1)
    assert read_musicxml(text.encode(stored)).about.title == "Été"


def test_the_same_song_by_bars_is_the_same() -> None:
    """In `score-timewise`, each bar holds its parts."""
    first, second = four("C4", "D4", "E4", "F4", words="a b c d"), note("G4", 16, "e")
    by_parts = score(FOUR_FOUR + first, second)
    head, _, _ = by_parts.partition('<part id="P1">')
    by_bars = (
        head.replace("partwise", "timewise")
        + f'<measure number="1"><part id="P1">{FOUR_FOUR}{first}</part></measure>'
        + f'<measure number="2"><part id="P1">{second}</part></measure></score-timewise>'
    )
    assert read(by_bars) == read(by_parts)


def test_notes_keep_their_length_when_the_divisions_change() -> None:
    halved = "<attributes><divisions>2</divisions></attributes>"
    found = read(score(FOUR_FOUR + note("C4", 8) + halved + note("D4", 2) + note("E4", 2)))
    assert quarters(found) == [2, 1, 1]


def test_the_voice_with_words_is_sung_and_its_rests_are_kept() -> None:
    low = note("C3", 16, voice="2")
    back = "<backup><duration>16</duration></backup>"
    upper = note("E4", 4, "one") + note("r", 4) + note("G4", 8, "two")
    found = read(score(FOUR_FOUR + low + back + upper))
    assert pitches(found) == [64, None, 67]
    assert quarters(found) == [1, 1, 2]
    ahead = "<forward><duration>8</duration></forward>"
    found = read(score(FOUR_FOUR + note("E4", 4, "one") + ahead + note("G4", 4, "two")))
    assert quarters(found) == [1, 2, 1]


def test_of_a_choir_the_soprano_is_sung_and_that_is_told() -> None:
    voices = []
    for at, (name, tone) in enumerate([("Soprano", "C5"), ("Alto", "E4"), ("Bass", "C3")]):
        words = ["hush", "now", "my", "love"] if at != 1 else ["hush", "hush", "now", "love"]
        content = FOUR_FOUR + "".join(note(tone, 4, word) for word in words)
        voices.append((f"P{at}", name, [bar(1, content)]))
    found = read(parts(*voices))
    assert pitches(found) == [72] * 4
    assert found.remarks == (Remark(Choice.SUNG_PART, "Soprano"),)
    piano = ("P9", "Piano", [bar(1, FOUR_FOUR + four("C6", "C6", "C6", "C6"))])
    found = read(parts(piano, voices[0]))
    assert pitches(found) == [72] * 4
    assert found.remarks == ()


def test_the_top_note_of_a_chord_is_sung_with_its_words() -> None:
    chord = (
        note("C4", 16, "all") + note("G4", 16, more="<chord/>") + note("E4", 16, more="<chord/>")
    )
    found = read(score(FOUR_FOUR + chord))
    assert pitches(found) == [67]
    assert sung(found) == "all"


def test_grace_and_cue_notes_are_not_sung_but_their_words_are() -> None:
    grace = note("D4", 4, "soft", more="<grace/>").replace("<duration>4</duration>", "")
    cue = note("B4", 4, "no", more="<cue/>")
    found = read(score(FOUR_FOUR + grace + note("C4", 8) + cue + note("E4", 4, "moon")))
    assert pitches(found) == [60, None, 64]
    assert sung(found) == "soft moon"
    assert Remark(Choice.GRACE_NOTES) in found.remarks


def test_a_transposing_part_sounds_where_it_sounds() -> None:
    move = "<transpose><diatonic>-1</diatonic><chromatic>-2</chromatic></transpose></attributes>"
    head = FOUR_FOUR.replace("</attributes>", move).replace("<fifths>0", "<fifths>2")
    symbol = "<harmony><root><root-step>D</root-step></root><kind>dominant</kind></harmony>"
    text = score(head + symbol + four("D4", "E4", "F#4", "D4", words="a b c d"))
    found = read(text)
    assert pitches(found) == [60, 62, 64, 60]
    assert found.key == "C"
    assert found.phrases[0].notes[0].chord == "C7"
    concert = text.replace("<part-list>", "<defaults><concert-score/></defaults><part-list>", 1)
    assert pitches(read(concert)) == [62, 64, 66, 62]


@pytest.mark.parametrize(
    ("fifths", "mode", "tune", "key"),
    [
        (-3, "<mode>minor</mode>", "C4 D4 E4 C4", "Cm"),
        (2, "<mode>major</mode>", "D4 E4 F4 D4", "D"),
        (0, "<mode>dorian</mode>", "D4 E4 F4 D4", "Ddor"),
        (0, "", "C4 E4 G4 C4", "C"),
        (0, "", "A4 B4 C5 A4", "Am"),
        (99, "<mode>none</mode>", "C4 E4 G4 C4", "C#"),
    ],
)
def test_a_key_is_named_as_it_sounds(fifths: int, mode: str, tune: str, key: str) -> None:
    head = FOUR_FOUR.replace(
        "<fifths>0</fifths><mode>major</mode>", f"<fifths>{fifths}</fifths>{mode}"
    )
    assert read(score(head + four(*tune.split()))).key == key


@pytest.mark.parametrize(
    ("bars", "wanted"),
    [
        (("@C", f"{FORWARD}@D", f"@E{BACK}", "@F"), "CDEDEF"),
        (("@C", f"@D{BACK}", f"@E{BACK}", "@F"), "CDCDEEF"),
        ((f"@C{repeat('backward', 3)}", "@D"), "CCCD"),
        (("@C", f"{ending('1')}@D{ending('1', 'stop')}{BACK}", f"{ending('2')}@E"), "CDCE"),
        (
            ("@C", f"{ending('1, 2')}@D{BACK}", f"{ending('3')}@E{ending('3', 'stop')}", "@F"),
            "CDCDCEF",
        ),
        (("@C", f"@D{sound('fine')}", f"@E{sound('dacapo')}"), "CDECD"),
        (("@C", f"{sound('segno')}@D{sound('fine')}", f"@E{sound('dalsegno')}"), "CDED"),
        (("@C", f"@D{sound('tocoda')}", f"@E{sound('dacapo')}", f"{sound('coda')}@F"), "CDECDF"),
        ((f"@C{BACK}", f"@D{sound('dacapo')}"), "CCDCD"),
        ((f"{ending('2')}@C", f"{FORWARD}@D"), "D"),
        (("@C", f"{said('Fine')}@D", f"{said('D.C. al Fine')}@E"), "CDECD"),
        (
            ("@C", f"@D{said('To Coda')}", f"@E{said('D.C. al Coda')}", f"{said('Coda')}@F"),
            "CDECDF",
        ),
    ],
)
def test_repeats_and_jumps_are_written_out(bars: tuple[str, ...], wanted: str) -> None:
    """`@C` stands for a whole note."""
    contents = [re.sub("@(.)", lambda found: note(f"{found[1]}4", 16), text) for text in bars]
    found = read(score(FOUR_FOUR + contents[0], *contents[1:]))
    assert pitches(found) == [60 + "C D EF G A B".index(each) for each in wanted]


def test_verses_below_a_repeat_follow_each_other() -> None:
    again = note("C4", 16, "one", "two", "three", "four") + repeat("backward")
    refrain = note("E4", 16, "all")
    found = read(score(FOUR_FOUR + again, refrain))
    assert [sung(found, 0), sung(found, 1)] == ["one two all", "three four all"]
    assert found.verses == 2


def test_a_verse_that_would_be_left_over_is_sung_too() -> None:
    again = note("C4", 16, "one", "two", "three") + repeat("backward")
    found = read(score(FOUR_FOUR + again))
    assert sung(found) == "one two three"


def test_an_ending_has_the_words_of_its_turn() -> None:
    found = read(
        score(
            FOUR_FOUR + note("C4", 16, "one", "two"),
            ending("1") + note("D4", 16, "first") + ending("1", "stop") + repeat("backward"),
            ending("2") + note("E4", 16, "", "last") + ending("2", "stop"),
        )
    )
    assert sung(found) == "one first two last"


def test_a_refrain_without_other_words_is_sung_after_every_verse() -> None:
    verse = four("C4", "D4", "E4", "C4", words="one and one is")
    for number, word in enumerate(("three", "four"), start=2):
        verse = verse.replace("</note>", lyric(word, str(number)) + "</note>")
    refrain = four("G4", "F4", "E4", "C4", words="Sleep, my dear, sleep")
    found = read(score(FOUR_FOUR + verse, refrain))
    assert sung(found, 1) == "three three three three Sleep, my dear, sleep"


def test_syllables_are_held_over_slurs_ties_lines_and_hyphens() -> None:
    start, stop = (
        f'|<notations><slur type="{kind}" number="1"/></notations>' for kind in ("start", "stop")
    )
    found = read(
        score(
            FOUR_FOUR
            + note("C4", 4, "soft", more=start)
            + note("D4", 4, more=stop)
            + note("E4", 4, "lul-")
            + note("F4", 4),
            note("G4", 4, "-by")
            + note("E4", 4, more='|<tie type="start"/>')
            + note("E4", 4, more='<tie type="stop"/>')
            + note("r", 4),
            note("C4", 8) + note("C4", 8, "_"),
        )
    )
    assert slots(found) == ["soft ", "_", "lul", "_", "by", "_", "_", "*", "*"]
    assert [n.tied for p in found.phrases for n in p.notes].count(True) == 1


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("<text>te</text><elision>‿</elision><text>amo</text>", "te amo"),
        (
            (
                "<syllabic>begin</syllabic><text>a</text><elision/>"
                "<syllabic>end</syllabic><text>e</text>"
            ),
            "ae",
        ),
        ("<syllabic>single</syllabic><text>1.\u00a0Hush</text>", "Hush"),
        ("<text>hu</text><text>sh</text>", "hush"),
        ("<text> so\n soft </text>", "so soft"),
    ],
)
def test_texts_of_one_note_join(content: str, wanted: str) -> None:
    sounding = note("C4", 16).replace("</note>", f"<lyric>{content}</lyric></note>")
    assert sung(read(score(FOUR_FOUR + sounding))) == wanted


@pytest.mark.parametrize("number", ["part1verse1", "", "verse 1", "1"])
def test_the_number_of_a_verse_is_written_in_many_ways(number: str) -> None:
    sounding = note("C4", 16).replace("</note>", lyric("one", number) + "</note>")
    assert sung(read(score(FOUR_FOUR + sounding))) == "one"


def test_words_in_a_second_language_translate_the_first() -> None:
    text = "".join(
        note("C4", 4).replace(
            "</note>",
            lyric(own).replace("<text>", '<text xml:lang="de">')
            + lyric(other, "2").replace("<text>", '<text xml:lang="en">')
            + "</note>",
        )
        for own, other in [("Schlaf,", "Sleep,"), ("mein", "my"), ("Kind", "child")]
    )
    found = read(score(FOUR_FOUR + text))
    assert found.verses == 1
    assert (found.about.language, found.about.meanings_in) == ("de", "en")
    assert found.phrases[0].verses[0].meaning == "Sleep, my child"


def test_a_verse_in_another_voice_keeps_its_words_in_their_rhythm() -> None:
    back = "<backup><duration>16</duration></backup>"
    first = note("G4", 8, "flocht") + note("A4", 8, "sich", "von")
    second = note("G4", 6, "", "Welt", voice="2") + note("G4", 2, "", "war", voice="2")
    found = read(score(FOUR_FOUR + first + back + second))
    assert [sung(found, 0), sung(found, 1)] == ["flocht sich", "Welt war von"]
    assert quarters(found) == [Fraction(3, 2), Fraction(1, 2), 2]
    assert slots(found)[:2] == ["flocht ", "_"]
    other = second.replace("<step>G", "<step>E")
    found = read(score(FOUR_FOUR + first + back + other))
    assert sung(found, 1) == "Welt war von"
    assert quarters(found) == [2, 2]
    alto = note("E4", 4, "and", voice="2") + note("E4", 4, "low", voice="2")
    assert sung(read(score(FOUR_FOUR + first + back + alto))) == "flocht sich"


def test_lines_end_where_one_breathes() -> None:
    poem = [
        "Sleep, my lit- -tle dar- -ling one,",
        "Sun and moon to bed are gone;",
        "All the stars will watch with me",
        "While you sail a- -cross the sea.",
    ]
    bars = []
    for line in poem:
        words = line.split()
        bars += [four(*["C4"] * 4, words=" ".join(words[:4]))]
        bars += [four(*["E4"] * (len(words) - 4), words=" ".join(words[4:]))]
    found = read(score(FOUR_FOUR + bars[0], *bars[1:]))
    lines = ["".join(s.text for s in line.syllables) for line in timeline(found).lines]
    assert lines == [line.replace("- -", "") for line in poem]


@pytest.mark.parametrize(
    ("told", "beat", "bpm"),
    [
        ('<direction><direction-type/><sound tempo="84"/></direction>', Fraction(1, 4), 84),
        ('<sound tempo="84"/>', Fraction(1, 4), 84),
        (
            (
                "<direction><direction-type><metronome><beat-unit>half</beat-unit><beat-unit-dot/>"
                "<per-minute>c. 40,5</per-minute></metronome></direction-type>"
                '<sound tempo="121.5"/></direction>'
            ),
            Fraction(3, 4),
            40.5,
        ),
        (
            said("Adagio"),
            Fraction(1, 4),
            66,
        ),
        ('<sound tempo="-3"/>', Fraction(1, 4), 80),
    ],
)
def test_the_tempo_is_that_of_the_score(told: str, beat: Fraction, bpm: float) -> None:
    found = read(score(FOUR_FOUR + told + note("C4", 16)))
    assert (found.beat, found.bpm) == (beat, bpm)


def test_the_beat_of_a_compound_meter_is_dotted() -> None:
    head = FOUR_FOUR.replace("<beats>4</beats><beat-type>4", "<beats>6</beats><beat-type>8")
    found = read(score(head + '<sound tempo="90"/>' + note("C4", 12)))
    assert (found.meter, found.beat, found.bpm) == ((6, 8), Fraction(3, 8), 60)


def test_bars_before_the_first_note_are_left_out_and_an_upbeat_is_kept() -> None:
    upbeat = score(FOUR_FOUR + note("C4", 4, "oh"), note("D4", 16, "moon"))
    assert read(upbeat).pickup == Fraction(1, 4)
    waiting = score(
        FOUR_FOUR + note("r", 16), note("r", 12) + note("C4", 4, "oh"), note("D4", 16, "moon")
    )
    assert read(waiting) == read(upbeat)


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ("<root><root-step>A</root-step></root><kind>minor</kind>", "Am"),
        (
            (
                "<root><root-step>B</root-step><root-alter>-1</root-alter></root><kind>major</kind>"
                "<bass><bass-step>D</bass-step></bass>"
            ),
            "Bb/D",
        ),
        ('<root><root-step>G</root-step></root><kind text="7">dominant-ninth</kind>', "G7"),
        ('<root><root-step>G</root-step></root><kind text="m7">other</kind>', "Gm7"),
    ],
)
def test_chord_symbols_are_played(told: str, wanted: str) -> None:
    found = read(score(FOUR_FOUR + f"<harmony>{told}</harmony>" + note("D4", 16)))
    assert [n.chord for p in found.phrases for n in p.notes] == [wanted]


@pytest.mark.parametrize(("low", "wanted"), [("A3", "Am"), ("F3", "F")])
def test_chords_by_rule_hold_the_notes_of_the_other_parts(low: str, wanted: str) -> None:
    melody = ("P1", "Voice", [bar(n, FOUR_FOUR + note("C5", 16, "moon")) for n in range(1, 4)])
    chord = note("C4", 16) + note(low, 16, more="<chord/>")
    home = FOUR_FOUR + note("C4", 16) + note("G3", 16, more="<chord/>")
    below = ("P2", "Piano", [bar(1, home), bar(2, FOUR_FOUR + chord), bar(3, home)])
    found = read(parts(melody, below))
    assert [span.symbol for span in timeline(found).chords] == ["C", wanted, "C"]


def test_a_chord_within_a_note_sounds_where_it_is_written() -> None:
    def symbol(step: str, offset: int = 0) -> str:
        return (
            f"<harmony><root><root-step>{step}</root-step></root><kind>major</kind>"
            f"<offset>{offset}</offset></harmony>"
        )

    found = read(score(FOUR_FOUR + symbol("C") + symbol("G", 8) + note("G4", 16, "moon")))
    spans = timeline(found).chords
    assert [span.symbol for span in spans] == ["C", "G"]
    assert spans[1].start_ms - timeline(found).notes[0].start_ms == pytest.approx(1500)
    assert len(timeline(found).notes) == 1
    assert sung(found) == "moon"


def test_a_tune_without_words_is_played() -> None:
    found = read(score(FOUR_FOUR + four("C4", "D4", "E4", "C4"), four("G4", "F4", "D4", "C4")))
    assert found.verses == 0
    assert any(n.chord for p in found.phrases for n in p.notes)
    assert arrange(found, timeline(found))


def test_what_is_left_out_is_told() -> None:
    held = note("C4", 8, "oh", more="|<notations><fermata/></notations>")
    found = read(
        score(
            FOUR_FOUR + '<sound tempo="60"/>' + held + '<sound tempo="90"/>' + note("C4", 8, "ah")
        )
    )
    assert found.remarks == (Remark(Choice.FERMATAS),)
    assert found.bpm == 60


def beats(number: int, more: str = "") -> str:
    told = f"<beat-unit>quarter</beat-unit><per-minute>{number}</per-minute>"
    kind = f"<direction-type><metronome>{told}</metronome></direction-type>"
    return f"<direction>{kind}{more}</direction>"


TEMPOS = {
    "from bar to bar": (
        [FOUR_FOUR + beats(60) + note("C4", 16), '<sound tempo="120"/>' + note("D4", 16)],
        [4000, 2000],
    ),
    "inside a bar": (
        [FOUR_FOUR + beats(60) + note("C4", 8) + beats(120) + note("D4", 8)],
        [2000, 1000],
    ),
    "with an offset": (
        [FOUR_FOUR + beats(60) + beats(120, "<offset>8</offset>") + four("C4", "D4", "E4", "F4")],
        [1000, 1000, 500, 500],
    ),
    "not before the first note": (
        [FOUR_FOUR + beats(90) + note("r", 16), beats(60) + note("C4", 16)],
        [4000],
    ),
    "again in a repeat": (
        [
            FOUR_FOUR + beats(60) + repeat("forward") + note("C4", 16),
            beats(120) + note("D4", 16) + repeat("backward"),
        ],
        [4000, 2000, 4000, 2000],
    ),
    "a number before playback": (
        [FOUR_FOUR + beats(60, '<sound tempo="61"/>') + note("C4", 16)],
        [4000],
    ),
}


@pytest.mark.parametrize("name", TEMPOS)
def test_tempos_are_followed(name: str) -> None:
    content, wanted = TEMPOS[name]
    found = read(score(*content))
    lasts = [each.end_ms - each.start_ms for each in timeline(found).notes]
    assert lasts == [pytest.approx(each) for each in wanted]


@pytest.mark.parametrize(
    ("content", "reason", "place"),
    [
        (FOUR_FOUR + note("r", 16), "no notes", None),
        (
            FOUR_FOUR + "<note><unpitched/><duration>4</duration></note>",
            "drums only",
            None,
        ),
        (FOUR_FOUR + note("C0", 8) + note("C9", 8), "out of everybody's reach", 1),
        ("<direction/>" * 20_001, "a bar longer than any", 1),
    ],
)
def test_what_cannot_be_sung_says_why(
    content: str, reason: str, place: int | None, tmp_path: Path
) -> None:
    path = tmp_path / "song.musicxml"
    path.write_text(score(content), "utf-8")
    found = read_score(path)
    assert isinstance(found, RefusedScore)
    assert reason in found.reason
    assert found.bar == place


def test_a_song_with_more_notes_than_any_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "song.xml"
    path.write_text(score(*[FOUR_FOUR + note("C4", 1) * 16] * 94), "utf-8")
    found = read_score(path)
    assert isinstance(found, RefusedScore)
    assert (found.reason, found.bar) == ("the song has more notes than any song", 94)
