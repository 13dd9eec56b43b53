"""The song that a leader sends: both play it from the same score in the same setting."""

import tempfile
from pathlib import Path

from lullaby.audio.port import AS_RECORDED, Cue, CueId, LaidSound, SpeedPitch
from lullaby.bundles.archive import write_bundle
from lullaby.bundles.giving import Chosen, Giveable, bundle_of, song_gift
from lullaby.bundles.manifest import BundleError, BundleKind, BundleProblem
from lullaby.bundles.reading import Unpacked, unpack_in_helper
from lullaby.frozen import frozen
from lullaby.helpers import Helpers
from lullaby.songbook.notes import Score
from lullaby.songbook.setting import Setting
from lullaby.songbook.timeline import verses_to_last
from lullaby.together.leading.wire import LARGEST
from lullaby.units import Ms

RAMP = Ms(50)


class NoScoreError(Exception):
    """Only songs with a score can be led: no recording is sent, and the other computer makes the
    music."""


@frozen
class LedSong:
    title: str
    score: Score
    setting: Setting

    def cue(
        self, number: int, path: Path, place_ms: float = 0.0, voice: LaidSound | None = None
    ) -> Cue:
        """Play it from a place, with the leader's voice."""
        made = SpeedPitch(self.setting.pace, float(self.setting.key))
        return Cue(
            CueId(number),
            path,
            start_ms=Ms(round(place_ms)),
            ramp_ms=RAMP,
            speed_pitch=made,
            made=made,
            voice=voice,
        )


def song_bytes(song: Giveable) -> bytes:
    """A song without any recording, as it is sent. Raises NoScoreError and OSError."""
    if song.score is None:
        raise NoScoreError
    bundle = bundle_of(song_gift(song), Chosen())
    with tempfile.TemporaryDirectory(prefix="lullaby-") as folder:
        path = Path(folder) / "song.lullaby"
        write_bundle(path, bundle.manifest, bundle.contents)
        data = path.read_bytes()
    if len(data) > LARGEST - 16:
        raise NoScoreError
    return data


def read_song(data: bytes, helpers: Helpers) -> LedSong:
    """Read a song that came. Raises BundleError, NoScoreError, OSError and NoHelperError."""
    with tempfile.TemporaryDirectory(prefix="lullaby-") as folder:
        path, inside = Path(folder) / "song.lullaby", Path(folder) / "song"
        path.write_bytes(data)
        inside.mkdir()
        found = unpack_in_helper(path, inside, helpers)
    if isinstance(found, OSError):
        raise found
    if isinstance(found, BundleProblem):
        raise BundleError(found)
    return _led(found)


def _led(found: Unpacked) -> LedSong:
    manifest = found.manifest
    score = found.songs[0].score if len(found.songs) == 1 else None
    if manifest.kind is not BundleKind.SONG or score is None:
        raise NoScoreError
    song = manifest.songs[0]
    speed_pitch = song.speed_pitch or AS_RECORDED
    verses = song.singing.verses if song.singing is not None else None
    there = tuple(verse for verse in verses or () if verse < max(1, score.verses))
    order = verses_to_last(score, there) if there else verses_to_last(score)
    with_tune = song.singing is None or song.singing.with_tune
    setting = Setting(round(speed_pitch.semitones), speed_pitch.pace, order, with_tune)
    return LedSong(song.title, score, setting)
