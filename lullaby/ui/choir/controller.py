"""Puts takes of a song together: who sings and how loud; lets them be heard, kept and exported."""

import logging
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from lullaby.clock import Clock
from lullaby.frozen import frozen
from lullaby.jobs import Job, JobRunner
from lullaby.library import choirs
from lullaby.library.choir_work import Cancelled, Choir, ChoirWork, Tell
from lullaby.library.choirs import ChoirMix, choir_of
from lullaby.library.kept_takes import KeptTakes
from lullaby.library.take import Take, TakeId
from lullaby.library.take_store import TakeStore
from lullaby.library.track import Track, TrackId
from lullaby.library.voice_work import Failure
from lullaby.session.state import Stage
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.choir import texts
from lullaby.ui.shell.next_session import NextSession
from lullaby.ui.shell.notifications import Notifications
from lullaby.units import Ms

log = logging.getLogger(__name__)

PREVIEW = TrackId(-2)
"""Stands for a choir that is not kept."""

T = TypeVar("T")


@frozen
class ChoirView:
    """What the screen shows."""

    title: str = ""
    mix: ChoirMix | None = None
    strangers: tuple[Take, ...] = ()
    """Takes of the song that cannot join."""
    playing: bool = False
    share: float | None = None
    """How much is done of what is under way, 0 to 1; None if nothing is."""


@frozen
class ChoirPorts:
    """What the choir needs of the composition root."""

    takes: TakeStore
    folder: Path
    """The folder of voices."""
    workplace: Path
    """A folder of its own, for what is only listened to."""
    work: ChoirWork
    jobs: JobRunner
    score: Callable[[str], Path | None]
    """The score of a song by its id."""
    clock: Clock


class ChoirController(QObject):
    changed = Signal(object)
    """ChoirView"""
    kept = Signal(object)
    """The Take that a choir became."""

    def __init__(
        self,
        bridge: SessionBridge,
        next_session: NextSession,
        notices: Notifications,
        ports: ChoirPorts,
    ) -> None:
        super().__init__()
        self._bridge = bridge
        self._next_session = next_session
        self._notices = notices
        self._ports = ports
        self._job: Job | None = None
        self._written = 0
        """How many files were written to be listened to."""
        self._listening = False
        self.view = ChoirView()
        for signal in (bridge.stage_changed, bridge.track_changed):
            signal.connect(self._look)

    def open(self, lead: Take) -> None:
        """Put the takes of its song together, in its key and at its pace."""
        self.leave()

        def read(_: Job) -> list[Take]:
            return self._ports.takes.here().all(lead.facts.song)

        def show(takes: Sequence[Take]) -> None:
            mix, strangers = choir_of(takes, lead)
            self._show(ChoirView(lead.facts.title, mix, strangers))

        self._show(ChoirView(lead.facts.title))
        self._ports.jobs.submit(read, show, self._failed)

    def switch(self, take: TakeId, on: bool) -> None:
        self._change(lambda mix: choirs.switched(mix, take, on))

    def louder(self, take: TakeId, steps: int) -> None:
        """So many dB louder, or softer if negative."""
        self._change(lambda mix: choirs.louder(mix, take, steps))

    def later(self, take: TakeId, steps: int) -> None:
        """So many steps of 10 ms later, or earlier if negative."""
        self._change(lambda mix: choirs.later(mix, take, steps))

    def use_music(self, on: bool) -> None:
        self._change(lambda mix: replace(mix, music=on))

    def listen(self) -> None:
        """Play or pause what is on."""
        if self._listening and self._bridge.state.sounding:
            self._bridge.toggle()
        else:
            self._play(Ms(0))

    def stop(self) -> None:
        """Stop what is under way; nothing of it stays."""
        if self._job is not None:
            self._job.cancel()
            self._over()

    def keep(self) -> None:
        """Keep the choir as a take of its own."""

        def work(choir: Choir, cancelled: Cancelled, tell: Tell) -> Take | Failure:
            kept = KeptTakes(self._ports.takes.here(), self._ports.folder, self._ports.clock.now)
            return self._ports.work.keep(choir, self._ports.clock.now(), kept, cancelled, tell)

        def done(take: Take | Failure) -> None:
            if isinstance(take, Take):
                self._notices.say("choir", texts.kept(take), texts.where_kept())
                self.kept.emit(take)
            else:
                self._notices.say("choir", *texts.failed(take))

        self._run(work, done, finish=True)

    def export(self, target: Path) -> None:
        """Write the choir for other players, with its words beside it."""

        def work(choir: Choir, cancelled: Cancelled, tell: Tell) -> Failure | None:
            return self._ports.work.export(choir, target, cancelled, tell)

        def done(why: Failure | None) -> None:
            told = texts.exported(target.name) if why is None else texts.failed(why)
            self._notices.say("choir", *told)

        self._run(work, done, finish=True)

    def leave(self) -> None:
        """The screen is left: be silent, stop what is under way, and give back the evening."""
        self.stop()
        if self._listening:
            self._listening = False
            self._bridge.give_back()
            state = self._bridge.state
            if state.sounding and state.track is not None and state.track.id == PREVIEW:
                self._bridge.stop()
        if self._written:
            self._written = 0
            folder = self._ports.workplace
            self._ports.jobs.submit(
                lambda _: shutil.rmtree(folder, ignore_errors=True), _nothing, self._failed
            )

    def _change(self, change: Callable[[ChoirMix], ChoirMix]) -> None:
        """Change the mix; what is being heard goes on with it."""
        mix = self.view.mix
        changed = mix and change(mix)
        if changed is None or changed == mix:
            return
        self._show(replace(self.view, mix=changed))
        if self._playing:
            self._play(self._bridge.position_now())
        elif self._listening:
            self._listening = False

    def _play(self, at_ms: Ms) -> None:
        self._written += 1
        target = self._ports.workplace / f"{self._written}.wav"

        def work(choir: Choir, cancelled: Cancelled, tell: Tell) -> Failure | None:
            self._ports.workplace.mkdir(parents=True, exist_ok=True)
            failed = self._ports.work.write(choir, target, cancelled, tell)
            for path in self._ports.workplace.glob("*.wav"):
                if path != target and failed is None:
                    path.unlink(missing_ok=True)
            return failed

        def done(why: Failure | None) -> None:
            mix = self.view.mix
            if why is not None:
                self._notices.say("choir", *texts.failed(why))
                return
            if mix is None:
                return
            self._listening = True
            track = Track(PREVIEW, target, self.view.title, duration_ms=mix.length_ms)
            self._next_session.rehearse(track, texts.heading(self.view.title), at_ms)
            self._look()

        self._run(work, done)

    def _run(
        self,
        work: Callable[[Choir, Cancelled, Tell], T],
        done: Callable[[T], None],
        finish: bool = False,
    ) -> None:
        """Do something with the choir as it is now, instead of what is under way; for `finish` see
        `JobRunner.submit`."""
        mix, ports = self.view.mix, self._ports
        if mix is None:
            return
        self.stop()
        score = ports.score(mix.parts[0].take.facts.song)
        kept = KeptTakes(ports.takes, ports.folder, ports.clock.now)
        choir = Choir(mix, self.view.title, score, kept.path_of, ports.workplace)

        def tell(job: Job, share: float) -> None:
            if job is self._job:
                self._show(replace(self.view, share=share))

        def delivered(found: T) -> None:
            if job is self._job:
                self._over()
                done(found)
            elif isinstance(found, Take):
                done(found)

        def failed(problem: Exception) -> None:
            if job is self._job:
                self._over()
                self._failed(problem)

        def run(job: Job) -> T:
            return work(
                choir,
                lambda: job.cancelled,
                lambda share: ports.jobs.post(lambda: tell(job, share)),
            )

        self._show(replace(self.view, share=0.0))
        job = self._job = ports.jobs.submit(run, delivered, failed, finish)

    def _over(self) -> None:
        self._job = None
        self._show(replace(self.view, share=None))

    def _failed(self, problem: Exception) -> None:
        log.warning("the choir could not be written", exc_info=problem)
        self._notices.say("choir", *texts.failed(problem))

    @property
    def _playing(self) -> bool:
        state = self._bridge.state
        here = state.track is not None and state.track.id == PREVIEW
        return self._listening and here and state.stage is Stage.PLAYING

    def _look(self, _: object = None) -> None:
        if self._listening and self._bridge.state.track is None:
            self._listening = False
        self._show(replace(self.view, playing=self._playing))

    def _show(self, view: ChoirView) -> None:
        if view != self.view:
            self.view = view
            self.changed.emit(view)


def _nothing(_: object) -> None:
    pass
