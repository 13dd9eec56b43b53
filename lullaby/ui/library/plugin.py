"""Registers the Library: songs, playlists, scans and tempo analysis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from lullaby.frozen import frozen
from lullaby.jobs import JobRunner
from lullaby.library.analysis_queue import TempoAnalyzer
from lullaby.library.playlist_store import item_of
from lullaby.library.provenance import Provenance
from lullaby.library.routine import Playlist
from lullaby.library.song_order import SongOrder, Sorting
from lullaby.library.take import TakeId
from lullaby.library.track import Track
from lullaby.library.voice_work import VoiceWork
from lullaby.ui.bundles.controller import BundlesController
from lullaby.ui.credits.controller import CreditsController
from lullaby.ui.library.analysis_runner import AnalysisRunner
from lullaby.ui.library.file_opener import FileOpener
from lullaby.ui.library.folder_actions import FolderActions
from lullaby.ui.library.heard_lengths import HeardLengths
from lullaby.ui.library.library_model import LibraryModel
from lullaby.ui.library.music_folders import MusicFolders
from lullaby.ui.library.playlist_controller import PlaylistController
from lullaby.ui.library.scan_news import ScanNews
from lullaby.ui.library.song_splitter import SongSplitter
from lullaby.ui.shell.app_context import AppContext
from lullaby.ui.shell.changes import SongRecordings
from lullaby.ui.shell.deferred import start_later
from lullaby.ui.shell.keys import Action, ScreenId
from lullaby.ui.shell.notifications import Notifications
from lullaby.ui.shell.screen_spec import Building, PreparedScreen, Screen, ScreenSpec
from lullaby.ui.shell.sung_languages import SungLanguages
from lullaby.ui.text import names
from lullaby.ui.text.translate import translate

if TYPE_CHECKING:
    from lullaby.ui.library.library_actions import LibraryActions
    from lullaby.ui.library.playlists_tab import PlaylistsTab
    from lullaby.ui.library.rules_controller import RulesController
    from lullaby.ui.library.screen import LibraryScreen
    from lullaby.ui.library.songs_tab import SongsTab
    from lullaby.ui.library.tag_controller import TagWriter
    from lullaby.ui.paper.printer import SheetOf
    from lullaby.ui.voices.voice_actions import VoiceActions

LIBRARY = ScreenId("library")
UNREADABLE = "library unreadable"
"""The topic of the notice."""

RESCAN_AFTER_MS = 3_000
"""The folders are scanned this long after the first paint."""
ANALYZE_AFTER_MS = 20_000
"""Tempo analysis starts after the scan, or after this time."""


@frozen
class LibraryParts:
    """What the Library needs beyond the context."""

    model: LibraryModel
    folders: MusicFolders
    folder_actions: FolderActions
    credits: CreditsController
    origins: Provenance
    sung_languages: SungLanguages
    analyzer: TempoAnalyzer
    analysis_jobs: JobRunner
    analyzed_at_a_time: Callable[[], int]
    tag_writer: TagWriter
    sheet: SheetOf
    opener: FileOpener
    splitter: SongSplitter
    voices: Path
    """The folder of the person's own recordings."""
    voice_work: VoiceWork
    bundles: BundlesController
    """Give a song away."""
    offer_recordings: Callable[[QMenu, Track], None]
    """Adds to a song's menu the choice of recordings that may play instead."""
    recordings: SongRecordings
    """Record a song or a message, or lay recordings of a song together."""
    erase_take: Callable[[TakeId], tuple[Path, ...]]
    """Removes a deleted recording for good, also from backups; on the thread of a job."""


def screen_spec(parts: LibraryParts) -> ScreenSpec:
    return ScreenSpec(
        LIBRARY,
        _title,
        partial(prepare, parts=parts),
        icon="library",
        shortcut="3",
        key_lines=_key_lines,
    )


def prepare(context: AppContext, parts: LibraryParts) -> PreparedScreen:
    stores, window = context.stores, context.window
    model, folders = parts.model, parts.folders
    analysis_runner = AnalysisRunner(
        stores.analyses,
        parts.analysis_jobs,
        parts.analyzer,
        context.clock,
        parts.analyzed_at_a_time,
        window,
    )
    playlists = PlaylistController(
        stores.playlists,
        stores.routines,
        stores.library,
        context.undo,
        model,
        window,
        parts.sung_languages.played,
    )
    parts.sung_languages.changed.connect(playlists.changed)
    news = ScanNews(folders, analysis_runner, window)

    def start() -> None:
        start_later(window, RESCAN_AFTER_MS, folders.rescan)
        start_later(window, ANALYZE_AFTER_MS, analysis_runner.start)

    _connect_changes(context, model, folders, playlists, analysis_runner)
    parts.bundles.together_wanted.connect(parts.recordings.sing_together)
    stores.smart_playlists.tracks = lambda: model.tracks
    lengths = HeardLengths(stores.scans, model, window)
    context.bridge.length_heard.connect(lengths.keep)
    folders.collections_added.connect(
        lambda added: parts.splitter.offer(stores.library.some(added))
    )
    return PreparedScreen(
        partial(build, context, parts, playlists, news),
        answers={Action.FIND},
        start=start,
        stop=analysis_runner.stop,
    )


def _lead_on(actions: LibraryActions, context: AppContext, parts: LibraryParts) -> None:
    """Connect what leads from a song to other screens."""
    actions.edit_requested.connect(context.song_words.edit)
    actions.record_requested.connect(parts.recordings.record)


def build(
    context: AppContext, parts: LibraryParts, playlists: PlaylistController, news: ScanNews
) -> Building:
    from lullaby.ui.library.songs_tab import SongsTab

    yield
    from lullaby.ui.library.playlists_tab import PlaylistsTab

    yield
    from lullaby.ui.voices.building import build_voices

    yield
    from lullaby.ui.library.library_actions import LibraryActions
    from lullaby.ui.library.scan_bar import ScanBar
    from lullaby.ui.library.screen import LibraryScreen

    yield
    from lullaby.ui.library.rules_controller import RulesController
    from lullaby.ui.library.rules_sheet import RulesSheet

    yield
    from lullaby.ui.library.tag_controller import TagController
    from lullaby.ui.library.tap_sheet import TapSheet
    from lullaby.ui.library.tempo_controller import TempoController

    yield
    from lullaby.ui.paper.printer import WordsPrinter

    yield
    theme, stores, window, undo = context.theme, context.stores, context.window, context.undo
    model, folders = parts.model, parts.folders
    kept = context.settings.now
    songs_tab = SongsTab(
        theme,
        model,
        context.covers,
        parts.origins,
        context.clock,
        Sorting(SongOrder(kept.song_order), kept.song_order_reversed),
        kept.only_own_songs,
    )
    songs_tab.sorted.connect(
        lambda sorting, own: context.settings.change(
            song_order=sorting.order.value,
            song_order_reversed=sorting.backwards,
            only_own_songs=own,
        )
    )
    yield
    playlists_tab = PlaylistsTab(theme, playlists, context.covers)
    voices_tab, voice_actions = yield from build_voices(
        context,
        parts.voices,
        parts.voice_work,
        folders.take_in_now,
        folders.rescan,
        parts.erase_take,
        lambda: model.tracks,
        partial(_add_to, playlists),
        parts.recordings,
    )
    voices_tab.message_requested.connect(parts.recordings.record_message)
    screen = LibraryScreen(
        theme, context.bridge, songs_tab, playlists_tab, voices_tab, ScanBar(theme, news)
    )
    yield
    tags = TagController(
        stores.analyses,
        context.slow,
        parts.tag_writer,
        lambda: context.settings.now.write_tempo_tags,
        undo,
        context.notices,
        window,
    )
    sheet = TapSheet(theme, window, context.clock)
    tempo = TempoController(stores.analyses, model, undo, sheet, tags)
    yield
    rules = RulesController(playlists, RulesSheet(theme, window, playlists.match, model.offered))
    yield
    actions = LibraryActions(
        window,
        stores.library,
        model,
        folders,
        playlists,
        playlists_tab,
        context.next_session,
        context.files,
        context.notices,
        undo,
        lambda: context.commands.dispatch(Action.SING),
        tempo,
        parts.credits,
        rules,
        context.quick,
        context.helpers,
        parts.splitter.split,
        parts.offer_recordings,
    )
    printer = WordsPrinter(window, context.files, context.notices, context.quick, parts.sheet)

    def find() -> None:
        context.navigation.show_screen(LIBRARY)
        screen.begin_search()

    _connect_parts(parts, screen, actions, voice_actions)
    songs_tab.toggle_requested.connect(lambda: context.commands.dispatch(Action.TOGGLE))
    _connect_tabs(songs_tab, playlists_tab, actions, rules, parts.bundles)
    playlists.changed.connect(voices_tab.refresh)
    parts.bundles.lists_changed.connect(playlists.changed)
    actions.print_requested.connect(printer.print_words)
    _lead_on(actions, context, parts)
    tags.written.connect(parts.folders.rescan)
    for changed in (model.refresh, playlists.changed):
        tempo.changed.connect(changed)
    return Screen(
        screen,
        enter=screen.enter,
        focus=screen.focus_first,
        step_back=screen.step_back,
        tab_regions=screen.tab_regions,
        actions={Action.FIND: find},
    )


def _add_to(
    playlists: PlaylistController, playlist: Playlist, tracks: Sequence[Track], first: bool
) -> None:
    """Add songs at the end of a playlist, or at its beginning."""
    if not first:
        playlists.add(playlist, tracks)
        return
    text = translate("playlists", "{what} added to {name}")
    text = text.replace("{what}", tracks[0].title)
    text = text.replace("{name}", names.routine_name(playlist))
    new = [item_of(track) for track in tracks]
    playlists.read(playlist, lambda old: playlists.set_items(playlist.id, [*new, *old], text))


def _connect_parts(
    parts: LibraryParts, screen: LibraryScreen, actions: LibraryActions, voices: VoiceActions
) -> None:
    """Connect what adds music."""

    def add_songs() -> None:
        parts.opener.drop_files([str(song) for song in parts.folder_actions.ask_songs()])

    screen.folder_requested.connect(parts.folder_actions.add)
    screen.songs_requested.connect(add_songs)

    def import_from(playlist: Path) -> None:
        screen.show_playlists()
        actions.import_from(playlist)

    parts.opener.hold(screen.show_song, screen.show_new, import_from)
    parts.opener.hold_voices(lambda: screen.shows_voices, voices.ask_about)
    parts.folders.songs_added.connect(screen.show_added)


def _connect_tabs(
    songs: SongsTab,
    playlists: PlaylistsTab,
    actions: LibraryActions,
    rules: RulesController,
    bundles: BundlesController,
) -> None:
    actions.give_requested.connect(bundles.give)
    actions.give_playlist_requested.connect(bundles.give_playlist)
    songs.begin_requested.connect(actions.start_songs)
    songs.words_requested.connect(actions.show_words)
    songs.menu_requested.connect(actions.song_menu)
    songs.several_requested.connect(actions.songs_menu)
    songs.tempo_requested.connect(actions.tempo_menu)
    songs.find_requested.connect(actions.find_song)
    songs.hide_requested.connect(lambda track: actions.hide([track]))
    playlists.begin_requested.connect(actions.start_playlist)
    playlists.menu_requested.connect(actions.playlist_menu)
    playlists.import_requested.connect(actions.import_playlist)
    playlists.find_requested.connect(actions.find_item)
    playlists.starter_requested.connect(rules.make)
    playlists.rules_requested.connect(rules.edit)
    rules.made.connect(playlists.choose)


def _connect_changes(
    context: AppContext,
    model: LibraryModel,
    folders: MusicFolders,
    playlists: PlaylistController,
    analysis_runner: AnalysisRunner,
) -> None:
    """Connect everything that shows songs to everything that changes them."""
    nights, song_words = context.nights, context.song_words
    model.changed.connect(context.next_session.forget_songs)
    model.changed.connect(playlists.follow_library)
    folders.songs_changed.connect(model.refresh)
    folders.finished.connect(analysis_runner.start)
    folders.settled.connect(playlists.changed)
    for trouble in (folders.trouble, model.trouble):
        trouble.connect(context.notices.report_not_saved)
    model.unreadable.connect(partial(_tell_unreadable, context.notices, model))
    analysis_runner.songs_changed.connect(model.refresh)
    playlists.strangers_came.connect(folders.take_in)
    playlists.changed.connect(context.next_session.refresh)
    nights.restored.connect(playlists.changed)
    nights.restored.connect(model.reload)
    for signal in (nights.answered, nights.changed, nights.restored):
        signal.connect(model.refresh)
    song_words.changed.connect(lambda _: folders.rescan())
    song_words.changed.connect(model.refresh_song)


def _tell_unreadable(notices: Notifications, model: LibraryModel, now: bool) -> None:
    """Say that the library cannot be read, until it can."""
    if not now:
        notices.take_back(UNREADABLE)
        return

    def try_again() -> bool:
        notices.take_back(UNREADABLE)
        model.read_again()
        return False

    notices.offer(
        UNREADABLE,
        translate("library", "Your library can’t be read right now."),
        translate("library", "Nothing in it was changed."),
        translate("library", "Try again"),
        try_again,
    )


def _title() -> str:
    return translate("library", "Library")


def _key_lines() -> list[tuple[str, str]]:
    return [
        ("/", translate("library", "find a song")),
        ("Space", translate("library", "play or pause the chosen song, in the list of songs")),
        ("Enter", translate("library", "words of the chosen song, in the list of songs")),
        ("Alt+Enter", translate("library", "tempo of the chosen song, in the list of songs")),
        ("Tab", translate("library", "heart of the chosen song, in the list of songs")),
        ("Shift+↑ ↓", translate("library", "choose several songs, in the list of songs")),
        ("Alt+↑ ↓", translate("library", "move a song in a playlist")),
    ]
