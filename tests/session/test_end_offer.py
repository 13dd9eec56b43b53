"""What is offered about the end of the evening."""

import pytest

from lullaby.session.end_offer import EndOffer, end_offer
from lullaby.session.state import SessionState
from lullaby.units import Ms

PLAYING = SessionState(remaining_ms=Ms(600_000), fade_ms=Ms(480_000))


@pytest.mark.parametrize(
    ("state", "offer"),
    [
        (PLAYING, EndOffer.FADE),
        (SessionState(remaining_ms=None, fade_ms=Ms(480_000)), EndOffer.FADE),
        (SessionState(remaining_ms=Ms(480_000), fade_ms=Ms(480_000)), EndOffer.STILL_AWAKE),
        (SessionState(last_song=True), EndOffer.STILL_AWAKE),
        (SessionState(final_fade=True), EndOffer.STILL_AWAKE),
        (SessionState(fade_requested=True), EndOffer.KEEP_PLAYING),
        (SessionState(fade_requested=True, last_song=True), EndOffer.KEEP_PLAYING),
    ],
)
def test_what_is_offered(state: SessionState, offer: EndOffer) -> None:
    assert end_offer(state) is offer
