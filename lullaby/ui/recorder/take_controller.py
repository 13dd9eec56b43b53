"""Makes a take of a recording, lets the person hear and move it, and keeps or deletes it."""

import logging
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from lullaby.frozen import frozen
from lullaby.jobs import Job, JobRunner
from lullaby.library.kept_takes import KeptTakes
from lullaby.library.song_preferences import EVERYBODY, Child, ChildId
from lullaby.library.take import MESSAGES, PlacedBy, Take, TakeFacts, TakeKind, TakePlace
from lullaby.library.track import Track, TrackId
from lullaby.lyrics.model import Lyrics
from lullaby.session.state import Stage
from lullaby.takes.made_take import MadeTake, score_of
from lullaby.takes.raw_take import Music, RawTake, RawTakes, made_file, mix_file
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.recorder import texts
from lullaby.ui.recorder.take_card import CardState
from lullaby.ui.shell.next_session import NextSession
from lullaby.ui.shell.undo import UndoController
from lullaby.ui.text.translate import translate
from lullaby.units import Ms

log = logging.getLogger(__name__)

NUDGE_MS = 10
LOOK_MS = 100
FARTHEST_MS = 2_000

MakeTake = Callable[[RawTake, bool], MadeTake]
"""Makes a take beside a recording, with softer noise if wanted; on the thread of a job. Raises
NotMadeError and OSError."""

MixTake = Callable[[Path, Path, float, Path], bool]
"""Mixes a take with a file of music, from so many ms in it, into a file; whether it could, on the
thread of a job."""

PREVIEW = TrackId(-1)
"""Stands for a take that is not in the library yet."""


@frozen
class TakePorts:
    """What the takes need of the composition root."""

    raw_takes: RawTakes
    keep: Callable[[Callable[[KeptTakes], Take]], Take]
    """Calls a function with the kept takes; on the thread of a job."""
    make: MakeTake
    music: Callable[[RawTake], Path | None]
    """The music that the take was sung to, if there is a file of it."""
    mix: MixTake
    jobs: JobRunner
    singers: Callable[[], Sequence[str]]
    """Names of those who may have sung; the first is proposed."""
    children: Callable[[], Sequence[Child]]
    """The one that is sung to first."""


class TakeController(QObject):
    changed = Signal(object)
    """CardState"""
    heard = Signal(float, object)
    """How many ms of the take were heard, and the MadeTake."""
    kept = Signal(object)
    """Take"""
    restored = Signal(object)
    """The RawTake whose deletion was undone."""
    gone = Signal()
    """The recording was kept or deleted: nothing is shown any more."""

    def __init__(
        self,
        bridge: SessionBridge,
        next_session: NextSession,
        undo: UndoController,
        ports: TakePorts,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._next_session = next_session
        self._undo = undo
        self._ports = ports
        self._raw: RawTake | None = None
        self._card = CardState("")
        self._singer = self._child = 0
        self._typed = self._title = ""
        """The name of another singer, and the title of a message."""
        self._job: Job | None = None
        self._deleting: set[RawTake] = set()
        self._listening = False
        undo.withdrawn.connect(self._remove_deleted)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)

    @property
    def raw(self) -> RawTake | None:
        return self._raw

    @property
    def names(self) -> tuple[list[str], int, list[str], int]:
        """Singers and children to choose from, each with the one chosen."""
        children = [*(child.name for child in self._children()), ""]
        return list(self._singers()), self._singer, children, self._child

    def open(self, raw: RawTake) -> None:
        """Make a take of it."""
        self._raw = raw
        self._singer = self._child = 0
        self._typed, self._title = "", raw.facts.title
        frames = sum(piece.frames for piece in raw.pieces)
        summary = texts.summary(frames / 48, raw.reason, bool(raw.lost_frames))
        self._show(CardState(summary, message=raw.is_message))
        self._make()

    def listen(self) -> None:
        """Play or pause the take."""
        made, raw = self._card.made, self._raw
        if made is None or raw is None:
            return
        if (self._listening and self._playing()) or (
            self._listening and self._bridge.state.stage is Stage.PAUSED
        ):
            self._bridge.toggle()
        else:
            self._play(Ms(0))

    def _play(self, at_ms: Ms) -> None:
        """Play the take, with the music if there is any, from `at_ms`."""
        made, raw = self._card.made, self._raw
        if made is None or raw is None:
            return
        music, later = self._ports.music(raw), self._card.later_ms
        if music is None:
            self._begin(made_file(raw), at_ms)
            return
        mix, from_ms = self._ports.mix, made.first_ms / made.pace + later

        def done(mixed: bool) -> None:
            if self._raw is raw and self._card.later_ms == later:
                self._begin(mix_file(raw) if mixed else made_file(raw), at_ms)

        self._ports.jobs.submit(
            lambda _: mix(made_file(raw), music, from_ms, mix_file(raw)), done, _log
        )

    def _begin(self, path: Path, at_ms: Ms) -> None:
        made, raw = self._card.made, self._raw
        if made is None or raw is None:
            return
        title = translate("recorder", "Recording of “{title}”")
        track = Track(PREVIEW, path, raw.facts.title, duration_ms=made.length_ms)
        self._next_session.rehearse(track, title.format(title=raw.facts.title), at_ms)
        self._listening = True
        self._timer.start()
        self._look()

    def nudge(self, steps: int) -> None:
        """Move the voice by so many steps, later if positive."""
        if self._card.made is not None:
            later = self._card.later_ms + steps * NUDGE_MS
            self._show(replace(self._card, later_ms=max(-FARTHEST_MS, min(FARTHEST_MS, later))))
            if self._playing():
                self._play(self._bridge.position_now())

    def soften_noise(self, on: bool) -> None:
        if self._raw is not None and on != self._card.softer_noise:
            self.quieten()
            self._show(replace(self._card, softer_noise=on, made=None, failed=""))
            self._make()

    def choose_singer(self, index: int) -> None:
        self._singer = index
        self.changed.emit(self._card)

    def choose_child(self, index: int) -> None:
        self._child = index
        self.changed.emit(self._card)

    def type_singer(self, name: str) -> None:
        """Somebody sings who is not among the names."""
        self._typed = name

    def type_title(self, title: str) -> None:
        """Name a message."""
        self._title = title

    def keep(self) -> None:
        """Keep the take in the library."""
        raw, made = self._raw, self._card.made
        if raw is None or made is None:
            return
        singers, children = self._singers(), self._children()
        child = children[self._child].id if self._child < len(children) else EVERYBODY
        singer = plain(singers[self._singer] if self._singer < len(singers) else self._typed)
        if not singer:
            self._show(replace(self._card, failed=texts.who_is_missing(raw.is_message)))
            return
        take = facts_of(raw, made, self._card.later_ms, singer, child)
        if raw.is_message:
            title = plain(self._title) or raw.facts.title
            take = replace(take, song=MESSAGES, title=title, kind=TakeKind.MESSAGE)
        self.quieten()
        ports = self._ports

        def work(_: Job) -> Take:
            kept = ports.keep(lambda takes: _keep(takes, raw, take))
            with suppress(OSError):  # it only waits longer than it should
                ports.raw_takes.mark_kept(raw)
            return kept

        def done(kept: Take) -> None:
            self._forget()
            self.kept.emit(kept)
            self.gone.emit()

        def failed(problem: Exception) -> None:
            log.warning("a take cannot be kept", exc_info=problem)
            self._show(replace(self._card, failed=texts.not_kept()))

        self._job = ports.jobs.submit(work, done, failed, finish=True)

    def delete(self) -> None:
        """Delete the recording, unless that is undone."""
        raw = self._raw
        if raw is None:
            return
        self.quieten()
        self._forget()
        takes, jobs = self._ports.raw_takes, self._ports.jobs
        jobs.submit(lambda _: takes.mark_deleted(raw, True), _nothing, _log)

        def take_back() -> None:
            self._deleting.discard(raw)
            jobs.submit(lambda _: takes.mark_deleted(raw, False), _nothing, _log)
            self.restored.emit(raw)

        self._remove_deleted()
        self._undo.offer(texts.deleted(raw.facts.title), take_back)
        self._deleting.add(raw)
        self.gone.emit()

    def _remove_deleted(self) -> None:
        """Remove for good what can no longer be brought back."""
        takes = self._ports.raw_takes
        for raw in tuple(self._deleting):
            self._deleting.discard(raw)
            self._ports.jobs.submit(lambda _, raw=raw: takes.delete(raw), _nothing, _log)

    def quieten(self) -> None:
        """Stop playing the take."""
        if self._listening:
            if self._playing():
                self._bridge.toggle()
            self._listening = False
            self._timer.stop()
            self._show(replace(self._card, playing=False))

    def leave(self) -> None:
        """The screen is left; the recording waits."""
        self.quieten()
        self._forget()

    def _make(self) -> None:
        raw, softer = self._raw, self._card.softer_noise
        assert raw is not None
        make = self._ports.make
        if self._job is not None:
            self._job.cancel()

        def done(made: MadeTake) -> None:
            if self._raw is raw and self._card.softer_noise is softer:
                self._show(replace(self._card, made=made, failed=""))

        def failed(problem: Exception) -> None:
            log.warning("no take can be made", exc_info=problem)
            if self._raw is raw:
                self._show(replace(self._card, failed=texts.not_made()))

        self._job = self._ports.jobs.submit(lambda _: make(raw, softer), done, failed)

    def _look(self) -> None:
        made = self._card.made
        playing = self._playing()
        if made is not None and self._listening:
            self.heard.emit(float(self._bridge.position_now()), made)
        self._show(replace(self._card, playing=playing))
        if not playing:
            self._timer.stop()
        if not self._bridge.state.sounding or self._bridge.state.track is None:
            self._listening = False

    def _playing(self) -> bool:
        state = self._bridge.state
        here = state.track is not None and state.track.id == PREVIEW
        return self._listening and here and state.stage is Stage.PLAYING

    def _singers(self) -> Sequence[str]:
        return self._ports.singers() or [translate("recorder", "me")]

    def _children(self) -> Sequence[Child]:
        return self._ports.children()

    def _forget(self) -> None:
        raw = self._raw
        if raw is not None:
            self._ports.jobs.submit(lambda _: mix_file(raw).unlink(True), _nothing, _log)
        self._raw = None
        self._listening = False
        self._timer.stop()

    def _show(self, card: CardState) -> None:
        if card != self._card:
            self._card = card
            self.changed.emit(card)


def facts_of(raw: RawTake, made: MadeTake, later_ms: int, singer: str, child: ChildId) -> TakeFacts:
    """What is known of a take that was moved by `later_ms`."""
    by = PlacedBy.SCORE if made.by_score else PlacedBy.CLOCK
    place = TakePlace(
        made.first_ms + made.pace * later_ms,
        made.pace,
        made.semitones,
        made.doubt_ms,
        PlacedBy.HAND if later_ms else by,
    )
    facts = raw.facts
    return TakeFacts(
        facts.song,
        facts.title,
        singer,
        facts.recorded_at,
        made.length_ms,
        place,
        child,
        music_audible=facts.music is Music.LOUDSPEAKER,
    )


def plain(text: str) -> str:
    """What was typed, without needless blanks."""
    return " ".join(text.split())


def _nothing(_: object) -> None:
    pass


def _log(problem: Exception) -> None:
    log.warning("a recording could not be changed", exc_info=problem)


def _keep(takes: KeptTakes, raw: RawTake, facts: TakeFacts) -> Take:
    words = None if raw.is_message else _words(raw)
    target = takes.new_file(facts.song)
    try:
        shutil.copyfile(made_file(raw), target)
        kept = takes.add(facts, target, words)
    finally:
        target.unlink(missing_ok=True)
    with suppress(OSError):  # it goes with the recording in a week
        made_file(raw).unlink(missing_ok=True)
    return kept


def _words(raw: RawTake) -> Lyrics:
    """Those of the song, as it was performed."""
    from lullaby.library.song_words import words_of
    from lullaby.songbook.setting import Setting
    from lullaby.songbook.timeline import timeline

    score = score_of(raw)
    return words_of(score, timeline(score, Setting(verses=raw.facts.verses)))
