"""Builds the tab My voice."""

from collections.abc import Callable, Sequence
from pathlib import Path

from lullaby.library.song_preferences import ChildId
from lullaby.library.track import Track
from lullaby.library.voice_work import VoiceWork
from lullaby.ui.shell.app_context import AppContext
from lullaby.ui.shell.changes import SongRecordings
from lullaby.ui.shell.keys import Action
from lullaby.ui.shell.pieces import Pieces
from lullaby.ui.voices.songs_to_record import SongsToRecord
from lullaby.ui.voices.voice_actions import AddTo, VoiceActions
from lullaby.ui.voices.voices_controller import EraseTake, TakeIn, VoicesController
from lullaby.ui.voices.voices_tab import VoicesTab


def build_voices(
    context: AppContext,
    folder: Path,
    work: VoiceWork,
    take_in: TakeIn,
    look_again: Callable[[], None],
    erase: EraseTake,
    own_songs: Callable[[], Sequence[Track]],
    add_to: AddTo,
    recordings: SongRecordings,
) -> Pieces[tuple[VoicesTab, VoiceActions]]:
    """`folder` holds the recordings, and `work` reads and writes them; `recordings` leads
    to the recorder and the choir. For the others see `VoicesController` and `VoiceActions`."""
    voices = VoicesController(
        context.stores,
        folder,
        context.quick,
        context.slow,
        work,
        context.clock,
        context.undo,
        context.notices,
        take_in,
        look_again,
        erase,
        context.window,
    )
    tab = VoicesTab(context.theme, voices, lambda: context.clock.now().date())
    yield
    actions = VoiceActions(
        context.theme,
        context.window,
        voices,
        context.stores,
        context.files,
        context.notices,
        context.next_session,
        own_songs,
        lambda: ChildId(context.settings.now.child),
        add_to,
        lambda: context.commands.dispatch(Action.SING),
    )
    tab.toggle_requested.connect(lambda: context.commands.dispatch(Action.TOGGLE))
    tab.play_requested.connect(actions.play)
    tab.words_requested.connect(lambda takes, at: actions.play(takes, at, words=True))
    tab.menu_requested.connect(actions.menu)
    tab.delete_requested.connect(voices.delete)
    tab.ward_requested.connect(actions.ask_ward_folder)
    tab.bring_requested.connect(actions.ask_recording)
    to_record = SongsToRecord(context.theme, context.window, own_songs, recordings.record)
    tab.record_requested.connect(to_record.ask)
    tab.again_requested.connect(to_record.again)
    actions.again_requested.connect(to_record.again)
    actions.together_requested.connect(recordings.sing_together)
    recordings.kept.connect(lambda _: tab.refresh())
    context.nights.restored.connect(tab.refresh)
    return tab, actions
