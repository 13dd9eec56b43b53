"""How long nothing can happen by itself."""

from dataclasses import replace

import pytest

from lullaby.audio.port import Device, PlayerStatus
from lullaby.session.lull import NO_LULL, lull
from lullaby.session.state import SessionState, Stage
from lullaby.session.vocal_mode import LeadSource, VocalMode
from lullaby.units import Ms
from tests.session.evening import programme

NOW = Ms(1_000)
PLAYING = SessionState(Stage.PLAYING, programme(2), index=0)
STATUS = PlayerStatus(position_ms=Ms(10_000), duration_ms=Ms(180_000))


def quiet_ms(
    state: SessionState = PLAYING,
    status: PlayerStatus = STATUS,
    left: int | None = None,
    next_write_ms: int = 900,
    settled: bool = True,
) -> int:
    known = None if left is None else Ms(left)
    return lull(NOW, state, status, known, next_write_ms, settled).until_ms - NOW


def test_it_lasts_until_the_night_is_written_again() -> None:
    assert quiet_ms() == 900
    assert quiet_ms(left=3_600_000) == 900


def test_it_ends_with_the_beginning_of_the_fade_and_a_minute_before_silence() -> None:
    fading = replace(PLAYING, fade_ms=Ms(300_000))
    assert quiet_ms(fading, left=300_500) == 500
    assert quiet_ms(left=60_400) == 400


def test_it_ends_before_the_next_song_is_queued_even_at_the_fastest_pace() -> None:
    near = replace(STATUS, position_ms=Ms(180_000 - 20_000 - 111))
    assert quiet_ms(status=near) == 100
    rain = replace(PLAYING, index=None)
    assert quiet_ms(rain, status=near) == 900, "no song is near its end"
    assert quiet_ms(rain, replace(STATUS, duration_ms=None), settled=False) == 900


@pytest.mark.parametrize(
    "state",
    [
        replace(PLAYING, stage=Stage.PAUSED),
        replace(PLAYING, vocal_mode=VocalMode(LeadSource.RETURNING)),
        replace(PLAYING, vocal_mode=VocalMode(LeadSource.PERSON)),
        replace(PLAYING, fade_requested=True),
        replace(PLAYING, final_fade=True),
        replace(PLAYING, unsaved=True),
    ],
)
def test_there_is_none_while_something_is_under_way(state: SessionState) -> None:
    assert quiet_ms(state) == 0


def test_there_is_none_without_a_loudspeaker_or_before_the_song_is_settled() -> None:
    assert quiet_ms(status=replace(STATUS, device=Device.LOST)) == 0
    assert quiet_ms(status=replace(STATUS, duration_ms=None)) == 0
    assert quiet_ms(settled=False) == 0


def test_it_knows_the_status_it_began_with_but_for_the_position() -> None:
    assert lull(NOW, PLAYING, STATUS, None, 900, True).status == replace(STATUS, position_ms=Ms(0))
    assert NO_LULL.until_ms == 0
