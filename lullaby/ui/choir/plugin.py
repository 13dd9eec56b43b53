"""Registers the choir of a song's takes, which is loaded on first use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum, auto
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lullaby.frozen import frozen
from lullaby.jobs import JobRunner
from lullaby.library.take import Take
from lullaby.library.track import Track
from lullaby.storage.transaction import StorageError
from lullaby.ui.shell.app_context import AppContext
from lullaby.ui.shell.changes import SongRecordings
from lullaby.ui.shell.keys import Action, Key, ScreenId, ScreenKeys
from lullaby.ui.shell.screen_spec import Building, PreparedScreen, Screen, ScreenSpec
from lullaby.ui.text.translate import translate

if TYPE_CHECKING:
    from lullaby.library.choir_work import ChoirWork
    from lullaby.ui.choir.controller import ChoirController
    from lullaby.ui.choir.screen import ChoirScreen

CHOIR = ScreenId("choir")


class ChoirKey(Enum):
    UP = auto()
    DOWN = auto()
    EARLIER = auto()
    LATER = auto()


KEYS = ScreenKeys(
    {Key.Key_BracketLeft: ChoirKey.EARLIER, Key.Key_BracketRight: ChoirKey.LATER},
    {Key.Key_Up: ChoirKey.UP, Key.Key_Down: ChoirKey.DOWN},
)


@frozen
class ChoirParts:
    """What the choir needs besides the services of every screen."""

    recordings: SongRecordings
    folder: Path
    """The folder of voices."""
    workplace: Path
    """A folder of its own, for what is only listened to."""
    jobs: JobRunner
    work: Callable[[], ChoirWork]
    songs: Callable[[], Sequence[Track]]
    """Those of the library."""
    take_in: Callable[[Path], None]
    """Brings a kept take into the library."""
    within: ScreenId
    """The screen that lists takes."""


def screen_spec(parts: ChoirParts) -> ScreenSpec:
    return ScreenSpec(
        CHOIR,
        _title,
        partial(prepare, parts=parts),
        within=parts.within,
        key_lines=_key_lines,
        paints_ground=True,
    )


def prepare(context: AppContext, parts: ChoirParts) -> PreparedScreen:
    opener = ChoirOpener(context, parts)
    parts.recordings.together_requested.connect(opener.open)
    return PreparedScreen(opener.build, stop=opener.stop)


class ChoirOpener:
    """Opens the screen for a take and the others of its song."""

    def __init__(self, context: AppContext, parts: ChoirParts) -> None:
        self._context = context
        self._parts = parts
        self._came_from = context.navigation.home
        self._opens: Take | None = None
        self._screen: ChoirScreen | None = None
        self._controller: ChoirController | None = None

    def open(self, take: Take) -> None:
        navigation = self._context.navigation
        if navigation.asking:
            return
        if navigation.current != CHOIR:
            self._came_from = navigation.current
        self._opens = take
        navigation.show_screen(CHOIR)

    def stop(self) -> None:
        """The application ends."""
        if self._controller is not None:
            self._controller.leave()

    def build(self) -> Building:
        from lullaby.ui.choir.controller import ChoirController, ChoirPorts

        yield
        from lullaby.ui.choir.screen import ChoirScreen

        yield
        context, parts = self._context, self._parts
        ports = ChoirPorts(
            context.stores.takes,
            parts.folder,
            parts.workplace,
            parts.work(),
            parts.jobs,
            self._score,
            context.clock,
        )
        controller = ChoirController(context.bridge, context.next_session, context.notices, ports)
        screen = ChoirScreen(context.theme, self._child_names, lambda: context.clock.now().date())
        controller.setParent(screen)
        self._screen, self._controller = screen, controller
        self._connect(screen, controller)
        return Screen(
            screen,
            enter=self._enter,
            leave=controller.leave,
            focus=screen.focus,
            step_back=self._step_back,
            own_actions={
                Action.TOGGLE: controller.listen,
                ChoirKey.UP: lambda: screen.step(-1),
                ChoirKey.DOWN: lambda: screen.step(+1),
                ChoirKey.EARLIER: lambda: self._nudge(-1),
                ChoirKey.LATER: lambda: self._nudge(+1),
            },
            keys=lambda: KEYS,
        )

    def _connect(self, screen: ChoirScreen, controller: ChoirController) -> None:
        screen.left.connect(self._context.commands.back)
        screen.add_requested.connect(self._record)
        screen.switched.connect(controller.switch)
        screen.louder_requested.connect(controller.louder)
        screen.nudged.connect(controller.later)
        screen.music_requested.connect(controller.use_music)
        screen.listen_requested.connect(controller.listen)
        screen.keep_requested.connect(controller.keep)
        screen.export_requested.connect(self._export)
        screen.stop_requested.connect(controller.stop)
        controller.changed.connect(screen.show_view)
        controller.kept.connect(self._take_in)

    def _enter(self) -> None:
        take, self._opens = self._opens, None
        if take is not None and self._controller is not None:
            self._controller.open(take)

    def _step_back(self) -> bool:
        self._context.navigation.show_screen(self._came_from)
        return True

    def _nudge(self, steps: int) -> None:
        assert self._screen is not None
        assert self._controller is not None
        voice = self._screen.voice
        if voice is not None:
            self._controller.later(voice, steps)

    def _export(self) -> None:
        assert self._controller is not None
        mix = self._controller.view.mix
        if mix is None:
            return
        kinds = ";;".join(
            (
                translate("choir", "MP3, for every player (*.mp3)"),
                translate("choir", "Opus, small and as good as here (*.opus)"),
                translate("choir", "FLAC, large (*.flac)"),
            )
        )
        name = f"{self._controller.view.title} – {mix.singers}".replace("/", "-")
        path = self._context.files.ask_save(translate("choir", "Export the choir"), name, kinds)
        if path is not None:
            self._controller.export(path)

    def _record(self) -> None:
        """Record another voice in this song."""
        mix = None if self._controller is None else self._controller.view.mix
        track = mix and self._track(mix.parts[0].take.facts.song)
        if track is not None:
            self._parts.recordings.record(track)

    def _take_in(self, take: Take) -> None:
        self._parts.take_in(self._parts.folder / take.file)
        self._parts.recordings.kept.emit(take)

    def _score(self, song: str) -> Path | None:
        entries = (each.score for each in self._context.stores.songs if each.id == song)
        shipped = next(entries, None)
        if shipped is not None:
            return shipped
        own = self._track(song)
        return None if own is None else own.path

    def _track(self, song: str) -> Track | None:
        """The song of the library with a score of this id."""
        from lullaby.songbook.score_folder import slug
        from lullaby.songbook.score_names import is_score_name

        tracks = [each for each in self._parts.songs() if each.fault is None]
        shipped = next((each for each in tracks if each.songbook_id == song), None)
        own = (t for t in tracks if song in (t.path.stem, slug(t.path.stem)))
        return shipped or next((each for each in own if is_score_name(each.path)), None)

    def _child_names(self) -> dict[int, str]:
        try:
            children = self._context.stores.song_preferences.children()
        except StorageError:
            return {}
        return {child.id: child.name for child in children}


def _title() -> str:
    return translate("choir", "Sing together")


def _key_lines() -> list[tuple[str, str]]:
    return [
        (translate("choir", "Space"), translate("choir", "several voices: listen, pause")),
        ("↑ ↓", translate("choir", "several voices: from voice to voice")),
        ("[ ]", translate("choir", "several voices: 10 ms earlier / later")),
    ]
