"""What a window shows and where: the places of its widgets, and of all that is painted by hand."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QWidget

from lullaby.ui.controls.buttons import RoundButton

NEAR = 2.0
"""How far a place may be from its mirror image, px: halves of px are rounded to one side."""

SIGN = 40.0
"""Signs that no language turns are no wider than this, px: the lit part of a moon, the triangles
and bars of a player. What stands around them is looked at."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A widget, or something that was painted: by whom, what it is, and its box in the window."""

    owner: str
    what: str
    box: QRectF

    def mirrored(self, width: float) -> "Mark":
        box = QRectF(self.box)
        box.moveLeft(width - self.box.right())
        return Mark(self.owner, self.what, box)

    def near(self, other: "Mark") -> bool:
        mine, its = self.box, other.box
        return all(
            abs(one - another) <= NEAR
            for one, another in (
                (mine.left(), its.left()),
                (mine.right(), its.right()),
                (mine.top(), its.top()),
                (mine.bottom(), its.bottom()),
            )
        )

    def __str__(self) -> str:
        box = self.box
        return (
            f"{self.owner}: {self.what} at {box.left():.1f} to {box.right():.1f},"
            f" {box.top():.1f} to {box.bottom():.1f}"
        )


def not_mirrored(english: Sequence[Mark], mirrored: Sequence[Mark], width: float) -> list[str]:
    """What of `english` has no mirror image in a window of this width, and the other way round."""
    left = list(mirrored)
    missing: list[str] = []
    for mark in english:
        wanted = mark.mirrored(width)
        same = (wanted.owner, wanted.what)
        found = next((m for m in left if (m.owner, m.what) == same and m.near(wanted)), None)
        if found is None:
            missing.append(f"missing: {wanted}")
        else:
            left.remove(found)
    return [*missing, *(f"too much: {mark}" for mark in left)]


def places(window: QWidget, leave: Callable[[QWidget], bool]) -> list[Mark]:
    """Where the visible widgets of a window stand, but for what `leave` holds for."""
    return [
        Mark(type(each).__name__, "its place", QRectF(_in_window(each, QRectF(each.rect()))))
        for each in window.findChildren(QWidget)
        if each.isVisible() and each.window() is window and not leave(each)
    ]


def _in_window(widget: QWidget, box: QRectF) -> QRectF:
    return box.translated(QPointF(widget.mapTo(widget.window(), QPointF(0, 0))))


@contextmanager
def recorded(marks: list[Mark], leave: Callable[[QWidget], bool]) -> Iterator[None]:
    """Whatever is painted on a widget meanwhile is noted, but for what `leave` holds for."""
    kept = {name: getattr(QPainter, name) for name in BOXES}

    def noting(name: str) -> Callable[..., object]:
        def paint(painter: QPainter, *arguments: Any) -> object:
            device = painter.device()
            if isinstance(device, QWidget) and not leave(device):
                box, what = BOXES[name](painter, arguments)
                if painter.hasClipping():
                    box, what = painter.clipBoundingRect(), "part of a picture"
                if what and not _is_sign(device, what, box):
                    shown = painter.worldTransform().mapRect(box)
                    marks.append(Mark(type(device).__name__, what, _in_window(device, shown)))
            return kept[name](painter, *arguments)

        return paint

    for name in BOXES:
        setattr(QPainter, name, noting(name))
    try:
        yield
    finally:
        for name, method in kept.items():
            setattr(QPainter, name, method)


Found = tuple[QRectF, str]


def _is_sign(device: QWidget, what: str, box: QRectF) -> bool:
    if box.width() > SIGN:
        return False
    return what == "path" or (what == "rounded box" and isinstance(device, RoundButton))


def _text(painter: QPainter, arguments: Sequence[Any]) -> Found:
    """The letters where they stand, whichever way the words are aligned in their box."""
    turned = "turned words " if painter.worldTransform().m11() < 0 else ""
    match arguments:
        case (QRectF() | QRect() as box, str() as text):
            return painter.boundingRect(QRectF(box), int(Qt.AlignmentFlag.AlignTop), text), text
        case (QRectF() | QRect() as box, flags, str() as text):
            return painter.boundingRect(QRectF(box), int(flags), text), turned + text
        case (QPointF() as at, str() as text):
            wide = painter.fontMetrics().horizontalAdvance(text)
            return QRectF(at.x(), at.y(), wide, 0), turned + text
    raise TypeError(arguments)


def _rounded(painter: QPainter, arguments: Sequence[Any]) -> Found:
    return QRectF(arguments[0]), "rounded box"


def _filled(painter: QPainter, arguments: Sequence[Any]) -> Found:
    box = arguments[0] if isinstance(arguments[0], QRect | QRectF) else QRect(*arguments[:4])
    return QRectF(box), "filled box"


def _ellipse(painter: QPainter, arguments: Sequence[Any]) -> Found:
    match arguments:
        case (QPointF() as centre, across, down):
            half = QPointF(across, down)
            return QRectF(centre - half, centre + half), "ellipse"
    return QRectF(arguments[0]), "ellipse"


def _path(painter: QPainter, arguments: Sequence[Any]) -> Found:
    path: QPainterPath = arguments[0]
    return path.boundingRect(), "path"


def _line(painter: QPainter, arguments: Sequence[Any]) -> Found:
    line = arguments[0] if len(arguments) == 1 else QLineF(*map(QPointF, arguments))
    return QRectF(line.p1(), line.p2()).normalized(), "line"


def _picture(painter: QPainter, arguments: Sequence[Any]) -> Found:
    at, *rest = arguments
    if isinstance(at, QRectF | QRect):
        return QRectF(at), "picture"
    if not isinstance(at, QPointF):
        at, rest = (QPointF(at, rest[0]), rest[1:]) if isinstance(at, int) else (QPointF(at), rest)
    picture: QPixmap | QImage = rest[0]
    size = QSizeF(picture.size()) / picture.devicePixelRatioF()
    return QRectF(at, size), "picture"


BOXES: dict[str, Callable[[QPainter, Sequence[Any]], Found]] = {
    "drawText": _text,
    "drawRoundedRect": _rounded,
    "fillRect": _filled,
    "drawRect": _filled,
    "drawEllipse": _ellipse,
    "drawPath": _path,
    "drawLine": _line,
    "drawPixmap": _picture,
    "drawImage": _picture,
}
"""Every method that paints something: its box in the painter's own places, and what it is."""
