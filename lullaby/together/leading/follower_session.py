"""The follower's side: plays the same song a little later, with the leader's voice in its place."""

from collections.abc import Callable
from pathlib import Path

from lullaby.audio.laid_voice import LaidVoice
from lullaby.audio.port import CueId, Phase, Player
from lullaby.audio.voice_coding import VoiceDecoder
from lullaby.together.leading.events import FrameCame, PlaceCame
from lullaby.together.leading.led_song import LedSong
from lullaby.together.leading.song_line import FollowerPhase, SongLine, StepKind, next_step
from lullaby.together.leading.waiting import Ages
from lullaby.together.leading.wire import FollowerReport, FollowerState, Message
from lullaby.units import Ms

OUTPUT_MS = 300.0
"""How long before it is heard a piece of the voice has to be there: what the loudspeaker has taken
already cannot change, and sound is rendered again every 100 ms only."""

TAKEN_MS = 200.0
"""So much sound, at least, the loudspeaker has taken already and cannot be changed: a piece that
belongs there is late."""

REPORT_EVERY_MS = 1_000.0


class FollowerSession:
    """Used from one thread."""

    def __init__(
        self, player: Player, send: Callable[[Message], None], moment: Callable[[], float]
    ) -> None:
        """`moment` is the monotonic clock in ms."""
        self._player = player
        self._send = send
        self._moment = moment
        self._ages = Ages()
        self._number = 0
        self._song: LedSong | None = None
        self._path = Path()
        self._line: SongLine | None = None
        self._voice: LaidVoice | None = None
        self._decoder = VoiceDecoder()
        self._wait = 0.0
        self._began = False
        self._heard = SongLine(0, 0.0, 0.0)
        self._pieces = self._late = 0
        self._reported = 0.0
        self.state = FollowerState.READYING
        self.behind = 0.0
        """How many ms after the leader the song is heard here."""
        self.ended = False

    def has(self, number: int) -> bool:
        """Whether this is the song that is played or prepared here: it is sent again when a lost
        connection was found."""
        return number == self._number and self.state is not FollowerState.CANNOT

    def get_ready(self, number: int) -> None:
        """The leader has sent a song that is being prepared."""
        self._number, self._song, self._line, self._voice = number, None, None, None
        self._began = self.ended = False
        self._change(FollowerState.READYING)

    def song_ready(self, number: int, song: LedSong | None, path: Path = Path()) -> None:
        """It is prepared; None if it cannot be played here."""
        if number != self._number:
            return
        self._song, self._path = song, path
        self._voice = None if song is None else LaidVoice(song.setting.pace)
        self._pieces = self._late = 0
        self._change(FollowerState.CANNOT if song is None else FollowerState.WAITING)

    def place_came(self, came: PlaceCame) -> None:
        place = came.place
        if place.number == self._number:
            self._line = SongLine(place.number, came.at, place.place, place.pace, place.moving)

    def frame_came(self, came: FrameCame) -> None:
        self._ages.add(came.age)
        voice, frame = self._voice, came.frame
        if voice is not None and frame.number == self._number:
            self._pieces += 1
            taken = self._heard.place_at(self._moment() + TAKEN_MS)
            if self.state is FollowerState.SINGING and frame.place < taken:
                self._late += 1
            voice.lay(frame.place, self._decoder.decode(frame.opus))

    def tick(self) -> None:
        """Begin, pause or move with the leader."""
        line, song, now = self._line, self._song, self._moment()
        if line is not None and song is not None and not self.ended:
            self._follow(line, song, now)
        if now - self._reported >= REPORT_EVERY_MS:
            self._report(now)

    def _follow(self, line: SongLine, song: LedSong, now: float) -> None:
        status = self._player.status()
        ours = self._began and status.cue == CueId(self._number)
        place = float(status.position_ms)
        if ours and (status.ended or status.trouble is not None):
            self.ended = True
            self._change(FollowerState.WAITING if status.ended else FollowerState.CANNOT)
            return
        phase = FollowerPhase.IDLE
        if self._began:
            paused = status.phase is Phase.PAUSED
            phase = FollowerPhase.PAUSED if paused else FollowerPhase.PLAYING
            if not ours or place <= 0.0:
                return
            moving = status.phase is Phase.PLAYING
            self._heard = SongLine(self._number, now, place, song.setting.pace, moving)
            if line.moving:
                self.behind = max(0.0, (line.place_at(now) - place) / line.pace)
        elif line.moving:
            self._wait = self._wait or self._ages.wait(OUTPUT_MS)
        step = next_step(line, now, self._wait, phase, place)
        match step.kind:
            case StepKind.START:
                self._heard = SongLine(self._number, now, step.place, moving=False)
                self._player.play(song.cue(self._number, self._path, step.place, self._voice))
                self._began = True
                self._change(FollowerState.SINGING)
            case StepKind.PAUSE:
                self._player.pause()
            case StepKind.RESUME:
                self._player.resume()
            case StepKind.MOVE:
                self._player.seek(Ms(round(step.place)))
                self._player.resume()
            case StepKind.NOTHING:
                pass

    def _change(self, state: FollowerState) -> None:
        if state is FollowerState.READYING:
            self._wait = 0.0
        self.state = state
        self._report(self._moment())

    def _report(self, now: float) -> None:
        self._reported = now
        behind = min(self.behind, 60_000.0)
        self._send(FollowerReport(self._number, self.state, behind, self._pieces, self._late))
