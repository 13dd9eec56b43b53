"""Where the singer was last heard is told beside the words, in any language of the window."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from lullaby.settings import Settings
from lullaby.ui.sing.last_heard import LastHeard
from tests.ui import reach
from tests.ui.following_scenes import lost
from tests.ui.mirror_image import Mark, recorded
from tests.ui.scenes import fill
from tests.world import find_one, make_world


def test_in_a_mirrored_window_the_note_lies_on_no_words(qapp: QApplication, tmp_path: Path) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    world = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True), fill)
    try:
        window = world.services.gui.window
        window.resize(1280, 800)
        window.show()
        lost(world)
        reach.settle()
        marks: list[Mark] = []
        over = find_one(window, LastHeard)
        with recorded(marks, lambda widget: widget is not over):
            window.grab()
        (note,) = [each.box for each in marks if each.what == "last heard here"]
        canvas = world.sing.words.canvas
        assert canvas is not None
        corner = world.sing.words.mapTo(window, QPoint(0, 0))
        words = [box.translated(corner) for _, box in canvas.line_boxes]
        assert not any(note.intersects(box) for box in words)
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        world.close()
