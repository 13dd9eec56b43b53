"""Registers the recorder, which fills the window and is loaded on first use."""

from __future__ import annotations

import logging
from collections.abc import Callable
from enum import Enum, auto
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from lullaby.frozen import frozen
from lullaby.jobs import JobRunner
from lullaby.library.track import Track
from lullaby.paths import WAITING
from lullaby.storage.transaction import StorageError
from lullaby.ui.shell.app_context import AppContext
from lullaby.ui.shell.changes import SongRecordings
from lullaby.ui.shell.deferred import start_later
from lullaby.ui.shell.keys import Action, Key, ScreenId, ScreenKeys
from lullaby.ui.shell.screen_spec import Building, PreparedScreen, Screen, ScreenSpec
from lullaby.ui.sing.song_preferences_controller import SongPreferencesController
from lullaby.ui.text.translate import translate

if TYPE_CHECKING:
    from lullaby.audio.microphone import Microphones
    from lullaby.library.kept_takes import KeptTakes
    from lullaby.library.song_preferences import Child
    from lullaby.library.store import LibraryStore
    from lullaby.library.take import Take
    from lullaby.lyrics.model import Lyrics
    from lullaby.takes.raw_take import RawTake, RawTakes
    from lullaby.ui.recorder.controller import RecorderController, Start
    from lullaby.ui.recorder.delay_controller import DelayController, FindDelay, MakeTones
    from lullaby.ui.recorder.screen import RecorderScreen
    from lullaby.ui.recorder.take_controller import MakeTake, MixTake, TakeController, TakePorts
    from lullaby.ui.recorder.waiting import WaitingRecordings
    from lullaby.ui.sing.singing_options import FindScore

log = logging.getLogger(__name__)

RECORDER = ScreenId("recorder")
LOOK_AFTER_MS = 12_000
"""When recordings that wait to be kept are looked for, after the first paint."""


class RecorderKey(Enum):
    MAIN = auto()
    """Record, stop, go on; keep a take."""
    RECORD = auto()
    EARLIER = auto()
    LATER = auto()
    LINE_BEFORE = auto()
    LINE_AFTER = auto()
    DELETE = auto()


KEYS = ScreenKeys(
    {
        Key.Key_R: RecorderKey.RECORD,
        Key.Key_BracketLeft: RecorderKey.EARLIER,
        Key.Key_BracketRight: RecorderKey.LATER,
    },
    {
        Key.Key_Return: RecorderKey.MAIN,
        Key.Key_Up: RecorderKey.LINE_BEFORE,
        Key.Key_Down: RecorderKey.LINE_AFTER,
        Key.Key_Delete: RecorderKey.DELETE,
    },
)


class Message(Enum):
    """Stands for a recording without a song."""

    MESSAGE = auto()


MESSAGE = Message.MESSAGE

LEFT_ALONE = (
    *(Action.LOWER_KEY, Action.HIGHER_KEY, Action.SLOWER, Action.FASTER, Action.MELODY),
    *(Action.VERSES, Action.HAND_OVER, Action.BEFORE, Action.AFTER),
)
"""What would change the song while it is recorded."""


@frozen
class RecorderParts:
    """What the recorder needs besides the services of every screen."""

    recordings: SongRecordings
    words: Callable[[Track], Lyrics | None]
    score: FindScore
    song_preferences: SongPreferencesController
    folder: Path
    """The folder of voices."""
    jobs: JobRunner
    """Makes takes of recordings."""
    microphones: Callable[[], Microphones]
    make: MakeTake
    mix: MixTake
    make_tones: MakeTones
    find_delay: FindDelay
    music: Callable[[Track, float, float], Path | None]
    """The file of a song's music without its tune, at this pace and so many semitones higher."""
    take_in: Callable[[Path], None]
    """Brings a kept take into the library."""
    start: Start | None = None
    """Records on a thread, if not in the usual way."""


def screen_spec(parts: RecorderParts) -> ScreenSpec:
    return ScreenSpec(
        RECORDER,
        _title,
        partial(prepare, parts=parts),
        key_lines=_key_lines,
        fills_window=True,
        paints_ground=True,
        undisturbed=True,
    )


def prepare(context: AppContext, parts: RecorderParts) -> PreparedScreen:
    recorder = RecorderOpener(context, parts)
    parts.recordings.requested.connect(recorder.open_track)
    parts.recordings.message_requested.connect(recorder.open_message)
    return PreparedScreen(
        recorder.build,
        actions={Action.RECORD: recorder.open_current},
        stop=recorder.stop,
        start=lambda: start_later(context.window, LOOK_AFTER_MS, recorder.look_for_waiting),
    )


class RecorderOpener:
    """Opens the screen for a song, or for a recording that waits."""

    def __init__(self, context: AppContext, parts: RecorderParts) -> None:
        self._context = context
        self._parts = parts
        self._came_from = context.navigation.home
        self._opens: Track | RawTake | Message | None = None
        self._screen: RecorderScreen | None = None
        self._controller: RecorderController | None = None
        self._takes: TakeController | None = None
        self._delay: DelayController | None = None
        self._waiting: WaitingRecordings | None = None

    def open_current(self) -> None:
        """Record the song that plays, or the one that a press would start."""
        from lullaby.ui.sing.singing_options import as_played

        context = self._context
        state = context.bridge.state
        if state.sounding and state.track is not None:
            self.open_track(as_played(state) or state.track)
            return
        first = next(iter(context.next_session.tracks(context.next_session.chosen)), None)
        if first is not None:
            self.open_track(first)

    def open_track(self, track: Track) -> None:
        self._open(track)

    def open_message(self) -> None:
        """Record a story or a few words."""
        self._open(MESSAGE)

    def open_raw(self, raw: RawTake) -> bool:
        """Show a recording that waits to be kept; whether that was possible."""
        return self._open(raw)

    def stop(self) -> None:
        """The application ends."""
        if self._delay is not None:
            self._delay.stop()
        if self._controller is not None:
            self._controller.end()

    def look_for_waiting(self) -> None:
        """Tell of recordings that were neither kept nor deleted."""
        folder = self._raw_folder
        self._parts.jobs.submit(lambda _: folder.is_dir(), self._offer_waiting, _log)

    def _offer_waiting(self, there: bool) -> None:
        if not there:
            return
        from lullaby.ui.recorder.waiting import WaitingRecordings

        self._waiting = WaitingRecordings(
            self._raw_folder,
            self._context.clock,
            self._parts.jobs,
            self._context.notices,
            lambda: self._controller is not None and self._controller.listening,
            self.open_raw,
        )
        self._waiting.look()

    def build(self) -> Building:
        import_module("lullaby.ui.sing.words_view")
        yield
        import_module("lullaby.ui.recorder.screen")
        yield
        from lullaby.takes.raw_take import RawTakes
        from lullaby.takes.recording import run
        from lullaby.ui.recorder.controller import RecorderController
        from lullaby.ui.recorder.delay_controller import DelayController
        from lullaby.ui.recorder.ready_microphones import ReadyMicrophones
        from lullaby.ui.recorder.screen import RecorderScreen
        from lullaby.ui.recorder.take_controller import TakeController
        from lullaby.ui.sing.words_source import WordsSource

        yield
        context, parts = self._context, self._parts
        raw_takes = RawTakes(self._raw_folder, context.clock.now)
        microphones = ReadyMicrophones(parts.microphones, context.quick)
        controller = RecorderController(
            context.bridge,
            context.next_session,
            context.clock,
            microphones,
            raw_takes,
            parts.score,
            parts.start or run,
        )
        ports = _ports(context, parts, raw_takes, lambda: controller.track)
        delay = DelayController(
            context.bridge,
            context.next_session,
            context.clock,
            microphones,
            context.stores.delays,
            parts.jobs,
            parts.make_tones,
            parts.find_delay,
            parts.start or run,
        )
        takes = TakeController(context.bridge, context.next_session, context.undo, ports)

        def sign_shown() -> None:
            for each in (controller, delay):
                each.sign_shown()

        source = WordsSource(context.quick, parts.words)
        source.found.connect(self._name_key)
        screen = RecorderScreen(
            context.theme,
            context.bridge,
            source,
            parts.song_preferences,
            sign_shown,
        )
        for each in (controller, takes, delay):
            each.setParent(screen)
        self._screen, self._controller, self._takes = screen, controller, takes
        self._delay = delay
        self._connect(screen, controller, takes, delay)
        return Screen(
            screen,
            enter=self._enter,
            leave=self._leave,
            focus=screen.focus,
            step_back=self._step_back,
            own_actions={
                **dict.fromkeys(LEFT_ALONE, _do_nothing),
                Action.TOGGLE: self._space,
                RecorderKey.MAIN: self._main,
                RecorderKey.RECORD: self._record,
                RecorderKey.EARLIER: lambda: takes.nudge(-1),
                RecorderKey.LATER: lambda: takes.nudge(+1),
                RecorderKey.LINE_BEFORE: lambda: screen.turn(-1),
                RecorderKey.LINE_AFTER: lambda: screen.turn(+1),
                RecorderKey.DELETE: takes.delete,
            },
            keys=lambda: KEYS,
            keeps_light=lambda: controller.listening or delay.measuring,
        )

    @property
    def _raw_folder(self) -> Path:
        return self._parts.folder / WAITING

    def _open(self, what: Track | RawTake | Message) -> bool:
        navigation = self._context.navigation
        if navigation.asking or (self._controller is not None and self._controller.listening):
            return False
        if navigation.current != RECORDER:
            self._came_from = navigation.current
        self._opens = what
        if navigation.current == RECORDER:
            self._enter()
        else:
            navigation.show_screen(RECORDER)
        return True

    def _enter(self) -> None:
        screen, controller, takes = self._screen, self._controller, self._takes
        what, self._opens = self._opens, None
        if screen is None or controller is None or takes is None:
            return
        screen.enter()
        if isinstance(what, Track):
            controller.open_track(what)
            screen.open_track(what, _under(self._parts, what))
        elif what is MESSAGE:
            controller.open_message()
            screen.open_message()
        elif not isinstance(what, Message | None):
            controller.open_raw(what, _song_of(what, self._context.stores.library))
            screen.show_title(what.facts.title, "")
            self._open_take(what)
        if self._delay is not None:
            self._delay.follow(controller.view)
        screen.focus()

    def _open_take(self, raw: RawTake) -> None:
        if self._screen is not None and self._takes is not None:
            self._screen.card.begin(raw.facts.title, raw.is_message)
            self._takes.open(raw)

    def _leave(self) -> None:
        if self._delay is not None:
            self._delay.stop()
        if self._screen is not None and self._controller is not None and self._takes is not None:
            self._takes.leave()
            self._controller.leave()
            self._screen.leave()
            if self._waiting is not None:
                self._waiting.go_on()

    def _step_back(self) -> bool:
        """Stop a recording first; then leave."""
        controller, delay = self._controller, self._delay
        if delay is not None and delay.measuring:
            delay.stop()
        elif controller is not None and controller.listening:
            controller.stop()
        else:
            self._context.navigation.show_screen(self._came_from)
        return True

    def _space(self) -> None:
        assert self._controller is not None
        assert self._takes is not None
        if self._takes.raw is not None:
            self._takes.listen()
        else:
            self._main()

    def _main(self) -> None:
        assert self._controller is not None
        assert self._screen is not None
        assert self._takes is not None
        if self._takes.raw is not None:
            self._takes.keep()
        elif self._delay is None or not self._delay.measuring:
            self._controller.main(self._screen.line_ms)

    def _record(self) -> None:
        """R: record, or stop; after a recording, sing it again."""
        assert self._takes is not None
        if self._takes.raw is not None:
            self._again()
        else:
            self._main()

    def _again(self) -> None:
        assert self._controller is not None
        assert self._takes is not None
        self._takes.leave()
        again = MESSAGE if self._controller.view.message else self._controller.track
        if again is None:
            self._context.navigation.show_screen(self._came_from)
        else:
            self._opens = again
            self._enter()

    def _connect(
        self,
        screen: RecorderScreen,
        controller: RecorderController,
        takes: TakeController,
        delay: DelayController,
    ) -> None:
        screen.left.connect(self._context.commands.back)
        screen.music_chosen.connect(controller.choose_music)
        screen.dock.main_requested.connect(self._main)
        screen.dock.pause_requested.connect(controller.pause)
        screen.dock.stop_requested.connect(controller.stop)
        screen.dock.softer_requested.connect(controller.softer)
        controller.changed.connect(screen.show_view)
        controller.changed.connect(delay.follow)
        delay.changed.connect(screen.show_delay)
        screen.delay.measure_requested.connect(delay.measure)
        screen.delay.skip_requested.connect(delay.skip)
        controller.recorded.connect(self._open_take)
        card = screen.card
        card.listen_requested.connect(takes.listen)
        card.keep_requested.connect(takes.keep)
        card.again_requested.connect(self._again)
        card.delete_requested.connect(takes.delete)
        card.nudged.connect(takes.nudge)
        card.noise_requested.connect(takes.soften_noise)
        card.singer_chosen.connect(takes.choose_singer)
        card.child_chosen.connect(takes.choose_child)
        card.singer_typed.connect(takes.type_singer)
        card.title_typed.connect(takes.type_title)
        takes.changed.connect(lambda _: card.offer_names(*takes.names))
        takes.changed.connect(card.show_state)
        takes.heard.connect(card.show_heard)
        takes.kept.connect(self._tell_kept)
        takes.restored.connect(self.open_raw)
        takes.gone.connect(lambda: self._context.navigation.show_screen(self._came_from))

    def _tell_kept(self, take: Take) -> None:
        from lullaby.ui.recorder import texts

        if self._waiting is not None:
            self._waiting.take_back()
        self._context.notices.say("kept recording", texts.kept(take.facts.title))
        self._parts.take_in(self._parts.folder / take.file)
        self._parts.recordings.kept.emit(take)

    def _name_key(self) -> None:
        """The score was read with the words, and tells the key."""
        track = None if self._controller is None else self._controller.track
        if self._screen is not None and track is not None:
            self._screen.show_title(track.title, _under(self._parts, track))


def _ports(
    context: AppContext,
    parts: RecorderParts,
    raw_takes: RawTakes,
    track: Callable[[], Track | None],
) -> TakePorts:
    """`track` is the song of the recording that is shown."""
    from lullaby.library.kept_takes import KeptTakes
    from lullaby.library.take_store import TakeStore
    from lullaby.ui.recorder.take_controller import TakePorts

    stores, clock = context.stores, context.clock

    def keep(act: Callable[[KeptTakes], Take]) -> Take:
        return act(KeptTakes(TakeStore(stores.beside.here()), parts.folder, clock.now))

    def singers() -> list[str]:
        now = context.settings.now
        known = [take.facts.singer for take in reversed(stores.takes.all())]
        names = dict.fromkeys((*known, now.first_singer, now.second_singer))
        return [name for name in names if name]

    def children() -> list[Child]:
        child = parts.song_preferences.child
        named = parts.song_preferences.named()
        return sorted(named, key=lambda each: each != child)

    def music(raw: RawTake) -> Path | None:
        song, facts = track(), raw.facts
        return song and parts.music(song, facts.pace, facts.semitones)

    return TakePorts(raw_takes, keep, parts.make, music, parts.mix, parts.jobs, singers, children)


def _song_of(raw: RawTake, library: LibraryStore) -> Track | None:
    """The song of a recording, if the library still has it."""
    facts = raw.facts
    try:
        for track in library.songbook():
            if track.songbook_id == facts.song:
                return track
        path = Path(facts.score)
        found = library.by_path([path]).get(path)
        return None if found is None else library.track(found)
    except StorageError:
        return None


def _under(parts: RecorderParts, track: Track) -> str:
    """Key, tempo and child, under the title."""
    from lullaby.audio.port import SpeedPitch
    from lullaby.ui.recorder import texts

    preferences = parts.song_preferences
    sung = preferences.song_preferences(track.id).speed_pitch or SpeedPitch()
    child = preferences.child
    return texts.under(sung, parts.score(track), "" if child is None else child.name)


def _log(problem: Exception) -> None:
    log.warning("recordings could not be looked for", exc_info=problem)


def _do_nothing() -> None:
    pass


def _title() -> str:
    return translate("recorder", "Record a song")


def _key_lines() -> list[tuple[str, str]]:
    return [
        ("R", translate("recorder", "record the song, while singing; again: start and stop")),
        (translate("recorder", "Enter"), translate("recorder", "recording: start, stop, keep")),
        (translate("recorder", "Space"), translate("recorder", "recording: stop; then listen")),
        ("[ ]", translate("recorder", "recorded: voice 10 ms earlier / later")),
        (translate("recorder", "Delete"), translate("recorder", "recorded: delete")),
    ]
