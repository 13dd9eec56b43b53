"""Who sings which lines, as a family shares them out."""

from dataclasses import replace

from lullaby.lyrics.model import Lyrics, Part

OTHER = {Part.FIRST: Part.SECOND, Part.SECOND: Part.FIRST}


def swapped(lyrics: Lyrics) -> Lyrics:
    """Swap the parts of the two singers."""
    lines = tuple(replace(line, part=OTHER.get(line.part, line.part)) for line in lyrics.lines)
    return replace(lyrics, lines=lines)
