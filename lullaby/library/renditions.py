"""Provides songs in any key, tempo and verses, and renders missing ones in the background."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from lullaby.audio.port import AS_RECORDED, SpeedPitch
from lullaby.jobs import Job, JobRunner
from lullaby.library.rendition import Rendition
from lullaby.library.score_catalogue import Scored, Scores
from lullaby.library.singing import WHOLE_SONG, Singing
from lullaby.library.track import REPLAYGAIN, GainSource, Loudness, Track, TrackId
from lullaby.songbook.catalogue import SongEntry
from lullaby.songbook.passes import Passes, passes
from lullaby.songbook.setting import Setting
from lullaby.units import Decibels

if TYPE_CHECKING:
    from lullaby.songbook.notes import Score

log = logging.getLogger(__name__)

RENDERED = Loudness(Decibels(REPLAYGAIN - -23.0), None, GainSource.MEASURED)
"""Loudness of the built-in instruments, which render at -23 LUFS."""

RenditionRequest = tuple[TrackId, SpeedPitch, Singing]


class Kept(Protocol):
    """The cache of rendered songs: `songbook.kept_songs.KeptSongs`."""

    def path_of(self, score: Score, setting: Setting) -> Path: ...
    def make(
        self, score: Score, setting: Setting, cancelled: Callable[[], bool]
    ) -> Path | None: ...


@dataclass(frozen=True, slots=True, eq=False)
class _Made:
    """A request and its rendered file."""

    track: TrackId
    scored: Scored
    setting: Setting
    passes: Passes
    path: Path


class SongRenditions:
    """Implements `Renditions`; used from one thread, renders on `jobs`.

    Until a score has been read, only the shipped recording is available.
    """

    def __init__(self, scores: Scores, kept: Kept, jobs: JobRunner) -> None:
        self._scores = scores
        self._kept = kept
        self._jobs = jobs
        self._known: dict[RenditionRequest, _Made] = {}
        self._recorded: dict[str, Passes] = {}
        self._wishes: list[_Made] = []
        self._running: _Made | None = None
        self._job: Job | None = None
        self._lost: set[Path] = set()
        self._awaited: dict[TrackId, Callable[[], None]] = {}
        """Requests to start once the score has been read."""
        scores.when_read(self._score_read)

    def exact(self, track: Track, speed_pitch: SpeedPitch, singing: Singing) -> Rendition | None:
        if not self._scores.is_read(track):
            return None
        made = self._made(track, speed_pitch, singing)
        if made is None:
            return Rendition(track.path, loudness=track.loudness)
        recording = self._recording_of(track, made)
        if recording is not None:
            return recording
        if made.path in self._lost and made.scored.entry is None:
            return Rendition(track.path)
        if not made.path.is_file():
            return None
        sounds = SpeedPitch(speed_pitch.pace, float(made.setting.key))
        return Rendition(made.path, sounds, singing, RENDERED, made.passes, recorded=False)

    def meanwhile(self, track: Track, singing: Singing) -> Rendition | None:
        if not self._scores.is_read(track):
            as_it_is = track.speed_pitch == AS_RECORDED and singing == WHOLE_SONG
            shipped = as_it_is and self._scores.entry(track) is not None
            return Rendition(track.path, loudness=track.loudness) if shipped else None
        scored = self._scores.find(track)
        if scored is None:
            return Rendition(track.path, loudness=track.loudness)
        return scored.entry and self._recording(track, scored, scored.entry, singing.with_tune)

    def make(self, track: Track, speed_pitch: SpeedPitch, singing: Singing) -> None:
        """Render with and without the tune, so that it can be switched at once."""
        if not self._scores.is_read(track):
            self._awaited[track.id] = lambda: self.make(track, speed_pitch, singing)
            return
        self._wishes = [request for request in self._wishes if request.track != track.id]
        twin = Singing(not singing.with_tune, singing.verses)
        wanted = [self._made(track, speed_pitch, each) for each in (singing, twin)]
        first = [
            request for request in wanted if request is not None and self._missing(track, request)
        ]
        running = self._running
        if running is not None and running not in first and first:
            if running.track != track.id:
                first.append(running)
            if self._job is not None:
                self._job.cancel()
        self._wishes = [request for request in first if request is not self._running] + self._wishes
        self._go_on()

    def prepare(self, track: Track) -> None:
        """Render it with its stored settings, after all earlier requests."""
        if not self._scores.is_read(track):
            self._awaited.setdefault(track.id, lambda: self.prepare(track))
            return
        request = self._made(track, track.speed_pitch, track.singing)
        if request is not None and request not in self._wishes and self._missing(track, request):
            self._wishes.append(request)
            self._go_on()

    def stop(self) -> None:
        """Stop rendering; the current job ends soon."""
        self._wishes = []
        if self._job is not None:
            self._job.cancel()

    def discard(self, rendition: Rendition) -> bool:
        if rendition.recorded or rendition.passes is None:
            return False
        try:
            rendition.path.unlink(missing_ok=True)
        except OSError:
            log.warning("%s cannot be read, and stays", rendition.path, exc_info=True)
            return False
        return True

    def _score_read(self, track: Track) -> None:
        go_on = self._awaited.pop(track.id, None)
        if go_on is not None:
            go_on()

    def _go_on(self) -> None:
        if self._running is not None or not self._wishes:
            return
        request = self._running = self._wishes.pop(0)
        self._lost.discard(request.path)

        def work(job: Job) -> Path | None:
            return self._kept.make(request.scored.score, request.setting, lambda: job.cancelled)

        def lose(_: Exception) -> None:
            self._lost.add(request.path)
            self._over()

        self._job = self._jobs.submit(work, lambda _: self._over(), lose)

    def _over(self) -> None:
        self._running = self._job = None
        self._go_on()

    def _missing(self, track: Track, request: _Made) -> bool:
        return self._recording_of(track, request) is None and not request.path.is_file()

    def _made(self, track: Track, speed_pitch: SpeedPitch, singing: Singing) -> _Made | None:
        scored = self._scores.find(track)
        if scored is None:
            return None
        request = (track.id, speed_pitch, singing)
        known = self._known.get(request)
        if known is None or known.scored is not scored:
            order, score = scored.order(singing.verses), scored.score
            setting = Setting(
                round(speed_pitch.semitones), speed_pitch.pace, order, singing.with_tune
            )
            path = self._kept.path_of(score, setting)
            known = _Made(track.id, scored, setting, passes(score, order), path)
            self._known[request] = known
        return known

    def _recording_of(self, track: Track, request: _Made) -> Rendition | None:
        """The shipped recording, if it matches the request."""
        setting, scored = request.setting, request.scored
        at_home = setting.key == 0 and setting.pace == AS_RECORDED.pace
        if scored.entry is None or not at_home or setting.verses != scored.sung:
            return None
        return self._recording(track, scored, scored.entry, setting.with_tune)

    def _recording(
        self, track: Track, scored: Scored, entry: SongEntry, with_tune: bool
    ) -> Rendition:
        between = self._recorded.get(entry.id)
        if between is None:
            between = self._recorded[entry.id] = passes(scored.score, scored.sung)
        if with_tune or entry.accompaniment is None:
            return Rendition(track.path, loudness=track.loudness, passes=between)
        loudness = track.loudness and Loudness(
            track.loudness.gain_db, entry.accompaniment_peak, track.loudness.source
        )
        without = Singing(with_tune=False)
        return Rendition(entry.accompaniment, AS_RECORDED, without, loudness, between)
