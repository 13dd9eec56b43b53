"""Makes an HTML page of a song for musicians: piano roll, words, chords and measurements.

The page is one file without scripts, fonts or external resources.
"""

from collections.abc import Iterator
from html import escape
from itertools import pairwise

from lullaby.songbook.arrangement import Instrument, InstrumentNote, arrange
from lullaby.songbook.figures import figures
from lullaby.songbook.notes import Score
from lullaby.songbook.pitches import NAMES
from lullaby.songbook.setting import AS_WRITTEN, Setting
from lullaby.songbook.timeline import Timeline, timeline

BARS_A_ROW = 4
WIDTH = 1_000.0
STEP = 7.0
"""Height of a semitone in the drawing, in px."""

ABOVE, BELOW = 22.0, 24.0
STYLE = """
body { font: 16px/1.5 Georgia, serif; margin: 2rem auto; max-width: 1040px; padding: 0 1rem;
  color: #2b2a33; background: #fbf8f2 }
h1 { font-weight: normal; margin-bottom: 0 } h2 { font-weight: normal; font-size: 1.1rem }
p.story { font-style: italic } td, th { text-align: left; padding: 0 1rem 0 0;
  vertical-align: top; font-weight: normal } th { color: #7a7487 }
svg { width: 100%; height: auto; margin: .6rem 0 } .bar { stroke: #cfc8bb }
.tune { fill: #c98a3b } .harp { fill: #b9b4c6 } text { font: 13px Georgia, serif; fill: #2b2a33 }
.chord { fill: #7a7487 } .lines p { margin: .2rem 0 } .meaning { color: #7a7487 }
"""


def page(score: Score, setting: Setting = AS_WRITTEN) -> str:
    """The page of a whole performance. Raises ValueError for a verse that the song lacks."""
    about = score.about
    performed = timeline(score, setting)
    strokes = arrange(score, performed, setting.with_tune)
    rows = "\n".join(_rows(performed, strokes))
    return (
        f'<!doctype html>\n<html lang="en"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(about.title)}</title>'
        f"<style>{STYLE}</style>\n<h1>{escape(about.title)}</h1>\n"
        f"<h2>{escape(about.subtitle)}</h2>\n"
        f'<p class="story">{escape(about.story)}</p>\n'
        f"<table>{''.join(_facts(score, setting, performed, strokes))}</table>\n"
        f'{rows}\n<div class="lines" lang="{escape(about.language)}">'
        f"{''.join(_words(performed))}</div>\n</html>\n"
    )


def _facts(
    score: Score, setting: Setting, performed: Timeline, strokes: list[InstrumentNote]
) -> Iterator[str]:
    about = score.about
    low, high = (pitch + setting.key for pitch in score.pitches)
    found = figures(strokes, performed)
    facts = {
        "From": f"{about.origin}; {about.composer}",
        "Words": about.words_by,
        "Notes compared": f"{about.checked.value} – {about.source}",
        "Words compared": f"{about.words_checked.value} – {about.words_source}",
        "To do": "; ".join(about.to_do),
        "Key": f"{score.key} {setting.key:+d}" if setting.key else score.key,
        "Meter and pace": f"{score.meter[0]}/{score.meter[1]}, {setting.bpm(score):g} a minute",
        "Range": f"{_name(low)} to {_name(high)}, {high - low} semitones",
        "Length": f"{performed.end_ms / 1000:.0f} s",
        "Harp": f"{found.strokes_a_second:.1f} notes a second, "
        f"{found.above_tune:.0%} above the tune, {found.rubs} rubs",
    }
    for name, value in facts.items():
        yield f"<tr><th>{name}</th><td>{escape(value)}</td></tr>"


def _rows(performed: Timeline, strokes: list[InstrumentNote]) -> Iterator[str]:
    played = [stroke for stroke in strokes if stroke.instrument is Instrument.HARP]
    pitches = [n.pitch for n in performed.notes] + [stroke.pitch for stroke in played]
    low, high = min(pitches), max(pitches)
    row_ms = performed.bar_ms * BARS_A_ROW
    starts = performed.bars_ms[::BARS_A_ROW]
    for start, end in pairwise((*starts, starts[-1] + row_ms)):
        yield _row(performed, played, start, end - start, (low, high))


def _row(
    performed: Timeline,
    harp: list[InstrumentNote],
    start: float,
    length: float,
    reach: tuple[int, int],
) -> str:
    low, high = reach
    foot = ABOVE + (high - low + 1) * STEP

    def x(ms: float) -> float:
        return round((ms - start) / length * WIDTH, 1)

    def note(pitch: int, begin: float, end: float, kind: str) -> str:
        left, right = max(0.0, x(begin)), min(WIDTH, x(end))
        thick = STEP if kind == "tune" else STEP * 0.6
        top = ABOVE + (high - pitch) * STEP
        return (
            f'<rect class="{kind}" x="{left}" y="{top:.1f}" rx="3" '
            f'width="{max(2.0, right - left - 1):.1f}" height="{thick:.1f}"/>'
        )

    def inside(begin: float, end: float = 0.0) -> bool:
        return start - 0.01 <= begin < start + length - 0.01 or begin < start < end - 0.01

    parts = [
        f'<line class="bar" x1="{x(bar)}" x2="{x(bar)}" y1="{ABOVE}" y2="{foot:.1f}"/>'
        for bar in performed.bars_ms
        if inside(bar)
    ]
    parts += [
        note(s.pitch, s.start_ms, min(s.end_ms, s.start_ms + performed.bar_ms / 4), "harp")
        for s in harp
        if inside(s.start_ms)
    ]
    parts += [
        note(n.pitch, n.start_ms, n.end_ms, "tune")
        for n in performed.notes
        if inside(n.start_ms, n.end_ms)
    ]
    parts += [
        f'<text class="chord" x="{x(span.start_ms)}" y="14">{escape(span.symbol)}</text>'
        for span in performed.chords
        if inside(span.start_ms)
    ]
    parts += [
        f'<text class="syllable" x="{x(s.start_ms)}" y="{foot + 16:.1f}">'
        f"{escape(s.text.strip())}</text>"
        for line in performed.lines
        for s in line.syllables
        if inside(s.start_ms)
    ]
    return f'<svg viewBox="0 0 {WIDTH:.0f} {foot + BELOW:.0f}" role="img">{"".join(parts)}</svg>'


def _words(performed: Timeline) -> Iterator[str]:
    for line in performed.lines:
        text = escape("".join(s.text for s in line.syllables))
        script = f" {escape(line.script)}" if line.script else ""
        meaning = f' <span class="meaning">{escape(line.meaning)}</span>' if line.meaning else ""
        yield f"<p>{text}{script}{meaning}</p>"


def _name(pitch: int) -> str:
    return f"{NAMES[pitch % 12]}{pitch // 12 - 1}"
