"""The command `play`: an evening without a window. Ctrl+C and SIGTERM fade it out."""

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from lullaby.audio.port import Device
from lullaby.background import KeptSounds
from lullaby.cli.wording import complain, fault_words, say, shown
from lullaby.clock import SystemClock
from lullaby.helpers import Helpers
from lullaby.journal.store import JournalStore
from lullaby.library.in_helper import score_tags_of, tags_of
from lullaby.library.routine import STEPS, AmbientStep
from lullaby.library.track import Track, TrackId
from lullaby.session.session import Session
from lullaby.session.session_recorder import SessionRecorder
from lullaby.session.state import Programme, SessionState, Stage
from lullaby.songbook.kept_songs import KeptSongs
from lullaby.songbook.score_folder import RefusedScore, read_score
from lullaby.songbook.score_names import is_score_name
from lullaby.songbook.setting import Setting
from lullaby.songbook.timeline import verses_to_last
from lullaby.storage.database import open_in_memory

TICK_S = 0.1
AMBIENT_STEP = 8

CANNOT_BE_PLAYED = "cannot be played; the original is untouched"
LATE = "could not be read in time; the original is untouched"


def play(
    files: list[Path],
    minutes: float | None,
    volume: int,
    under: str | None,
    sounds: Path,
    songs: KeptSongs,
    helpers: Helpers,
) -> int:
    """Play files until they end or the timer does; returns 1 if any could not be played.

    Caches background sounds in the folder `sounds`, and songs rendered from scores in `songs`.
    """
    from lullaby.audio.pygame_player import PygamePlayer

    tracks, failed = _tracks(files, songs, helpers)
    if not tracks:
        return 1
    clock = SystemClock()
    with asked_to_leave() as asked:
        player = PygamePlayer(clock, KeptSounds(sounds))
        session = Session(player, clock, SessionRecorder(JournalStore(open_in_memory())), STEPS)
        ambient = (AmbientStep(under, AMBIENT_STEP),) if under else ()
        session.start_session(Programme("", tuple(tracks), ambient, volume, minutes))
        try:
            skipped = _listen(session, asked)
        finally:
            player.close()
    return int(failed or skipped)


@contextmanager
def asked_to_leave() -> Iterator[Callable[[], bool]]:
    """A function that tells whether Ctrl+C or SIGTERM came; enter before SDL handles SIGTERM."""
    received: list[int] = []
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [
        signal.signal(number, lambda number, _: received.append(number)) for number in numbers
    ]
    try:
        yield lambda: bool(received)
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def _tracks(files: list[Path], songs: KeptSongs, helpers: Helpers) -> tuple[list[Track], bool]:
    tracks: list[Track] = []
    failed = False
    for number, file in enumerate(files, start=1):
        scored = is_score_name(file)
        tags, fault, note = (
            score_tags_of(file, helpers) if scored else (*tags_of(file, helpers), "")
        )
        if fault is not None:
            complain(file, fault_words(fault, note))
            failed = True
            continue
        tracks.append(
            Track(
                TrackId(number),
                _played(file, songs) if scored else file.absolute(),
                tags.title,
                tags.artist,
                duration_ms=tags.duration_ms,
                loudness=tags.loudness,
            )
        )
    return tracks, failed


def _played(file: Path, songs: KeptSongs) -> Path:
    """The file to play: a score is rendered with our own instruments first."""
    found = read_score(file)
    if isinstance(found, RefusedScore):
        return file.absolute()
    setting = Setting(verses=verses_to_last(found.score))
    return songs.file(found.score, setting).absolute()


def _listen(session: Session, asked: Callable[[], bool]) -> bool:
    """Run until the evening is over; True if a song was skipped."""
    reported: set[TrackId] = set()
    device = Device.READY
    last = ""
    leaving = False
    state = session.tick()
    while state.stage is not Stage.ENDED:
        time.sleep(TICK_S)
        if asked() and not leaving:
            leaving = True
            session.stop()
        state = session.tick()
        for track in state.programme.tracks if state.programme else ():
            if track.id in state.skipped - reported:
                reported.add(track.id)
                late = track.id in state.late
                complain(track.path, LATE if late else CANNOT_BE_PLAYED)
        if state.device is not device:
            device = state.device
            if device is not Device.READY:
                say("No speaker found right now.", file=sys.stderr)
        last = _show(state, last)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    return bool(reported)


def _show(state: SessionState, last: str) -> str:
    """Print one progress line; on a terminal it is overwritten in place."""
    title = state.track.title if state.track else "…"
    at, left = _minutes(state.position_ms), ""
    if state.remaining_ms is not None:
        left = f"  silent in {_minutes(state.remaining_ms)}"
    if sys.stderr.isatty():
        print(f"\r\x1b[K{shown(title)}  {at}{left}", end="", file=sys.stderr, flush=True)
    elif title != last:
        say(title, file=sys.stderr)
    return title


def _minutes(ms: int) -> str:
    return f"{ms // 60_000}:{ms // 1000 % 60:02}"
