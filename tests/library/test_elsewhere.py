"""Songs of a playlist from another computer are proposed from the library."""

import unicodedata
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from lullaby.library.elsewhere import find_elsewhere


def test_another_drive_with_the_same_last_parts() -> None:
    wanted = Path("/lists/C:/Users/me/Music/LULLABIES/Gân.MP3")
    here = Path("/home/me/Music/Lullabies", unicodedata.normalize("NFD", "gân.mp3"))
    other = Path("/home/me/Music/Other/gân.mp3")
    assert find_elsewhere([wanted], [other, here]) == {wanted: here}


def test_two_that_fit_equally_well_are_not_guessed() -> None:
    wanted = Path("/x/a.mp3")
    assert find_elsewhere([wanted], [Path("/one/a.mp3"), Path("/two/a.mp3")]) == {}


def test_one_file_is_not_proposed_for_two() -> None:
    first, second = Path("/x/cd1/01.mp3"), Path("/x/cd2/01.mp3")
    assert find_elsewhere([first, second], [Path("/music/01.mp3")]) == {}
    assert find_elsewhere([first, first], [Path("/music/01.mp3")]) == {first: Path("/music/01.mp3")}


PATHS = st.lists(st.sampled_from(["a", "A", "b", "ä"]), min_size=1, max_size=3).map(
    lambda parts: Path("/", *parts)
)


@given(st.lists(PATHS, max_size=5), st.lists(PATHS, max_size=5))
def test_each_proposal_is_present_and_used_once(wanted: list[Path], present: list[Path]) -> None:
    found = find_elsewhere(wanted, present)
    assert set(found) <= set(wanted)
    assert set(found.values()) <= set(present)
    assert len(set(found.values())) == len(found)
