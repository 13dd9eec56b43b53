"""Any key, tempo and choice of verses: one timeline, a calm arrangement, words in time."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lullaby.library.song_words import words_of
from lullaby.lyrics.lrc import parse
from lullaby.lyrics.lrc_writer import to_lrc
from lullaby.lyrics.model import Lyrics
from lullaby.lyrics.sylt import entries_of, lyrics_from_entries
from lullaby.paths import assets
from lullaby.songbook.abc_reader import read_abc
from lullaby.songbook.arrangement import PATTERNS, Instrument, arrange
from lullaby.songbook.figures import figures
from lullaby.songbook.notes import Score
from lullaby.songbook.setting import Setting, pace_for
from lullaby.songbook.timeline import timeline
from lullaby.units import Bpm, Ms

SCORES = {
    path.stem: read_abc(path.read_text(encoding="utf-8"), path.name)
    for path in sorted((assets() / "songs").glob("*.abc"))
}
LONGEST_MS = Ms(20 * 60_000)

SETTINGS = st.builds(
    Setting,
    key=st.integers(-12, 12),
    pace=st.floats(0.5, 1.5),
    with_tune=st.booleans(),
)


@pytest.fixture(params=sorted(SCORES))
def score(request: pytest.FixtureRequest) -> Score:
    return SCORES[request.param]


@given(st.sampled_from(sorted(SCORES)), SETTINGS)
@settings(deadline=None)
def test_every_syllable_begins_with_a_note(name: str, setting: Setting) -> None:
    performed = timeline(SCORES[name], setting)
    onsets = {note.start_ms for note in performed.notes}
    syllables = [s for line in performed.lines for s in line.syllables]
    assert syllables
    assert all(syllable.start_ms in onsets for syllable in syllables)
    assert all(s.start_ms < s.end_ms <= performed.end_ms for s in syllables)


@given(st.sampled_from(sorted(SCORES)), SETTINGS)
@settings(deadline=None)
def test_only_the_key_and_the_pace_change(name: str, setting: Setting) -> None:
    written, performed = timeline(SCORES[name]), timeline(SCORES[name], setting)
    for before, after in zip(written.notes, performed.notes, strict=True):
        assert after.pitch - before.pitch == setting.key
        assert after.start_ms * setting.pace == pytest.approx(before.start_ms)
    texts = [[s.text for s in line.syllables] for line in written.lines]
    assert [[s.text for s in line.syllables] for line in performed.lines] == texts


@given(st.sampled_from(sorted(SCORES)), SETTINGS)
@settings(deadline=None, max_examples=60)
def test_the_accompaniment_stays_below_the_melody_without_semitone_clashes(
    name: str, setting: Setting
) -> None:
    performed = timeline(SCORES[name], setting)
    strokes = arrange(SCORES[name], performed, setting.with_tune)
    found = figures(strokes, performed)
    assert found.above_tune == 0
    assert found.rubs == 0
    tuned = any(stroke.instrument is Instrument.CELESTA for stroke in strokes)
    assert tuned is setting.with_tune


def test_the_arrangement_is_calm_at_home(score: Score) -> None:
    performed = timeline(score)
    strokes = arrange(score, performed)
    found = figures(strokes, performed)
    print(f"{score.about.id}: {found}")
    assert 1.5 < found.strokes_a_second < 3
    assert found.widest_leap <= 7
    harp = [s for s in strokes if s.instrument is Instrument.HARP]
    assert max(s.strength for s in harp) - min(s.strength for s in harp) <= 12
    starts = [s.start_ms for s in harp if s.start_ms < performed.bars_ms[-2]]
    eighth = performed.bar_ms / len(PATTERNS[score.meter])
    assert starts == pytest.approx([at * eighth for at in range(len(starts))])


def test_the_same_every_night_and_the_same_below_the_voice(score: Score) -> None:
    performed = timeline(score)
    strokes = arrange(score, performed)
    assert arrange(score, performed) == strokes
    below = [stroke for stroke in strokes if stroke.instrument is not Instrument.CELESTA]
    assert arrange(score, performed, with_tune=False) == below


def test_two_bars_lead_in_and_verses_begin_with_the_bar(score: Score) -> None:
    performed = timeline(score, Setting(verses=(0, 0)))
    count = len(performed.notes) // 2
    pickup_ms = float(score.pickup / score.bar) * performed.bar_ms
    for first in (performed.notes[0], performed.notes[count]):
        bars = (first.start_ms + pickup_ms) / performed.bar_ms
        assert bars == pytest.approx(round(bars))
    assert performed.notes[0].start_ms + pickup_ms == pytest.approx(2 * performed.bar_ms)


def test_verses_are_chosen_repeated_and_turned() -> None:
    twinkle = SCORES["twinkle"]
    performed = timeline(twinkle, Setting(verses=(2, 0, 0)))
    assert [line.verse for line in performed.lines][:: len(twinkle.phrases)] == [2, 0, 0]
    with pytest.raises(ValueError, match="no verse 4"):
        timeline(twinkle, Setting(verses=(3,)))


@pytest.mark.parametrize("wrong", [{"key": 13}, {"pace": 0.2}, {"verses": ()}, {"verses": (-1,)}])
def test_settings_that_make_no_sense(wrong: dict) -> None:
    with pytest.raises(ValueError, match=r"not from|no verses"):
        Setting(**wrong)


def test_a_pace_for_a_tempo() -> None:
    score = SCORES["fais-dodo"]
    assert Setting(pace=pace_for(score, Bpm(60))).bpm(score) == pytest.approx(60)


def test_the_words_go_out_as_lrc_and_come_back(score: Score) -> None:
    words = words_of(score, timeline(score, Setting(key=3, pace=0.83)))
    back = parse(to_lrc(words, duration_ms=LONGEST_MS), duration_ms=LONGEST_MS)
    silent = tuple(
        replace(line, syllables=tuple(replace(each, notes=()) for each in line.syllables))
        for line in words.lines
    )
    assert back.lines == silent, "all but the tones, which LRC has no place for"


def test_the_words_go_out_as_a_tag_and_come_back(score: Score) -> None:
    words = words_of(score, timeline(score, Setting(pace=1.1)))
    back = lyrics_from_entries(entries_of(words), duration_ms=LONGEST_MS)
    assert contents(back) == contents(words)


def contents(words: Lyrics) -> list[list[tuple[str, int]]]:
    return [[(s.text, s.start_ms) for s in line.syllables] for line in words.lines]


def test_a_line_that_needs_no_translation_has_none() -> None:
    body = 'M:4/4\nL:1/4\nQ:1/4=60\nK:C\n"C" C2 D2 |]\nw: good night\n%%tr-en good night\n'
    (line,) = words_of(score := read_abc(body), timeline(score)).lines
    assert line.translation == ""
