"""The words of a score as the rest of Lullaby knows words: for the screen and for LRC or SYLT."""

from lullaby.lyrics.model import Line, Lyrics, Syllable, Timing
from lullaby.songbook.notes import Score
from lullaby.songbook.timeline import SungLine, Timeline
from lullaby.units import Ms


def words_of(score: Score, performed: Timeline) -> Lyrics:
    """Timed by syllable. A line's translation comes first, then its own letters."""
    about = score.about
    return Lyrics(
        tuple(_line(line) for line in performed.lines),
        Timing.SYLLABLES if performed.lines else Timing.NONE,
        title=about.title,
        artist=about.composer,
        language=about.language,
    )


def _line(line: SungLine) -> Line:
    syllables = tuple(
        Syllable(s.text, Ms(round(s.start_ms)), Ms(round(s.end_ms))) for s in line.syllables
    )
    text = "".join(s.text for s in syllables)
    below = [each for each in (line.meaning, line.script) if each not in ("", text)]
    return Line(
        text,
        syllables[0].start_ms,
        syllables[-1].end_ms,
        syllables,
        translation="\n".join(below),
    )
