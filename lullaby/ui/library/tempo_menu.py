"""The tempo entries of a song's menu, and the menu of a doubtful tempo."""

from PySide6.QtWidgets import QMenu, QWidget

from lullaby.library.track import Track
from lullaby.tempo.choices import TempoCandidate
from lullaby.ui.controls.menus import PassingMenu
from lullaby.ui.library.tempo_controller import TempoController
from lullaby.ui.text import names
from lullaby.ui.text.locale import whole
from lullaby.ui.text.translate import translate
from lullaby.units import Bpm


def tempo_menu(parent: QWidget, track: Track, tempo: TempoController) -> QMenu:
    """Only the tempo; the likeliest value comes first."""
    menu = PassingMenu(parent)
    add_counts(menu, track, tempo)
    add_word(menu, track, tempo)
    return menu


def add_counts(menu: QMenu, track: Track, tempo: TempoController) -> None:
    """Add the choices of how a song is counted.

    A doubtful tempo offers every candidate with its probability.
    """
    if track.tempo.doubtful:
        for choice in tempo.choices(track):
            menu.addAction(choice_words(choice), lambda at=choice.bpm: tempo.choose(track, at))
    elif track.tempo.bpm is not None:
        half, double = Bpm(track.tempo.bpm / 2), Bpm(track.tempo.bpm * 2)
        menu.addAction(
            translate("menus", "Halve the tempo: {n}").format(n=names.tempo(half)),
            lambda: tempo.count(track, 0.5),
        )
        menu.addAction(
            translate("menus", "Double the tempo: {n}").format(n=names.tempo(double)),
            lambda: tempo.count(track, 2),
        )
    menu.addAction(translate("menus", "Tap the tempo…"), lambda: tempo.tap(track))
    if tempo.can_be_written(track):
        menu.addAction(translate("menus", "Write tempo into the file"), lambda: tempo.write(track))


def add_word(menu: QMenu, track: Track, tempo: TempoController) -> None:
    """Add the marks for calming songs, and a way to remove them."""
    if track.calms is not True:
        menu.addAction(translate("menus", "Mark as calming"), lambda: tempo.calm(track, True))
    if track.calms is not False:
        menu.addAction(translate("menus", "Hide from calm lists"), lambda: tempo.calm(track, False))
    if tempo.has_word(track):
        menu.addAction(translate("menus", "Remove my mark"), lambda: tempo.take_back(track))


def choice_words(choice: TempoCandidate) -> str:
    """For example "72, as heard · 75 %", "144, as tagged · 20 %", "36"."""
    if choice.estimated and choice.tagged:
        text = translate("menus", "{n} (measured and from tag)")
    elif choice.estimated:
        text = translate("menus", "{n} (measured)")
    elif choice.tagged:
        text = translate("menus", "{n} (from tag)")
    else:
        text = "{n}"
    shown = text.format(n=names.tempo(choice.bpm))
    if choice.weight is None:
        return shown
    return translate("menus", "{tempo} · {n} %").format(tempo=shown, n=whole(100 * choice.weight))
