"""A voice from far away lies where it belongs, whatever comes late, early, twice or never."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.audio.decoder import RATE
from lullaby.audio.laid_voice import SINK, SIZE, LaidVoice, Sound
from lullaby.audio.voice_coding import FRAME, VoiceCoder, VoiceDecoder

FRAME_MS = 20.0


def tone(seconds: float, hertz: float = 220.0) -> Sound:
    at = np.arange(round(seconds * RATE)) / RATE
    return (0.3 * np.sin(2 * np.pi * hertz * at)).astype(np.float32)


def lay(
    voice: LaidVoice, sound: Sound, from_ms: float = 0.0, leave_out: tuple[int, ...] = ()
) -> None:
    for number in range(len(sound) // FRAME):
        if number not in leave_out:
            piece = sound[number * FRAME : (number + 1) * FRAME]
            voice.lay(from_ms + number * FRAME_MS, piece)


def whole(voice: LaidVoice, first: int, frames: int) -> Sound:
    got = voice.read(first, frames)
    assert got is not None
    return got


def test_what_is_laid_is_heard_at_its_place_to_the_sample() -> None:
    voice, sound = LaidVoice(), tone(1.0)
    lay(voice, sound, from_ms=500.0)
    got = whole(voice, 0, 2 * RATE)
    start = RATE // 2
    assert not got[:start].any()
    assert np.allclose(got[start + 240 : start + RATE], sound[240:], atol=1e-6)


def test_in_a_slower_song_a_place_is_heard_later() -> None:
    voice, sound = LaidVoice(pace=0.8), tone(0.2)
    for number in range(len(sound) // FRAME):
        piece = sound[number * FRAME : (number + 1) * FRAME]
        voice.lay(800.0 + 0.8 * number * FRAME_MS, piece)
    got = whole(voice, 0, 2 * RATE)
    assert not got[:RATE].any()
    assert np.allclose(got[RATE + 240 : RATE + len(sound)], sound[240:], atol=1e-6)


def test_reading_changes_nothing() -> None:
    voice = LaidVoice()
    lay(voice, tone(1.0))
    assert np.array_equal(whole(voice, 100, 9_000), whole(voice, 100, 9_000))


def test_one_missing_piece_leaves_no_hole_and_no_click() -> None:
    voice, sound = LaidVoice(), tone(1.0)
    lay(voice, sound, leave_out=(20,))
    got = whole(voice, 0, RATE)
    hole = got[20 * FRAME : 21 * FRAME]
    assert np.sqrt(np.mean(hole**2)) > 0.7 * np.sqrt(np.mean(sound**2))
    assert np.abs(np.diff(got[240:])).max() < 1.5 * np.abs(np.diff(sound)).max()


def test_a_piece_that_comes_after_the_next_ones_is_still_heard() -> None:
    voice, sound = LaidVoice(), tone(1.0)
    lay(voice, sound, leave_out=(20,))
    voice.lay(400.0, sound[20 * FRAME : 21 * FRAME])
    got = whole(voice, 0, RATE)
    assert np.allclose(
        got[20 * FRAME + 240 : 21 * FRAME - 240],
        sound[20 * FRAME + 240 : 21 * FRAME - 240],
        atol=1e-6,
    )
    assert np.allclose(got[22 * FRAME : 40 * FRAME], sound[22 * FRAME : 40 * FRAME], atol=1e-6)


def test_a_voice_that_stops_coming_sinks_in_a_fifth_of_a_second() -> None:
    voice, sound = LaidVoice(), tone(1.0)
    lay(voice, sound)
    got = whole(voice, 0, 2 * RATE)
    sinking = got[RATE : RATE + SINK]
    assert np.abs(sinking[: SINK // 8]).max() > 0.25
    assert np.abs(sinking[-SINK // 8 :]).max() < 0.02
    assert not got[RATE + SINK :].any()
    assert np.abs(np.diff(got[240:])).max() < 1.5 * np.abs(np.diff(sound)).max()


def test_clocks_that_run_apart_stay_together() -> None:
    """200 parts in a million for 20 s are 4 ms; the voice follows within a millisecond."""
    voice, sound = LaidVoice(), tone(20.0)
    for number in range(len(sound) // FRAME):
        piece = sound[number * FRAME : (number + 1) * FRAME]
        voice.lay(number * FRAME_MS * 1.0002, piece)
        assert voice.end_ms == pytest.approx((number * 1.0002 + 1) * FRAME_MS, abs=1.0)


def test_what_is_older_than_what_is_kept_is_left_out() -> None:
    voice = LaidVoice()
    lay(voice, tone(0.2), from_ms=60_000.0)
    before = whole(voice, 60 * RATE, RATE)
    voice.lay(100.0, tone(0.02))
    assert np.array_equal(whole(voice, 60 * RATE, RATE), before)


def test_the_player_renders_again_when_enough_is_new() -> None:
    told: list[None] = []
    voice = LaidVoice()
    voice.on_change(lambda: told.append(None))
    lay(voice, tone(1.0))
    assert len(told) == 10


@given(
    st.lists(
        st.tuples(st.floats(-60_000, 3_600_000), st.integers(0, 1_300)), min_size=1, max_size=30
    ),
    st.lists(st.tuples(st.integers(0, SIZE * 20), st.integers(1, 5_000)), max_size=10),
)
def test_any_order_of_places_leaves_finite_sound_of_the_asked_length(
    pieces: list[tuple[float, int]], reads: list[tuple[int, int]]
) -> None:
    voice = LaidVoice()
    for place, size in pieces:
        voice.lay(place, np.full(size, 0.5, np.float32))
        for first, frames in reads:
            got = voice.read(first, frames)
            assert got is None or (len(got) == frames and float(np.abs(got).max()) <= 1.0)


def test_a_voice_comes_back_from_its_frames_where_it_was() -> None:
    sound, coder, decoder, voice = tone(2.0), VoiceCoder(), VoiceDecoder(), LaidVoice()
    for first in range(0, len(sound), 700):
        for frame in coder.code(sound[first : first + 700]):
            assert len(frame.opus) < 400
            voice.lay(frame.first / RATE * 1_000, decoder.decode(frame.opus))
    got = whole(voice, 0, RATE)
    assert np.corrcoef(got[4_800:], sound[4_800:RATE])[0, 1] > 0.999


@given(st.binary(max_size=400))
def test_foreign_bytes_are_silence_or_sound_but_no_crash(data: bytes) -> None:
    got = VoiceDecoder().decode(data)
    assert got.dtype == np.float32
    assert np.isfinite(got).all()
