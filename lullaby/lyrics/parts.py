"""Who sings which lines, as a family shares them out."""

from dataclasses import replace

from lullaby.lyrics.model import Lyrics, Part

OTHER = {Part.FIRST: Part.SECOND, Part.SECOND: Part.FIRST}


def swapped(lyrics: Lyrics) -> Lyrics:
    """The two singers have changed parts."""
    lines = tuple(replace(line, part=OTHER.get(line.part, line.part)) for line in lyrics.lines)
    return replace(lyrics, lines=lines)
