"""Chooses the rendition in which the current song plays, and switches to another."""

from dataclasses import replace

from lullaby.audio.port import AS_RECORDED, Cue, CueId, Player, PlayerStatus, SpeedPitch
from lullaby.frozen import frozen
from lullaby.library.rendition import Rendition, Renditions
from lullaby.library.singing import WHOLE_SONG, Singing
from lullaby.library.track import Track
from lullaby.session.loudness import PEAK_LIMIT, TARGET, cue_gain, is_measured
from lullaby.session.wind_down import NOT_WOUND_DOWN, paced
from lullaby.songbook.passes import crossing
from lullaby.units import Decibels, Lufs, Ms

HEARD_WITHIN_MS = 5_000
"""A rendition that has not taken over when the song is this much further is unreadable."""


class CueMaker:
    """Numbers cues and sets their gain and tempo."""

    def __init__(self) -> None:
        self._made = 0
        self.target = TARGET
        self.wound_down = NOT_WOUND_DOWN

    def paced(self, speed_pitch: SpeedPitch) -> SpeedPitch:
        """A song's tempo and key at this point of the wind-down."""
        return paced(speed_pitch, self.wound_down)

    def loud(self, rendition: Rendition) -> tuple[Decibels, Lufs, bool]:
        """A cue's gain, the loudness it results in, and whether that was measured."""
        loudness = rendition.loudness
        gain = cue_gain(loudness, Lufs(self.target), PEAK_LIMIT)
        return gain, self.target, is_measured(loudness)

    def __call__(self, rendition: Rendition, speed_pitch: SpeedPitch, ramp_ms: Ms) -> Cue:
        self._made += 1
        gain, level, measured = self.loud(rendition)
        return Cue(
            CueId(self._made),
            rendition.path,
            gain,
            ramp_ms=ramp_ms,
            speed_pitch=self.paced(speed_pitch),
            made=rendition.made,
            level=level,
            measured=measured,
        )


@frozen
class CuedRendition:
    """A rendition that plays or is about to, with its cue; requested at position `since_ms`."""

    cue: CueId
    rendition: Rendition
    since_ms: int = 0


class RenditionSwitcher:
    """Applies changes of key, tempo, tune and verses to the current song.

    The player stretches the current rendition at once, as far as it can; a rendition made for the
    new settings takes over between two lines as soon as it is ready."""

    def __init__(self, player: Player, renditions: Renditions, make_cue: CueMaker) -> None:
        self._player = player
        self._renditions = renditions
        self._make_cue = make_cue
        self._track: Track | None = None
        self._sounds: CuedRendition | None = None
        self._coming: CuedRendition | None = None
        self._ramp_ms = self._at = Ms(0)
        self._begins: Ms | None = None
        self._settled = False
        """Whether the requested rendition plays."""
        self._repaired = False
        self.speed_pitch = AS_RECORDED
        self.singing = WHOLE_SONG
        self.louder = 0

    @property
    def verses(self) -> tuple[int, ...] | None:
        """The verses that are heard; None for all."""
        return self._sounds.rendition.singing.verses if self._sounds else self.singing.verses

    def play_track(
        self, track: Track, ramp_ms: Ms, at: Ms = Ms(0), begins: Ms | None = None
    ) -> None:
        """Play `track` from position `at`, at the moment `begins` or once it is rendered; fades out
        what plays."""
        self.adopt(track, None)
        self._ramp_ms, self._at, self._begins = ramp_ms, at, begins
        self._play_rendition(self._best(track))
        if self._sounds is None:
            self._player.drop()

    def adopt(self, track: Track, cued: CuedRendition | None) -> None:
        """Take over `track`, which already plays through `cued`."""
        self._track, self._sounds, self._coming = track, cued, None
        self.speed_pitch, self.singing, self.louder = track.speed_pitch, track.singing, track.louder
        self._settled = self._repaired = False

    def drop(self) -> None:
        self._track = self._sounds = self._coming = None
        self.speed_pitch, self.singing, self.louder = AS_RECORDED, WHOLE_SONG, 0
        self._player.drop()

    def is_current(self, status: PlayerStatus) -> bool:
        """Whether the player's status is about the current song, in any rendition."""
        self._notice(status)
        return self._sounds is not None and status.cue == self._sounds.cue

    def heard_ms(self, status: PlayerStatus) -> Ms | None:
        """The length of the current song's own file, once it was decoded to its end."""
        track, sounds = self._track, self._sounds
        if track is None or sounds is None or not status.counted or status.trouble is not None:
            return None
        own = status.cue == sounds.cue and sounds.rendition.path == track.path
        return status.duration_ms if own else None

    def is_settled(self, status: PlayerStatus) -> bool:
        """Whether the requested rendition plays and no switch is pending."""
        on = status.trouble is None and not status.ended and self._coming is None
        return on and self._settled and self.is_current(status)

    def set_speed_pitch(self, speed_pitch: SpeedPitch) -> None:
        self.speed_pitch = speed_pitch
        self.send_pace()
        self._request()

    def send_pace(self) -> None:
        """Send the current song's tempo, multiplied by the wind-down, to the player."""
        self._player.set_speed_pitch(self._make_cue.paced(self.speed_pitch))

    def set_singing(self, singing: Singing) -> None:
        self.singing = singing
        self._request()

    def update_rendition(self, status: PlayerStatus) -> None:
        """Move closer to the requested rendition; call this on every tick."""
        self._notice(status)
        track = self._track
        if track is None:
            return
        if self._sounds is None:
            self._play_rendition(self._renditions.exact(track, self.speed_pitch, self.singing))
        elif status.cue != self._sounds.cue:
            return
        elif status.trouble is not None:
            self._repair(track, self._sounds)
        elif self._coming is not None:
            if abs(status.position_ms - self._coming.since_ms) > HEARD_WITHIN_MS:
                self._coming, self._settled = None, True
        elif not self._settled and not status.ended:
            self._turn(track, self._sounds, status.position_ms)

    def _notice(self, status: PlayerStatus) -> None:
        """Notice that the new rendition is heard."""
        if self._coming is not None and status.cue == self._coming.cue:
            self._sounds, self._coming = self._coming, None

    def _request(self) -> None:
        self._settled = False
        track = self._track
        if (
            track is not None
            and self._renditions.exact(track, self.speed_pitch, self.singing) is None
        ):
            self._renditions.make(track, self.speed_pitch, self.singing)

    def _best(self, track: Track) -> Rendition | None:
        """The best rendition available; starts making the requested one. None: wait for it."""
        exact = self._renditions.exact(track, self.speed_pitch, self.singing)
        if exact is None:
            self._renditions.make(track, self.speed_pitch, self.singing)
            return self._renditions.meanwhile(track, self.singing)
        return exact

    def _play_rendition(self, rendition: Rendition | None) -> None:
        if rendition is not None:
            cue = replace(
                self._make_cue(rendition, self.speed_pitch, self._ramp_ms),
                start_ms=self._at,
                begins_ms=self._begins,
            )
            self._sounds = CuedRendition(cue.id, rendition)
            self._player.play(cue)

    def _repair(self, track: Track, spoilt: CuedRendition) -> None:
        """Render an unreadable rendition again, once."""
        if not self._repaired and self._renditions.discard(spoilt.rendition):
            self._repaired, self._settled, self._sounds = True, False, None
            self._play_rendition(self._best(track))

    def _turn(self, track: Track, now: CuedRendition, position_ms: Ms) -> None:
        """Switch to the requested rendition if it is ready and this is the right position."""
        wanted = self._renditions.exact(track, self.speed_pitch, self.singing)
        exact = wanted is not None
        at_once = now.rendition.singing.with_tune != self.singing.with_tune
        if wanted is None and (now.rendition.recorded or at_once):
            wanted = self._renditions.meanwhile(track, self.singing)
            if wanted is not None and not _same_verses(now.rendition, wanted):
                return
        if wanted is None or wanted.path == now.rendition.path:
            self._settled = exact
            if wanted is not None and exact:
                self._sounds = replace(now, rendition=wanted)
            return
        before, after = now.rendition.passes, wanted.passes
        shift: float | None = 0.0
        if before is not None and after is not None:
            alike = at_once or now.rendition.recorded == wanted.recorded
            shift = crossing(before, after, position_ms, alike)
        if shift is None:
            return
        cue = self._make_cue(wanted, self.speed_pitch, Ms(0))
        place = Ms(round(shift))
        self._coming = CuedRendition(cue.id, wanted, position_ms + place)
        self._player.crossfade_to(cue, place)


def _same_verses(one: Rendition, other: Rendition) -> bool:
    return one.passes is None or other.passes is None or one.passes.order == other.passes.order
