"""Which songs come first for a family that sings in certain languages, as a pure function."""

from collections.abc import Callable, Iterable, Sequence

from lullaby.library.track import Track


def languages_from(text: str) -> tuple[str, ...]:
    """The languages of `Settings.sung_languages`."""
    return tuple(dict.fromkeys(text.split()))


def family_first(
    songs: Sequence[Track],
    others: Iterable[Track],
    languages: Sequence[str],
    language: Callable[[Track], str],
) -> list[Track]:
    """`songs` with those in the family's languages first, otherwise in their order.

    A language that no song is in begins with its slowest song of `others`, if it has one.
    """
    there = {language(song) for song in songs}
    slowest = sorted(others, key=lambda song: song.tempo.bpm or 0)
    added: list[Track] = []
    for each in languages:
        if each not in there:
            added += [song for song in slowest if language(song) == each][:1]
    theirs = [song for song in songs if language(song) in languages]
    return [*theirs, *added, *(song for song in songs if language(song) not in languages)]
