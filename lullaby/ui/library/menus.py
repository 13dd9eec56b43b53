"""The menus of a song and of a playlist."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from lullaby.library.routine import Playlist, Routine
from lullaby.library.track import Track
from lullaby.ui.controls.menus import PassingMenu
from lullaby.ui.library.tempo_controller import TempoController
from lullaby.ui.library.tempo_menu import add_counts, add_word
from lullaby.ui.text import names
from lullaby.ui.text.translate import PLURAL, translate


def song_menu(
    parent: QWidget,
    track: Track,
    playlists: Sequence[Playlist],
    tonight: Playlist | None,
    tempo: TempoController,
    play: Callable[[], None],
    add: Callable[[Playlist], None],
    add_to_new: Callable[[], None],
    sing: Callable[[], None],
    sing_alone: Callable[[], None],
    favour: Callable[[bool], None],
    hide: Callable[[], None],
    edit_words: Callable[[], None],
    give: Callable[[], None],
    about: Callable[[], None] | None = None,
    split: Callable[[], None] | None = None,
    record: Callable[[], None] | None = None,
) -> QMenu:
    """What can be done with a song; playing it comes first.

    `about` is set for songs with credits, `split` for those whose file holds more songs, `record`
    for those with a score.
    """
    menu = PassingMenu(parent)
    menu.setDefaultAction(menu.addAction(translate("menus", "Play"), play))
    menu.addAction(translate("menus", "Sing along"), sing)
    menu.addAction(translate("menus", "Sing without music"), sing_alone)
    if record is not None:
        menu.addAction(translate("menus", "Record it with your voice…"), record)
    menu.addAction(translate("menus", "Edit or sync the words…"), edit_words)
    menu.addAction(translate("menus", "Give this song to someone…"), give)
    if about is not None:
        menu.addAction(translate("menus", "About this song"), about)
    if split is not None:
        count = track.songs
        keep = translate("menus", "Keep all %n songs of its file", None, PLURAL, count)
        menu.addAction(keep, split)
    menu.addSeparator()
    _offer_playlists(menu, playlists, tonight, add, add_to_new)
    if track.favourite:
        menu.addAction(translate("menus", "Remove from favourites"), lambda: favour(False))
    else:
        menu.addAction(translate("menus", "Add to favourites"), lambda: favour(True))
    menu.addSeparator()
    add_counts(menu.addMenu(translate("menus", "Tempo")), track, tempo)
    add_word(menu, track, tempo)
    menu.addSeparator()
    menu.addAction(translate("menus", "Hide “{title}”").format(title=track.title), hide)
    return menu


def songs_menu(
    parent: QWidget,
    tracks: Sequence[Track],
    playlists: Sequence[Playlist],
    tonight: Playlist | None,
    play: Callable[[], None],
    add: Callable[[Playlist], None],
    add_to_new: Callable[[], None],
    favour: Callable[[bool], None],
    mark: Callable[[bool | None], None],
    hide: Callable[[], None],
) -> QMenu:
    """What can be done with several songs at once; `mark` says whether they calm."""
    menu, count = PassingMenu(parent), len(tracks)
    play_all = menu.addAction(translate("menus", "Play %n songs", None, PLURAL, count), play)
    menu.setDefaultAction(play_all)
    menu.addSeparator()
    _offer_playlists(menu, playlists, tonight, add, add_to_new)
    if not all(track.favourite for track in tracks):
        menu.addAction(translate("menus", "Add to favourites"), lambda: favour(True))
    if any(track.favourite for track in tracks):
        menu.addAction(translate("menus", "Remove from favourites"), lambda: favour(False))
    menu.addSeparator()
    menu.addAction(translate("menus", "Mark as calming"), lambda: mark(True))
    menu.addAction(translate("menus", "Hide from calm lists"), lambda: mark(False))
    if any(track.calms is not None for track in tracks):
        menu.addAction(translate("menus", "Remove my marks"), lambda: mark(None))
    menu.addSeparator()
    menu.addAction(translate("menus", "Hide %n songs", None, PLURAL, count), hide)
    return menu


def _offer_playlists(
    menu: QMenu,
    playlists: Sequence[Playlist],
    tonight: Playlist | None,
    add: Callable[[Playlist], None],
    add_to_new: Callable[[], None],
) -> None:
    others = [playlist for playlist in playlists if playlist != tonight]
    if tonight is not None:
        text = translate("menus", "Add to tonight: {name}").format(name=names.routine_name(tonight))
        menu.addAction(text, lambda: add(tonight))
    more = menu.addMenu(translate("menus", "Add to a playlist"))
    for playlist in others:
        more.addAction(names.routine_name(playlist), lambda playlist=playlist: add(playlist))
    more.addSeparator()
    more.addAction(translate("menus", "New playlist"), add_to_new)


def playlist_menu(
    parent: QWidget,
    rename: Callable[[], None],
    duplicate: Callable[[], None],
    sort: Callable[[], None],
    export_playlist: Callable[[], None],
    give: Callable[[], None],
    delete: Callable[[], None],
    playlist: Playlist,
    routines: Sequence[Routine],
    use_for: Callable[[Routine, bool], None],
    change_rules: Callable[[], None] | None = None,
    keep: Callable[[], None] | None = None,
    find_missing: Callable[[], None] | None = None,
) -> QMenu:
    """What can be done with a playlist; the routines that play it are checked.

    `change_rules` and `keep` are for smart playlists, whose order cannot be changed by hand;
    `find_missing` is for others.
    """
    menu = PassingMenu(parent)
    uses = menu.addMenu(translate("menus", "Use in routine"))
    for routine in routines:
        action = uses.addAction(names.routine_name(routine))
        action.setCheckable(True)
        action.setChecked(routine.playlist == playlist.id)
        action.triggered.connect(lambda used, routine=routine: use_for(routine, used))
    menu.addSeparator()
    menu.addAction(translate("menus", "Rename"), rename)
    menu.addAction(translate("menus", "Duplicate"), duplicate)
    if playlist.rules is None:
        menu.addAction(translate("menus", "Sort fast to slow"), sort)
    if change_rules is not None:
        menu.addAction(translate("menus", "Edit the rules…"), change_rules)
    if keep is not None:
        menu.addAction(translate("menus", "Convert to a normal playlist"), keep)
    if find_missing is not None:
        menu.addAction(translate("menus", "Find missing songs"), find_missing)
    menu.addAction(translate("menus", "Export…"), export_playlist)
    menu.addAction(translate("menus", "Give this playlist to someone…"), give)
    menu.addSeparator()
    menu.addAction(translate("menus", "Delete"), delete)
    return menu


def offer_paper(menu: QMenu, print_words: Callable[[], None], at: int = -1) -> None:
    """Add printing above the separator `at`; entries below the last separator remove things."""
    action = QAction(translate("menus", "Print the words…"), menu)
    action.triggered.connect(print_words)
    parted = [each for each in menu.actions() if each.isSeparator()]
    menu.insertAction(parted[at], action)
