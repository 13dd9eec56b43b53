"""The leader's side of a song: plays it here, and tells the follower where it is heard."""

from collections.abc import Callable
from pathlib import Path

from lullaby.audio.port import CueId, Phase, Player
from lullaby.together.leading.led_song import LedSong
from lullaby.together.leading.song_line import LineOfLooks, SongLine
from lullaby.together.leading.wire import LeaderPlace, Message

WORTH_TELLING_MS = 6.0
"""A line that has moved by less is not told again."""

TOLD_EVERY_MS = 2_000.0


class LeaderSession:
    """Used from one thread; `line` may be read from any."""

    def __init__(
        self, player: Player, send: Callable[[Message], None], moment: Callable[[], float]
    ) -> None:
        """`moment` is the monotonic clock in ms."""
        self._player = player
        self._send = send
        self._moment = moment
        self._looks = LineOfLooks()
        self._told: SongLine | None = None
        self._number = 0
        self._pace = 1.0
        self.line: SongLine | None = None
        """Where the song is heard; None before it begins and after its end."""
        self.ended = False

    def play(self, number: int, song: LedSong, path: Path) -> None:
        """Play a song that the follower has."""
        self._number, self._pace, self.ended = number, song.setting.pace, False
        self._looks, self._told = LineOfLooks(), None
        self._player.play(song.cue(number, path))

    def tick(self) -> None:
        """Look where the song is, and tell the follower what changed."""
        status = self._player.status()
        now = self._moment()
        if status.cue != CueId(self._number) or self.ended:
            return
        if status.ended or status.trouble is not None:
            self.ended, self.line = True, None
            return
        if status.position_ms <= 0 and self.line is None:
            return
        moving = status.phase is Phase.PLAYING
        line = self._looks.look(now, float(status.position_ms), self._number, self._pace, moving)
        self.line = line
        if self._is_worth_telling(line, now):
            self._told = line
            self._send(LeaderPlace(line.number, line.at, line.place, line.pace, line.moving))

    def _is_worth_telling(self, line: SongLine, now: float) -> bool:
        told = self._told
        if told is None or told.moving is not line.moving:
            return True
        off = abs(told.place_at(now) - line.place_at(now)) > WORTH_TELLING_MS
        return off or now - told.at > TOLD_EVERY_MS
