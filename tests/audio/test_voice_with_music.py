"""A voice that comes while a song plays is heard in it, at its place."""

from pathlib import Path

import numpy as np
import pytest

from lullaby.audio.laid_voice import LaidVoice
from lullaby.audio.port import Cue, CueId, SpeedPitch
from lullaby.audio.voice_coding import FRAME
from lullaby.units import Ms
from tests.audio.hand_driven import HandDriven
from tests.audio.sounds import RATE, tone, write
from tests.fakes import FakeClock


@pytest.mark.parametrize("start_ms", [0, 2_500])
@pytest.mark.parametrize("pace", [1.0, 0.8])
def test_a_voice_that_comes_shortly_before_its_place_is_heard_there(
    tmp_path: Path, start_ms: int, pace: float
) -> None:
    write(tmp_path / "song.wav", 0.0 * tone(12.0))
    made = SpeedPitch(pace)
    house, voice = HandDriven(FakeClock()), LaidVoice(pace)
    house.player.play(
        Cue(
            CueId(1),
            tmp_path / "song.wav",
            start_ms=Ms(start_ms),
            ramp_ms=Ms(0),
            speed_pitch=made,
            made=made,
            voice=voice,
        )
    )
    sung = tone(4.0, level=0.2, pitch=330.0)[:, 0]
    begins = start_ms + 2_000.0 * pace
    heard = []
    laid = 0
    for _ in range(8_000 // 20):
        place = house.player.status().position_ms
        while laid < len(sung) // FRAME and begins + 20.0 * pace * laid < place + 400.0 * pace:
            voice.lay(begins + 20.0 * pace * laid, sung[laid * FRAME : (laid + 1) * FRAME])
            laid += 1
        heard.append(house.hear(20))
    got = np.concatenate(heard)[:, 0]
    sounds = np.flatnonzero(np.abs(got) > 0.01)
    begun = int(sounds[0])
    assert begun / RATE == pytest.approx(2.0, abs=0.2)
    part = got[begun : begun + 3 * RATE]
    like = [np.corrcoef(part[RATE:], sung[at + RATE : at + 3 * RATE])[0, 1] for at in range(300)]
    assert max(like) > 0.999
