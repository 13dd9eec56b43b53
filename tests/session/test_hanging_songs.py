"""An evening with the real player, and a song on a share that does not answer."""

import sqlite3
from pathlib import Path

import pytest

from lullaby.audio.pygame_player import PygamePlayer
from lullaby.clock import SystemClock
from lullaby.journal.store import JournalStore
from lullaby.library.routine import STEPS
from lullaby.library.track import Track, TrackId
from lullaby.session.session import Session
from lullaby.session.session_recorder import SessionRecorder
from lullaby.session.state import Programme
from tests.audio.dead_share import NAME, DeadShare
from tests.audio.sounds import tone, write
from tests.waiting import wait_until

SPARE_MS = 500
"""Allowance for a shared processor, in ms."""


@pytest.mark.long
def test_the_evening_skips_a_song_that_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, memory: sqlite3.Connection
) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    share = DeadShare().mount(monkeypatch)
    away = write(tmp_path / f"{NAME}.flac", tone(1.0))
    song = write(tmp_path / "song.flac", tone(30.0))
    clock = SystemClock()
    player = PygamePlayer(clock, lambda _name, _rate: tone(1.0))
    session = Session(player, clock, SessionRecorder(JournalStore(memory)), STEPS)
    tracks = (Track(TrackId(1), away, "away"), Track(TrackId(2), song, "here"))
    try:
        session.start_session(Programme("", tracks, (), 8, 20))
        begun = clock.monotonic_ms()
        wait_until(lambda: session.tick().index == 1, within=15.0)
        assert 4_000 < clock.monotonic_ms() - begun < 5_000 + SPARE_MS
        assert session.state.late == {TrackId(1)}
        wait_until(lambda: session.tick().position_ms > 100)
    finally:
        share.release()
        player.close()
