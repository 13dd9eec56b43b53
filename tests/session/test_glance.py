"""A glance in a lull returns what a whole tick would have returned, whatever commands come."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from lullaby.audio.port import Device, SpeedPitch
from lullaby.library.routine import AmbientStep
from lullaby.session.finish import Finish
from lullaby.session.state import SessionState, Stage
from lullaby.units import Ms
from tests.session.evening import Evening, programme

RAIN = (AmbientStep("rain", 6),)

COMMANDS = st.sampled_from(
    [
        lambda e: e.session.toggle(),
        lambda e: e.session.next(),
        lambda e: e.session.previous(),
        lambda e: e.session.seek(Ms(70_000)),
        lambda e: e.session.let_fade(),
        lambda e: e.session.keep_playing(),
        lambda e: e.session.set_minutes(10),
        lambda e: e.session.extend(5),
        lambda e: e.session.still_awake(),
        lambda e: e.session.end_after_song(),
        lambda e: e.session.louder(),
        lambda e: e.session.set_limit(9),
        lambda e: e.session.set_speed_pitch(SpeedPitch(0.8, -1)),
        lambda e: e.session.mark_calm(),
        lambda e: e.session.switch_lead(),
        lambda e: e.session.sung(True),
        lambda e: e.player.unplug(),
        lambda e: e.player.plug_in(),
        lambda e: e.player.unplug(Device.NONE),
        lambda e: e.clock.jump_wall(60_000),
        lambda e: e.session.start_session(programme(2, 20, RAIN)),
    ]
)


def plain(state: SessionState) -> SessionState:
    """Without the row's id, and without times of day, which a lull does not update."""
    return replace(state, entry=None, softer_at=None, silent_at=None)


def songs_played(evening: Evening) -> list[tuple[str, int, bool]]:
    night = evening.journal.last()
    assert night is not None
    return [(song.title, song.played_ms, song.sung) for song in night.songs]


@settings(deadline=None, max_examples=40)
@given(
    steps=st.lists(st.tuples(st.integers(1, 40), COMMANDS), min_size=1, max_size=12),
    finish=st.sampled_from([Finish.FADE, Finish.SONG]),
    minutes=st.sampled_from([None, 10, 20]),
)
def test_glances_and_ticks_agree(
    steps: list[tuple[int, object]], finish: Finish, minutes: int | None
) -> None:
    """Two identical evenings: one is only ticked, the other glanced at between the commands."""
    ticked, glanced = Evening(), Evening()
    for evening in (ticked, glanced):
        evening.session.start_session(programme(3, minutes, RAIN, finish=finish))
        evening.session.tick()
    for ticks, command in steps:
        for _ in range(ticks):
            for evening in (ticked, glanced):
                evening.clock.advance(200)
            ticked.session.tick()
            glanced.session.glance()
            if ticked.state.stage is Stage.PLAYING:
                assert plain(glanced.state) == plain(ticked.state)
        for evening in (ticked, glanced):
            command(evening)  # type: ignore[operator]
            evening.session.tick()
        assert plain(glanced.state) == plain(ticked.state)
    for evening in (ticked, glanced):
        evening.session.stop()
        evening.pass_time(3_000)
    assert songs_played(glanced) == songs_played(ticked)


def test_a_lull_before_the_words_appeared_does_not_count_as_sung() -> None:
    evening = Evening()
    evening.session.start_session(programme(2, None))
    evening.session.tick()
    evening.clock.advance(200)
    evening.session.glance()
    evening.session.sung(True)
    evening.session.tick()
    evening.session.stop()
    evening.pass_time(3_000)
    assert songs_played(evening) == [("Song 1", 200, False)]


def test_a_glance_notices_what_happens_by_itself() -> None:
    """The end of a song, a lost loudspeaker and sleep do not wait for a whole tick."""
    evening = Evening()
    evening.session.start_session(programme(2, None))
    evening.pass_time(1_000)
    for _ in range(900):
        evening.clock.advance(200)
        evening.session.glance()
    assert evening.state.index == 1
    evening.player.unplug()
    evening.clock.advance(200)
    assert evening.session.glance().device is Device.LOST
    evening.player.plug_in()
    evening.clock.jump_wall(60_000)
    assert evening.session.glance().stage is Stage.PAUSED


def test_the_night_is_written_every_second_between_glances() -> None:
    evening = Evening()
    evening.session.start_session(programme(2, 30))
    evening.session.tick()
    for second in range(1, 8):
        for _ in range(5):
            evening.clock.advance(200)
            evening.session.glance()
        assert evening.state.entry is not None
        night = evening.journal.entry(evening.state.entry)
        assert night is not None
        assert sum(song.played_ms for song in night.songs) >= second * 1_000 - 200
