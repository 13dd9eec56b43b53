"""Where the song is, from one value; and when another value has to be sent."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.together.anchor import DRIFT_MS, JUMP_MS, SILENT_MS, Anchor, next_anchor
from lullaby.units import Ms

SENT = Anchor("7", 3, 1_000.0, 20_000.0, 0.8, moving=True)


def later(ms: float, off: float = 0.0, **changes: object) -> Anchor:
    """What is seen `ms` after `SENT`, `off` ms away from where it says the song is."""
    at = SENT.at_ms + ms
    place = SENT.position_at(at) + off
    return replace(SENT, rev=0, at_ms=at, position_ms=place, **changes)


def test_a_song_moves_on_at_its_pace() -> None:
    assert SENT.position_at(2_000.0) == 20_800.0


def test_a_paused_song_stands() -> None:
    assert replace(SENT, moving=False).position_at(9_000.0) == 20_000.0


def test_the_first_anchor_is_sent_as_number_0() -> None:
    assert next_anchor(None, SENT) == replace(SENT, rev=0)


@pytest.mark.parametrize("off", [0.0, DRIFT_MS, -DRIFT_MS])
def test_as_long_as_it_holds_nothing_is_sent(off: float) -> None:
    assert next_anchor(SENT, later(SILENT_MS - 1, off)) is None


def test_it_is_repeated_every_10_s() -> None:
    seen = later(SILENT_MS)
    assert next_anchor(SENT, seen) == replace(seen, rev=3)


@pytest.mark.parametrize("off", [DRIFT_MS + 0.1, -DRIFT_MS - 0.1, JUMP_MS])
def test_a_drift_is_slid_to(off: float) -> None:
    seen = later(200, off)
    assert next_anchor(SENT, seen) == replace(seen, rev=3)


@pytest.mark.parametrize(
    "seen",
    [
        later(200, JUMP_MS + 0.1),
        later(200, -5_000.0),
        later(200, moving=False),
        later(200, pace=0.85),
        later(200, song="8"),
    ],
    ids=["seek", "seek back", "pause", "pace", "song"],
)
def test_a_jump_has_another_number(seen: Anchor) -> None:
    assert next_anchor(SENT, seen) == replace(seen, rev=4)


def test_words_shown_earlier_are_slid_to() -> None:
    seen = later(200, earlier_ms=Ms(50))
    assert next_anchor(SENT, seen) == replace(seen, rev=3)


@pytest.mark.parametrize(
    ("seen", "rev"),
    [
        (later(9_999, 12.0), None),
        (later(10_000), 3),
        (later(200, 12.5), 3),
        (later(200, 60.0), 3),
        (later(200, 60.5), 4),
    ],
)
def test_12_ms_are_a_drift_60_a_jump_and_10_s_a_silence(seen: Anchor, rev: int | None) -> None:
    told = next_anchor(SENT, seen)
    assert (None if told is None else told.rev) == rev


def test_words_are_not_shown_earlier_unless_somebody_says_so() -> None:
    assert SENT.earlier_ms == 0


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("play", "pause", "faster", "other")),
            st.floats(-200, 200),
            st.integers(1, 3_000),
        ),
        max_size=30,
    )
)
def test_whoever_follows_the_anchors_is_never_off_by_more_than_the_drift(
    events: list[tuple[str, float, int]],
) -> None:
    sent = seen = replace(SENT, rev=0)
    for event, off, after_ms in events:
        at = seen.at_ms + after_ms
        seen = replace(seen, at_ms=at, position_ms=seen.position_at(at) + off)
        if event == "faster":
            seen = replace(seen, pace=1.0 if seen.pace == 0.8 else 0.8)
        elif event == "other":
            seen = replace(seen, song=seen.song + "1")
        else:
            seen = replace(seen, moving=event == "play")
        following = next_anchor(sent, seen)
        if following is not None:
            assert following.rev >= sent.rev
            sent = following
        assert (sent.song, sent.pace, sent.moving) == (seen.song, seen.pace, seen.moving)
        assert abs(sent.position_at(at) - seen.position_ms) <= DRIFT_MS + 1e-6
