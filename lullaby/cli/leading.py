"""The commands `together lead` and `together join`: a song sung far apart, without a window."""

import threading
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from lullaby.audio.microphone import NoMicrophoneError
from lullaby.audio.port import Player
from lullaby.background import KeptSounds, kept_songs
from lullaby.bundles.manifest import BundleError
from lullaby.cli.giving import find_track, gatherer_of
from lullaby.cli.listen import asked_to_leave
from lullaby.cli.wording import complain, say
from lullaby.clock import SystemClock
from lullaby.helpers import Helpers
from lullaby.paths import Paths
from lullaby.songbook.kept_songs import KeptSongs
from lullaby.stores import Stores
from lullaby.together.leading.events import (
    FollowerCame,
    FollowerGone,
    FollowerTold,
    FrameCame,
    JoinEnded,
    JoinFailure,
    LeadEnded,
    LeaderFound,
    LeaderLost,
    LeadFailure,
    LeadOpened,
    PlaceCame,
    SongCame,
)
from lullaby.together.leading.follower_session import FollowerSession
from lullaby.together.leading.invitation import (
    InvitationError,
    InvitationProblem,
    LeadInvitation,
    read_invitation,
    write_invitation,
)
from lullaby.together.leading.leader_session import LeaderSession
from lullaby.together.leading.led_song import LedSong, NoScoreError, read_song, song_bytes
from lullaby.together.leading.voice_sender import VoiceSender
from lullaby.together.leading.wire import FollowerReport, FollowerState, SongOffer

LEADING = "lullaby.together.leading"
TICK_S = 0.02
LAST_WORDS_S = 2.0
"""How long a leader waits after the song, so that the follower hears it to its end."""

LED_FAILED = {
    LeadFailure.NO_PORT: "no port of this address is free",
    LeadFailure.ADDRESS_GONE: "this is no address of this computer",
    LeadFailure.NO_RELAY: "the relay does not answer",
    LeadFailure.CRASHED: "something unexpected happened; the log tells more",
}
JOIN_FAILED = {
    JoinFailure.NOT_THERE: "nobody answers there; are both computers on, and does one lead?",
    JoinFailure.NOBODY_LEADS: "the relay answers, but nobody leads yet",
    JoinFailure.SOMEBODY_ELSE: "another computer answers than the one that invited you",
    JoinFailure.REFUSED: "this invitation is an old one; ask for a new one",
    JoinFailure.NEWER: "the other computer has another version of Lullaby",
    JoinFailure.CRASHED: "something unexpected happened; the log tells more",
}
NO_INVITATION = {
    InvitationProblem.NONE_FOUND: "holds no invitation",
    InvitationProblem.DAMAGED: "a letter of the invitation is missing or changed; copy both lines",
    InvitationProblem.NO_ADDRESS: "the first line of the invitation is missing; copy both lines",
    InvitationProblem.NEWER: "the invitation comes from a newer Lullaby",
}


def lead(arguments: Namespace, stores: Stores, paths: Paths, helpers: Helpers) -> int:
    """Sing a song to somebody far away; 0 done, 1 it could not be."""
    track = find_track(arguments.song, stores)
    if track is None:
        return 1
    try:
        data = song_bytes(gatherer_of(stores, paths, helpers).giveable(track))
        song = read_song(data, helpers)
    except (NoScoreError, BundleError):
        complain(arguments.song, "has no score, so the other computer could not make its music")
        return 1
    file = kept_songs(paths.made_songs).file(song.score, song.setting)
    network = _Network()
    listen = arguments.listen or ("", 0)
    setup = import_module(f"{LEADING}.lead_end").LeadSetup(
        arguments.name or "",
        SystemClock(),
        _moment,
        network.heard,
        address=listen[0],
        port=listen[1],
        relay=arguments.relay,
    )
    with asked_to_leave() as asked, _playing(paths) as player:
        network.start(f"{LEADING}.lead_end", "lead_until_stopped", setup)
        leading = _Leading(network, player, song, file, data, arguments.delay)
        return _run(network, leading.hear, leading.tick, asked)


def join(arguments: Namespace, paths: Paths, helpers: Helpers) -> int:
    """Hear somebody far away sing, with the music of this computer; 0 done, 1 it could not be."""
    try:
        invitation = read_invitation(arguments.file.read_text(encoding="utf-8", errors="replace"))
    except OSError as problem:
        complain(arguments.file, f"cannot be read ({problem.strerror})")
        return 1
    except InvitationError as refused:
        complain(arguments.file, NO_INVITATION[refused.problem])
        return 1
    network = _Network()
    setup = import_module(f"{LEADING}.join_end").JoinSetup(
        invitation, arguments.name or "", SystemClock(), _moment, network.heard
    )
    with asked_to_leave() as asked, _playing(paths) as player:
        network.start(f"{LEADING}.join_end", "join_until_stopped", setup)
        joining = _Joining(network, player, kept_songs(paths.made_songs), helpers)
        return _run(network, joining.hear, joining.tick, asked)


class _Leading:
    """What the leader's terminal does."""

    def __init__(
        self,
        network: "_Network",
        player: Player,
        song: LedSong,
        file: Path,
        data: bytes,
        delay_ms: float,
    ) -> None:
        from lullaby.audio.captured_microphones import CapturedMicrophones

        self._network = network
        self._song, self._file, self._data = song, file, data
        self._session = LeaderSession(player, network.send, _moment)
        self._sender = VoiceSender(
            CapturedMicrophones(), lambda: self._session.line, network.send, _moment, delay_ms
        )
        self._singing = False
        self._over_at: float | None = None

    def hear(self, event: object) -> int | None:
        """Answer an event; an exit code ends the command."""
        match event:
            case LeadOpened(invitation):
                _show_invitation(invitation)
                self._network.send(SongOffer(1, self._data))
            case FollowerCame(name):
                say(f"{name or 'somebody'} is there")
            case FollowerTold(report):
                return self._hear_report(report)
            case FollowerGone():
                say("the other computer is away; go on, it comes back by itself")
            case LeadEnded(failure):
                complain("together lead", LED_FAILED[failure] if failure else "ended")
                return 1
            case _:
                pass
        return None

    def _hear_report(self, report: FollowerReport) -> int | None:
        if report.state is FollowerState.CANNOT:
            complain(self._song.title, "cannot be played there")
            return 1
        if report.state is FollowerState.WAITING and not self._singing:
            self._singing = True
            say(f"singing {self._song.title}")
            _on_thread("microphone", self._listen)
            self._session.play(1, self._song, self._file)
        elif report.state is FollowerState.SINGING and report.frames:
            say(
                f"heard there {report.behind / 1_000:.1f} s later;"
                f" {report.late} of {report.frames} pieces came too late"
            )
        return None

    def tick(self) -> int | None:
        self._session.tick()
        if not self._session.ended:
            return None
        self._sender.stop()
        self._over_at = self._over_at or time.monotonic()
        return 0 if time.monotonic() - self._over_at > LAST_WORDS_S else None

    def _listen(self) -> None:
        try:
            while self._sender.step():
                pass
        except NoMicrophoneError:
            complain("microphone", "is not there; the other computer hears the music only")


class _Joining:
    """What the follower's terminal does."""

    def __init__(
        self, network: "_Network", player: Player, songs: KeptSongs, helpers: Helpers
    ) -> None:
        self._session = FollowerSession(player, network.send, _moment)
        self._songs = songs
        self._helpers = helpers

    def hear(self, event: object) -> int | None:
        """Answer an event; an exit code ends the command."""
        match event:
            case LeaderFound(leader):
                say(f"{leader or 'somebody'} leads")
            case SongCame(offer):
                self._get_ready(offer)
            case PlaceCame():
                self._session.place_came(event)
            case FrameCame():
                self._session.frame_came(event)
            case LeaderLost():
                say("the other computer is away; the music goes on")
            case JoinEnded(failure, _):
                if failure is not None:
                    complain("together join", JOIN_FAILED[failure])
                return 0 if failure is None else 1
            case _:
                pass
        return None

    def tick(self) -> int | None:
        self._session.tick()
        return None

    def _get_ready(self, offer: SongOffer) -> None:
        if self._session.has(offer.number):
            return
        self._session.get_ready(offer.number)
        try:
            song = read_song(offer.bundle, self._helpers)
        except (NoScoreError, BundleError):
            complain("the song", "cannot be played here")
            self._session.song_ready(offer.number, None)
            return
        file = self._songs.file(song.score, song.setting)
        say(f"ready for {song.title}")
        self._session.song_ready(offer.number, song, file)


def _run(
    network: "_Network",
    hear: Callable[[object], int | None],
    tick: Callable[[], int | None],
    asked: Callable[[], bool],
) -> int:
    """Until there is an exit code, or Ctrl+C."""
    try:
        while not asked():
            for event in network.events():
                code = hear(event)
                if code is not None:
                    return code
            code = tick()
            if code is not None:
                return code
            time.sleep(TICK_S)
        return 0
    finally:
        network.stop()


@contextmanager
def _playing(paths: Paths) -> Iterator[Player]:
    from lullaby.audio.pygame_player import PygamePlayer

    player = PygamePlayer(SystemClock(), KeptSounds(paths.made_sounds))
    try:
        yield player
    finally:
        player.close()


class _Network:
    """An end of the network on a thread of its own."""

    def __init__(self) -> None:
        self._events: SimpleQueue[Any] = SimpleQueue()
        self._started: SimpleQueue[Any] = SimpleQueue()
        self._end: Any = None
        self._thread: threading.Thread | None = None

    def heard(self, event: object) -> None:
        self._events.put(event)

    def start(self, module: str, function: str, setup: object) -> None:
        run = getattr(import_module(module), function)
        self._thread = _on_thread(
            "network", lambda: self._events.put(run(setup, self._started.put))
        )

    def events(self) -> list[Any]:
        """What came since the last call."""
        found: list[Any] = []
        try:
            while True:
                found.append(self._events.get_nowait())
        except Empty:
            return found

    def send(self, message: object) -> None:
        end = self._there()
        if end is not None:
            end.send(message)

    def stop(self) -> None:
        end = self._there()
        if end is not None:
            end.stop()
        if self._thread is not None:
            self._thread.join(5)

    def _there(self) -> Any:
        if self._end is None and not self._started.empty():
            self._end = self._started.get()
        return self._end


def _show_invitation(invitation: LeadInvitation) -> None:
    address, secret = write_invitation(invitation)
    say("Send these two lines to the one you sing to, who runs “lullaby together join FILE”:")
    say("")
    say(f"Sing with me in Lullaby: {address}")
    say(secret)
    say("")


def _on_thread(name: str, work: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=work, name=name, daemon=True)
    thread.start()
    return thread


def _moment() -> float:
    return time.monotonic() * 1_000
