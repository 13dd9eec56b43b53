"""Small scores in MusicXML, made by the tests themselves."""

import io
import zipfile
from collections.abc import Iterable

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
DOCTYPE = (
    '<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" '
    '"http://www.musicxml.org/dtds/partwise.dtd">\n'
)
CONTAINER = (
    '<?xml version="1.0"?><container><rootfiles>'
    '<rootfile full-path="{name}" media-type="application/vnd.recordare.musicxml+xml"/>'
    "</rootfiles></container>"
)
FOUR_FOUR = (
    "<attributes><divisions>4</divisions><key><fifths>0</fifths><mode>major</mode></key>"
    "<time><beats>4</beats><beat-type>4</beat-type></time></attributes>"
)


def lyric(text: str, number: str = "1", more: str = "") -> str:
    """`hush-` begins a word and `-by` ends one; `_` holds."""
    if text == "_":
        return f'<lyric number="{number}"><extend/></lyric>'
    begins, ends = text.endswith("-"), text.startswith("-")
    kind = {(1, 1): "middle", (1, 0): "begin", (0, 1): "end"}.get((begins, ends), "single")
    bare = text.strip("-")
    return f'<lyric number="{number}"><syllabic>{kind}</syllabic><text>{bare}</text>{more}</lyric>'


def note(name: str, ticks: int = 4, *words: str, more: str = "", voice: str = "1") -> str:
    """A note such as C4 or F#5, or `r` for a rest, of so many quarters of a quarter; `words` are
    those of verses 1, 2 and so on, empty for none."""
    lyrics = "".join(lyric(text, str(n)) for n, text in enumerate(words, start=1) if text)
    if name == "r":
        sound = "<rest/>"
    else:
        alter = {"#": "<alter>1</alter>", "b": "<alter>-1</alter>"}.get(name[1], "")
        sound = f"<pitch><step>{name[0]}</step>{alter}<octave>{name[-1]}</octave></pitch>"
    head, _, tail = more.partition("|")
    length = f"<duration>{ticks}</duration><voice>{voice}</voice>"
    return f"<note>{head}{sound}{length}{tail}{lyrics}</note>"


def bar(number: int, *content: str) -> str:
    return f'<measure number="{number}">{"".join(content)}</measure>'


def part(identity: str, bars: Iterable[str]) -> str:
    return f'<part id="{identity}">{"".join(bars)}</part>'


def score(*bars: str, head: str = "<movement-title>Test</movement-title>", more: str = "") -> str:
    """A score of one voice; `bars` are the contents of its bars."""
    numbered = [bar(n, each) for n, each in enumerate(bars, start=1)]
    return parts(("P1", "Voice", numbered), head=head, more=more)


def parts(
    *voices: tuple[str, str, list[str]],
    head: str = "<movement-title>Test</movement-title>",
    more: str = "",
) -> str:
    """A score of several parts: their id, name and bars."""
    listed = "".join(
        f'<score-part id="{identity}"><part-name>{name}</part-name></score-part>'
        for identity, name, _ in voices
    )
    return (
        f'{HEAD}{DOCTYPE}<score-partwise version="4.0">{head}<part-list>{listed}</part-list>'
        f"{''.join(part(identity, bars) for identity, _, bars in voices)}{more}</score-partwise>"
    )


def compressed(text: str | bytes, name: str = "score.xml", container: str = CONTAINER) -> bytes:
    """The same as an `.mxl` file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        if container:
            archive.writestr("META-INF/container.xml", container.format(name=name))
        archive.writestr(name, text)
    return packed.getvalue()


LULLABY = score(
    FOUR_FOUR + "<direction><direction-type><metronome><beat-unit>quarter</beat-unit>"
    "<per-minute>60</per-minute></metronome></direction-type></direction>"
    + note("C4", 4, "Sleep", "Dream")
    + note("D4", 4, "my", "my")
    + note("E4", 4, "dar-", "lit-")
    + note("C4", 4, "-ling", "-tle"),
    note("G4", 8, "one,", "one,") + note("E4", 8, "sleep", "dream"),
    head="<work><work-title>Sleep, my dear</work-title></work><identification>"
    '<creator type="composer">A neighbour</creator><creator type="lyricist">Her mother</creator>'
    "<rights>CC0</rights></identification>",
)
"""Two verses of two bars."""
